import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import type { Organization } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { contentsOf, organization } from "./setting.js";
import { contactsByBulk, smallOrg, syncSmall } from "./small-org.js";

let home: EmptyPool;
let org: SalesforceOrg;

beforeEach(async () => {
  home = await emptyPool("sqlite");
  org = await smallOrg();
});
afterEach(async () => {
  await home.drop();
  await org.close();
});

const withRules = (rules: Partial<Organization["salesforce"]>, from = organization): Organization => ({
  ...from,
  salesforce: { ...from.salesforce, ...rules },
});

async function undisturbed(): Promise<Record<string, unknown[]>> {
  const other = await emptyPool("sqlite");
  await syncSmall(other.pool, org);
  const contents = await contentsOf(other.pool);
  await other.drop();
  return contents;
}

const runs = () => home.pool.query(sql`SELECT state, error_code FROM sync_run ORDER BY id`);

describe("a run that would use more than its share of API calls", () => {
  for (const [way, rules] of [
    ["REST", organization],
    ["Bulk", contactsByBulk],
  ] as const)
    it(`pauses by ${way}, keeps its place, and later ones make the pool whole`, async () => {
      const expected = await undisturbed();
      // A share of 0.1 % of 15,000 calls: fifteen a run.
      const frugal = withRules({ apiBudget: { org: 0.9, run: 0.001 } }, rules);
      const states: string[] = [];
      for (let round = 0; round < 12 && states.at(-1) !== "ok"; round++) {
        const before = org.apiCalls;
        const { state, error, objects } = await syncSmall(home.pool, org, { organization: frugal });
        states.push(state);
        // The one for the limits, and those that were on their way ahead.
        expect(org.apiCalls - before).toBeLessThanOrEqual(15 + 4);
        if (state === "ok") break;
        expect(state).toBe("paused");
        expect(error).toEqual({
          code: "api_budget_spent",
          text: expect.stringMatching(
            /^This sync has used 1[5-9] of the 15,000 API calls of 24 hours.*goes on with the next run/,
          ),
        });
        expect(objects.at(-1)?.state).toBe("paused");
      }
      // What is unchanged costs calls as well: with so small a share not every object has its turn in one run.
      expect(states[0]).toBe("paused");
      expect((await syncSmall(home.pool, org, { organization: rules })).state).toBe("ok");
      expect(await contentsOf(home.pool)).toEqual(expected);
      expect((await runs())[0]).toEqual({ state: "paused", error_code: "api_budget_spent" });
    });

  it("is told from what the org has used: nothing is asked beyond that share, and it goes on when there is room again", async () => {
    const expected = await undisturbed();
    org.setApiLimit({ used: 10_600, max: 15_000 });
    const paused = await syncSmall(home.pool, org);
    expect(paused).toMatchObject({ state: "paused", objects: [{ state: "paused" }] });
    expect(paused.error?.text).toMatch(/^The Salesforce org has used 10,60\d of the 15,000 API calls/);
    expect(org.apiCalls).toBeLessThan(10_605);
    org.setApiLimit({ used: 100 });
    expect((await syncSmall(home.pool, org)).state).toBe("ok");
    expect(await contentsOf(home.pool)).toEqual(expected);
  });
});

describe("a run that Salesforce refuses for the day's limit", () => {
  it("pauses, and goes on another day", async () => {
    const expected = await undisturbed();
    const generous = withRules({ apiBudget: { org: 1, run: 1 } });
    org.fault({
      match: "GET .*/query/[0-9a-zA-Z]",
      status: 403,
      body: [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." }],
    });
    expect(await syncSmall(home.pool, org, { organization: generous })).toMatchObject({
      state: "paused",
      error: { code: "salesforce_limit_reached" },
    });
    expect((await syncSmall(home.pool, org)).state).toBe("ok");
    expect(await contentsOf(home.pool)).toEqual(expected);
  });
});

describe("a run that takes too long", () => {
  it("pauses with the page that it stored last, and the next one goes on from there", async () => {
    const expected = await undisturbed();
    const began = Date.now();
    let ahead = 0;
    const clock = { now: () => new Date(began + ahead).toISOString() };
    const paused = await syncSmall(home.pool, org, {
      clock,
      organization: withRules({ longestMinutes: 90 }),
      progress: ({ stage, done }) => {
        if (stage.startsWith("volunteers") && done === 20) ahead = 91 * 60_000;
      },
    });
    expect(paused).toMatchObject({ state: "paused", error: { code: "run_too_long" } });
    expect(paused.error?.text).toMatch(/^The sync has taken 90 minutes/);
    expect(paused.objects.at(-1)).toMatchObject({ object: "Contact", state: "paused", counts: { inserted: 20 } });
    const next = await syncSmall(home.pool, org, { clock });
    expect(next.state).toBe("ok");
    expect(next.objects.find(({ object }) => object === "Contact")?.counts).toMatchObject({ inserted: 15, updated: 0 });
    expect(await contentsOf(home.pool)).toEqual(expected);
  });
});
