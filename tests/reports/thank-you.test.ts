import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cell, type Reply, renderCsv, type Table } from "../../src/reply/index.js";
import { organizationReport, type ThankYouAsked, thankYouReport, withThanks } from "../../src/reports/index.js";
import { ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";
const PERIOD = year(2025);

/** The leaderboard of five: Victor 10 h at 4 events, Jordan 8 at 2, Casey 6 at 3, Ella 3 at 2, Sam 1 at 1; and what must not count. */
function fill(small: SmallOrganization): void {
  const [techcorp, eduorg] = [small.organization("TechCorp"), small.organization("EduOrg")];
  const given = [
    { name: "Victor Vale", organization: techcorp, hours: [4, 3, 2, 1] },
    { name: "Jordan Jay", organization: eduorg, hours: [5, 3] },
    { name: "Casey Cole", organization: techcorp, hours: [3, 2, 1] },
    { name: "Ella East", organization: eduorg, hours: [2, 1] },
    { name: "Sam Stone", hours: [1] },
  ];
  const events = ["2025-09-01", "2025-09-02", "2025-09-03", "2025-09-04"].map((date, place) =>
    small.event({ date, title: `Session ${place + 1}`, headcount: 10, format: place === 3 ? "virtual" : "in_person" }),
  );
  const people = given.map(({ name, organization, hours }) => {
    const contact = small.person(name);
    hours.forEach((each, place) => {
      small.participation({
        event: events[place] ?? 0,
        contact,
        hours: each,
        ...(organization === undefined ? {} : { organization }),
      });
    });
    return contact;
  });
  // T25: a cancelled event with an attended row of 5 h.
  const cancelled = small.event({ date: "2025-10-01", status: "Cancelled" });
  small.participation({ event: cancelled, contact: people[4] ?? 0, hours: 5 });
  // Out of reports, and out of the year.
  const excluded = small.person("Xavier", { excluded: true });
  small.participation({ event: events[0] ?? 0, contact: excluded, hours: 50, organization: techcorp });
  const before = small.event({ date: "2025-07-31" });
  small.participation({ event: before, contact: people[4] ?? 0, hours: 7, organization: techcorp });
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
}

/** First and last name, and an address; Sam has none. */
const ADDRESSES = [
  ["Victor", "Vale", "victor@techcorp.example"],
  ["Jordan", "Jay", "jordan@eduorg.example"],
  ["Casey", "Cole", "casey@techcorp.example"],
  ["Ella", "East", "ella@eduorg.example"],
  ["Sam", "Stone", null],
] as const;

describe("whom to thank", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    const circumstances = { periods: [PERIOD], today: TODAY, now: NOW, sample: false };
    const ask = (of: ThankYouAsked["of"], extra: Partial<ThankYouAsked> = {}) =>
      thankYouReport(empty.pool, ORGANIZATION, { ...circumstances, of, ...extra });
    const by = (key: "hours" | "sessions" | "volunteers" | "students" | "name", descending = false) => ({
      sort: { key, descending },
    });
    const firstTable = ({ tables }: Reply): Table => {
      const [table] = tables;
      if (!table) throw new Error("no table");
      return table;
    };
    const pick = (table: Table, row: readonly Cell[] | null, columns: readonly string[]) =>
      columns.map((column) => row?.[table.columns.findIndex((each) => each.key === column)]);
    const cells = (reply: Reply, columns: readonly string[]) =>
      firstTable(reply).rows.map((row) => pick(firstTable(reply), row, columns));

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
      await empty.pool.transaction(async (tx) => {
        for (const [first, last, email] of ADDRESSES)
          await tx.run(sql`UPDATE contact SET email = ${email}, first_name = ${first}, last_name = ${last}
            WHERE full_name = ${`${first} ${last}`}`);
        await tx.run(sql`UPDATE contact SET do_not_contact = TRUE WHERE full_name = 'Jordan Jay'`);
        await tx.run(sql`UPDATE contact SET email_opt_out = TRUE WHERE full_name = 'Casey Cole'`);
      });
    });
    afterAll(() => empty.drop());

    it("T23 ranks volunteers by hours unless told otherwise", async () => {
      expect(cells(await ask("volunteers"), ["place", "volunteer", "M30"])).toEqual([
        [1, "Victor Vale", 10],
        [2, "Jordan Jay", 8],
        [3, "Casey Cole", 6],
        [4, "Ella East", 3],
        [5, "Sam Stone", 1],
      ]);
    });

    it("T24 ranks them by sessions: equal figures share a place, and stand by name", async () => {
      expect(cells(await ask("volunteers", by("sessions")), ["place", "volunteer", "X60"])).toEqual([
        [1, "Victor Vale", 4],
        [2, "Casey Cole", 3],
        [3, "Ella East", 2],
        [3, "Jordan Jay", 2],
        [5, "Sam Stone", 1],
      ]);
    });

    it("T25 a cancelled event gives no hours, whatever its row says", async () => {
      const report = await ask("volunteers");
      const sam = cells(report, ["volunteer", "M30", "X60"]).find(([name]) => name === "Sam Stone");
      expect(sam).toEqual(["Sam Stone", 1, 1]);
      expect(report.facts.find(({ key }) => key === "M30")?.value).toBe(28);
    });

    it("keeps the places when the order is another one", async () => {
      expect(cells(await ask("volunteers", by("name")), ["place", "volunteer"])).toEqual([
        [3, "Casey Cole"],
        [4, "Ella East"],
        [2, "Jordan Jay"],
        [5, "Sam Stone"],
        [1, "Victor Vale"],
      ]);
      const turned = cells(await ask("volunteers", by("hours", true)), ["place"]).flat();
      expect(turned).toEqual([5, 4, 3, 2, 1]);
    });

    it("ranks organisations by what their people gave, with a line over all that is counted again", async () => {
      const report = await ask("orgs");
      expect(cells(report, ["place", "organisation", "M30", "X60", "X62", "X61", "M20"])).toEqual([
        [1, "TechCorp", 16, 4, 3, 1, 2],
        [2, "EduOrg", 11, 2, 2, 0, 2],
      ]);
      const table = firstTable(report);
      expect(pick(table, table.total, ["organisation", "M30", "X60", "M20"])).toEqual([
        "All, with independent volunteers",
        28,
        4,
        5,
      ]);
      expect(report.notices.map(({ text }) => text)).toContain("Not ranked: 1 independent volunteer, who gave 1 hour.");
      expect(report.text).toBe(
        "2 organisations, by hours: 5 volunteers, 1 of them as an independent, gave 28 hours at 4 sessions, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026). Local 0 of 5 (0%).",
      );
    });

    it("draws the first ten, with names where names may be shown", async () => {
      const drawn = async (of: ThankYouAsked["of"]) =>
        (await ask(of)).charts.map(({ takeaway, altText, sensitivity }) => [takeaway, altText, sensitivity]);
      const when = "in SY25-26 to date (1 Aug 2025 – 31 Jul 2026)";
      expect(await drawn("orgs")).toEqual([
        [`TechCorp comes first with 16 hours, ${when}.`, "Bars, hours: TechCorp 16 and EduOrg 11.", "open"],
      ]);
      expect((await drawn("volunteers"))[0]).toEqual([
        `Victor Vale comes first with 10 hours, ${when}.`,
        "Bars, hours: Victor Vale 10, Jordan Jay 8, Casey Cole 6, Ella East 3 and Sam Stone 1.",
        "name",
      ]);
    });

    it("by students and by volunteers too, ties by name", async () => {
      // Three sessions in person of ten each for TechCorp, two for EduOrg; two volunteers each.
      expect(cells(await ask("orgs", by("students")), ["place", "organisation", "X13"])).toEqual([
        [1, "TechCorp", 30],
        [2, "EduOrg", 20],
      ]);
      expect(cells(await ask("orgs", by("volunteers")), ["place", "organisation", "M20"])).toEqual([
        [1, "EduOrg", 2],
        [1, "TechCorp", 2],
      ]);
    });

    it("says of volunteers whom they met where it is ranked by that", async () => {
      const report = await ask("volunteers", by("students"));
      expect(cells(report, ["place", "volunteer", "X13"])).toEqual([
        [1, "Casey Cole", 30],
        [1, "Victor Vale", 30],
        [3, "Ella East", 20],
        [3, "Jordan Jay", 20],
        [5, "Sam Stone", 10],
      ]);
      expect(pick(firstTable(report), firstTable(report).total, ["X13", "M30"])).toEqual([30, 28]);
    });

    it("has what a letter is merged from, and no address of whoever must not be written to", async () => {
      const report = await ask("volunteers");
      expect(cells(report, ["first_name", "last_name", "email", "no_email", "organisation"])).toEqual([
        ["Victor", "Vale", "victor@techcorp.example", null, "TechCorp"],
        ["Jordan", "Jay", null, "do-not-contact", "EduOrg"],
        ["Casey", "Cole", null, "opted out", "TechCorp"],
        ["Ella", "East", "ella@eduorg.example", null, "EduOrg"],
        ["Sam", "Stone", null, "none recorded", "Independent"],
      ]);
      expect(report.notices.map(({ text }) => text)).toContain(
        "3 lines without an e-mail address to write to (do-not-contact 1, opted out 1, none recorded 1).",
      );
      const sensitive = firstTable(report).columns.filter(({ sensitivity }) => sensitivity === "contact");
      expect(sensitive.map(({ key }) => key)).toEqual(["email", "no_email"]);
      const [header, ...lines] = renderCsv(firstTable(report)).trim().split("\r\n");
      expect(header?.split(",").slice(-5)).toEqual(["First name", "Last name", "E-mail", "Why no e-mail", "Record"]);
      expect(lines).toHaveLength(5);
    });

    it("writes to whoever stood for an organisation most often and may be written to", async () => {
      expect(cells(await ask("orgs"), ["organisation", "contact_person", "first_name", "email"])).toEqual([
        ["TechCorp", "Victor Vale", "Victor", "victor@techcorp.example"],
        ["EduOrg", "Ella East", "Ella", "ella@eduorg.example"],
      ]);
    });

    it("is held to filters, and says so", async () => {
      const report = await ask("volunteers", { filters: [where("organisation", "EduOrg")] });
      expect(cells(report, ["place", "volunteer"])).toEqual([
        [1, "Jordan Jay"],
        [2, "Ella East"],
      ]);
      expect(report.provenance?.filters).toEqual({ organisation: "EduOrg" });
      expect(report.provenance?.counts).toMatchObject({ excluded: 0 });
    });

    it("says so where there is nobody to thank", async () => {
      const none = await ask("orgs", { periods: [year(1999)] });
      expect(none.text).toBe(
        "No organisation to thank in SY99-00 (1 Aug 1999 – 31 Jul 2000): nobody attended a session. Try a longer period, such as 3y.",
      );
      expect(none.charts).toEqual([]);
      expect(firstTable(none).rows).toEqual([]);
    });

    it("stands beside the report on an organisation, in one workbook", async () => {
      const asked = { ...circumstances, organizationIds: [1] };
      const report = await organizationReport(empty.pool, ORGANIZATION, asked);
      const both = await withThanks(report, empty.pool, ORGANIZATION, { ...circumstances, names: ["TechCorp"] });
      expect(both.tables.map(({ key }) => key)).toEqual([
        ...report.tables.map(({ key }) => key),
        "volunteers_to_thank",
        "organisations_to_thank",
      ]);
      const volunteers = both.tables.find(({ key }) => key === "volunteers_to_thank");
      expect(volunteers?.rows.map(([place, name]) => [place, name])).toEqual([
        [1, "Victor Vale"],
        [2, "Casey Cole"],
      ]);
      // Held to the same filters: Victor's hour at the virtual session, and nobody else's.
      const virtual = { ...circumstances, names: ["TechCorp"], filters: [where("format", "virtual")], full: true };
      const held = await withThanks(report, empty.pool, ORGANIZATION, virtual);
      const [first, ...others] = held.tables.find(({ key }) => key === "volunteers_to_thank")?.rows ?? [];
      expect([first?.slice(0, 4), others]).toEqual([[1, "Victor Vale", "TechCorp", 1], []]);
      expect(held.notices.map(({ text }) => text)).toContain(
        "The lists of thanks go by whom each session is credited to.",
      );
      expect(both.notices.map(({ text }) => text)).toContain(
        "TechCorp is number 1 of 2 organisations by hours, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
    });
  });
});
