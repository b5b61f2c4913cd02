import sql from "sql-template-tag";
import { foldText, recaseName } from "../domain/index.js";
import { sourceLabel } from "../sources/index.js";
import { mayHold } from "./narrow.js";
import { NOTHING, type Tracer, type Tracing, traced } from "./trace-model.js";
import { cameJoin, clauses, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";
import { beginsWords } from "./words.js";

interface Row extends Sourced {
  readonly role: string;
  readonly name_raw: string;
  readonly login_email: string | null;
  readonly notification_email: string | null;
  readonly last_session_on: string | null;
  readonly contact_id: number | null;
}

/** Users of Pathful by id, e-mail address or name: which contact each is, and by what; or who asks. */
export const tracePathfulUsers: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const wanted =
    asked.email === null
      ? sql`(u.source_id = ${asked.text} OR ${mayHold(sql`u.name_raw`, asked.text)})`
      : sql`(LOWER(u.login_email) = ${asked.email} OR LOWER(u.notification_email) = ${asked.email})`;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("u")}, u.role, u.name_raw, u.login_email, u.notification_email, u.last_session_on, u.contact_id
    FROM pathful_user u ${cameJoin("u")} WHERE ${wanted} ORDER BY u.name_raw, u.id`);
  const called =
    asked.email === null
      ? rows.filter(({ source_id, name_raw }) => source_id === asked.text || beginsWords(name_raw, asked.text))
      : rows;
  return traced(called, async (row) => ({
    what: "Pathful user",
    name: recaseName(row.name_raw) ?? row.name_raw,
    ...placeOf(row, tracing),
    why:
      row.deleted_at === null
        ? clauses(
            `${row.role} in Pathful`,
            row.contact_id === null ? await whyNobody(row, tracing) : await whoItIs(row, row.contact_id, tracing),
            row.last_session_on === null ? "no session is noted" : `last session ${row.last_session_on}`,
          )
        : whyGone(row.source),
    isStudent: row.role === "student",
  }));
};

interface Contact {
  readonly source: string;
  readonly source_id: string;
  readonly full_name: string;
  readonly pathful_user_id: string | null;
  readonly shares: number;
}

/** The contact of a user, and what says so: the same order in which an import looks. */
async function whoItIs(row: Row, contactId: number, { reader }: Tracing): Promise<string> {
  const [contact] = await reader.query<Contact>(sql`
    SELECT c.source, c.source_id, c.full_name, c.pathful_user_id,
      (SELECT count(*) FROM contact_email m WHERE m.contact_id = c.id AND m.address IN (${row.login_email?.toLowerCase() ?? ""}, ${row.notification_email?.toLowerCase() ?? ""})) AS shares
    FROM contact c WHERE c.id = ${contactId}`);
  if (contact === undefined) return "its contact is not there any more";
  const [decided] = await reader.query<{ decided_by: string }>(decisionAbout(row));
  const isOwn = contact.source === row.source && contact.source_id === row.source_id;
  const by =
    decided !== undefined
      ? `by a decision of ${decided.decided_by}`
      : isOwn
        ? "made from Pathful, because nobody near was known"
        : contact.pathful_user_id === row.source_id
          ? `by Pathful's id, which ${sourceLabel(contact.source)} has`
          : contact.shares > 0
            ? "by an e-mail address that nobody else has"
            : foldText(contact.full_name) === foldText(row.name_raw)
              ? "by the exact name, which nobody else has"
              : "by the rows of its sessions";
  return `is ${contact.full_name}, ${sourceLabel(contact.source)} ${contact.source_id} (${by})`;
}

const decisionAbout = ({ source, source_id }: Pick<Row, "source" | "source_id">) => sql`
  SELECT decided_by, value FROM decision
  WHERE kind = 'person' AND subject = 'pathful_user' AND source = ${source} AND source_id = ${source_id} AND reversed_at IS NULL
  ORDER BY id DESC LIMIT 1`;

async function whyNobody(row: Row, { reader }: Tracing): Promise<string> {
  const [ticket] = await reader.query<{ id: number; state: string }>(sql`
    SELECT id, state FROM ticket WHERE source = ${row.source} AND ticket_key = ${`user:${row.source_id}`} AND kind IN ('teacher', 'volunteer')
    ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, id`);
  if (ticket?.state === "open")
    return `who it is asks question ${ticket.id}, which is open: counts nowhere until it is answered`;
  const [decided] = await reader.query<{ decided_by: string; value: string }>(decisionAbout(row));
  if (decided?.value === "ignore") return `left out by a decision of ${decided.decided_by}`;
  if (row.role !== "teacher" && row.role !== "volunteer")
    return "not looked for among the contacts, because only teachers and professionals are";
  return "nobody yet: neither a decision, nor Pathful's id at a contact, nor an e-mail address says who it is, and no session of theirs has asked";
}
