import { describe, expect, it } from "vitest";
import { takeUpWaiting } from "../../../src/intake/index.js";
import { countsOf, inAnIntake, organization } from "./setting.js";

const HEADER = "Session ID,Event,Date,Total Students,Classrooms,Rotations,Groups,Pathway,STEM";
const sheetOf = (...lines: string[]) => [HEADER, ...lines].join("\n");
const ID = "a005f000003XNa7AAG";

describe("students per event", () => {
  inAnIntake((given) => {
    const details = () =>
      given().pool.db.attendanceDetail.findMany({
        orderBy: { event_id: "asc" },
        select: { event_id: true, total_students: true, rooms: true, rotations: true, pathway: true, is_stem: true },
      });

    it("finds events by Salesforce id of 15 or 18 letters, by Pathful Session ID, by title and day", async () => {
      const { rows } = given();
      const one = await rows.event({ source_id: ID });
      const two = await rows.event({ source_id: "a005f000003XNb8AAG" });
      const three = await rows.event({ pathful_session_id: "48213" });
      const four = await rows.event({ title: "Career Fair: Health & Science", local_date: "2026-01-20" });
      const result = await given().import(
        sheetOf(
          `${ID},,,60,3,2,,Health,x`,
          "a005f000003XNb8,,,65,3,2,,,",
          "48213.0,,,20,,,,,no",
          ",CAREER FAIR - Health and Science,1/20/2026,80,4,,,,",
        ),
      );
      expect(countsOf(result)).toEqual({ read: 4, inserted: 4 });
      expect(await details()).toMatchObject([
        { event_id: one, total_students: 60, rooms: 3, rotations: 2, pathway: "Health" },
        { event_id: two, total_students: 65 },
        { event_id: three, total_students: 20, rooms: null },
        { event_id: four, total_students: 80 },
      ]);
      expect((await details()).map(({ is_stem }) => Boolean(is_stem))).toEqual([true, false, false, false]);
    });

    it("takes no event whose title and day another has too", async () => {
      await given().rows.event({ title: "Career Fair" });
      await given().rows.event({ title: "Career Fair" });
      const result = await given().import(sheetOf(",Career Fair,2026-02-15,60,3,2,,,"));
      expect(countsOf(result)).toEqual({ read: 1, quarantined: 1 });
      expect(await details()).toEqual([]);
    });

    it("keeps a row waiting for its event, and takes it up when the event has come", async () => {
      const first = await given().import(sheetOf(`${ID},,,60,3,2,,,`));
      expect(first.state).toBe("ok");
      expect(countsOf(first)).toEqual({ read: 1, quarantined: 1 });
      expect(await given().quarantine()).toEqual([
        {
          reason: "missing_parent",
          detail: `event ${ID} is not in the pool.`,
          waits_for_object: "event",
          waits_for_id: ID,
        },
      ]);
      const event = await given().rows.event({ source_id: ID });
      const second = await given().import(sheetOf("48213,,,1,,,,,"), { name: "other.csv" });
      expect(countsOf(second)).toEqual({ read: 2, inserted: 1, quarantined: 1 });
      expect(await details()).toMatchObject([{ event_id: event, total_students: 60 }]);
      const kept = await given().pool.db.rawRecord.findFirst();
      expect(JSON.parse(kept?.payload ?? "{}")).toEqual({
        "Session ID": ID,
        "Total Students": "60",
        Classrooms: "3",
        Rotations: "2",
      });
    });

    it("takes up what waits when another source has brought the event", async () => {
      const { pool, clock } = given();
      const options = { pool, clock, organization, trigger: "schedule", startedBy: null } as const;
      await given().import(sheetOf(`${ID},,,60,3,2,,,`, "48213,,,1,,,,,"));
      expect(await takeUpWaiting(options)).toEqual([]);
      await given().rows.event({ source_id: ID });
      const [result] = await takeUpWaiting(options);
      expect(result?.objects).toMatchObject([{ counts: { read: 1, inserted: 1 } }]);
      expect(await details()).toMatchObject([{ total_students: 60 }]);
      expect(await given().quarantine()).toMatchObject([{ waits_for_id: "48213" }]);
    });

    it("keeps a row that waited as a row of its own sheet", async () => {
      const [one, two] = ["sheet:One", "sheet:Two"];
      const later = sheetOf("48213,,,20,,,,,");
      await given().rows.event({ pathful_session_id: "48213" });
      await given().import(sheetOf(`${ID},,,60,,,,,`), { origin: one, whole: true });
      await given().rows.event({ source_id: ID });
      await given().import(later, { origin: two, whole: true });
      expect(await details()).toHaveLength(2);
      expect(countsOf(await given().import(later, { origin: two, whole: true }))).toEqual({ read: 1, unchanged: 1 });
      expect(await details()).toHaveLength(2);
    });

    it("takes up nothing that its sheet no longer holds", async () => {
      const origin = "sheet:One";
      await given().import(sheetOf(`${ID},,,60,,,,,`), { origin, whole: true });
      await given().rows.event({ source_id: ID });
      await given().rows.event({ pathful_session_id: "48213" });
      const next = await given().import(sheetOf("48213,,,20,,,,,"), { origin, whole: true });
      expect(countsOf(next)).toEqual({ read: 1, inserted: 1 });
      expect(await given().quarantine()).toEqual([]);
    });

    it("refuses numbers that cannot be", async () => {
      await given().rows.event({ source_id: ID });
      const result = await given().import(
        sheetOf(
          "1,,,10001,,,,,",
          "2,,,-1,,,,,",
          "3,,,2.5,,,,,",
          "4,,,many,,,,,",
          "5,,,60,,,,,perhaps",
          ",No day,,60,,,,,",
        ),
      );
      expect(countsOf(result)).toEqual({ read: 6, quarantined: 6 });
      expect((await given().quarantine()).map(({ detail }) => detail)).toEqual([
        "Line 2: “Total Students” is not between 0 and 10,000.",
        "Line 3: “Total Students” is not between 0 and 10,000.",
        "Line 4: “Total Students” is no whole number.",
        "Line 5: “Total Students” is no number: write it alone, as in 47.",
        "Line 6: “STEM” is neither yes nor no.",
        "Line 7: the event is not named: neither a Session ID nor title and date.",
      ]);
    });

    it("reads a number beside its column's own word, and leaves what may mean something else to a person", async () => {
      const taken = () => given().pool.db.attendanceRow.findMany();
      await given().rows.event({ source_id: ID });
      for (const total of ["47 students", "47 Students.", "1 student", "1,200 students"])
        expect(countsOf(await given().import(sheetOf(`${ID},,,"${total}",2 classrooms,3 rotations,,,`)))).toMatchObject(
          {
            read: 1,
          },
        );
      expect(await taken()).toMatchObject([{ total_students: 1_200, rooms: 2, rotations: 3 }]);
      for (const total of ["about 47", "47 or so", "40-50", "47 rooms", "47 of 60", "students", "4 7 students"])
        expect(countsOf(await given().import(sheetOf(`${ID},,,${total},,,,,`)))).toEqual({ read: 1, quarantined: 1 });
      expect(await taken()).toMatchObject([{ total_students: 1_200 }]);
    });

    it("skips events for which nothing is recorded yet", async () => {
      await given().rows.event({ source_id: ID });
      expect(countsOf(await given().import(sheetOf(`${ID},,,,,,,,`)))).toEqual({ read: 1, nothing_recorded: 1 });
    });

    it("replaces the detail when the row changes, and leaves what people entered", async () => {
      const event = await given().rows.event({ source_id: ID });
      await given().pool.write((db) =>
        db.attendanceDetail.create({
          data: {
            event_id: event,
            total_students: 1,
            entered_by_kind: "human",
            entered_by: "U1",
            entered_at: "2026-01-01T00:00:00.000Z",
          },
        }),
      );
      await given().import(sheetOf(`${ID},,,60,3,2,,,`));
      await given().import(sheetOf(`${ID},,,70,3,2,,,`));
      expect((await details()).map(({ total_students }) => total_students).sort()).toEqual([1, 70]);
    });

    it("deletes what vanished from a whole sheet, and brings it back when it returns", async () => {
      const { rows } = given();
      await rows.event({ source_id: ID });
      await rows.event({ pathful_session_id: "48213" });
      const both = sheetOf(`${ID},,,60,,,,,`, "48213,,,20,,,,,");
      const origin = "sheet:Students 25-26";
      await given().import(both, { origin, whole: true });
      const less = await given().import(sheetOf(`${ID},,,60,,,,,`), { origin, whole: true });
      expect(countsOf(less)).toEqual({ read: 2, unchanged: 1, deleted: 1 });
      expect((await details()).map(({ total_students }) => total_students)).toEqual([60]);
      const again = await given().import(both, { origin, whole: true });
      expect(countsOf(again)).toEqual({ read: 2, unchanged: 1, updated: 1 });
      expect(await details()).toHaveLength(2);
    });

    it("deletes nothing of another sheet, nor of a file that is not whole", async () => {
      await given().rows.event({ source_id: ID });
      await given().rows.event({ pathful_session_id: "48213" });
      await given().import(sheetOf(`${ID},,,60,,,,,`), { origin: "sheet:One", whole: true });
      await given().import(sheetOf("48213,,,20,,,,,"), { origin: "sheet:Two", whole: true });
      await given().import(sheetOf("48213,,,21,,,,,"), { origin: "sheet:One" });
      expect(await details()).toHaveLength(2);
    });

    it("deletes nothing when more than half of ten rows are gone", async () => {
      const lines = Array.from({ length: 10 }, (_, place) => `10${place},,,60,,,,,`);
      for (const line of lines) await given().rows.event({ pathful_session_id: line.split(",")[0] ?? "" });
      await given().import(sheetOf(...lines), { whole: true });
      const result = await given().import(sheetOf(...lines.slice(6)), { whole: true });
      expect(countsOf(result)).toEqual({ read: 4, unchanged: 4 });
      expect(result.notices).toEqual([
        "6 rows that were there before are missing now, more than half. That looks like a part of them, so nothing was deleted.",
      ]);
      expect(await details()).toHaveLength(10);
    });
  });
});
