import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordId, SalesforceOrg, sampleReportIds } from "../../../sandbox/salesforce/index.js";
import { reportIdIn, SalesforceReports } from "../../../src/sources/index.js";

const ID = sampleReportIds.sessions;
const NOW = "2026-06-15T12:00:00.000Z";

describe("the id in a report's address", () => {
  const packed = Buffer.from(JSON.stringify({ attributes: { recordId: ID } })).toString("base64");
  it.each([
    ["the id", ID],
    ["the short id", ID.slice(0, 15)],
    ["Lightning", `https://prep-kc.lightning.force.com/lightning/r/Report/${ID}/view`],
    [
      "Lightning with a query",
      `https://x.lightning.force.com/lightning/r/Report/${ID}/view?queryScope=userFolders&fv0=a`,
    ],
    ["the editor", `https://x.lightning.force.com/reports/lightningReportApp.app?reportId=${ID}#top`],
    ["a packed page", `https://x.lightning.force.com/one/one.app#${packed}`],
    ["an old Lightning address", `https://x.lightning.force.com/one/one.app#/sObject/${ID}/view`],
    ["Classic", `https://na1.salesforce.com/${ID.slice(0, 15)}`],
    ["an escaped address", `https://x.my.site.com/s/login?startURL=%2Freport%2F${ID}%2Fmine`],
  ])("is read from %s", (_, text) => expect(reportIdIn(text)).toBe(ID));

  it.each([
    [
      "a dashboard",
      `https://x.lightning.force.com/lightning/r/Dashboard/${recordId("01Z", 4)}/view`,
      "This is a dashboard",
    ],
    ["words", "the one about sessions", "names no report"],
    [
      "another record",
      `https://x.lightning.force.com/lightning/r/Contact/${recordId("003", 4)}/view`,
      "names no report",
    ],
    ["a mistyped id", `${ID.slice(0, 17)}B`, "not a well-formed Salesforce id"],
  ])("is refused in %s, with what was expected", (_, text, said) => {
    expect(() => reportIdIn(text)).toThrow(said);
    expect(() => reportIdIn(text)).toThrow("Expected the address of a saved report");
  });
});

describe("a saved report", () => {
  let org: SalesforceOrg;
  const reports = () =>
    new SalesforceReports({
      access: {
        loginUrl: org.url,
        clientId: "polaris-sandbox",
        apiVersion: "62.0",
        proof: { kind: "secret", clientSecret: "sandbox-secret" },
      },
      clock: { now: () => NOW },
      patience: { deadline: 5_000, waits: [1, 1] },
    });

  beforeAll(async () => {
    org = await new SalesforceOrg({ clock: () => Date.parse(NOW) }).listen();
    const session = (n: number) => recordId("a1B", n);
    const given = [
      ["Fair", "Completed", "In-Person", "2025-10-07"],
      ["Talk", "Completed", "Virtual", "2025-11-04"],
      ["Snow", "Cancelled", "In-Person", "2025-12-02"],
    ] as const;
    org.load({
      Contact: [{ Id: recordId("003", 1), FirstName: "Ann", LastName: "Lee", Email: "ann@example.org" }],
      Session__c: given.map(([Name, Session_Status__c, Format__c, day], n) => ({
        Id: session(n),
        Name,
        Session_Status__c,
        Format__c,
        Start_Date_and_Time__c: `${day}T16:00:00.000Z`,
      })),
      Session_Participant__c: [0, 1].map((n) => ({
        Id: recordId("a0P", n),
        Contact__c: recordId("003", 1),
        Session__c: session(n),
        Participant_Type__c: "Volunteer",
        Status__c: "Attended",
        Delivery_Hours__c: n === 0 ? 1.5 : null,
      })),
    });
  });
  afterAll(() => org.close());

  it("comes with its filters and dates in words, its columns and typed rows", async () => {
    const saved = await reports().run(ID);
    expect(saved).toMatchObject({
      id: ID,
      name: "Completed sessions SY25-26",
      format: "tabular",
      about: "Sessions",
      isWhole: true,
      filters: [{ label: "Session Status", operator: "equals", value: "Completed" }],
      dates: { label: "Start Date and Time", start: "2025-08-01", end: "2026-07-31" },
      groupings: [],
      groups: [{ labels: [], figures: [2] }],
    });
    expect(saved.columns.slice(0, 2)).toEqual([
      { name: "CUST_NAME", label: "Session: Session Name", type: "string", isLookup: true },
      { name: "Session__c.Session_Type__c", label: "Session Type", type: "picklist", isLookup: false },
    ]);
    expect(saved.rows.map(([name]) => name)).toEqual([
      { label: "Fair", value: recordId("a1B", 0) },
      { label: "Talk", value: recordId("a1B", 1) },
    ]);
  });

  it("in groups has a figure for the whole and for each group, and rows know their group", async () => {
    const saved = await reports().run(sampleReportIds.hours);
    expect(saved.aggregates.map(({ label }) => label)).toEqual(["Record Count", "Sum of Delivery Hours"]);
    expect(saved.groups).toEqual([
      { labels: [null], figures: [2, 1.5] },
      { labels: ["Attended"], figures: [2, 1.5] },
    ]);
    expect(saved.rowGroups).toEqual([["Attended"], ["Attended"]]);
  });

  it("as a matrix has a figure for each cell, row and column", async () => {
    const saved = await reports().run(sampleReportIds.matrix);
    expect(saved.groups).toContainEqual({ labels: [null, null], figures: [3] });
    expect(saved.groups).toContainEqual({ labels: ["In-Person", null], figures: [2] });
    expect(saved.groups).toContainEqual({ labels: [null, "November 2025"], figures: [1] });
    expect(saved.groups).toContainEqual({ labels: ["Virtual", "November 2025"], figures: [1] });
    expect(saved.rows).toHaveLength(3);
  });

  it.each([
    ["there is none", recordId("00O", 99), "not_found", "Salesforce has no report"],
    ["its folder is not shared", sampleReportIds.board, "salesforce_permission_missing", "Share its folder"],
    ["it is a joined one", sampleReportIds.joined, "argument_invalid", "joined report"],
  ])("is refused with what to do where %s", async (_, id, code, said) => {
    await expect(reports().run(id)).rejects.toMatchObject({ code, message: expect.stringContaining(said) });
  });

  it("is asked for again when the answer breaks, and refused when it stays so", async () => {
    org.fault({ match: "GET .*/analytics/reports", status: 503, times: 1 });
    expect((await reports().run(ID)).rows).toHaveLength(2);
    org.fault({ match: "GET .*/analytics/reports", status: 200, body: { allData: "perhaps" }, times: 3 });
    await expect(reports().run(ID)).rejects.toMatchObject({ code: "salesforce_answer_broken" });
    org.clearFaults();
  });

  it("is only read: no request but the login is anything else than a GET", async () => {
    org.clearRequests();
    await reports().run(ID);
    const calls = org.requests.filter(({ path }) => !path.includes("oauth2"));
    expect(calls.length).toBeGreaterThan(0);
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });
});
