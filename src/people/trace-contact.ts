import sql, { join } from "sql-template-tag";
import { schoolYearLabel } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { capital } from "../runtime/index.js";
import { sourceLabel } from "../sources/index.js";
import { reliability } from "./communications.js";
import { findContacts } from "./find-contact.js";
import { mustNotBeContacted } from "./marks.js";
import { type Asked, MOST, NOTHING, type Tracer, type Tracing } from "./trace-model.js";
import { cameJoin, clauses, currentYear, many, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";

const KINDS = ["volunteer", "teacher", "student", "other"];

/** People by id, e-mail address, Pathful's id or name: whether they count, for how much, and with whom they are one. */
export const traceContacts: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  const ids = await contactsCalled(reader, asked);
  if (ids.length === 0) return NOTHING;
  const shown = ids.slice(0, MOST);
  const isHistoryWhole = (await reliability(reader)).trouble === null;
  const participations = await participationsOf(tracing, shown);
  const rows = await reader.query<Row>(sql`
    SELECT c.id, ${sourced("c")}, c.kind, c.full_name, c.merged_into_source_id, c.excluded, c.local_status, c.local_basis, c.pathful_user_id,
      c.school_id, s.district_id,
      CASE WHEN ${mustNotBeContacted} THEN 'do not contact' WHEN c.email_opt_out THEN 'opted out of e-mail'
        WHEN c.email_bounced_on IS NOT NULL THEN 'e-mail bounced' WHEN c.status = 'inactive' THEN 'inactive' END AS hidden,
      (SELECT count(*) FROM contact o WHERE o.person_id = c.person_id AND o.id <> c.id AND o.deleted_at IS NULL) AS others,
      (SELECT count(*) FROM affiliation a WHERE a.contact_id = c.id AND a.deleted_at IS NULL) AS affiliations,
      (SELECT count(*) FROM communication_contact t JOIN communication m ON m.id = t.communication_id
        WHERE t.contact_id = c.id AND m.deleted_at IS NULL) AS communications
    FROM contact c LEFT JOIN school s ON s.id = c.school_id ${cameJoin("c")}
    WHERE c.id IN (${join(shown)})`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = shown.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const trace = {
      what: capital(row.kind),
      name: row.full_name,
      ...placeOf(row, tracing),
      why: whyOf(row, participations.get(id) ?? new Map(), isHistoryWhole, tracing),
      isStudent: row.kind === "student",
    };
    return [row.merged_into_source_id === null || row.deleted_at === null ? trace : { ...trace, state: "merged" }];
  });
  return { found, total: ids.length };
};

async function contactsCalled(reader: Reader, asked: Asked): Promise<number[]> {
  const named = await findContacts(reader, asked.text, KINDS, { deletedToo: true, most: Number.POSITIVE_INFINITY });
  // What Pathful calls somebody is a number, or the key of a person without one.
  const isKey = /^\S*\d\S*$/.test(asked.text) && asked.email === null;
  const keyed = isKey
    ? await reader.query<{ id: number }>(sql`
        SELECT c.id FROM contact c
        WHERE c.pathful_user_id = ${asked.text} OR (c.source IN ('pathful', 'virtual-log') AND c.source_id = ${asked.text}) ORDER BY c.id`)
    : [];
  return [...new Set([...named, ...keyed].map(({ id }) => id))];
}

interface Row extends Sourced {
  readonly id: number;
  readonly kind: string;
  readonly full_name: string;
  readonly merged_into_source_id: string | null;
  readonly excluded: boolean | number;
  readonly local_status: string;
  readonly local_basis: string;
  readonly pathful_user_id: string | null;
  readonly school_id: number | null;
  readonly district_id: number | null;
  readonly hidden: string | null;
  readonly others: number;
  readonly affiliations: number;
  readonly communications: number;
}

/** What became of a participation in the figures; the first that holds. */
type Fate = "deleted" | "cancelled" | "coming" | "missed" | "twice" | "this_year" | "other_year";

async function participationsOf(
  tracing: Tracing,
  contacts: readonly number[],
): Promise<Map<number, Map<Fate, number>>> {
  const { reader, calendar } = tracing;
  const rows = await reader.query<{ contact_id: number; fate: Fate; count: number }>(sql`
    SELECT contact_id, fate, COUNT(*) AS count FROM (
      SELECT p.contact_id, CASE
        WHEN e.deleted_at IS NOT NULL THEN 'deleted' WHEN e.status = 'Cancelled' THEN 'cancelled'
        WHEN NOT p.attended AND e.local_date > ${calendar.today} THEN 'coming' WHEN NOT p.attended THEN 'missed'
        WHEN NOT p.counts THEN 'twice' WHEN e.school_year = CAST(${currentYear(tracing)} AS INTEGER) THEN 'this_year' ELSE 'other_year' END AS fate
      FROM participation p JOIN event e ON e.id = p.event_id WHERE p.deleted_at IS NULL AND p.contact_id IN (${join([...contacts])})
    ) f GROUP BY contact_id, fate`);
  const fates = new Map<number, Map<Fate, number>>();
  for (const { contact_id, fate, count } of rows)
    fates.set(contact_id, (fates.get(contact_id) ?? new Map<Fate, number>()).set(fate, count));
  return fates;
}

const UNCOUNTED: readonly (readonly [Fate, string])[] = [
  ["missed", "not attended (ruling A1)"],
  ["cancelled", "of a cancelled event"],
  ["deleted", "of an event that is deleted"],
  ["twice", "beside another row that counts for the same event"],
  ["coming", "still to come"],
];

function participationWords(fates: ReadonlyMap<Fate, number>, year: string): string {
  const all = [...fates.values()].reduce((sum, count) => sum + count, 0);
  const now = fates.get("this_year") ?? 0;
  const counted = now + (fates.get("other_year") ?? 0);
  const left = UNCOUNTED.flatMap(([fate, words]) => (fates.has(fate) ? [`${fates.get(fate)} ${words}`] : []));
  const where =
    counted === 0
      ? ""
      : now === counted
        ? ` (in ${year})`
        : ` (${now === 0 ? "none" : now} of them in ${year}, the current school year)`;
  const uncounted = left.length === 0 ? "" : `; not counted: ${left.join(", ")}`;
  return all === 0 ? "no participations" : `${many(all, "participation")}, ${counted} counted${where}${uncounted}`;
}

function whyOf(row: Row, fates: ReadonlyMap<Fate, number>, isHistoryWhole: boolean, tracing: Tracing): string {
  if (row.deleted_at !== null)
    return row.merged_into_source_id === null
      ? whyGone(row.source)
      : `merged into ${row.merged_into_source_id} in ${sourceLabel(row.source)}; counts there`;
  const isOfSchool = row.kind === "teacher" || row.kind === "student";
  return clauses(
    participationWords(fates, schoolYearLabel(currentYear(tracing))),
    many(row.affiliations, "affiliation"),
    `${many(row.communications, "task or e-mail", "tasks and e-mails")}${isHistoryWhole ? "" : ", of a history that could not be read to its end"}`,
    row.kind !== "student" && `${row.local_status} (${row.local_basis})`,
    isOfSchool && row.school_id === null && "no school is known, so no district",
    isOfSchool && row.school_id !== null && row.district_id === null && "the school has no district",
    row.pathful_user_id !== null && `Pathful user ${row.pathful_user_id}`,
    row.others > 0 && `counted as one person with ${row.others} other record(s) of the same e-mail or decision`,
    row.kind === "volunteer" && row.hidden !== null && `hidden from lists of volunteers: ${row.hidden} (ruling S1)`,
    Boolean(row.excluded) && "left out of lists and reports by a decision (ruling P3)",
  );
}
