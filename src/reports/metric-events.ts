import type { Figures, Metric } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { column, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { describeEvents } from "./events.js";

/** A metric that is kept per event (M110): one row per event that has it, newest first; a total would mean nothing. */
export async function perEventTable(
  reader: Reader,
  organization: Organization,
  figures: Figures,
  metric: Metric,
): Promise<Table> {
  const keyOf = (row: Figures["rows"][number]) => (row.part === null ? row.key : row.part.key);
  const events = await describeEvents(reader, organization, figures.rows.map(keyOf));
  const isCut = figures.by !== null && figures.by !== "event";
  const rows = figures.rows.map((row) => {
    const key = keyOf(row);
    const event = typeof key === "number" ? events.get(key) : undefined;
    return [
      ...(isCut ? [row.label] : []),
      event?.title ?? row.label,
      event?.date ?? null,
      event?.type ?? null,
      event?.school ?? null,
      row.figures[metric.id]?.at(-1) ?? null,
      event?.link ?? null,
    ];
  });
  const date = isCut ? 2 : 1;
  return table({
    key: isCut ? `by_${figures.by}` : "by_event",
    title: `${metric.name} by event`,
    columns: [
      ...(isCut ? [column(figures.by ?? "", "For", "text", "open")] : []),
      column("event", "Event", "text", "open"),
      column("date", "Date", "date", "open"),
      column("event_type", "Type", "text", "open"),
      column("school", "School", "text", "open"),
      column(metric.id, metric.name, metric.type, "open"),
      column("record", "Record", "link", "open", { linkLabel: "event" }),
    ],
    rows: rows.sort((a, b) => (String(a[date]) < String(b[date]) ? 1 : String(a[date]) > String(b[date]) ? -1 : 0)),
    empty: `${metric.name}: no event with all three numbers. Total students, rooms and rotations are recorded with the attendance.`,
  });
}
