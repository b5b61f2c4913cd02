import sql from "sql-template-tag";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import type { SyncResult } from "../../src/intake/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { contentsOf, organization } from "./setting.js";
import { CONTACTS, contactsByBulk, LABEL, PAGE, PAGES, smallOrg, syncSmall } from "./small-org.js";

// What Salesforce may do is the same whatever the pool stands on.

type Fault = Omit<Parameters<SalesforceOrg["fault"]>[0], "match">;

const said = (errorCode: string) => [{ errorCode, message: "no" }];

/** What may happen to one request; `lasting` beyond every repeat. */
const FAULTS: Readonly<Record<string, Fault>> = {
  "a cut body": { cutBodyAfterBytes: 400 },
  "a body cut at its beginning": { cutBodyAfterBytes: 0 },
  "a stalled body": { cutBodyAfterBytes: 300, stall: true },
  "a connection that breaks": { destroy: true },
  "an expired session": { status: 401, body: said("INVALID_SESSION_ID") },
  "a storm of refused sessions": { status: 401, body: said("INVALID_SESSION_ID"), times: 50 },
  "a 429": { status: 429, headers: { "Retry-After": "0" }, body: said("REQUEST_LIMIT") },
  "a 503": { status: 503 },
  "a lasting 503": { status: 503, times: 50 },
  "a spent limit": { status: 403, body: said("REQUEST_LIMIT_EXCEEDED") },
  "an expired locator": { status: 400, body: said("INVALID_QUERY_LOCATOR") },
  "a page of HTML": { status: 200, headers: { "Content-Type": "text/html" }, body: "<html>Log in</html>" },
  "a refused question": { status: 400, body: said("MALFORMED_QUERY") },
};

/** The requests that bring the pages of contacts, by the way they come. */
const WAYS = {
  REST: {
    rules: organization,
    requests: [
      ["the count", "GET .*queryAll\\?q=SELECT%20COUNT\\(\\)%20FROM%20Contact%20", 1],
      ["the first page", "GET .*queryAll\\?q=SELECT%20Id.*%20FROM%20Contact%20", 1],
      ["a further page", "GET .*/query(All)?/[0-9a-zA-Z]", PAGES - 1],
    ],
  },
  Bulk: {
    rules: contactsByBulk,
    requests: [
      ["the order of the job", "POST .*/jobs/query", 1],
      ["a look at the job", "GET .*/jobs/query/[0-9a-zA-Z]+$", 3],
      ["an answer", "GET .*/results", Math.ceil(PAGES / 2)],
    ],
  },
} as const;

let org: SalesforceOrg;
let home: EmptyPool;
let expected: Record<string, unknown[]>;

beforeAll(async () => {
  org = await smallOrg();
  // All faults together take more calls than an org has in a day.
  org.setApiLimit({ max: 1_000_000 });
});
afterAll(() => org.close());
beforeEach(async () => {
  home = await emptyPool("sqlite");
});
afterEach(() => home.drop());

/** Every batch of every run, disturbed or not, accounts for each row it read. */
async function unevenBatches(): Promise<unknown[]> {
  return home.pool.query(sql`
    SELECT object FROM sync_batch WHERE read <> inserted + updated + unchanged + deleted + quarantined + skipped`);
}

const insertedOf = (results: readonly SyncResult[], object: string) =>
  results
    .flatMap(({ objects }) => objects.filter((each) => each.object === object))
    .map(({ counts }) => counts.inserted);

for (const [way, { rules, requests }] of Object.entries(WAYS)) {
  describe(`by ${way}, after`, () => {
    beforeAll(async () => {
      const other = await emptyPool("sqlite");
      const whole = await syncSmall(other.pool, org, { organization: rules });
      expect(whole).toMatchObject({ state: "ok", error: null });
      expected = await contentsOf(other.pool);
      await other.drop();
    });

    for (const [what, match, times] of requests)
      for (let which = 1; which <= times; which++)
        it.each(Object.entries(FAULTS))(
          `%s at ${what}${times > 1 ? ` (${which})` : ""}, the next run makes the pool whole`,
          async (_, fault) => {
            // Faults meet the requests they match in their order: those before go well.
            if (which > 1) org.fault({ match, delayMs: 0, times: which - 1 });
            org.fault({ match, ...fault });
            const disturbed = await syncSmall(home.pool, org, { organization: rules });
            org.clearFaults();
            const next = await syncSmall(home.pool, org, { organization: rules });
            expect(next).toMatchObject({ error: null });
            expect(next.objects.filter(({ state }) => state === "failed")).toEqual([]);
            expect(await contentsOf(home.pool)).toEqual(expected);
            expect(await unevenBatches()).toEqual([]);
            // No row came in twice.
            expect(insertedOf([disturbed, next], "Contact").reduce((sum, count) => sum + count, 0)).toBe(
              expected.contact?.length,
            );
          },
        );
  });
}

describe("by REST and by Bulk", () => {
  it("every request that a fault is meant for is made", async () => {
    for (const { rules, requests } of Object.values(WAYS)) {
      org.clearRequests();
      const other = await emptyPool("sqlite");
      await syncSmall(other.pool, org, { organization: rules });
      const made = org.requests.map(({ method, path, query }) => {
        const asked = new URLSearchParams(query).toString().replaceAll("+", "%20").replaceAll("%28%29", "()");
        return `${method} ${path}${asked === "" ? "" : `?${asked}`}`;
      });
      for (const [what, match, times] of requests)
        expect([what, made.filter((each) => new RegExp(match).test(each)).length]).toEqual([what, times]);
      await other.drop();
    }
  });
});

describe("a row that is committed late", () => {
  for (const [way, { rules }] of Object.entries(WAYS))
    for (let page = 1; page <= PAGES; page++)
      it(`while page ${page} of ${PAGES} is read by ${way} is in the pool after the next run (T38)`, async () => {
        const late = await smallOrg();
        const stamp = new Date(Date.now() - 5 * 60_000).toISOString();
        const done = Math.min(page * PAGE, CONTACTS);
        await syncSmall(home.pool, late, {
          organization: rules,
          progress: (told) => {
            if (told.stage === LABEL && told.done === done)
              late.commitLate("Contact", { LastName: "Latecomer", Contact_Type__c: "Volunteer" }, stamp);
          },
        });
        await syncSmall(home.pool, late, { organization: rules });
        const found = await home.pool.query(sql`SELECT last_name FROM contact WHERE last_name = 'Latecomer'`);
        expect(found).toHaveLength(1);
        expect(await unevenBatches()).toEqual([]);
        await late.close();
      });
});
