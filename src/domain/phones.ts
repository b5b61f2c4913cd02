import { absent } from "./absent.js";

const EXTENSION = /[\s,;]*(?:ext(?:ension|n)?\.?|x|#)\s*[:.]?\s*(\d{1,6})\s*$/i;
/** What a list writes beside a number to say whose it is, and says nothing of the number. */
const LABEL = /\b(?:cell|mobile|home|work|office|main|phone|tel(?:ephone)?|ph|ext(?:ension)?|[chwm])\b[.:]?/gi;
/** Between the numbers of one cell; a slash may stand inside a number too, and is tried last. */
const BETWEEN = [
  /[;,|&\r\n]|\b(?:and|or)\b|(?<=\d)\s{2,}(?=[(+\d])|(?<=\d{4})\s+(?=\(?\d{3}\)?[\s.-])/i,
  /[/;,|&\r\n]|\b(?:and|or)\b/i,
];

export interface Phone {
  /** Ten digits, or null when the text is no valid number (ruling L2): then it identifies nobody. */
  readonly number: string | null;
  readonly extension: string | null;
  readonly raw: string;
}

/**
 * A phone number taken apart; null when the text says nothing ("None", "--"). Of several numbers in one cell the first valid one is taken, and `raw` keeps
 * them all. A number of one digit repeated (000-000-0000, 999-999-9999) has ten digits and is nobody's: it is not valid.
 */
export function readPhone(text: string | null | undefined): Phone | null {
  if (text === null || text === undefined || absent(text)) return null;
  const raw = text.trim();
  const whole = readOne(raw);
  if (whole.number !== null) return { ...whole, raw };
  const parts = BETWEEN.flatMap((mark) => raw.split(mark));
  const valid = parts.map(readOne).find(({ number }) => number !== null);
  return { ...(valid ?? whole), raw };
}

function readOne(text: string): Omit<Phone, "raw"> {
  const extension = EXTENSION.exec(text)?.[1] ?? null;
  const written = extension === null ? text : text.replace(EXTENSION, "");
  const main = /[a-z]/i.test(written) ? written.replace(LABEL, " ") : written;
  if (/\p{L}/u.test(main)) return { number: null, extension };
  // A spreadsheet may have taken it for a number: 2095550100.0.
  const digits = main.replace(/(\d{10})\.0+\s*$/, "$1").replace(/\D/g, "");
  const number = digits.length === 11 && digits.startsWith("1") ? digits.slice(1) : digits;
  return { number: number.length === 10 && !isPlaceholder(number) ? number : null, extension };
}

const isPlaceholder = (number: string): boolean => /^(\d)\1{9}$/.test(number);

/** The ten digits alone, or null. */
export function normalizePhone(text: string | null | undefined): string | null {
  return readPhone(text)?.number ?? null;
}

/** "(816) 555-0100" from ten digits. */
export function printPhone(number: string): string {
  return number.replace(/^(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");
}

export type PhoneKind = "work" | "home" | "mobile" | "other";

/** The phone fields of a Salesforce contact, as they come. */
export interface PhoneFields {
  readonly standard?: string | null;
  readonly work?: string | null;
  readonly home?: string | null;
  readonly mobile?: string | null;
  /** Work, Home, Mobile or nothing. */
  readonly preferred?: string | null;
}

export interface KeptPhone extends Phone {
  readonly kind: PhoneKind;
  readonly isPrimary: boolean;
}

type NumberField = keyof typeof KIND_OF_FIELD;

const PREFERENCE: Readonly<Record<string, readonly NumberField[]>> = {
  work: ["work", "standard", "mobile", "home"],
  home: ["home", "standard", "mobile", "work"],
  mobile: ["mobile", "standard", "home", "work"],
};
const WITHOUT_PREFERENCE = ["standard", "mobile", "home", "work"] as const;
const KIND_OF_FIELD = { standard: "other", work: "work", home: "home", mobile: "mobile" } as const;

/** A contact's numbers, each once, the invalid kept with `number` null; one is primary, and it is valid if any is. */
export function phonesOf(fields: PhoneFields): KeptPhone[] {
  const read = {
    work: readPhone(fields.work),
    mobile: readPhone(fields.mobile),
    home: readPhone(fields.home),
    standard: readPhone(fields.standard),
  };
  const kept = new Map<string, Phone & { kind: PhoneKind }>();
  for (const field of ["work", "mobile", "home", "standard"] as const) {
    const phone = read[field];
    const key = phone === null ? null : (phone.number ?? phone.raw);
    if (phone !== null && key !== null && !kept.has(key)) kept.set(key, { ...phone, kind: KIND_OF_FIELD[field] });
  }
  const order = PREFERENCE[fields.preferred?.trim().toLowerCase() ?? ""] ?? WITHOUT_PREFERENCE;
  const phones = order.map((field) => read[field]).filter((phone) => phone !== null);
  const chosen = phones.find((phone) => phone.number !== null) ?? phones[0];
  const primary = chosen === undefined ? null : (chosen.number ?? chosen.raw);
  return [...kept].map(([key, phone]) => ({ ...phone, isPrimary: key === primary }));
}
