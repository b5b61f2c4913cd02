import type { Connection } from "jsforce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { call, contactId, day, emptyOrg, loadContacts, loggedIn, type SteppedClock } from "./fixture.js";

interface ContactRow {
  readonly Id: string;
  readonly LastName: string;
}

let org: SalesforceOrg;
let clock: SteppedClock;
let connection: Connection;

beforeEach(async () => {
  ({ org, clock } = await emptyOrg({ tokenLifetimeMs: 30 * day }));
  loadContacts(org, 5001);
  connection = await loggedIn(org);
});
afterEach(() => org.close());

const all = "SELECT Id, LastName FROM Contact ORDER BY SystemModstamp, Id";

describe("pages of a REST query", () => {
  it("hold 2000 rows each and end with done", async () => {
    const first = await connection.query<ContactRow>(all);
    expect(first).toMatchObject({ totalSize: 5001, done: false });
    const second = await connection.queryMore<ContactRow>(first.nextRecordsUrl ?? "");
    const third = await connection.queryMore<ContactRow>(second.nextRecordsUrl ?? "");
    expect([first, second, third].map((page) => page.records.length)).toEqual([2000, 2000, 1001]);
    expect(third.done).toBe(true);
    expect(third.nextRecordsUrl).toBeUndefined();
    const ids = [first, second, third].flatMap((page) => page.records.map((record) => record.Id));
    expect(ids).toEqual(Array.from({ length: 5001 }, (_, n) => contactId(n)));
  });

  it("are as small as the client asks, but not below 200", async () => {
    const sizes = async (batchSize: number): Promise<number> => {
      const answer = await call(connection, `/query?q=${encodeURIComponent(all)}`, {
        headers: { "Sforce-Query-Options": `batchSize=${batchSize}` },
      });
      return JSON.parse(answer.text).records.length;
    };
    expect(await sizes(500)).toBe(500);
    expect(await sizes(5)).toBe(200);
    expect(await sizes(9000)).toBe(2000);
  });

  it("show the moment of the query, whatever happens meanwhile", async () => {
    const first = await connection.query<ContactRow>(all);
    org.edit("Contact", contactId(3000), { LastName: "Changed" });
    org.delete("Contact", contactId(3001));
    org.insert("Contact", { LastName: "Newcomer" });
    const second = await connection.queryMore<ContactRow>(first.nextRecordsUrl ?? "");
    expect(second.totalSize).toBe(5001);
    expect(second.records[1000]).toMatchObject({ Id: contactId(3000), LastName: "Last 3000" });
    expect(second.records[1001]).toMatchObject({ Id: contactId(3001) });
    expect((await connection.query(all)).totalSize).toBe(5001);
  });

  it("cannot be fetched when the locator has expired", async () => {
    const first = await connection.query<ContactRow>(all);
    const more = async (): Promise<unknown> => connection.queryMore(first.nextRecordsUrl ?? "");
    await expect(more()).resolves.toBeDefined();
    clock.forward(2 * day);
    await expect(more()).rejects.toMatchObject({ errorCode: "INVALID_QUERY_LOCATOR" });
    const second = await connection.query<ContactRow>(all);
    org.expireLocators();
    await expect(connection.queryMore(second.nextRecordsUrl ?? "")).rejects.toMatchObject({
      errorCode: "INVALID_QUERY_LOCATOR",
    });
    await expect(connection.queryMore("/services/data/v62.0/query/0r8nonsense")).rejects.toMatchObject({
      errorCode: "INVALID_QUERY_LOCATOR",
    });
  });

  it("are not given for groups: too many groups are refused", async () => {
    await expect(connection.query("SELECT LastName, COUNT(Id) FROM Contact GROUP BY LastName")).rejects.toMatchObject({
      errorCode: "EXCEEDED_ID_LIMIT",
    });
  });

  it("hold a LIMIT within them", async () => {
    const limited = await connection.query<ContactRow>(`${all} LIMIT 2500`);
    expect(limited).toMatchObject({ totalSize: 2500, done: false });
    const rest = await connection.queryMore<ContactRow>(limited.nextRecordsUrl ?? "");
    expect(rest.records).toHaveLength(500);
  });
});

describe("the allowance of calls", () => {
  it("is told with every answer and counts down in /limits", async () => {
    await connection.query("SELECT Id FROM Account");
    expect(connection.limitInfo).toEqual({ apiUsage: { used: 1, limit: 15_000 } });
    expect(await connection.limits()).toMatchObject({ DailyApiRequests: { Max: 15_000, Remaining: 14_998 } });
    expect(org.apiCalls).toBe(2);
  });

  it("ends with 403 when it is spent", async () => {
    org.setApiLimit({ max: 10, used: 9 });
    await connection.query("SELECT Id FROM Account");
    await expect(connection.query("SELECT Id FROM Account")).rejects.toMatchObject({
      errorCode: "REQUEST_LIMIT_EXCEEDED",
    });
    const answer = await call(connection, "/limits");
    expect(answer.status).toBe(403);
    expect(answer.headers.get("sforce-limit-info")).toBe("api-usage=10/10");
  });
});

describe("every answer", () => {
  it("carries the organisation's own time", async () => {
    const answer = await call(connection, "/limits");
    expect(answer.headers.get("date")).toBe("Mon, 15 Jun 2026 12:00:00 GMT");
    expect(answer.headers.get("content-type")).toBe("application/json;charset=UTF-8");
  });

  it("is 404 for what does not exist", async () => {
    for (const path of [
      "/nothing",
      "/sobjects/Widget__c/describe",
      "/sobjects/Contact/003000000000000",
      "/jobs/query/750x",
    ]) {
      const answer = await call(connection, path);
      expect([path, answer.status, JSON.parse(answer.text)[0].errorCode]).toEqual([path, 404, "NOT_FOUND"]);
    }
  });

  it("refuses to write", async () => {
    const answer = await call(connection, "/sobjects/Contact", { method: "POST", body: '{"LastName":"New"}' });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject([{ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" }]);
    await expect(connection.sobject("Contact").destroy(contactId(1))).rejects.toMatchObject({
      errorCode: "INSUFFICIENT_ACCESS_OR_READONLY",
    });
    expect(org.count("Contact")).toBe(5001);
  });

  it("speaks the versions it lists and no other", async () => {
    const versions: unknown = await (await fetch(`${org.url}/services/data`)).json();
    expect(versions).toContainEqual({ label: "Winter '25", url: "/services/data/v62.0", version: "62.0" });
    const answer = await fetch(`${org.url}/services/data/v12.0/limits`);
    expect(answer.status).toBe(404);
  });

  it("gives one record by its id", async () => {
    const record = await connection.sobject("Contact").retrieve(contactId(8));
    expect(record).toMatchObject({ Id: contactId(8), Name: "First 8 Last 8", HasOptedOutOfEmail: true });
  });
});
