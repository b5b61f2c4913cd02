import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ADDITIONAL_COLUMN,
  brokenLeadFile,
  LEAD_COLUMNS,
  LEAD_LISTS,
  LEAD_TRUTH,
  type LeadFile,
  leadFiles,
  leadMonths,
  PLANTED_LEADS,
} from "../../sandbox/sample/index.js";
import type { LeadImport } from "../../src/leads/index.js";
import { onBothEngines } from "../pool/engines.js";
import { dumpOf, type FoundLead, type Intake, leadsOf, openIntake, rowOf, stateOf, TODAY } from "./deliveries.js";

const files = leadFiles(TODAY);
const months = [files.slice(0, 3), files.slice(3, 6), files.slice(6)] as const;
const dateOf = (month: number): string => `${leadMonths(TODAY)[month - 1]}-01`;

/** The planted name of a lead, by the rows that are it; the rows themselves where none was planted so. */
const nameOf = ({ rows }: FoundLead): string =>
  PLANTED_LEADS.find((planted) => planted.rows.join() === rows.join())?.lead ?? `not planted: ${rows.join(", ")}`;

const sorted = (names: readonly string[]): string[] => [...names].sort();
const named = (leads: readonly FoundLead[], wanted: (lead: FoundLead) => boolean): string[] =>
  sorted(leads.filter(wanted).map(nameOf));

onBothEngines((engine) => {
  describe("three months of three lists", () => {
    let intake: Intake;
    let leads: readonly FoundLead[];
    const taken: LeadImport[] = [];
    beforeAll(async () => {
      intake = await openIntake(engine);
      for (const file of files) taken.push(await intake.take(file));
      leads = await leadsOf(intake.pool);
    });
    afterAll(() => intake.close());

    it("are all taken in", () => {
      expect(taken.map(({ state, why }) => [state, why])).toEqual(files.map(() => ["standing", null]));
    });

    it("are exactly the planted leads, each with exactly its rows", () => {
      expect(sorted(leads.map(nameOf))).toEqual(sorted(PLANTED_LEADS.map(({ lead }) => lead)));
    });

    it("say of each lead in which lists it is, where and when it was first met, and whether it is still there", () => {
      const found = leads.map((lead) => [nameOf(lead), lead.sources, lead.first_date, lead.is_current]);
      const planted = PLANTED_LEADS.map(({ lead, lists, firstMonth, isCurrent }) => [
        lead,
        lists,
        dateOf(firstMonth),
        isCurrent,
      ]);
      expect(found.sort(byName)).toEqual(planted.sort(byName));
      const first = new Map(PLANTED_LEADS.map(({ lead, firstLists }) => [lead, firstLists]));
      for (const lead of leads) expect(first.get(nameOf(lead))).toContain(lead.first_source);
    });

    it("say where each lead is, however its lists spell it", () => {
      const found = leads.map((lead) => [nameOf(lead), lead.city?.toLowerCase(), lead.zip?.slice(0, 5)]);
      const planted = PLANTED_LEADS.map(({ lead, city, zip }) => [lead, city.toLowerCase(), zip]);
      expect(found.sort(byName)).toEqual(planted.sort(byName));
    });

    it("overlap where they were planted to", () => {
      expect(named(leads, ({ sources }) => sources.length === 2)).toEqual(LEAD_TRUTH.inTwoLists);
      expect(named(leads, ({ sources }) => sources.length === 3)).toEqual(LEAD_TRUTH.inThreeLists);
    });

    it("have lost who left, and not who came back", () => {
      expect(named(leads, ({ is_current }) => !is_current)).toEqual(LEAD_TRUTH.left);
    });

    it("keep a company that moved or changed its number one lead", async () => {
      const seen = await identitiesOf(intake);
      const withTwo = (kind: string) => sorted(leads.filter(({ id }) => (seen(id, kind) ?? 0) > 1).map(nameOf));
      expect(withTwo("address")).toEqual(Object.keys(LEAD_TRUTH.moved).sort());
      expect(withTwo("phone")).toEqual(Object.keys(LEAD_TRUTH.renumbered).sort());
    });

    it("keep several addresses on one phone several leads", () => {
      const phones = [...new Set(leads.flatMap(({ phone }) => phone ?? []))];
      const shared = phones
        .map((phone) => named(leads, (lead) => lead.phone === phone))
        .filter((group) => group.length > 1);
      expect(shared.sort(byName)).toEqual(LEAD_TRUTH.onePhone);
    });

    it("make several people of one company one lead with contacts", async () => {
      const rows = await intake.pool.query<{ lead_id: number; name: string }>(
        sql`SELECT lead_id, name FROM lead_contact ORDER BY name`,
      );
      const several = leads.flatMap((lead) => {
        const people = rows.filter(({ lead_id }) => lead_id === lead.id).map(({ name }) => name);
        return people.length > 1 ? [[nameOf(lead), people] as const] : [];
      });
      expect(Object.fromEntries(several)).toEqual(LEAD_TRUTH.contacts);
    });

    it("keep phones that are none as they came, flagged, and identify nobody by them", async () => {
      const rows = await stagedRows(intake);
      const having = (problem: string) => rows.filter(({ problems }) => problems.includes(problem));
      expect(Object.fromEntries(having("phone_invalid").map(({ row, phone_raw }) => [row, phone_raw]))).toEqual(
        LEAD_TRUTH.invalidPhones,
      );
      expect(sorted(having("phone_missing").map(({ row }) => row))).toEqual(LEAD_TRUTH.blankPhones);
      expect(rows.filter(({ phone }) => phone !== null && !/^\d{10}$/.test(phone))).toEqual([]);
    });

    it("keep extensions apart", () => {
      const found = leads.flatMap((lead) =>
        lead.phone_extension === null ? [] : [[nameOf(lead), lead.phone_extension] as const],
      );
      expect(Object.fromEntries(found)).toEqual(LEAD_TRUTH.extensions);
    });

    it("flag the rows that slipped, and put them right", async () => {
      const rows = await stagedRows(intake);
      const shifted = rows.filter(({ problems }) => problems.includes("shifted"));
      expect(Object.fromEntries(shifted.map(({ row, capacity }) => [row, capacity]))).toEqual(LEAD_TRUTH.shifted);
    });

    it("read names without the quotation marks that nobody expects", () => {
      const found = Object.keys(LEAD_TRUTH.quoted).map((name) => [
        name,
        leads.find((lead) => nameOf(lead) === name)?.company?.replaceAll(/[“”"]/g, ""),
      ]);
      expect(Object.fromEntries(found)).toEqual(LEAD_TRUTH.quoted);
    });

    it("find who is in Salesforce by phone, by mobile alone, by resolved identity alone, and nobody else", () => {
      const by = (way: string) => named(leads, ({ matched_by }) => matched_by === way);
      expect({ phone: by("phone"), mobile: by("mobile"), identity: by("identity") }).toEqual(LEAD_TRUTH.inSalesforce);
      expect(named(leads, ({ salesforce_id }) => salesforce_id !== null)).toEqual(inSalesforce);
      expect(named(leads, ({ is_converted }) => is_converted)).toEqual(LEAD_TRUTH.converted);
    });

    it("call new who is not in Salesforce, by the month in which they came", () => {
      for (const month of [1, 2, 3]) {
        const planted = PLANTED_LEADS.filter(
          ({ lead, firstMonth }) => firstMonth === month && !inSalesforce.includes(lead),
        );
        expect(named(leads, ({ standing, first_date }) => standing === "new" && first_date === dateOf(month))).toEqual(
          sorted(planted.map(({ lead }) => lead)),
        );
      }
    });

    it("call updated of whom the lists say something newer, and say which field", () => {
      const updated = leads.filter(({ standing }) => standing === "updated");
      expect(Object.fromEntries(updated.map((lead) => [nameOf(lead), lead.differences]))).toEqual(LEAD_TRUTH.updated);
      const known = inSalesforce.filter((lead) => !(lead in LEAD_TRUTH.updated));
      expect(named(leads, ({ standing }) => standing === "known")).toEqual(known);
    });

    it("propose the pairs that a person has to decide as soon as they are taken in, and no other; nobody is merged", async () => {
      const pairs = await intake.pool.query<{ kind: string; one: number; other: number | null }>(sql`
        SELECT d.kind, a.lead_id AS one, b.lead_id AS other FROM duplicate_pair d
          JOIN lead_key a ON a.key = d.a_source_id LEFT JOIN lead_key b ON b.key = d.b_source_id
        WHERE d.kind IN ('lead', 'lead_salesforce') AND d.state = 'open'`);
      const proposed = pairs.map(({ kind, one, other }) => [
        kind,
        ...named(leads, ({ id }) => id === one || id === other),
      ]);
      expect(proposed.sort((one, other) => byName(one.slice(1), other.slice(1)))).toEqual(
        LEAD_TRUTH.review.map((pair) => ["lead", ...pair]),
      );
      expect(await leadsOf(intake.pool)).toEqual(leads);
    });

    it("change nothing when the same months come again", async () => {
      const before = await dumpOf(intake.pool);
      for (const file of files) expect(await intake.take(file)).toMatchObject({ state: "unchanged" });
      expect(await dumpOf(intake.pool)).toEqual(before);
    });
  });

  describe("months in a wrong order", () => {
    let right: Awaited<ReturnType<typeof stateOf>>;
    beforeAll(async () => {
      right = await stateAfter(files);
    });

    // Each is nine imports; what differs between the engines shows in a few of them.
    it.each(engine === "sqlite" ? wrongOrders() : wrongOrders().slice(-3))(
      "end in the same state: %s",
      async (_, order) => {
        const state = await stateAfter(order);
        for (const [table, rows] of Object.entries(right)) expect({ [table]: state[table] }).toEqual({ [table]: rows });
      },
    );

    async function stateAfter(order: readonly LeadFile[]) {
      const intake = await openIntake(engine);
      for (const file of order) await intake.take(file);
      const state = await stateOf(intake.pool);
      await intake.close();
      return state;
    }
  });

  describe("a broken delivery of the third month", () => {
    let intake: Intake;
    let before: Awaited<ReturnType<typeof leadLayers>>;
    beforeAll(async () => {
      intake = await openIntake(engine);
      for (const file of [...months[0], ...months[1]]) await intake.take(file);
      before = await leadLayers(intake);
    });
    afterAll(() => intake.close());

    /** What is said of it; the leads must be as they were. */
    async function refused(file: LeadFile, as: string | null = null): Promise<string> {
      const said = await intake.take(file, as).then(
        ({ state, why }) => (state === "stopped" ? (why ?? "") : `not stopped: ${state}`),
        (error: Error) => error.message,
      );
      expect(await leadLayers(intake)).toEqual(before);
      return said;
    }

    it.each(LEAD_LISTS)("%s: is stopped for a renamed column, with the old and the new name", async (list) => {
      const { needed, renamed } = LEAD_COLUMNS[list];
      const said = await refused(brokenLeadFile("renamed", list, 3, TODAY));
      expect(said).toContain(`“${needed}”`);
      expect(said).toContain(`“${renamed}”`);
    });

    it.each(LEAD_LISTS)("%s: is stopped for a missing column, with its name", async (list) => {
      expect(await refused(brokenLeadFile("missing", list, 3, TODAY))).toContain(`“${LEAD_COLUMNS[list].needed}”`);
    });

    it.each(LEAD_LISTS)("%s: is stopped when it breaks off within a cell or within a row", async (list) => {
      expect(await refused(brokenLeadFile("cut within a cell", list, 3, TODAY))).toMatch(/quotation mark|breaks off/i);
      expect(await refused(brokenLeadFile("cut within a row", list, 3, TODAY))).toMatch(/breaks off on line \d+/);
    });

    it.each(LEAD_LISTS)("%s: is stopped when it is empty, or has its header alone", async (list) => {
      expect(await refused(brokenLeadFile("empty", list, 3, TODAY))).toMatch(/empty|no rows|nothing/i);
      expect(await refused(brokenLeadFile("headers alone", list, 3, TODAY))).toMatch(/no rows/i);
    });

    it.each(LEAD_LISTS)("%s: is stopped when most of its rows slipped, with a column that shows it", async (list) => {
      const said = await refused(brokenLeadFile("mostly shifted", list, 3, TODAY));
      expect(said).toMatch(/shifted|slipped|column/i);
      expect(said).toMatch(/“[A-Z][\w ]+”/);
    });

    it("is stopped when it is the file of another source, with both and the columns that it lacks", async () => {
      const other = { ...brokenLeadFile("additional", "source_3", 3, TODAY), name: "source_1_2026-03-01.csv" };
      const byName = await refused(other);
      expect(byName).toContain("as:source_1");
      expect(byName).toContain("as:source_3");
      const said = await refused(other, "source_1");
      expect(said).toContain("“Credential Number”");
      expect(said).toContain("as:source_3");
    });

    it("is listed as stopped, with the reason", async () => {
      const said = await refused(brokenLeadFile("renamed", "source_2", 3, TODAY));
      const { lead_file: listed = [] } = await dumpOf(intake.pool);
      const stopped = listed.filter(({ state }) => state === "stopped");
      expect(stopped.every(({ stopped_why }) => String(stopped_why).length > 20)).toBe(true);
      expect(stopped).toContainEqual(
        expect.objectContaining({ source: "source_2", file_date: "2026-03-01", stopped_why: said }),
      );
    });

    it("is taken in with an additional column, which is named", async () => {
      const taken = await intake.take(brokenLeadFile("additional", "source_1", 3, TODAY));
      expect(taken.state).toBe("standing");
      expect(taken.notices.join(" ")).toContain(ADDITIONAL_COLUMN);
    });

    it("is taken in at less than half its usual size, which is said", async () => {
      const taken = await intake.take(brokenLeadFile("half its size", "source_2", 3, TODAY));
      expect(taken.state).toBe("standing");
      expect(taken.notices.join(" ")).toMatch(/usual/);
    });
  });
});

const inSalesforce = sorted(Object.values(LEAD_TRUTH.inSalesforce).flat());

const byName = (one: readonly unknown[], other: readonly unknown[]): number =>
  String(one[0]) < String(other[0]) ? -1 : 1;

/** All orders of the months but the right one, and the lists of each month from the last to the first. */
function wrongOrders(): [string, readonly LeadFile[]][] {
  const orders = [
    [1, 3, 2],
    [2, 1, 3],
    [2, 3, 1],
    [3, 1, 2],
    [3, 2, 1],
  ];
  return [
    ...orders.map((order): [string, readonly LeadFile[]] => [
      order.join(", "),
      order.flatMap((month) => months[month - 1] ?? []),
    ]),
    ["3, 2, 1, the lists of each from the last to the first", files.toReversed()],
    ["one list after the other", LEAD_LISTS.flatMap((list) => files.filter((file) => file.list === list).toReversed())],
  ];
}

/** How many phones or addresses were ever seen of a lead. */
async function identitiesOf({ pool }: Intake): Promise<(lead: number, kind: string) => number | undefined> {
  const rows = await pool.query<{ lead_id: number; kind: string; n: number }>(sql`
    SELECT lead_id, kind, COUNT(DISTINCT value) AS n FROM lead_identity GROUP BY lead_id, kind`);
  const counts = new Map(rows.map(({ lead_id, kind, n }) => [`${lead_id} ${kind}`, Number(n)]));
  return (lead, kind) => counts.get(`${lead} ${kind}`);
}

interface StagedRow {
  readonly row: string;
  readonly phone: string | null;
  readonly phone_raw: string | null;
  readonly capacity: number | null;
  readonly problems: readonly string[];
}

async function stagedRows({ pool }: Intake): Promise<readonly StagedRow[]> {
  const rows = await pool.query<
    Omit<StagedRow, "row" | "problems"> & { source: string; cells: string; problems: string }
  >(
    sql`SELECT s.source, v.cells, v.phone, v.phone_raw, v.capacity, v.problems FROM staged_lead s JOIN lead_version v ON v.id = s.version_id`,
  );
  return rows.map(({ source, cells, problems, ...row }) => ({
    ...row,
    row: rowOf(source, cells),
    problems: (JSON.parse(problems) as { problem: string }[]).map(({ problem }) => problem),
  }));
}

/** Everything but the list of files, on which a stopped one stands too, and what sales were sent. */
async function leadLayers({ pool }: Intake) {
  const { lead_file: _, ...layers } = await dumpOf(pool);
  return layers;
}
