import sql from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";
import { ownerAt } from "./coming.js";
import type { Doer, EventKey, PersonInCharge } from "./model.js";

/** What came of trying to take an event. */
export interface Claim {
  /** True for one person at most, on every replica and both engines. */
  readonly won: boolean;
  /** Who takes care of it now. */
  readonly owner: PersonInCharge;
  /** Number of the change; null when nothing was changed. */
  readonly change: number | null;
}

/** Takes an event that nobody takes care of: whoever comes first has it, and everybody else learns who that is. */
export async function claimEvent(tx: Transaction, event: EventKey, by: Doer, now: string): Promise<Claim> {
  const mine: PersonInCharge = { userId: by.id, name: by.name, dueOn: null, note: null, since: now, assignedBy: by.id };
  await inherit(tx, event);
  if (await insert(tx, event, mine))
    return { won: true, owner: mine, change: await note(tx, event, { how: "claimed", from: null, to: mine, by, now }) };
  const owner = await ownerAt(tx, event);
  if (owner !== null) return { won: false, owner, change: null };
  // Given up between the two statements: it is free again.
  return claimEvent(tx, event, by, now);
}

export interface Assignment {
  readonly to: Doer;
  readonly dueOn: string | null;
  readonly note: string | null;
  /** Who has to have it until now, null for nobody; left out: whoever does. */
  readonly from?: string | null | undefined;
}

export interface Assigned {
  readonly owner: PersonInCharge;
  /** Who had it until now, when that was somebody. */
  readonly before: PersonInCharge | null;
  readonly change: number;
}

/** Gives an event to somebody; null when it is not `from` who has it now. */
export async function assignEvent(
  tx: Transaction,
  event: EventKey,
  assignment: Assignment,
  by: Doer,
  now: string,
): Promise<Assigned | null> {
  const { to, dueOn, note: words, from } = assignment;
  const owner: PersonInCharge = { userId: to.id, name: to.name, dueOn, note: words, since: now, assignedBy: by.id };
  await inherit(tx, event);
  const mayBeFree = from === undefined || from === null;
  if (mayBeFree && (await insert(tx, event, owner)))
    return { owner, before: null, change: await note(tx, event, { how: "assigned", from: null, to: owner, by, now }) };
  const before = await standing(tx, event);
  // Given up between the two statements: it is free again.
  if (before === null) return mayBeFree ? assignEvent(tx, event, assignment, by, now) : null;
  if (from !== undefined && before.userId !== from) return null;
  // Whoever keeps an event and only gets another due day has had it all along.
  const since = before.userId === to.id ? before.since : now;
  const kept = { ...owner, since };
  await tx.run(sql`
    UPDATE event_owner SET owner = ${to.id}, owner_name = ${to.name}, due_on = ${dueOn}, note = ${words}, since = ${since}, assigned_by = ${by.id}
    WHERE source = ${event.source} AND source_id = ${event.sourceId}`);
  const how = before.userId === to.id ? "assigned" : "handed_over";
  return { owner: kept, before, change: await note(tx, event, { how, from: before, to: kept, by, now }) };
}

export interface Released {
  readonly before: PersonInCharge;
  readonly change: number;
}

/** Leaves an event without an owner; null when it had none, or another one than expected. */
export async function releaseEvent(
  tx: Transaction,
  event: EventKey,
  {
    by,
    now,
    how,
    owner,
  }: { readonly by: Doer; readonly now: string; readonly how: "released" | "owner_left"; readonly owner: string },
): Promise<Released | null> {
  await inherit(tx, event);
  const before = await standing(tx, event);
  if (before === null || before.userId !== owner) return null;
  await tx.run(sql`DELETE FROM event_owner WHERE source = ${event.source} AND source_id = ${event.sourceId}`);
  return { before, change: await note(tx, event, { how, from: before, to: null, by, now }) };
}

/**
 * Before anything is changed, the owner of a record that was merged into the event becomes its own where it has none. The others are let go: they would come
 * back when the event is released.
 */
async function inherit(tx: Transaction, { source, sourceId }: EventKey): Promise<void> {
  const merged = sql`(source, source_id) IN (
    SELECT x.source, x.source_id FROM event x JOIN event e ON e.id = x.same_as_id WHERE e.source = ${source} AND e.source_id = ${sourceId})`;
  // Held first: of two who change it at once, the second finds nothing more to inherit.
  const held = await tx.run(sql`UPDATE event_owner SET since = since WHERE ${merged}`);
  if (held === 0) return;
  await tx.run(sql`
    INSERT INTO event_owner (source, source_id, owner, owner_name, due_on, note, since, assigned_by)
    SELECT CAST(${source} AS TEXT), CAST(${sourceId} AS TEXT), owner, owner_name, due_on, note, since, assigned_by FROM event_owner
    WHERE ${merged} ORDER BY since, source, source_id LIMIT 1
    ON CONFLICT (source, source_id) DO NOTHING`);
  await tx.run(sql`DELETE FROM event_owner WHERE ${merged}`);
}

/** Says whether the event was free. The key decides, also between two replicas at the same moment. */
async function insert(tx: Transaction, { source, sourceId }: EventKey, owner: PersonInCharge): Promise<boolean> {
  const { userId, name, dueOn, note: words, since, assignedBy } = owner;
  const added = await tx.run(sql`
    INSERT INTO event_owner (source, source_id, owner, owner_name, due_on, note, since, assigned_by)
    VALUES (${source}, ${sourceId}, ${userId}, ${name}, ${dueOn}, ${words}, ${since}, ${assignedBy})
    ON CONFLICT (source, source_id) DO NOTHING`);
  return added === 1;
}

/** The owner, held until the transaction ends: of two who change it at once, the second sees what the first did. */
async function standing(tx: Transaction, event: EventKey): Promise<PersonInCharge | null> {
  await tx.run(
    sql`UPDATE event_owner SET since = since WHERE source = ${event.source} AND source_id = ${event.sourceId}`,
  );
  return ownerAt(tx, event);
}

interface Change {
  readonly how: "claimed" | "assigned" | "handed_over" | "released" | "owner_left";
  readonly from: PersonInCharge | null;
  readonly to: PersonInCharge | null;
  readonly by: Doer;
  readonly now: string;
}

async function note(
  tx: Transaction,
  { source, sourceId }: EventKey,
  { how, from, to, by, now }: Change,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO event_owner_change (source, source_id, how, from_owner, to_owner, due_on, note, "by", at)
    VALUES (${source}, ${sourceId}, ${how}, ${from?.userId ?? null}, ${to?.userId ?? null}, ${to?.dueOn ?? null}, ${to?.note ?? null}, ${by.id}, ${now})
    RETURNING id`);
  if (row === undefined) throw new Error("the change of owner was not kept");
  return row.id;
}
