import { eventTypeLabel, recordUrl } from "../../domain/index.js";
import { formatLabel } from "../../metrics/index.js";
import { type Cell, type Column, column, sortedRows, type Table, table } from "../../reply/index.js";
import type { Organization } from "../../runtime/index.js";
import { needsShown } from "./needs.js";
import type { CalendarEvent } from "./read.js";
import { statusShown } from "./status-marks.js";

/** The columns a calendar can be ordered by. */
export const CALENDAR_SORTS = [
  "date",
  "title",
  "type",
  "status",
  "school",
  "district",
  "owner",
  "presenters",
  "days",
] as const;

const COLUMNS: readonly Column[] = [
  column("status", "Status", "text", "open"),
  column("date", "Date", "date", "open"),
  column("time", "Time", "text", "open"),
  column("title", "Title", "text", "open"),
  column("type", "Type", "text", "open"),
  column("format", "Format", "text", "open"),
  column("school", "School", "text", "open"),
  column("district", "District", "text", "open"),
  column("needs", "Needs", "text", "open"),
  column("days", "Days left", "integer", "open"),
  column("owner", "Owner", "text", "name"),
  column("presenters", "Presenters", "integer", "open"),
  column("asked", "Asked", "text", "open"),
  column("who", "Who presents", "text", "name"),
  column("event", "Event id", "text", "open"),
  column("record", "Record", "link", "open", { linkLabel: "title" }),
];

export interface CalendarShown {
  readonly organization: Organization;
  readonly today: string;
  /** How many were asked about events still to come, and have answered, by the event's id. */
  readonly outreach: ReadonlyMap<number, { readonly asked: readonly unknown[]; readonly answered: number }>;
  readonly sort: { readonly key: string; readonly descending: boolean } | null;
  readonly title: string;
  /** What was looked for and what to try, when there is nothing. */
  readonly empty: string;
}

/** The calendar as a list. Days left are a gap once an event is past. */
export function calendarTable(events: readonly CalendarEvent[], shown: CalendarShown): Table {
  const { organization, today, outreach, sort } = shown;
  const rows = events.map((event): Cell[] => [
    statusShown(event.status),
    event.date,
    event.time,
    event.title,
    eventTypeLabel(event.type),
    formatLabel(event.format),
    event.school,
    event.districts.join(", ") || null,
    needsShown(event.needs, event, today, organization.ownership),
    event.daysLeft < 0 ? null : event.daysLeft,
    event.owner?.name ?? null,
    event.presenterCount,
    event.daysLeft < 0 ? null : askedShown(outreach.get(event.id)),
    event.presenters.join(", ") || null,
    event.sourceId,
    event.source === "salesforce" ? recordUrl(organization.salesforce.recordUrl, "Session__c", event.sourceId) : null,
  ]);
  return table({
    key: "events",
    title: shown.title,
    columns: COLUMNS,
    rows: sortedRows(COLUMNS, rows, sort),
    empty: shown.empty,
  });
}

/** "3 asked, 1 answered", so that a list says where each event stands. */
const askedShown = (found: { readonly asked: readonly unknown[]; readonly answered: number } | undefined): string =>
  found === undefined ? "nobody yet" : `${found.asked.length} asked, ${found.answered} answered`;
