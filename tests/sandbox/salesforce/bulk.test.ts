import type { Connection } from "jsforce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import {
  type ApiAnswer,
  accountId,
  call,
  contactId,
  day,
  emptyOrg,
  loadContacts,
  loggedIn,
  type SteppedClock,
} from "./fixture.js";

let org: SalesforceOrg;
let clock: SteppedClock;
let connection: Connection;

beforeEach(async () => {
  ({ org, clock } = await emptyOrg({ tokenLifetimeMs: 30 * day }));
  connection = await loggedIn(org);
});
afterEach(() => org.close());

const post = (body: Record<string, unknown>): Promise<ApiAnswer> =>
  call(connection, "/jobs/query", { method: "POST", body: JSON.stringify(body) });

const parsed = (answer: ApiAnswer): Record<string, unknown> => JSON.parse(answer.text);

async function created(query: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await post({ operation: "query", query, ...more });
  expect(answer.status).toBe(200);
  return String(parsed(answer).id);
}

const look = async (id: string): Promise<Record<string, unknown>> =>
  parsed(await call(connection, `/jobs/query/${id}`));

async function finished(query: string, more: Record<string, unknown> = {}): Promise<string> {
  const id = await created(query, more);
  await look(id);
  expect(await look(id)).toMatchObject({ state: "JobComplete" });
  return id;
}

const results = (id: string, search = ""): Promise<ApiAnswer> => call(connection, `/jobs/query/${id}/results${search}`);

describe("a bulk query job", () => {
  it("goes from UploadComplete over InProgress to JobComplete", async () => {
    loadContacts(org, 3);
    const answer = await post({ operation: "query", query: "SELECT Id FROM Contact" });
    expect(parsed(answer)).toEqual({
      id: expect.stringMatching(/^750[A-Za-z0-9]{15}$/),
      operation: "query",
      object: "Contact",
      createdById: expect.stringMatching(/^005/),
      createdDate: "2026-06-15T12:00:00.000+0000",
      systemModstamp: "2026-06-15T12:00:00.000+0000",
      state: "UploadComplete",
      concurrencyMode: "Parallel",
      contentType: "CSV",
      apiVersion: 62,
      lineEnding: "LF",
      columnDelimiter: "COMMA",
    });
    const id = String(parsed(answer).id);
    expect((await results(id)).status).toBe(400);
    expect(await look(id)).toMatchObject({ state: "InProgress", numberRecordsProcessed: 0 });
    expect(await look(id)).toMatchObject({ state: "JobComplete", jobType: "V2Query", numberRecordsProcessed: 3 });
  });

  it("writes every value in quotes, instants with Z, nulls empty", async () => {
    org.load({
      Account: [{ Id: accountId(1), Name: "A" }],
      Contact: [
        {
          Id: contactId(1),
          AccountId: accountId(1),
          LastName: 'Say "hi",\nnow',
          DoNotCall: true,
          Number_of_Attended_Volunteer_Sessions__c: 3,
          SystemModstamp: "2026-01-02T03:04:05.006Z",
        },
        { Id: contactId(2), LastName: "NA", SystemModstamp: "2026-01-02T03:04:05.007Z" },
      ],
    });
    const id = await finished(
      "SELECT Id, LastName, DoNotCall, Number_of_Attended_Volunteer_Sessions__c, SystemModstamp, Account.Name FROM Contact ORDER BY Id",
    );
    const page = await results(id);
    expect(page.headers.get("content-type")).toBe("text/csv");
    expect(page.headers.get("sforce-locator")).toBe("null");
    expect(page.headers.get("sforce-numberofrecords")).toBe("2");
    expect(page.text).toBe(
      [
        '"Id","LastName","DoNotCall","Number_of_Attended_Volunteer_Sessions__c","SystemModstamp","Account.Name"',
        `"${contactId(1)}","Say ""hi"",\nnow","true","3.0","2026-01-02T03:04:05.006Z","A"`,
        `"${contactId(2)}","NA","false","","2026-01-02T03:04:05.007Z",""`,
        "",
      ].join("\n"),
    );
  });

  it("gives pages, each with its header, until the locator is null", async () => {
    loadContacts(org, 10_050);
    const id = await finished("SELECT Id FROM Contact ORDER BY Id");
    const rows: string[] = [];
    const counts: (string | null)[] = [];
    let locator: string | null = null;
    do {
      const page = await results(id, `?maxRecords=4000${locator ? `&locator=${locator}` : ""}`);
      const [header, ...lines] = page.text.trimEnd().split("\n");
      expect(header).toBe('"Id"');
      rows.push(...lines);
      counts.push(page.headers.get("sforce-numberofrecords"));
      locator = page.headers.get("sforce-locator");
    } while (locator !== "null");
    expect(counts).toEqual(["4000", "4000", "2050"]);
    expect(rows).toEqual(Array.from({ length: 10_050 }, (_, n) => `"${contactId(n)}"`));
  });

  it("gives a header alone when nothing was found", async () => {
    const page = await results(await finished("SELECT Id FROM Contact"));
    expect([page.text, page.headers.get("sforce-numberofrecords")]).toEqual(['"Id"\n', "0"]);
  });

  it("keeps the moment of its creation", async () => {
    loadContacts(org, 5);
    const id = await finished("SELECT LastName FROM Contact WHERE Id != null ORDER BY Id");
    org.edit("Contact", contactId(1), { LastName: "Changed" });
    org.purge("Contact", contactId(2));
    expect((await results(id)).text.split("\n").slice(3, 5)).toEqual(['"Last 1"', '"Last 2"']);
  });

  it("sees deleted rows with queryAll alone", async () => {
    loadContacts(org, 3);
    org.delete("Contact", contactId(1));
    const query = "SELECT Id, IsDeleted FROM Contact ORDER BY Id";
    const without = await results(await finished(query));
    const withThem = await results(await finished(query, { operation: "queryAll" }));
    expect(without.headers.get("sforce-numberofrecords")).toBe("2");
    expect(withThem.text.split("\n")[2]).toBe(`"${contactId(1)}","true"`);
  });

  it("separates as asked", async () => {
    loadContacts(org, 2);
    const id = await finished("SELECT Id, FirstName FROM Contact ORDER BY Id", {
      columnDelimiter: "TAB",
      lineEnding: "CRLF",
    });
    expect((await results(id)).text).toBe(
      `"Id"\t"FirstName"\r\n"${contactId(0)}"\t"First 0"\r\n"${contactId(1)}"\t"First 1"\r\n`,
    );
  });

  it("can be read by the client library when it is one page", async () => {
    loadContacts(org, 300);
    connection.bulk2.pollInterval = 5;
    const stream = await connection.bulk2.query("SELECT Id, HasOptedOutOfEmail FROM Contact ORDER BY Id");
    const records = await stream.toArray();
    expect(records).toHaveLength(300);
    expect(records[299]).toEqual({ Id: contactId(299), HasOptedOutOfEmail: "false" });
  });

  it("fails with a reason, aborts and is deleted", async () => {
    org.failNextJob("InternalServerError: try again");
    const failing = await created("SELECT Id FROM Contact");
    await look(failing);
    expect(await look(failing)).toMatchObject({ state: "Failed", errorMessage: "InternalServerError: try again" });
    expect((await results(failing)).status).toBe(400);

    const aborted = await created("SELECT Id FROM Contact");
    const change = { method: "PATCH", body: '{"state":"Aborted"}' };
    expect(parsed(await call(connection, `/jobs/query/${aborted}`, change))).toMatchObject({ state: "Aborted" });
    expect(await look(aborted)).toMatchObject({ state: "Aborted" });
    expect((await call(connection, `/jobs/query/${aborted}`, { method: "DELETE" })).status).toBe(204);
    expect((await call(connection, `/jobs/query/${aborted}`)).status).toBe(404);
  });

  it("is gone after seven days", async () => {
    const id = await finished("SELECT Id FROM Contact");
    clock.forward(8 * day);
    await created("SELECT Id FROM Contact");
    expect((await results(id)).status).toBe(404);
  });

  it("refuses a false locator and another API version", async () => {
    loadContacts(org, 3);
    const id = await finished("SELECT Id FROM Contact");
    expect((await results(id, "?locator=abc")).status).toBe(400);
    const other = await fetch(`${org.url}/services/data/v61.0/jobs/query/${id}/results`, {
      headers: { authorization: `Bearer ${connection.accessToken}` },
    });
    expect(other.status).toBe(409);
  });

  it.each([
    [
      "a compound address",
      "SELECT Id, MailingAddress FROM Contact",
      "Selecting compound data not supported in Bulk Query",
    ],
    ["a sum", "SELECT COUNT(Id) FROM Contact", "not supported in Bulk Query"],
    ["children", "SELECT Id, (SELECT Id FROM Contacts) FROM Account", "not supported in Bulk Query"],
    ["an offset", "SELECT Id FROM Contact LIMIT 5 OFFSET 5", "OFFSET not supported in Bulk Query"],
    ["an unknown field", "SELECT Id, Foo FROM Contact", "No such column 'Foo'"],
  ])("cannot be made with %s", async (_, query, message) => {
    const answer = await post({ operation: "query", query });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject([{ message: expect.stringContaining(message) }]);
  });
});
