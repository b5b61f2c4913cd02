import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { recordId, SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { contactId, emptyOrg, loadSmallWorld, loggedIn } from "./fixture.js";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "salesforce-org-"));
  file = join(folder, "org.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("keeps its records, its deletions and its changed schema in the file", async () => {
  const { org: first } = await emptyOrg({ file });
  loadSmallWorld(first);
  first.renameField("Contact", "Title", "Role__c");
  first.hideField("Contact", "Department");
  first.addField("Contact", "Hat__c", "string", 20);
  first.edit("Contact", contactId(1), { Hat__c: "straw", Role__c: "Pilot" });
  first.delete("Contact", contactId(2));
  const made = first.insert("Contact", { LastName: "Made" });
  await first.close();

  const { org: second } = await emptyOrg({ file });
  const connection = await loggedIn(second);
  const found = await connection.query("SELECT Hat__c, Role__c FROM Contact WHERE FirstName = 'Ada'");
  expect(found.records).toMatchObject([{ Hat__c: "straw", Role__c: "Pilot" }]);
  await expect(connection.query("SELECT Department FROM Contact")).rejects.toMatchObject({
    errorCode: "INVALID_FIELD",
  });
  expect(second.get("Contact", contactId(2))).toMatchObject({ IsDeleted: 1 });
  expect(second.insert("Contact", { LastName: "Next" })).not.toBe(made);
  expect((await connection.query("SELECT Id FROM Organization")).totalSize).toBe(1);
  await second.close();
});

it("refuses the file of another organisation", async () => {
  const { org } = await emptyOrg({ file });
  await org.close();
  expect(() => new SalesforceOrg({ file, orgId: recordId("00D", 7) })).toThrow("holds organisation 00DPL0000000SBX");
  expect(() => new SalesforceOrg({ orgId: "12345" })).toThrow("12345 is no id of an organisation");
});
