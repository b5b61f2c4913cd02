import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { type ReportInput, recordId, sampleReportIds, sampleReports } from "../../sandbox/salesforce/index.js";
import type { ReplyJson } from "../../src/reply/index.js";
import { salesforceReport } from "../../src/reports/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import type { SavedReport } from "../../src/sources/index.js";
import { readEvents } from "../plain/events.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const YEAR = { start: "2026-08-01", end: "2027-07-31" };
const { sessions, hours, students, contacts, board, joined, matrix } = sampleReportIds;
const factsOf = (json: ReplyJson) => Object.fromEntries(json.facts.map(({ key, value }) => [key, value]));
const TERMINAL = { at: "terminal", as: "admin" } as const;

onBothEngines((engine) => {
  const office = withOffice(engine);
  const link = (id: string) => `https://prep-kc.lightning.force.com/lightning/r/Report/${id}/view`;

  /** Ids of sessions that the saved report finds: Completed, by the UTC day. */
  const inSalesforce = (): Set<string> =>
    new Set(
      office()
        .world.rows()
        .Session__c.filter(
          (row) =>
            row.IsDeleted !== true &&
            row.Session_Status__c === "Completed" &&
            String(row.Start_Date_and_Time__c) >= YEAR.start &&
            String(row.Start_Date_and_Time__c) < "2027-08-01",
        )
        .map(({ Id }) => String(Id)),
    );
  /** Ids of sessions held that the plain calculation counts, by the local day. */
  const held = (): Set<string> => {
    const { world } = office();
    const events = readEvents(world.rows(), world.rules);
    return new Set(
      [...events.values()]
        .filter(({ isHeld, day }) => isHeld && day >= YEAR.start && day <= YEAR.end)
        .map(({ id }) => id),
    );
  };

  describe("report salesforce", () => {
    it("runs a saved report by its link and shows its rows, filters and figures", async () => {
      const json = await office().json(`report salesforce ${link(sessions)}`, TERMINAL);
      const there = inSalesforce();
      expect(there.size).toBeGreaterThan(3);
      expect(json.title).toBe("Salesforce report: Completed sessions SY26-27");
      expect(factsOf(json)).toEqual({ rows: there.size, aggregate_1: there.size, named_event: there.size });
      expect(rowsOf(json, "rows")).toHaveLength(there.size);
      expect(rowsOf(json, "filters").map(({ field, operator, value }) => [field, operator, value])).toEqual([
        ["Start Date and Time", "between", "1 Aug 2026 – 31 Jul 2027"],
        ["Session Status", "is", "Completed"],
      ]);
    });

    it("takes the bare id, and an address as Slack sends it", async () => {
      const bare = await office().json(`report salesforce ${sessions.slice(0, 15)}`, TERMINAL);
      const slack = await office().json(`report salesforce <${link(sessions)}>`, TERMINAL);
      expect(bare.facts).toEqual(slack.facts);
    });

    it("beside a figure of events says what is in both, and why each other is not", async () => {
      const { world } = office();
      const json = await office().json(`report salesforce ${sessions} against:X60 SY26-27`, TERMINAL);
      const [there, here] = [inSalesforce(), held()];
      const both = [...there].filter((id) => here.has(id));
      expect(factsOf(json)).toMatchObject({
        X60: here.size,
        rows: there.size,
        in_both: both.length,
        only_there: there.size - both.length,
        only_here: here.size - both.length,
      });
      const told = rowsOf(json, "differences");
      expect(new Set(told.filter(({ where }) => where === "only here").map(({ id }) => id))).toEqual(
        new Set([...here].filter((id) => !there.has(id))),
      );
      const statusOf = new Map(world.rows().Session__c.map(({ Id, Session_Status__c }) => [Id, Session_Status__c]));
      for (const { where, id, why } of told) {
        expect(String(why).length, String(id)).toBeGreaterThan(10);
        if (where === "only here")
          expect(["Simulcast", "Successfully Completed"], String(id)).toContain(statusOf.get(id));
      }
    });

    it("beside a figure of people explains each participation by the rule that leaves it out", async () => {
      const json = await office().json(`report salesforce ${hours} against:M20 SY26-27`, TERMINAL);
      const counted = await office().pool.query<{ id: string }>(sql`
        SELECT p.source_id AS id FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id
        WHERE p.role = 'volunteer' AND p.counts = TRUE AND p.deleted_at IS NULL AND e.deleted_at IS NULL AND c.deleted_at IS NULL
          AND c.excluded = FALSE AND e.status <> 'Cancelled' AND e.local_date BETWEEN ${YEAR.start} AND ${YEAR.end}`);
      const wanted = new Set(["Attended", "Completed", "Successfully Completed", "No-Show"]);
      const dayOf = new Map(
        office()
          .world.rows()
          .Session__c.filter((row) => row.IsDeleted !== true)
          .map((row) => [row.Id, String(row.Start_Date_and_Time__c ?? "")]),
      );
      const there = new Map(
        office()
          .world.rows()
          .Session_Participant__c.filter((row) => {
            const day = dayOf.get(row.Session__c) ?? "";
            const isOfYear = day >= YEAR.start && day < "2027-08-01";
            return (
              row.IsDeleted !== true &&
              row.Participant_Type__c === "Volunteer" &&
              wanted.has(String(row.Status__c)) &&
              isOfYear
            );
          })
          .map((row) => [String(row.Id), String(row.Status__c)]),
      );
      const here = new Set(counted.map(({ id }) => id));
      const both = [...there.keys()].filter((id) => here.has(id));
      expect(both.length).toBeGreaterThan(5);
      expect(factsOf(json)).toMatchObject({
        rows: there.size,
        in_both: both.length,
        only_there: there.size - both.length,
        only_here: here.size - both.length,
      });
      const missed = rowsOf(json, "differences").filter(({ id }) => there.get(String(id)) === "No-Show");
      expect(missed.length).toBeGreaterThan(0);
      for (const { why } of missed) expect(why).toContain("not attended: No-Show (ruling A1)");
      expect(rowsOf(json, "groups").map(({ group_1 }) => group_1)).toContain("Attended");
    });

    it("names hours that are credited here and not recorded there", async () => {
      const json = await office().json(`report salesforce ${hours} against:M30 SY26-27`, TERMINAL);
      const other = rowsOf(json, "differences").filter(({ where }) => where === "other hours");
      const blank = new Set(
        office()
          .world.rows()
          .Session_Participant__c.filter(({ Delivery_Hours__c: given }) => given === null || Number(given) <= 0)
          .map(({ Id }) => Id),
      );
      expect(other.length).toBeGreaterThan(0);
      for (const { id, why } of other) {
        expect(blank.has(String(id)), String(id)).toBe(true);
        expect(why).toMatch(/credited here, (?:0|none recorded) there/);
      }
    });

    it("tells records that are not read yet, left out by a person, outside the period, and under another filter", async () => {
      const { world } = office();
      const [event = "", other = ""] = [...held()].filter((id) => inSalesforce().has(id));
      const fresh = world.org.insert("Session__c", {
        Name: "Made a minute ago",
        Session_Status__c: "Completed",
        Format__c: "In-Person",
        Start_Date_and_Time__c: "2026-09-01T16:00:00.000Z",
      });
      world.org.edit("Session__c", other, { Session_Status__c: "Confirmed" });
      const why = async (line: string) =>
        new Map(rowsOf(await office().json(line, TERMINAL), "differences").map(({ id, why: reason }) => [id, reason]));
      const told = await why(`report salesforce ${sessions} against:X60 SY26-27`);
      expect(told.get(fresh)).toContain("not in the pool: not read yet");
      expect(told.get(other)).toContain("or Salesforce has changed since it was last read");
      expect((await why(`report salesforce ${sessions} against:X60 2020`)).get(event)).toContain("outside the period");
      const format = await why(`report salesforce ${sessions} against:X62 SY26-27 format:virtual`);
      expect([...format.values()].some((each) => String(each).includes("outside the filters asked for"))).toBe(true);
      world.org.purge("Session__c", fresh, { forget: true });
      world.org.edit("Session__c", other, { Session_Status__c: "Completed" });
    });

    it("beside a figure that its columns cannot name says so, and what to add in Salesforce", async () => {
      const json = await office().json(`report salesforce ${contacts} against:X60 SY26-27`, TERMINAL);
      expect(json.notices.map(({ text }) => text).join("\n")).toContain(
        "No column of the report names records that X60 counts",
      );
      expect(json.tables.map(({ key }) => key)).not.toContain("differences");
    });

    it("of contacts compares people, two records of one being one person", async () => {
      const json = await office().json(`report salesforce ${contacts} against:M20 SY26-27`, TERMINAL);
      const facts = factsOf(json);
      expect(Number(facts.in_both) + Number(facts.only_here)).toBe(facts.M20);
      expect(facts.in_both).toBeGreaterThan(10);
      expect(Number(facts.in_both) + Number(facts.only_there)).toBeLessThan(Number(facts.rows));
      expect(json.notices.map(({ text }) => text).join("\n")).toContain(
        "already counted by another record (ruling P1)",
      );
      const told = rowsOf(json, "differences").map(({ why }) => String(why));
      expect(told.some((each) => each.includes("outside the period"))).toBe(true);
      for (const why of told) expect(why.length).toBeGreaterThan(10);
    });

    it("shows a matrix by both its groups", async () => {
      const json = await office().json(`report salesforce ${matrix}`, TERMINAL);
      expect(rowsOf(json, "groups").some(({ group_1, group_2 }) => group_1 === "In-Person" && group_2 !== "all")).toBe(
        true,
      );
    });

    it("shows names, addresses and colour only where they may stand", async () => {
      const { world } = office();
      const someone = world
        .rows()
        .Contact.find(({ Email, Contact_Type__c }) => Email !== null && Contact_Type__c === "Volunteer");
      const name = `${someone?.FirstName} ${someone?.LastName}`;
      const inChannel = await office().everythingTold(`report salesforce ${contacts}`, { at: "channel" });
      expect(inChannel).not.toContain(String(someone?.Email));
      expect(inChannel).not.toContain(name);
      const trusted = await office().everythingTold(`report salesforce ${contacts}`, { at: "trusted" });
      expect(trusted).not.toContain(String(someone?.Email));
      const privately = await office().json(`report salesforce ${contacts}`, TERMINAL);
      expect(JSON.stringify(privately)).toContain(String(someone?.Email));
    });

    it("of students says counts alone, and that Salesforce shows 2,000 rows at most", async () => {
      const { world } = office();
      const [one] = world.rows().Session_Participant__c.filter((row) => row.Participant_Type__c === "Student");
      const copies = Array.from({ length: 2001 }, (_, n) => ({
        Id: recordId("a0P", 90_000_000 + n),
        Contact__c: String(one?.Contact__c),
        Session__c: String(one?.Session__c),
        Participant_Type__c: "Student",
        Status__c: "Attended",
      }));
      world.org.load({ Session_Participant__c: copies });
      const pupil = world.rows().Contact.find(({ Contact_Type__c }) => Contact_Type__c === "Student");
      const told = await office().everythingTold(`report salesforce ${students}`, { at: "direct", as: "admin" });
      expect(told).not.toContain(`${pupil?.FirstName} ${pupil?.LastName}`);
      expect(told).toContain("Rows of students are shown nowhere in Slack");
      expect(told).toContain("Salesforce shows at most 2,000 rows of a report");
    });

    describe("that somebody saved to show students", () => {
      const [participants] = sampleReports("2026-11-21").filter(({ id }) => id === students);
      const idOf = (n: number) => recordId("00O", n);
      const save = (changed: Pick<ReportInput, "id" | "developerName"> & Partial<ReportInput>) => {
        if (participants === undefined) throw new Error("no report of participants");
        office().world.org.saveReport({ ...participants, ...changed });
      };
      /** Names of students that stand in what was told. */
      const pupilsIn = (told: string) =>
        office()
          .world.rows()
          .Contact.filter(({ Contact_Type__c }) => Contact_Type__c === "Student")
          .map(({ FirstName, LastName }) => `${FirstName} ${LastName}`)
          .filter((name) => told.includes(name));
      const privately = (id: string) =>
        office().everythingTold(`report salesforce ${id}`, { at: "direct", as: "admin" });
      const columns = (participants?.columns ?? []).filter(({ path }) => path !== "Id");

      it("hides them where no column says whose record a row is, and its filter alone asks for them", async () => {
        const plain = columns.map(({ idPath: _, ...rest }) => ({ ...rest, dataType: "string" as const }));
        const detail = plain.slice(0, 2).map(({ name }) => name);
        save({ id: idOf(71), developerName: "Names_alone", columns: plain, detail });
        const told = await privately(idOf(71));
        expect(told).toContain("Rows of students are shown nowhere in Slack");
        expect(pupilsIn(told)).toEqual([]);
      });

      it("hides them in a column behind another one of contacts", async () => {
        const contactOf = async (kind: string) => {
          const [found] = await office().pool.query<{ id: string; name: string }>(
            sql`SELECT source_id AS id, full_name AS name FROM contact WHERE kind = ${kind} AND source = 'salesforce' ORDER BY id`,
          );
          if (found === undefined) throw new Error(`no ${kind}`);
          return { value: found.id, label: found.name };
        };
        const [volunteer, student] = [await contactOf("volunteer"), await contactOf("student")];
        const column = (name: string): SavedReport["columns"][number] => ({
          name,
          label: name,
          type: "reference",
          isLookup: true,
        });
        const saved: SavedReport = {
          id: idOf(72),
          name: "Who was hosted by whom",
          description: null,
          about: "",
          format: "tabular",
          isWhole: true,
          columns: [column("Host__c"), column("Contact__c")],
          rows: [[volunteer, student]],
          rowGroups: [[]],
          groupings: [],
          groups: [],
          aggregates: [],
          filters: [],
          logic: null,
          dates: null,
        };
        const { pool } = office();
        const now = "2026-11-21T12:00:00.000Z";
        const asked = { saved, against: null, today: "2026-11-21", now, sample: true };
        const { tables } = await salesforceReport(pool, organizationSchema.parse(undefined), asked);
        const rows = tables.find(({ key }) => key === "rows");
        expect(rows?.columns.map(({ sensitivity }) => sensitivity)).toEqual(["student", "student"]);
      });
    });

    it("asks for the period of a figure, and refuses one without a figure", async () => {
      const ask = await office().ask(`report salesforce ${sessions} against:M20`);
      expect(ask.missing).toEqual(["period"]);
      const [first] = ask.choices;
      expect((await office().run(first?.line ?? "")).kind).toBe("reply");
      expect(await office().failure(`report salesforce ${sessions} SY24-25`)).toMatchObject({
        code: "argument_missing",
        text: expect.stringContaining("Expected against:"),
      });
      expect((await office().failure(`report salesforce ${sessions} against:nonsense 2025`)).text).toContain(
        "No figure is called “nonsense”",
      );
    });

    it.each([
      ["there is no such report", recordId("00O", 77), "not_found"],
      ["its folder is not shared", board, "salesforce_permission_missing"],
      ["it is a joined one", joined, "argument_invalid"],
      ["it is no report", "everything", "argument_invalid"],
    ])("says what to do where %s", async (_, id, code) => {
      const failure = await office().failure(`report salesforce ${id}`);
      expect(failure.code).toBe(code);
      expect(failure.text.length).toBeGreaterThan(40);
    });

    it("is for staff", async () => {
      expect((await office().failure(`report salesforce ${sessions}`, { as: "coordinator" })).code).toBe("not_allowed");
    });
  });
});
