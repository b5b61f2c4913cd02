import sql, { join } from "sql-template-tag";
import { addDays } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { ChecklistItem } from "../../runtime/index.js";
import { type CalendarAsked, type CalendarEvent, calendarEvents, hasOf, isToCome } from "../calendar/index.js";
import { type EventTask, type Said, TASK_STATES } from "./model.js";

const PIECE = 5_000;

interface Row {
  readonly id: number;
  readonly event_id: number;
  readonly item: string;
  readonly state: string;
  readonly owner: string | null;
  readonly owner_name: string | null;
  readonly due_on: string | null;
  readonly by: string;
  readonly by_name: string;
  readonly at: string;
}

/** The items that an event has. */
const itemsFor = (
  checklist: readonly ChecklistItem[],
  { format, type }: Pick<CalendarEvent, "format" | "type">,
): ChecklistItem[] =>
  checklist.filter(
    (item) => (item.format ?? format) === format && (item.types.length === 0 || item.types.includes(type)),
  );

/** The checklists of events, in the order of the events and of the list. */
export async function tasksOf(
  reader: Reader,
  events: readonly CalendarEvent[],
  checklist: readonly ChecklistItem[],
): Promise<EventTask[]> {
  if (checklist.length === 0) return [];
  const said = await whatWasSaid(
    reader,
    events.map(({ id }) => id),
  );
  return events.flatMap((event) => {
    const has = hasOf(event);
    return itemsFor(checklist, event).map((item) =>
      taskOf(event, item, said.get(keyOf(event.id, item.key)) ?? null, has),
    );
  });
}

function taskOf(
  event: CalendarEvent,
  item: ChecklistItem,
  said: Said | null,
  has: ReturnType<typeof hasOf>,
): EventTask {
  const isSettled = item.settledBy !== undefined && has[item.settledBy];
  const state = said?.state ?? "open";
  const { owner } = event;
  return {
    event,
    item,
    state: state === "open" && isSettled ? "done" : state,
    isSettled,
    inCharge: said?.owner ?? (owner === null ? null : { userId: owner.id, name: owner.name }),
    dueOn: said?.dueOn ?? (item.daysBefore === undefined ? null : addDays(event.date, -item.daysBefore)),
    said,
  };
}

/** What is still to be done for events that are to come, what is due first at the top. */
export async function openTasks(
  reader: Reader,
  {
    today,
    checklist,
    event = null,
  }: { readonly today: string; readonly checklist: readonly ChecklistItem[]; readonly event?: number | null },
): Promise<EventTask[]> {
  if (checklist.length === 0) return [];
  const found = await calendarEvents(reader, {
    ...ALL,
    start: today,
    filters: event === null ? [] : only(event),
    today,
  });
  const coming = found.filter((each) => isToCome(each, today));
  return (await tasksOf(reader, coming, checklist)).filter(({ state }) => state === "open").sort(byDue);
}

/** The whole checklist of one event; nothing where it is gone, or has none. */
export async function checklistOf(
  reader: Reader,
  event: number,
  { today, checklist }: { readonly today: string; readonly checklist: readonly ChecklistItem[] },
): Promise<EventTask[]> {
  return tasksOf(reader, await calendarEvents(reader, { ...ALL, start: null, filters: only(event), today }), checklist);
}

const ALL = { end: null, status: { all: [], none: [] }, words: [], owner: null } as const;
const only = (event: number): CalendarAsked["filters"] => [{ dimension: "event", values: [{ key: event, label: "" }] }];

const byDue = (a: EventTask, b: EventTask): number => {
  const [one, other] = [a.dueOn ?? a.event.date, b.dueOn ?? b.event.date];
  return one < other ? -1 : one > other ? 1 : 0;
};

const keyOf = (event: number, item: string): string => `${event} ${item}`;

/** The newest word on each item of an event; what was said of a record that was merged into it counts as well. */
async function whatWasSaid(reader: Reader, ids: readonly number[]): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>();
  for (let from = 0; from < ids.length; from += PIECE) {
    const rows = await reader.query<Row>(sql`
      SELECT t.id, COALESCE(x.same_as_id, x.id) AS event_id, t.item, t.state, t.owner, t.owner_name, t.due_on, t."by" AS by, t.by_name, t.at
      FROM event_task_change t JOIN event x ON x.source = t.source AND x.source_id = t.source_id
      WHERE COALESCE(x.same_as_id, x.id) IN (${join(ids.slice(from, from + PIECE))})
      ORDER BY t.id`);
    for (const row of rows) said.set(keyOf(row.event_id, row.item), saidIn(row));
  }
  return said;
}

export function saidIn({
  id,
  state,
  owner,
  owner_name,
  due_on,
  by,
  by_name,
  at,
}: Omit<Row, "event_id" | "item">): Said {
  return {
    id,
    state: TASK_STATES.find((each) => each === state) ?? "open",
    owner: owner === null ? null : { userId: owner, name: owner_name ?? owner },
    dueOn: due_on,
    by: { userId: by, name: by_name },
    at,
  };
}
