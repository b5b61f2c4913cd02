import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { derive, takeBack } from "../../src/identity/index.js";
import { ORGANIZATION } from "../figures/world.js";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine);
  /** A volunteer of the sample for whom the condition holds, each case another one. */
  const taken = new Set<string>();
  const somebody = async (where = sql`TRUE`) => {
    const rows = await office().pool.query<{ id: number; source_id: string; full_name: string }>(sql`
      SELECT c.id, c.source_id, c.full_name FROM contact c
      WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.person_id = c.id AND c.excluded = FALSE AND c.local_basis <> 'manual'
        AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.person_id = c.id AND o.id <> c.id) AND ${where} ORDER BY c.id`);
    const found = rows.find(({ source_id }) => !taken.has(source_id));
    if (found === undefined) throw new Error("the sample has nobody like that");
    taken.add(found.source_id);
    return found;
  };
  const undone = async (line: string | undefined) => {
    const id = Number(/^undo id:(\d+)$/.exec(line ?? "")?.[1]);
    const { pool, world } = office();
    expect(await pool.transaction((tx) => takeBack(tx, id, { by: "U2", now: world.now }))).toBe(true);
    await derive(pool, ORGANIZATION, world.now);
  };
  const undoOf = (reply: { readonly actions: readonly { readonly label: string; readonly line: string }[] }) =>
    reply.actions.find(({ label }) => label === "Undo")?.line;
  const audits = (command: string) => office().pool.db.auditEntry.findMany({ where: { command, kind: "write" } });
  const profile = (who: string) => office().json(`volunteer ${who}`, { at: "terminal" });
  const factOf = async (who: string, key: string) => (await profile(who)).facts.find((fact) => fact.key === key)?.value;

  describe("a volunteer's profile", () => {
    it("offers what can be done from it, as forms filled in for them", async () => {
      const { source_id } = await somebody();
      const { actions } = await office().reply(`volunteer ${source_id}`, { at: "slash" });
      const lines = actions.map(({ label, line, does }) => [label, does, line]);
      expect(lines).toContainEqual(["Add note", "form", `note who:${source_id}`]);
      expect(lines).toContainEqual(["Tag skill", "form", `skill who:${source_id}`]);
      expect(lines).toContainEqual(["Set local", "form", `local who:${source_id}`]);
      expect(lines).toContainEqual(["Set availability", "form", `available who:${source_id}`]);
      expect(lines).toContainEqual(["Exclude from reports", "form", `exclude who:${source_id}`]);
      const form = await office().form(`note who:${source_id}`, { at: "slash" });
      expect(form.fields.map(({ key, required }) => [key, required])).toEqual([
        ["who", true],
        ["text", true],
      ]);
    });

    it("marks former organisations as former", async () => {
      const { source_id } = await somebody(
        sql`EXISTS (SELECT 1 FROM affiliation a JOIN organization o ON o.id = a.organization_id AND o.deleted_at IS NULL WHERE a.contact_id = c.id AND a.deleted_at IS NULL AND a.end_on < '2025-01-01')`,
      );
      const ended = rowsOf(await profile(source_id), "organisations").filter(({ end }) => String(end) < "2025");
      expect(ended.map(({ status }) => status)).toContain("former");
    });

    it("shows the newest contact first, and which was logged where", async () => {
      const { source_id } = await somebody(
        sql`EXISTS (SELECT 1 FROM communication_contact t JOIN communication m ON m.id = t.communication_id WHERE t.contact_id = c.id AND m.deleted_at IS NULL)`,
      );
      const attempt = {
        contact_source: "salesforce",
        contact_source_id: source_id,
        method: "call",
        outcome: "left_message",
        note: "asked to call back",
        by: "U1",
        by_name: "Ada",
        at: "2026-11-19T15:00:00.000Z",
        local_date: "2026-11-19",
      };
      const before = rowsOf(await profile(source_id), "contacts").length;
      await office().pool.write((db) => db.outreachAttempt.create({ data: attempt }));
      await office().pool.write((db) =>
        db.outreachAttempt.create({ data: { ...attempt, reversed_by: "U1", reversed_at: attempt.at } }),
      );
      const rows = rowsOf(await profile(source_id), "contacts");
      expect(rows).toHaveLength(Math.min(10, before + 1));
      expect(rows).toContainEqual(
        expect.objectContaining({
          logged: "Polaris, by Ada",
          kind: "call, left message",
          subject: "asked to call back",
        }),
      );
      expect(rows.map(({ logged }) => logged)).toContain("Salesforce");
      expect(await factOf(source_id, "contacted")).toBe("2026-11-19");
    });

    it("has the last contact that lists have, and says when Salesforce only sums it up", async () => {
      // Nobody whom the other cases want: the last record that a list shows.
      const [{ source_id, full_name } = { source_id: "", full_name: "" }] = await office().pool.query<{
        source_id: string;
        full_name: string;
      }>(sql`
        SELECT c.source_id, c.full_name FROM contact c
        WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.excluded = FALSE AND c.do_not_contact = FALSE AND c.email_opt_out = FALSE
          AND c.email_bounced_on IS NULL AND COALESCE(c.status, '') <> 'inactive'
          AND NOT EXISTS (SELECT 1 FROM contact o WHERE (o.full_name = c.full_name OR o.person_id = c.person_id) AND o.id <> c.id)
        ORDER BY c.id DESC LIMIT 1`);
      await office().pool.transaction((tx) =>
        tx.run(sql`UPDATE contact SET last_email_on = '2026-11-18' WHERE source_id = ${source_id}`),
      );
      const json = await profile(source_id);
      expect(json.facts.find(({ key }) => key === "contacted")?.value).toBe("2026-11-18");
      expect(json.notices.map(({ text }) => text)).toContain(
        "The last contact is an e-mail of 18 Nov 2026 by Salesforce's own field; the e-mail itself is not logged.",
      );
      const { name, last_email } =
        rowsOf(await office().json(`volunteers ${full_name}`, { at: "terminal" }), "volunteers")[0] ?? {};
      expect([name, last_email]).toEqual([full_name, "2026-11-18"]);
    });

    it("names other records of the person, and those that may be one", async () => {
      const [one, other] = [await somebody(), await somebody()];
      await office().pool.write((db) => db.contact.update({ where: { id: other.id }, data: { person_id: one.id } }));
      const third = await somebody();
      await office().pool.write((db) =>
        db.duplicatePair.create({
          data: {
            kind: "volunteer",
            a_source: "salesforce",
            a_source_id: one.source_id,
            b_source: "salesforce",
            b_source_id: third.source_id,
            score: 9,
            zone: "review",
            evidence: "[]",
            state: "open",
            found_at: office().world.now,
            seen_at: office().world.now,
          },
        }),
      );
      const said = (await profile(one.source_id)).notices.map(({ text }) => text).join("\n");
      expect(said).toContain(`Counts as one person with ${other.full_name}`);
      expect(said).toContain(`Possibly also: ${third.full_name}`);
      expect((await profile(third.source_id)).notices.map(({ text }) => text).join()).toContain(
        `Possibly also: ${one.full_name}`,
      );
      await office().pool.write((db) => db.contact.update({ where: { id: other.id }, data: { person_id: other.id } }));
    });

    it("keeps notes, reasons and subjects from places that may not show addresses", async () => {
      const { source_id } = await somebody();
      await office().reply(`note ${source_id} text:"a note that stays private"`);
      const json = await office().json(`volunteer ${source_id}`, { at: "trusted" });
      expect(columnsOf(json, "notes")).toEqual(["on", "by"]);
      expect(await office().everythingTold(`volunteer ${source_id}`, { at: "channel" })).not.toContain("stays private");
    });
  });

  describe("a note", () => {
    it("stands on the profile with who and when, and can be undone", async () => {
      const { source_id, full_name } = await somebody();
      const reply = await office().reply(`note ${source_id} text:"Prefers the mornings"`, { who: "U0ANNE" });
      expect(reply.text).toBe(`The note stands on ${full_name}'s profile.`);
      expect(rowsOf(await profile(source_id), "notes")).toEqual([
        expect.objectContaining({ by: "U0ANNE", note: "Prefers the mornings" }),
      ]);
      expect((await audits("note")).at(-1)?.detail).toContain(source_id);
      await undone(undoOf(reply));
      expect(rowsOf(await profile(source_id), "notes")).toEqual([]);
    });

    it("is not kept twice, not empty, and not cut", async () => {
      const { source_id } = await somebody();
      await office().reply(`note ${source_id} text:same`);
      expect((await office().failure(`note ${source_id} text:same`)).text).toContain("stands on");
      expect((await office().failure(`note ${source_id} text:" "`)).text).toContain("The note is empty");
      expect((await office().failure(`note ${source_id} text:"${"x".repeat(3001)}"`)).text).toBe(
        "A note has at most 3,000 characters; this one has 3,001.",
      );
      expect(rowsOf(await profile(source_id), "notes")).toHaveLength(1);
    });
  });

  describe("availability", () => {
    it("is days and parts of days, and can be undone", async () => {
      const { source_id, full_name } = await somebody();
      expect(await factOf(source_id, "available")).toBe("nobody has said");
      const reply = await office().reply(`available ${source_id} "mon, tue afternoon"`);
      expect(reply.text).toBe(`${full_name} is available mon, tue afternoon.`);
      expect(await factOf(source_id, "available")).toMatch(/^mon, tue afternoon \(said by U0ASKER\d+ on 20 /);
      const changed = await office().reply(`available ${source_id} weekends`);
      expect(changed.text).toBe(`${full_name} is available weekends, instead of mon, tue afternoon.`);
      await undone(undoOf(changed));
      expect(await factOf(source_id, "available")).toMatch(/^mon, tue afternoon/);
      const none = await office().reply(`available ${source_id} none`);
      expect(await factOf(source_id, "available")).toBe("nobody has said");
      await office().reply(undoOf(none) ?? "");
      expect(await factOf(source_id, "available")).toMatch(/^mon, tue afternoon/);
    });

    it.each(["whenever", "mon; someday", ","])("says what it did not understand in %j", async (when) => {
      const { source_id } = await somebody();
      expect((await office().failure(`available ${source_id} "${when}"`)).text).toMatch(/no day|No day is named/);
      expect((await office().failure(`available ${source_id} none`)).text).toContain("nothing to take back");
    });
  });

  describe("local status by hand", () => {
    it("beats the address, says by whom and why, and goes back with its undo", async () => {
      const { source_id, full_name } = await somebody(sql`c.local_basis = 'address' AND c.local_status = 'non_local'`);
      expect(await factOf(source_id, "local")).toMatch(/^non-local \(by ZIP \d{3}xx of the (primary )?\w+ address\)$/);
      const reply = await office().reply(`local ${source_id} local reason:"moved to Kansas City"`);
      expect(reply.text).toMatch(
        new RegExp(
          `^${full_name} is now local \\(set by hand by you on 20 .*: moved to Kansas City\\); before: non-local`,
        ),
      );
      expect((await office().failure(`local ${source_id} status:local reason:again`)).text).toContain(
        "by hand already",
      );
      await undone(undoOf(reply));
      expect(await factOf(source_id, "local")).toMatch(/^non-local \(by ZIP/);
    });

    it("lets the address say it again with auto, and that can be undone", async () => {
      const { source_id } = await somebody(sql`c.local_basis = 'address' AND c.local_status = 'local'`);
      expect((await office().failure(`local ${source_id} auto`)).text).toContain("by hand");
      await office().reply(`local ${source_id} partial reason:"half the year"`);
      const auto = await office().reply(`local ${source_id} auto`);
      expect(await factOf(source_id, "local")).toMatch(/^local \(by ZIP/);
      await office().reply(undoOf(auto) ?? "");
      expect(await factOf(source_id, "local")).toMatch(/^partly local \(set by hand .*: half the year\)$/);
    });

    it("needs a reason, and alone says what it is and why", async () => {
      const { source_id, full_name } = await somebody(sql`c.local_basis = 'inferred'`);
      for (const line of [`local ${source_id} partial`, `local ${source_id} status:partial`])
        expect((await office().failure(line)).text).toContain("needs its reason");
      expect((await office().reply(`local ${source_id}`)).text).toMatch(
        new RegExp(`^${full_name} is local \\(inferred: no usable ZIP, but came in person to .+ on \\d`),
      );
    });
  });

  describe("leaving somebody out of reports", () => {
    const CAME_THIS_YEAR = sql`c.id IN (
      SELECT p.contact_id FROM participation p JOIN event e ON e.id = p.event_id WHERE p.counts AND p.role = 'volunteer' AND e.school_year = 2026)`;
    const volunteersCounted = async () =>
      Number((await office().json("metric M20", { at: "terminal" })).facts.find(({ key }) => key === "M20")?.value);

    it("moves the figures at once, and back with its undo", async () => {
      const { source_id, full_name } = await somebody(CAME_THIS_YEAR);
      const before = await volunteersCounted();
      const reply = await office().reply(`exclude ${source_id} reason:"test account"`);
      expect(reply.text).toContain(`${full_name} is left out of every list`);
      expect(await volunteersCounted()).toBe(before - 1);
      const said = (await profile(source_id)).notices.map(({ text }) => text);
      expect(said).toContain("Mark: left out of reports.");
      expect(said.join()).toContain("test account");
      expect((await office().failure(`exclude ${source_id} reason:again`)).text).toContain(
        "left out of reports already",
      );
      await undone(undoOf(reply));
      expect(await volunteersCounted()).toBe(before);
    });

    it("is taken back by name, and that can be undone", async () => {
      const { source_id } = await somebody(CAME_THIS_YEAR);
      const before = await volunteersCounted();
      await office().reply(`exclude ${source_id} reason:staff`);
      const back = await office().reply(`exclude remove ${source_id}`);
      expect(await volunteersCounted()).toBe(before);
      expect((await office().failure(`exclude remove ${source_id}`)).text).toContain("nothing to take back");
      await office().reply(undoOf(back) ?? "");
      expect(await volunteersCounted()).toBe(before - 1);
      await office().reply(`exclude remove ${source_id}`);
    });

    it("needs a reason, is for staff, and has a page of help", async () => {
      const { source_id } = await somebody();
      expect((await office().failure(`exclude ${source_id}`)).text).toContain("needs its reason");
      expect((await office().failure(`exclude ${source_id} reason:test`, { as: "district" })).code).toBe("not_allowed");
      const help = await office().reply("help exclude");
      expect(help.text).toContain("the report on virtual sessions");
      expect(help.text).toContain("exclude remove");
    });

    it("takes teachers too", async () => {
      const teacher = await office().pool.db.contact.findFirst({
        where: { kind: "teacher", deleted_at: null },
        orderBy: { id: "asc" },
      });
      const reply = await office().reply(`exclude ${teacher?.source_id} reason:"left the district"`);
      expect(reply.actions.map(({ line }) => line)).toContain(`teacher who:${teacher?.source_id}`);
      await undone(undoOf(reply));
    });
  });
});
