import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { PolarisError, type SalesforceAccess, systemClock } from "../../src/runtime/index.js";
import { type Cursor, type IncomingRow, SalesforceSource } from "../../src/sources/index.js";
import { objectNamed, rules } from "./setting.js";

const hasty = { deadline: 400, waits: [5, 5, 5] };
/** Small enough that fifty rows come in several answers, and an answer in several pages. */
const portions = { page: 4, answer: 9 };
const UNTIL = "2100-01-01T00:00:00.000Z";

let org: SalesforceOrg;

beforeEach(async () => {
  org = await new SalesforceOrg().listen();
});
afterEach(() => org.close());

function sourceWith(access: Partial<SalesforceAccess> = {}): SalesforceSource {
  return new SalesforceSource({
    access: {
      loginUrl: org.url,
      clientId: "polaris-sandbox",
      apiVersion: "62.0",
      proof: { kind: "secret", clientSecret: "sandbox-secret" },
      ...access,
    },
    rules,
    clock: systemClock,
    patience: hasty,
    portions,
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "no failure";
  } catch (error) {
    if (!(error instanceof PolarisError)) throw error;
    expect(error.message).not.toMatch(/00D\w+!|sandbox-secret|Bearer/);
    return error.code;
  }
}

async function readAll(source: SalesforceSource, bulkAbove: number, cursor: Cursor | null = null) {
  const shape = source.shape(objectNamed("Contact"), await source.describe("Contact"));
  const rows: IncomingRow[] = [];
  const ways = new Set<string>();
  const cursors: (Cursor | null)[] = [];
  const pages = source.read({
    shape,
    window: { from: null, until: UNTIL },
    cursor,
    bulkAbove,
    onWait: async () => undefined,
    onJob: async (job) => void cursors.push(job),
  });
  for await (const page of pages) {
    rows.push(...page.rows);
    ways.add(page.way);
    cursors.push(page.next);
  }
  return { rows, ways: [...ways], cursors };
}

const sorted = (rows: readonly IncomingRow[]) =>
  rows.map((row) => [row.sourceId, row.hash, row.modifiedAt, row.payload()]).sort();

/** Contacts with what tells the two ways apart: accents, quotes, line breaks, numbers, truths, blanks, deletion. */
function fill(count: number): void {
  const rows = Array.from({ length: count }, (_, n) => ({
    LastName: `O'Brien "${n}", ünïcode`,
    FirstName: n % 3 === 0 ? null : `First ${n}`,
    Email: `person${n}@example.org`,
    Description: n % 2 === 0 ? `two\nlines, and "quotes"` : null,
    Birthdate: n % 4 === 0 ? "1990-05-15" : null,
    HasOptedOutOfEmail: n % 2 === 0,
    Number_of_Attended_Volunteer_Sessions__c: n % 5 === 0 ? 0 : n,
    EmailBouncedDate: n % 7 === 0 ? "2025-01-10T00:00:00.000+0000" : null,
    Volunteer_Interests__c: "Mentoring;STEM",
  }));
  org.load({ Contact: rows });
}

describe("the session", () => {
  it("says which org it is and what time it is there", async () => {
    const { organizationId, now } = await sourceWith().open();
    expect(organizationId).toBe(org.orgId);
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5_000);
  });

  it("is opened with a key, too", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    await org.close();
    org = await new SalesforceOrg({ publicKey }).listen();
    const proof = { kind: "key", username: "integration@polaris.sandbox", privateKey } as const;
    expect((await sourceWith({ proof }).open()).organizationId).toBe(org.orgId);
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 })
      .privateKey.export({ type: "pkcs8", format: "pem" })
      .toString();
    expect(await codeOf(sourceWith({ proof: { ...proof, privateKey: other } }).open())).toBe(
      "salesforce_refused_login",
    );
    expect(await codeOf(sourceWith({ proof: { ...proof, privateKey: "no key" } }).open())).toBe(
      "configuration_invalid",
    );
  });

  it("that is refused says so, with what to look at", async () => {
    const proof = { kind: "secret", clientSecret: "wrong" } as const;
    expect(await codeOf(sourceWith({ proof }).open())).toBe("salesforce_refused_login");
    await expect(sourceWith({ proof }).open()).rejects.toThrow(/SALESFORCE_CLIENT_SECRET/);
  });

  it("is renewed when its token expires between two calls", async () => {
    fill(3);
    const source = sourceWith();
    await source.open();
    org.expireTokens();
    expect((await readAll(source, 10_000)).rows).toHaveLength(3);
  });

  it("ends with one clear error when every token is refused", async () => {
    const source = sourceWith();
    await source.open();
    org.refuseTokens(true);
    org.clearRequests();
    expect(await codeOf(source.describe("Account"))).toBe("salesforce_refused_login");
    expect(org.requests.length).toBeLessThan(12);
  });

  it("to an address where nobody answers is told from a refusal", async () => {
    const loginUrl = org.url;
    await org.close();
    expect(await codeOf(sourceWith({ loginUrl }).open())).toBe("salesforce_unreachable");
    org = await new SalesforceOrg().listen();
  });
});

describe("a call", () => {
  it("is made again when Salesforce is busy, and given up when it stays so", async () => {
    const source = sourceWith();
    await source.open();
    org.fault({ match: "describe", status: 503, body: "<html>busy</html>", times: 2 });
    expect((await source.describe("Account")).fields.Name?.type).toBe("string");
    org.fault({ match: "describe", status: 503, times: 50 });
    expect(await codeOf(source.describe("Account"))).toBe("salesforce_unreachable");
  });

  it("whose answer is cut, stalls or is no JSON is made again", async () => {
    const source = sourceWith();
    await source.open();
    for (const fault of [
      { cutBodyAfterBytes: 300 },
      { cutBodyAfterBytes: 300, stall: true },
      { status: 200, body: "{ half" },
      { destroy: true },
    ]) {
      org.fault({ match: "describe", ...fault });
      expect(Object.keys((await source.describe("Session__c")).fields).length).toBeGreaterThan(10);
    }
    org.fault({ match: "describe", status: 200, body: "{ half", times: 50 });
    expect(await codeOf(source.describe("Account"))).toBe("salesforce_answer_broken");
  });

  it("beyond the daily limit is not made", async () => {
    const source = sourceWith();
    await source.open();
    org.setApiLimit({ max: 100, used: 100 });
    expect(await codeOf(source.describe("Account"))).toBe("salesforce_limit_reached");
  });

  it("leaves the last twentieth of the day's calls to people", async () => {
    const source = sourceWith();
    await source.open();
    org.setApiLimit({ max: 100, used: 95 });
    await source.describe("Account");
    const before = org.apiCalls;
    expect(await codeOf(source.describe("Contact"))).toBe("salesforce_limit_reached");
    expect(org.apiCalls).toBe(before);
  });

  it("about an object that is not shown names the permission", async () => {
    const source = sourceWith();
    await source.open();
    org.fault({
      match: "describe",
      status: 404,
      body: [{ errorCode: "NOT_FOUND", message: "The requested resource does not exist" }],
    });
    expect(await codeOf(source.describe("Account"))).toBe("salesforce_permission_missing");
  });
});

describe("reading", () => {
  it("gives the identical rows by REST and by Bulk", async () => {
    fill(1_050);
    org.delete("Contact", String(org.insert("Contact", { LastName: "Gone" })));
    org.setPaging({ restPageRows: 300 });
    const source = sourceWith();
    await source.open();
    const rest = await readAll(source, 10_000);
    const bulk = await readAll(source, 100);
    expect([rest.ways, bulk.ways]).toEqual([["rest"], ["bulk"]]);
    expect(rest.rows).toHaveLength(1_051);
    expect(sorted(bulk.rows)).toEqual(sorted(rest.rows));
  });

  it("goes on from every place it may have been cut off at, by either way", async () => {
    fill(50);
    org.setPaging({ restPageRows: 7 });
    const source = sourceWith();
    await source.open();
    for (const bulkAbove of [10_000, 1]) {
      const whole = await readAll(source, bulkAbove);
      const places = whole.cursors.filter((cursor) => cursor !== null);
      expect(places.length).toBeGreaterThan(4);
      for (const place of places) {
        const rest = await readAll(source, bulkAbove, place);
        const had = whole.rows.length - rest.rows.length;
        expect(sorted(rest.rows)).toEqual(sorted(whole.rows.slice(had)));
      }
    }
  });

  it("by REST goes on when its locators expire", async () => {
    fill(30);
    org.setPaging({ restPageRows: 10 });
    const source = sourceWith();
    await source.open();
    org.fault({
      match: "GET .*/query(All)?/[0-9a-zA-Z]",
      status: 400,
      body: [{ errorCode: "INVALID_QUERY_LOCATOR", message: "invalid query locator" }],
    });
    expect(new Set((await readAll(source, 10_000)).rows.map(({ sourceId }) => sourceId)).size).toBe(30);
  });

  it("by Bulk survives cut answers, a busy server and an expired token, and takes no row twice", async () => {
    fill(400);
    const source = sourceWith();
    await source.open();
    org.fault({ match: "GET .*/results", cutBodyAfterBytes: 2_500, times: 2 });
    org.fault({ match: "GET .*/results", status: 503 });
    org.fault({
      match: "GET .*/results",
      status: 401,
      body: [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }],
    });
    const { rows } = await readAll(source, 1);
    expect(rows).toHaveLength(400);
    expect(new Set(rows.map(({ sourceId }) => sourceId)).size).toBe(400);
  });

  it("by Bulk makes the job anew when it is gone", async () => {
    fill(20);
    const source = sourceWith();
    await source.open();
    const gone: Cursor = { way: "bulk", place: { job: "750PL00000000ZZZZZ", locator: null, rows: 0 } };
    expect((await readAll(source, 1, gone)).rows).toHaveLength(20);
  });

  it("by Bulk does not believe a page with another header or fewer rows than announced", async () => {
    fill(5);
    const source = sourceWith();
    await source.open();
    const headers = { "Content-Type": "text/csv", "Sforce-NumberOfRecords": "1", "Sforce-Locator": "null" };
    org.fault({ match: "GET .*/results", status: 200, body: '"Id","Nothing"\n"1","2"\n', headers, times: 50 });
    expect(await codeOf(readAll(source, 1))).toBe("salesforce_answer_broken");
  });

  it("by Bulk tells why a job failed", async () => {
    fill(5);
    const source = sourceWith();
    await source.open();
    org.failNextJob("InvalidBatch : Failed to process query");
    await expect(readAll(source, 1)).rejects.toThrow(/gave up the Bulk query of Contact.*Failed to process query/);
  });
});
