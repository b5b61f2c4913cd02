import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainReply, metricReply, recordsReply, weeklyMetricsReport } from "../../src/reports/index.js";
import { days, EVER, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

describe("the reply on a metric", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let small: SmallOrganization;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      small = new SmallOrganization(empty.pool);
      const [kck, gv] = [small.district("KCK"), small.district("Grandview")];
      const hills = small.organization("Hill's");
      const [ann, ben] = [small.person("Ann"), small.person("Ben")];
      const both = small.event({ date: "2025-09-10", districts: [kck, gv], title: "Both" });
      const one = small.event({ date: "2025-11-11", districts: [kck], title: "One", type: "dia" });
      small.event({ date: "2026-02-03", title: "This month", format: "virtual" });
      small.event({ date: "2026-04-04", title: "To come", status: "Confirmed" });
      small.event({ date: "2024-09-09", districts: [gv], title: "Before" });
      small.attendance({ event: both, students: 65, rooms: 3, rotations: 2 });
      small.participation({ event: both, contact: ann, hours: 2, organization: hills });
      small.participation({ event: both, contact: ben, hours: 1 });
      small.participation({ event: one, contact: ann, hours: 1.5, organization: hills });
      small.participation({ event: one, contact: small.person("Eve", { excluded: true }) });
      await small.write();
    });
    afterAll(() => empty.drop());
    const circumstances = { today: TODAY, now: "2026-02-15T18:00:00.000Z", sample: true };
    const ask = (metric: string, extra: object = {}) =>
      metricReply(empty.pool, ORGANIZATION, { metric, periods: [year(2025)], ...circumstances, ...extra });

    it("answers with one fact under the metric's id, in a sentence with exact dates", async () => {
      const reply = await ask("m20", { filters: [where("district", 1)] });
      expect(reply.facts.map(({ key, metric, value }) => [key, metric, value])).toEqual([["M20", "M20", 2]]);
      expect(reply.text).toBe(
        "Unique volunteers reached: 2 in SY25-26 to date (1 Aug 2025 – 31 Jul 2026), district 1.",
      );
      expect(reply.tables).toEqual([]);
      expect(reply.provenance?.filters).toEqual({ district: "1" });
    });

    it("gives one table whose first column is the dimension, with Unknown and a total that is not the sum", async () => {
      const reply = await ask("M60", { by: "district" });
      expect(reply.tables.map(({ columns, rows, total }) => [columns.map(({ key }) => key), rows, total])).toEqual([
        [
          ["district", "M60", "share"],
          [
            ["KCK", 2, 0.5],
            ["Grandview", 1, 0.25],
            ["Unknown", 2, 0.5],
          ],
          ["Total", 4, 1],
        ],
      ]);
      expect(reply.facts[0]?.note).toBe("of which still to come: 1");
      expect(reply.notices.map(({ text }) => text)).toContain(
        "An event of several districts counts in full in each, and once in the total.",
      );
      expect(reply.charts.map(({ takeaway }) => takeaway)).toEqual(["Most: KCK, 2; Unknown, 2 (SY25-26 to date)."]);
    });

    it("says where the data lies when a period is before or after all of it", async () => {
      const said = async (first: number) =>
        (await ask("M20", { periods: [year(first)] })).notices.map(({ text }) => text);
      const words =
        "No event is recorded in this period. The events that are recorded fall within 9 Sep 2024 – 4 Apr 2026.";
      expect(await said(1990)).toContain(words);
      expect(await said(2030)).toContain(words);
      // Nobody volunteered, but there was an event.
      expect(await said(2024)).not.toContain(words);
    });

    it("tells a figure of teachers as not known, and never as 0, where none is confirmed at the sessions held", async () => {
      const reply = await ask("M73", { periods: [year(2023), year(2025)] });
      expect(reply.text).toBe(
        "Estimated students (virtual): not known within 1 Aug 2023 – 31 Jul 2026 (SY23-24 0, SY25-26 to date not known).",
      );
      expect(reply.facts.map(({ value, note }) => [value, note])).toEqual([[null, undefined]]);
      expect(reply.tables[0]?.rows).toEqual([["Estimated students (virtual)", 0, null, null, null, null]]);
      expect(reply.notices.map(({ text }) => text)).toContain(
        "No teacher's attendance is confirmed at the one virtual session held: teachers, classrooms, experiences and students reached there are not known, which is not 0.",
      );
      const monthly = await ask("M80", { by: "month" });
      expect(monthly.facts[0]?.value).toBeNull();
      expect((await ask("M80", { periods: [year(2024)] })).facts[0]?.value).toBe(0);
    });

    it("gives one column per period, the change to each, and one over their union, counted again", async () => {
      const reply = await ask("M60", { periods: [year(2024), year(2025)], by: "district" });
      expect(reply.tables[0]?.columns.map(({ key }) => key)).toEqual([
        "district",
        "sy24_25",
        "sy25_26",
        "sy25_26_change",
        "sy25_26_change_percent",
        "together",
        "share",
      ]);
      expect(reply.tables[0]?.rows).toEqual([
        ["Grandview", 1, 1, 0, 0, 2, 0.4],
        // From nothing there is no percent.
        ["KCK", 0, 2, 2, null, 2, 0.4],
        ["Unknown", 0, 2, 2, null, 2, 0.4],
      ]);
      expect(reply.tables[0]?.total).toEqual(["Total", 1, 4, 3, 3, 5, 1]);
    });

    it("says each period's figure with the change, and draws them as a trend", async () => {
      const reply = await ask("M60", { periods: [year(2023), year(2024), year(2025)] });
      expect(reply.text).toBe(
        "Total events and sessions: 5 within 1 Aug 2023 – 31 Jul 2026 (of which still to come: 1; SY23-24 0, SY24-25 1: +1, SY25-26 to date 4: +3 (+300%)).",
      );
      expect(reply.tables[0]?.rows).toEqual([["Total events and sessions", 0, 1, 1, null, 4, 3, 3, 5]]);
      expect(reply.charts.map(({ key, takeaway }) => [key, takeaway])).toEqual([
        ["m60_by_period", "Most: SY25-26 to date, 4 (SY23-24 to SY25-26 to date)."],
      ]);
    });

    it("keeps what is cut by a person's name as private as the name", async () => {
      const [byName] = (await ask("M30", { by: "volunteer" })).tables;
      expect(byName?.rows).toEqual([
        ["Ann", 3.5, 3.5 / 4.5],
        ["Ben", 1, 1 / 4.5],
      ]);
      expect(new Set(byName?.columns.map(({ sensitivity }) => sensitivity))).toEqual(new Set(["name"]));
    });

    it("lists and draws months without gaps: to today, or to the last that has something", async () => {
      const reply = await ask("M60", { by: "month" });
      expect(reply.tables[0]?.rows.map((row) => row.slice(0, 2))).toEqual([
        ["2025-08", 0],
        ["2025-09", 1],
        ["2025-10", 0],
        ["2025-11", 1],
        ["2025-12", 0],
        ["2026-01", 0],
        ["2026-02", 1],
        ["2026-03", 0],
        ["2026-04", 1],
      ]);
      const values =
        (reply.charts[0]?.spec.data as { values: { label: string; value: number }[] } | undefined)?.values ?? [];
      expect(values.map(({ label, value }) => [label, value]).slice(0, 3)).toEqual([
        ["Aug 2025", 0],
        ["Sep 2025", 1],
        ["Oct 2025", 0],
      ]);
      expect(values).toHaveLength(9);
    });

    it("lists school years without gaps, and of several periods no month between them", async () => {
      const years = await ask("M60", { by: "school_year", periods: [days("2022-08-01", null)] });
      expect(years.tables[0]?.rows.map((row) => row.slice(0, 2))).toEqual([
        ["SY22-23", 0],
        ["SY23-24", 0],
        ["SY24-25", 1],
        ["SY25-26", 4],
      ]);
      const apart = await ask("M60", {
        by: "month",
        periods: [days("2024-08-01", "2024-09-30"), days("2025-09-01", "2025-10-31")],
      });
      expect(apart.tables[0]?.rows.map((row) => row.slice(0, 3))).toEqual([
        ["2024-08", 0, 0],
        ["2024-09", 1, 0],
        ["2025-09", 0, 1],
        ["2025-10", 0, 0],
      ]);
      expect((await ask("M60", { by: "month", periods: [EVER] })).tables[0]?.rows[0]).toEqual(["2024-09", 1, 0.2]);
    });

    it("warns before all else until Salesforce was read in full and worked in", async () => {
      const warning = "Salesforce has not been read in full yet: figures are incomplete.";
      const first = async () => (await ask("M20")).notices[0]?.text;
      const records = await recordsReply(empty.pool, ORGANIZATION, {
        metric: "M20",
        periods: [EVER],
        ...circumstances,
      });
      const week = await weeklyMetricsReport(empty.pool, ORGANIZATION, circumstances);
      expect([await first(), records.notices[0]?.text, week.notices[0]?.text]).toEqual([warning, warning, warning]);
      const small = new SmallOrganization(empty.pool);
      small.synced("salesforce", "2026-02-15T08:00:00.000Z");
      await small.write();
      const underWay = "Salesforce is being read right now: figures may change in a moment.";
      expect(await first()).toBe(underWay);
      await empty.pool.write((db) => db.poolFact.create({ data: { key: "derive", value: "clean" } }));
      expect([warning, underWay]).not.toContain(await first());
      await empty.pool.write((db) => db.poolFact.update({ where: { key: "derive" }, data: { value: "dirty" } }));
      expect(await first()).toBe(underWay);
    });

    it("gives a table of types for M120 and of events for M110", async () => {
      const types = await ask("M120");
      expect(types.tables[0]?.rows).toEqual([
        ["Career Fair", 3, 0.75],
        ["DIA (Data in Action)", 1, 0.25],
      ]);
      expect(types.facts[0]?.value).toBe(4);
      const ratios = await ask("M110");
      expect(ratios.tables[0]?.rows.map((row) => row.slice(0, 2).concat(row[4] ?? null))).toEqual([
        ["Both", "2025-09-10", 43],
      ]);
      expect(ratios.facts).toEqual([]);
    });

    it("cuts M110 by anything it is kept by, and counts an event once however many rows it has", async () => {
      const by = async (dimension: string) => {
        const reply = await ask("M110", { by: dimension });
        const [{ columns, rows } = { columns: [], rows: [] }] = reply.tables;
        return { keys: columns.map(({ key }) => key), seen: columns[0]?.sensitivity, rows, text: reply.text };
      };
      const districts = await by("district");
      expect(districts.rows.map(([district, event]) => [district, event])).toEqual([
        ["Grandview", "Both"],
        ["KCK", "Both"],
      ]);
      expect(districts.text).toContain("1 event with the numbers for it");
      const own = ["event", "date", "event_type", "school", "M110", "record"];
      expect((await by("school")).keys).toEqual(["school", ...own.filter((key) => key !== "school")]);
      expect((await by("event_type")).keys).toEqual(["event_type", ...own.filter((key) => key !== "event_type")]);
      expect((await by("month")).rows[0]?.[0]).toBe("2025-09");
      // Whose figure it is, is a name.
      const volunteers = await ask("M110", { by: "volunteer" });
      expect(new Set(volunteers.tables[0]?.columns.map(({ sensitivity }) => sensitivity))).toEqual(new Set(["name"]));
      expect(volunteers.tables[0]?.rows).toHaveLength(2);
      expect(volunteers.text).toContain("1 event with the numbers for it");
    });

    it("says of an own figure that it is not in the Metrics Bible", async () => {
      expect((await ask("X60")).notices.map(({ text }) => text)).toContain("This figure is not in the Metrics Bible.");
    });

    it("says what has no known district when one is asked for", async () => {
      expect((await ask("M60", { filters: [where("district", 1)] })).notices.map(({ text }) => text)).toContain(
        "2 events of the period have no known district; see by:district.",
      );
    });

    it("refuses a dimension that the metric does not have", async () => {
      await expect(ask("M73", { by: "volunteer" })).rejects.toMatchObject({ code: "argument_invalid" });
    });

    it("explains a metric: definition, rulings, SQL and parameters", async () => {
      const reply = await explainReply(empty.pool, ORGANIZATION, {
        metric: "M20",
        periods: [year(2025)],
        ...circumstances,
      });
      expect(reply.text).toBe("Distinct volunteers who attended at least one event that was not cancelled.");
      expect(reply.tables.map(({ key }) => key)).toEqual(["rulings", "sql", "parameters"]);
      expect(reply.tables[1]?.rows.flat().join("\n")).toContain("COUNT(DISTINCT");
      expect(reply.tables[2]?.rows.map((row) => row[1])).toContain("2025-08-01");
    });

    it("lists the records behind a number, with names marked as names", async () => {
      const reply = await recordsReply(empty.pool, ORGANIZATION, { metric: "M30", periods: [EVER], ...circumstances });
      expect(reply.text).toBe("3 volunteer participations stand behind Total volunteer hours of all time.");
      expect(reply.tables[0]?.rows).toHaveLength(3);
      expect(reply.tables[0]?.columns.find(({ key }) => key === "person_name")?.sensitivity).toBe("name");
      // Labels, not keys.
      expect(reply.tables[0]?.rows[0]?.slice(2, 5)).toEqual(["One", "DIA (Data in Action)", "In person"]);
    });

    it("reports the last full week with the change since the week before", async () => {
      // 15 February 2026 is a Sunday: the last full week ends on the 8th.
      const reply = await weeklyMetricsReport(empty.pool, ORGANIZATION, circumstances);
      expect(reply.provenance?.period).toMatchObject({ start: "2026-02-02", end: "2026-02-08" });
      expect(reply.tables[0]?.rows[0]).toEqual(["Sessions held", 1, 0, 1, null]);
      expect(reply.text).toBe(
        "2 Feb 2026 – 8 Feb 2026: 1 session held (1 more than the week before), with 0 volunteers giving 0 hours and 0 students on the rosters.",
      );
      expect(reply.charts).toHaveLength(1);
      expect(reply.facts.find(({ key }) => key === "M20")?.unit).toBe("volunteers");
    });

    it("counts in the footer of a week what was left out in that week alone", async () => {
      const excluded = async (today: string) =>
        (await weeklyMetricsReport(empty.pool, ORGANIZATION, { ...circumstances, today })).provenance?.counts.excluded;
      expect([await excluded("2025-11-17"), await excluded("2025-11-24")]).toEqual([1, 0]);
    });

    it("draws no bars that are all alike: they say no more than their number", async () => {
      const fair = small.event({ date: "2022-10-10", title: "Four of them" });
      for (const name of ["V1", "V2", "V3", "V4"])
        small.participation({ event: fair, contact: small.person(name), hours: 2 });
      await small.write();
      const asked = { periods: [year(2022)], by: "volunteer" } as const;
      expect((await ask("M30", asked)).charts).toEqual([]);
      expect((await ask("M30", { ...asked, periods: [year(2025)] })).charts).toHaveLength(1);
    });
  });
});
