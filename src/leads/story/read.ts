import sql from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { leadsById, problemsIn } from "../list/index.js";
import { provenanceOf, TOLD_COLUMNS, type ToldColumn } from "../resolution/index.js";
import { linesOf } from "./lines.js";
import type { KeptStatus, LeadPerson, LeadSent, LeadStory, SeenIdentity, StandingField } from "./model.js";

/** The whole story of a lead; null when there is none of that id. */
export async function leadStory(reader: Reader, leadId: number): Promise<LeadStory | null> {
  const [lead] = await leadsById(reader, [leadId]);
  if (lead === undefined) return null;
  const { lines, changes } = await linesOf(reader, leadId);
  return {
    lead,
    lines,
    changes,
    fields: await fieldsOf(reader, leadId),
    contacts: await contactsOf(reader, leadId),
    identities: await identitiesOf(reader, leadId),
    statuses: lead.salesforceId === null ? [] : await statusesOf(reader, lead.salesforceId),
    deliveries: await deliveriesOf(reader, leadId),
    problems: await problemsOf(reader, leadId),
  };
}

async function fieldsOf(reader: Reader, leadId: number): Promise<StandingField[]> {
  const [row] = await reader.query<Record<ToldColumn, string | number | null> & { provenance: string }>(
    sql`SELECT * FROM lead WHERE id = ${leadId}`,
  );
  if (row === undefined) return [];
  const originOf = provenanceOf(row.provenance);
  const files = new Map(
    (
      await reader.query<{ id: number; name: string }>(
        sql`SELECT id, name FROM lead_file WHERE id IN (SELECT last_file_id FROM staged_lead WHERE lead_id = ${leadId}
          UNION SELECT first_file_id FROM staged_lead WHERE lead_id = ${leadId})`,
      )
    ).map(({ id, name }) => [id, name]),
  );
  return TOLD_COLUMNS.flatMap((field) => {
    const value = row[field];
    if (value === null || value === "") return [];
    const origin = originOf(field);
    const file = origin === null ? null : (files.get(origin.file_id) ?? null);
    return [{ field, value, source: origin?.source ?? null, file }];
  });
}

/** Each person once, as the newest row that names them has them. */
async function contactsOf(reader: Reader, leadId: number): Promise<LeadPerson[]> {
  const people = await reader.query<LeadPerson>(sql`
    SELECT name, role, phone, email, source, last_date AS "lastDate" FROM lead_contact WHERE lead_id = ${leadId}
    ORDER BY last_date DESC, filled DESC, source, name`);
  const names = new Set([""]);
  return people.filter(({ name }) => {
    const key = foldText(name);
    return !names.has(key) && names.add(key);
  });
}

const identitiesOf = (reader: Reader, leadId: number): Promise<SeenIdentity[]> =>
  reader.query(sql`
    SELECT kind, value, source, first_date AS "firstDate", last_date AS "lastDate" FROM lead_identity
    WHERE lead_id = ${leadId} ORDER BY kind, first_date, value`);

const statusesOf = (reader: Reader, salesforceId: string): Promise<KeptStatus[]> =>
  reader.query(sql`
    SELECT status, outreach_stage AS stage, from_at AS "from", to_at AS "to" FROM lead_status
    WHERE source = 'salesforce' AND source_id = ${salesforceId} ORDER BY from_at`);

const deliveriesOf = (reader: Reader, leadId: number): Promise<LeadSent[]> =>
  reader.query(sql`
    SELECT d.month, i.kind, d.sent_at AS "sentAt", i.taken_by AS "takenBy", i.taken_at AS "takenAt"
    FROM lead_key k JOIN lead_delivery_item i ON i.lead_key = k.key JOIN lead_delivery d ON d.id = i.delivery_id
    WHERE k.lead_id = ${leadId} ORDER BY i.id`);

async function problemsOf(reader: Reader, leadId: number): Promise<LeadStory["problems"]> {
  const rows = await reader.query<{ source: string; problems: string }>(sql`
    SELECT s.source, v.problems FROM staged_lead s JOIN lead_version v ON v.id = s.version_id
    WHERE s.lead_id = ${leadId} AND v.problem_count > 0 ORDER BY s.source, s.row_key`);
  return rows.flatMap(({ source, problems }) => problemsIn(problems).map((problem) => ({ source, ...problem })));
}
