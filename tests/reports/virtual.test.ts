import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Reply, renderBlocks } from "../../src/reply/index.js";
import { type VirtualAsked, virtualReport } from "../../src/reports/index.js";
import { days, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { placeAt } from "../metrics/rosters.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";
const AT = "2025-10-07T17:00:00.000Z";

interface World {
  readonly kck: number;
  readonly center: number;
  readonly A: number;
}

/** Six sessions of KCK and Center with three teachers, told by the words of their sources, and two sessions to come. */
async function fill(empty: EmptyPool): Promise<World> {
  const small = new SmallOrganization(empty.pool);
  const [kck, center] = [small.district("KCK"), small.district("Center")];
  const [A, B, C] = [small.school("School A", kck), small.school("School B", kck), small.school("School C", center)];
  const teacher = (name: string, excluded = false) => small.person(name, { kind: "teacher", excluded });
  const [tara, tom, tess, hidden] = [teacher("Tara"), teacher("Tom"), teacher("Tess"), teacher("Hidden", true)];
  const [ann, ben] = [small.person("Ann"), small.person("Ben")];
  const acme = small.organization("Acme");
  const words: [table: "event" | "participation", id: number, words: string][] = [];
  const session = (date: string, title: string, status: string, school = A, district = kck) =>
    small.event({ date, title, format: "virtual", status, school, districts: [district], minutes: 60 });
  const came = (event: number, contact: number) =>
    small.participation({ event, contact, role: "teacher", confirmedAt: AT });
  const said = (event: number, contact: number, status: string, raw: string) => {
    words.push(["participation", small.participation({ event, contact, role: "teacher", status }), raw]);
  };

  const first = session("2025-10-07", "Ask an engineer", "Completed");
  came(first, tara);
  came(first, tom);
  came(first, tess);
  came(first, hidden);
  small.participation({ event: first, contact: ann, organization: acme });
  const second = session("2025-10-21", "Ask a nurse", "Simulcast", C, center);
  came(second, tara);
  said(second, tess, "no_show", "Teacher No-Show");
  small.participation({ event: second, contact: ann, organization: acme });
  small.participation({ event: second, contact: ben });
  const third = session("2025-11-04", "Ask a pilot", "Completed");
  said(third, tom, "needs_review", "Completed");
  said(third, tara, "no_show", "Completed");
  const off = session("2025-11-11", "Called off by the teacher", "Cancelled");
  said(off, tara, "cancelled", "Teacher Cancelation");
  small.participation({ event: off, contact: ann, status: "registered", organization: acme });
  const local = session("2025-11-18", "The local guest was missing", "No Show");
  said(local, tara, "no_show", "Local Professional No-Show");
  said(local, tom, "no_show", "Pathful_Professional Cancellation");
  const unfilled = session("2025-12-02", "Nobody to present", "Cancelled");
  said(unfilled, tara, "cancelled", "Event Cancelled");
  const snow = session("2025-12-09", "Snow", "Cancelled");
  said(snow, tara, "cancelled", "Inclement Weather Cancellation");
  small.participation({ event: snow, contact: ben, status: "registered" });
  session("2025-12-16", "Nobody wrote down who came", "Completed");
  const coming = session("2026-03-03", "With a presenter", "Confirmed");
  said(coming, tara, "registered", "Registered");
  small.participation({ event: coming, contact: ann, status: "confirmed", organization: acme });
  session("2026-03-10", "Without one", "Published");
  small.event({ date: "2025-10-08", title: "In person", school: A, districts: [kck] });
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
  await small.write();
  await placeAt(empty.pool, [tara, hidden], A);
  await placeAt(empty.pool, [tom], B);
  await placeAt(empty.pool, [tess], C);
  await empty.pool.transaction(async (tx) => {
    for (const [table, id, raw] of words)
      if (table === "participation") await tx.run(sql`UPDATE participation SET status_raw = ${raw} WHERE id = ${id}`);
    await tx.run(sql`UPDATE contact SET local_status = 'local', race = 'black' WHERE id = ${ann}`);
    await tx.run(sql`UPDATE participation SET participant_type_raw = 'Presenter' WHERE role = 'volunteer'`);
  });
  return { kck, center, A };
}

onBothEngines((engine) => {
  describe("the report on virtual sessions", () => {
    let empty: EmptyPool;
    let world: World;
    let report: Reply;
    const ask = (given: Partial<VirtualAsked> = {}) =>
      virtualReport(empty.pool, ORGANIZATION, {
        periods: [year(2025)],
        by: "month",
        today: TODAY,
        now: NOW,
        sample: false,
        ...given,
      });
    const cells = (key: string, columns: readonly string[], of = report) => {
      const table = of.tables.find((each) => each.key === key);
      if (!table) throw new Error(`no table ${key} among ${of.tables.map((each) => each.key).join(", ")}`);
      const places = columns.map((each) => table.columns.findIndex((column) => column.key === each));
      return table.rows.map((row) => places.map((place) => row[place]));
    };
    const fact = (key: string, of = report) => of.facts.find((each) => each.key === key);
    beforeAll(async () => {
      empty = await emptyPool(engine);
      world = await fill(empty);
      report = await ask();
    });
    afterAll(() => empty.drop());

    it("answers in one sentence, with exact dates", () => {
      expect(report.text).toBe(
        "Virtual sessions: 4 of 7 sessions held, 3 classrooms reached in 4 experiences, about 75 students, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
    });

    it("says that students are not known where no teacher is confirmed, never 0 (A4)", async () => {
      const december = await ask({ periods: [days("2025-12-16", "2025-12-16")] });
      expect(december.text).toContain("is not known");
      expect(fact("M73", december)?.value).toBeNull();
      expect(cells("by_month", ["X61", "M73"], december)).toEqual([[1, null]]);
      for (const byTeachers of ["by_school", "by_school_level", "by_teacher"])
        expect(december.tables.find(({ key }) => key === byTeachers)).toMatchObject({
          rows: [],
          empty: expect.stringMatching(/^Which teachers came to virtual sessions in .* is not known\.$/),
        });
    });

    it("gives every figure under its metric's id", () => {
      expect(Object.fromEntries(report.facts.map(({ key, value }) => [key, value]))).toMatchObject({
        X61: 4,
        M61: 7,
        M63: 3,
        M80: 4,
        X71: 2,
        M71: 3,
        M72: 3,
        M73: 75,
        M81: 2,
        M20: 2,
        M30: 3,
      });
      expect(fact("M83")?.value).toBeCloseTo((2 / 7) * 100, 6);
      expect(fact("M83")?.note).toBe("2 of 7 sessions");
    });

    it("P4: says nothing of one presenter's colour", () => {
      expect(fact("M82")?.value).toBe("<5 presenters");
      expect(fact("M84")?.value).toBe("<5 presenters");
      expect(fact("M84")?.note).toBeUndefined();
      for (const key of ["by_month", "by_district"]) {
        for (const row of cells(key, ["M82", "M84"])) for (const cell of row) expect(cell).not.toBe(1);
      }
    });

    it("tells months apart by what came of each teacher in each session, once", () => {
      expect(
        cells("outcomes", [
          "month",
          "all",
          "completed",
          "simulcast",
          "teacher_no_show",
          "teacher_cancelled",
          "local_professional",
          "pathful_professional",
          "unfilled",
          "cancelled",
          "no_teacher",
          "planned",
          "needs_review",
        ]),
      ).toEqual([
        ["2025-10", 5, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        ["2025-11", 5, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1],
        ["2025-12", 3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0],
        ["2026-03", 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0],
      ]);
      expect(report.tables.find(({ key }) => key === "outcomes")?.total).toEqual([
        "Total",
        15,
        3,
        1,
        2,
        1,
        1,
        1,
        1,
        1,
        1,
        2,
        1,
      ]);
    });

    it("T57: no educator counted is a no-show, none told is to be reviewed", () => {
      expect(report.notices.map(({ text }) => text)).toContain(
        "Of 1 place of teachers in sessions that are over nobody has said whether they came: they need review.",
      );
      expect(cells("outcomes", ["month", "teacher_no_show", "needs_review"])[1]).toEqual(["2025-11", 1, 1]);
    });

    it("counts schools by session once and by experience in total, by the teachers' own school", () => {
      expect(cells("by_school", ["school", "X71", "M80", "M71", "M73"])).toEqual([
        ["School A", 2, 2, 1, 25],
        ["School B", 1, 1, 1, 25],
        ["School C", 1, 1, 1, 25],
        ["Unknown", 0, 0, 0, 0],
      ]);
      const [, ...labels] = report.tables.find(({ key }) => key === "by_school")?.columns ?? [];
      expect(labels.slice(0, 2).map(({ label }) => label)).toEqual(["Sessions, unique", "Experiences, total"]);
    });

    it("counts sessions by where they were and teachers by where they teach, and each once in all", () => {
      expect(cells("by_district", ["district", "X61", "M80", "M71", "M81"])).toEqual([
        ["KCK", 3, 3, 2, 1],
        ["Center", 1, 1, 1, 1],
        ["Unknown", 0, 0, 0, 0],
      ]);
      expect(report.tables.find(({ key }) => key === "by_district")?.total?.slice(0, 4)).toEqual([
        "All, counted once",
        4,
        4,
        3,
      ]);
    });

    it("lists teachers, sessions and presenters with their organisation", () => {
      expect(cells("by_teacher", ["teacher", "school", "M80"])).toEqual([
        ["Tara", "School A", 2],
        ["Tess", "School C", 1],
        ["Tom", "School B", 1],
      ]);
      expect(cells("by_presenter", ["presenter", "organisation", "X20", "M30"])).toEqual([
        ["Ann", "Acme", 2, 2],
        ["Ben", "Independent", 1, 1],
      ]);
      expect(
        cells("by_session", ["date", "session", "status", "M80", "presenters", "organisations"]).slice(-2),
      ).toEqual([
        ["2025-10-21", "Ask a nurse", "Simulcast", 1, "Ann, Ben", "Acme"],
        ["2025-10-07", "Ask an engineer", "Completed", 3, "Ann", "Acme"],
      ]);
    });

    it("T63: a session to come whose presenter is known is no gap", () => {
      expect(cells("without_presenter", ["date", "session", "status"])).toEqual([
        ["2026-03-10", "Without one", "Published"],
      ]);
    });

    it("P3: leaves an excluded teacher out of every list and figure, and says so", () => {
      expect(JSON.stringify(report)).not.toContain("Hidden");
      expect(report.provenance?.counts.excluded).toBe(1);
      expect(report.notices.map(({ text }) => text)).toContain(
        "1 person excluded from reports is counted in no figure of people; the sessions they joined are.",
      );
    });

    it("says what volunteers and hours leave out where nobody wrote down who presented", () => {
      expect(report.notices.map(({ text }) => text)).toContain(
        "Nobody is recorded as presenter of 2 sessions held: at least one person presented each, so volunteers and hours are more than shown.",
      );
    });

    it("is shaped for one district: its sessions, its own teachers, its schools", async () => {
      const kck = await ask({
        filters: [{ ...where("district", world.kck), values: [{ key: world.kck, label: "KCK" }] }],
        by: "school",
      });
      expect(kck.title).toBe("Virtual sessions, KCK");
      expect(kck.text).toMatch(
        /^Virtual sessions, KCK: 3 of 6 sessions held, 2 classrooms reached in 3 experiences, about 50 students/,
      );
      expect(kck.tables.map(({ key }) => key)).toEqual([
        "by_school",
        "by_school_level",
        "by_month",
        "outcomes",
        "by_teacher",
        "by_session",
        "by_presenter",
        "without_presenter",
      ]);
      expect(cells("by_teacher", ["teacher"], kck)).toEqual([["Tara"], ["Tom"]]);
      expect(kck.provenance?.filters).toEqual({ format: "Virtual", district: "KCK" });
      // Tess of Center is at none of them, Tara's session in Center is hers.
      expect(cells("outcomes", ["month", "completed", "simulcast", "teacher_no_show"], kck)[0]).toEqual([
        "2025-10",
        2,
        1,
        0,
      ]);
      expect(kck.charts[0]?.title).toContain("by school");
    });

    it("puts every table in the order asked for, the unknown last", async () => {
      const byName = await ask({ sort: { key: "name", descending: true } });
      expect(cells("by_district", ["district"], byName)).toEqual([["KCK"], ["Center"], ["Unknown"]]);
      expect(cells("by_teacher", ["teacher"], byName)).toEqual([["Tom"], ["Tess"], ["Tara"]]);
      const byExperiences = await ask({ sort: { key: "experiences", descending: true } });
      expect(cells("by_school", ["school", "M80"], byExperiences).at(-2)).toEqual(["School A", 2]);
      expect(cells("without_presenter", ["session"], byExperiences)).toEqual([["Without one"]]);
    });

    it("puts periods side by side, and counts them together again", async () => {
      const halves = await ask({ periods: [days("2025-08-01", "2025-10-15"), days("2025-10-16", "2025-12-31")] });
      const table = halves.tables.find(({ key }) => key === "by_period");
      expect(table?.rows.map((row) => row.slice(1, 4))).toEqual([
        [1, 3, 3],
        [3, 1, 1],
      ]);
      expect(table?.total?.slice(0, 4)).toEqual(["Together", 4, 4, 3]);
    });

    it("names people in private alone", () => {
      const open = JSON.stringify(
        renderBlocks(report, { holds: ["open"], timeZone: "America/Chicago", line: "report virtual SY25-26" }),
      );
      for (const name of ["Tara", "Tom", "Tess", "Ann", "Ben"]) expect(open, name).not.toContain(name);
    });

    it("says what there is where the period has nothing", async () => {
      const before = await ask({ periods: [year(1998)] });
      expect(before.text).toMatch(
        /^Virtual sessions: none in .*\. The events that are recorded fall within 7 Oct 2025 – 10 Mar 2026\.$/,
      );
      expect(before.charts).toEqual([]);
      for (const table of before.tables) if (table.rows.length === 0) expect(table.empty).not.toBe("");
    });
  });

  describe("T28", () => {
    it("estimates 50 students of two teachers who attended, one signed up and one no-show", async () => {
      const empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const event = small.event({ date: "2025-10-07", format: "virtual" });
      const teacher = (name: string, given: { status: string; confirmedAt?: string }) =>
        small.participation({ event, contact: small.person(name, { kind: "teacher" }), role: "teacher", ...given });
      teacher("One", { status: "attended", confirmedAt: AT });
      teacher("Two", { status: "attended", confirmedAt: AT });
      teacher("Three", { status: "registered" });
      teacher("Four", { status: "no_show" });
      await small.write();
      const { facts } = await virtualReport(empty.pool, ORGANIZATION, {
        periods: [year(2025)],
        by: "month",
        today: TODAY,
        now: NOW,
        sample: false,
      });
      expect(facts.find(({ key }) => key === "M73")).toMatchObject({ value: 50, note: "estimate" });
      await empty.drop();
    });
  });
});
