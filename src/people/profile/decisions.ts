import sql from "sql-template-tag";
import { type LocalStatus, parseAvailability, presentLines } from "../../domain/index.js";
import { decide, takeBack } from "../../identity/index.js";
import type { Reader, Transaction } from "../../pool/index.js";
import { PolarisError } from "../../runtime/index.js";
import type { FoundContact } from "../find-contact.js";

/** What staff decide about a person, besides their skills. */
export type PersonFact = "note" | "local_status" | "availability" | "exclude";

/** One decision that stands, about any record of the person. */
export interface Standing {
  readonly id: number;
  readonly value: string;
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
  /** The record it was said of. */
  readonly sourceId: string;
}

interface Change {
  readonly contact: FoundContact;
  /** Slack user id. */
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** The decisions of one kind about all records of a contact's person, oldest first: the newest counts. */
export async function standingDecisions(reader: Reader, contactId: number, kind: PersonFact): Promise<Standing[]> {
  const rows = await reader.query<{
    id: number;
    value: string;
    reason: string | null;
    decided_by: string;
    decided_at: string;
    source_id: string;
  }>(sql`
    SELECT d.id, d.value, d.reason, d.decided_by, d.decided_at, d.source_id
    FROM contact mine JOIN contact c ON c.id = mine.id OR c.person_id = mine.person_id
    JOIN decision d ON d.subject = 'contact' AND d.source = c.source AND d.source_id = c.source_id
    WHERE mine.id = ${contactId} AND d.kind = ${kind} AND d.reversed_at IS NULL ORDER BY d.id`);
  return rows.map((row) => ({
    id: row.id,
    value: row.value,
    reason: row.reason,
    by: row.decided_by,
    at: row.decided_at,
    sourceId: row.source_id,
  }));
}

const LONGEST_NOTE = 3_000;
const SHORTEST_REASON = 3;

const EMPTY_NOTE = "The note is empty. Expected a sentence or two.";

/** What is wrong with a note, for the form to say beside it; null where it can be kept. */
export function wrongNote(text: string): string | null {
  const length = presentLines(text)?.length ?? 0;
  if (length === 0) return EMPTY_NOTE;
  if (length <= LONGEST_NOTE) return null;
  const [most, came] = [LONGEST_NOTE, length].map((count) => count.toLocaleString("en-US"));
  return `A note has at most ${most} characters; this one has ${came}.`;
}

/** Keeps a note about somebody. @returns its decision. @throws PolarisError argument_invalid when it says nothing, nothing new, or too much */
export async function addNote(
  tx: Transaction,
  { contact, text, by, now }: Change & { readonly text: string },
): Promise<number> {
  const wrong = wrongNote(text);
  const note = presentLines(text);
  if (wrong !== null || note === null) throw new PolarisError("argument_invalid", wrong ?? EMPTY_NOTE);
  const same = (await standingDecisions(tx, contact.id, "note")).find(({ value }) => value === note);
  if (same !== undefined)
    throw new PolarisError(
      "argument_invalid",
      `This very note stands on ${contact.name}'s profile already. Nothing was added.`,
    );
  return decide(tx, { ...about(contact), kind: "note", value: note, by, now });
}

/**
 * Says when somebody can come; null takes back what was said.
 * @returns the decision, or null when one was taken back, and what was said before
 * @throws PolarisError argument_invalid for words that are neither days nor parts of one, or that are said already
 */
export async function setAvailability(
  tx: Transaction,
  { contact, when, by, now }: Change & { readonly when: string | null },
): Promise<{ readonly decision: number | null; readonly before: Standing | null }> {
  const standing = await standingDecisions(tx, contact.id, "availability");
  const before = standing.at(-1) ?? null;
  if (when === null) {
    if (before === null)
      throw new PolarisError(
        "argument_invalid",
        `Nothing is said of when ${contact.name} can come, so there is nothing to take back.`,
      );
    for (const { id } of standing) await takeBack(tx, id, { by, now });
    return { decision: null, before };
  }
  const { slots, unread } = parseAvailability(when);
  if (unread.length > 0 || slots.size === 0)
    throw new PolarisError(
      "argument_invalid",
      `${unread.length > 0 ? `“${unread.join(", ")}” is no day and no part of one` : "No day is named"}. Expected days, parts of the day or both, as in mon, tue afternoon, weekday mornings; or none.`,
    );
  if (before?.value === when)
    throw new PolarisError("argument_invalid", `${contact.name} is available ${when} already. Nothing was changed.`);
  return { decision: await decide(tx, { ...about(contact), kind: "availability", value: when, by, now }), before };
}

/**
 * Says whether somebody is local, which beats all else (ruling P5); null lets the address say it again.
 * @throws PolarisError argument_missing without a reason, argument_invalid when it stands so already
 */
export async function setLocalStatus(
  tx: Transaction,
  {
    contact,
    status,
    reason,
    by,
    now,
  }: Change & { readonly status: Exclude<LocalStatus, "unknown"> | null; readonly reason: string | null },
): Promise<{ readonly decision: number | null; readonly before: Standing | null }> {
  const standing = await standingDecisions(tx, contact.id, "local_status");
  const before = standing.at(-1) ?? null;
  if (status === null) {
    if (before === null)
      throw new PolarisError(
        "argument_invalid",
        `Nobody has set ${contact.name}'s local status by hand: it follows from the address and the events already.`,
      );
    for (const { id } of standing) await takeBack(tx, id, { by, now });
    return { decision: null, before };
  }
  if (before?.value === status)
    throw new PolarisError(
      "argument_invalid",
      `${contact.name} is set to ${status.replace("_", "-")} by hand already (${before.reason ?? "no reason given"}). Nothing was changed.`,
    );
  const why = reasonOf(reason, "moved to Kansas City");
  return {
    decision: await decide(tx, { ...about(contact), kind: "local_status", value: status, reason: why, by, now }),
    before,
  };
}

/** Leaves a person out of reports (ruling P3). @throws PolarisError argument_missing without a reason, argument_invalid when they are left out already */
export async function excludePerson(
  tx: Transaction,
  { contact, reason, by, now }: Change & { readonly reason: string | null },
): Promise<number> {
  const before = (await standingDecisions(tx, contact.id, "exclude")).at(-1);
  if (before !== undefined)
    throw new PolarisError(
      "argument_invalid",
      `${contact.name} is left out of reports already (${before.reason ?? "no reason given"}). “exclude remove” takes that back.`,
    );
  const why = reasonOf(reason, "staff account for tests");
  return decide(tx, { ...about(contact), kind: "exclude", value: "yes", reason: why, by, now });
}

/** Counts a person again. @returns the last of what was taken back. @throws PolarisError argument_invalid when nobody left them out */
export async function includePerson(tx: Transaction, { contact, by, now }: Change): Promise<Standing> {
  const standing = await standingDecisions(tx, contact.id, "exclude");
  const last = standing.at(-1);
  if (last === undefined)
    throw new PolarisError(
      "argument_invalid",
      `${contact.name} is not left out of reports, so there is nothing to take back.`,
    );
  for (const { id } of standing) await takeBack(tx, id, { by, now });
  return last;
}

const about = ({ source, sourceId }: FoundContact) => ({ subject: "contact" as const, source, sourceId });

/** What is wrong with a reason, for the form to say beside it; null where it can be kept. */
export function wrongReason(reason: string | null, example: string): string | null {
  if ((reason?.trim().length ?? 0) >= SHORTEST_REASON) return null;
  return `This needs its reason, as in reason:"${example}": others will read it on the profile.`;
}

/** @throws PolarisError argument_missing */
function reasonOf(reason: string | null, example: string): string {
  const wrong = wrongReason(reason, example);
  if (wrong !== null) throw new PolarisError("argument_missing", wrong);
  return reason?.trim() ?? "";
}
