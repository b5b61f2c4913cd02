import type { Connection } from "jsforce";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { call, contactId, control, emptyOrg, loadContacts, loadSmallWorld, loggedIn, names } from "./fixture.js";

let org: SalesforceOrg;
let connection: Connection;

beforeAll(async () => {
  ({ org } = await emptyOrg());
  loadContacts(org, 500);
  connection = await loggedIn(org);
});
afterEach(() => org.clearFaults());
afterAll(() => org.close());

const soql = encodeURIComponent("SELECT Id FROM Contact ORDER BY Id");
const query = () => call(connection, `/query?q=${soql}`);

describe("a fault", () => {
  it("answers what it was given, as often as it was told", async () => {
    org.fault({
      match: "GET .*/query",
      status: 503,
      body: "<html>Down</html>",
      headers: { "Retry-After": "7" },
      times: 2,
    });
    const first = await query();
    expect([first.status, first.text, first.headers.get("retry-after")]).toEqual([503, "<html>Down</html>", "7"]);
    expect((await call(connection, "/limits")).status).toBe(200);
    expect((await query()).status).toBe(503);
    expect((await query()).status).toBe(200);
  });

  it("cuts the connection before an answer", async () => {
    org.fault({ match: "/query", destroy: true });
    await expect(query()).rejects.toThrow("fetch failed");
    expect((await query()).status).toBe(200);
  });

  it("cuts a body short, also a streamed one", async () => {
    org.fault({ match: "/query", cutBodyAfterBytes: 100 });
    await expect(query()).rejects.toThrow("terminated");

    const job = await call(connection, "/jobs/query", {
      method: "POST",
      body: JSON.stringify({ operation: "query", query: "SELECT Id FROM Contact" }),
    });
    const path = `/jobs/query/${JSON.parse(job.text).id}`;
    await call(connection, path);
    await call(connection, path);
    org.fault({ match: "/results", cutBodyAfterBytes: 5000 });
    await expect(call(connection, `${path}/results`)).rejects.toThrow("terminated");
    expect((await call(connection, `${path}/results`)).text.trimEnd().split("\n")).toHaveLength(501);
  });

  it("leaves a body hanging until the client gives up", async () => {
    org.fault({ match: "/query", stall: true, cutBodyAfterBytes: 10 });
    await expect(call(connection, `/query?q=${soql}`, { signal: AbortSignal.timeout(300) })).rejects.toThrow(
      /abort|timeout/i,
    );
  });

  it("delays an answer that is otherwise right", async () => {
    org.fault({ match: "/query", delayMs: 120 });
    const started = performance.now();
    expect((await query()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(115);
  });

  it("stands in the log beside the requests that went well", async () => {
    org.clearRequests();
    org.fault({ match: "/limits", status: 500 });
    await call(connection, "/limits");
    await call(connection, "/limits");
    await loggedIn(org);
    expect(
      org.requests.map(({ method, path, status, faulted, body }) => ({ method, path, status, faulted, body })),
    ).toEqual([
      { method: "GET", path: "/services/data/v62.0/limits", status: 500, faulted: true, body: "" },
      { method: "GET", path: "/services/data/v62.0/limits", status: 200, faulted: false, body: "" },
      { method: "POST", path: "/services/oauth2/token", status: 200, faulted: false, body: null },
    ]);
  });
});

describe("the control API", () => {
  it("does over HTTP what the class does", async () => {
    const { org: other } = await emptyOrg();
    loadSmallWorld(other);
    const client = await loggedIn(other);
    const ok = { status: 200, body: { ok: true } };
    const id = contactId(1);

    expect(await control(other, "POST", "faults", { match: "/limits", status: 500 })).toEqual({
      status: 200,
      body: { id: 1 },
    });
    expect((await call(client, "/limits")).status).toBe(500);
    expect(await control(other, "DELETE", "faults")).toEqual(ok);

    expect(
      await control(other, "POST", "records/edit", { object: "Contact", id, fields: { LastName: "Kite" } }),
    ).toEqual(ok);
    expect(await names(client, `SELECT Name FROM Contact WHERE Id = '${id}'`)).toEqual(["Ada Kite"]);
    expect(
      await control(other, "POST", "records/merge", { object: "Contact", winner: contactId(2), loser: id }),
    ).toEqual(ok);
    expect(await names(client, `SELECT Name FROM Contact WHERE Id = '${id}'`)).toEqual([]);
    expect(await control(other, "POST", "records/undelete", { object: "Contact", id })).toEqual(ok);
    expect(await control(other, "POST", "records/delete", { object: "Contact", id })).toEqual(ok);
    expect(await control(other, "POST", "records/purge", { object: "Contact", id })).toEqual(ok);
    expect(other.get("Contact", id)).toBeUndefined();

    const late = await control(other, "POST", "records/late-commit", {
      object: "Contact",
      record: { LastName: "Late" },
      stamp: "2026-01-01T00:00:00.000Z",
    });
    expect(late).toMatchObject({ status: 200, body: { id: expect.stringMatching(/^003/) } });
    await control(other, "POST", "records/insert", { object: "Contact", record: { LastName: "New" } });
    await control(other, "POST", "records/load", { Class__c: [{ Name: "Algebra" }, { Name: "Biology" }] });
    expect(await control(other, "POST", "fields/hide", { object: "Contact", field: "Title" })).toEqual(ok);
    expect(
      await control(other, "POST", "fields/rename", { object: "Contact", from: "Department", to: "Dept__c" }),
    ).toEqual(ok);
    expect(
      await control(other, "POST", "fields/add", { object: "Contact", field: { name: "Hat__c", type: "boolean" } }),
    ).toEqual(ok);
    await client.query("SELECT Dept__c, Hat__c FROM Contact");

    await control(other, "POST", "limit", { max: 100, used: 40 });
    await control(other, "POST", "paging", { restPageRows: 1, bulkPollsUntilDone: 0 });
    expect(await client.query("SELECT Id FROM Class__c")).toMatchObject({ totalSize: 2, done: false });
    expect(await control(other, "GET", "state")).toMatchObject({
      status: 200,
      body: {
        orgId: other.orgId,
        api: { used: 41, max: 100 },
        paging: { restPageRows: 1 },
        records: { Contact: 5, Class__c: 2 },
      },
    });

    await control(other, "POST", "tokens/expire");
    await expect(client.query("SELECT Id FROM Class__c")).rejects.toMatchObject({ errorCode: "INVALID_SESSION_ID" });
    await control(other, "POST", "login/refuse", { refuse: true });
    await expect(loggedIn(other)).rejects.toMatchObject({ name: "invalid_grant" });
    await other.close();
  });

  it("says what is wrong with an order", async () => {
    expect(await control(org, "POST", "faults", { match: 5 })).toMatchObject({ status: 400 });
    expect(await control(org, "POST", "records/edit", { object: "Widget", id: contactId(1), fields: {} })).toEqual({
      status: 400,
      body: { error: "there is no object Widget" },
    });
    expect(await control(org, "POST", "nonsense")).toMatchObject({ status: 404 });
  });
});
