import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  countLeads,
  countUnusable,
  EVERY_LEAD,
  type LeadFilter,
  type LeadSort,
  listLeads,
  overlapOf,
  unusableRows,
  withFewNamed,
} from "../../../src/leads/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import { fileName, fillFiles, fillLeads, fillRows, fillSalesforce, MONTHS, phoneOf } from "./filled.js";

const OTHER_PHONE = { field: "phone", was: phoneOf(3), now: "2095559999", file_id: 3, file_date: MONTHS[2] };
const OTHER_CAPACITY = { field: "capacity", was: "20", now: "24", file_id: 2, file_date: MONTHS[1] };

onBothEngines((engine) => {
  let empty: EmptyPool;
  beforeAll(async () => {
    empty = await emptyPool(engine);
    const { pool } = empty;
    await fillFiles(pool, [
      { id: 1, source: "source_1", date: MONTHS[0] },
      { id: 2, source: "source_2", date: MONTHS[1] },
      { id: 3, source: "source_1", date: MONTHS[2] },
    ]);
    await fillLeads(pool, [
      { id: 1, company: "Little Stars Academy", firstDate: MONTHS[0] },
      {
        id: 2,
        company: "Sunny Days",
        sources: ["source_1", "source_2"],
        state: "TX",
        firstDate: MONTHS[1],
        phone: null,
      },
      {
        id: 3,
        company: "Bright Kids",
        standing: "updated",
        differences: [OTHER_PHONE],
        stage: "Contacted",
        firstDate: MONTHS[0],
      },
      { id: 4, company: "Garden House", standing: "updated", differences: [OTHER_CAPACITY], firstDate: MONTHS[0] },
      { id: 5, company: "Apple Tree", standing: "known", sources: ["source_2"], county: "Nye", isConverted: true },
      {
        id: 6,
        company: "Rainbow",
        sources: ["source_1", "source_2", "source_3"],
        isCurrent: false,
        state: null,
        firstDate: MONTHS[1],
      },
      { id: 7, company: "Star House", earlierKeys: [{ key: "2095558888|1 old st|89027", phone: "2095558888" }] },
    ]);
    await fillSalesforce(pool, "00Q000000000000003", "Working");
    await fillRows(pool, [
      { version: 1, source: "source_1", rowKey: "A", lead: 1, seen: { 1: 2, 3: 4 } },
      {
        version: 2,
        source: "source_2",
        rowKey: "B",
        lead: 2,
        phone: null,
        state: "TX",
        problems: [{ field: "phone", problem: "phone_invalid", came: "55-123" }],
        seen: { 2: 7 },
      },
      {
        version: 3,
        source: "source_1",
        rowKey: "C",
        lead: 6,
        problems: [
          { field: "address", problem: "address_missing", came: null },
          { field: "licensed_on", problem: "date_unreadable", came: "soon" },
        ],
        seen: { 1: 5 },
      },
      {
        version: 4,
        source: "source_1",
        rowKey: "D",
        lead: 7,
        problems: [{ field: "licensed_on", problem: "date_unreadable", came: "soon" }],
        seen: { 1: 6 },
      },
      // What the row of lead 1 said before: its phone was none then, and is mended.
      {
        version: 5,
        source: "source_1",
        rowKey: "A",
        lead: 1,
        phone: null,
        problems: [{ field: "phone", problem: "phone_missing", came: null }],
        seen: {},
        stands: false,
      },
    ]);
  });
  afterAll(() => empty.drop());

  const asked = (filter: Partial<LeadFilter>): LeadFilter => ({ ...EVERY_LEAD, ...filter });
  const ids = async (filter: Partial<LeadFilter>, sort: { key: LeadSort; descending: boolean } | null = null) =>
    (await listLeads(empty.pool, asked(filter), { sort, skip: 0, most: 100 })).map(({ id }) => id);
  const any = (...values: string[]) => ({ all: [values], none: [] });

  describe("a list of leads", () => {
    it("begins with those first seen last", async () => {
      expect(await ids({})).toEqual([7, 5, 6, 2, 4, 3, 1]);
    });

    it("holds those that every filter leaves", async () => {
      expect(await ids({ standing: "new" })).toEqual([7, 6, 2, 1]);
      expect(await ids({ isInSeveral: true })).toEqual([6, 2]);
      expect(await ids({ source: any("source_2") })).toEqual([5, 6, 2]);
      expect(await ids({ source: { all: [["source_1"], ["source_3"]], none: [] } })).toEqual([6]);
      expect(await ids({ source: { all: [], none: ["source_1"] } })).toEqual([5]);
      expect(await ids({ state: any("TX", "OK") })).toEqual([2]);
      expect(await ids({ state: { all: [], none: ["NV"] } })).toEqual([6, 2]);
      expect(await ids({ county: any("NYE") })).toEqual([5]);
      expect(await ids({ stage: any("contacted") })).toEqual([3]);
      expect(await ids({ isConverted: true })).toEqual([5]);
      expect(await ids({ isCurrent: false })).toEqual([6]);
      expect(await ids({ hasPhone: false })).toEqual([2]);
      expect(await ids({ since: MONTHS[1] })).toEqual([7, 5, 6, 2]);
      expect(await ids({ source: any("source_9") })).toEqual([]);
      expect(await ids({ source: any("source%1") })).toEqual([]);
      expect(await ids({ source: any("_ource_1") })).toEqual([]);
    });

    it("takes updated leads by the day of the file that says so, not by the day they were first seen", async () => {
      expect(await ids({ standing: "updated" })).toEqual([4, 3]);
      expect(await ids({ standing: "updated", since: MONTHS[2] })).toEqual([3]);
      expect(await ids({ standing: "updated", since: "2026-12-01" })).toEqual([]);
    });

    it("finds words in the company's name, and a phone that a lead has or had", async () => {
      expect(await ids({ text: "stars academy" })).toEqual([1]);
      expect(await ids({ text: "HOUSE" })).toEqual([7, 4]);
      expect(await ids({ text: `(209) 555-${phoneOf(1).slice(6)}` })).toEqual([1]);
      expect(await ids({ text: "209-555-8888" })).toEqual([7]);
    });

    it("is sorted by a column, gaps last on either engine, and turned round", async () => {
      expect(await ids({}, { key: "company", descending: false })).toEqual([5, 3, 4, 1, 6, 7, 2]);
      expect(await ids({}, { key: "sources", descending: false })).toEqual([6, 2, 7, 5, 4, 3, 1]);
      expect((await ids({}, { key: "state", descending: true })).at(-1)).toBe(6);
      expect((await ids({}, { key: "state", descending: false })).at(-1)).toBe(6);
    });

    it("is the same where the few leads of a name are looked up once, for several questions", async () => {
      for (const filter of [
        { text: "stars academy" },
        { text: "HOUSE", standing: "new" },
        { text: "house", state: any("nv") },
        { text: "209-555-8888" },
        { text: "nobody is called so" },
        { text: "?" },
      ] satisfies Partial<LeadFilter>[]) {
        const named = await withFewNamed(empty.pool, asked(filter));
        expect(await ids(named)).toEqual(await ids(filter));
        expect(await countLeads(empty.pool, named)).toEqual(await countLeads(empty.pool, asked(filter)));
      }
      const { text, among } = await withFewNamed(empty.pool, asked({ text: "HOUSE" }));
      expect([text, new Set(among)]).toEqual([null, new Set([4, 7])]);
      expect(await withFewNamed(empty.pool, EVERY_LEAD)).toBe(EVERY_LEAD);
    });

    it("is read a page at a time", async () => {
      const page = await listLeads(empty.pool, EVERY_LEAD, { skip: 2, most: 3 });
      expect(page.map(({ id }) => id)).toEqual([6, 2, 4]);
    });

    it("is read the same where it is known how many leads are of each day, whichever page is asked for", async () => {
      const { all, byDay } = await countLeads(empty.pool, EVERY_LEAD);
      expect(byDay.size).toBeGreaterThan(1);
      for (const most of [1, 2, 3, 100])
        for (let skip = 0; skip <= all; skip++)
          expect(await listLeads(empty.pool, EVERY_LEAD, { skip, most, byDay })).toEqual(
            await listLeads(empty.pool, EVERY_LEAD, { skip, most }),
          );
    });

    it("says of each lead what stands beside it", async () => {
      const [lead] = await listLeads(empty.pool, asked({ text: "bright kids" }), { skip: 0, most: 1 });
      expect(lead).toMatchObject({
        company: "Bright Kids",
        standing: "updated",
        firstFile: fileName("source_1", MONTHS[0]),
        salesforceStatus: "Working",
        outreachStage: "Contacted",
        differences: [OTHER_PHONE],
        sentIn: null,
        taken: null,
      });
    });

    it("is counted by standing, with those gone from the lists", async () => {
      expect(await countLeads(empty.pool, EVERY_LEAD)).toMatchObject({
        all: 7,
        new: 4,
        known: 1,
        updated: 2,
        gone: 1,
      });
      expect(await countLeads(empty.pool, asked({ state: any("OK") }))).toEqual({
        all: 0,
        new: 0,
        known: 0,
        updated: 0,
        gone: 0,
        byDay: new Map(),
      });
    });
  });

  describe("every lead by company", () => {
    const LEADS = [
      { id: 1, company: "Bright Kids" },
      { id: 2, company: null },
      { id: 3, company: "Apple Tree" },
      { id: 4, company: "Bright Kids" },
      { id: 5, company: null },
    ];
    let other: EmptyPool;
    beforeAll(async () => {
      other = await emptyPool(engine);
      await fillFiles(other.pool, [{ id: 1, source: "source_1", date: MONTHS[0] }]);
      await fillLeads(other.pool, LEADS);
    });
    afterAll(() => other.drop());

    it.each([
      [false, [3, 4, 1, 5, 2]],
      [true, [4, 1, 3, 5, 2]],
    ])("has the latest of one company first and those of none last, turned round: %s", async (descending, order) => {
      const sort = { key: "company", descending } as const;
      for (const filter of [EVERY_LEAD, asked({ isCurrent: true })])
        for (let skip = 0; skip <= LEADS.length; skip++) {
          const page = await listLeads(other.pool, filter, { sort, skip, most: 2 });
          expect(page.map(({ id }) => id)).toEqual(order.slice(skip, skip + 2));
        }
    });
  });

  it("lists lists by lists: what two share, and what is in one alone", async () => {
    const overlap = await overlapOf(empty.pool, EVERY_LEAD);
    expect(overlap.sources).toEqual(["source_1", "source_2", "source_3"]);
    expect(overlap.shared("source_1", "source_2")).toBe(2);
    expect(overlap.shared("source_2", "source_1")).toBe(2);
    expect(overlap.shared("source_1", "source_1")).toBe(6);
    expect(overlap.shared("source_2", "source_3")).toBe(1);
    expect(overlap.alone("source_1")).toBe(4);
    expect(overlap.alone("source_3")).toBe(0);
    expect(overlap.several).toMatchObject({ all: 2, new: 2, known: 0, updated: 0, gone: 1 });
  });

  describe("rows that cannot be used whole", () => {
    it("are those that stand with something that cannot be read or is missing, with what came, file and line", async () => {
      expect(await unusableRows(empty.pool, EVERY_LEAD, { skip: 0, most: 10 })).toEqual([
        expect.objectContaining({
          source: "source_1",
          file: fileName("source_1", MONTHS[0]),
          line: 5,
          leadId: 6,
          problems: [
            { field: "address", problem: "address_missing", came: null },
            { field: "licensed_on", problem: "date_unreadable", came: "soon" },
          ],
        }),
        expect.objectContaining({
          leadId: 7,
          problems: [{ field: "licensed_on", problem: "date_unreadable", came: "soon" }],
        }),
        expect.objectContaining({
          source: "source_2",
          line: 7,
          leadId: 2,
          problems: [{ field: "phone", problem: "phone_invalid", came: "55-123" }],
        }),
      ]);
    });

    it("are counted by list, and filtered by what the row says", async () => {
      expect(await countUnusable(empty.pool, EVERY_LEAD)).toEqual([
        { source: "source_1", rows: 2, phone: 0, address: 1, other: 1 },
        { source: "source_2", rows: 1, phone: 1, address: 0, other: 0 },
      ]);
      expect(await countUnusable(empty.pool, asked({ state: any("tx") }))).toEqual([
        { source: "source_2", rows: 1, phone: 1, address: 0, other: 0 },
      ]);
      expect(
        await unusableRows(empty.pool, asked({ source: { all: [], none: ["source_1"] } }), { skip: 0, most: 10 }),
      ).toHaveLength(1);
      expect(await countUnusable(empty.pool, asked({ text: phoneOf(7) }))).toMatchObject([{ rows: 1, other: 1 }]);
    });
  });
});
