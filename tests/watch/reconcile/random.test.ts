import fc from "fast-check";
import sql, { raw } from "sql-template-tag";
import { afterEach, expect, it } from "vitest";
import { onBothEngines } from "../../pool/engines.js";
import { Setting } from "./setting.js";

/** What may be done to one volunteer, by what it must be found as. */
const PLANTINGS = [
  "missing",
  "extra",
  "changed",
  "unstamped",
  "deleted_here",
  "altered",
  "in_flight",
  "tolerated",
] as const;
type Planting = (typeof PLANTINGS)[number];
const SORTS: Readonly<Record<Planting, "missing" | "extra" | "changed" | "tolerated" | "inFlight">> = {
  missing: "missing",
  deleted_here: "missing",
  extra: "extra",
  changed: "changed",
  unstamped: "changed",
  altered: "changed",
  tolerated: "tolerated",
  in_flight: "inFlight",
};

const PEOPLE = 30;

onBothEngines((engine) => {
  let setting: Setting | null = null;
  afterEach(async () => {
    await setting?.close();
    setting = null;
  });

  it("whatever is planted is found, each once, and nothing else", async () => {
    const planted = fc.uniqueArray(fc.tuple(fc.nat(PEOPLE - 1), fc.constantFrom(...PLANTINGS)), {
      selector: ([person]) => person,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(planted, fc.boolean(), async (plantings, byBulk) => {
        setting = await Setting.open(engine);
        const ids = Array.from({ length: PEOPLE }, (_, place) => {
          const number = { Number_of_Attended_Volunteer_Sessions__c: 1000 };
          return setting?.org.insert("Contact", { FirstName: "Ann", LastName: `Number ${place}`, ...number }) ?? "";
        });
        await setting.sync();
        for (const [person, planting] of plantings) await plant(setting, ids[person] ?? "", planting);
        const { rows, samples } = await setting.compare("Contact", { byBulk });
        const expected = { missing: 0, extra: 0, changed: 0, tolerated: 0, inFlight: 0 };
        for (const [, planting] of plantings) expected[SORTS[planting]] += 1;
        expect(rows).toMatchObject(expected);
        expect(rows.equal).toBe(PEOPLE - plantings.length);
        const found = plantings.filter(([, planting]) => planting !== "in_flight").map(([person]) => ids[person]);
        expect(samples.map(({ id }) => id).sort()).toEqual(found.sort());
        await setting.close();
        setting = null;
      }),
      { numRuns: engine === "sqlite" ? 25 : 6 },
    );
  }, 120_000);
});

async function plant({ org, pool, missed }: Setting, id: string, planting: Planting): Promise<void> {
  const inPool = (change: string) => pool.transaction((tx) => tx.run(sql`${raw(change)} WHERE source_id = ${id}`));
  switch (planting) {
    case "missing":
      await inPool("DELETE FROM contact");
      return;
    case "deleted_here":
      await inPool("UPDATE contact SET deleted_at = modified_at");
      return;
    case "extra":
      org.purge("Contact", id, { forget: true });
      return;
    case "changed":
      return org.edit("Contact", id, { Title: "Baker" }, { stamp: missed });
    case "unstamped":
      return org.edit("Contact", id, { Title: "Baker" }, { stamp: false });
    case "tolerated":
      return org.edit("Contact", id, { Number_of_Attended_Volunteer_Sessions__c: 1004 }, { stamp: missed });
    case "in_flight":
      return org.edit("Contact", id, { Title: "Baker" });
    case "altered":
      await inPool("UPDATE contact SET full_name = 'Nobody'");
  }
}
