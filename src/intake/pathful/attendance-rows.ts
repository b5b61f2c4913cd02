import sql from "sql-template-tag";
import { readEventStatus } from "../../domain/index.js";
import { inPages, type SignUp, signUpText } from "../../sources/index.js";
import { settleFlags } from "../flags.js";
import { type AwaitsAnswer, type Quarantined, quarantine, release, type Unfit } from "../quarantine.js";
import { openTickets, settleByItself, TICKET, TICKET_KINDS, waitsFor } from "../tickets/model.js";
import { type Attendance, attendanceIn, attendanceInLog } from "./attendance.js";
import { readProtected } from "./decisions.js";
import { outcomeRank } from "./merge-session.js";
import { personId } from "./people.js";
import {
  boolean,
  integer,
  isSame,
  type Known,
  type Row,
  real,
  rowOf,
  type Shape,
  tally,
  text,
  writeRows,
} from "./rows.js";
import type { StoredSession } from "./session-rows.js";
import type { Fate, Incoming, Item, Plan } from "./take-in.js";
import { bindUsers } from "./users.js";
import { waitingRow } from "./waiting.js";
import { bearing, OBJECTS, type Work } from "./work.js";

const SHAPE: Shape = {
  table: "participation",
  columns: [
    ...integer("event_id", "contact_id"),
    ...text("role", "participant_type_raw", "status_raw", "status", "attendance_confirmed_at"),
    ...boolean("attended", "counts"),
    ...real("hours_recorded"),
  ],
  // The session that the row names stands in it again, until it is derived anew where a person says that this is another one.
  emptied: ["recorded_event_id"],
};

const TYPE_RAW = { teacher: "Educator", volunteer: "Professional" } as const;
const ROWS_PER_TRANSACTION = 2_000;

/** What is done with one row. */
type Outcome =
  | { readonly kind: "inserted" | "updated"; readonly row: Row; readonly waited: readonly string[] }
  | { readonly kind: "unchanged"; readonly waited: readonly string[] }
  | { readonly kind: "skipped"; readonly reason: string; readonly waited: readonly string[] }
  | { readonly kind: "waits"; readonly row: Quarantined<AwaitsAnswer>; readonly waited: readonly string[] }
  | { readonly kind: "refused"; readonly row: Quarantined<Unfit>; readonly waited: readonly string[] };

/** Puts people to their sessions, opens the questions that stand in the way and keeps the rows that wait for them. */
export async function storeAttendance(
  work: Work,
  plan: Plan,
  incoming: Incoming,
  events: ReadonlyMap<string, StoredSession>,
  contacts: ReadonlyMap<string, number>,
): Promise<void> {
  const { pool, source, now } = work;
  const batch = await work.batch(OBJECTS.attendance.object, OBJECTS.attendance.label);
  const known = await readKnown(work);
  const guarded = await readProtected(work.pool, work.source);
  const settled = settle(plan.items);
  const outcomes = outcomesOf(plan, settled, { work, events, contacts, known, guarded });
  await batch.transaction(async ({ tx }) => {
    await openTickets(tx, source, plan.questions, now);
    const asked = new Set(plan.questions.map(({ kind, key }) => waitsFor(kind, key)));
    for (const kind of TICKET_KINDS) {
      const keys = [...plan.answered].filter((each) => each.startsWith(`${kind}:`) && !asked.has(each));
      await settleByItself(
        tx,
        { source, kind, now },
        keys.map((each) => each.slice(kind.length + 1)),
      );
    }
    return { counts: tally({ skippedBy: incoming.skippedBy }), refused: 0 };
  });
  let done = 0;
  for (const piece of inPages(outcomes, ROWS_PER_TRANSACTION)) {
    work.stage(OBJECTS.attendance.label, done, settled.outcomes);
    done += piece.length;
    await batch.transaction(async (context) => {
      const own = bearing(context, source, OBJECTS.attendance.object);
      await writeRows(
        own,
        SHAPE,
        piece.flatMap((each) => (each.kind === "inserted" || each.kind === "updated" ? [each.row] : [])),
        piece.some(({ kind }) => kind === "updated"),
      );
      const refused = piece.flatMap((each) => (each.kind === "refused" ? [each.row] : []));
      const waits = piece.flatMap((each) => (each.kind === "waits" ? [each.row] : []));
      await quarantine(own, [...waits, ...refused]);
      const stored = (each: Outcome) => each.kind === "inserted" || each.kind === "updated";
      await release(
        own,
        piece.filter(stored).flatMap(({ waited }) => waited),
        "stored",
      );
      await release(
        own,
        piece.filter((each) => !stored(each)).flatMap(({ waited }) => waited),
        "superseded",
      );
      await settleFlags(
        own,
        refused.map(({ row, reason, detail }) => ({ sourceId: row.sourceId, kind: reason, detail })),
        piece.flatMap(({ waited }) => waited),
      );
      const skippedBy: Record<string, number> = {};
      const counts = { inserted: 0, updated: 0, unchanged: 0, quarantined: 0 };
      for (const each of piece) {
        if (each.kind === "skipped") skippedBy[each.reason] = (skippedBy[each.reason] ?? 0) + 1;
        else counts[each.kind === "waits" || each.kind === "refused" ? "quarantined" : each.kind] += 1;
      }
      return { counts: tally({ ...counts, skippedBy }), refused: refused.length };
    });
  }
  await bindUsers(pool, boundBy(plan, contacts));
}

/** Pathful's users who are known now. */
function boundBy({ people }: Plan, contacts: ReadonlyMap<string, number>): Map<string, number> {
  const bound = new Map<string, number>();
  for (const [id, contact] of contacts) {
    const userId = people.get(id)?.userId;
    if (userId !== null && userId !== undefined) bound.set(userId, contact);
  }
  return bound;
}

/** Which item holds, of those that are kept under one id. */
interface Settled {
  readonly inOrder: readonly Item[];
  readonly byId: ReadonlyMap<string, Item>;
  /** Places in quarantine of rows that waited under another key than that of the file's row which now says the same. */
  readonly left: readonly string[];
  /** How many items something becomes of. */
  readonly outcomes: number;
}

function settle(items: readonly Item[]): Settled {
  const ordered = inOrder(items);
  const byId = new Map<string, Item>();
  for (const item of ordered) if (!byId.has(item.id)) byId.set(item.id, item);
  const left = items.flatMap(({ waited, id }) =>
    waited !== null && byId.get(id)?.waited !== waited && waited !== id ? [waited] : [],
  );
  const hasOutcome = (item: Item) => (byId.get(item.id) === item ? !waitsOn(item) : item.waited === null);
  return { inOrder: ordered, byId, left, outcomes: ordered.filter(hasOutcome).length };
}

/** What becomes of each item, worked out when it is asked for: what is to be written of a row is much more than the row. */
function* outcomesOf(plan: Plan, { inOrder: items, byId, left }: Settled, about: Surroundings): Generator<Outcome> {
  // What waited in vain leaves quarantine with the first outcome, uncounted, for it was counted when it came.
  let released = left;
  for (const item of items) {
    const outcome = outcomeAmong(plan, byId, item, about);
    if (outcome === null) continue;
    yield released.length === 0 ? outcome : { ...outcome, waited: [...outcome.waited, ...released] };
    released = [];
  }
}

function outcomeAmong(plan: Plan, byId: Settled["byId"], item: Item, about: Surroundings): Outcome | null {
  if (byId.get(item.id) !== item)
    return item.waited === null ? { kind: "skipped", reason: "repeated_in_file", waited: [] } : null;
  const waited = [item.id, item.waited].filter((id) => id !== null && plan.waiting.has(id)) as string[];
  return outcomeOf(item, item.fate, [...new Set(waited)], about);
}

/** A row that waits on as it did. */
const waitsOn = ({ id, waited, fate }: Item): boolean => fate.kind === "waits" && waited === id;

/** The file's own rows before those that waited, and of several of one person in one session the better outcome first. */
function inOrder(items: readonly Item[]): Item[] {
  const rank = ({ waited, fate }: Item): number => (waited !== null ? 2 : fate.kind === "refused" ? 1 : 0);
  const placed = items.map((item) => ({ item, rank: rank(item) * 10 + outcomeRank(item.signUp) }));
  placed.sort(
    (a, b) =>
      a.rank - b.rank || compare(a.item.id, b.item.id) || compare(signUpText(a.item.signUp), signUpText(b.item.signUp)),
  );
  return placed.map(({ item }) => item);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Surroundings {
  readonly work: Work;
  readonly events: ReadonlyMap<string, StoredSession>;
  readonly contacts: ReadonlyMap<string, number>;
  readonly known: ReadonlyMap<string, Known>;
  readonly guarded: ReadonlySet<string>;
}

/** Null for a row that waits on as it did. */
function outcomeOf(
  item: Item,
  fate: Fate,
  waited: readonly string[],
  { work, events, contacts, known, guarded }: Surroundings,
): Outcome | null {
  const { signUp, id } = item;
  if (fate.kind === "skipped") return { kind: "skipped", reason: fate.reason, waited };
  if (fate.kind === "waits" || fate.kind === "refused") {
    if (waitsOn(item)) return null;
    const { detail } = fate;
    const row = waitingRow(id, signUp, work.now);
    const others = waited.filter((key) => key !== id);
    return fate.kind === "waits"
      ? {
          kind: "waits",
          row: { row, reason: fate.reason, detail, waitsForObject: TICKET, waitsForId: fate.ticket },
          waited: others,
        }
      : {
          kind: "refused",
          row: { row, reason: fate.reason, detail, waitsForObject: null, waitsForId: null },
          waited: others,
        };
  }
  const stored = events.get(fate.session);
  const contact = contacts.get(personId(fate.role, fate.person));
  if (stored === undefined || contact === undefined) throw new Error("a row to be stored has no session or no person");
  const attendance = attendanceOf(work, fate.role, signUp, stored);
  const row = rowOf(
    id,
    [
      stored.eventId,
      contact,
      fate.role,
      TYPE_RAW[fate.role],
      signUp.status,
      attendance.status,
      attendance.confirmedAt,
      attendance.attended,
      attendance.attended,
      attendance.hours,
    ],
    signUpText(signUp),
  );
  const before = known.get(id);
  if (isSame(row, before)) return { kind: "unchanged", waited };
  if (guarded.has(id) && before !== undefined) return { kind: "skipped", reason: "protected", waited };
  return { kind: before === undefined ? "inserted" : "updated", row, waited };
}

function attendanceOf(
  { source }: Work,
  role: "teacher" | "volunteer",
  signUp: SignUp,
  { session }: StoredSession,
): Attendance {
  return source === "virtual-log"
    ? attendanceInLog(role, readEventStatus(signUp.status).status, session)
    : attendanceIn(role, session);
}

async function readKnown({ pool, source }: Work): Promise<Map<string, Known>> {
  const rows = await pool.query<{ source_id: string; record_hash: string; deleted_at: string | null }>(
    sql`SELECT source_id, record_hash, deleted_at FROM participation WHERE source = ${source}`,
  );
  return new Map(rows.map((row) => [row.source_id, { hash: row.record_hash, deletedAt: row.deleted_at }]));
}
