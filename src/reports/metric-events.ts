import { DIMENSION, type Figures, type Metric } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, type Column, column, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { describeEvents, type EventDescription } from "./events.js";

type Row = Figures["rows"][number];
interface Told {
  readonly column: Column;
  readonly of: (row: Row) => Cell;
}

/** The event that a row of such a metric is about: cut by something else, it is the row's part. */
export const eventKeyOf = ({ key, part }: Row) => (part === null ? key : part.key);

/** A metric that is kept per event (M110): one row per event that has it, newest first; a total would mean nothing. */
export async function perEventTable(
  reader: Reader,
  organization: Organization,
  figures: Figures,
  metric: Metric,
): Promise<Table> {
  const events = await describeEvents(reader, organization, figures.rows.map(eventKeyOf));
  const eventOf = (row: Row): EventDescription | undefined => {
    const key = eventKeyOf(row);
    return typeof key === "number" ? events.get(key) : undefined;
  };
  const dimension = figures.by === null || figures.by === "event" ? null : DIMENSION[figures.by];
  // What is said of one person is as private as the name in front of it.
  const sensitivity = dimension?.sensitivity ?? "open";
  const isByMonth = dimension?.id === "month";
  const date = (row: Row) => eventOf(row)?.date ?? null;
  const ofEvent: readonly Told[] = [
    {
      column: column("event", "Event", "text", sensitivity),
      of: (row) => eventOf(row)?.title ?? row.label,
    },
    { column: column("date", "Date", "date", sensitivity), of: date },
    { column: column("event_type", "Type", "text", sensitivity), of: (row) => eventOf(row)?.type ?? null },
    { column: column("school", "School", "text", sensitivity), of: (row) => eventOf(row)?.school ?? null },
  ];
  const told: readonly Told[] = [
    ...(dimension === null
      ? []
      : [
          {
            column: column(dimension.id, dimension.label, isByMonth ? "month" : "text", sensitivity),
            of: (row: Row) => (isByMonth ? row.key : row.label),
          },
        ]),
    // By school or type the event's own would stand twice.
    ...ofEvent.filter((each) => each.column.key !== dimension?.id),
    {
      column: column(metric.id, metric.name, metric.type, sensitivity),
      of: (row) => row.figures[metric.id]?.at(-1) ?? null,
    },
    {
      column: column("record", "Record", "link", sensitivity, { linkLabel: "event" }),
      of: (row) => eventOf(row)?.link ?? null,
    },
  ];
  const newestFirst = [...figures.rows].sort((a, b) => String(date(b)).localeCompare(String(date(a))));
  return table({
    key: dimension === null ? "by_event" : `by_${dimension.id}`,
    title: `${metric.name} by event`,
    columns: told.map((each) => each.column),
    rows: newestFirst.map((row) => told.map(({ of }) => of(row))),
    empty: `${metric.name}: no event with all three numbers. Total students, rooms and rotations are recorded with the attendance.`,
  });
}
