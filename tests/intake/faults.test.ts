import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import type { SyncResult } from "../../src/intake/index.js";
import { systemClock } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { bulkOnly, contentsOf, hasty, sampleOrg, sourceOf, sync } from "./setting.js";

// What Salesforce may do is the same whatever the pool stands on.
let home: EmptyPool;
let org: SalesforceOrg;

beforeEach(async () => {
  home = await emptyPool("sqlite");
  org = await sampleOrg();
  org.setPaging({ restPageRows: 200 });
});
afterEach(async () => {
  await home.drop();
  await org.close();
});

const objectOf = (result: SyncResult, object: string) => result.objects.find((each) => each.object === object);
const highWater = () => home.pool.query(sql`SELECT object, high_water FROM sync_checkpoint ORDER BY object`);

/** What the pool holds when nothing goes wrong. */
async function undisturbed(): Promise<Record<string, unknown[]>> {
  const other = await emptyPool("sqlite");
  await sync(other.pool, org);
  const contents = await contentsOf(other.pool);
  await other.drop();
  return contents;
}

describe("a sync", () => {
  it.each([
    ["here", false],
    ["aside, in a thread of its own,", true],
  ])("that reads %s and is disturbed now and then ends as one that was not", async (_, readsAside) => {
    const expected = await undisturbed();
    org.fault({ match: "GET .*/queryAll\\?", status: 503, times: 2 });
    org.fault({ match: "GET .*/query(All)?/[0-9a-zA-Z]", cutBodyAfterBytes: 5_000, times: 2 });
    org.fault({
      match: "GET .*/query(All)?/[0-9a-zA-Z]",
      status: 401,
      body: [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }],
    });
    org.fault({ match: "GET .*/query(All)?/[0-9a-zA-Z]", destroy: true });
    org.fault({ match: "GET .*/query(All)?/[0-9a-zA-Z]", status: 200, body: "<html>Please log in</html>" });
    org.fault({
      match: "GET .*/query(All)?/[0-9a-zA-Z]",
      status: 400,
      body: [{ errorCode: "INVALID_QUERY_LOCATOR", message: "invalid query locator" }],
    });
    const result = await sync(home.pool, org, {
      readsAside,
      progress: ({ stage, done }) => stage === "events" && done === 0 && org.expireTokens(),
    });
    expect(result.error).toBeNull();
    expect(await contentsOf(home.pool)).toEqual(expected);
  });

  it("by Bulk that is disturbed now and then ends as one that was not", async () => {
    const expected = await undisturbed();
    org.fault({ match: "GET .*/results", cutBodyAfterBytes: 9_000, times: 3 });
    org.fault({ match: "POST .*/jobs/query", status: 503 });
    expect((await sync(home.pool, org, { organization: bulkOnly })).error).toBeNull();
    expect(await contentsOf(home.pool)).toEqual(expected);
  });

  it("by Bulk that reads aside, in a thread of its own, ends as one that does not, disturbed or not", async () => {
    const expected = await undisturbed();
    expect((await sync(home.pool, org, { organization: bulkOnly, readsAside: true })).error).toBeNull();
    expect(await contentsOf(home.pool)).toEqual(expected);

    const second = await emptyPool("sqlite");
    org.fault({ match: "GET .*/results", cutBodyAfterBytes: 9_000, times: 2 });
    org.fault({ match: "GET .*/results", status: 503 });
    org.fault({
      match: "GET .*/results",
      status: 401,
      body: [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }],
    });
    org.fault({ match: "GET .*/results", status: 404, body: [{ errorCode: "NOT_FOUND", message: "gone" }] });
    const disturbed = await sync(second.pool, org, { organization: bulkOnly, readsAside: true });
    expect(disturbed.error).toBeNull();
    expect(await contentsOf(second.pool)).toEqual(expected);
    await second.drop();
  });

  it.each([
    ["a query", "GET .*/queryAll\\?q=SELECT%20Id", undefined],
    ["an answer of Bulk", "GET .*/results", bulkOnly],
  ])("that reads aside is stopped at once while Salesforce keeps %s back", async (_, match, rules) => {
    org.fault({ match, cutBodyAfterBytes: 50, stall: true, times: 1_000 });
    const control = new AbortController();
    const source = sourceOf(org, systemClock, control.signal, undefined, { ...hasty, deadline: 600_000 });
    const running = sync(home.pool, org, {
      source,
      signal: control.signal,
      readsAside: true,
      ...(rules && { organization: rules }),
    });
    await vi.waitFor(() => expect(org.requests.some(({ faulted }) => faulted)).toBe(true), 9_000);
    control.abort();
    expect(await running).toMatchObject({ state: "paused", error: { text: expect.stringMatching(/was stopped/) } });
  });

  it("that reads aside asks as often as one that does not", async () => {
    const here = await sync(home.pool, org);
    const second = await emptyPool("sqlite");
    const aside = await sync(second.pool, org, { readsAside: true });
    expect(aside.calls).toBe(here.calls);
    expect(aside.objects).toEqual(here.objects);
    await second.drop();
  });

  it.each([
    ["a query", "GET .*/queryAll\\?.*SystemModstamp", undefined],
    ["an answer of Bulk", "GET .*/results", bulkOnly],
  ])("that reads aside and is refused %s says what Salesforce says", async (_, match, organization) => {
    org.fault({
      match,
      status: 400,
      body: [{ errorCode: "INVALID_QUERY_LOCATOR", message: "invalid query locator" }],
      times: 1_000,
    });
    const result = await sync(home.pool, org, { ...(organization && { organization }), readsAside: true });
    expect(result.objects[0]).toMatchObject({ state: "failed", error: { code: "salesforce_query_refused" } });
  });

  it("that Salesforce breaks off fails, leaves the high water where it was, and is made up for by the next (T37)", async () => {
    const expected = await undisturbed();
    org.fault({ match: "GET .*/query(All)?/[0-9a-zA-Z]", status: 500, times: 1_000 });
    const failed = await sync(home.pool, org);
    expect(failed).toMatchObject({ state: "failed", error: { code: "salesforce_unreachable" } });
    expect(await highWater()).toContainEqual({ object: "Contact", high_water: null });
    org.clearFaults();
    expect((await sync(home.pool, org)).error).toBeNull();
    expect(await contentsOf(home.pool)).toEqual(expected);
  });

  it("whose login is refused has nothing changed, and is on record", async () => {
    org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" });
    expect(await sync(home.pool, org)).toMatchObject({
      state: "failed",
      objects: [],
      error: { code: "salesforce_refused_login" },
    });
    expect(await home.pool.query(sql`SELECT state, error_code FROM sync_run`)).toEqual([
      { state: "failed", error_code: "salesforce_refused_login" },
    ]);
  });

  it("that is stopped says so, and goes on next time", async () => {
    const expected = await undisturbed();
    const control = new AbortController();
    const stopped = await sync(home.pool, org, {
      signal: control.signal,
      progress: ({ stage, done }) => stage === "participations" && done > 200 && control.abort(),
    });
    expect(stopped).toMatchObject({ state: "paused", error: { text: expect.stringMatching(/was stopped/) } });
    await sync(home.pool, org);
    expect(await contentsOf(home.pool)).toEqual(expected);
  });
});

describe("a field that Salesforce no longer shows", () => {
  it("stops its object when it is needed, names the permission, and leaves the others to go on", async () => {
    await sync(home.pool, org);
    org.renameField("Session__c", "Start_Date_and_Time__c", "Begins__c");
    const result = await sync(home.pool, org);
    expect(result.state).toBe("partial");
    expect(objectOf(result, "Session__c")).toMatchObject({
      state: "failed",
      error: {
        code: "salesforce_permission_missing",
        text: expect.stringContaining("Start_Date_and_Time__c of Session__c"),
      },
    });
    expect(objectOf(result, "Session_Participant__c")?.state).toBe("ok");
  });

  it("lets its object go on as soon as it is shown again", async () => {
    await sync(home.pool, org);
    org.hideField("Session__c", "Format__c");
    expect(objectOf(await sync(home.pool, org), "Session__c")?.error?.code).toBe("salesforce_permission_missing");
    org.hideField("Session__c", "Format__c", false);
    expect((await sync(home.pool, org)).state).toBe("ok");
  });

  it("is a notice when it is not needed; when it is shown again, everything is read again", async () => {
    org.hideField("Contact", "Department");
    const first = await sync(home.pool, org);
    expect(first.notices).toContainEqual(expect.stringContaining("Department of Contact"));
    expect(await home.pool.query(sql`SELECT 1 FROM contact WHERE department IS NOT NULL`)).toEqual([]);
    org.hideField("Contact", "Department", false);
    const second = await sync(home.pool, org);
    expect(second.notices).toContainEqual(expect.stringContaining("now shows Department of Contact"));
    expect((await home.pool.query(sql`SELECT 1 FROM contact WHERE department IS NOT NULL`)).length).toBeGreaterThan(0);
  });

  it("is looked for again by whoever asks, and on a schedule within the hour; nobody else pays for it", async () => {
    const described = async (trigger: "schedule" | "command", time: string): Promise<number> => {
      const before = org.requests.length;
      await sync(home.pool, org, { clock: { now: () => `2026-03-02T${time}:00.000Z` }, trigger });
      return org.requests.slice(before).filter(({ path }) => path.endsWith("/describe")).length;
    };
    org.hideField("Contact", "Department");
    await described("schedule", "10:00");
    expect(await described("schedule", "10:30")).toBe(0);
    expect(await described("command", "10:31")).toBe(1);
    expect(await described("schedule", "11:30")).toBe(1);
    org.hideField("Contact", "Department", false);
    expect(await described("command", "11:31")).toBe(1);
    expect(await described("command", "11:32")).toBe(0);
  });

  it("from the beginning keeps everything that hangs on it unread, rather than in quarantine", async () => {
    org.hideField("Contact", "Contact_Type__c");
    const result = await sync(home.pool, org);
    expect(result.objects.map(({ object, state }) => [object, state])).toEqual([
      ["Account", "ok"],
      ["Class__c", "ok"],
      ["Contact", "failed"],
      ["npe5__Affiliation__c", "skipped"],
      ["Session__c", "ok"],
      ["Session_Participant__c", "skipped"],
      ["Pathway__c", "ok"],
      ["Pathway_Session__c", "ok"],
      ["Pathway_Participant__c", "skipped"],
      ["Case", "skipped"],
      ["Task", "skipped"],
      ["EmailMessage", "skipped"],
      ["Lead", "ok"],
    ]);
    expect(await home.pool.query(sql`SELECT 1 FROM quarantine WHERE waits_for_object = 'Contact'`)).toEqual([]);
  });
});
