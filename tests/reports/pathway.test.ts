import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schoolYears } from "../../src/domain/index.js";
import type { Reply, Table } from "../../src/reply/index.js";
import { redact } from "../../src/reply/index.js";
import { addToSelection, allPathwaysReport, pathwayReport, selectionFilter } from "../../src/reports/index.js";
import { ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";
const TWO_YEARS = schoolYears(2024, 2025, { today: TODAY, schoolYearStartMonth: 8 });

/** Two STEM events in person and one virtual, one of Business too, a BFI visit, and sessions that count for none. */
function fill(small: SmallOrganization): void {
  const [kck, center] = [small.district("KCK"), small.district("Center")];
  const [a, b, c] = [small.school("A", kck, "Elementary"), small.school("B", kck, "High"), small.school("C", center)];
  const student = (name: string, school: number, grade?: number): number =>
    small.person(name, { kind: "student", school, ...(grade === undefined ? {} : { grade }) });
  const [s1, s2, s3, s4, s5] = [
    student("Una", b, 9),
    student("Vic", a, 5),
    student("Wes", a),
    student("Xia", c),
    student("Yan", b, 12),
  ];
  const [ann, ben, cat, dot, eve] = [
    small.person("Ann"),
    small.person("Ben"),
    small.person("Cat"),
    small.person("Dot"),
    small.person("Eve", { excluded: true }),
  ];
  const tech = small.organization("TechCorp");
  small.skill(ann, "Python");
  small.skill(cat, "Accounting");
  small.skill(dot, "Nursing");
  small.skill(eve, "Python");
  small.skill(ben, "Pythonic thinking");
  const came = (event: number, contact: number, extra: object = {}) =>
    small.participation({ event, contact, hours: 1, ...extra });
  const sat = (event: number, contact: number, status = "attended") =>
    small.participation({ event, contact, role: "student", status });

  const fair = small.event({
    date: "2025-10-01",
    title: "STEM fair",
    school: b,
    districts: [kck, center],
    pathways: ["STEM"],
  });
  came(fair, ann, { organization: tech });
  came(fair, ben);
  came(fair, eve);
  sat(fair, s1);
  sat(fair, s2);
  sat(fair, s5, "absent");
  const visit = small.event({
    date: "2024-11-05",
    type: "campus_visit",
    title: "Campus visit",
    school: a,
    districts: [kck],
    pathways: ["STEM", "Business"],
  });
  came(visit, ann);
  sat(visit, s1);
  sat(visit, s3);
  const virtual = small.event({
    date: "2025-12-01",
    type: "virtual_session",
    title: "Ask an engineer",
    format: "virtual",
    pathways: ["STEM"],
  });
  came(virtual, ann);
  const bank = small.event({
    date: "2025-11-03",
    type: "workplace_visit",
    title: "Bank visit",
    school: c,
    districts: [center],
    pathways: ["BFI"],
  });
  const speech = came(bank, cat);
  small.spokeOn(speech, "STEM");
  small.spokeOn(speech, "Health", true);
  sat(bank, s4);
  sat(bank, s2);
  const off = small.event({ date: "2026-01-10", title: "Snow", status: "Cancelled", pathways: ["STEM"] });
  came(off, ann);
  const robotics = small.event({ date: "2026-01-12", title: "Robotics night" });
  came(robotics, dot);
  small.event({ date: "2026-03-02", title: "To come", status: "Confirmed", pathways: ["STEM"] });
  small.onRoster("STEM Pathway", s1, "Active");
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
}

describe("the report on a pathway", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let small: SmallOrganization;
    const circumstances = { today: TODAY, now: NOW, sample: false };
    const ask = (pathway: string, extra: object = {}) =>
      pathwayReport(empty.pool, ORGANIZATION, {
        pathway,
        periods: [TWO_YEARS],
        students: true,
        ...circumstances,
        ...extra,
      });
    const all = (extra: object = {}) =>
      allPathwaysReport(empty.pool, ORGANIZATION, { periods: [TWO_YEARS], ...circumstances, ...extra });
    const facts = (report: Reply) => Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
    const tableOf = (report: Reply, key: string): Table => {
      const found = report.tables.find((table) => table.key === key);
      if (!found) throw new Error(`no table ${key} among ${report.tables.map((table) => table.key).join(", ")}`);
      return found;
    };
    const cells = (report: Reply, key: string, columns: readonly string[]) => {
      const table = tableOf(report, key);
      const places = columns.map((column) => table.columns.findIndex((each) => each.key === column));
      return [...table.rows, ...(table.total ? [table.total] : [])].map((row) => places.map((place) => row[place]));
    };

    beforeAll(async () => {
      empty = await emptyPool(engine);
      small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
    });
    afterAll(() => empty.drop());

    it("answers in one sentence with exact dates", async () => {
      expect((await ask("STEM")).text).toBe(
        "STEM: 3 sessions held (2 in person, 1 virtual) with 3 unique students (3 in K-8, 1 in 9-12) and 2 volunteers, in SY24-25 to SY25-26 to date (1 Aug 2024 – 31 Jul 2026).",
      );
    });

    it("counts students once over the union, by the band they were in then, and volunteers in three ways", async () => {
      expect(facts(await ask("STEM"))).toEqual({
        X60: 3,
        X62: 2,
        X61: 1,
        M10: 3,
        X11_k8: 3,
        X11_high: 1,
        X11_unknown: 0,
        X10: 4,
        X22: 2,
        X221: 1,
        X222: 1,
        M40: 1,
      });
      expect(facts(await ask("BFI"))).toMatchObject({ X60: 1, M10: 2, X11_k8: 1, X11_unknown: 1, X221: 0, X222: 0 });
      expect(facts(await ask("Business"))).toMatchObject({ X60: 1, M10: 2, X22: 1, X222: 1 });
      expect(facts(await ask("Health"))).toMatchObject({ X60: 0, M10: 0, X22: 0, X221: 0, X222: 1 });
    });

    it("goes by type, district and school, with a total that is counted again", async () => {
      const report = await ask("STEM");
      const columns = ["X60", "M10", "X10", "X22"];
      expect(cells(report, "by_event_type", ["event_type", ...columns])).toEqual([
        ["Campus Visit", 1, 2, 2, 1],
        ["Career Fair", 1, 2, 2, 2],
        ["Virtual Session", 1, 0, 0, 1],
        ["Total", 3, 3, 4, 2],
      ]);
      expect(cells(report, "by_district", ["district", ...columns])).toEqual([
        ["KCK", 2, 3, 4, 2],
        ["Center", 1, 2, 2, 2],
        ["Unknown", 1, 0, 0, 1],
        ["Total", 3, 3, 4, 2],
      ]);
    });

    it("lists its sessions, newest first; students of a virtual one are not known, which is not 0", async () => {
      expect(cells(await ask("STEM"), "sessions", ["date", "session", "M10", "X10", "X22"])).toEqual([
        ["2025-12-01", "Ask an engineer", null, null, 1],
        ["2025-10-01", "STEM fair", 2, 2, 2],
        ["2024-11-05", "Campus visit", 2, 2, 1],
      ]);
    });

    it("proposes sessions without a mark to which volunteers skilled in it came, and counts them nowhere", async () => {
      const report = await ask("Business");
      expect(cells(report, "unmarked", ["session", "X222"])).toEqual([["Bank visit", 1]]);
      expect(report.notices.map(({ text }) => text).join(" ")).toContain(
        "1 further session had volunteers skilled in Business and no mark of it",
      );
      expect(cells(report, "sessions", ["session"])).toEqual([["Campus visit"]]);
      expect((await ask("STEM")).tables.map(({ key }) => key)).not.toContain("unmarked");
    });

    it("names its students only as rows of students, with where they stand on the roster", async () => {
      const report = await ask("STEM");
      const table = tableOf(report, "students");
      expect(table.columns.every(({ sensitivity }) => sensitivity === "student")).toBe(true);
      expect(cells(report, "students", ["student", "grade", "roster", "X114"])).toEqual([
        ["Una", 9, "Active", 2],
        ["Vic", 5, null, 1],
        ["Wes", null, null, 1],
      ]);
      const told = JSON.stringify(redact(report, ["open", "name", "contact", "demographic"]));
      for (const name of ["Una", "Vic", "Wes"]) expect(told).not.toContain(name);
    });

    it("T21 counts only events of the types, formats, dates and district asked for", async () => {
      const visits = await ask("BFI", { filters: [where("event_type", "campus_visit", "workplace_visit", "bfi")] });
      expect(facts(visits)).toMatchObject({ X60: 1, M10: 2 });
      expect(facts(await ask("STEM", { filters: [where("format", "virtual")] }))).toMatchObject({ X60: 1, M10: 0 });
      expect(facts(await ask("STEM", { filters: [where("district", 2)] }))).toMatchObject({ X60: 1, M10: 2, X22: 2 });
      expect(facts(await ask("STEM", { periods: [year(2024)] }))).toMatchObject({ X60: 1, M10: 2, X11_high: 0 });
    });

    it("has a row a period and one over both, counted again", async () => {
      const apart = await ask("STEM", { periods: [year(2024), year(2025)] });
      expect(cells(apart, "by_period", ["period", "X60", "M10", "X22"])).toEqual([
        ["SY24-25", 1, 2, 1],
        ["SY25-26 to date", 2, 2, 2],
        ["Total", 3, 3, 2],
      ]);
    });

    it("shows all pathways side by side, and counts what is of several once in the total", async () => {
      const report = await all();
      const columns = ["pathway", "X60", "M10", "X11_k8", "X11_high", "X11_unknown"];
      expect(cells(report, "by_pathway", columns)).toEqual([
        ["STEM", 3, 3, 3, 1, 0],
        ["Business", 1, 2, 2, 0, 0],
        ["BFI", 1, 2, 1, 0, 1],
        ["Health", 0, 0, 0, 0, 0],
        ["Construction/Trades", 0, 0, 0, 0, 0],
        ["Arts and Communication", 0, 0, 0, 0, 0],
        ["Total", 4, 4, 3, 1, 1],
      ]);
      expect(cells(report, "volunteers_by_pathway", ["pathway", "X22", "X221", "X222"])).toEqual([
        ["STEM", 2, 1, 1],
        ["Business", 1, 0, 1],
        ["BFI", 1, 0, 0],
        ["Health", 0, 0, 1],
        ["Construction/Trades", 0, 0, 0],
        ["Arts and Communication", 0, 0, 0],
        ["Total", 3, 1, 3],
      ]);
      expect(report.text).toBe(
        "4 sessions of 3 pathways held with 4 unique students (3 in K-8, 1 in 9-12, 1 of unknown level) and 3 volunteers, in SY24-25 to SY25-26 to date (1 Aug 2024 – 31 Jul 2026).",
      );
    });

    it("says which sessions were left out and by which rule", async () => {
      const report = await ask("STEM", { why: true });
      expect(cells(report, "left_out", ["rule", "event_title"])).toEqual(
        expect.arrayContaining([
          ["event cancelled (ruling E4)", "Snow"],
          ["event of another status (ruling E4)", "To come"],
          ["event of no pathway (ruling E8)", "Robotics night"],
        ]),
      );
      expect(cells(report, "mentions", ["session", "says"])).toEqual([["Robotics night", "robotics in its title"]]);
    });

    it("says so in words where nothing was held, and what to try", async () => {
      const long = await ask("STEM", { periods: [year(2016)] });
      expect(long.text).toBe(
        "No session of STEM was held in SY16-17 (1 Aug 2016 – 31 Jul 2017). Try a longer period, or ask why.",
      );
      expect(long.charts).toEqual([]);
      expect(tableOf(long, "sessions").empty).toBe(
        "No session of STEM in SY16-17 (1 Aug 2016 – 31 Jul 2017). Try a longer period or fewer filters.",
      );
    });

    it("can be held to a funder's selection of events; one without events holds it to none", async () => {
      const change = { name: "Funder A", by: "U1", now: NOW };
      await empty.pool.transaction((tx) =>
        addToSelection(tx, { ...change, events: [{ source: "salesforce", sourceId: "event-1" }] }),
      );
      const filters = [await selectionFilter(empty.pool, "funder a")];
      const report = await ask("STEM", { filters });
      expect(facts(report)).toMatchObject({ X60: 1, M10: 2, X22: 2, X222: 1 });
      expect(report.provenance?.filters).toEqual({ pathway: "STEM", event: "selection “Funder A”" });
      await empty.pool.transaction((tx) => addToSelection(tx, { ...change, name: "Funder B", events: [] }));
      expect(facts(await ask("STEM", { filters: [await selectionFilter(empty.pool, "Funder B")] }))).toMatchObject({
        X60: 0,
        M10: 0,
      });
      await expect(selectionFilter(empty.pool, "Funder C")).rejects.toThrow(
        "There is no selection called “Funder C”. Expected one of “Funder A”, “Funder B”.",
      );
    });

    it("names the sessions of the programme of its name that nothing says are of the pathway", async () => {
      const workshop = small.event({ date: "2018-10-01", type: "bfi", title: "BFI workshop" });
      small.participation({ event: workshop, contact: small.person("Zed", { kind: "student" }), role: "student" });
      small.event({ date: "2018-11-01", type: "bfi", title: "Of the pathway", pathways: ["BFI"] });
      await small.write();
      const texts = async (pathway: string) =>
        (await ask(pathway, { periods: [year(2018)] })).notices.map(({ text }) => text).join(" ");
      expect(await texts("BFI")).toContain(
        "1 session of the event type BFI, with 1 unique student, is not of the pathway BFI: no link, attendance, skill or topic says so (ruling E8). “report events” and “report students” with type:bfi count it",
      );
      expect(await texts("STEM")).not.toContain("event type");
    });
  });
});
