import sql from "sql-template-tag";
import { z } from "zod";
import type { Reader, Stage, Transaction } from "../../pool/index.js";
import { stageKeys } from "../page-context.js";

export const TICKET_KINDS = ["teacher", "volunteer", "organization", "school", "session_date", "session_twin"] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** A record that may be the one meant. */
export interface Suggestion {
  readonly source: string;
  readonly source_id: string;
  /** For people: holds names. */
  readonly label: string;
  /** 0 to 1. */
  readonly score: number;
  /** Why it is offered, without names. */
  readonly why: string;
}

/** Something only a person can answer before rows may go on. */
export interface Question {
  readonly kind: TicketKind;
  /** Tells it from other questions of its kind and source. */
  readonly key: string;
  /** What came, for people: holds names. */
  readonly asked: string;
  /** Facts that help to decide; hold names. */
  readonly detail: Readonly<Record<string, string | number | null>>;
  /** Best first. */
  readonly suggestions: readonly Suggestion[];
}

export interface Ticket extends Question {
  readonly id: number;
  readonly source: string;
  readonly state: "open" | "resolved" | "ignored";
  readonly openedAt: string;
  readonly settledAt: string | null;
  readonly settledBy: string | null;
  readonly answer: string | null;
  /** Rows that wait for it. */
  readonly waiting: number;
}

const QUESTIONS: Stage = {
  name: "stage_question",
  columns: ["kind", "ticket_key", "asked", "detail", "suggestions"].map((name) => ({ name, type: "text" })),
};

/** Who settles a question that the data has answered by itself. */
export const BY_ITSELF = "polaris";

/**
 * Opens questions, or brings open ones up to date. One that a person has settled stays settled; one that had settled by itself is open again when
 * it is asked again.
 */
export async function openTickets(
  tx: Transaction,
  source: string,
  questions: readonly Question[],
  now: string,
): Promise<void> {
  if (questions.length === 0) return;
  await tx.stage(
    QUESTIONS,
    questions.map(({ kind, key, asked, detail, suggestions }) => [
      kind,
      key,
      asked,
      JSON.stringify(detail),
      JSON.stringify(suggestions),
    ]),
  );
  await tx.run(sql`
    INSERT INTO ticket (kind, source, ticket_key, asked, detail, suggestions, state, opened_at, last_seen_at)
    SELECT q.kind, ${source}, q.ticket_key, q.asked, q.detail, q.suggestions, 'open', ${now}, ${now} FROM stage_question q WHERE true
    ON CONFLICT (kind, source, ticket_key) DO UPDATE SET
      asked = excluded.asked, detail = excluded.detail, suggestions = excluded.suggestions, last_seen_at = excluded.last_seen_at,
      state = 'open', settled_at = NULL, settled_by = NULL, answer = NULL
    WHERE ticket.state = 'open' OR ticket.settled_by = ${BY_ITSELF}`);
}

export const openTicket = (tx: Transaction, source: string, question: Question, now: string): Promise<void> =>
  openTickets(tx, source, [question], now);

/** Settles open questions of one kind that need no answer any more. @returns how many */
export async function settleByItself(
  tx: Transaction,
  { source, kind, now }: { readonly source: string; readonly kind: TicketKind; readonly now: string },
  keys: readonly string[],
): Promise<number> {
  if (keys.length === 0) return 0;
  await stageKeys(tx, keys);
  return tx.run(sql`
    UPDATE ticket SET state = 'resolved', settled_at = ${now}, settled_by = ${BY_ITSELF}, answer = 'answered by the data'
    WHERE kind = ${kind} AND source = ${source} AND state = 'open' AND ticket_key IN (SELECT source_id FROM stage_key)`);
}

/** What waiting rows name as the object they wait for. */
export const TICKET = "ticket";
/** How a waiting row names its question. */
export const waitsFor = (kind: TicketKind, key: string): string => `${kind}:${key}`;

interface Row {
  readonly id: number;
  readonly kind: TicketKind;
  readonly source: string;
  readonly ticket_key: string;
  readonly asked: string;
  readonly detail: string;
  readonly suggestions: string;
  readonly state: Ticket["state"];
  readonly opened_at: string;
  readonly settled_at: string | null;
  readonly settled_by: string | null;
  readonly answer: string | null;
  readonly waiting: number;
}

const detailShape = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const suggestionsShape = z.array(
  z.object({ source: z.string(), source_id: z.string(), label: z.string(), score: z.number(), why: z.string() }),
);

const WITH_WAITING = sql`
  SELECT t.*, (SELECT COUNT(*) FROM quarantine q WHERE q.source = t.source AND q.resolved_at IS NULL
    AND q.waits_for_object = ${TICKET} AND q.waits_for_id = t.kind || ':' || t.ticket_key) AS waiting FROM ticket t`;

const ticketOf = (row: Row): Ticket => ({
  id: row.id,
  kind: row.kind,
  source: row.source,
  key: row.ticket_key,
  asked: row.asked,
  detail: detailShape.parse(JSON.parse(row.detail)),
  suggestions: suggestionsShape.parse(JSON.parse(row.suggestions)),
  state: row.state,
  openedAt: row.opened_at,
  settledAt: row.settled_at,
  settledBy: row.settled_by,
  answer: row.answer,
  waiting: row.waiting,
});

export async function ticketWithId(reader: Reader, id: number): Promise<Ticket | null> {
  const [row] = await reader.query<Row>(sql`${WITH_WAITING} WHERE t.id = ${id}`);
  return row === undefined ? null : ticketOf(row);
}

/** Open questions, those that hold back most rows first. */
export async function openQuestions(reader: Reader, kind: TicketKind | null): Promise<Ticket[]> {
  const rows = await reader.query<Row>(sql`${WITH_WAITING} WHERE t.state = 'open' ORDER BY t.opened_at, t.id`);
  return rows
    .filter((row) => kind === null || row.kind === kind)
    .map(ticketOf)
    .sort((a, b) => b.waiting - a.waiting || a.id - b.id);
}
