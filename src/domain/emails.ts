import { absent } from "./absent.js";

const ADDRESS = /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+\.[^\s@<>,;:"().]+$/;

/** An address lower-cased and trimmed (ruling P1), or null when the text is no address ("None", "n/a", "jane at home"). */
export function normalizeEmail(text: string | null | undefined): string | null {
  if (text === null || text === undefined || absent(text)) return null;
  const address = text
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, "")
    .replace(/[.,;]+$/, "");
  return ADDRESS.test(address) ? address : null;
}

/** True for info@, office@ … : the address of a role, which identifies nobody (ruling P1). A tag (info+kc@) changes nothing. */
export function isRoleAddress(address: string, roleAddresses: readonly string[]): boolean {
  const mailbox = address.slice(0, address.lastIndexOf("@")).replace(/\+.*$/, "");
  return roleAddresses.some((role) => role.toLowerCase() === mailbox);
}

export type EmailKind = "work" | "personal" | "alternate" | "other";

/** The e-mail fields of a Salesforce contact, as they come. */
export interface EmailFields {
  readonly work?: string | null;
  readonly standard?: string | null;
  readonly home?: string | null;
  readonly alternate?: string | null;
  /** Work, Personal, Alternate or nothing. */
  readonly preferred?: string | null;
}

export interface KeptEmail {
  readonly address: string;
  readonly raw: string;
  readonly kind: EmailKind;
  readonly isPrimary: boolean;
}

const PREFERENCE: Readonly<Record<string, readonly (keyof EmailFields)[]>> = {
  work: ["work", "standard", "home", "alternate"],
  personal: ["home", "standard", "alternate", "work"],
  alternate: ["alternate", "standard", "home", "work"],
};
const WITHOUT_PREFERENCE = ["standard", "home", "work", "alternate"] as const;
const KIND_OF_FIELD = { work: "work", standard: "personal", home: "personal", alternate: "alternate" } as const;

/** A contact's addresses, each once, and exactly one of them primary (T50); empty when there is none. */
export function emailsOf(fields: EmailFields): KeptEmail[] {
  const order = PREFERENCE[fields.preferred?.trim().toLowerCase() ?? ""] ?? WITHOUT_PREFERENCE;
  const primary = order.map((field) => normalizeEmail(fields[field])).find((address) => address !== null) ?? null;
  const kept = new Map<string, KeptEmail>();
  for (const field of ["work", "standard", "home", "alternate"] as const) {
    const raw = fields[field];
    const address = normalizeEmail(raw);
    if (address === null || raw === null || raw === undefined || kept.has(address)) continue;
    kept.set(address, { address, raw, kind: KIND_OF_FIELD[field], isPrimary: address === primary });
  }
  return [...kept.values()];
}
