import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Period } from "../../src/domain/index.js";
import { derive } from "../../src/identity/index.js";
import type { Cell, Reply, Table } from "../../src/reply/index.js";
import { organizationReport } from "../../src/reports/index.js";
import { EVER, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";

/** Companies by name, so that a case reads as a sentence. */
interface Filled {
  readonly university: number;
  readonly company: number;
  readonly left: number;
  readonly twin: number;
  readonly other: number;
  readonly both: number;
}

function fill(small: SmallOrganization): Filled {
  const [university, company, left, twin, other, both] = [
    small.organization("University"),
    small.organization("Company"),
    small.organization("Left Behind"),
    small.organization("Twin Co"),
    small.organization("Other Co"),
    small.organization("Both Ways"),
  ];
  // T31: at the university until 1 August 2025, at the company from then on; at an event in October of both years.
  const mover = small.person("Mover");
  small.affiliation({
    contact: mover,
    organization: university,
    status: "past",
    start: "2020-08-01",
    end: "2025-07-31",
  });
  small.affiliation({ contact: mover, organization: company, isPrimary: true, start: "2025-08-01" });
  const early = small.event({ date: "2024-10-10", title: "October 2024" });
  const late = small.event({ date: "2025-10-10", title: "October 2025" });
  for (const event of [early, late]) small.participation({ event, contact: mover, hours: 1 });
  // T32: past, and nobody knows since when.
  const gone = small.person("Gone");
  small.affiliation({ contact: gone, organization: left, status: "past", start: "2019-01-01" });
  const shared = small.event({ date: "2025-11-05", title: "Shared" });
  small.participation({ event: shared, contact: gone, hours: 3 });
  // T33: of two organisations at once, and at one event for two hours.
  const torn = small.person("Torn");
  small.affiliation({ contact: torn, organization: twin, isPrimary: true, start: "2020-01-01" });
  small.affiliation({ contact: torn, organization: other, start: "2021-01-01" });
  small.participation({ event: shared, contact: torn, hours: 2 });
  // T26: an event in person for 5 students and a virtual one with a confirmed teacher; 3 volunteers, 5 hours.
  const [ann, ben, cat] = [small.person("Ann"), small.person("Ben"), small.person("Cat")];
  for (const contact of [ann, ben, cat]) small.affiliation({ contact, organization: both, start: "2020-01-01" });
  const inPerson = small.event({ date: "2025-12-01", title: "In person", headcount: 5 });
  small.participation({ event: inPerson, contact: ann, hours: 2 });
  small.participation({ event: inPerson, contact: ben, hours: 2 });
  const virtual = small.event({ date: "2025-12-02", title: "Virtual", format: "virtual" });
  small.participation({ event: virtual, contact: cat, hours: 1 });
  const [came, missed] = [small.person("Tess", { kind: "teacher" }), small.person("Tom", { kind: "teacher" })];
  small.participation({ event: virtual, contact: came, role: "teacher", confirmedAt: "2025-12-02T17:00:00.000Z" });
  small.participation({ event: virtual, contact: missed, role: "teacher", status: "no_show" });
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
  return { university, company, left, twin, other, both };
}

describe("organisations by the date, side by side, and as they are sent the report", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let of: Filled;
    const ask = (organizationIds: readonly number[], periods: readonly Period[], extra: object = {}) =>
      organizationReport(empty.pool, ORGANIZATION, {
        organizationIds,
        periods,
        today: TODAY,
        now: NOW,
        sample: false,
        ...extra,
      });
    const full = { full: true };
    const tableOf = (key: string, reply: Reply): Table => {
      const found = reply.tables.find((table) => table.key === key);
      if (!found) throw new Error(`no table ${key} among ${reply.tables.map((table) => table.key).join(", ")}`);
      return found;
    };
    const pick = (table: Table, row: readonly Cell[] | null, columns: readonly string[]) =>
      columns.map((column) => row?.[table.columns.findIndex((each) => each.key === column)]);
    const cells = (key: string, columns: readonly string[], reply: Reply) => {
      const table = tableOf(key, reply);
      return table.rows.map((row) => pick(table, row, columns));
    };
    const total = (key: string, columns: readonly string[], reply: Reply) => {
      const table = tableOf(key, reply);
      return pick(table, table.total, columns);
    };
    const fact = (key: string, { facts }: Reply) => facts.find((each) => each.key === key)?.value;
    const sessions = (reply: Reply) => cells("sessions", ["session"], reply).flat();

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      of = fill(small);
      await small.write();
      await derive(empty.pool, ORGANIZATION, NOW, { force: true });
    });
    afterAll(() => empty.drop());

    it("T31 a volunteer who moved counts for the university until then, for the company from then on", async () => {
      expect(sessions(await ask([of.university], [year(2024)]))).toEqual(["October 2024"]);
      expect(sessions(await ask([of.company], [year(2024)]))).toEqual([]);
      expect(sessions(await ask([of.university], [year(2025)]))).toEqual([]);
      expect(sessions(await ask([of.company], [year(2025)]))).toEqual(["October 2025"]);
      expect(cells("by_volunteer", ["volunteer", "status", "until"], await ask([of.university], [year(2024)]))).toEqual(
        [["Mover", "Former", "2025-07-31"]],
      );
    });

    it("T31 in full mode counts for both in both years, and says so", async () => {
      for (const id of [of.university, of.company]) {
        const report = await ask([id], [EVER], full);
        expect(sessions(report)).toEqual(["October 2025", "October 2024"]);
        expect([fact("X60", report), fact("M20", report), fact("M30", report)]).toEqual([2, 1, 2]);
        expect(report.notices.map(({ text }) => text)).toContain(
          "Everybody ever linked is counted, whatever the date and the credit: sessions may count for another organisation too.",
        );
        expect(report.provenance?.filters).toMatchObject({ counted: "everybody ever linked" });
      }
    });

    it("T32 a past tie without an end is hidden by default and shown in full mode", async () => {
      const hidden = await ask([of.left], [EVER]);
      expect(hidden.text).toBe(
        "No session was held with Left Behind of all time. Nobody of theirs is recorded at any session.",
      );
      const shown = await ask([of.left], [EVER], full);
      expect(cells("by_volunteer", ["volunteer", "status", "until", "M30"], shown)).toEqual([
        ["Gone", "Former", null, 3],
      ]);
    });

    it("T33 with two affiliations one organisation has the 2 h, by default", async () => {
      const report = await ask([of.twin, of.other], [EVER]);
      expect(cells("by_organisation", ["organisation", "X60", "M20", "M30"], report)).toEqual([
        ["Twin Co", 1, 1, 2],
        ["Other Co", 0, 0, 0],
      ]);
      expect(total("by_organisation", ["organisation", "X60", "M20", "M30"], report)).toEqual(["Together", 1, 1, 2]);
    });

    it("T33 in full mode each organisation sees the 2 h, and together they are 2 h of one person", async () => {
      const report = await ask([of.twin, of.other], [EVER], full);
      expect(cells("by_organisation", ["organisation", "X60", "M20", "M30"], report)).toEqual([
        ["Twin Co", 1, 1, 2],
        ["Other Co", 1, 1, 2],
      ]);
      expect(total("by_organisation", ["organisation", "X60", "M20", "M30"], report)).toEqual(["Together", 1, 1, 2]);
      expect([fact("X60", report), fact("M20", report), fact("M30", report)]).toEqual([1, 1, 2]);
      expect(cells("by_volunteer", ["volunteer", "organisation"], report)).toEqual([["Torn", "Other Co, Twin Co"]]);
    });

    it("T26 two events: 5 students in person, about 25 virtually, about 30 together; 3 volunteers, 5 h", async () => {
      const report = await ask([of.both], [year(2025)]);
      expect(report.text).toBe(
        "Both Ways: 3 volunteers gave 5 hours at 2 sessions (1 in person, 1 virtual) and reached about 5 students in person and about 25 virtually, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026). Local 2 of 3 (67%).",
      );
      expect(["X60", "X13", "M73", "students_together", "M20", "M30"].map((key) => fact(key, report))).toEqual([
        2, 5, 25, 30, 3, 5,
      ]);
      expect(report.facts.find(({ key }) => key === "students_together")?.note).toBe(
        "estimate: 5 in person and 25 virtually",
      );
    });

    it("T26 in full mode is the same where everybody is credited", async () => {
      const report = await ask([of.both], [year(2025)], full);
      expect(["X60", "X13", "M73", "M20", "M30"].map((key) => fact(key, report))).toEqual([2, 5, 25, 3, 5]);
      expect(cells("by_school_year", ["school_year", "X60", "X13", "M73"], report)).toEqual([
        ["SY25-26 to date", 2, 5, 25],
      ]);
    });

    it("T27 in person only: 1 event, 5 students, 4 h", async () => {
      const report = await ask([of.both], [year(2025)], { filters: [where("format", "in_person")] });
      expect(["X60", "X13", "M73", "M30"].map((key) => fact(key, report))).toEqual([1, 5, 0, 4]);
      expect(report.facts.map(({ key }) => key)).not.toContain("students_together");
      expect(report.provenance?.filters).toMatchObject({ organisation: "Both Ways", format: "in_person" });
    });

    it("puts several side by side in the order asked, with a line over all that is counted again", async () => {
      const asked = [of.both, of.university, of.company];
      const report = await ask(asked, [year(2024), year(2025)]);
      expect(report.title).toBe("Both Ways, University and Company: sessions, volunteers and reach");
      expect(cells("by_organisation", ["organisation", "X62", "X61", "M20", "M30", "X27", "activity"], report)).toEqual(
        [
          ["Both Ways", 1, 1, 3, 5, "2025-12-02", "active"],
          ["University", 1, 0, 1, 1, "2024-10-10", "quiet"],
          ["Company", 1, 0, 1, 1, "2025-10-10", "active"],
        ],
      );
      // Mover is one person of two organisations: 3 + 1 + 1 would be five.
      expect(total("by_organisation", ["organisation", "X62", "X61", "M20", "M30"], report)).toEqual([
        "Together",
        3,
        1,
        4,
        7,
      ]);
      expect(cells("by_organisation_and_period", ["organisation", "period", "X60", "M30"], report)).toEqual([
        ["Both Ways", "SY24-25", 0, 0],
        ["Both Ways", "SY25-26 to date", 2, 5],
        ["Both Ways", "Together", 2, 5],
        ["University", "SY24-25", 1, 1],
        ["University", "SY25-26 to date", 0, 0],
        ["University", "Together", 1, 1],
        ["Company", "SY24-25", 0, 0],
        ["Company", "SY25-26 to date", 1, 1],
        ["Company", "Together", 1, 1],
        ["Together", "SY24-25", 1, 1],
        ["Together", "SY25-26 to date", 3, 6],
        ["Together", "Together", 4, 7],
      ]);
      expect(report.charts.map(({ key, takeaway }) => [key, takeaway])[0]).toEqual([
        "organisations",
        "Most sessions were held with Both Ways (2), within 1 Aug 2024 – 31 Jul 2026.",
      ]);
    });

    it("names three at most in a sentence, and all of them in the table", async () => {
      const report = await ask([of.both, of.university, of.company, of.twin], [year(2025)]);
      expect(report.title).toBe("Both Ways and 3 others: sessions, volunteers and reach");
      expect(cells("by_organisation", ["organisation"], report).flat()).toEqual([
        "Both Ways",
        "University",
        "Company",
        "Twin Co",
      ]);
    });

    it("is sent to the organisation with a cover, sessions in person, virtual ones and volunteers, and nothing private", async () => {
      const report = await ask([of.both], [year(2025)], { edition: "external" });
      expect(report.title).toBe("Both Ways and PREP-KC: SY25-26 to date (1 Aug 2025 – 31 Jul 2026)");
      expect(report.text).toBe(
        "Thank you from PREP-KC: 3 volunteers of Both Ways gave 5 hours at 2 sessions and reached about 5 students in person, and about 25 in virtual classrooms, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(report.tables.map(({ title }) => title)).toEqual(["In person", "Virtual sessions", "Volunteers"]);
      expect(cells("in_person", ["date", "session", "M20", "M30", "X13", "students_from"], report)).toEqual([
        ["2025-12-01", "In person", 2, 4, 5, "an estimate"],
      ]);
      expect(cells("virtual", ["date", "session", "M20", "M30"], report)).toEqual([["2025-12-02", "Virtual", 1, 1]]);
      expect(cells("volunteers", ["volunteer", "X60", "M30"], report)).toEqual([
        ["Ann", 1, 2],
        ["Ben", 1, 2],
        ["Cat", 1, 1],
      ]);
      const columns = report.tables.flatMap((table) => table.columns);
      expect(columns.filter(({ type }) => type === "link")).toEqual([]);
      expect(new Set(columns.map(({ sensitivity }) => sensitivity))).toEqual(new Set(["open", "name"]));
      expect(columns.map(({ key }) => key)).not.toContain("status");
      expect(report.provenance?.bible).toBe("Metrics Bible v1.0 with rulings r1");
    });

    it("names nobody else in that edition, also where others were at the same session", async () => {
      const report = await ask([of.twin], [EVER], { edition: "external" });
      const told = JSON.stringify([report.text, report.facts, report.tables, report.notices]);
      expect(told).toContain("Torn");
      expect(told).not.toContain("Gone");
      expect(told).not.toContain("Other Co");
    });

    it("sends no edition about several at once", async () => {
      await expect(ask([of.twin, of.other], [EVER], { edition: "external" })).rejects.toMatchObject({
        code: "argument_invalid",
      });
    });

    it("asks nobody's figures for an organisation that nobody was ever linked to", async () => {
      await empty.pool.transaction((tx) =>
        tx.run(sql`INSERT INTO organization (id, source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, name, name_key, type)
          VALUES (99, 'salesforce', 'organization-99', 'hash', 1, ${NOW}, ${NOW}, 'Nobody Inc', 'nobody', 'Business')`),
      );
      const report = await ask([99], [EVER], full);
      expect(["X60", "M20", "M30", "X13", "M73", "M10"].map((key) => fact(key, report))).toEqual([0, 0, 0, 0, 0, 0]);
    });
  });
});
