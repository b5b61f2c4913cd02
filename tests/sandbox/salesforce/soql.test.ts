import type { Connection } from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { accountId, contactId, emptyOrg, loadSmallWorld, loggedIn, names, sessionId } from "./fixture.js";

let org: SalesforceOrg;
let connection: Connection;

beforeAll(async () => {
  ({ org } = await emptyOrg());
  loadSmallWorld(org);
  connection = await loggedIn(org);
});
afterAll(() => org.close());

const accounts = (where: string): Promise<unknown[]> =>
  names(connection, `SELECT Name FROM Account WHERE ${where} ORDER BY Id`);
const contacts = (where: string): Promise<unknown[]> =>
  names(connection, `SELECT Name FROM Contact WHERE ${where} ORDER BY Id`);
const sessions = (where: string): Promise<unknown[]> =>
  names(connection, `SELECT Name FROM Session__c WHERE ${where} ORDER BY Id`);

describe("comparing with null", () => {
  it("counts a missing value as different", async () => {
    expect(await sessions("Session_Status__c != 'Draft'")).toEqual(["Career Day", "Panel"]);
    expect(await accounts("Type NOT IN ('Household', 'School District', 'School', 'Business')")).toEqual([
      "Heartland 100% Legal_Aid",
      "Nameless Group",
    ]);
    expect(await sessions("NOT Session_Status__c = 'Draft'")).toEqual(["Career Day", "Panel"]);
    expect(await sessions("(NOT (Session_Status__c = 'Draft' OR Name = 'Panel'))")).toEqual(["Career Day"]);
  });

  it("reads an empty text as a missing value", async () => {
    expect(await contacts("(Contact_Type__c = 'Volunteer' OR Contact_Type__c = '')")).toEqual([
      "Ada Quill",
      "Ben Rook",
    ]);
    expect(await contacts("Contact_Type__c != ''")).toEqual(["Ada Quill", "Cy Stone"]);
    expect(await contacts("Contact_Type__c IN ('', 'Teacher')")).toEqual(["Ben Rook", "Cy Stone"]);
  });

  it("finds missing references, instants and numbers", async () => {
    expect(await sessions("School__c = NULL AND Start_Date_and_Time__c != null")).toEqual(["Lab Visit"]);
    expect(await contacts("Number_of_Attended_Volunteer_Sessions__c = null")).toEqual(["Cy Stone"]);
  });
});

describe("comparing texts and ids", () => {
  it("ignores case, also beyond ASCII, but not accents", async () => {
    expect(await accounts("Type = 'BUSINESS'")).toEqual(["Prairie Robotics", "José's Bakery"]);
    expect(await accounts("Name = 'JOSÉ\\'S bakery'")).toEqual(["José's Bakery"]);
    expect(await accounts("Name = 'Jose\\'s Bakery'")).toEqual([]);
    expect(await accounts("Name LIKE 'josÉ%'")).toEqual(["José's Bakery"]);
    expect(await contacts("Email = 'ada@EXAMPLE.org'")).toEqual(["Ada Quill"]);
  });

  it("takes wild cards in LIKE unless they are escaped", async () => {
    expect(await accounts("Name LIKE '%100\\%%'")).toEqual(["Heartland 100% Legal_Aid"]);
    expect(await accounts("Name LIKE '%legal\\_aid'")).toEqual(["Heartland 100% Legal_Aid"]);
    expect(await accounts("Name LIKE 'Riverbend _i%'")).toEqual(["Riverbend District", "Riverbend High"]);
    expect(await accounts("(NOT Name LIKE '%ar%') AND Type != null")).toEqual([
      "Prairie Robotics",
      "José's Bakery",
      "Riverbend District",
      "Riverbend High",
    ]);
  });

  it("takes ids of 15 and of 18 characters", async () => {
    const id = contactId(1);
    expect(await contacts(`Id = '${id}'`)).toEqual(["Ada Quill"]);
    expect(await contacts(`Id = '${id.slice(0, 15)}'`)).toEqual(["Ada Quill"]);
    expect(await contacts(`AccountId IN ('${accountId(2).slice(0, 15)}')`)).toEqual(["Ben Rook"]);
    expect(await contacts(`Id > '${contactId(1)}'`)).toEqual(["Ben Rook", "Cy Stone"]);
  });

  it("finds labels in a multi-select pick-list", async () => {
    expect(await contacts("Volunteer_Skills__c INCLUDES ('Teaching;Writing')")).toEqual(["Ada Quill"]);
    expect(await contacts("Volunteer_Skills__c INCLUDES ('teaching', 'Writing')")).toEqual(["Ada Quill", "Ben Rook"]);
    expect(await contacts("Volunteer_Skills__c EXCLUDES ('Teaching')")).toEqual(["Ben Rook", "Cy Stone"]);
  });
});

describe("comparing instants and days", () => {
  it("is exact to the millisecond, in any offset", async () => {
    expect(
      await contacts("SystemModstamp >= 2026-06-01T10:00:00.002Z AND SystemModstamp < 2026-06-01T10:00:00.003Z"),
    ).toEqual(["Ben Rook"]);
    expect(await contacts("SystemModstamp = 2026-06-01T05:00:00.001-05:00")).toEqual(["Ada Quill"]);
    expect(await contacts("SystemModstamp > 2026-06-01T10:00:00.002+0000 AND Contact_Type__c = 'Teacher'")).toEqual([
      "Cy Stone",
    ]);
  });

  it.each([
    ["THIS_YEAR", ["Career Day", "Lab Visit"]],
    ["LAST_MONTH", ["Career Day"]],
    ["NEXT_MONTH", ["Lab Visit"]],
    ["LAST_N_DAYS:45", ["Career Day"]],
    ["LAST_N_DAYS:44", []],
    ["NEXT_N_DAYS:16", ["Lab Visit"]],
    ["NEXT_N_DAYS:15", []],
    ["THIS_QUARTER", ["Career Day"]],
    ["NEXT_FISCAL_QUARTER", ["Lab Visit"]],
    ["LAST_N_YEARS:2", []],
  ])("knows %s from the organisation's clock", async (literal, expected) => {
    expect(await sessions(`Start_Date_and_Time__c = ${literal}`)).toEqual(expected);
  });

  it("reads TODAY as the whole day", async () => {
    expect(await sessions("Start_Date_and_Time__c > TODAY")).toEqual(["Lab Visit"]);
    expect(await sessions("Start_Date_and_Time__c < TODAY")).toEqual(["Career Day"]);
    expect(await contacts("Birthdate = 1990-05-15")).toEqual(["Ada Quill"]);
    expect(await contacts("Birthdate >= LAST_N_YEARS:100")).toEqual(["Ada Quill"]);
  });
});

describe("paths, lists and groups", () => {
  it("follows parents, and gives null for one that is missing", async () => {
    const found = await connection.query(
      "SELECT Id, Contact__r.Account.Name, session__r.school__R.Parent.Name FROM Session_Participant__c ORDER BY Id",
    );
    expect(found.records).toMatchObject([
      {
        Contact__r: { attributes: { type: "Contact" }, Account: { Name: "Prairie Robotics" } },
        Session__r: { School__r: { Parent: { Name: "Riverbend District" } } },
      },
      { Contact__r: { Account: { Name: "José's Bakery" } } },
      { Contact__r: { Account: { Name: "Prairie Robotics" } }, Session__r: { School__r: null } },
    ]);
  });

  it("keeps attributes, types and nulls as REST gives them", async () => {
    const found = await connection.query(
      "SELECT Id, HasOptedOutOfEmail, Number_of_Attended_Volunteer_Sessions__c, Birthdate, SystemModstamp, Department, MailingAddress FROM Contact WHERE LastName = 'Quill'",
    );
    expect(found.records).toEqual([
      {
        attributes: { type: "Contact", url: `/services/data/v62.0/sobjects/Contact/${contactId(1)}` },
        Id: contactId(1),
        HasOptedOutOfEmail: true,
        Number_of_Attended_Volunteer_Sessions__c: 3,
        Birthdate: "1990-05-15",
        SystemModstamp: "2026-06-01T10:00:00.001+0000",
        Department: null,
        MailingAddress: {
          city: "Kansas City",
          country: null,
          geocodeAccuracy: null,
          latitude: null,
          longitude: null,
          postalCode: "64111",
          state: "MO",
          street: "1 Main St",
        },
      },
    ]);
    const without = await connection.query("SELECT MailingAddress FROM Contact WHERE LastName = 'Rook'");
    expect(without.records).toMatchObject([{ MailingAddress: null }]);
  });

  it("joins by sub-select, both ways", async () => {
    expect(
      await contacts("Id IN (SELECT Contact__c FROM Session_Participant__c WHERE Status__c = 'Attended')"),
    ).toEqual(["Ada Quill"]);
    expect(await contacts("AccountId NOT IN (SELECT Id FROM Account WHERE Type = 'Business')")).toEqual(["Cy Stone"]);
  });

  it("brings children with their parents", async () => {
    const found = await connection.query(
      "SELECT Name, (SELECT Status__c, Contact__r.LastName FROM Session_Participants__r ORDER BY Id LIMIT 1) FROM Session__c ORDER BY Id",
    );
    expect(found.records).toMatchObject([
      {
        Name: "Career Day",
        Session_Participants__r: {
          totalSize: 1,
          done: true,
          records: [{ Status__c: "Attended", Contact__r: { LastName: "Quill" } }],
        },
      },
      { Name: "Lab Visit", Session_Participants__r: { totalSize: 1 } },
      { Name: "Panel", Session_Participants__r: null },
    ]);
  });

  it("counts and adds up", async () => {
    expect(await connection.query("SELECT COUNT() FROM Contact")).toMatchObject({ totalSize: 3, records: [] });
    expect(await connection.query("SELECT COUNT() FROM Contact LIMIT 2")).toMatchObject({ totalSize: 2 });
    const sums = await connection.query(
      "SELECT Session__c, COUNT(Id) n, SUM(Delivery_Hours__c), MAX(Contact__r.LastName) latest FROM Session_Participant__c GROUP BY Session__c HAVING COUNT(Id) > 0 ORDER BY COUNT(Id) DESC",
    );
    expect(sums.records).toEqual([
      { attributes: { type: "AggregateResult" }, Session__c: sessionId(1), n: 2, expr0: 2.5, latest: "Rook" },
      { attributes: { type: "AggregateResult" }, Session__c: sessionId(2), n: 1, expr0: 1, latest: "Quill" },
    ]);
    const months = await connection.query(
      "SELECT CALENDAR_MONTH(Start_Date_and_Time__c) month, COUNT_DISTINCT(Session_Status__c) kinds FROM Session__c GROUP BY CALENDAR_MONTH(Start_Date_and_Time__c) ORDER BY CALENDAR_MONTH(Start_Date_and_Time__c)",
    );
    expect(months.records).toMatchObject([
      { month: null, kinds: 0 },
      { month: 5, kinds: 1 },
      { month: 7, kinds: 1 },
    ]);
  });

  it("puts nulls first unless told otherwise", async () => {
    const order = (by: string): Promise<unknown[]> => names(connection, `SELECT Name FROM Session__c ORDER BY ${by}`);
    expect(await order("Start_Date_and_Time__c")).toEqual(["Panel", "Career Day", "Lab Visit"]);
    expect(await order("Start_Date_and_Time__c DESC")).toEqual(["Panel", "Lab Visit", "Career Day"]);
    expect(await order("Start_Date_and_Time__c DESC NULLS LAST")).toEqual(["Lab Visit", "Career Day", "Panel"]);
    expect(await order("Name LIMIT 1 OFFSET 1")).toEqual(["Lab Visit"]);
  });

  it("names the fields as the organisation writes them, however they are asked for", async () => {
    const found = await connection.query("SELECT c.id, c.account.NAME FROM contact c WHERE c.lastname = 'Quill'");
    expect(found.records).toMatchObject([{ Id: contactId(1), Account: { Name: "Prairie Robotics" } }]);
    const all = await connection.query("SELECT FIELDS(ALL) FROM Class__c LIMIT 10");
    expect(all.records).toEqual([]);
  });

  it("reads the name of whoever a task concerns", async () => {
    org.insert("Task", { Subject: "Call", Status: "Completed", WhoId: contactId(1), WhatId: sessionId(1) });
    const found = await connection.query("SELECT Subject, Who.Name, Who.Type, What.Name FROM Task");
    expect(found.records).toMatchObject([
      { Subject: "Call", Who: { Name: "Ada Quill", Type: "Contact" }, What: { Name: "Career Day" } },
    ]);
  });
});
