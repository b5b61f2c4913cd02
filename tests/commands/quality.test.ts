import sql from "sql-template-tag";
import { expect, it } from "vitest";
import { organizationSchema } from "../../src/runtime/index.js";
import { openFlags, runQuality } from "../../src/watch/index.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const organization = organizationSchema.parse(undefined);
const sum = (numbers: readonly unknown[]): number => numbers.reduce<number>((all, each) => all + Number(each ?? 0), 0);

onBothEngines((engine) => {
  const office = withOffice(engine);
  const look = () => runQuality(office().pool, organization, { now: office().world.now, tell: async () => undefined });
  const flag = (kind: string, entity: string, source: string, id: string) =>
    office().pool.transaction((tx) =>
      tx.run(sql`
        INSERT INTO flag (kind, entity, source, source_id, severity, detail, opened_at)
        VALUES (${kind}, ${entity}, ${source}, ${id}, 'warning', 'Look at it.', ${office().world.now})`),
    );
  const aside = (source: string, object: string, id: string) =>
    office().pool.transaction((tx) =>
      tx.run(sql`
        INSERT INTO quarantine (source, object, source_id, reason, detail, payload, batch_id, first_at, last_at, attempts)
        VALUES (${source}, ${object}, ${id}, 'bad_value', 'Line 3: no date.', '{}', 1, ${office().world.now}, ${office().world.now}, 1)`),
    );

  it("counts on its board every flag and every row set aside once, whatever they belong to", async () => {
    await look();
    await flag("school_without_district", "school", "salesforce", "0015f0000000001AAA");
    await flag("required_field_missing", "schema", "salesforce", "Contact.Email");
    await flag("pathful_overdue", "source", "pathful", "pathful-sessions");
    await flag("unresolved_school", "event", "pathful", "s-1");
    await aside("pathful", "event", "s-2");
    await aside("roster", "roster", "r-1");
    const board = await office().json("quality");
    const rows = rowsOf(board, "objects");
    const flags = await openFlags(office().pool);
    const open = sum(flags.map((each) => each.open));
    expect(open).toBeGreaterThan(4);
    expect(sum(rows.map((row) => row.flags))).toBe(open);
    expect(sum(rowsOf(board, "flags").map((row) => row.open))).toBe(open);
    expect((await office().reply("quality flags")).text).toBe(`${open} open flags.`);
    const waiting = await office().pool.db.quarantine.count({ where: { resolved_at: null } });
    expect(sum(rows.map((row) => row.waiting))).toBe(waiting);
    expect((await office().reply("quarantine")).text).toMatch(new RegExp(`^${waiting} rows? set aside`));
    const accounts = rows.find(({ source, flags: n }) => source === "Salesforce" && Number(n) > 0);
    expect(accounts).toBeDefined();
  });

  it("counts as many open flags in the job's own words, those of single rows too", async () => {
    await flag("bad_value", "contact", "salesforce", "0035f0000000001AAA");
    const { text } = await office().reply("job quality", { as: "admin" });
    const open = sum((await openFlags(office().pool)).map((each) => each.open));
    expect(text).toContain(` ${open} flags open; `);
  });

  it("says flags in words, and lists those of a kind by its words or its code", async () => {
    const kinds = rowsOf(await office().json("quality"), "flags").map(({ kind }) => kind);
    expect(kinds).toContain("School without a district");
    for (const asked of ["school_without_district", '"School without a district"'])
      expect((await office().reply(`quality flags ${asked}`)).text).toMatch(
        /^\d+ open flags?: School without a district\. The school's account/,
      );
  });

  it("refuses a kind of flag that there is not, with the one that may be meant", async () => {
    const { code, text } = await office().failure("quality flags school_without_distrikt");
    expect(code).toBe("argument_invalid");
    expect(text).toBe(
      'There is no flag “school_without_distrikt”. Did you mean “school_without_district”? "quality flags" lists those that are open.',
    );
    expect((await office().reply("quality flags cancelled_without_reason")).text).toMatch(/^\d+ open flags?: /);
  });

  it("lists rows of an export of Salesforce that wait, also after a sync has tried them again", async () => {
    const before = rowsOf(await office().json("quarantine dataset:salesforce-pathway-sessions"), "rows").length;
    await aside("salesforce", "Pathway_Session__c", "a0C5f00000PWS02AAA");
    expect(rowsOf(await office().json("quarantine dataset:salesforce-pathway-sessions"), "rows")).toHaveLength(
      before + 1,
    );
  });

  it("does not say that nothing differs while nothing has been compared", async () => {
    const { text, facts } = await office().reply("quality");
    expect(text).toContain("nothing has been compared with its source yet");
    expect(facts.find(({ key }) => key === "different")?.value).toBeNull();
  });

  it("shows nothing of a student in the list of flags, to nobody but who may see students", async () => {
    const student = await office().pool.db.contact.findFirst({
      where: { kind: "student", deleted_at: null },
      // The first one's name is flagged already.
      orderBy: { id: "desc" },
    });
    if (student === null) throw new Error("the sample has no student");
    await flag("all_caps_name", "contact", "salesforce", student.source_id);
    await flag("visit_without_student", "outside_visit", "outside-visits", "SID-4711");
    for (const asked of [{ as: "coordinator" }, { at: "channel" }, { at: "trusted" }] as const) {
      const told = await office().everythingTold("quality flags", asked);
      for (const secret of [student.source_id, student.full_name ?? student.source_id, "SID-4711"])
        expect(told).not.toContain(secret);
      expect(told).toContain("a student's row");
    }
  });

  it("shows no id of a row set aside to a channel", async () => {
    await aside("salesforce", "Contact", "003SECRET0000001AA");
    await aside("pathway-roster", "pathway-roster", "SID-0815");
    expect(await office().everythingTold("quarantine", { at: "channel" })).not.toMatch(/003SECRET|SID-0815|no date/);
    expect(await office().everythingTold("quarantine")).toContain("003SECRET0000001AA");
    expect(await office().everythingTold("quarantine")).not.toContain("SID-0815");
  });

  it("says of a row set aside by which file or sheet it came, as several have the same lines", async () => {
    const { world } = office();
    const lines = [
      ["sheet:Roster KCK", "r-2"],
      ["file:roster.csv", "r-3"],
    ] as const;
    for (const [origin, id] of lines)
      await office().pool.transaction(async (tx) => {
        await tx.run(sql`
          INSERT INTO sync_batch (run_id, source, object, way, window_end, state, started_at, origin)
          SELECT MIN(id), 'roster', 'roster', 'sheet', ${world.now}, 'ok', ${world.now}, ${origin} FROM sync_run`);
        await tx.run(sql`
          INSERT INTO quarantine (source, object, source_id, reason, detail, payload, batch_id, first_at, last_at, attempts)
          SELECT 'roster', 'roster', ${id}, 'bad_value', 'Line 3: “Email” is blank.', '{}', MAX(id), ${world.now}, ${world.now}, 0 FROM sync_batch`);
      });
    const rows = rowsOf(await office().json("quarantine dataset:roster"), "rows");
    const came = new Map(rows.map(({ source_id, came_by }) => [source_id, came_by]));
    expect([came.get("r-2"), came.get("r-3")]).toEqual(["sheet Roster KCK", "file roster.csv"]);
  });

  it("draws no trend before there are two days", async () => {
    expect((await office().reply("quality")).charts).toEqual([]);
  });

  it("says how many virtual sessions held are whole, and each gap by itself, in the board and in the status", async () => {
    const facts = async (line: string) =>
      (await office().json(line)).facts
        .filter(({ key }) => key.startsWith("virtual_"))
        .map(({ key, value }) => [key, value]);
    const told = await facts("quality");
    expect(told.map(([key]) => key)).toEqual([
      "virtual_whole",
      "virtual_without_presenter",
      "virtual_without_teacher",
      "virtual_attendance_unknown",
    ]);
    expect(await facts("status")).toEqual(told);
    expect((await office().reply("status", { as: "district" })).facts).toEqual([]);
  });

  it("says a kept figure as people read numbers and days", async () => {
    const keep = (at: string, value: number) =>
      office().pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO data_quality_metrics (at, run_key, job, metric, value, success, details)
          VALUES (${at}, ${at}, 'quality', 'completeness.virtual_sessions', ${value}, ${true}, '{}')`),
      );
    const history = async () => (await office().reply("quality history completeness.virtual_sessions")).text;
    const now = Date.parse(office().world.now);
    const before = new Date(now - 2 * 86_400_000).toISOString();
    await office().pool.transaction((tx) =>
      tx.run(sql`DELETE FROM data_quality_metrics WHERE metric = 'completeness.virtual_sessions'`),
    );
    await keep(before, 0.3825136612021858);
    const day = "\\d{1,2} [A-Z][a-z]{2} \\d{4}";
    expect(await history()).toMatch(new RegExp(`is 0\\.38 as of ${day}\\.$`));
    await keep(new Date(now).toISOString(), 1 / 3);
    expect(await history()).toMatch(new RegExp(`is 0\\.33 as of ${day}, after 0\\.38 on ${day}\\.$`));
  });

  it("says in the status how each source came in last", async () => {
    const run = (source: string, state: string, error: string | null) =>
      office().pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO sync_run (source, "trigger", state, started_at, finished_at, error_text)
          VALUES (${source}, 'schedule', ${state}, ${office().world.now}, ${office().world.now}, ${error})`),
      );
    await run("roster", "ok", null);
    await run("attendance", "failed", "The header row is not there.");
    const status = await office().json("status", { as: "coordinator" });
    const rows = rowsOf(status, "sources").map(({ state, why }) => `${state}: ${why}`);
    expect(rows).toHaveLength(3);
    expect(rows).toContain("ok: null");
    expect(rows).toContain("failed: The header row is not there.");
  });
});
