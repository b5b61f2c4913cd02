import { printDates } from "../domain/index.js";
import { type FigureRow, metricOf } from "../metrics/index.js";
import {
  type Cell,
  column,
  type Fact,
  metricFact,
  type Notice,
  type Provenance,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import type { CompanyReport } from "./organization.js";
import { sessionsChart } from "./organization-chart.js";
import { factLabelOf, figure, figures, metricColumn } from "./organization-columns.js";
import { count, noted } from "./organization-facts.js";
import { reachNotices } from "./organization-notices.js";
import { described, newestFirst, nothing, studentsAt } from "./organization-tables.js";
import { inPeriod, many, unitOf } from "./words.js";

const FACTS = ["X60", "X62", "X61", "M20", "M30", "X13", "X12", "M73"] as const;
const PER_VOLUNTEER = ["X62", "X61", "X60", "M30", "X26", "X27"] as const;

/**
 * The report as it is sent to the organisation itself: a cover with thanks and the main figures, the sessions in person, the virtual ones, its volunteers, and
 * how it was counted. Nothing private, no notes, no records to open, nobody of another organisation.
 * @throws PolarisError argument_invalid when several organisations are asked for
 */
export function externalEdition(
  made: CompanyReport,
  organization: Organization,
  { provenance, complete }: { readonly provenance: Provenance; readonly complete: readonly Notice[] },
): Reply {
  const { company, found } = made;
  if (company.names.length > 1)
    throw new PolarisError(
      "argument_invalid",
      `The edition for an organisation is about one alone, and these are ${company.names.length}: ${company.name}. Ask for each by itself.`,
    );
  return reply({
    title: `${company.name} and ${organization.name}: ${found.period.label}${datesBeside(made)}`,
    text: thanks(made, organization),
    sensitivity: "open",
    facts: FACTS.map((id) => factOf(id, found.whole.total)),
    tables: [
      sessionsTable(made, "In person", ["Students", "Students are"]),
      sessionsTable(made, "Virtual", []),
      volunteersTable(made),
    ],
    charts: sessionsChart(found),
    notices: [...complete, ...reachNotices(found)],
    provenance,
  });
}

function datesBeside({ found: { period } }: CompanyReport): string {
  const dates = printDates(period);
  return dates === period.label ? "" : ` (${dates})`;
}

/** The sentence of thanks on the cover. */
function thanks({ company, found }: CompanyReport, { name }: Organization): string {
  const { total } = found.whole;
  const when = inPeriod(found.period);
  if (count(total, "X60") === 0) return `No session was held with ${company.name} ${when}.`;
  const hours = Math.round(count(total, "M30") * 10) / 10;
  const about = noted(total, "X13", "estimated") > 0 ? "about " : "";
  const reached =
    count(total, "X13") > 0 ? ` and reached ${about}${many(count(total, "X13"), "student")} in person` : "";
  const virtual =
    count(total, "M73") > 0 ? `, and about ${showInteger(count(total, "M73"))} in virtual classrooms` : "";
  const gave = `${many(count(total, "M20"), "volunteer")} of ${company.name} gave ${many(hours, "hour")}`;
  return `Thank you from ${name}: ${gave} at ${many(count(total, "X60"), "session")}${reached}${virtual}, ${when}.`;
}

function factOf(id: string, total: FigureRow): Fact {
  const value = figure(total, id);
  const isEstimate = (id === "X13" && noted(total, "X13", "estimated") > 0) || (id === "M73" && value !== null);
  return metricFact(id, factLabelOf(id), value, metricOf(id).type, "open", {
    ...(value === null ? {} : unitOf(metricOf(id))),
    ...(isEstimate ? { note: "estimate" } : {}),
  });
}

/** The sessions held in one format, newest first. */
function sessionsTable(
  { company, found, events, corrected }: CompanyReport,
  format: "In person" | "Virtual",
  students: readonly [] | readonly [string, string],
): Table {
  const held = newestFirst(
    found.byEvent.rows.filter((row) => count(row, "X60") > 0),
    events,
  ).filter((row) => described(events, row.key)?.format === format);
  const [reached, basis] = students;
  return table({
    key: format === "In person" ? "in_person" : "virtual",
    title: format === "In person" ? "In person" : "Virtual sessions",
    columns: [
      column("date", "Date", "date", "open"),
      column("session", "Session", "text", "open"),
      column("type", "Type", "text", "open"),
      column("school", "School", "text", "open"),
      column("district", "District", "text", "open"),
      metricColumn("M20"),
      metricColumn("M30"),
      ...(reached === undefined ? [] : [column("X13", reached, "integer", "open")]),
      ...(basis === undefined ? [] : [column("students_from", basis, "text", "open")]),
    ],
    rows: held.map((row): Cell[] => {
      const event = described(events, row.key);
      const [number, from] = studentsAt(row, event, corrected);
      return [
        event?.date ?? null,
        event?.title ?? row.label,
        event?.type ?? null,
        event?.school ?? null,
        event?.districts ?? null,
        ...figures(row, ["M20", "M30"]),
        ...(reached === undefined ? [] : [number]),
        ...(basis === undefined ? [] : [BASIS[from] ?? "counted"]),
      ];
    }),
    empty: nothing(company.name, `No ${format.toLowerCase()} session`, found.period),
  });
}

/** Where a number of students comes from, for readers outside. */
const BASIS: Readonly<Record<string, string>> = {
  "not counted": "not counted",
  "estimate: all who were there": "an estimate",
};

/** Who came: names and what they gave, and nothing else about them. */
function volunteersTable({ company, found, volunteers }: CompanyReport): Table {
  const { total } = found.whole;
  return table({
    key: "volunteers",
    title: "Volunteers",
    columns: [
      column("volunteer", "Volunteer", "text", "name"),
      ...PER_VOLUNTEER.map((id) => ({ ...metricColumn(id), sensitivity: "name" as const })),
    ],
    rows: found.byVolunteer.rows
      .map((row): Cell[] => [described(volunteers, row.key)?.name ?? row.label, ...figures(row, PER_VOLUNTEER)])
      .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    total: ["All together", ...figures(total, ["X62", "X61", "X60", "M30"]), null, null],
    empty: nothing(company.name, "No volunteer", found.period),
  });
}
