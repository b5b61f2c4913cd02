import type { Connection } from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { call, emptyOrg, loadSmallWorld, loggedIn } from "./fixture.js";

let org: SalesforceOrg;
let connection: Connection;

beforeAll(async () => {
  ({ org } = await emptyOrg());
  loadSmallWorld(org);
  connection = await loggedIn(org);
});
afterAll(() => org.close());

const refusal = async (soql: string): Promise<unknown> => {
  const answer = await call(connection, `/query?q=${encodeURIComponent(soql)}`);
  expect(answer.status).toBe(400);
  return JSON.parse(answer.text);
};

describe("a query that is refused", () => {
  it("names the place of a field that is not there", async () => {
    expect(await refusal("SELECT Id, Foo FROM Contact")).toEqual([
      {
        errorCode: "INVALID_FIELD",
        message:
          "\nSELECT Id, Foo FROM Contact\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Contact'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
      },
    ]);
  });

  it("counts rows and columns over several lines", async () => {
    expect(await refusal("SELECT Id\nFROM Contact\nWHERE Foo = 1")).toMatchObject([
      { message: expect.stringContaining("\nWHERE Foo = 1\n      ^\nERROR at Row:3:Column:7\n") },
    ]);
  });

  it("reaches the client with its code", async () => {
    await expect(connection.query("SELECT Id FROM Contacts")).rejects.toMatchObject({ errorCode: "INVALID_TYPE" });
  });

  it.each([
    ["an unknown object", "SELECT Id FROM Widget__c", "INVALID_TYPE", "sObject type 'Widget__c' is not supported."],
    [
      "an unknown relationship",
      "SELECT Id, Acount.Name FROM Contact",
      "INVALID_FIELD",
      "Didn't understand relationship 'Acount' in field path.",
    ],
    [
      "an unknown child relationship",
      "SELECT Id, (SELECT Id FROM Contact) FROM Account",
      "INVALID_TYPE",
      "Didn't understand relationship 'Contact' in FROM part of query call.",
    ],
    [
      "an unknown field of a parent",
      "SELECT Account.Foo FROM Contact",
      "INVALID_FIELD",
      "No such column 'Foo' on entity 'Account'.",
    ],
    ["a field asked for twice", "SELECT Id, id FROM Contact", "INVALID_FIELD", "duplicate field selected: Id"],
    [
      "AND beside OR",
      "SELECT Id FROM Contact WHERE FirstName = 'a' AND LastName = 'b' OR Email = 'c'",
      "MALFORMED_QUERY",
      "unexpected token: 'OR'",
    ],
    [
      "OR beside AND",
      "SELECT Id FROM Contact WHERE (FirstName = 'a' OR LastName = 'b' AND Email = 'c')",
      "MALFORMED_QUERY",
      "unexpected token: 'AND'",
    ],
    ["a misspelt key word", "SELEC Id FROM Contact", "MALFORMED_QUERY", "unexpected token: 'SELEC'"],
    ["an unfinished query", "SELECT Id FROM Contact WHERE", "MALFORMED_QUERY", "unexpected token: '<EOF>'"],
    [
      "an unclosed quote",
      "SELECT Id FROM Contact WHERE LastName = 'O'Neil'",
      "MALFORMED_QUERY",
      "line 1:48 mismatched character '<EOF>' expecting '''",
    ],
    [
      "a quoted instant",
      "SELECT Id FROM Contact WHERE SystemModstamp > '2026-01-01T00:00:00Z'",
      "INVALID_FIELD",
      "value of filter criterion for field 'SystemModstamp' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      "a day for an instant",
      "SELECT Id FROM Contact WHERE SystemModstamp > 2026-01-01",
      "INVALID_FIELD",
      "must be of type dateTime",
    ],
    [
      "an instant for a day",
      "SELECT Id FROM Contact WHERE Birthdate > 2026-01-01T00:00:00Z",
      "INVALID_FIELD",
      "must be of type date and",
    ],
    [
      "a quoted check box",
      "SELECT Id FROM Contact WHERE DoNotCall = 'true'",
      "INVALID_FIELD",
      "must be of type boolean and should not be enclosed in quotes",
    ],
    [
      "a bare number for a text",
      "SELECT Id FROM Contact WHERE LastName = 5",
      "INVALID_FIELD",
      "must be of type string and should be enclosed in quotes",
    ],
    [
      "a text for a number",
      "SELECT Id FROM Session__c WHERE Available_Slots__c = '5'",
      "INVALID_FIELD",
      "must be of type double and should not be enclosed in quotes",
    ],
    [
      "an impossible day",
      "SELECT Id FROM Contact WHERE Birthdate = 2026-02-30",
      "MALFORMED_QUERY",
      "invalid date: 2026-02-30",
    ],
    [
      "something that is no id",
      "SELECT Id FROM Contact WHERE AccountId = 'abc'",
      "INVALID_QUERY_FILTER_OPERATOR",
      "invalid ID field: abc",
    ],
    ["LIKE on an id", "SELECT Id FROM Contact WHERE Id LIKE '003%'", "INVALID_QUERY_FILTER_OPERATOR", "invalid"],
    [
      "INCLUDES on a plain pick-list",
      "SELECT Id FROM Account WHERE Type INCLUDES ('School')",
      "INVALID_QUERY_FILTER_OPERATOR",
      "invalid operator",
    ],
    [
      "a filter on a long text",
      "SELECT Id FROM Session__c WHERE Description__c = 'a'",
      "MALFORMED_QUERY",
      "field 'Description__c' can not be filtered in a query call",
    ],
    [
      "a filter on an address",
      "SELECT Id FROM Contact WHERE MailingAddress = 'a'",
      "MALFORMED_QUERY",
      "can not be filtered in a query call",
    ],
    [
      "an order by a long text",
      "SELECT Id FROM Session__c ORDER BY Description__c",
      "MALFORMED_QUERY",
      "field 'Description__c' can not be sorted in a query call",
    ],
    [
      "a column outside the group",
      "SELECT Name, COUNT(Id) FROM Account GROUP BY Type",
      "MALFORMED_QUERY",
      "Field must be grouped or aggregated: Name",
    ],
    [
      "a group by a formula",
      "SELECT Start_Date__c, COUNT(Id) FROM Session__c GROUP BY Start_Date__c",
      "MALFORMED_QUERY",
      "field 'Start_Date__c' can not be grouped in a query call",
    ],
    [
      "a group by a moment itself",
      "SELECT COUNT(Id) FROM Session__c GROUP BY Start_Date_and_Time__c",
      "MALFORMED_QUERY",
      "can not be grouped in a query call",
    ],
    [
      "a limit of an aggregate without a group",
      "SELECT MAX(SystemModstamp) FROM Account LIMIT 1",
      "MALFORMED_QUERY",
      "Non-grouped query that uses overall aggregate functions cannot also use LIMIT",
    ],
    [
      "COUNT() beside a field",
      "SELECT COUNT(), Name FROM Account",
      "MALFORMED_QUERY",
      "COUNT() must be the only element",
    ],
    [
      "an alias without a group",
      "SELECT Id Name FROM Account",
      "MALFORMED_QUERY",
      "only aggregate expressions use field aliasing",
    ],
    ["a sum of texts", "SELECT SUM(Name) FROM Account", "MALFORMED_QUERY", "does not support aggregate operator SUM"],
    [
      "all fields without a limit",
      "SELECT FIELDS(ALL) FROM Account",
      "MALFORMED_QUERY",
      "must have a LIMIT of at most 200",
    ],
    [
      "too deep an offset",
      "SELECT Id FROM Account OFFSET 2001",
      "NUMBER_OUTSIDE_VALID_RANGE",
      "Maximum SOQL offset allowed is 2000",
    ],
    [
      "a semi-join on a name",
      "SELECT Id FROM Contact WHERE LastName IN (SELECT Id FROM Account)",
      "MALFORMED_QUERY",
      "Semi join sub-selects can only be used with id fields",
    ],
    [
      "a semi-join beside OR",
      "SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account) OR LastName = 'a'",
      "MALFORMED_QUERY",
      "not allowed with the 'OR' operator",
    ],
    ["an Apex variable", "SELECT Id FROM Contact WHERE LastName = :name", "MALFORMED_QUERY", ""],
    ["nothing at all", " ", "MALFORMED_QUERY", "unexpected token: '<EOF>'"],
  ])("is one with %s", async (_, soql, errorCode, message) => {
    expect(await refusal(soql)).toMatchObject([{ errorCode, message: expect.stringContaining(message) }]);
  });

  it("cannot smuggle SQL through a text", async () => {
    const found = await connection.query("SELECT Id FROM Contact WHERE LastName = 'x\\' OR 1=1 --'");
    expect(found.totalSize).toBe(0);
  });
});
