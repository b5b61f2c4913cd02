import sql from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import type { Stage, Transaction } from "../../pool/index.js";
import type { SettledKeys } from "./keys.js";

const CONTACTS = {
  name: "lead_contact",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "name_key", type: "text" },
    { name: "name", type: "text" },
    { name: "role", type: "text" },
    { name: "phone", type: "text" },
    { name: "email", type: "text" },
    { name: "source", type: "text" },
    { name: "last_date", type: "text" },
  ],
} as const satisfies Stage;

/** Leads whose people are written anew. */
const NAMED_LEADS = {
  name: "stage_named_lead",
  columns: [{ name: "lead_id", type: "integer" }],
} as const satisfies Stage;

interface Person {
  readonly lead_id: number;
  readonly person: string;
  readonly person_role: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly source: string;
  readonly last_date: string;
}

/** Rows read between two of the pages that are written. */
const PAGE = 20_000;

/** Writes the people of the changed leads anew: each once, as the newest file has them; of the others the date of the newest file that names them. */
export async function settleContacts(tx: Transaction, { lastLead }: SettledKeys): Promise<void> {
  await tx.stage(NAMED_LEADS, []);
  // Of several rows another may be the newest every month.
  await tx.run(sql`
    INSERT INTO stage_named_lead (lead_id)
    SELECT c.lead_id FROM changed_lead c UNION SELECT t.lead_id FROM touched_lead t WHERE t.row_count > 1`);
  await tx.run(sql`DELETE FROM lead_contact WHERE lead_id IN (SELECT c.lead_id FROM stage_named_lead c)`);
  for (let after = 0; ; ) {
    const leads = await tx.query<{ lead_id: number }>(sql`
      SELECT c.lead_id FROM stage_named_lead c WHERE c.lead_id > CAST(${after} AS INTEGER) ORDER BY c.lead_id LIMIT ${PAGE}`);
    const last = leads.at(-1)?.lead_id;
    if (last === undefined) break;
    const people = await tx.query<Person>(sql`
      SELECT s.lead_id, v.person, v.person_role, v.phone, v.email, s.source, s.last_date
      FROM staged_lead s JOIN lead_version v ON v.id = s.version_id
      WHERE s.lead_id IN (SELECT c.lead_id FROM stage_named_lead c WHERE c.lead_id > CAST(${after} AS INTEGER) AND c.lead_id <= CAST(${last} AS INTEGER))
        AND v.person IS NOT NULL
      ORDER BY s.lead_id, s.last_date DESC, v.filled DESC, s.source, s.row_key`);
    await tx.append(CONTACTS, contactsOf(people));
    after = last;
  }
  await tx.run(sql`
    UPDATE lead_contact SET last_date = l.last_date FROM touched_lead t JOIN lead l ON l.id = t.lead_id
    WHERE t.row_count = 1 AND t.lead_id <= CAST(${lastLead} AS INTEGER) AND lead_contact.lead_id = t.lead_id AND lead_contact.last_date <> l.last_date`);
}

/** @param people of one lead after the other, of each the newest first */
function* contactsOf(people: readonly Person[]) {
  let lead = 0;
  let seen = new Set<string>();
  for (const { lead_id, person, person_role, phone, email, source, last_date } of people) {
    if (lead_id !== lead) [lead, seen] = [lead_id, new Set()];
    const key = foldText(person);
    if (key === "" || seen.has(key)) continue;
    seen.add(key);
    yield [lead_id, key, person, person_role, phone, email, source, last_date];
  }
}
