import { describe, expect, it } from "vitest";
import { readPathway, readPathwayParticipant, readPathwaySession } from "../../src/sources/index.js";
import { readingOf, recordOf, rowOf } from "./setting.js";

const task = (fields: Record<string, unknown>) =>
  recordOf("communication", "Task", { WhoId: "003000000000001AAA", ActivityDate: "2025-06-15", ...fields });
const email = (fields: Record<string, unknown>) =>
  recordOf("communication", "EmailMessage", {
    RelatedToId: "003000000000001AAA",
    MessageDate: "2025-06-21T02:30:00.000+0000",
    Incoming: false,
    ...fields,
  });

describe("a Task", () => {
  it("lies on its own day of the organisation", () => {
    expect(
      task({ Subject: "Volunteer Check-in Call", Type: "Call", Status: "Completed", WhatId: "a1B000000000001AAA" }),
    ).toMatchObject({
      form: "task",
      activity: "call",
      direction: null,
      subject: "Volunteer Check-in Call",
      statusRaw: "Completed",
      happenedAt: "2025-06-15T05:00:00.000Z",
      localDate: "2025-06-15",
      whoSourceId: "003000000000001AAA",
      relatedSourceId: "a1B000000000001AAA",
    });
  });

  it.each([
    ["Call", "call"],
    ["EMAIL", "email"],
    ["Status Update", "status_change"],
    ["Meeting", "activity"],
    ["Other", "note"],
    [null, "note"],
  ])("of type %s is %s", (type, activity) => {
    expect(task({ Type: type }).activity).toBe(activity);
  });

  it("without a day lies on the one it was made", () => {
    expect(task({ ActivityDate: null, CreatedDate: "2025-06-16T02:00:00.000+0000" })).toMatchObject({
      happenedAt: "2025-06-16T02:00:00.000Z",
      localDate: "2025-06-15",
    });
    expect(task({ ActivityDate: null }).localDate).toBe("2025-12-31");
  });

  it("about nobody is skipped, with the reason", () => {
    expect(readingOf("Task", { WhoId: null })).toEqual({ kind: "skipped", reason: "about_nobody" });
  });
});

describe("an EmailMessage", () => {
  it("keeps every address once a role, as it is compared, and the lists as they came", () => {
    const list = 'Jane@X.org, "Doe, John" <JOHN@x.org>; jane@x.org\n mailto:ann@x.org, not an address';
    const record = email({ FromAddress: "Team@y.org", ToAddress: list, CcAddress: "jane@x.org" });
    expect(record.addresses).toEqual([
      { role: "from", address: "team@y.org" },
      { role: "to", address: "jane@x.org" },
      { role: "to", address: "john@x.org" },
      { role: "to", address: "ann@x.org" },
      { role: "cc", address: "jane@x.org" },
    ]);
    expect(record.toAddresses).toContain('"Doe, John" <JOHN@x.org>');
  });

  it("was sent or received, on the organisation's day", () => {
    expect(email({})).toMatchObject({ form: "email", activity: "email", direction: "sent", localDate: "2025-06-20" });
    expect(email({ Incoming: true }).direction).toBe("received");
    expect(email({ ParentId: "500000000000001AAA" }).caseSourceId).toBe("500000000000001AAA");
  });

  it("related to nothing is skipped, with the reason", () => {
    expect(readingOf("EmailMessage", { RelatedToId: null })).toEqual({ kind: "skipped", reason: "about_nobody" });
  });

  it.each([
    ["<p>Hello</p>", "Hello"],
    ["<b>Hel</b>lo,<br>wor<i>ld</i>!\r\n\t<p>Bye</p>", "Hello, world! Bye"],
    ["<html><head><style>p { color: red }</style></head><body>Seen<!-- <b>not</b> --></body></html>", "Seen"],
    ["Tom &amp; Ann &lt;3 &#8211;&nbsp;caf&#xe9; &unknown;", "Tom &amp; Ann &lt;3 &#8211;&nbsp;caf&#xe9; &unknown;"],
    ["<p>Tom &amp; Ann &lt;3 &#8211;&nbsp;caf&#xe9; &unknown; &#0;</p>", "Tom & Ann <3 – café &unknown;"],
    ["2 < 3 and 4 > 3", "2 < 3 and 4 > 3"],
    ["<p>&nbsp;</p>", null],
    ["<style>never closed", null],
    [null, null],
  ])("has its words out of %j", (html, words) => {
    expect(email({ HtmlBody: html }).body).toBe(words);
  });

  it("has its plain text where there is one, at most 2,000 characters of it, none of them cut in two", () => {
    expect(email({ TextBody: " Plain\r\n text ", HtmlBody: "<p>Other</p>" }).body).toBe("Plain text");
    expect(email({ TextBody: "a".repeat(3_000) }).body).toHaveLength(2_000);
    expect(email({ TextBody: `${"a".repeat(1_999)}😀` }).body).toBe("a".repeat(1_999));
  });

  it("is not kept whole in its copy either, however long it is", () => {
    const row = rowOf("EmailMessage", { RelatedToId: "003000000000001AAA", HtmlBody: `<p>${"long ".repeat(20_000)}` });
    expect(row.payload().length).toBeLessThan(21_000);
    expect(row.hash).toBe(
      rowOf("EmailMessage", { RelatedToId: "003000000000001AAA", HtmlBody: `<p>${"long ".repeat(30_000)}` }).hash,
    );
  });

  it("of tags that are never closed is read as fast as any other", () => {
    const started = performance.now();
    for (const text of ["<a ".repeat(7_000), "<!--".repeat(5_000), "<style>".repeat(3_000), "<p><".repeat(5_000)])
      email({ HtmlBody: text });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("a class", () => {
  it("belongs to a school and graduates in a year", () => {
    expect(
      recordOf("school_class", "Class__c", {
        Name: "Algebra I",
        School__c: "001000000000001AAA",
        Class_Year_Number__c: 2025,
      }),
    ).toEqual({ kind: "school_class", name: "Algebra I", schoolSourceId: "001000000000001AAA", year: 2025 });
    expect(recordOf("school_class", "Class__c", { Name: "Algebra I", Class_Year_Number__c: "0.0" }).year).toBeNull();
    expect(readingOf("Class__c", { Name: "n/a" })).toMatchObject({ kind: "refused", reason: "missing_required" });
  });
});

describe("pathways", () => {
  it("are the same records by the API and out of the texts of an export", () => {
    expect(recordOf("pathway", "Pathway__c", { Name: "Construction/ Trades", Status__c: "Active" })).toEqual({
      kind: "pathway",
      name: "Construction/ Trades",
      nameKey: "construction trades",
      schoolSourceId: null,
      statusRaw: "Active",
    });
    expect(readPathway({ name: " STEM ", school: "001D000000IqhSL", status: "" })).toMatchObject({
      record: { name: "STEM", schoolSourceId: "001D000000IqhSLIAZ", statusRaw: null },
    });
    expect(readPathwaySession({ pathway: "a1P000000000001AAA", session: "a1B000000000001AAA" })).toMatchObject({
      record: recordOf("pathway_session", "Pathway_Session__c", {
        Pathway__c: "a1P000000000001AAA",
        Session__c: "a1B000000000001AAA",
      }),
    });
    expect(
      readPathwayParticipant({ pathway: "a1P000000000001AAA", contact: "003000000000001AAA", status: "Active" }),
    ).toMatchObject({
      record: recordOf("pathway_participant", "Pathway_Participant__c", {
        Pathway__c: "a1P000000000001AAA",
        Contact__c: "003000000000001AAA",
        Status__c: "Active",
      }),
    });
  });

  it("that lack what they need are refused, and say what", () => {
    expect(readPathway({ name: "--", school: null, status: null })).toMatchObject({
      detail: "The pathway has no Name.",
    });
    expect(readPathwaySession({ pathway: "x", session: null })).toMatchObject({ kind: "refused" });
    expect(readPathwayParticipant({ pathway: null, contact: "y", status: null })).toMatchObject({ kind: "refused" });
  });
});

describe("what Pathful's connector left in Salesforce", () => {
  it("is kept with the contact", () => {
    expect(
      recordOf("contact", "Contact", {
        LastName: "Doe",
        Connector_User_ID__c: "48213",
        Connector_Role__c: null,
        Connector_SignUp_Role__c: "Educator",
        Connector_Active_Subscription__c: "true",
        Connector_Last_Login_Date_Time__c: "2025-06-21T02:30:00.000+0000",
      }),
    ).toMatchObject({
      pathfulUserId: "48213",
      connectorRole: "Educator",
      connectorActive: true,
      connectorLastLoginOn: "2025-06-20",
    });
  });

  it("is another name of a school, where it differs", () => {
    const school = (other: string | null) =>
      recordOf("school", "Account", { Name: "Central High School", Type: "School", Connector_Account_Name__c: other });
    expect(school("Central High")).toMatchObject({ otherName: "Central High", otherNameKey: "central high" });
    expect(school("CENTRAL HIGH SCHOOL").otherName).toBeNull();
    expect(school(null).otherName).toBeNull();
  });
});
