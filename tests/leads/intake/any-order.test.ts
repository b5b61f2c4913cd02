import fc from "fast-check";
import { expect, it } from "vitest";
import { emptyPool, onBothEngines } from "../../pool/engines.js";
import { DIRECTORY, importSmall, layersOf, REGISTER, type SmallFile } from "./setting.js";

/** A database of its own takes PostgreSQL long. */
const RUNS = { sqlite: 25, postgresql: 4 };

const number = fc.constantFrom("1", "2", "3", "4");
const row = fc
  .record({
    number,
    phone: fc.constantFrom("", "702-555-0101", "702-555-0102", "555"),
    street: fc.constantFrom("", "10 N Main St", "20 Oak Rd"),
  })
  .map(({ number, phone, street }) => `N${number}|Company ${number}|${phone}|${street}|89001`);

const file: fc.Arbitrary<SmallFile> = fc.record({
  source: fc.constantFrom(REGISTER, DIRECTORY),
  // Two files may bear the same day: then their checksums say which is the later.
  date: fc.constantFrom("2026-09-01", "2026-10-01", "2026-11-01"),
  rows: fc.array(row, { minLength: 1, maxLength: 5 }),
});

const months = fc.array(file, { minLength: 2, maxLength: 5 });

/** Files and two orders of them; the second has some of them twice. */
const twoOrders = months.chain((files) =>
  fc.record({
    one: fc.constant(files),
    other: fc
      .shuffledSubarray(files, { minLength: files.length })
      .chain((order) => fc.subarray(files).map((again) => [...order, ...again])),
  }),
);

onBothEngines((engine) => {
  it("months in any order, and any of them twice, end in the same state", { timeout: 120_000 }, async () => {
    const endOf = async (files: readonly SmallFile[]) => {
      const empty = await emptyPool(engine);
      try {
        for (const each of files) await importSmall(empty.pool, each);
        return await layersOf(empty.pool);
      } finally {
        await empty.drop();
      }
    };
    await fc.assert(
      fc.asyncProperty(twoOrders, async ({ one, other }) => {
        expect(await endOf(other)).toEqual(await endOf(one));
      }),
      // Looking for a smaller example takes PostgreSQL longer than a test may: SQLite's is small.
      { numRuns: RUNS[engine], endOnFailure: engine === "postgresql" },
    );
  });
});
