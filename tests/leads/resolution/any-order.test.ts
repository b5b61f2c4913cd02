import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { emptyPool } from "../../pool/engines.js";
import { LeadsWorld, type ListedRow } from "./leads-world.js";

const PHONES = ["702-555-0100", "702-555-0101", null];
const STREETS = ["150 N Some St", "9 Oak Ave", "7 Elm St", null];
const KEYS = [
  "7025550100|150 n some st|89027",
  "7025550101|9 oak ave|89027",
  "7025550100|7 elm st|89027",
  "source_1:A",
];

const row = fc.record({
  licence: fc.constantFrom("A", "B", "C"),
  phone: fc.constantFrom(...PHONES),
  street: fc.constantFrom(...STREETS),
  email: fc.constantFrom("a@x.example", "b@x.example", null),
  person: fc.constantFrom("Ann Lee", "Bo Ray", null),
});
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 3, selector: ({ licence }) => licence });
const month = fc.record({ source: fc.constantFrom("source_1", "source_3"), rows });
const decision = fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...KEYS));

interface Month {
  readonly source: string;
  readonly rows: readonly ListedRow[];
}

const dateOf = (place: number): string => `2026-${String(place + 1).padStart(2, "0")}-01`;

async function settled(
  months: readonly (readonly [string, Month])[],
  decisions: readonly (readonly [string, string])[],
  engine: "sqlite" | "postgresql",
) {
  const { pool, drop } = await emptyPool(engine);
  try {
    const world = new LeadsWorld(pool);
    await world.salesforceLead("00Q1", { phone: "7025550100", email: "b@x.example" });
    await world.salesforceLead("00Q2", {
      mobile: "7025550101",
      address_key: "9 oak ave|89027",
      company_key: "sunny days",
    });
    for (const [place, [date, { source, rows }]] of months.entries()) {
      const said = decisions[place];
      if (said !== undefined) await world.decideSame(...said);
      await world.list(source, date, rows);
    }
    const incremental = await world.state();
    await world.settleAll();
    return { incremental, whole: await world.state() };
  } finally {
    await drop();
  }
}

/** Months of two lists that change as they like, with decisions between them. */
const histories = fc.record({
  months: fc.array(month, { minLength: 2, maxLength: 5 }),
  decisions: fc.array(decision, { maxLength: 1 }),
});

function holds(engine: "sqlite" | "postgresql", numRuns: number) {
  return fc.assert(
    fc.asyncProperty(histories, fc.infiniteStream(fc.nat()), async ({ months, decisions }, draws) => {
      const dated = months.map((each, place) => [dateOf(place), each] as const);
      const inOrder = await settled(dated, decisions, engine);
      expect(inOrder.incremental).toEqual(inOrder.whole);
      const drawn = dated.map((each) => [draws.next().value, each] as const);
      const mixed = drawn.sort(([a], [b]) => a - b).map(([, each]) => each);
      const outOfOrder = await settled(mixed, decisions, engine);
      expect(outOfOrder.incremental).toEqual(inOrder.incremental);
    }),
    { numRuns, seed: 7 },
  );
}

describe("whatever the files say and in whatever order they come", () => {
  it("comes to the same, touched leads alone or all of them", () => holds("sqlite", 30), 120_000);
  it.skipIf(inject("postgres") === null)("and so on PostgreSQL", () => holds("postgresql", 2), 240_000);
});
