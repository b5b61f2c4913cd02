import sql from "sql-template-tag";
import { foldText, isSalesforceId, to18 } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { LeadSide } from "./decide.js";
import { leadBehind } from "./gone.js";

/** One of two that may be one, as people read it. */
export interface ReviewedSide {
  readonly side: LeadSide;
  /** The lead's id; null for a lead of Salesforce. */
  readonly leadId: number | null;
  readonly company: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly person: string | null;
  readonly licence: string | null;
  readonly capacity: number | null;
  readonly sources: string | null;
  readonly seen: string | null;
}

/** A field of both sides. */
export interface LeadSideBySide {
  readonly field: Exclude<keyof ReviewedSide, "side" | "leadId">;
  readonly a: string | null;
  readonly b: string | null;
  /** Null where one of them says nothing. */
  readonly agrees: boolean | null;
}

interface LeadRow {
  readonly id: number;
  readonly key: string;
  readonly company: string | null;
  readonly line1: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly person: string | null;
  readonly licence: string | null;
  readonly capacity: number | null;
  readonly sources: string;
  readonly first_date: string;
  readonly last_date: string;
}

const addressOf = (row: Pick<LeadRow, "line1" | "city" | "state" | "zip">): string | null =>
  [row.line1, row.city, [row.state, row.zip].filter(Boolean).join(" ")].filter(Boolean).join(", ") || null;

const LEAD = sql`SELECT l.id, l.key, l.company, l.line1, l.city, l.state, l.zip, l.phone, l.email, l.person, l.licence, l.capacity, l.sources,
  l.first_date, l.last_date FROM lead l`;

const sideOfLead = (row: LeadRow, key: string = row.key): ReviewedSide => ({
  side: { kind: "lead", key },
  leadId: row.id,
  company: row.company,
  address: addressOf(row),
  phone: row.phone,
  email: row.email,
  person: row.person,
  licence: row.licence,
  capacity: row.capacity,
  sources: row.sources.split(",").filter(Boolean).join(", "),
  seen: `${row.first_date} to ${row.last_date}`,
});

/** What a side is now: of a key the lead that it belongs to. Null when nothing is left of it. */
async function sideOf(reader: Reader, side: LeadSide): Promise<ReviewedSide | null> {
  if (side.kind === "lead") {
    const [row] = await reader.query<LeadRow>(
      sql`${LEAD} JOIN lead_key k ON k.lead_id = l.id WHERE k.key = ${side.key}`,
    );
    return row === undefined ? null : sideOfLead(row, side.key);
  }
  const [row] = await reader.query<{
    company: string | null;
    street: string | null;
    city: string | null;
    state: string | null;
    zip: string | null;
    phone: string | null;
    mobile: string | null;
    email: string | null;
    first_name: string | null;
    last_name: string | null;
    capacity: number | null;
    created_on: string | null;
  }>(sql`
    SELECT company, street, city, state, zip, phone, mobile, email, first_name, last_name, capacity, created_on
    FROM salesforce_lead WHERE source = 'salesforce' AND source_id = ${side.id} AND deleted_at IS NULL`);
  if (row === undefined) return null;
  return {
    side,
    leadId: null,
    company: row.company,
    address: addressOf({ ...row, line1: row.street }),
    phone: row.phone ?? row.mobile,
    email: row.email,
    person: [row.first_name, row.last_name].filter(Boolean).join(" ") || null,
    licence: null,
    capacity: row.capacity,
    sources: "Salesforce",
    seen: row.created_on === null ? null : `since ${row.created_on}`,
  };
}

const FIELDS = ["company", "address", "phone", "email", "person", "licence", "capacity", "sources", "seen"] as const;
/** Where they come from and since when neither agrees nor differs. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["sources", "seen"]);

/** Both sides field by field; a side is null when nothing is left of it. */
export async function leadSides(
  reader: Reader,
  one: LeadSide,
  other: LeadSide,
): Promise<{
  readonly a: ReviewedSide | null;
  readonly b: ReviewedSide | null;
  readonly rows: readonly LeadSideBySide[];
}> {
  const [a, b] = [await sideOf(reader, one), await sideOf(reader, other)];
  const rows = FIELDS.flatMap((field): LeadSideBySide[] => {
    const [left, right] = [a?.[field] ?? null, b?.[field] ?? null].map((value) =>
      value === null ? null : String(value),
    );
    if (left === undefined || right === undefined || (left === null && right === null)) return [];
    const agrees =
      left === null || right === null || SAYS_NOTHING.has(field) ? null : foldText(left) === foldText(right);
    return [{ field, a: left, b: right, agrees }];
  });
  return { a, b, rows };
}

/**
 * The lead or lead of Salesforce that a person means: by a lead's id or key, an id of Salesforce, or a company's name. Several for a name that several have.
 * @param most how many are given back
 */
export async function namedSides(reader: Reader, text: string, most: number): Promise<ReviewedSide[]> {
  const asked = text.trim();
  if (isSalesforceId(asked)) {
    const found = await sideOf(reader, { kind: "salesforce", id: to18(asked) });
    if (found !== null) return [found];
  }
  const byKey = await sideOf(reader, { kind: "lead", key: asked });
  if (byKey !== null) return [byKey];
  const number = /^#?(\d{1,9})$/.exec(asked)?.[1];
  const rows = await reader.query<LeadRow>(
    number === undefined
      ? sql`${LEAD} WHERE LOWER(l.company) LIKE ${`${asked.toLowerCase()}%`} ORDER BY l.company, l.id LIMIT CAST(${most} AS INTEGER)`
      : sql`${LEAD} WHERE l.id = CAST(${number} AS INTEGER)`,
  );
  const behind = number === undefined || rows.length > 0 ? null : await leadBehind(reader, Number(number));
  if (behind !== null) return namedSides(reader, `#${behind}`, most);
  return rows.map((row) => sideOfLead(row));
}
