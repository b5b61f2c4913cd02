import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

const MARISOL = "Marisol Whitfield";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const sourceIdOf = async (name: string): Promise<string> => {
    const found = await office().pool.db.contact.findFirst({ where: { full_name: name }, orderBy: { id: "asc" } });
    if (found === null) throw new Error(`the sample has no ${name}`);
    return found.source_id;
  };

  describe("volunteers", () => {
    it("lists, at the terminal, everybody of an organisation with what a coordinator needs", async () => {
      const json = await office().json('volunteers org:"Hill\'s" sort:times', { as: "coordinator", at: "terminal" });
      expect(columnsOf(json, "volunteers")).toEqual([
        "name",
        "organisation",
        "title",
        "matches",
        "local",
        "times",
        "last",
        "last_email",
        "email",
        "salesforce",
      ]);
      const rows = rowsOf(json, "volunteers");
      expect(rows.map(({ name }) => name)).toContain(MARISOL);
      const times = rows.map((row) => Number(row.times));
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(json.provenance?.filters).toEqual({ org: "Hill's" });
      expect(json.provenance?.freshness.salesforce).toBe("2026-11-20T19:00:00.000Z");
    });

    it("shows names and no addresses in a trusted channel, and neither in any other", async () => {
      const asked = { as: "staff" } as const;
      const trusted = await office().json("volunteers marisol", { ...asked, at: "trusted" });
      expect(columnsOf(trusted, "volunteers")).toContain("name");
      expect(columnsOf(trusted, "volunteers")).not.toContain("email");
      const open = await office().everythingTold("volunteers org:hill", { ...asked, at: "channel" });
      expect(open).not.toContain(MARISOL);
      expect(open).toContain("shown privately only");
    });

    it("says who is hidden, and never lists them", async () => {
      const { pool } = office();
      const away = await pool.db.contact.findMany({
        where: { kind: "volunteer", deleted_at: null, OR: [{ do_not_contact: true }, { email_opt_out: true }] },
      });
      expect(away.length).toBeGreaterThan(0);
      const json = await office().json("volunteers", { at: "terminal" });
      const links = JSON.stringify(rowsOf(json, "volunteers").map(({ salesforce }) => salesforce));
      for (const { source_id } of away) expect(links).not.toContain(source_id);
      const [, hidden, reasons] = /(\d+) hidden \((.+)\)\./.exec(json.notices.map(({ text }) => text).join()) ?? [];
      const counts = (reasons ?? "").split(", ").map((each) => Number(each.split(" ").at(-1)));
      expect(Number(hidden)).toBe(counts.reduce((sum, count) => sum + count, 0));
      expect(json.provenance?.counts).toEqual({ hidden: Number(hidden) });
    });

    it("understands a group of skills and says what it stood for", async () => {
      const json = await office().json("volunteers skill:stem local:yes", { at: "terminal" });
      expect(
        rowsOf(json, "volunteers").every(
          ({ matches, local }) => /skill: .+; local: /.test(String(matches)) && String(local).startsWith("local"),
        ),
      ).toBe(true);
      expect(json.notices[0]?.text).toMatch(/^“stem” is a group of skills: science, technology/);
    });

    it("understands what staff call an organisation", async () => {
      await office().reply('alias "the dog food people" means:"Hill\'s Pet Nutrition"');
      const known = rowsOf(await office().json("volunteers org:hills", { at: "terminal" }), "volunteers");
      const called = rowsOf(
        await office().json('volunteers org:"the dog food people"', { at: "terminal" }),
        "volunteers",
      );
      expect(called).toEqual(known);
    });

    it("never: finds only those who have not come yet", async () => {
      const rows = rowsOf(await office().json("volunteers last:never", { at: "terminal" }), "volunteers");
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.every(({ times, last }) => times === 0 && last === null)).toBe(true);
    });

    it("says in words what it did not find, and what to try", async () => {
      const reply = await office().reply("volunteers zzzz skill:nonsense");
      expect(reply.text).toBe("No volunteers fit text zzzz, skill nonsense.");
      expect(reply.tables[0]?.empty).toContain("Try fewer filters");
    });

    it("refuses a filter it does not know with a corrected line", async () => {
      const failure = await office().failure("volunteers skil:stem");
      expect(failure).toMatchObject({ code: "filter_unknown", status: 2 });
      expect(failure.suggestions[0]?.line).toBe("volunteers skill:stem");
    });
  });

  describe("volunteer", () => {
    it("shows one volunteer's organisations, history, skills and what is coming", async () => {
      const json = await office().json("volunteer marisol", { as: "coordinator", at: "terminal" });
      expect(json.title).toBe(MARISOL);
      expect(json.tables.map(({ key }) => key)).toEqual([
        "history",
        "organisations",
        "skills",
        "upcoming",
        "contacts",
        "notes",
      ]);
      expect(rowsOf(json, "organisations")).toEqual(
        [
          { name: "Hill's Pet Nutrition", role: expect.anything(), status: "current", start: "2018-05-01", end: null },
        ].map((row) => expect.objectContaining({ name: row.name, status: row.status, start: row.start, end: row.end })),
      );
      expect(rowsOf(json, "upcoming").map(({ event }) => event)).toEqual(["Engineering week at Kaw Point"]);
      const fact = (key: string) => json.facts.find((each) => each.key === key)?.value;
      expect(fact("X20")).toBe(
        rowsOf(json, "history").filter(({ status }) => status === "attended" || status === "completed").length,
      );
      expect(fact("last")).toBe(rowsOf(json, "history").find(({ status }) => status === "attended")?.date);
      expect(fact("M30")).toBeGreaterThan(0);
    });

    it("asks which one where several have the name, and each choice leads to its own record", async () => {
      const ask = await office().ask("volunteer Delia Velasco");
      expect(ask.text).toBe("2 volunteers fit “Delia Velasco”. Which one?");
      expect(new Set(ask.choices.map(({ label }) => label)).size).toBe(2);
      const titles = await Promise.all(ask.choices.map(async ({ line }) => (await office().reply(line)).title));
      expect(titles).toEqual(["Delia Velasco", "Delia Velasco"]);
      expect(new Set(ask.choices.map(({ line }) => line)).size).toBe(2);
    });

    it("keeps the choices back where names may not be shown", async () => {
      const ask = await office().ask("volunteer Delia Velasco", { at: "channel" });
      expect(ask.choices).toEqual([]);
      expect(JSON.stringify(ask)).not.toContain("Velasco");
    });

    it("finds one by Salesforce id and by address", async () => {
      const id = await sourceIdOf(MARISOL);
      expect((await office().reply(`volunteer ${id}`)).title).toBe(MARISOL);
      expect((await office().reply("volunteer marisol.whitfield@home.example")).title).toBe(MARISOL);
    });

    it("is told privately only", async () => {
      const told = await office().everythingTold(`volunteer ${await sourceIdOf(MARISOL)}`, { at: "channel" });
      expect(told).not.toContain(MARISOL);
      expect(told).toContain("A volunteer's profile is shown privately only.");
    });

    it("says whom it looked for and where else to look", async () => {
      const failure = await office().failure("volunteer Nobody Atall");
      expect(failure).toMatchObject({ code: "not_found", status: 2 });
      expect(failure.suggestions).toEqual([{ label: "Why is somebody not there?", line: 'trace what:"Nobody Atall"' }]);
    });

    it("asks for a name where none is said", async () => {
      expect((await office().ask("volunteer")).missing).toEqual(["who"]);
    });
  });

  describe("trace", () => {
    it("says of a merged record where it counts now, and of its winner that it is there", async () => {
      const { pool, world } = office();
      const [winner, loser] = await pool.db.contact.findMany({
        where: { kind: "volunteer", deleted_at: null, NOT: { full_name: MARISOL } },
        take: 2,
        orderBy: { id: "asc" },
      });
      if (winner === undefined || loser === undefined) throw new Error("the sample has too few volunteers");
      world.org.merge("Contact", winner.source_id, loser.source_id);
      await office().reply("sync salesforce", { as: "admin" });
      const gone = rowsOf(await office().json(`trace ${loser.source_id}`, { at: "terminal" }), "trace");
      expect(gone).toMatchObject([
        { state: "merged", why: `merged into ${winner.source_id} in Salesforce; counts there` },
      ]);
      const there = rowsOf(await office().json(`trace ${winner.source_id}`, { at: "terminal" }), "trace");
      expect(there).toMatchObject([{ name: winner.full_name, state: "in the pool" }]);
    });

    it("finds a row that waits, and for what", async () => {
      const waiting = await office().pool.db.quarantine.findFirst({
        where: { reason: "missing_parent", resolved_at: null },
      });
      const json = await office().json(`trace ${waiting?.source_id}`, { as: "coordinator", at: "direct" });
      expect(rowsOf(json, "trace")).toMatchObject([
        { state: "waiting", why: expect.stringContaining("missing parent") },
      ]);
    });

    it("never shows a student's name, not even to an administrator in private", async () => {
      const student = await office().pool.db.contact.findFirst({ where: { kind: "student", deleted_at: null } });
      const told = await office().everythingTold(`trace ${student?.source_id}`, { as: "admin", at: "direct" });
      expect(told).not.toContain(student?.full_name);
      expect(told).toContain("student records");
    });

    it("says in words that nothing is known", async () => {
      const reply = await office().reply("trace no such thing anywhere");
      expect(reply.text).toBe("Nothing is known of “no such thing anywhere”.");
      expect(reply.tables[0]?.empty).toMatch(/^Searched Salesforce \(last read 20 Nov 2026/);
    });
  });
});
