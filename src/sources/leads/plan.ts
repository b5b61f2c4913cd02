import type { Cleaning, LeadField, LeadSource } from "../../runtime/index.js";
import { headerKey } from "../grid/index.js";
import { type Fits, fitsOf } from "./fits.js";

/** A field's columns by their places in the configuration, and how they are read. */
export interface Mapped {
  readonly places: readonly number[];
  readonly as: Cleaning;
  /** Its first column, for flags that say yes by their own name. */
  readonly column: string;
}

/** A source's configuration, looked up once for all its rows. */
export interface Plan {
  readonly source: LeadSource;
  /** The columns' names in the order of the configuration. */
  readonly names: readonly string[];
  /** A header for comparison → the column's place. */
  readonly byKey: ReadonlyMap<string, number>;
  readonly fits: readonly (Fits | null)[];
  readonly lead: Partial<Readonly<Record<LeadField, Mapped>>>;
  readonly extra: readonly (readonly [name: string, mapped: Mapped])[];
  readonly key: readonly KeyPart[];
  /** The fields of which the texts they may have are known. */
  readonly known: readonly (readonly [field: LeadField, mapped: Mapped, fits: Fits])[];
}

/** A column of the key, and the field whose reading of it counts. */
export interface KeyPart extends Mapped {
  readonly field: LeadField | null;
}

const plans = new WeakMap<LeadSource, Plan>();

export function planOf(source: LeadSource): Plan {
  const known = plans.get(source);
  if (known !== undefined) return known;
  const plan = made(source);
  plans.set(source, plan);
  return plan;
}

function made(source: LeadSource): Plan {
  const names = source.columns.map(({ name }) => name);
  const byKey = new Map(names.map((name, place) => [headerKey(name), place]));
  const mapped = ({ from, as }: { readonly from: readonly string[]; readonly as: Cleaning }): Mapped => ({
    places: from.map((name) => names.indexOf(name)),
    as,
    column: from[0] ?? "",
  });
  const lead = Object.entries(source.lead).map(([field, each]) => [field as LeadField, each] as const);
  const key = source.key.map((name): KeyPart => {
    const filled = lead.find(([, { from }]) => from.includes(name));
    return { ...mapped({ from: [name], as: filled?.[1].as ?? "text" }), field: filled?.[0] ?? null };
  });
  const fits = source.columns.map(fitsOf);
  const known = lead.flatMap(([field, each]) => {
    const place = names.indexOf(each.from[0] ?? "");
    const check = each.from.length === 1 && source.columns[place]?.values !== undefined ? fits[place] : null;
    return check ? [[field, mapped(each), check] as const] : [];
  });
  return {
    source,
    names,
    byKey,
    fits,
    known,
    lead: Object.fromEntries(lead.map(([field, each]) => [field, mapped(each)])),
    extra: Object.entries(source.extra).map(([name, each]) => [name, mapped(each)] as const),
    key,
  };
}
