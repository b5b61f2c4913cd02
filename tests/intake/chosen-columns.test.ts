import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { METRICS } from "../../src/metrics/index.js";
import type { Pool } from "../../src/pool/index.js";
import type { Clock } from "../../src/runtime/index.js";
import { IGNORABLE } from "../../src/sources/column-needs.js";
import { type ColumnChoices, chosenObjects, OBJECTS, requireColumns } from "../../src/sources/index.js";
import { ask } from "../metrics/asking.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { sampleOrg, sourceOf, sync } from "./setting.js";

const all = (names: readonly string[] = []) => ({ required: [], ignored: [...names] });
const EVERYTHING: ColumnChoices = Object.fromEntries(OBJECTS.map(({ name }) => [name, all(IGNORABLE[name])]));

describe("columns that an organisation chooses", () => {
  const refusal = (choices: ColumnChoices): string => {
    try {
      requireColumns(choices);
      return "taken";
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : "?";
    }
  };

  it("may be ignored where nothing hangs on them, by the words of a sheet too", () => {
    expect(refusal(EVERYTHING)).toBe("taken");
    expect(refusal({ roster: all(["grade level"]), "partner-list": all(["Mobile"]) })).toBe("taken");
  });

  it("may not be ignored where a figure or a feature goes by them, which is named", () => {
    expect(refusal({ Contact: all(["Racial_Ethnic_Background__c"]) })).toContain(
      "“Racial_Ethnic_Background__c” of Contact cannot be ignored: the figures by colour (M82, M84) cannot do without.",
    );
    expect(refusal({ Session__c: all(["Name"]) })).toContain("every figure of events (M60 to M63) cannot do without");
    expect(refusal({ attendance: all(["Rotations"]) })).toContain("students reached (M110, X10) cannot do without");
    expect(refusal({ Contact: all(["Shoe_Size__c"]) })).toContain("“Shoe_Size__c” is no column of Contact");
    expect(refusal({ Opportunity: all() })).toContain("“Opportunity” is no source whose columns can be chosen");
    expect(refusal({ Contact: { required: ["Gender__c"], ignored: ["Gender__c"] } })).toContain("required and ignored");
  });

  it("are named in the list of what can be ignored as they are called", () => {
    for (const [source, names] of Object.entries(IGNORABLE))
      expect(refusal({ [source]: all(names) }), source).toBe("taken");
  });
});

onBothEngines((engine) => {
  describe("an org of which every field that can be is ignored", () => {
    const pools: EmptyPool[] = [];
    let org: SalesforceOrg;
    let [whole, less]: Pool[] = [];
    let now = Date.parse("2026-04-01T12:00:00.000Z");
    const clock: Clock = { now: () => new Date(now).toISOString() };
    const chosen = (choices: ColumnChoices) => sourceOf(org, clock, undefined, chosenObjects(choices));

    beforeAll(async () => {
      org = await sampleOrg({ clock: () => now });
      pools.push(await emptyPool(engine), await emptyPool(engine));
      [whole, less] = pools.map(({ pool }) => pool);
    }, 120_000);
    afterAll(async () => {
      await org.close();
      for (const home of pools) await home.drop();
    });

    it("gives the same figures, and asks Salesforce for nothing of them", async () => {
      if (!whole || !less) throw new Error("no pools");
      await sync(whole, org, { clock });
      org.clearRequests();
      const result = await sync(less, org, { clock, source: chosen(EVERYTHING) });
      expect(result.error).toBeNull();
      expect(result.notices.filter((notice) => notice.includes("does not show"))).toEqual([]);
      const asked = JSON.stringify(org.requests);
      for (const field of ["Birthdate", "Location_Information__c", "HtmlBody"]) expect(asked).not.toContain(field);
      for (const { id } of METRICS)
        expect(await ask(less, { metrics: [id] }), id).toEqual(await ask(whole, { metrics: [id] }));
    });

    it("forgets what it had of a field once that is ignored, and reads it again when it is not", async () => {
      if (!whole) throw new Error("no pool");
      const born = async () => (await whole?.db.contact.count({ where: { gender_raw: { not: null } } })) ?? 0;
      const before = await born();
      expect(before).toBeGreaterThan(0);
      now += 60 * 60_000;
      const ignoring = await sync(whole, org, { clock, source: chosen({ Contact: all(["Gender__c"]) }) });
      expect(ignoring.notices.join(" ")).toContain("Gender__c of Contact is ignored from now on");
      expect(await born()).toBe(0);
      now += 60 * 60_000;
      await sync(whole, org, { clock });
      expect(await born()).toBe(before);
    });

    it("stops an object that lacks what is said to be required", async () => {
      if (!less) throw new Error("no pool");
      org.hideField("Pathway__c", "School__c");
      now += 8 * 24 * 60 * 60_000;
      const result = await sync(less, org, {
        clock,
        source: chosen({ ...EVERYTHING, Pathway__c: { required: ["School__c"], ignored: [] } }),
      });
      expect(JSON.stringify(result)).toContain("Salesforce does not show School__c of Pathway__c");
    });
  });
});
