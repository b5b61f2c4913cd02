import sql, { join } from "sql-template-tag";
import { foldText, isSalesforceId, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { findContacts } from "./find-contact.js";

/** One thing the pool knows about what was asked for, and what follows from it. */
export interface Trace {
  /** Contact, Event, Organisation, School, District, Participation */
  readonly what: string;
  readonly name: string;
  readonly sourceId: string;
  /** in the pool | deleted in Salesforce | merged | waiting */
  readonly state: string;
  readonly why: string;
  readonly since: string | null;
  /** True when the name is a student's. */
  readonly isStudent: boolean;
}

const MOST = 40;
const KINDS = ["volunteer", "teacher", "student", "other"];

/** The first that were found, and how many there are in all. */
export interface Traces {
  readonly found: readonly Trace[];
  readonly total: number;
}

const allOf = (found: readonly Trace[]): Traces => ({ found, total: found.length });

/** Why something is, or is not, where one looks for it: the pool, then the quarantine. */
export async function traceAnything(reader: Reader, text: string): Promise<Traces> {
  const asked = text.trim();
  const traces = [
    await traceContacts(reader, asked),
    await traceEvents(reader, asked),
    await traceNamed(reader, asked, "organization", "Organisation"),
    await traceNamed(reader, asked, "school", "School"),
    await traceNamed(reader, asked, "district", "District"),
    await traceParticipation(reader, asked),
    await traceWaiting(reader, asked),
  ];
  return {
    found: traces.flatMap(({ found }) => found).slice(0, MOST),
    total: traces.reduce((sum, { total }) => sum + total, 0),
  };
}

async function traceContacts(reader: Reader, asked: string): Promise<Traces> {
  const contacts = await findContacts(reader, asked, KINDS, { deletedToo: true, most: Number.POSITIVE_INFINITY });
  const traces: Trace[] = [];
  for (const contact of contacts.slice(0, MOST)) {
    const [facts] = await reader.query<ContactFacts>(sql`
      SELECT c.first_seen_at, c.merged_into_source_id, c.excluded, c.local_status, c.local_basis, c.person_id,
        (SELECT count(*) FROM contact o WHERE o.person_id = c.person_id AND o.id <> c.id AND o.deleted_at IS NULL) AS others,
        (SELECT count(*) FROM participation p WHERE p.contact_id = c.id AND p.deleted_at IS NULL) AS participations,
        (SELECT count(*) FROM participation p WHERE p.contact_id = c.id AND p.deleted_at IS NULL AND p.counts) AS counted,
        (SELECT count(*) FROM affiliation a WHERE a.contact_id = c.id AND a.deleted_at IS NULL) AS affiliations
      FROM contact c WHERE c.id = ${contact.id}`);
    if (!facts) continue;
    const state =
      contact.deletedAt === null ? "in the pool" : facts.merged_into_source_id ? "merged" : "deleted in Salesforce";
    traces.push({
      what: capital(contact.kind),
      name: contact.name,
      sourceId: contact.sourceId,
      state,
      why: contactWhy(facts, contact.deletedAt !== null),
      since: contact.deletedAt ?? facts.first_seen_at,
      isStudent: contact.kind === "student",
    });
  }
  return { found: traces, total: contacts.length };
}

interface ContactFacts {
  readonly first_seen_at: string;
  readonly merged_into_source_id: string | null;
  readonly excluded: boolean | number;
  readonly local_status: string;
  readonly local_basis: string;
  readonly person_id: number | null;
  readonly others: number;
  readonly participations: number;
  readonly counted: number;
  readonly affiliations: number;
}

function contactWhy(facts: ContactFacts, isDeleted: boolean): string {
  if (isDeleted)
    return facts.merged_into_source_id
      ? `merged into ${facts.merged_into_source_id} in Salesforce; counts there`
      : "counts nowhere, because Salesforce deleted the record";
  const parts = [
    `${facts.participations} participations, ${facts.counted} of them attended and counted`,
    `${facts.affiliations} affiliations`,
    `${facts.local_status} (${facts.local_basis})`,
  ];
  if (facts.others > 0)
    parts.push(`counted as one person with ${facts.others} other record(s) of the same e-mail or decision`);
  if (facts.excluded) parts.push("left out of reports by a decision (ruling P3)");
  return parts.join("; ");
}

interface EventRow {
  readonly source_id: string;
  readonly title: string;
  readonly local_date: string;
  readonly status: string;
  readonly status_raw: string | null;
  readonly type: string;
  readonly type_raw: string | null;
  readonly format: string;
  readonly deleted_at: string | null;
  readonly first_seen_at: string;
  readonly district: string | null;
  readonly basis: string | null;
  readonly attended: number;
}

/** Titles are folded here rather than in SQL, where the engines fold accents differently. */
async function eventsCalled(reader: Reader, asked: string): Promise<number[]> {
  const words = foldText(asked);
  if (!isSalesforceId(asked) && words === "") return [];
  const rows = await reader.query<{ id: number; title: string }>(
    sql`SELECT e.id, e.title FROM event e WHERE ${isSalesforceId(asked) ? sql`e.source_id = ${to18(asked)}` : sql`TRUE`}
        ORDER BY e.local_date DESC, e.id DESC`,
  );
  return rows.filter(({ title }) => isSalesforceId(asked) || foldText(title).includes(words)).map(({ id }) => id);
}

async function traceEvents(reader: Reader, asked: string): Promise<Traces> {
  const ids = await eventsCalled(reader, asked);
  if (ids.length === 0) return allOf([]);
  const rows = await reader.query<EventRow>(sql`
    SELECT e.source_id, e.title, e.local_date, e.status, e.status_raw, e.type, e.type_raw, e.format, e.deleted_at, e.first_seen_at,
      (SELECT min(d.name) FROM event_district x JOIN district d ON d.id = x.district_id WHERE x.event_id = e.id) AS district,
      (SELECT min(x.basis) FROM event_district x WHERE x.event_id = e.id) AS basis,
      (SELECT count(*) FROM participation p WHERE p.event_id = e.id AND p.counts) AS attended
    FROM event e
    WHERE e.id IN (${join(ids.slice(0, MOST))})
    ORDER BY e.local_date DESC, e.id DESC`);
  const found = rows.map((row) => ({
    what: "Event",
    name: row.title,
    sourceId: row.source_id,
    state: row.deleted_at === null ? "in the pool" : "deleted in Salesforce",
    why: eventWhy(row),
    since: row.deleted_at ?? row.first_seen_at,
    isStudent: false,
  }));
  return { found, total: ids.length };
}

function eventWhy(row: EventRow): string {
  const parts = [`${row.local_date}`, `${row.format.replace("_", " ")}`, `status ${row.status}`];
  if (row.status === "Cancelled") parts.push("counts only as cancelled (M63)");
  if (row.type === "other")
    parts.push(`type "${row.type_raw ?? "none"}" is not mapped and counts under other (ruling E1)`);
  parts.push(row.district === null ? "district Unknown (ruling E2)" : `district ${row.district} (${row.basis})`);
  parts.push(`${row.attended} attended participations`);
  return parts.join("; ");
}

async function traceNamed(
  reader: Reader,
  asked: string,
  table: "organization" | "school" | "district",
  what: string,
): Promise<Traces> {
  const from = { organization: sql`organization`, school: sql`school`, district: sql`district` }[table];
  const rows = await reader.query<{
    source_id: string;
    name: string;
    deleted_at: string | null;
    first_seen_at: string;
  }>(sql`SELECT source_id, name, deleted_at, first_seen_at FROM ${from} ORDER BY name, id`);
  const folded = foldText(asked);
  const found = rows
    .filter((row) =>
      isSalesforceId(asked) ? row.source_id === to18(asked) : folded !== "" && foldText(row.name).includes(folded),
    )
    .map((row) => ({
      what,
      name: row.name,
      sourceId: row.source_id,
      state: row.deleted_at === null ? "in the pool" : "deleted in Salesforce",
      why: row.deleted_at === null ? "found by name" : "counts nowhere, because Salesforce deleted the record",
      since: row.deleted_at ?? row.first_seen_at,
      isStudent: false,
    }));
  return allOf(found);
}

async function traceParticipation(reader: Reader, asked: string): Promise<Traces> {
  if (!isSalesforceId(asked)) return allOf([]);
  const rows = await reader.query<ParticipationRow>(sql`
    SELECT p.source_id, p.role, p.status, p.status_raw, p.attended, p.counts, p.deleted_at, p.first_seen_at, c.full_name, e.title, e.local_date
    FROM participation p JOIN contact c ON c.id = p.contact_id JOIN event e ON e.id = p.event_id
    WHERE p.source_id = ${to18(asked)}`);
  const found = rows.map((row) => ({
    what: "Participation",
    name: row.full_name,
    sourceId: row.source_id,
    state: row.deleted_at === null ? "in the pool" : "deleted in Salesforce",
    why: `${row.role} at "${row.title}" on ${row.local_date}; status "${row.status_raw ?? "none"}" is ${row.status}; ${
      row.counts
        ? "counted"
        : row.attended
          ? "attended, but another row counts for this person and event"
          : "not attended, so not counted (ruling A1)"
    }`,
    since: row.deleted_at ?? row.first_seen_at,
    isStudent: row.role === "student",
  }));
  return allOf(found);
}

interface ParticipationRow {
  readonly source_id: string;
  readonly role: string;
  readonly status: string;
  readonly status_raw: string | null;
  readonly attended: boolean | number;
  readonly counts: boolean | number;
  readonly deleted_at: string | null;
  readonly first_seen_at: string;
  readonly full_name: string;
  readonly title: string;
  readonly local_date: string;
}

const SHORTEST_TEXT = 3;

/** Rows that wait: named by their id, by what they wait for, or by a text within them. */
async function traceWaiting(reader: Reader, asked: string): Promise<Traces> {
  if (asked.length < SHORTEST_TEXT) return allOf([]);
  const id = isSalesforceId(asked) ? to18(asked) : null;
  const pattern = `%${asked.toLowerCase().replace(/[%_\\]/g, "")}%`;
  const rows = await reader.query<{
    object: string;
    source_id: string;
    reason: string;
    detail: string;
    first_at: string;
    of_student: number;
    total: number;
  }>(sql`
    SELECT object, source_id, reason, detail, first_at,
      CASE WHEN lower(payload) LIKE '%"student"%' THEN 1 ELSE 0 END AS of_student, COUNT(*) OVER () AS total
    FROM quarantine
    WHERE resolved_at IS NULL AND ${id === null ? sql`lower(payload) LIKE ${pattern}` : sql`(source_id = ${id} OR waits_for_id = ${id})`}
    ORDER BY first_at, id LIMIT ${MOST}`);
  const found = rows.map((row) => ({
    what: row.object,
    name: row.source_id,
    sourceId: row.source_id,
    state: "waiting",
    why: `${row.detail} (${row.reason.replaceAll("_", " ")})`,
    since: row.first_at,
    // The row itself is not shown: only its ids and the names of fields; of a student, not even these.
    isStudent: row.of_student === 1,
  }));
  return { found, total: rows[0]?.total ?? 0 };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
