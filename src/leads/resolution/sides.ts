import sql from "sql-template-tag";
import { foldText, isSalesforceId, organizationKey, printDay, printPhone, to18 } from "../../domain/index.js";
import { sourcesIn } from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import { readCompared } from "./compared.js";
import type { LeadSide } from "./decide.js";
import { leadBehind } from "./gone.js";
import type { ComparedLead } from "./likeness-plan.js";

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

const phonesOf = (...phones: readonly (string | null)[]): string | null =>
  [...new Set(phones.filter((phone) => phone !== null).map(printPhone))].join(", ") || null;

const LEAD = sql`SELECT l.id, l.key, l.company, l.line1, l.city, l.state, l.zip, l.phone, l.email, l.person, l.licence, l.capacity, l.sources,
  l.first_date, l.last_date FROM lead l`;

const sideOfLead = (row: LeadRow, key: string = row.key): ReviewedSide => ({
  side: { kind: "lead", key },
  leadId: row.id,
  company: row.company,
  address: addressOf(row),
  phone: phonesOf(row.phone),
  email: row.email,
  person: row.person,
  licence: row.licence,
  capacity: row.capacity,
  sources: sourcesIn(row.sources).join(", "),
  seen:
    row.first_date === row.last_date
      ? printDay(row.first_date)
      : `${printDay(row.first_date)} to ${printDay(row.last_date)}`,
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
    phone_raw: string | null;
    mobile: string | null;
    email: string | null;
    first_name: string | null;
    last_name: string | null;
    capacity: number | null;
    created_on: string | null;
  }>(sql`
    SELECT company, street, city, state, zip, phone, phone_raw, mobile, email, first_name, last_name, capacity, created_on
    FROM salesforce_lead WHERE source = 'salesforce' AND source_id = ${side.id} AND deleted_at IS NULL`);
  if (row === undefined) return null;
  return {
    side,
    leadId: null,
    company: row.company,
    address: addressOf({ ...row, line1: row.street }),
    phone: phonesOf(row.phone ?? row.phone_raw, row.mobile),
    email: row.email,
    person: [row.first_name, row.last_name].filter(Boolean).join(" ") || null,
    licence: null,
    capacity: row.capacity,
    sources: "Salesforce",
    seen: row.created_on === null ? null : `since ${printDay(row.created_on)}`,
  };
}

const FIELDS = ["company", "address", "phone", "email", "person", "licence", "capacity", "sources", "seen"] as const;
type Field = LeadSideBySide["field"];

/** A side with what the score goes by. */
interface KeyedSide {
  readonly shown: ReviewedSide;
  readonly keys: ComparedLead | null;
}

async function keyedSide(reader: Reader, side: LeadSide): Promise<KeyedSide | null> {
  const shown = await sideOf(reader, side);
  if (shown === null) return null;
  const [leads, salesforce] = [
    shown.leadId === null ? [] : [shown.leadId],
    side.kind === "salesforce" ? [side.id] : [],
  ];
  const [keys = null] = await readCompared(reader, new Set(leads), new Set(salesforce));
  return { shown: keys === null ? shown : { ...shown, ...everSeen(shown, keys) }, keys };
}

/** Numbers and addresses that a lead had before are compared too, so they are shown behind those of today. */
function everSeen(
  { phone, email, licence }: ReviewedSide,
  { phones, emails, licences }: ComparedLead,
): Pick<ReviewedSide, "phone" | "email" | "licence"> {
  const behind = (today: string | null, ever: readonly string[]): string | null => {
    const said = new Set((today ?? "").split(", ").map(foldText));
    const before = ever.filter((each) => !said.has(foldText(each)));
    return [today, ...before].filter(Boolean).join(", ") || null;
  };
  return {
    phone: behind(phone, phones.map(printPhone)),
    email: behind(email, emails),
    licence: behind(licence, licences),
  };
}

/** What of a side is compared in a field: any that both have makes them agree. Null where the field is neither agreement nor difference. */
const COMPARED: Readonly<Record<Field, ((side: KeyedSide) => readonly string[]) | null>> = {
  company: ({ shown, keys }) => some(keys?.companyKey ?? organizationKey(shown.company ?? "")),
  // An address without a key says too little to differ from another.
  address: ({ keys }) => some(keys?.addressKey),
  phone: ({ keys }) => keys?.phones ?? [],
  email: ({ keys }) => keys?.emails ?? [],
  person: ({ shown }) => some(foldText(shown.person ?? "")),
  licence: ({ keys }) => keys?.licences ?? [],
  capacity: ({ shown }) => some(shown.capacity?.toString()),
  sources: null,
  seen: null,
};

const some = (value: string | null | undefined): readonly string[] =>
  value === null || value === undefined || value === "" ? [] : [value];

function doAgree(field: Field, a: KeyedSide | null, b: KeyedSide | null): boolean | null {
  const compared = COMPARED[field];
  if (compared === null || a === null || b === null) return null;
  const [one, other] = [compared(a), compared(b)];
  return one.length === 0 || other.length === 0 ? null : one.some((value) => other.includes(value));
}

/** Both sides field by field, compared as the score compares them, not by how they are written; a side is null when nothing is left of it. */
export async function leadSides(
  reader: Reader,
  one: LeadSide,
  other: LeadSide,
): Promise<{
  readonly a: ReviewedSide | null;
  readonly b: ReviewedSide | null;
  readonly rows: readonly LeadSideBySide[];
}> {
  const [a, b] = [await keyedSide(reader, one), await keyedSide(reader, other)];
  const said = (side: KeyedSide | null, field: Field): string | null => side?.shown[field]?.toString() ?? null;
  const rows = FIELDS.flatMap((field): LeadSideBySide[] => {
    const [left, right] = [said(a, field), said(b, field)];
    return left === null && right === null ? [] : [{ field, a: left, b: right, agrees: doAgree(field, a, b) }];
  });
  return { a: a?.shown ?? null, b: b?.shown ?? null, rows };
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
