import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DATASETS, type DatasetRules, recognise, rowsOf } from "../../../src/sources/index.js";

const rules: DatasetRules = {
  timeZone: "America/Chicago",
  schoolYearStartMonth: 8,
  now: "2026-02-18T12:00:00.000Z",
  origin: "file:x.csv",
  defaults: {},
  serialDates: false,
};

/** The headers that staff keep, by dataset. */
const HEADERS: Readonly<Record<string, string>> = {
  roster: "Building,Name,Email,Grade,Target Sessions,Academic Year,District",
  attendance: "Session ID,Event,Date,Total Students,Classrooms,Rotations,Groups,Pathway,STEM",
  "school-levels": "Id,Level",
  "event-requests":
    "Program,Event,Date,School,Contact Name,Contact Email,Students Requested,Students Confirmed,Status,Notes",
  "pathway-roster": "Session ID,Event,Date,Student ID,First Name,Last Name,School,District,Pathway,Status",
  "outside-visits": "Student ID,School,District,Program,Kind,Place,Organization,Date,Hours",
  surveys: "Date,Session ID,Respondent,Rating,Would Recommend,Comment",
  engagement: "Date,Channel,Measure,Value",
  "partner-list": "First Name,Last Name,Email,Phone,Organization,Title",
  "salesforce-pathways": "Id,Name,School__c,Status__c",
  "salesforce-pathway-sessions": "Id,Pathway__c,Session__c",
  "salesforce-pathway-participants": "Id,Pathway__c,Contact__c,Status__c",
  "salesforce-leads":
    "id,is_deleted,last_name,first_name,title,company,street,city,state,postal_code,country,phone,mobile_phone,email,website,lead_source,status,is_converted,created_date,last_modified_date,last_activity_date,last_viewed_date,last_referenced_date,email_bounced_reason,email_bounced_date,outreach_stage_c,current_enrollment_c,capacity_c,lead_source_last_updated_c,brightwheel_school_uuid_c",
};

const tableOf = (...lines: (string | readonly (string | number | null)[])[]) => ({
  name: "x.csv",
  lines: lines.map((line) => (typeof line === "string" ? line.split(",") : line)),
  serialDates: false,
});

const datasetOf = (name: string) => {
  const dataset = DATASETS.find((each) => each.name === name);
  if (dataset === undefined) throw new Error(`there is no dataset ${name}`);
  return dataset;
};

/** What the rows of a table say, as the dataset of this name reads them. */
function readAs(name: string, lines: Parameters<typeof tableOf>, given: Partial<DatasetRules> = {}) {
  const { grid, places, dataset } = recognise([tableOf(...lines)], [datasetOf(name)]);
  return [...rowsOf(grid, places, dataset.columns)].flatMap((row) => dataset.read(row, { ...rules, ...given }));
}

describe("the datasets", () => {
  it("have a name each, and keys that are columns", () => {
    expect(new Set(DATASETS.map(({ name }) => name)).size).toBe(DATASETS.length);
    for (const { name, key, columns } of DATASETS) {
      const keys = columns.map((column) => column.key);
      expect({ name, strange: key.filter((each) => !keys.includes(each)) }).toEqual({ name, strange: [] });
    }
  });

  it("leave no file of the folder out", () => {
    const helpers = [
      "cells",
      "index",
      "model",
      "records",
      "row",
      "salesforce-export",
      "salesforce-pathways",
      "survey-answer",
    ];
    const files = readdirSync("src/sources/datasets").map((file) => file.replace(/\.ts$/, ""));
    const missing = files.filter((file) => !helpers.includes(file) && !DATASETS.some(({ name }) => name === file));
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(HEADERS))("%s is recognised by its usual header among all others", (name, header) => {
    expect(recognise([tableOf(header, header.replace(/[^,]+/g, "1"))], DATASETS).dataset.name).toBe(name);
  });

  it("know an export of a social channel by its columns", () => {
    const table = tableOf("Date,Reach,Impressions,Saves", "2026-02-01,1,2,3");
    expect(recognise([table], DATASETS).dataset.name).toBe("engagement");
  });

  it("give a row the same key and hash whatever the file is called and wherever it stands in it", () => {
    const line = "501,Tour,2026-02-01,S-1,Sam,Stone,School,KCK,Health,Attended";
    const header = HEADERS["pathway-roster"] ?? "";
    const [one] = readAs("pathway-roster", [header, line]);
    const [, other] = readAs("pathway-roster", [header, line.replace("S-1", "S-2"), line], { origin: "sheet:Other" });
    expect([other?.sourceId, other?.hash]).toEqual([one?.sourceId, one?.hash]);
  });

  it("keep names, addresses and numbers of people out of keys", () => {
    const rows = [
      ...readAs("roster", [HEADERS.roster ?? "", "School A,Ann Able,ann@kck.example,4,1,2025-26,KCK"]),
      ...readAs("pathway-roster", [HEADERS["pathway-roster"] ?? "", "501,Tour,,77123,Ann,Able,School,KCK,,Attended"]),
      ...readAs("outside-visits", [HEADERS["outside-visits"] ?? "", "77123,School,KCK,D,Kind,Place,Ann,2026-02-01,2"]),
      ...readAs("surveys", [HEADERS.surveys ?? "", "2026-02-01,501,ann@kck.example,5,,"]),
      ...readAs("partner-list", [HEADERS["partner-list"] ?? "", "Ann,Able,ann@kck.example,,,"]),
    ];
    expect(rows).toHaveLength(5);
    for (const { sourceId } of rows) expect(sourceId).not.toMatch(/ann|able|77123/i);
  });

  it("read serial days of a sheet and dates as people write them", () => {
    const dates = [46054, "46054", "2/1/2026", "02/01/26", "Feb 1, 2026", "2026-02-01T10:00:00"];
    const rows = readAs("outside-visits", [
      "Student ID,Kind,Date",
      ...dates.map((date, place) => [String(place), "Visit", date]),
    ]);
    const days = rows.map((row) => {
      const reading = row.read();
      return reading.kind === "record" && reading.record.kind === "outside_visit" ? reading.record.localDate : reading;
    });
    expect(days).toEqual(dates.map(() => "2026-02-01"));
  });

  it("take a literal nothing for a blank, and a blank for the default of the file", () => {
    const [row] = readAs("roster", ["Building,Name,Email,District", "n/a,Ann Able,ann@kck.example,--"], {
      defaults: { district: "KCK" },
    });
    const reading = row?.read();
    expect(reading).toMatchObject({ kind: "record", record: { buildingRaw: "", districtRaw: "KCK" } });
  });
});
