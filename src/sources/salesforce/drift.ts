import { distance } from "fastest-levenshtein";
import { kindOf } from "./cells.js";
import type { DescribedField, Description } from "./layout.js";
import type { SalesforceObject } from "./objects.js";

/** What was known of an object's fields when it was described last. */
export interface KnownFields {
  /** The wanted ones that were shown. */
  readonly fields: Readonly<Record<string, DescribedField>>;
  /** Wanted ones that had been shown before that, as they were then. */
  readonly lost: Readonly<Record<string, DescribedField>>;
  /** Wanted ones that were not shown. */
  readonly missing: readonly string[];
  /** Those that the organisation leaves out. */
  readonly ignored: readonly string[];
  /** Names of all others; null when they were not kept. */
  readonly others: readonly string[] | null;
}

/** A wanted field that is not as it was. */
export interface FieldDrift {
  readonly field: string;
  /** removed: deleted, hidden or renamed, which from outside is the same. */
  readonly kind: "removed" | "appeared" | "ignored" | "type" | "formula" | "length" | "values";
  /** One sentence with names of fields, types and choices. */
  readonly detail: string;
  /** The name it may bear now. */
  readonly likely: string | null;
  /** Values of it are written otherwise than before, so that all rows have to be read again. */
  readonly changesRows: boolean;
}

/** What has changed about the wanted fields of an object since it was described last. */
export function driftOf(object: SalesforceObject, known: KnownFields, now: Description): FieldDrift[] {
  return [...object.required, ...object.optional].flatMap((field) => {
    if (object.ignored?.includes(field)) return field in known.fields ? [leftOut(field, object)] : [];
    const [before, after] = [known.fields[field] ?? known.lost[field], now.fields[field]];
    if (after === undefined) return before === undefined ? [] : [removed(field, before, object, known, now)];
    if ([...known.missing, ...known.ignored].includes(field)) return [appeared(field, object)];
    return before === undefined ? [] : changes(field, object, before, after);
  });
}

/** The name that each of these fields may bear now, where there is a likely one. */
export function likelyNames(
  object: SalesforceObject,
  missing: readonly string[],
  known: KnownFields | null,
  now: Description,
): Map<string, string> {
  const found = missing.flatMap((field) => {
    const before = known?.fields[field] ?? known?.lost[field];
    const name = likelyName(field, before, object, known, now);
    return name === null ? [] : [[field, name] as const];
  });
  return new Map(found);
}

function removed(
  field: string,
  before: DescribedField,
  object: SalesforceObject,
  known: KnownFields,
  now: Description,
): FieldDrift {
  const likely = likelyName(field, before, object, known, now);
  const hint = likely === null ? "" : ` Most likely it is called ${likely} now.`;
  const detail = `${field} of ${object.name} is not shown any more: deleted, hidden or renamed.${hint}`;
  return { field, kind: "removed", detail, likely, changesRows: false };
}

const leftOut = (field: string, { name }: SalesforceObject): FieldDrift => ({
  field,
  kind: "ignored",
  detail: `${field} of ${name} is ignored from now on.`,
  likely: null,
  changesRows: true,
});

const appeared = (field: string, { name }: SalesforceObject): FieldDrift => ({
  field,
  kind: "appeared",
  detail: `${field} of ${name} is shown now and was not before.`,
  likely: null,
  changesRows: true,
});

function changes(
  field: string,
  { name }: SalesforceObject,
  before: DescribedField,
  after: DescribedField,
): FieldDrift[] {
  const found: FieldDrift[] = [];
  const add = (kind: FieldDrift["kind"], what: string, changesRows = false): void => {
    found.push({ field, kind, detail: `${field} of ${name} ${what}.`, likely: null, changesRows });
  };
  if (before.type !== after.type)
    add("type", `was of type ${before.type} and is ${after.type} now`, kindOf(before.type) !== kindOf(after.type));
  if (before.isFormula !== after.isFormula)
    add("formula", after.isFormula ? "is a formula now" : "is no formula any more", true);
  if (before.length !== undefined && after.length !== undefined && before.length !== after.length)
    add("length", `held ${before.length} characters and holds ${after.length} now`);
  if (before.values !== undefined && after.values !== undefined) {
    const [old, present] = [new Set(before.values), new Set(after.values)];
    const [added, gone] = [after.values.filter((v) => !old.has(v)), before.values.filter((v) => !present.has(v))];
    if (added.length > 0) add("values", `has new choices: ${listed(added)}`);
    if (gone.length > 0) add("values", `has these choices no more: ${listed(gone)}`);
  }
  return found;
}

const SHOWN = 10;

const listed = (values: readonly string[]): string =>
  values
    .slice(0, SHOWN)
    .map((value) => `“${value}”`)
    .join(", ") + (values.length > SHOWN ? ` and ${values.length - SHOWN} more` : "");

/** Below this share of equal letters two names are not taken for one field's. */
const ALIKE = 0.6;

const bare = (name: string): string => name.replace(/__c$/, "").replaceAll("_", "").toLowerCase();

/** Among fields that are new: one of the same label, else the one whose name is most alike. */
function likelyName(
  field: string,
  before: DescribedField | undefined,
  object: SalesforceObject,
  known: KnownFields | null,
  now: Description,
): string | null {
  const old = new Set([...object.required, ...object.optional, ...(known?.others ?? [])]);
  const candidates = Object.entries(now.fields).filter(([name]) => !old.has(name));
  const label = before?.label?.toLowerCase();
  const named = label === undefined ? undefined : candidates.find(([, { label: its }]) => its?.toLowerCase() === label);
  if (named !== undefined) return named[0];
  const own = bare(field);
  const [best] = candidates
    .map(([name]) => ({ name, alike: 1 - distance(own, bare(name)) / Math.max(own.length, bare(name).length, 1) }))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike);
  return best?.name ?? null;
}
