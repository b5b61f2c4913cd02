import sql from "sql-template-tag";
import { beforeEach, describe, expect, it } from "vitest";
import { everything } from "../identity/merges.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

interface Person {
  readonly id: number;
  readonly source_id: string;
  readonly full_name: string;
}

onBothEngines((engine) => {
  const office = withOffice(engine);
  const pool = () => office().pool;
  const two = async (kind: string): Promise<readonly [Person, Person]> => {
    const [a, b] = await pool().query<Person>(sql`
      SELECT c.id, c.source_id, c.full_name FROM contact c
      WHERE c.kind = ${kind} AND c.deleted_at IS NULL AND c.person_id = c.id AND c.birthdate IS NULL
        AND (c.kind = 'teacher' OR EXISTS (SELECT 1 FROM participation p WHERE p.contact_id = c.id AND p.counts = TRUE))
        AND NOT EXISTS (SELECT 1 FROM contact other WHERE other.person_id = c.id AND other.id <> c.id)
        AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.source_id = c.source_id)
      ORDER BY c.id LIMIT 2`);
    if (a === undefined || b === undefined) throw new Error(`the sample has no two ${kind}s`);
    return a.source_id < b.source_id ? [a, b] : [b, a];
  };
  const EVIDENCE = [
    { field: "email", a: "ann@x.org", b: "ann@x.org", level: "exact", bits: 9.1 },
    { field: "last_name", a: "Arden", b: "Ardenn", level: "near", bits: 4.2 },
    { field: "birthdate", a: "1990-01-01", b: "1991-01-01", level: "different", bits: -6 },
  ];
  const pair = async (
    kind: string,
    a: string,
    b: string,
    { score = 7.3, zone = "review" }: { readonly score?: number; readonly zone?: string } = {},
  ): Promise<number> => {
    const [row] = await pool().transaction((tx) =>
      tx.query<{ id: number }>(sql`
        INSERT INTO duplicate_pair (kind, a_source, a_source_id, b_source, b_source_id, score, zone, evidence, state, found_at, seen_at)
        VALUES (${kind}, 'salesforce', ${a}, 'salesforce', ${b}, CAST(${score} AS DOUBLE PRECISION), ${zone}, ${JSON.stringify(EVIDENCE)}, 'open', ${office().world.now}, ${office().world.now})
        RETURNING id`),
    );
    if (row === undefined) throw new Error("the pair was not kept");
    return row.id;
  };
  const stateOf = async (id: number) => {
    const [row] = await pool().query<{ state: string; decided_by: string | null }>(
      sql`SELECT state, decided_by FROM duplicate_pair WHERE id = ${id}`,
    );
    return row;
  };
  const undoOf = (reply: { readonly actions: readonly { readonly label: string; readonly line: string }[] }) =>
    reply.actions.find(({ label }) => label === "Undo")?.line ?? "no undo";
  /** Merges whatever stands against it. */
  const mergeLine = (a: string, into: string) => `merge a:${a} into:${into} confirm:yes`;

  beforeEach(async () => {
    await pool().transaction((tx) => tx.run(sql`DELETE FROM duplicate_pair`));
  });

  describe("duplicates", () => {
    it("lists open pairs, best evidence first, counted by kind and zone, each with a button", async () => {
      const [a, b] = await two("volunteer");
      const [c, d] = await two("teacher");
      const weak = await pair("volunteer", a.source_id, b.source_id);
      const strong = await pair("teacher", c.source_id, d.source_id, { score: 21.5, zone: "certain" });
      const reply = await office().reply("duplicates");
      expect(reply.text).toBe("2 pairs wait for a decision: volunteers 1 (none certain), teachers 1 (1 certain).");
      expect(reply.actions.map(({ line }) => line)).toEqual([
        `duplicate id:${strong}`,
        `duplicate id:${weak}`,
        "duplicates work",
      ]);
      const rows = rowsOf(await office().json("duplicates sort:kind"), "pairs");
      expect(rows.map(({ id, kind, zone, a: name }) => [id, kind, zone, name])).toEqual([
        [weak, "volunteer", "to review", a.full_name],
        [strong, "teacher", "certain", c.full_name],
      ]);
      expect(rowsOf(await office().json("duplicates kind:teacher zone:certain"), "pairs")).toHaveLength(1);
      expect((await office().reply("duplicates kind:teacher zone:review")).text).toBe("No pair waits for a decision.");
    });

    it("shows of students only ids and links in Slack", async () => {
      const [a, b] = await two("student");
      const id = await pair("student", a.source_id, b.source_id);
      for (const line of ["duplicates", "duplicates kind:student", `duplicate ${id}`, "duplicates work"]) {
        const told = await office().everythingTold(line, { as: "admin", at: "direct" });
        expect(told).not.toContain(a.full_name);
        expect(told).not.toContain(b.full_name);
      }
      const json = await office().json("duplicates kind:student", { as: "admin" });
      expect(rowsOf(json, "students")).toMatchObject([{ id, a_id: a.source_id, b_id: b.source_id }]);
      expect((await office().reply("duplicates")).text).toContain("students 1 (none certain)");
    });

    it("names nobody where others read along, and is nothing for district viewers", async () => {
      const [a, b] = await two("volunteer");
      const id = await pair("volunteer", a.source_id, b.source_id);
      for (const line of ["duplicates", `duplicate ${id}`]) {
        expect(await office().everythingTold(line, { at: "channel" })).not.toContain(a.full_name);
        const refused = await office().failure(line, { as: "district", districts: ["Grandview School District"] });
        expect(refused.code).toBe("not_allowed");
      }
    });
  });

  describe("duplicate", () => {
    it("shows both records side by side with the evidence in words, and buttons to decide", async () => {
      const [a, b] = await two("volunteer");
      const id = await pair("volunteer", a.source_id, b.source_id);
      const reply = await office().reply(`duplicate ${id}`);
      expect(reply.text).toBe(
        `${a.full_name} and ${b.full_name}: to review, +7.3 bits. Same e-mail +9.1; last name near +4.2; birthdate differs −6.0.`,
      );
      const rows = rowsOf(await office().json(`duplicate ${id}`), "sides");
      expect(rows.find(({ field }) => field === "Name")).toMatchObject({
        a: a.full_name,
        b: b.full_name,
        agrees: "✗ differs",
      });
      expect(rows.map(({ field }) => field)).toEqual(
        expect.arrayContaining(["Events attended", "Last event", "Local status"]),
      );
      expect(reply.actions.map(({ label }) => label)).toEqual([
        expect.stringMatching(/^Merge, keep [AB]$/),
        expect.stringMatching(/^Merge, keep [AB]$/),
        "Different",
        "Later",
        "Open pairs",
      ]);
      const seen = await office().reply(`duplicate ${id}`, { as: "coordinator" });
      expect(seen.actions.map(({ label }) => label)).toEqual(["Open pairs"]);
      expect((await office().failure("duplicate 999999")).text).toContain("There is no pair 999999.");
      expect((await office().failure("duplicate x")).text).toContain("“x” is no pair.");
    });

    it("is put off, and comes back by itself; is different, until that is undone", async () => {
      const [a, b] = await two("volunteer");
      const id = await pair("volunteer", a.source_id, b.source_id);
      const later = await office().reply(`duplicate decide ${id} later`, { who: "U0ADA" });
      expect(later.text).toMatch(/^Pair \d+ is put off: it comes back on /);
      expect((await office().reply("duplicates")).text).toBe("No pair waits for a decision.");
      await pool().transaction((tx) =>
        tx.run(sql`UPDATE duplicate_pair SET later_until = ${office().world.now} WHERE id = ${id}`),
      );
      expect((await office().reply("duplicates")).text).toContain("1 pair waits");

      const different = await office().reply(`duplicate decide ${id} different`, { who: "U0ADA" });
      expect(await stateOf(id)).toEqual({ state: "different", decided_by: "U0ADA" });
      const second = await office().failure(`duplicate decide ${id} later`, { who: "U0BEN" });
      expect(second.text).toContain(`A colleague decided pair ${id} on`);
      expect(second.text).toContain("different. Nothing was changed; thank you all the same.");
      await office().reply(undoOf(different));
      expect(await stateOf(id)).toEqual({ state: "open", decided_by: null });
      const late = await office().failure(undoOf(different));
      expect(late.text).toContain(`Pair ${id} is open. Nothing was changed.`);
    });

    it("is decided once, however many decide it at the same time", async () => {
      const [a, b] = await two("volunteer");
      const id = await pair("volunteer", a.source_id, b.source_id);
      const lines = [
        mergeLine(a.source_id, b.source_id),
        mergeLine(b.source_id, a.source_id),
        `duplicate decide ${id} different`,
        `duplicate decide ${id} different`,
      ];
      const outcomes = await Promise.all(lines.map((line) => office().run(line)));
      expect(outcomes.filter(({ kind }) => kind === "reply")).toHaveLength(1);
      const failed = outcomes.flatMap((each) => (each.kind === "failed" ? [each.failure.code] : []));
      expect(new Set(failed)).toEqual(new Set(["argument_invalid"]));
      const merges = await pool().query<{ id: number }>(
        sql`SELECT id FROM decision WHERE kind = 'same_person' AND reversed_at IS NULL`,
      );
      for (const { id: decision } of merges) await office().reply(`unmerge ${decision}`);
    });
  });

  describe("merge", () => {
    it("makes two people one at once, in figures and list, and gives every figure back", async () => {
      const [a, b] = await two("volunteer");
      const id = await pair("volunteer", a.source_id, b.source_id);
      const before = await everything(pool());
      const people = async () => (await office().json("metric M20 2000..2030", { at: "terminal" })).facts[0]?.value;
      const many = Number(await people());
      const reply = await office().reply(mergeLine(a.source_id, b.source_id), { who: "U0ADA" });
      expect(reply.text).toContain(
        `${a.full_name} (${a.source_id}) and ${b.full_name} (${b.source_id}) count as one person`,
      );
      expect(await people()).toBe(many - 1);
      expect(await stateOf(id)).toEqual({ state: "merged", decided_by: "U0ADA" });
      const again = await office().failure(mergeLine(b.source_id, a.source_id));
      expect(again.text).toMatch(
        /^They are already one person since \d{4}-\d\d-\d\d, when a colleague decided so \(decision \d+\)\./,
      );
      expect((await office().reply(`duplicate ${id}`)).actions[0]?.label).toBe("Undo the merge");

      const taken = await office().reply(undoOf(reply));
      expect(taken.text).toContain("count by themselves again");
      expect(await everything(pool())).toEqual(before);
      expect(await stateOf(id)).toEqual({ state: "open", decided_by: null });
      expect((await office().failure(undoOf(reply))).text).toContain("took this merge back on");
      const number = /id:(\d+)/.exec(undoOf(reply))?.[1];
      const asked = await office().failure(`undo ${number} again:yes`);
      expect(asked.text).toContain("made one again by “merge”");
      expect(asked.suggestions.map(({ line }) => line)).toEqual([`merge a:${a.source_id} into:${b.source_id}`]);
      const [entry] = await pool().query<{ detail: string }>(
        sql`SELECT detail FROM audit_entry WHERE command LIKE 'merge%' AND actor = 'U0ADA' ORDER BY id DESC LIMIT 1`,
      );
      expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({
        kind: "volunteer",
        goes: a.source_id,
        stays: b.source_id,
      });
      expect(entry?.detail).not.toContain(a.full_name);
    });

    it("makes two lines of the list one, with what both came to, and asks no more which of them is meant", async () => {
      const [a, b] = await two("volunteer");
      await pool().transaction((tx) =>
        tx.run(sql`
          UPDATE contact SET full_name = 'Wilma Oneandonly', do_not_contact = FALSE, email_opt_out = FALSE, email_bounced_on = NULL, status = NULL
          WHERE id IN (${a.id}, ${b.id})`),
      );
      const listed = async () =>
        rowsOf(await office().json("volunteers Oneandonly", { at: "terminal" }), "volunteers").map(({ times }) =>
          Number(times),
        );
      const [first = 0, second = 0, ...others] = await listed();
      expect(others).toEqual([]);
      expect((await office().ask("volunteer Wilma Oneandonly")).choices).toHaveLength(2);
      const reply = await office().reply(mergeLine(a.source_id, b.source_id));
      const [events = 0, ...more] = await listed();
      expect(more).toEqual([]);
      expect(events).toBeGreaterThan(Math.max(first, second) - 1);
      expect(events).toBeLessThanOrEqual(first + second);
      expect((await office().reply("volunteer Wilma Oneandonly")).title).toBe("Wilma Oneandonly");
      await office().reply(undoOf(reply));
      expect(await listed()).toEqual([first, second]);
      await pool().transaction(async (tx) => {
        for (const { id, full_name } of [a, b])
          await tx.run(sql`UPDATE contact SET full_name = ${full_name} WHERE id = ${id}`);
      });
    });

    it("asks once more where facts differ, and refuses what cannot be one", async () => {
      const [a, b] = await two("volunteer");
      const [student] = await two("student");
      await pool().transaction((tx) =>
        tx.run(
          sql`UPDATE contact SET birthdate = CASE id WHEN ${a.id} THEN '1990-01-01' ELSE '1991-01-01' END WHERE id IN (${a.id}, ${b.id})`,
        ),
      );
      const asked = await office().ask(`merge ${a.source_id} into:${b.source_id}`);
      expect(asked.text).toContain("Are they really one person? Against it speaks: their birthdates differ");
      const reply = await office().reply(asked.choices[0]?.line ?? "");
      await office().reply(undoOf(reply));
      await pool().transaction((tx) => tx.run(sql`UPDATE contact SET birthdate = NULL WHERE id IN (${a.id}, ${b.id})`));

      expect((await office().failure(`merge ${a.source_id} into:${a.source_id}`)).text).toContain("one record twice");
      expect((await office().failure(`merge ${a.source_id} into:${student.source_id}`)).text).toContain(
        "A volunteer and a student cannot be one record.",
      );
      expect((await office().failure(`merge ${a.source_id} into:0035f00000NoSuchAAA`)).text).toContain(
        "No record fits",
      );
      expect((await office().failure(`merge ${a.source_id} into:${b.source_id}`, { as: "coordinator" })).code).toBe(
        "not_allowed",
      );
      expect((await office().failure("unmerge 999999")).text).toContain("There is no merge 999999.");
    });

    it("makes two organisations one: the report finds it by either name, and credits what either had", async () => {
      const companies = await pool().query<{ id: number; name: string; source_id: string }>(sql`
        SELECT o.id, o.name, o.source_id FROM organization o
        WHERE o.deleted_at IS NULL AND (SELECT COUNT(*) FROM organization x WHERE x.name = o.name) = 1
          AND EXISTS (SELECT 1 FROM participation p WHERE p.credited_organization_id = o.id AND p.counts = TRUE)
        ORDER BY o.id LIMIT 2`);
      const [one, other] = companies;
      if (one === undefined || other === undefined) throw new Error("the sample has no two companies");
      const volunteers = async (name: string) =>
        (await office().json(`report org "${name}" all`, { at: "terminal" })).facts.find(({ key }) => key === "M20")
          ?.value;
      const before = await everything(pool());
      const [first, second] = [Number(await volunteers(one.name)), Number(await volunteers(other.name))];
      const reply = await office().reply(mergeLine(other.source_id, one.source_id));
      expect(reply.text).toContain(`${other.name} (${other.source_id}) is ${one.name} (${one.source_id}) from now on.`);
      const together = Number(await volunteers(one.name));
      expect(together).toBeGreaterThan(Math.max(first, second));
      expect(together).toBeLessThanOrEqual(first + second);
      expect(await volunteers(other.name)).toBe(together);
      expect(await office().everythingTold(`trace ${other.source_id}`)).toContain(
        "because a person decided that they are one",
      );
      await office().reply(undoOf(reply));
      expect(await everything(pool())).toEqual(before);
    });

    it("makes two sessions one, which a full sync and the reconciliation leave so", async () => {
      const [one, other] = await pool().query<{ id: number; source_id: string }>(sql`
        SELECT e.id, e.source_id FROM event e WHERE e.deleted_at IS NULL AND e.source = 'salesforce' AND e.status = 'Completed' AND e.format = 'in_person'
          AND EXISTS (SELECT 1 FROM participation p WHERE p.event_id = e.id AND p.role = 'volunteer' AND p.counts = TRUE)
        ORDER BY e.id LIMIT 2`);
      if (one === undefined || other === undefined) throw new Error("the sample has no two sessions");
      const held = async () =>
        Number((await office().json("metric X60 2000..2030", { at: "terminal" })).facts[0]?.value);
      const [before, start] = [await held(), await everything(pool())];
      const reply = await office().reply(mergeLine(other.source_id, one.source_id));
      expect(await held()).toBe(before - 1);
      const merged = await everything(pool());
      await office().world.sync(true);
      expect(await everything(pool())).toEqual(merged);
      // A row that Salesforce writes anew stands at its own session until it is derived again.
      const [moved] = await pool().query<{ source_id: string; event_id: number }>(
        sql`SELECT source_id, event_id FROM participation WHERE recorded_event_id = ${other.id} ORDER BY id LIMIT 1`,
      );
      expect(moved?.event_id).toBe(one.id);
      office().world.org.edit("Session_Participant__c", moved?.source_id ?? "", { Title__c: "Director" });
      await office().world.sync();
      expect(await everything(pool())).toEqual(merged);
      const compared = await office().reply("reconcile", { as: "admin", at: "terminal" });
      expect(compared.text).toMatch(/^All \d+ objects agree/);
      const traced = await office().json(`trace ${moved?.source_id ?? ""}`);
      expect(JSON.stringify(traced)).toContain(
        `its source says ${other.source_id}, which a person decided is this one`,
      );
      expect((await office().failure(mergeLine(one.source_id, other.source_id))).text).toContain("already one session");
      await office().reply(undoOf(reply));
      expect(await everything(pool())).toEqual(start);
    });
  });

  describe("merge of what was merged", () => {
    it("is one group, of which taking one decision back leaves the other", async () => {
      const [a, b] = await two("volunteer");
      const [c] = await pool().query<Person>(sql`
        SELECT id, source_id, full_name FROM contact WHERE kind = 'volunteer' AND deleted_at IS NULL AND person_id = id
          AND id NOT IN (${a.id}, ${b.id}) AND NOT EXISTS (SELECT 1 FROM contact other WHERE other.person_id = contact.id AND other.id <> contact.id)
        ORDER BY id DESC LIMIT 1`);
      if (c === undefined) throw new Error("the sample has no third volunteer");
      const persons = async () => {
        const rows = await pool().query<{ person_id: number }>(
          sql`SELECT person_id FROM contact WHERE id IN (${a.id}, ${b.id}, ${c.id})`,
        );
        return new Set(rows.map(({ person_id }) => person_id)).size;
      };
      // A pair whose records other merges make one is asked no more.
      await pair("volunteer", a.source_id, c.source_id);
      const first = await office().reply(mergeLine(a.source_id, b.source_id));
      const second = await office().reply(mergeLine(b.source_id, c.source_id));
      expect(await persons()).toBe(1);
      expect((await office().reply("duplicates")).text).toBe("No pair waits for a decision.");
      expect((await office().failure(mergeLine(c.source_id, a.source_id))).text).toContain("already one person");
      await office().reply(undoOf(first));
      expect(await persons()).toBe(2);
      expect((await office().reply("duplicates")).text).toContain("1 pair waits");
      await office().reply(undoOf(second));
      expect(await persons()).toBe(3);
    });

    it("does not bring together by way of a third what a person kept apart, nor keeps apart what is one already", async () => {
      const [a, b] = await two("volunteer");
      const [c] = await pool().query<Person>(sql`
        SELECT id, source_id, full_name FROM contact WHERE kind = 'volunteer' AND deleted_at IS NULL AND id NOT IN (${a.id}, ${b.id})
        ORDER BY id DESC LIMIT 1`);
      if (c === undefined) throw new Error("the sample has no third volunteer");
      const apart = await pair("volunteer", ...([a.source_id, c.source_id].sort() as [string, string]));
      await office().reply(`duplicate decide ${apart} different`);
      const first = await office().reply(mergeLine(a.source_id, b.source_id));
      const refused = await office().failure(mergeLine(b.source_id, c.source_id));
      expect(refused.text).toContain("two of the records that would be one with them are different");
      expect(refused.text).toContain(`open pair ${apart} again first`);
      await office().reply(`duplicate decide ${apart} open`);
      const second = await office().reply(mergeLine(b.source_id, c.source_id));
      expect((await office().failure(`duplicate decide ${apart} different`)).text).toContain(
        "by way of a third record",
      );
      await office().reply(undoOf(second));
      await office().reply(undoOf(first));
    });

    it("says so where two count as one all the same once their merge is taken back", async () => {
      const [a, b] = await two("volunteer");
      const merged = await office().reply(mergeLine(a.source_id, b.source_id));
      const deleted = (at: string | null) =>
        pool().transaction((tx) => tx.run(sql`UPDATE contact SET deleted_at = ${at} WHERE id = ${a.id}`));
      await deleted(office().world.now);
      const taken = await office().reply(undoOf(merged));
      expect(taken.text).toContain("one at least was merged or deleted at its source meanwhile");
      expect(taken.actions.map(({ label }) => label)).not.toContain("Merge again");
      await deleted(null);
    });

    it("finds people by name, and asks where several fit", async () => {
      const [a, b] = await two("volunteer");
      await pool().transaction((tx) =>
        tx.run(sql`UPDATE contact SET full_name = 'Zyx Quorum' WHERE id IN (${a.id}, ${b.id})`),
      );
      const asked = await office().ask(`merge "Zyx Quorum" into:${b.source_id}`);
      expect(asked.choices.map(({ line }) => line)).toEqual(
        expect.arrayContaining([expect.stringContaining(a.source_id), expect.stringContaining(b.source_id)]),
      );
      expect(await office().suggested("merge", "a", "Zyx")).toEqual(expect.arrayContaining([a.source_id, b.source_id]));
      await pool().transaction(async (tx) => {
        for (const each of [a, b])
          await tx.run(sql`UPDATE contact SET full_name = ${each.full_name} WHERE id = ${each.id}`);
      });
    });

    it("can be filled in by whoever knows no syntax", async () => {
      const form = await office().form("merge", { at: "slash" });
      expect(form.fields.map(({ label }) => label)).toEqual(
        expect.arrayContaining(["Record that goes", "Record that stays", "Reason"]),
      );
    });
  });

  describe("duplicates work", () => {
    it("lists what was decided and what is certain, as a CSV too, until Salesforce has merged it", async () => {
      const [a, b] = await two("volunteer");
      const [c, d] = await two("teacher");
      const open = await pair("volunteer", a.source_id, b.source_id);
      await pair("teacher", c.source_id, d.source_id, { score: 21.5, zone: "certain" });
      await office().reply(mergeLine(a.source_id, b.source_id), { who: "U0ADA" });
      const reply = await office().reply("duplicates work");
      expect(reply.text).toBe(
        "2 pairs are to be merged in Salesforce: 1 decided by a person, 1 certain and not decided yet.",
      );
      const rows = rowsOf(await office().json("duplicates work"), "work");
      expect(rows[0]).toMatchObject({ object: "Contact", keep_id: b.source_id, goes_id: a.source_id });
      expect(rows[0]).toMatchObject({ why: expect.stringMatching(/^decided on 2/), by: "U0ADA" });
      const csv = await office().json("duplicates work as:csv");
      expect(csv.tables.map(({ columns }) => columns.map(({ label }) => label))).toEqual([
        ["MasterRecordId", "MergedRecordId", "Object"],
      ]);
      expect(csv.tables[0]?.rows[0]).toEqual([b.source_id, a.source_id, "Contact"]);

      const many = Number((await office().json("metric M20 2000..2030", { at: "terminal" })).facts[0]?.value);
      office().world.org.merge("Contact", b.source_id, a.source_id);
      office().world.org.merge("Contact", c.source_id, d.source_id);
      await office().world.sync();
      expect((await office().reply("duplicates work")).text).toBe("Nothing is to be merged in Salesforce.");
      expect((await office().reply("duplicates")).text).toBe("No pair waits for a decision.");
      // Nobody is counted twice, nor lost.
      expect(Number((await office().json("metric M20 2000..2030", { at: "terminal" })).facts[0]?.value)).toBe(many);
      expect((await stateOf(open))?.state).toBe("merged");
      const gone = await office().failure(mergeLine(a.source_id, b.source_id));
      expect(gone.text).toContain(`Salesforce has merged ${a.source_id} into ${b.source_id} already`);
    });
  });
});
