import sql from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import type { Finding } from "../../identity/index.js";
import { type Detector, STANDING } from "./detector.js";

const NAMED = 5;

interface EventRow {
  readonly source: string;
  readonly source_id: string;
  readonly title: string;
  readonly local_date: string;
}

export const titleTwice: Detector = {
  kind: "title_twice",
  entity: "event",
  severity: "warning",
  words:
    "Another event has the same title on the same day, so one of them may be counted twice. Look whether they are one event; if so, cancel or delete one where it was made.",
  async find(reader) {
    const events = await reader.query<EventRow>(sql`
      SELECT e.source, e.source_id, e.title, e.local_date FROM event e
      WHERE ${STANDING} AND e.status <> 'Cancelled' AND e.local_date IN (
        SELECT e.local_date FROM event e WHERE ${STANDING} AND e.status <> 'Cancelled' GROUP BY e.local_date HAVING COUNT(*) > 1)
      ORDER BY e.id`);
    const groups = new Map<string, EventRow[]>();
    for (const event of events) {
      const key = `${event.local_date} ${foldText(event.title)}`;
      groups.set(key, [...(groups.get(key) ?? []), event]);
    }
    return [...groups.values()].flatMap((group) =>
      group.length > 1 ? group.map((event) => finding(event, group)) : [],
    );
  },
};

function finding(event: EventRow, group: readonly EventRow[]): Finding {
  const others = group.filter((other) => other !== event).map(({ source, source_id }) => `${source} ${source_id}`);
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : "";
  return {
    source: event.source,
    source_id: event.source_id,
    detail: `The same title on ${event.local_date} under ${others.slice(0, NAMED).join(", ")}${more}.`,
  };
}
