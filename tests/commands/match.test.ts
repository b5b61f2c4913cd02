import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

interface Session {
  readonly id: number;
  readonly source_id: string;
  readonly title: string;
}

onBothEngines((engine) => {
  const office = withOffice(engine);
  let session: Session;
  const pick = async (condition: ReturnType<typeof sql>): Promise<Session> => {
    const [found] = await office().pool.query<Session>(
      sql`SELECT e.id, e.source_id, e.title FROM event e WHERE e.deleted_at IS NULL AND ${condition} ORDER BY e.local_date, e.id LIMIT 1`,
    );
    if (!found) throw new Error("the sample has no such session");
    return found;
  };
  const change = (statement: ReturnType<typeof sql>) => office().pool.transaction((tx) => tx.run(statement));
  const candidates = async (line: string) =>
    rowsOf(await office().json(line, { at: "terminal", as: "coordinator" }), "candidates");
  /** A candidate's record of an event, from the link of their row. */
  const idOf = (row: Awaited<ReturnType<typeof candidates>>[number] | undefined): string =>
    /\/(003\w+)\//.exec(String(row?.salesforce))?.[1] ?? "";

  beforeAll(async () => {
    session = await pick(sql`e.local_date > '2026-11-21' AND e.format = 'in_person' AND e.status <> 'Cancelled'`);
    await change(
      sql`UPDATE event SET title = 'Robotics: Meet a Software Engineer', type = 'career_speaker' WHERE id = ${session.id}`,
    );
  });

  describe("match", () => {
    it("lists whom to ask for an event, best first, with a reason for each part and who is left out", async () => {
      const json = await office().json(`match ${session.source_id}`, { at: "terminal", as: "coordinator" });
      expect(columnsOf(json, "candidates")).toEqual([
        "rank",
        "name",
        "organisation",
        "title",
        "score",
        "why",
        "status",
        "contacted",
        "times",
        "email",
        "phone",
        "salesforce",
      ]);
      const rows = rowsOf(json, "candidates");
      const scores = rows.map(({ score }) => Number(score));
      expect(scores.length).toBeGreaterThan(3);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(Math.max(...scores)).toBeLessThanOrEqual(100);
      expect(String(rows[0]?.why)).toMatch(/fits “.+”/);
      const text = (await office().reply(`match ${session.source_id}`, { at: "terminal" })).text;
      const [, may, all] = /^(\d+) of (\d+) volunteers who fit .+ may be asked\./.exec(text) ?? [];
      expect(Number(may)).toBe(rows.length);
      const out = json.notices.map((each) => each.text).find((each) => each.startsWith("Left out: ")) ?? "";
      const counts = [...out.matchAll(/ (\d+)(?=[,.])/g)].map(([, count]) => Number(count));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Number(all) - Number(may));
      expect(json.notices.map((each) => each.text).join()).toContain("Understood as: ");
    });

    it("T64: a title that begins with R lifts nobody by a letter, and nobody who must not be asked is listed or exported", async () => {
      const { pool } = office();
      const rows = await candidates(`match ${session.source_id}`);
      for (const { why } of rows) expect(String(why)).not.toMatch(/skill R fits|“r”/);
      const away = await pool.query<{ source_id: string }>(sql`
        SELECT source_id FROM contact WHERE kind = 'volunteer' AND (do_not_contact OR email_opt_out OR email_bounced_on IS NOT NULL)`);
      expect(away.length).toBeGreaterThan(0);
      for (const line of [
        `match ${session.source_id}`,
        `match ${session.source_id} as:csv`,
        `match ${session.source_id} why`,
      ]) {
        const told = await office().everythingTold(line, { at: "terminal" });
        for (const { source_id } of away) expect(told).not.toContain(source_id);
      }
    });

    it("takes words that are no event's for a role, and a type's name for the type", async () => {
      const role = await office().reply('match "data analyst" format:virtual', { at: "terminal" });
      expect(role.text).toMatch(/^\d+ of \d+ volunteers who fit “data analyst” may be asked\./);
      expect(role.notices.map(({ text }) => text)).toContain(
        "On video distance does not count; who volunteers virtually only comes before others who fit as well.",
      );
      const nothing = await office().reply("match zzyzx", { at: "terminal" });
      expect(nothing.text).toMatch(/^\d+ of \d+ volunteers may be asked; nothing in “zzyzx” names a topic to fit\.$/);
      const type = await office().reply('match role:"career speaker"', { at: "terminal" });
      expect(type.title).toBe("Candidates: Career Speaker");
    });

    it("asks which event is meant when nothing or too much is said", async () => {
      expect((await office().ask("match")).text).toContain("For which event");
      await change(sql`UPDATE event SET title = 'Twin Session' WHERE id IN (
        SELECT id FROM event WHERE deleted_at IS NULL AND id <> ${session.id} AND status <> 'Cancelled' ORDER BY id LIMIT 2)`);
      const which = await office().ask('match "Twin Session"');
      expect(which.choices.at(-1)?.label).toBe("No event: the role “Twin Session”");
      expect((await office().reply(which.choices.at(-1)?.line ?? "", { at: "terminal" })).title).toBe(
        "Candidates: Twin Session",
      );
    });

    it("says so when the event is cancelled, deleted or over", async () => {
      const cancelled = await pick(sql`e.status = 'Cancelled'`);
      expect((await office().failure(`match ${cancelled.source_id}`)).text).toContain(
        "is cancelled, so nobody is needed for it.",
      );
      const past = await pick(sql`e.local_date < '2026-11-01' AND e.status = 'Completed'`);
      const over = await office().reply(`match ${past.source_id}`, { at: "terminal" });
      expect(over.notices.map(({ text }) => text)).toContain("This event is over.");
      const gone = await pick(sql`e.local_date > '2026-11-21' AND e.status <> 'Cancelled' AND e.id <> ${session.id}`);
      await change(sql`UPDATE event SET deleted_at = '2026-11-20T10:00:00.000Z' WHERE id = ${gone.id}`);
      expect((await office().failure(`match ${gone.source_id}`)).text).toContain("was deleted in Salesforce");
    });

    it("narrows by organisation, distance and skill, each place in the order kept", async () => {
      const all = await candidates(`match ${session.source_id}`);
      const local = await candidates(`match ${session.source_id} local:yes`);
      expect(local.length).toBeGreaterThan(0);
      expect(local.length).toBeLessThan(all.length);
      const ranks = local.map(({ rank }) => Number(rank));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      const employer = String(all.find(({ organisation }) => organisation !== null)?.organisation).split(", ")[0] ?? "";
      const ofEmployer = await candidates(`match ${session.source_id} org:"${employer}"`);
      expect(ofEmployer.length).toBeGreaterThan(0);
      expect(ofEmployer.every(({ organisation }) => String(organisation).includes(employer))).toBe(true);
      for (const filter of ["skill:stem", "connector:yes", "-skill:stem connector:no"]) {
        const found = rowsOf(await office().json(`volunteers ${filter}`, { at: "terminal" }), "volunteers");
        const records = new Set(found.map(({ salesforce }) => salesforce));
        const kept = (await candidates(`match ${session.source_id} ${filter}`)).map(({ salesforce }) => salesforce);
        expect(kept.length, filter).toBeGreaterThan(0);
        expect(kept, filter).toEqual(all.map(({ salesforce }) => salesforce).filter((each) => records.has(each)));
      }
      const byName = (await candidates(`match ${session.source_id} sort:name`)).map(({ name }) => String(name));
      expect(byName).toEqual([...byName].sort((a, b) => a.localeCompare(b, "en")));
    });

    it("shows one candidate with every part, and a button for each answer that changes the list", async () => {
      const [first] = await candidates(`match ${session.source_id}`);
      const card = await office().reply(`match event:${session.source_id} who:${idOf(first)}`, { as: "coordinator" });
      expect(card.text).toContain(`is no. 1 of`);
      expect(card.actions.map(({ label }) => label)).toEqual([
        "E-mailed",
        "Interested",
        "Declined",
        "Assign",
        "Not now",
        "With a note",
        "Profile",
      ]);
      const parts = card.tables[0]?.rows ?? [];
      expect(parts.map(([part]) => part)).toContain("Skills and topic");
      for (const [, points, weight] of parts) expect(Number(points)).toBeLessThanOrEqual(Number(weight));
      await office().reply(card.actions.find(({ label }) => label === "E-mailed")?.line ?? "");
      const [again] = await candidates(`match ${session.source_id}`);
      expect([again?.name, again?.status]).toEqual([first?.name, "no answer yet"]);
      await office().reply(card.actions.find(({ label }) => label === "Declined")?.line ?? "");
      expect((await candidates(`match ${session.source_id}`)).map(idOf)).not.toContain(idOf(first));
      const left = await office().json(`match ${session.source_id} why`, { at: "terminal" });
      expect(rowsOf(left, "left_out")).toContainEqual(
        expect.objectContaining({ name: first?.name, gate: "declined", by: "Ada" }),
      );
    });

    it("shows one candidate under the record that stays, by whichever record they are named", async () => {
      const [first, second] = await candidates(`match ${session.source_id}`);
      const merged = await office().reply(`merge a:${idOf(second)} into:${idOf(first)} confirm:yes`, { as: "admin" });
      const card = await office().reply(`match event:${session.source_id} who:${idOf(second)}`, { as: "coordinator" });
      expect(card.text).toMatch(new RegExp(`^${first?.name} is no\\. 1 of `));
      expect(card.actions.find(({ label }) => label === "Profile")?.line).toBe(`volunteer who:${idOf(first)}`);
      await office().reply(merged.actions.find(({ label }) => label.startsWith("Undo"))?.line ?? "", { as: "admin" });
    });

    it("lists somebody against a rule with a reason, kept and taken back; never who must not be contacted", async () => {
      const [first] = await candidates(`match ${session.source_id}`);
      const who = idOf(first);
      await office().reply(`outreach who:${who} event:${session.source_id} outcome:not_now`);
      const listed = await office().reply(
        `match include who:${who} event:${session.source_id} reason:"she called us"`,
        { who: "U0KEVA" },
      );
      expect(listed.text).toContain("she called us");
      const row = (await candidates(`match ${session.source_id}`)).find((each) => idOf(each) === who);
      expect(String(row?.why)).toContain("proposed against “not now”: she called us");
      expect(
        (await office().failure(`match include who:${who} event:${session.source_id} reason:again`)).text,
      ).toContain("already");
      const [entry] = await office().pool.query<{ actor: string; detail: string }>(
        sql`SELECT actor, detail FROM audit_entry WHERE command = 'match include' AND kind = 'write' ORDER BY id DESC LIMIT 1`,
      );
      expect(entry?.actor).toBe("U0KEVA");
      expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({
        contact: who,
        event: session.source_id,
        override: true,
      });
      await office().reply(listed.actions.find(({ label }) => label === "Undo")?.line ?? "");
      expect((await candidates(`match ${session.source_id}`)).map(idOf)).not.toContain(who);
      await change(sql`UPDATE contact SET do_not_contact = TRUE WHERE source_id = ${who}`);
      expect((await candidates(`match ${session.source_id}`)).map(idOf)).not.toContain(who);
      const never = await office().failure(`match include who:${who} event:${session.source_id} reason:please`);
      expect(never.text).toContain("must not be contacted");
    });

    it("shows names privately only, and is not for district viewers", async () => {
      const [first] = await candidates(`match ${session.source_id}`);
      expect(await office().everythingTold(`match ${session.source_id}`, { at: "channel" })).not.toContain(
        String(first?.name),
      );
      const refused = await office().failure(`match ${session.source_id}`, {
        as: "district",
        districts: ["Grandview School District"],
      });
      expect(refused.code).toBe("not_allowed");
    });
  });
});
