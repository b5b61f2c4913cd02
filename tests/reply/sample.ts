import { column, metricFact, notice, type Provenance, type Reply, reply, table } from "../../src/reply/index.js";

export const provenance: Provenance = {
  bible: "Metrics Bible v1.0 with rulings r1",
  period: { start: "2023-08-01", end: "2026-07-31", label: "SY23-24 to SY25-26" },
  filters: { org: "Hill's Pet Nutrition" },
  freshness: { salesforce: "2026-02-15T16:00:00.000Z", pathful: null },
  counts: { excluded: 2, estimated: 3, unknown: 0 },
  deviations: [],
  asOf: "2026-02-15T16:05:00.000Z",
  sample: true,
};

export const volunteerTable = table({
  key: "volunteers",
  title: "Volunteers",
  columns: [
    column("name", "Name", "text", "name"),
    column("record", "Record", "link", "open", { linkLabel: "name" }),
    column("email", "E-mail", "text", "contact"),
    column("sessions", "Sessions", "integer", "open"),
    column("hours", "Hours", "hours", "open"),
    column("last", "Last active", "date", "open"),
  ],
  rows: [
    ["Ana Öztürk", "https://example.org/1", "ana@example.org", 1200, 31.25, "2026-02-01"],
    ["Bo", "https://example.org/2", "bo@example.org", 3, null, null],
  ],
  total: [null, null, null, 1203, 31.25, null],
  empty: "No volunteer matches. Try a longer period.",
});

/** A reply as a report makes it. */
export const sample: Reply = reply({
  title: "Hill's Pet Nutrition",
  text: "Hill's Pet Nutrition gave 31.3 hours in 1,203 sessions.",
  sensitivity: "open",
  facts: [metricFact("M30", "Volunteer hours", 31.25, "hours", "open", { note: "1 credited by fall-back" })],
  tables: [volunteerTable],
  files: [{ key: "all", kind: "xlsx", name: "report-org-hills.xlsx" }],
  notices: [notice("Connector sessions before SY24-25 are marked legacy.", "warning")],
  provenance,
  page: { number: 1, size: 10, line: `report org "Hill's" 3y` },
});
