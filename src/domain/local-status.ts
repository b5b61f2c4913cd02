import { zipOf } from "./addresses.js";

export type LocalStatus = "local" | "partial" | "non_local" | "unknown";
export type LocalBasis = "manual" | "address" | "inferred" | "none";

/** The first three digits of ZIPs (config `local`). */
export interface LocalZips {
  readonly local: readonly string[];
  readonly partial: readonly string[];
}

export interface LocalAddress {
  readonly zip: string | null;
  readonly country: string | null;
  readonly kind: string;
  readonly isPrimary: boolean;
}

export interface LocalInput {
  /** Of all records of the person. */
  readonly addresses: readonly LocalAddress[];
  readonly attendedInPerson: boolean;
  /** What a person decided; it beats all. */
  readonly manual: LocalStatus | null;
}

const CLOSENESS = ["local", "partial", "non_local"] as const;

/** What a postal code says; null when it is no usable ZIP. */
export function localStatusOfZip(
  postalCode: string | null,
  country: string | null,
  zips: LocalZips,
): Exclude<LocalStatus, "unknown"> | null {
  const area = zipOf(postalCode, country)?.slice(0, 3);
  if (area === undefined) return null;
  if (zips.local.includes(area)) return "local";
  return zips.partial.includes(area) ? "partial" : "non_local";
}

/**
 * Whether a person is local (ruling P5): a manual setting; else the ZIP of a primary address; else of any personal one, the closest where several differ;
 * else an in-person event they attended ("inferred", EX2). A work address is not used.
 */
export function localStatusOf(input: LocalInput, zips: LocalZips): { status: LocalStatus; basis: LocalBasis } {
  if (input.manual !== null) return { status: input.manual, basis: "manual" };
  const personal = input.addresses.filter((address) => address.kind !== "work");
  const byAddress =
    closest(
      personal.filter((address) => address.isPrimary),
      zips,
    ) ?? closest(personal, zips);
  if (byAddress !== null) return { status: byAddress, basis: "address" };
  return input.attendedInPerson ? { status: "local", basis: "inferred" } : { status: "unknown", basis: "none" };
}

function closest(addresses: readonly LocalAddress[], zips: LocalZips): LocalStatus | null {
  const found = addresses.map((address) => localStatusOfZip(address.zip, address.country, zips));
  return CLOSENESS.find((status) => found.includes(status)) ?? null;
}

export function isLocalStatus(text: string): text is LocalStatus {
  return text === "local" || text === "partial" || text === "non_local" || text === "unknown";
}
