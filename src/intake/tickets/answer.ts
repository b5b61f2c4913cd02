import sql, { empty, raw } from "sql-template-tag";
import { foldText, isSalesforceId, organizationKey, placeKey, to18 } from "../../domain/index.js";
import { heirIds } from "../../identity/index.js";
import type { Pool, Transaction } from "../../pool/index.js";
import { type Clock, type Organization, PolarisError } from "../../runtime/index.js";
import { readTypedTime } from "../../sources/index.js";
import { DATE_DECISION, PERSON_DECISION, TWIN_DECISION } from "../pathful/decisions.js";
import { type About, retake, rowsAbout, type StoredRow, withdraw } from "../pathful/release.js";
import type { VirtualSource } from "../pathful/work.js";
import { type Ticket, type TicketKind, ticketWithId } from "./model.js";

export interface Answer {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly id: number;
  /** Slack user id or "terminal". */
  readonly by: string;
  /** Writes the audit entry, in the transaction of the answer. */
  audit(tx: Transaction, ticket: Ticket, value: string): Promise<void>;
}

/** What became of an answer. */
export interface Answered {
  readonly ticket: Ticket;
  /** The answer as it is kept: "salesforce:003…", "new", "ignore", "2026-03-01 10:00". */
  readonly value: string;
  /** Rows that were stored because of it. */
  readonly stored: number;
}

/** Answers that name a record, and what sort of record they name. */
const RECORDS: Readonly<Partial<Record<TicketKind, Named>>> = {
  teacher: { table: "contact", what: "a teacher" },
  volunteer: { table: "contact", what: "a volunteer" },
  organization: { table: "organization", what: "an organisation", keyOf: organizationKey },
  school: { table: "school", what: "a school", keyOf: placeKey },
  session_twin: { table: "event", what: "an event" },
};

interface Named {
  readonly table: "contact" | "organization" | "school" | "event";
  readonly what: string;
  /** How its name is folded into name_key, where a name can say which one is meant. */
  readonly keyOf?: (name: string) => string;
}

const DECISIONS = {
  teacher: PERSON_DECISION,
  volunteer: PERSON_DECISION,
  session_date: DATE_DECISION,
  session_twin: TWIN_DECISION,
} as const;

/** A new person, or a session of its own: no record to name. */
const MAY_BE_NEW: ReadonlySet<TicketKind> = new Set(["teacher", "volunteer", "session_twin"]);

/**
 * Answers an open question: the decision or alias, the ticket and the audit entry in one transaction; then the rows that waited for it are taken in.
 * @param text "salesforce:003…", the id alone, "new", "ignore", or for a date "2026-03-01 10:00"
 * @throws PolarisError not_found, argument_invalid
 */
export async function answerTicket(answer: Answer, text: string): Promise<Answered> {
  const { pool, organization, clock } = answer;
  const now = clock.now();
  const { ticket, value, again } = await pool.transaction(async (tx) => {
    const ticket = await theTicket(tx, answer.id);
    if (ticket.state !== "open")
      throw new PolarisError(
        "argument_invalid",
        `Question ${ticket.id} is settled already. To answer it anew, open it again first: ticket ${ticket.id} answer:reopen.`,
      );
    const value = await read(tx, ticket, text.trim(), organization);
    await decide(tx, ticket, value, answer.by, now);
    await tx.run(sql`
      UPDATE ticket SET state = ${value === "ignore" ? "ignored" : "resolved"}, settled_at = ${now}, settled_by = ${answer.by}, answer = ${value}
      WHERE id = ${ticket.id}`);
    await answer.audit(tx, ticket, value);
    return { ticket, value, again: await touched(tx, ticket) };
  });
  const stored = await retake({ ...answer, source: sourceOf(ticket) }, again);
  return { ticket, value, stored };
}

/** "It is nobody and nothing": rows that wait for it are left out from now on. */
export const ignoreTicket = (answer: Answer): Promise<Answered> => answerTicket(answer, "ignore");

/** Takes an answer back: what rested on it alone is withdrawn, its rows wait again. @throws PolarisError not_found, argument_invalid */
export async function reopenTicket(answer: Answer): Promise<Answered> {
  const { pool, clock, by } = answer;
  const now = clock.now();
  const { ticket, again } = await pool.transaction(async (tx) => {
    const ticket = await theTicket(tx, answer.id);
    if (ticket.state === "open") throw new PolarisError("argument_invalid", `Question ${ticket.id} is open already.`);
    await undecide(tx, ticket, by, now);
    await tx.run(sql`
      UPDATE ticket SET state = 'open', settled_at = NULL, settled_by = NULL, answer = NULL, last_seen_at = ${now} WHERE id = ${ticket.id}`);
    await answer.audit(tx, ticket, "reopen");
    return { ticket, again: await withdrawn(tx, ticket, now) };
  });
  const stored = await retake({ ...answer, source: sourceOf(ticket) }, again);
  return { ticket, value: "reopen", stored };
}

async function theTicket(tx: Transaction, id: number): Promise<Ticket> {
  const ticket = await ticketWithId(tx, id);
  if (ticket !== null) return ticket;
  throw new PolarisError("not_found", `There is no question ${id}. "tickets" lists those that are open.`);
}

const sourceOf = ({ source }: Ticket): VirtualSource => (source === "virtual-log" ? source : "pathful");

/** What a decision about it is kept under: a person's is their user key. */
const subjectKey = ({ key }: Pick<Ticket, "key">): string => key.replace(/^user:/, "");

async function read(tx: Transaction, ticket: Ticket, text: string, organization: Organization): Promise<string> {
  const word = foldText(text);
  if (word === "ignore") return "ignore";
  if (word === "new" && MAY_BE_NEW.has(ticket.kind)) return "new";
  if (ticket.kind === "session_date") {
    const time = readTypedTime(text, organization.timeZone);
    if (time !== null) return time.time === null ? time.day : `${time.day} ${time.time}`;
    throw new PolarisError(
      "argument_invalid",
      "That is no date. Expected the session's day, with its time if it is known, as in 2026-03-01 10:00.",
    );
  }
  return recordNamed(tx, ticket, text);
}

/** The record that an answer names, as "source:id". */
async function recordNamed(tx: Transaction, { kind, source }: Ticket, text: string): Promise<string> {
  const record = RECORDS[kind];
  const cut = text.indexOf(":");
  const [of, id] = cut === -1 ? ["salesforce", text] : [text.slice(0, cut), text.slice(cut + 1)];
  const sourceId = isSalesforceId(id) ? to18(id) : id;
  if (record !== undefined) {
    const ofKind = record.table === "contact" ? sql`AND kind = ${kind}` : empty;
    const itself = sql`source = ${of} AND source_id = ${sourceId}`;
    // What a question offered may have been merged since.
    const heir = record.table === "event" ? [] : [sql`id IN (${heirIds(record.table, of, sourceId)})`];
    for (const where of [itself, ...heir]) {
      const [row] = await tx.query<{ source: string; source_id: string }>(sql`
        SELECT source, source_id FROM ${raw(record.table)} WHERE ${where} AND deleted_at IS NULL ${ofKind}`);
      if (row !== undefined) return `${row.source}:${row.source_id}`;
    }
    const named = await recordCalled(tx, record, text);
    if (named !== null) return named;
  }
  const orNew = MAY_BE_NEW.has(kind) ? ", new" : "";
  const orName = record?.keyOf === undefined ? "" : "whole name or ";
  throw new PolarisError(
    "argument_invalid",
    `The answer names no record. Expected the ${orName}id of ${record?.what ?? "a record"}, as in salesforce:… or ${source}:…${orNew}, or ignore.`,
  );
}

/** The one record of exactly this name; never a near one (ruling P6). @throws PolarisError argument_invalid when several are called so */
async function recordCalled(tx: Transaction, { table, what, keyOf }: Named, name: string): Promise<string | null> {
  if (keyOf === undefined) return null;
  const [only, ...others] = await tx.query<{ source: string; source_id: string }>(sql`
    SELECT source, source_id FROM ${raw(table)} WHERE name_key = ${keyOf(name)} AND deleted_at IS NULL ORDER BY id`);
  if (only === undefined) return null;
  if (others.length === 0) return `${only.source}:${only.source_id}`;
  const ids = [only, ...others].map((each) => `${each.source}:${each.source_id}`).join(", ");
  throw new PolarisError(
    "argument_invalid",
    `${others.length + 1} records are called “${name}”: ${ids}. Expected the id of ${what} among them.`,
  );
}

async function decide(tx: Transaction, ticket: Ticket, value: string, by: string, now: string): Promise<void> {
  if (ticket.kind === "school" || ticket.kind === "organization") {
    if (value === "ignore") return;
    const cut = value.indexOf(":");
    await tx.run(sql`
      INSERT INTO alias (kind, alias_key, alias_text, source, source_id, created_by, created_at)
      VALUES (${ticket.kind}, ${foldText(ticket.asked)}, ${ticket.asked}, ${value.slice(0, cut)}, ${value.slice(cut + 1)}, ${by}, ${now})
      ON CONFLICT (kind, alias_key) DO UPDATE SET alias_text = excluded.alias_text, source = excluded.source,
        source_id = excluded.source_id, created_by = excluded.created_by, created_at = excluded.created_at`);
    return;
  }
  await undecide(tx, ticket, by, now);
  // Two sessions that are not the same need no record of their own, and a question left alone is asked no more.
  const { kind, subject } = DECISIONS[ticket.kind];
  const kept = ticket.kind === "session_twin" && value === "ignore" ? "new" : value;
  await tx.run(sql`
    INSERT INTO decision (kind, subject, source, source_id, value, decided_by, decided_at)
    VALUES (${kind}, ${subject}, ${ticket.source}, ${subjectKey(ticket)}, ${kept}, ${by}, ${now})`);
}

async function undecide(tx: Transaction, ticket: Ticket, by: string, now: string): Promise<void> {
  if (ticket.kind === "school" || ticket.kind === "organization") {
    await tx.run(sql`DELETE FROM alias WHERE kind = ${ticket.kind} AND alias_key = ${foldText(ticket.asked)}`);
    return;
  }
  const { kind, subject } = DECISIONS[ticket.kind];
  await tx.run(sql`
    UPDATE decision SET reversed_by = ${by}, reversed_at = ${now}
    WHERE kind = ${kind} AND subject = ${subject} AND source = ${ticket.source} AND source_id = ${subjectKey(ticket)} AND reversed_at IS NULL`);
}

const aboutOf = (ticket: Ticket): About => {
  if (ticket.kind === "teacher" || ticket.kind === "volunteer") return { kind: "person", key: subjectKey(ticket) };
  if (ticket.kind === "session_twin") return { kind: "session", key: ticket.key.replace(/^rows:/, "") };
  if (ticket.kind === "session_date") return { kind: "session", key: datedKey(ticket) };
  return { kind: "text", text: ticket.asked };
};

/** What a session is kept under once its day is known: without an id of Pathful, its title with the day. */
const datedKey = ({ key, answer }: Ticket): string =>
  key.startsWith("title:") ? `${key.slice("title:".length)}|${answer?.slice(0, 10) ?? ""}` : key;

/** Stored rows that the answer changes: those of a session that is another event, or that name a school or company. */
async function touched(tx: Transaction, ticket: Ticket): Promise<StoredRow[]> {
  return ticket.kind === "session_date" ? [] : rowsAbout(tx, ticket.source, aboutOf(ticket));
}

async function withdrawn(tx: Transaction, ticket: Ticket, now: string): Promise<StoredRow[]> {
  const about = aboutOf(ticket);
  if (about.kind === "text" || ticket.kind === "session_twin") return touched(tx, ticket);
  return withdraw(tx, sourceOf(ticket), about, now);
}
