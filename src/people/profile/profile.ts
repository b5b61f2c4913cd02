import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { mustNotBeContacted } from "../marks.js";
import { RECORDS_OF_PERSON } from "../records.js";
import { type Standing, standingDecisions } from "./decisions.js";
import { type OtherRecord, otherRecords, type PossibleDuplicate, possibleDuplicates } from "./others.js";
import { type HeldSkill, heldSkills } from "./skills.js";

export interface Profile {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly personId: number | null;
  readonly name: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly marks: readonly string[];
  readonly isExcluded: boolean;
  readonly interests: string | null;
  readonly organizations: readonly {
    readonly name: string;
    readonly role: string | null;
    readonly isPrimary: boolean;
    readonly status: string | null;
    readonly startOn: string | null;
    readonly endOn: string | null;
  }[];
  /** As the sources and staff say them, under their own names. */
  readonly skills: readonly HeldSkill[];
  readonly events: readonly {
    readonly id: number;
    readonly sourceId: string;
    readonly date: string;
    readonly title: string;
    readonly type: string;
    readonly format: string;
    readonly eventStatus: string;
    readonly status: string;
    /** Came, to an event that was not cancelled (ruling A1). */
    readonly attended: boolean;
    readonly hours: number | null;
    readonly creditedTo: string | null;
  }[];
  /** What staff wrote, the newest first. */
  readonly notes: readonly Standing[];
  /** What staff said of when they can come; null when nobody has. */
  readonly availability: Standing | null;
  /** Why staff left the person out of reports; null when nobody did. */
  readonly exclusion: Standing | null;
  /** Other records that count as the same person. */
  readonly others: readonly OtherRecord[];
  readonly duplicates: readonly PossibleDuplicate[];
}

/** Everything the pool knows of one volunteer, over all records of the person; null when there is no such record. */
export async function volunteerProfile(reader: Reader, id: number): Promise<Profile | null> {
  const [contact] = await reader.query<ContactRow>(sql`
    SELECT c.id, c.source, c.source_id, c.person_id, c.full_name, c.title, c.department, c.email, c.phone, c.interests,
      ${mustNotBeContacted} AS do_not_contact, c.do_not_call, c.email_opt_out, c.email_bounced_on, c.excluded, c.status
    FROM contact c WHERE c.id = ${id} AND c.deleted_at IS NULL`);
  if (!contact) return null;
  const organizations = await reader.query<AffiliationRow>(sql`
    SELECT o.id, o.name, a.role, a.is_primary, a.status, a.start_on, a.end_on
    FROM ${RECORDS_OF_PERSON} JOIN affiliation a ON a.contact_id = c.id JOIN organization o ON o.id = a.organization_id
    WHERE mine.id = ${id} AND a.deleted_at IS NULL AND o.deleted_at IS NULL
    ORDER BY CASE WHEN c.id = mine.id THEN 0 ELSE 1 END, a.is_primary DESC, a.start_on DESC, o.name, a.id`);
  const events = await reader.query<EventRow>(sql`
    SELECT e.id, e.source_id, e.local_date, e.title, e.type, e.format, e.status AS event_status, p.status, p.attended, p.hours_recorded, o.name AS credited
    FROM (
      SELECT p.*, ROW_NUMBER() OVER (PARTITION BY p.event_id ORDER BY CASE WHEN p.counts = TRUE THEN 0 ELSE 1 END, CASE WHEN c.id = mine.id THEN 0 ELSE 1 END, p.id) AS place
      FROM ${RECORDS_OF_PERSON} JOIN participation p ON p.contact_id = c.id
      WHERE mine.id = ${id} AND p.role = 'volunteer' AND p.deleted_at IS NULL
    ) p JOIN event e ON e.id = p.event_id LEFT JOIN organization o ON o.id = p.credited_organization_id
    WHERE p.place = 1 AND e.deleted_at IS NULL
    ORDER BY e.local_date DESC, e.id`);
  const key = { id, source: contact.source, sourceId: contact.source_id };
  return {
    ...key,
    personId: contact.person_id,
    name: contact.full_name,
    title: contact.title,
    department: contact.department,
    email: contact.email,
    phone: contact.phone,
    interests: contact.interests,
    marks: marksOf(contact),
    isExcluded: Boolean(contact.excluded),
    organizations: eachOnce(organizations).map((row) => ({
      name: row.name,
      role: row.role,
      isPrimary: Boolean(row.is_primary),
      status: row.status,
      startOn: row.start_on,
      endOn: row.end_on,
    })),
    skills: await heldSkills(reader, id),
    events: events.map((row) => ({
      id: row.id,
      sourceId: row.source_id,
      date: row.local_date,
      title: row.title,
      type: row.type,
      format: row.format,
      eventStatus: row.event_status,
      status: row.status,
      attended: Boolean(row.attended) && row.event_status !== "Cancelled",
      hours: row.hours_recorded,
      creditedTo: row.credited,
    })),
    notes: (await standingDecisions(reader, id, "note")).reverse(),
    availability: (await standingDecisions(reader, id, "availability")).at(-1) ?? null,
    exclusion: (await standingDecisions(reader, id, "exclude")).at(-1) ?? null,
    others: await otherRecords(reader, id),
    duplicates: await possibleDuplicates(reader, key),
  };
}

interface ContactRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly person_id: number | null;
  readonly full_name: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly interests: string | null;
  readonly do_not_contact: boolean | number;
  readonly do_not_call: boolean | number;
  readonly email_opt_out: boolean | number;
  readonly email_bounced_on: string | null;
  readonly excluded: boolean | number;
  readonly status: string | null;
}
interface AffiliationRow {
  readonly id: number;
  readonly name: string;
  readonly role: string | null;
  readonly is_primary: boolean | number;
  readonly status: string | null;
  readonly start_on: string | null;
  readonly end_on: string | null;
}
interface EventRow {
  readonly id: number;
  readonly source_id: string;
  readonly local_date: string;
  readonly title: string;
  readonly type: string;
  readonly format: string;
  readonly event_status: string;
  readonly status: string;
  readonly attended: boolean | number;
  readonly hours_recorded: number | null;
  readonly credited: string | null;
}

/** Two records of one person often say the same tie: the first of them stands for both. */
function eachOnce(ties: readonly AffiliationRow[]): readonly AffiliationRow[] {
  const first = new Map<string, AffiliationRow>();
  for (const tie of ties) {
    const key = JSON.stringify([tie.id, tie.role, tie.start_on, tie.end_on]);
    if (!first.has(key)) first.set(key, tie);
  }
  return [...first.values()];
}

/** What a coordinator must know before writing to somebody. */
function marksOf(row: ContactRow): string[] {
  return [
    row.do_not_contact ? "do not contact" : null,
    row.do_not_call ? "do not call" : null,
    row.email_opt_out ? "opted out of e-mail" : null,
    row.email_bounced_on ? `e-mail bounced on ${row.email_bounced_on.slice(0, 10)}` : null,
    row.excluded ? "left out of reports" : null,
    row.status === "inactive" ? "inactive" : null,
  ].filter((mark) => mark !== null);
}
