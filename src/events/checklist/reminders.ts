import sql, { join } from "sql-template-tag";
import { localDay } from "../../domain/index.js";
import type { Transaction } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { type Letter, lastDayCovered } from "../ownership/index.js";
import { taskReminderCard } from "./cards.js";
import type { EventTask } from "./model.js";
import { openTasks } from "./read.js";

const PIECE = 500;

/**
 * The items that are due, or overdue, told to whoever is in charge of them: one message for each person, and of an item and its due day once. What is due on
 * a weekend comes on the Friday before.
 */
export async function taskReminders(tx: Transaction, organization: Organization, now: string): Promise<Letter[]> {
  const { checklist, timeZone } = organization;
  const today = localDay(now, timeZone);
  const due = (await openTasks(tx, { today, checklist })).filter((task) => isDue(task, today, timeZone));
  const fresh = await notTold(tx, due, now);
  const byPerson = new Map<string, EventTask[]>();
  for (const task of fresh)
    if (task.inCharge !== null)
      byPerson.set(task.inCharge.userId, [...(byPerson.get(task.inCharge.userId) ?? []), task]);
  return [...byPerson].map(([person, tasks]) => ({
    // Nobody is told twice of its first task for that due day.
    dedupeKey: `event-tasks:${tasks.slice(0, 1).flatMap(keyOf).join(":")}`,
    kind: "notice",
    recipient: person,
    owner: null,
    payload: JSON.stringify(taskReminderCard(tasks, today)),
  }));
}

/** Whoever was given it today knows. */
function isDue({ inCharge, dueOn, said }: EventTask, today: string, timeZone: string): boolean {
  if (inCharge === null || dueOn === null || dueOn > lastDayCovered(today)) return false;
  return said === null || said.owner === null || localDay(said.at, timeZone) !== today;
}

/** Those that their person was not told of yet; from now on they were. */
async function notTold(tx: Transaction, due: readonly EventTask[], now: string): Promise<EventTask[]> {
  const fresh = new Set<string>();
  for (let from = 0; from < due.length; from += PIECE) {
    const values = due.slice(from, from + PIECE).map((task) => sql`(${join(keyOf(task))}, ${now})`);
    const rows = await tx.query<{ source: string; source_id: string; item: string; owner: string; due_on: string }>(sql`
      INSERT INTO event_task_reminder (source, source_id, item, owner, due_on, at) VALUES ${join(values)}
      ON CONFLICT DO NOTHING RETURNING source, source_id, item, owner, due_on`);
    for (const { source, source_id, item, owner, due_on } of rows)
      fresh.add(JSON.stringify([source, source_id, item, owner, due_on]));
  }
  return due.filter((task) => fresh.has(JSON.stringify(keyOf(task))));
}

const keyOf = ({ event, item, inCharge, dueOn }: EventTask): string[] => [
  event.source,
  event.sourceId,
  item.key,
  inCharge?.userId ?? "",
  dueOn ?? "",
];
