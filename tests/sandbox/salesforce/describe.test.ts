import type { Connection } from "jsforce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SalesforceOrg, standardSchema } from "../../../sandbox/salesforce/index.js";
import { call, contactId, emptyOrg, hour, loadSmallWorld, loggedIn, names, type SteppedClock } from "./fixture.js";

let org: SalesforceOrg;
let clock: SteppedClock;
let connection: Connection;

beforeEach(async () => {
  ({ org, clock } = await emptyOrg());
  loadSmallWorld(org);
  connection = await loggedIn(org);
});
afterEach(() => org.close());

const field = async (object: string, name: string) =>
  (await connection.sobject(object).describe()).fields.find((one) => one.name === name);

describe("describe", () => {
  it("lists every object with its key prefix", async () => {
    const { sobjects } = await connection.describeGlobal();
    expect(sobjects.map(({ name, keyPrefix }) => [name, keyPrefix])).toEqual(
      standardSchema.map(({ name, keyPrefix }) => [name, keyPrefix]),
    );
  });

  it("tells type, length, references and labels of a field", async () => {
    expect(await field("Contact", "AccountId")).toMatchObject({
      type: "reference",
      length: 18,
      referenceTo: ["Account"],
      relationshipName: "Account",
      custom: false,
      nillable: true,
      filterable: true,
    });
    expect(await field("Session__c", "Session_Status__c")).toMatchObject({
      type: "picklist",
      picklistValues: expect.arrayContaining([
        { active: true, defaultValue: false, label: "Draft", validFor: null, value: "Draft" },
      ]),
    });
    expect(await field("Session__c", "Start_Date__c")).toMatchObject({
      type: "date",
      calculated: true,
      updateable: false,
    });
    expect(await field("Session__c", "Description__c")).toMatchObject({
      type: "textarea",
      filterable: false,
      sortable: false,
    });
    expect(await field("Contact", "MailingCity")).toMatchObject({ compoundFieldName: "MailingAddress", length: 40 });
    expect(await field("Session_Participant__c", "Delivery_Hours__c")).toMatchObject({
      type: "double",
      precision: 16,
      scale: 2,
    });
    expect(await field("Contact", "SystemModstamp")).toMatchObject({
      type: "datetime",
      nillable: false,
      filterable: true,
    });
  });

  it("lets every field that it lists be queried", async () => {
    for (const { name } of standardSchema) {
      const { fields } = await connection.sobject(name).describe();
      const found = await connection.query(`SELECT ${fields.map((one) => one.name).join(", ")} FROM ${name} LIMIT 1`);
      expect(Object.keys(found.records[0] ?? { attributes: 0 })).toHaveLength(
        found.records.length === 0 ? 1 : fields.length + 1,
      );
    }
  });

  it("names the children of an object", async () => {
    const { childRelationships } = await connection.sobject("Account").describe();
    expect(childRelationships).toContainEqual(
      expect.objectContaining({ childSObject: "Contact", field: "AccountId", relationshipName: "Contacts" }),
    );
  });

  it("answers 304 until the schema changes", async () => {
    const first = await call(connection, "/sobjects/Contact/describe");
    const since = { headers: { "If-Modified-Since": first.headers.get("last-modified") ?? "" } };
    expect((await call(connection, "/sobjects/Contact/describe", since)).status).toBe(304);
    clock.forward(hour);
    org.addField("Contact", "Shirt_Size__c", "string", 10);
    expect((await call(connection, "/sobjects/Contact/describe", since)).status).toBe(200);
  });
});

describe("a schema that changes", () => {
  const lastNames = "SELECT Id, LastName FROM Contact WHERE LastName = 'Quill'";

  it("hides a field from describe and from SOQL, and shows it again", async () => {
    org.hideField("Contact", "LastName");
    expect(await field("Contact", "LastName")).toBeUndefined();
    await expect(connection.query(lastNames)).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
      message: expect.stringContaining("No such column 'LastName' on entity 'Contact'."),
    });
    org.hideField("Contact", "LastName", false);
    expect((await connection.query(lastNames)).totalSize).toBe(1);
  });

  it("hides the path through a hidden reference", async () => {
    org.hideField("Contact", "AccountId");
    await expect(connection.query("SELECT Account.Name FROM Contact")).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
    });
  });

  it("renames a field and keeps its values", async () => {
    org.renameField("Contact", "LastName", "Family_Name__c");
    await expect(connection.query(lastNames)).rejects.toMatchObject({ errorCode: "INVALID_FIELD" });
    const found = await connection.query("SELECT Family_Name__c FROM Contact WHERE Family_Name__c = 'quill'");
    expect(found.records).toMatchObject([{ Family_Name__c: "Quill" }]);
    expect(org.get("Contact", contactId(1))).toMatchObject({ Family_Name__c: "Quill" });
  });

  it("adds a field that can be filled and read", async () => {
    org.addField("Contact", "Bees_Kept__c", "double");
    org.edit("Contact", contactId(2), { Bees_Kept__c: 12 });
    expect(await names(connection, "SELECT Name FROM Contact WHERE Bees_Kept__c > 10")).toEqual(["Ben Rook"]);
    expect(await field("Contact", "Bees_Kept__c")).toMatchObject({ custom: true, type: "double" });
  });
});
