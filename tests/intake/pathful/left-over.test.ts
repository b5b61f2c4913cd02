import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { readSuite } from "../../../src/expectations/index.js";
import { importDataset, Suites } from "../../../src/intake/index.js";
import { datasetNamed, placesOf } from "../../../src/sources/index.js";
import { listQuarantine } from "../../../src/watch/index.js";
import { countsOf, gridOf, inASetting, type Line, line, organization, professional } from "./setting.js";

const PEOPLE = "people in sessions";

inASetting((setting) => {
  const judged = (dataset: string, column: string, lines: readonly Line[]) => {
    const found = datasetNamed(dataset);
    if (found === undefined) throw new Error(`no dataset ${dataset}`);
    const grid = gridOf("file.xlsx", lines);
    const expectation = { type: "expect_column_values_to_not_be_null", kwargs: { column }, severity: "critical" };
    const suite = readSuite({
      name: dataset,
      expectations: [{ ...expectation, kwargs: { column, mostly: 0.1 } }],
      meta: {},
    });
    return importDataset({
      pool: setting().pool,
      organization,
      clock: { now: () => setting().now },
      dataset: found,
      grid,
      places: placesOf(grid, found.columns),
      origin: "file:file.xlsx",
      defaults: {},
      whole: false,
      trigger: "command",
      startedBy: "U1",
      judge: new Suites(new Map([[dataset, suite]])),
    });
  };

  describe("what does not go in", () => {
    it("is told by what it waits for, and counted as waiting and not as refused", async () => {
      const nowhere = { School: "Nowhere School" };
      const result = await setting().import([
        line({ ...nowhere, "User Auth Id": "1", Name: "Ada Quimby" }),
        line({ ...nowhere, "User Auth Id": "2", Name: "Bob Ferris" }),
        professional({ "User Auth Id": "3", Name: "Kurt Zander", "District or Company": "" }),
        professional({ "User Auth Id": "4", Name: "Kurt Zander", "District or Company": "" }),
        line({ "User Auth Id": "5", Date: "soon" }),
        line({ "User Auth Id": "6", Title: "" }),
      ]);
      expect(result.state).toBe("partial");
      expect(countsOf(result, PEOPLE)).toMatchObject({ read: 6, inserted: 1, quarantined: 5 });
      expect(result.objects.map(({ refused }) => refused)).toEqual([0, 0, 2]);
      expect(result.notices).toEqual([
        "2 rows wait for a school to be named, 1 for a volunteer to be recognised: open the questions.",
        "2 rows were refused. Line 6: Date is no date. Expected one as in 2026-01-15 10:00:00 or 01/15/2026. Line 7: The session has no Title.",
      ]);
      expect(result.tickets).toBe(2);
    });

    it("counts the questions of this file alone", async () => {
      await setting().import([line({ School: "Nowhere School" })]);
      setting().now = "2026-02-19T12:00:00.000Z";
      const next = { "Session ID": "sess-009", "User Auth Id": "9", Name: "Zoltan Quimby" };
      const result = await setting().import([line(next)]);
      expect([result.tickets, result.state, result.notices]).toEqual([0, "ok", []]);
      expect(await setting().tickets()).toHaveLength(1);
    });

    it("is found in the queue by the name of its dataset", async () => {
      await setting().import([line({ Date: "soon" })]);
      const rows = await listQuarantine(setting().pool, { object: "pathful-sessions", reason: null });
      expect(rows.map(({ reason }) => reason)).toEqual(["bad_value"]);
    });
  });

  describe("rows that their suite does not let in", () => {
    it("stay out of a Session Report, and go in when they are mended", async () => {
      const lines = [line(), professional({ Duration: "" })];
      const result = await judged("pathful-sessions", "duration", lines);
      expect(countsOf(result, PEOPLE)).toEqual({ read: 2, inserted: 1, quarantined: 1 });
      expect(await setting().waiting()).toMatchObject([{ reason: "expectation_failed", source_id: "sess-001#901" }]);
      const [waiting] = await setting().waiting();
      expect(waiting?.detail).toMatch(/^Line 3: Fails expect_column_values_to_not_be_null/);
      await judged("pathful-sessions", "duration", [line(), professional()]);
      expect(await setting().waiting()).toEqual([]);
      expect(await setting().participations()).toHaveLength(2);
    });

    it("stay out of a User Report", async () => {
      const user = { UserAuthId: "901", SignUpRole: "Professional", Name: "Victor Visitor", LoginEmail: "v@x.example" };
      const result = await judged("pathful-users", "loginEmail", [
        user,
        { ...user, UserAuthId: "902", Name: "Nora None", LoginEmail: "" },
      ]);
      expect(countsOf(result, "Pathful users")).toEqual({ read: 2, inserted: 1, quarantined: 1 });
      expect(await setting().waiting()).toMatchObject([{ reason: "expectation_failed", source_id: "902" }]);
    });
  });

  describe("a User Report that comes after the Session Report", () => {
    const user = {
      UserAuthId: "901",
      SignUpRole: "Professional",
      Name: "Victor Visitor",
      LoginEmail: "victor@techcorp.example",
      NotificationEmail: "vv@home.example",
      JobTitle: "Engineer",
    };
    const addresses = async () =>
      (await setting().pool.db.contactEmail.findMany({ orderBy: { address: "asc" } })).map(({ address }) => address);

    it("gives its addresses to those who were made from Pathful, at once and for good", async () => {
      await setting().import([line(), professional()]);
      await setting().import([user], "pathful-users");
      expect(await setting().people()).toMatchObject([{}, { email: "victor@techcorp.example", title: "Engineer" }]);
      expect(await addresses()).toEqual(["victor@techcorp.example", "vv@home.example"]);
      const again = await setting().import([user], "pathful-users");
      expect(again.objects.map(({ label }) => label)).toEqual(["Pathful users"]);
      const report = await setting().import([line(), professional()]);
      for (const { counts } of report.objects) expect([counts.inserted, counts.updated]).toEqual([0, 0]);
    });
  });

  describe("an answer that is given while an import runs", () => {
    it("lets its rows in at the end of that import", async () => {
      await setting().import([line({ School: "Nowhere School" })]);
      const question = await setting().ticket("school");
      const school = await setting().pool.db.school.findFirst();
      const found = datasetNamed("pathful-sessions");
      if (found === undefined || school === null) throw new Error("no dataset or no school");
      const grid = gridOf("other.xlsx", [line({ "Session ID": "s2", "User Auth Id": "7", Name: "Zoltan Quimby" })]);
      let answered: Promise<unknown> | null = null;
      const result = await importDataset({
        pool: setting().pool,
        organization,
        clock: { now: () => setting().now },
        dataset: found,
        grid,
        places: placesOf(grid, found.columns),
        origin: "file:other.xlsx",
        defaults: {},
        whole: false,
        trigger: "command",
        startedBy: "U1",
        // The plan is made when the rows of people are told of: this import will not take the waiting row up by itself.
        progress: ({ stage }) => {
          if (stage === PEOPLE) answered ??= setting().answer(question.id, `${school.source}:${school.source_id}`);
        },
      });
      expect(result.error).toBeNull();
      await answered;
      expect((await setting().participations()).map(({ source_id }) => source_id)).toEqual(["s2#7", "sess-001#501"]);
      expect(await setting().waiting()).toEqual([]);
      expect(await setting().pool.query(sql`SELECT key FROM pool_fact WHERE key LIKE ${"answers%"}`)).toEqual([]);
    });
  });
});
