import {
  licenceAfterDash,
  normalizeEmail,
  present,
  readCaregiver,
  readPhone,
  recaseCompany,
  recaseName,
} from "../../domain/index.js";
import type { Cleaning } from "../../runtime/index.js";
import type { Note, Of } from "./address.js";
import { readDate, readFlag, readNumber } from "./fits.js";
import type { LeadRecord } from "./model.js";
import type { KeyPart, Mapped, Plan } from "./plan.js";

type Names = Pick<LeadRecord, "company" | "person" | "personRole">;

/** Company and contact; where the one stands within the other ("DOE, JANE DBA LITTLE STARS"), each fills what is blank. */
export function namesOf(plan: Plan, of: Of, note: Note): Names {
  const asCompany = of("company");
  const asPerson = of("person");
  const owned = plan.lead.company?.as === "last_first_dba" ? readCaregiver(asCompany) : null;
  const cared = plan.lead.person?.as === "last_first_dba" ? readCaregiver(asPerson) : null;
  const trading = owned?.company ?? null;
  const company = trading ?? recaseCompany(asCompany) ?? cared?.company ?? null;
  const person = cared === null ? personOf(asPerson, plan.lead.person?.as) : cared.person;
  if (company === null) note("company", "company_missing", null);
  return {
    company,
    person: person ?? (trading === null ? null : (owned?.person ?? null)),
    personRole: present(of("person_role")),
  };
}

function personOf(text: string | null, as: Cleaning | undefined): string | null {
  if (text === null) return null;
  const said = as === "first_line" ? firstLine(text) : text;
  // "DOE, JANE" says by its comma which is which.
  return as === "person" && said.includes(",") ? (readCaregiver(said)?.person ?? null) : recaseName(said);
}

const firstLine = (text: string): string => text.split(/[\r\n]+/).find((line) => line.trim() !== "") ?? "";

type Phones = Pick<LeadRecord, "phone" | "phoneRaw" | "phoneExtension">;

/** Ten digits, or what came and a note (ruling L2). */
export function phoneOf(of: Of, note: Note): Phones {
  const phone = readPhone(of("phone"));
  if (phone === null) {
    note("phone", "phone_missing", null);
    return { phone: null, phoneRaw: null, phoneExtension: null };
  }
  if (phone.number === null) note("phone", "phone_invalid", phone.raw);
  return { phone: phone.number, phoneRaw: phone.raw, phoneExtension: phone.extension };
}

type More = Pick<
  LeadRecord,
  "email" | "licence" | "licenceType" | "licenceStatus" | "licensedOn" | "expiresOn" | "capacity" | "ages"
>;

export function moreOf(plan: Plan, of: Of, note: Note): More {
  const date = (field: "licensed_on" | "expires_on"): string | null => {
    const text = of(field);
    return text === null ? null : (readDate(text) ?? note(field, "date_unreadable", text));
  };
  const email = of("email");
  const capacity = of("capacity");
  return {
    email: email === null ? null : (emailOf(email) ?? note("email", "email_invalid", email)),
    licence: licenceOf(of("licence"), plan.lead.licence?.as, "licence"),
    licenceType: licenceOf(of("licence_type"), plan.lead.licence_type?.as, "type"),
    licenceStatus: present(of("licence_status"))?.toLowerCase() ?? null,
    licensedOn: date("licensed_on"),
    expiresOn: date("expires_on"),
    capacity: capacity === null ? null : (wholeNumber(capacity) ?? note("capacity", "number_unreadable", capacity)),
    ages: present(of("ages")),
  };
}

/** Of several addresses in one cell the first that is one. */
function emailOf(text: string): string | null {
  return (
    normalizeEmail(text) ??
    text
      .split(/[\s,;]+/)
      .map(normalizeEmail)
      .find((email) => email !== null) ??
    null
  );
}

function licenceOf(text: string | null, as: Cleaning | undefined, part: "licence" | "type"): string | null {
  return as === "licence_after_dash" ? licenceAfterDash(text)[part] : present(text);
}

function wholeNumber(text: string): number | null {
  const number = readNumber(text);
  return number !== null && Number.isSafeInteger(number) && number < 2 ** 31 ? number : null;
}

/** What else is kept of a row, by name; what cannot be read stays the text it was. */
export function extraOf(plan: Plan, said: (mapped: Mapped) => string | null): LeadRecord["extra"] {
  const extra: Record<string, string | number | boolean> = {};
  for (const [name, mapped] of plan.extra) {
    const text = said(mapped);
    const value = text === null ? null : (readAs(mapped, text) ?? present(text));
    if (value !== null) extra[name] = value;
  }
  return extra;
}

function readAs({ as, column }: Mapped, text: string): string | number | boolean | null {
  if (as === "flag") return readFlag(text, column);
  if (as === "number") return readNumber(text);
  return READERS[as]?.(text) ?? null;
}

const READERS: Partial<Readonly<Record<Cleaning, (text: string) => string | null>>> = {
  date: readDate,
  date_after_words: readDate,
  email: normalizeEmail,
  person: recaseName,
  company: recaseCompany,
  city: recaseName,
  first_line: (text) => recaseName(firstLine(text)),
  phone: (text) => readPhone(text)?.number ?? null,
  licence_after_dash: (text) => licenceAfterDash(text).licence,
};

/** A column of the key as the field that it fills has it; null where that is blank. */
export function keyTextOf({ as, column, field }: KeyPart, text: string | null): string | null {
  if (text === null) return null;
  if (as === "licence_after_dash" && field === "licence_type") return licenceAfterDash(text).type;
  if (as === "licence_after_dash") return licenceAfterDash(text).licence;
  const value = readAs({ as, column, places: [] }, text);
  return value === null ? present(text) : String(value);
}
