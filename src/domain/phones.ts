import { absent } from "./absent.js";

const EXTENSION = /[\s,;]*(?:ext(?:ension|n)?\.?|x|#)\s*[:.]?\s*(\d{1,6})\s*$/i;

export interface Phone {
  /** Ten digits, or null when the text is no valid number (ruling L2): then it identifies nobody. */
  readonly number: string | null;
  readonly extension: string | null;
  readonly raw: string;
}

/** A phone number taken apart; null when the text says nothing ("None", "--"). */
export function readPhone(text: string | null | undefined): Phone | null {
  if (text === null || text === undefined || absent(text)) return null;
  const raw = text.trim();
  const extension = EXTENSION.exec(raw)?.[1] ?? null;
  const main = extension === null ? raw : raw.replace(EXTENSION, "");
  if (/[a-z]/i.test(main)) return { number: null, extension, raw };
  const digits = main.replace(/\D/g, "");
  const number = digits.length === 11 && digits.startsWith("1") ? digits.slice(1) : digits;
  return { number: number.length === 10 ? number : null, extension, raw };
}

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

const PREFERENCE: Readonly<Record<string, readonly (keyof PhoneFields)[]>> = {
  work: ["work", "standard", "mobile", "home"],
  home: ["home", "standard", "mobile", "work"],
  mobile: ["mobile", "standard", "home", "work"],
};
const WITHOUT_PREFERENCE = ["standard", "mobile", "home", "work"] as const;
const KIND_OF_FIELD = { standard: "other", work: "work", home: "home", mobile: "mobile" } as const;

/** A contact's numbers, each once, the invalid kept with `number` null; one is primary, and it is valid if any is. */
export function phonesOf(fields: PhoneFields): KeptPhone[] {
  const kept = new Map<string, Phone & { kind: PhoneKind }>();
  for (const field of ["work", "mobile", "home", "standard"] as const) {
    const phone = readPhone(fields[field]);
    const key = phone === null ? null : (phone.number ?? phone.raw);
    if (phone !== null && key !== null && !kept.has(key)) kept.set(key, { ...phone, kind: KIND_OF_FIELD[field] });
  }
  const order = PREFERENCE[fields.preferred?.trim().toLowerCase() ?? ""] ?? WITHOUT_PREFERENCE;
  const phones = order.map((field) => readPhone(fields[field])).filter((phone) => phone !== null);
  const chosen = phones.find((phone) => phone.number !== null) ?? phones[0];
  const primary = chosen === undefined ? null : (chosen.number ?? chosen.raw);
  return [...kept].map(([key, phone]) => ({ ...phone, isPrimary: key === primary }));
}
