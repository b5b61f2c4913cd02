import sql, { join } from "sql-template-tag";
import { addDays, daysBetween } from "../../domain/index.js";
import type { Transaction } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { callCard, goneCard } from "./cards.js";
import { comingEvents, ownedEvent, ownedEventsById } from "./coming.js";
import type { EventKey, Letter, OwnedEvent } from "./model.js";

/** As many are posted at once; the others are in the list. */
const MOST_AT_ONCE = 20;

export interface Called {
  /** Messages to put into the outbox, in order. */
  readonly letters: readonly Letter[];
  /** Events that need an owner or a presenter. */
  readonly lacking: number;
  /** Those of them that get a message of their own now. */
  readonly posted: number;
  /** Standing messages that were put right. */
  readonly mended: number;
}

/**
 * Messages for the events of the next days that lack an owner or a presenter: one each, when it comes into view and again when it becomes urgent. What
 * stands already is put right where the event has moved, was cancelled or found what it lacked.
 */
export async function callForOwners(
  tx: Transaction,
  organization: Organization,
  { channel, today, now }: { readonly channel: string; readonly today: string; readonly now: string },
): Promise<Called> {
  const { soonDays, urgentDays } = organization.ownership;
  const coming = await comingEvents(tx, { today, until: addDays(today, soonDays) });
  const lacking = coming.filter(({ missing }) => missing.includes("owner") || missing.includes("presenter"));
  const keyed = lacking.map((event) => ({ event, key: callKey(event, daysBetween(today, event.date) <= urgentDays) }));
  const standing = await messagesThatStand(
    tx,
    keyed.map(({ key }) => key),
  );
  const fresh = keyed.filter(({ key }) => !standing.has(key)).slice(0, MOST_AT_ONCE);
  const posted: Letter[] = [];
  for (const { event, key } of fresh) {
    await noteCall(tx, event, { key, channel, now });
    posted.push(letterTo(channel, key, JSON.stringify(callCard(event, today))));
  }
  const mended = await mendCalls(tx, { today, now });
  return { letters: [...mended, ...posted], lacking: lacking.length, posted: posted.length, mended: mended.length };
}

/** An event that moves is a new one for whoever reads the channel. */
const callKey = ({ source, sourceId, date }: OwnedEvent, isUrgent: boolean): string =>
  `event-call:${source}:${sourceId}:${date}:${isUrgent ? "urgent" : "soon"}`;

const letterTo = (recipient: string, dedupeKey: string, payload: string, owner: string | null = null): Letter => ({
  dedupeKey,
  kind: "notice",
  recipient,
  owner,
  payload,
});

async function noteCall(
  tx: Transaction,
  { source, sourceId }: EventKey,
  { key, channel, now }: { readonly key: string; readonly channel: string; readonly now: string },
): Promise<void> {
  await tx.run(sql`
    INSERT INTO event_call (message_key, source, source_id, channel, posted_at) VALUES (${key}, ${source}, ${sourceId}, ${channel}, ${now})
    ON CONFLICT (message_key, source, source_id) DO NOTHING`);
}

async function messagesThatStand(tx: Transaction, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await tx.query<{ message_key: string }>(
    sql`SELECT message_key FROM event_call WHERE message_key IN (${join([...keys])})`,
  );
  return new Set(rows.map(({ message_key }) => message_key));
}

/** A message in a channel that asks again for an event whose owner is gone. */
export async function callAgain(
  tx: Transaction,
  event: OwnedEvent,
  {
    channel,
    today,
    now,
    change,
  }: { readonly channel: string; readonly today: string; readonly now: string; readonly change: number },
): Promise<Letter> {
  const key = `event-call:${event.source}:${event.sourceId}:again:${change}`;
  await noteCall(tx, event, { key, channel, now });
  return letterTo(channel, key, JSON.stringify(callCard(event, today)));
}

interface CallRow {
  readonly message_key: string;
  readonly channel: string;
}

/** Every message about an event that stands in a channel, as it has to read now. `occasion` is one per change: a change is shown once. */
export async function callsPutRight(
  tx: Transaction,
  id: number,
  { source, sourceId }: EventKey,
  { today, occasion }: { readonly today: string; readonly occasion: string },
): Promise<Letter[]> {
  const calls = await tx.query<CallRow>(
    sql`SELECT message_key, channel FROM event_call WHERE source = ${source} AND source_id = ${sourceId} ORDER BY id`,
  );
  if (calls.length === 0) return [];
  const event = await ownedEvent(tx, id, today);
  const payload = JSON.stringify(event === null ? goneCard() : callCard(event, today));
  return calls.map(({ message_key, channel }) => ({
    ...letterTo(channel, `${message_key}:shown:${occasion}`, payload),
    replacesKey: message_key,
  }));
}

/** How long after it was posted a message is still kept right. */
const KEPT_DAYS = 45;

interface StandingRow extends CallRow {
  readonly source: string;
  readonly source_id: string;
  readonly event_id: number | null;
  readonly shown: string | null;
}

/** Messages whose words are no longer true: the event moved, was cancelled, deleted, held, or found what it lacked. */
async function mendCalls(
  tx: Transaction,
  { today, now }: { readonly today: string; readonly now: string },
): Promise<Letter[]> {
  const rows = await tx.query<StandingRow>(sql`
    SELECT k.message_key, k.channel, k.source, k.source_id, e.id AS event_id,
      (SELECT m.payload FROM outbox_message m WHERE m.id = (
        SELECT MAX(l.id) FROM outbox_message l WHERE l.dedupe_key = k.message_key OR l.replaces_key = k.message_key)) AS shown
    FROM event_call k
      LEFT JOIN event e ON e.source = k.source AND e.source_id = k.source_id AND e.deleted_at IS NULL AND e.same_as_id IS NULL
    WHERE k.posted_at >= ${addDays(today, -KEPT_DAYS)} ORDER BY k.id`);
  const ids = [...new Set(rows.flatMap(({ event_id }) => (event_id === null ? [] : [event_id])))];
  const events = await ownedEventsById(tx, ids, today);
  return rows.flatMap(({ message_key, channel, event_id, shown }): Letter[] => {
    const event = event_id === null ? undefined : events.get(event_id);
    const payload = JSON.stringify(event === undefined ? goneCard() : callCard(event, today));
    if (shown === null || shown === payload) return [];
    return [{ ...letterTo(channel, `${message_key}:shown:${now}`, payload), replacesKey: message_key }];
  });
}
