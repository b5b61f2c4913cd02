import type { Connection } from "jsforce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordId, type SalesforceOrg, sampleReportIds } from "../../../sandbox/salesforce/index.js";
import { contactId, control, emptyOrg, loggedIn, participantId, sessionId } from "./fixture.js";

let org: SalesforceOrg;
let connection: Connection;

/** Four sessions of SY25-26, and a volunteer at three of them. */
beforeEach(async () => {
  ({ org } = await emptyOrg());
  org.load({
    Contact: [{ Id: contactId(1), FirstName: "Ann", LastName: "Lee", Email: "ann@example.org" }],
    Session__c: [1, 2, 3, 4].map((n) => ({
      Id: sessionId(900 + n),
      Name: `Session ${n}`,
      Session_Status__c: n === 4 ? "Confirmed" : "Completed",
      Format__c: n === 2 ? "Virtual" : "In-Person",
      Session_Type__c: "Career Fair",
      Start_Date_and_Time__c: n === 3 ? "2026-03-02T16:00:00.000Z" : "2025-10-07T16:00:00.000Z",
    })),
    Session_Participant__c: [1, 2, 3].map((n) => ({
      Id: participantId(900 + n),
      Contact__c: contactId(1),
      Session__c: sessionId(900 + n),
      Participant_Type__c: "Volunteer",
      Status__c: n === 3 ? "No-Show" : "Attended",
      Delivery_Hours__c: n === 3 ? null : n + 0.5,
    })),
  });
  connection = await loggedIn(org);
});
afterEach(() => org.close());

const run = (id: string) => connection.analytics.report(id).execute({ details: true });

describe("saved reports", () => {
  it("are listed as far as their folders are shared", async () => {
    const listed = await connection.analytics.reports();
    expect(listed.map(({ id }) => id)).toContain(sampleReportIds.sessions);
    expect(listed.map(({ id }) => id)).not.toContain(sampleReportIds.board);
  });

  it("run as they were saved: filters and dates hold, rows are in the fact map, names carry their record's id", async () => {
    const result = await run(sampleReportIds.sessions);
    expect(result).toMatchObject({ allData: true, hasDetailRows: true });
    expect(result.reportMetadata).toMatchObject({
      name: "Completed sessions SY25-26",
      reportFormat: "TABULAR",
      reportFilters: [{ column: "Session__c.Session_Status__c", operator: "equals", value: "Completed" }],
      standardDateFilter: { startDate: "2025-08-01", endDate: "2026-07-31" },
    });
    const cells = result.factMap["T!T"]?.rows?.map(({ dataCells }) => dataCells[0]);
    expect(cells).toEqual([1, 2, 3].map((n) => ({ label: `Session ${n}`, value: sessionId(900 + n) })));
    expect(result.factMap["T!T"]?.aggregates).toEqual([{ label: "3", value: 3 }]);
  });

  it("group, add up at every level, and keep the rows with the innermost group", async () => {
    const result = await run(sampleReportIds.hours);
    expect(result.groupingsDown?.groupings.map(({ key, label }) => [key, label])).toEqual([
      ["0", "Attended"],
      ["1", "No-Show"],
    ]);
    expect(result.factMap["T!T"]).toEqual({
      aggregates: [
        { label: "3", value: 3 },
        { label: "4", value: 4 },
      ],
    });
    expect(result.factMap["0!T"]?.aggregates.map(({ value }) => value)).toEqual([2, 4]);
    expect(result.factMap["1!T"]?.rows?.map(({ dataCells }) => dataCells.at(-1))).toEqual([
      { label: "-", value: null },
    ]);
  });

  it("cross groups in a matrix, dates by month", async () => {
    const { factMap, groupingsAcross } = await run(sampleReportIds.matrix);
    expect(groupingsAcross?.groupings.map(({ label, value }) => [label, value])).toEqual([
      ["October 2025", "2025-10-01"],
      ["March 2026", "2026-03-01"],
    ]);
    expect(factMap["0!0"]?.aggregates[0]?.value).toBe(2);
    expect(factMap["0!T"]?.aggregates[0]?.value).toBe(3);
    expect(factMap["T!1"]?.aggregates[0]?.value).toBe(1);
  });

  it("show at most 2,000 rows and say that there are more", async () => {
    org.load({
      Session_Participant__c: Array.from({ length: 2001 }, (_, n) => ({
        Id: recordId("a0P", 50_000 + n),
        Contact__c: contactId(1),
        Session__c: sessionId(901),
        Participant_Type__c: "Student",
        Status__c: "Attended",
      })),
    });
    const result = await run(sampleReportIds.students);
    expect(result.allData).toBe(false);
    expect(result.factMap["T!T"]?.rows).toHaveLength(2000);
    expect(result.factMap["T!T"]?.aggregates[0]?.value).toBe(2001);
  });

  it("leave rows out unless they are asked for, and deleted records in any case", async () => {
    org.delete("Session__c", sessionId(901));
    const result = await connection.analytics.report(sampleReportIds.sessions).execute();
    expect(result.hasDetailRows).toBe(false);
    expect(result.factMap["T!T"]).toEqual({ aggregates: [{ label: "2", value: 2 }] });
  });

  it("are described without being run", async () => {
    const described = await connection.analytics.report(sampleReportIds.contacts).describe();
    expect(described.reportExtendedMetadata.detailColumnInfo.EMAIL).toMatchObject({
      dataType: "email",
      label: "Email",
    });
  });

  it("are refused where there is none, where the folder is not shared, and where a report is joined", async () => {
    await expect(run(recordId("00O", 999))).rejects.toMatchObject({ errorCode: "NOT_FOUND" });
    await expect(run(sampleReportIds.board)).rejects.toMatchObject({ errorCode: "FORBIDDEN" });
    await expect(run(sampleReportIds.joined)).rejects.toMatchObject({ errorCode: "NOT_IMPLEMENTED" });
    org.shareReport(sampleReportIds.board, true);
    expect((await run(sampleReportIds.board)).allData).toBe(true);
  });

  it("are never written, and a wrong includeDetails is refused", async () => {
    const path = `/services/data/v62.0/analytics/reports/${sampleReportIds.sessions}`;
    await expect(connection.requestPatch(path, { name: "Other" })).rejects.toMatchObject({
      errorCode: "METHOD_NOT_ALLOWED",
    });
    await expect(connection.request(`${path}?includeDetails=maybe`)).rejects.toMatchObject({
      errorCode: "BAD_REQUEST",
    });
  });

  it("can be saved and shared by the control API", async () => {
    const board = {
      id: sampleReportIds.board,
      name: "Figures for the board",
      folder: { name: "Board", isShared: false },
    };
    expect(await control(org, "GET", "reports")).toMatchObject({ status: 200, body: expect.arrayContaining([board]) });
    await control(org, "POST", "reports/share", { id: sampleReportIds.board, shared: true });
    expect((await run(sampleReportIds.board)).allData).toBe(true);
  });
});
