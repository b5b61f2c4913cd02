import { describe, expect, it } from "vitest";
import { derive } from "../../../src/identity/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { DETECTORS } from "../../../src/watch/flags/index.js";
import { FLAG_WORDS, findFlags, flagKind, flagName } from "../../../src/watch/index.js";
import { inAWorld, type World } from "../../identity/world.js";

const organization = organizationSchema.parse(undefined);
const NIGHT = "2026-02-18T12:00:00.000Z";
const NEXT = "2026-02-19T12:00:00.000Z";
const THIRD = "2026-02-20T12:00:00.000Z";
const EVENT_PLACE = { school_id: null } as const;

const look = (world: World, now = NIGHT) => findFlags(world.pool, organization, now);
const countOf = async (world: World, kind: string, now = NIGHT) =>
  (await look(world, now)).find((count) => count.kind === kind);

/** Ids that are flagged with a kind now. */
async function flagged(world: World, kind: string): Promise<string[]> {
  const flags = await world.flagsOf(kind);
  return flags.flatMap((flag) => (flag.resolved_at === null ? [flag.source_id] : [])).sort();
}

/** Ids flagged by one look. */
async function found(world: World, kind: string, now = NIGHT): Promise<string[]> {
  await look(world, now);
  return flagged(world, kind);
}

describe("the registry", () => {
  it("has each kind once, with a sentence that says what to do", () => {
    const kinds = DETECTORS.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const { kind, words } of DETECTORS) {
      expect(words).toMatch(/\.$/);
      expect(FLAG_WORDS[kind]).toBe(words);
    }
  });

  it("has a name for people of each kind, and knows the kind by its code and by that name", () => {
    const kinds = Object.keys(FLAG_WORDS);
    const names = kinds.map(flagName);
    expect(new Set(names).size).toBe(kinds.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][^_]+$/);
    for (const kind of kinds)
      expect([kind, kind.replaceAll("_", " "), flagName(kind)].map(flagKind)).toEqual([kind, kind, kind]);
  });
});

inAWorld((world) => {
  describe("a flag", () => {
    it("opens once, stays as it is while the cause stays, closes when it is gone, and opens again when it is back", async () => {
      const id = await world.rows.event({ source_id: "a1", status: "Draft" });
      const set = (status: string) => world.pool.write((db) => db.event.update({ where: { id }, data: { status } }));
      const kind = "draft_in_past";

      expect(await countOf(world, kind)).toEqual({ kind, open: 1, opened: 1, closed: 0 });
      expect(await countOf(world, kind, NEXT)).toEqual({ kind, open: 1, opened: 0, closed: 0 });
      expect(await world.flagsOf(kind)).toMatchObject([{ source_id: "a1", opened_at: NIGHT, resolved_at: null }]);
      await set("Completed");
      expect(await countOf(world, kind, NEXT)).toEqual({ kind, open: 0, opened: 0, closed: 1 });
      expect(await world.flagsOf(kind)).toMatchObject([{ opened_at: NIGHT, resolved_at: NEXT }]);
      await set("Draft");
      expect(await countOf(world, kind, THIRD)).toEqual({ kind, open: 1, opened: 1, closed: 0 });
      expect(await world.flagsOf(kind)).toMatchObject([{ opened_at: THIRD, resolved_at: null }]);
    });

    it("names no person: its detail has ids, numbers and fields", async () => {
      await world.rows.contact({ source_id: "c1", name_raw: "ADA BYTE", first_name: "Ada", last_name: "Byte" });
      await look(world);
      const flags = await world.pool.db.flag.findMany();
      expect(flags.map(({ kind }) => kind).sort()).toEqual(["all_caps_name", "volunteers_without_primary_affiliation"]);
      expect(JSON.stringify(flags)).not.toMatch(/ada|byte/i);
    });

    it("of another kind is left alone", async () => {
      const flag = { kind: "end_before_start", entity: "event", source: "salesforce", source_id: "a9" };
      await world.pool.write((db) =>
        db.flag.create({
          data: { ...flag, severity: "warning", detail: "The session ends before it starts.", opened_at: NIGHT },
        }),
      );
      await look(world);
      expect(await flagged(world, "end_before_start")).toEqual(["a9"]);
    });
  });

  it("volunteers_without_primary_affiliation: no current affiliation and no primary account", async () => {
    const { rows } = world;
    const company = await rows.organization("Acme");
    const tied = async (source_id: string, tie: Parameters<typeof rows.affiliation>[2]) =>
      rows.affiliation(await rows.contact({ source_id }), company, tie);
    await rows.contact({ source_id: "alone" });
    await rows.contact({ source_id: "primary", primary_affiliation_source_id: "001" });
    await rows.contact({ source_id: "teacher", kind: "teacher" });
    await rows.contact({ source_id: "gone", deleted_at: NIGHT });
    await rows.contact({ source_id: "excluded", excluded: true });
    await tied("current", { status: "current" });
    await tied("past", { status: "past" });
    await tied("ended", { status: "current", end_on: "2026-02-17" });
    await tied("undated", { status: null });
    await tied("to come", { status: null, start_on: "2026-03-01" });
    await tied("deleted tie", { status: "current", deleted_at: NIGHT });
    expect(await found(world, "volunteers_without_primary_affiliation")).toEqual(
      ["alone", "deleted tie", "ended", "past", "to come"].sort(),
    );
  });

  it("school_without_district: none above it, or one that was deleted", async () => {
    const { rows, pool } = world;
    const idOf = async (school: number) => (await pool.db.school.findFirst({ where: { id: school } }))?.source_id ?? "";
    await rows.school(await rows.district("Center"));
    await rows.school(await rows.district("Merged", { deleted_at: NIGHT, merged_into_source_id: "001D1" }));
    const lonely = await idOf(await rows.school(null));
    const orphan = await idOf(await rows.school(await rows.district("Gone", { deleted_at: NIGHT })));
    expect(await found(world, "school_without_district")).toEqual([lonely, orphan].sort());
  });

  it("event_without_school_or_district: after districts were inferred", async () => {
    const { rows, pool } = world;
    const school = await rows.school(await rows.district("Center"));
    await rows.event({ source_id: "nowhere", ...EVENT_PLACE });
    await rows.event({ source_id: "cancelled", status: "Cancelled" });
    await rows.event({ source_id: "school", school_id: school });
    await rows.event({ source_id: "text", district_raw: "Center" });
    const inferred = await rows.event({ source_id: "inferred", ...EVENT_PLACE });
    await rows.participation(inferred, await rows.contact({ kind: "student", school_id: school }), { role: "student" });
    await derive(pool, organization, NIGHT, { force: true });
    expect(await found(world, "event_without_school_or_district")).toEqual(["nowhere"]);
  });

  it("title_twice: the same words on the same day under two ids, and says which", async () => {
    const { rows } = world;
    await rows.event({ source_id: "one", title: "Meet an Engineer!" });
    await rows.event({ source_id: "two", title: "meet  an engineer", source: "pathful" });
    await rows.event({ source_id: "other day", title: "Meet an Engineer", local_date: "2026-02-16" });
    await rows.event({ source_id: "other title", title: "Meet an Artist" });
    await rows.event({ source_id: "cancelled", title: "Meet an Engineer", status: "Cancelled" });
    await rows.event({ source_id: "legacy", title: "Meet an Engineer", is_legacy_connector: true });
    expect(await found(world, "title_twice")).toEqual(["one", "two"]);
    const flags = await world.flagsOf("title_twice");
    expect(flags.find(({ source_id }) => source_id === "one")?.detail).toBe(
      "The same title on 2026-02-15 under pathful two.",
    );
  });

  it("draft_in_past: yesterday, not today", async () => {
    await world.rows.event({ source_id: "yesterday", status: "Draft", local_date: "2026-02-17" });
    await world.rows.event({ source_id: "today", status: "Draft", local_date: "2026-02-18" });
    await world.rows.event({ source_id: "done", local_date: "2026-02-17" });
    expect(await found(world, "draft_in_past")).toEqual(["yesterday"]);
  });

  it("T67 completed_without_presenter: opens for a held virtual session, and closes by itself when one is tagged", async () => {
    const { rows } = world;
    const session = await rows.event({ source_id: "v1", format: "virtual" });
    await rows.event({ source_id: "to come", format: "virtual", status: "Confirmed" });
    await rows.event({ source_id: "in person" });
    await rows.participation(session, await rows.contact({ kind: "teacher" }), { role: "teacher" });
    expect(await found(world, "completed_without_presenter")).toEqual(["v1"]);
    await rows.participation(session, await rows.contact(), { role: "volunteer" });
    expect(await found(world, "completed_without_presenter", NEXT)).toEqual([]);
    expect(await world.flagsOf("completed_without_presenter")).toMatchObject([{ source_id: "v1", resolved_at: NEXT }]);
  });

  it("virtual_without_teacher: from the session's day on", async () => {
    const { rows } = world;
    const virtual = { format: "virtual", status: "Published" } as const;
    await rows.event({ source_id: "past", ...virtual });
    await rows.event({ source_id: "tomorrow", ...virtual, local_date: "2026-02-19" });
    await rows.event({ source_id: "cancelled", ...virtual, status: "Cancelled" });
    const taught = await rows.event({ source_id: "taught", ...virtual });
    await rows.participation(taught, await rows.contact({ kind: "teacher" }), { role: "teacher" });
    const left = await rows.event({ source_id: "left", ...virtual });
    await rows.participation(left, await rows.contact({ kind: "teacher" }), { role: "teacher", deleted_at: NIGHT });
    expect(await found(world, "virtual_without_teacher")).toEqual(["left", "past"]);
  });

  it("virtual_attendance_unknown: a held session of whose teacher nobody has said whether they came", async () => {
    const { rows } = world;
    const teaches = async (source_id: string, status: string, event: object = {}, came: object = {}) =>
      rows.participation(
        await rows.event({ source_id, format: "virtual", ...event }),
        await rows.contact({ kind: "teacher" }),
        { role: "teacher", status, ...came },
      );
    await teaches("review", "needs_review");
    await teaches("registered", "registered");
    await teaches("came", "attended", {}, { attendance_confirmed_at: "2026-02-15T17:00:00.000Z" });
    await teaches("missed", "no_show");
    await teaches("called off", "cancelled");
    await teaches("to come", "registered", { status: "Confirmed" });
    await teaches("in person", "registered", { format: "in_person" });
    expect(await found(world, "virtual_attendance_unknown")).toEqual(["registered", "review"]);
  });

  it("cancelled_without_reason: neither the source nor a person gave one", async () => {
    const { rows, pool } = world;
    await rows.event({ source_id: "why", status: "Cancelled" });
    await rows.event({ source_id: "snow", status: "Cancelled", cancellation_reason: "Weather/Snow Day" });
    await rows.event({ source_id: "decided", status: "Cancelled" });
    const decision = { kind: "cancellation_reason", subject: "event", source: "salesforce", source_id: "decided" };
    await pool.write((db) =>
      db.decision.create({ data: { ...decision, value: "Other", decided_by: "U1", decided_at: NIGHT } }),
    );
    expect(await found(world, "cancelled_without_reason")).toEqual(["why"]);
  });

  it("all_caps_name: a part of two letters or more as it was typed", async () => {
    const named = (source_id: string, name_raw: string, first_name: string, last_name: string) =>
      world.rows.contact({ source_id, name_raw, first_name, last_name });
    await named("all", "JANE MCCARTHY", "Jane", "McCarthy");
    await named("last", "Jane MCCARTHY", "Jane", "McCarthy");
    await named("plain", "Jane McCarthy", "Jane", "McCarthy");
    await named("blanks", "Jane  McCarthy ", "Jane", "McCarthy");
    await named("initials", "JD  Smith III", "JD", "Smith III");
    await named("letter", "A  Smith", "A", "Smith");
    expect(await found(world, "all_caps_name")).toEqual(["all", "last"]);
  });

  it("literal_none: the word None in an address or number of the newest copy, and says in which field", async () => {
    const { rows, pool } = world;
    let copies = 0;
    const copied = async (source_id: string, payload: object) => {
      copies += 1;
      await pool.write((db) =>
        db.rawRecord.create({
          data: {
            source: "salesforce",
            object: "Contact",
            source_id,
            record_hash: String(copies),
            payload: JSON.stringify(payload),
            batch_id: 1,
            seen_at: NIGHT,
          },
        }),
      );
    };
    for (const source_id of ["both", "mended", "elsewhere"]) await rows.contact({ source_id, kind: "student" });
    await copied("both", { Email: "None", Phone: " none", npe01__Preferred_Email__c: "None" });
    await copied("mended", { Email: "None" });
    await copied("mended", { Email: "ada@example.org" });
    await copied("elsewhere", { Description: "None", npe01__Preferred_Email__c: "None" });
    expect(await found(world, "literal_none")).toEqual(["both"]);
    expect(await world.flagsOf("literal_none")).toMatchObject([{ detail: "The word None stands in Email, Phone." }]);
  });

  it("attendance_sheet_differs: more than 10 % from Salesforce's headcount", async () => {
    const { rows, pool } = world;
    const reached = async (source_id: string, headcount: number | null, ...sheet: (number | null)[]) => {
      const event_id = await rows.event({ source_id, headcount });
      for (const [place, total_students] of sheet.entries()) {
        const seen = { record_hash: "0", batch_id: 1, first_seen_at: NIGHT, last_seen_at: NIGHT };
        await pool.write((db) =>
          db.attendanceRow.create({
            data: { ...seen, source: "attendance", source_id: `${source_id} ${place}`, event_id, total_students },
          }),
        );
      }
    };
    await reached("far", 100, 120);
    await reached("below", 100, 89);
    await reached("near", 100, 110);
    await reached("corrected", 100, 150, 100);
    await reached("blank", 100, null);
    await reached("no headcount", null, 50);
    await reached("nought", 0, 50);
    expect(await found(world, "attendance_sheet_differs")).toEqual(["below", "far"]);
    const [flag] = (await world.flagsOf("attendance_sheet_differs")).filter(({ source_id }) => source_id === "far");
    expect(flag?.detail).toBe("The sheet says 120 students, Salesforce's headcount 100.");

    const entered = async (source_id: string, total_students: number | null, reversed_at: string | null = null) => {
      const { id: event_id = 0 } = (await pool.db.event.findFirst({ where: { source_id } })) ?? {};
      const said = { entered_by_kind: "human", entered_by: "U1", entered_at: NIGHT };
      await pool.write((db) =>
        db.attendanceDetail.create({ data: { event_id, total_students, ...said, reversed_at } }),
      );
    };
    await entered("far", 100);
    await entered("near", 130);
    await entered("below", null);
    await entered("corrected", 500, NIGHT);
    expect(await found(world, "attendance_sheet_differs")).toEqual(["below", "near"]);
    const [own] = (await world.flagsOf("attendance_sheet_differs")).filter(({ source_id }) => source_id === "near");
    expect(own?.detail).toBe("A person entered 130 students, Salesforce's headcount 100.");
  });

  it("pathful_overdue: no session report for eight days, counted from the first sync while none has come", async () => {
    const { pool } = world;
    const kind = "pathful_overdue";
    const imported = (received_at: string, state = "ok") =>
      pool.write((db) =>
        db.importedFile.create({
          data: {
            checksum: received_at,
            name: "p.xlsx",
            dataset: "pathful-sessions",
            bytes: 1,
            rows: 1,
            received_at,
            received_by: "U1",
            run_id: 1,
            state,
          },
        }),
      );
    expect(await found(world, kind)).toEqual([]);
    await pool.write((db) =>
      db.syncRun.create({
        data: { source: "salesforce", trigger: "start", state: "ok", started_at: "2026-02-01T00:00:00.000Z" },
      }),
    );
    expect(await found(world, kind)).toEqual(["pathful-sessions"]);
    await imported("2026-02-17T00:00:00.000Z", "failed");
    expect(await found(world, kind)).toEqual(["pathful-sessions"]);
    await imported("2026-02-11T00:00:00.000Z");
    expect(await found(world, kind)).toEqual([]);
    expect(await found(world, kind, NEXT)).toEqual(["pathful-sessions"]);
    const [flag] = await world.flagsOf(kind);
    expect(flag?.detail).toBe("No session report for 8 days; the last came on 2026-02-11.");
  });
});
