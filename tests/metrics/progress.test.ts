import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/domain/index.js";
import { attendedUnlisted, type Progress, type ProgressAsked, teacherProgress } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { year } from "./asking.js";
import { type F1, placeAt, writeF1, writeRoster } from "./rosters.js";
import { SmallOrganization } from "./small-organization.js";

const NOW = "2026-02-15T18:00:00.000Z";
const asked = (given: Partial<ProgressAsked> = {}): ProgressAsked => ({
  schoolYear: 2025,
  period: year(2025),
  now: NOW,
  ...given,
});
const statuses = ({ teachers }: Progress) => Object.fromEntries(teachers.map(({ name, status }) => [name, status]));

onBothEngines((engine) => {
  describe("the progress of the teachers of F1", () => {
    let empty: EmptyPool;
    let f1: F1;
    const kck = (given: Partial<ProgressAsked> = {}) =>
      teacherProgress(empty.pool, asked({ districts: [f1.kck], ...given }));
    beforeAll(async () => {
      empty = await emptyPool(engine);
      f1 = await writeF1(empty.pool, new SmallOrganization(empty.pool));
    });
    afterAll(() => empty.drop());

    it("T1: the district has two schools and four teachers: two achieved, one in progress, one not started", async () => {
      const { total, schools, teachers } = await kck();
      expect(total).toEqual({ teachers: 4, achieved: 2, in_progress: 1, needs_review: 0, not_started: 1, unlinked: 0 });
      expect(schools.map(({ school, teachers }) => [school.name, teachers])).toEqual([
        ["School A", 2],
        ["School B", 2],
      ]);
      expect(teachers.map(({ name }) => name)).not.toContain("Zack");
    });

    it("T2: school A alone has Alice and Ian", async () => {
      const { teachers } = await kck({ schools: [f1.schools.A] });
      expect(teachers.map(({ name }) => name)).toEqual(["Alice", "Ian"]);
    });

    it("T3: who attended and is signed up for more has achieved", async () => {
      expect(statuses(await kck()).Evan).toBe("achieved");
    });

    it("T7: fall is the same on 31 December and after 1 January, and nothing is reset", async () => {
      const fall = parsePeriod("fall 2025", { today: "2025-12-31", schoolYearStartMonth: 8 });
      const before = await kck({ period: fall, now: "2025-12-31T18:00:00.000Z" });
      const after = await kck({ period: fall, now: "2026-01-02T18:00:00.000Z" });
      expect(after).toEqual(before);
      expect(after.total).toMatchObject({ teachers: 4, achieved: 2, not_started: 2 });
    });

    it("asks one teacher alone by their address", async () => {
      const { teachers } = await teacherProgress(empty.pool, asked({ email: "zack@example.org" }));
      expect(teachers.map(({ name, district }) => [name, district])).toEqual([["Zack", "Center School District"]]);
    });
  });

  describe("each step of the way", () => {
    let empty: EmptyPool;
    let progress: Progress;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const kck = small.district("KCK");
      const school = small.school("School A", kck);
      const teacher = (name: string, given: { sameAs?: number; excluded?: boolean } = {}) =>
        small.person(name, { kind: "teacher", ...given });
      const held = small.event({ date: "2025-10-07", format: "virtual" });
      const second = small.event({ date: "2025-11-04", format: "virtual", status: "Simulcast" });
      const cancelled = small.event({ date: "2025-11-11", format: "virtual", status: "Cancelled" });
      const coming = small.event({ date: "2026-03-03", format: "virtual", status: "Published" });
      const offComing = small.event({ date: "2026-03-10", format: "virtual", status: "Cancelled" });
      const gone = small.event({ date: "2025-12-02", format: "virtual", deleted: true });
      const lastYear = small.event({ date: "2025-07-31", format: "virtual" });
      const at = "2025-10-07T17:00:00.000Z";
      const row = (event: number, contact: number, status: string, confirmedAt?: string) =>
        small.participation({ event, contact, role: "teacher", status, ...(confirmedAt ? { confirmedAt } : {}) });

      const halfway = teacher("Halfway");
      row(held, halfway, "attended", at);
      const both = teacher("Both");
      row(held, both, "attended", at);
      row(second, both, "attended", at);
      const twin = teacher("Twin");
      const twinAgain = teacher("Twin Again", { sameAs: twin });
      row(held, twin, "no_show");
      row(held, twinAgain, "attended", at);
      const unconfirmed = teacher("Unconfirmed");
      row(held, unconfirmed, "attended");
      row(second, unconfirmed, "no_show");
      const review = teacher("Review");
      row(held, review, "needs_review");
      const missed = teacher("Missed");
      row(held, missed, "no_show");
      row(second, missed, "no_show");
      const calledOff = teacher("Called Off");
      row(held, calledOff, "cancelled");
      row(second, calledOff, "withdrawn");
      const onlyCancelled = teacher("Only Cancelled");
      row(cancelled, onlyCancelled, "attended", at);
      row(offComing, onlyCancelled, "registered");
      row(gone, onlyCancelled, "attended", at);
      row(lastYear, onlyCancelled, "attended", at);
      const later = teacher("Later");
      row(coming, later, "registered");
      row(held, later, "registered");
      const inPerson = teacher("In Person");
      row(small.event({ date: "2025-10-09" }), inPerson, "attended");
      row(small.event({ date: "2026-03-05", status: "Confirmed" }), inPerson, "registered");
      const secret = teacher("Secret", { excluded: true });
      row(held, secret, "attended", at);
      const stranger = teacher("Stranger");
      row(held, stranger, "attended", at);
      row(second, stranger, "attended", at);
      await small.write();
      await placeAt(empty.pool, [stranger, secret, halfway], school);
      const on = { district: kck, school };
      await writeRoster(empty.pool, [
        { name: "Halfway", ...on, contact: halfway, target: 2 },
        { name: "Both", ...on, contact: both, target: 2 },
        { name: "Twin", ...on, contact: twin },
        { name: "Unconfirmed", ...on, contact: unconfirmed },
        { name: "Review", ...on, contact: review },
        { name: "Missed", ...on, contact: missed },
        { name: "Called Off", ...on, contact: calledOff },
        { name: "Only Cancelled", ...on, contact: onlyCancelled },
        { name: "Later", ...on, contact: later },
        { name: "In Person", ...on, contact: inPerson },
        { name: "Secret", ...on, contact: secret },
        { name: "Nobody Yet", district: kck, school: null, building: "A new building" },
        { name: "Switched Off", ...on, active: false },
        { name: "Last Year", ...on, year: 2024 },
      ]);
      progress = await teacherProgress(empty.pool, asked({ districts: [kck] }));
    });
    afterAll(() => empty.drop());

    const of = (name: string) => {
      const found = progress.teachers.find((teacher) => teacher.name === name);
      if (!found) throw new Error(`no teacher ${name}`);
      const { attended, upcoming, unresolved, noShows, status } = found;
      return [attended, upcoming, unresolved, noShows, status];
    };

    it("has achieved at the target of the roster, and is in progress before it", () => {
      expect(of("Both")).toEqual([2, 0, 0, 0, "achieved"]);
      expect(of("Halfway")).toEqual([1, 0, 0, 0, "in_progress"]);
    });

    it("takes several records of one person at one session for one, and the best of them", () => {
      expect(of("Twin")).toEqual([1, 0, 0, 0, "achieved"]);
    });

    it("T57: a session without a count is to be reviewed, and so is one that nobody confirmed", () => {
      expect(of("Review")).toEqual([0, 0, 1, 0, "needs_review"]);
      expect(of("Unconfirmed")).toEqual([0, 0, 1, 1, "needs_review"]);
    });

    it("counts no-shows beside not started, and what was called off nowhere", () => {
      expect(of("Missed")).toEqual([0, 0, 0, 2, "not_started"]);
      expect(of("Called Off")).toEqual([0, 0, 0, 0, "not_started"]);
    });

    it("counts nothing of cancelled or deleted sessions, nor of another school year", () => {
      expect(of("Only Cancelled")).toEqual([0, 0, 0, 0, "not_started"]);
    });

    it("is made at virtual sessions alone: events in person are neither reviewed nor waited for", () => {
      expect(of("In Person")).toEqual([0, 0, 0, 0, "not_started"]);
    });

    it("is in progress by a session to come before an open one of the past", () => {
      expect(of("Later")).toEqual([0, 1, 1, 0, "in_progress"]);
    });

    it("lists whom no record is known of as such, at the building that the roster names", () => {
      const nobody = progress.teachers.find(({ name }) => name === "Nobody Yet");
      expect(nobody).toMatchObject({
        person: null,
        record: null,
        school: { id: null, name: "A new building" },
        status: "not_started",
      });
      expect(progress.total.unlinked).toBe(1);
    });

    it("leaves out who is excluded, switched off or of another year, and says how many were excluded", () => {
      const names = progress.teachers.map(({ name }) => name);
      for (const name of ["Secret", "Switched Off", "Last Year"]) expect(names).not.toContain(name);
      expect(progress.excluded).toBe(1);
      expect(progress.total).toEqual({
        teachers: 11,
        achieved: 2,
        in_progress: 2,
        needs_review: 2,
        not_started: 5,
        unlinked: 1,
      });
    });

    it("a person's word for or against attendance is what counts", async () => {
      const set = (value: string | null) =>
        empty.pool.transaction((tx) =>
          tx.run(sql`UPDATE participation SET attendance_confirmed_at = ${value}
            WHERE contact_id = (SELECT id FROM contact WHERE full_name = 'Missed')`),
        );
      await set("2025-12-01T00:00:00.000Z");
      const added = await teacherProgress(empty.pool, asked());
      expect(added.teachers.find(({ name }) => name === "Missed")).toMatchObject({
        attended: 2,
        noShows: 0,
        status: "achieved",
      });
      await set(null);
      expect(await teacherProgress(empty.pool, asked())).toEqual(progress);
    });

    it("finds who attended without being on the roster, and nobody who is excluded", async () => {
      const unlisted = await attendedUnlisted(empty.pool, asked({ districts: [1] }));
      expect(unlisted.map(({ name, school, attended }) => [name, school, attended])).toEqual([
        ["Stranger", "School A", 2],
      ]);
      expect(await attendedUnlisted(empty.pool, asked({ districts: [2] }))).toEqual([]);
    });
  });
});
