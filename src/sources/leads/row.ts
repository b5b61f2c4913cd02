import { hash as digest } from "node:crypto";
import { absent, organizationKey } from "../../domain/index.js";
import type { LeadField, LeadSource } from "../../runtime/index.js";
import type { GridCell } from "../grid/index.js";
import { cleanedAddress } from "./address.js";
import { extraOf, keyTextOf, moreOf, namesOf, phoneOf } from "./cleaned.js";
import type { Fits } from "./fits.js";
import type { LeadProblem, LeadRecord } from "./model.js";
import { type Mapped, type Plan, planOf } from "./plan.js";
import { type Straightened, straighten, type Texts } from "./straighten.js";

/** How the columns of a file lie. */
export interface Layout {
  readonly plan: Plan;
  /** The file's columns; known ones by their names in the configuration. */
  readonly header: readonly string[];
  /** Place → place in the configuration, −1 for an additional one. */
  readonly places: readonly number[];
  readonly fits: readonly (Fits | null)[];
}

export function layoutOf(plan: Plan, header: readonly string[]): Layout {
  const places = header.map((name) => plan.names.indexOf(name));
  return { plan, header, places, fits: places.map((place) => plan.fits[place] ?? null) };
}

/**
 * Reads one row of a source. Never throws: what cannot be read is noted in `problems` with what came.
 * @param cells by their headers, as in `LeadLine.cells`
 * @param header the columns in the order of the file, by which a row whose cells are shifted is put right; else that of the configuration
 */
export function readLeadRow(
  source: LeadSource,
  cells: Readonly<Record<string, string | number | boolean>>,
  header?: readonly string[],
): LeadRecord {
  const plan = planOf(source);
  const layout = layoutOf(plan, header ?? plan.names);
  const cell = (name: string): string | null => textOf(Object.hasOwn(cells, name) ? cells[name] : null);
  const texts = [...layout.header.map(cell), ...namesBehind(layout.header.length, cells).map(cell)];
  return recordOf(layout, texts, straighten(layout.fits, texts));
}

/** What stands behind the last column: it has no name, and a row with one cell too many may be a shifted one. */
export const unnamed = (place: number): string => `Column ${place + 1}`;

function namesBehind(width: number, cells: Readonly<Record<string, unknown>>): string[] {
  const behind = Object.keys(cells).map((name) => Number(/^Column (\d{1,3})$/.exec(name)?.[1] ?? 0));
  return Array.from({ length: Math.max(0, ...behind.map((place) => place - width)) }, (_, place) =>
    unnamed(width + place),
  );
}

/** Null for a blank and for words that mean nothing. */
export function textOf(cell: GridCell | undefined): string | null {
  if (cell === null || cell === undefined || cell === "") return null;
  const text = String(cell);
  return isPlain(text) || !absent(text) ? text : null;
}

/** Longer than any word for nothing, with no blank at either end: so most cells need not be looked at further. */
const isPlain = (text: string): boolean =>
  text.length > 12 && isLetter(text.charCodeAt(0)) && isLetter(text.charCodeAt(text.length - 1));

const isLetter = (code: number): boolean => code > 0x20 && code < 0x7f;

/** @param texts by the places of the file, and what became of them when they were put right */
export function recordOf({ plan, places }: Layout, texts: Texts, { readings, shift }: Straightened): LeadRecord {
  const problems: LeadProblem[] = [];
  if (shift !== null) problems.push({ field: "row", problem: "shifted", came: texts[shift.at]?.trim() ?? null });
  return cleaned(plan, agreed(readings.map((reading) => ordered(plan, places, reading))), problems);
}

/** The texts by the places of the configuration. */
function ordered({ names }: Plan, places: readonly number[], texts: Texts): Texts {
  const inOrder: (string | null)[] = names.map(() => null);
  for (const [at, place] of places.entries()) if (place >= 0) inOrder[place] = texts[at] ?? null;
  return inOrder;
}

/** What a mapping's columns say, joined; null where they say nothing. */
type Said = (mapped: Mapped | undefined) => string | null;

/** Of several ways to read a row only that counts on which all agree. */
function agreed([first = [], ...others]: readonly Texts[]): Said {
  if (others.length === 0) return (mapped) => (mapped === undefined ? null : joined(mapped, first));
  return (mapped) => {
    if (mapped === undefined) return null;
    const said = joined(mapped, first);
    return others.every((other) => joined(mapped, other) === said) ? said : null;
  };
}

function joined({ places }: Mapped, texts: Texts): string | null {
  const [only = -1] = places;
  if (places.length === 1) return texts[only] ?? null;
  const said = places.map((place) => texts[place]?.trim()).filter(Boolean);
  return said.length === 0 ? null : said.join(", ");
}

function cleaned(plan: Plan, said: Said, problems: LeadProblem[]): LeadRecord {
  const of = (field: LeadField): string | null => said(plan.lead[field]);
  const note = (field: LeadField, problem: LeadProblem["problem"], came: string | null): null => {
    if (plan.lead[field] !== undefined || field === "address")
      problems.push({ field, problem, came: came?.trim() ?? null });
    return null;
  };
  const names = namesOf(plan, of, note);
  const phone = phoneOf(of, note);
  const address = cleanedAddress(plan, of, note);
  const more = moreOf(plan, of, note);
  for (const [field, mapped, fits] of plan.known) {
    const text = said(mapped);
    if (text !== null && !fits(text)) note(field, "value_unknown", text);
  }
  const extra = extraOf(plan, said);
  const { company, person, personRole } = names;
  const { line1, line2, city, state, zip, county, addressRaw } = address;
  const { email, licence, licenceType, licenceStatus, licensedOn, expiresOn, capacity, ages } = more;
  const companyKey = company === null ? null : organizationKey(company) || null;
  const rowKey =
    keyOf(plan, said) ??
    hashOf(companyKey ?? person ?? "", phone.phone ?? phone.phoneRaw ?? "", address.addressKey ?? addressRaw ?? "") ??
    hashOf(...plan.names.map((_, place) => said({ places: [place], as: "text", column: "" }) ?? "")) ??
    "blank";
  const spoken = [company, person, personRole, phone.phoneRaw, line1, line2, city, state, zip, county, email];
  const spokenMore = [licence, licenceType, licenceStatus, licensedOn, expiresOn, capacity, ages];
  // One literal, not several spread into one: there are hundreds of thousands of them.
  return {
    rowKey,
    leadKey:
      phone.phone === null || address.addressKey === null
        ? `${plan.source.name}:${rowKey}`
        : `${phone.phone}|${address.addressKey}`,
    company,
    companyKey,
    person,
    personRole,
    phone: phone.phone,
    phoneRaw: phone.phoneRaw,
    phoneExtension: phone.phoneExtension,
    line1,
    line2,
    city,
    state,
    zip,
    county,
    addressRaw,
    addressKey: address.addressKey,
    email,
    licence,
    licenceType,
    licenceStatus,
    licensedOn,
    expiresOn,
    capacity,
    ages,
    extra,
    problems,
    filled: count(spoken) + count(spokenMore) + Object.keys(extra).length,
  };
}

const count = (values: readonly unknown[]): number => values.filter((value) => value !== null).length;

/** The columns of the key, cleaned; null where one of them is blank: then they tell no row apart. */
function keyOf(plan: Plan, said: Said): string | null {
  const parts = plan.key.map((part) => keyTextOf(part, said(part)));
  return parts.includes(null) ? null : parts.join("/");
}

/** Null where nothing is said. */
function hashOf(...texts: readonly string[]): string | null {
  return texts.every((text) => text === "") ? null : `~${digest("sha256", texts.join("\u0000")).slice(0, 24)}`;
}
