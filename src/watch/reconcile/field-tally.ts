import type { Organization } from "../../runtime/index.js";
import { masked } from "./mask.js";
import type { FieldFigures, SampleField } from "./model.js";
import { compareValues, type Delta, type FieldValue, toleranceOf } from "./tolerance.js";

/** What the source says of a field. */
export interface FieldKind {
  readonly type: string;
  readonly isFormula: boolean;
}

/** What came of one row, compared field by field. */
export interface RowVerdict {
  readonly different: number;
  readonly tolerated: number;
  readonly formula: number;
  readonly fields: readonly SampleField[];
}

/** Which fields are compared, and how. */
export interface FieldRules {
  readonly object: string;
  readonly kinds: Readonly<Record<string, FieldKind>>;
  /** Not shown now, or shown only since: compared they would make a difference of every row. */
  readonly uncompared: ReadonlySet<string>;
  readonly settings: Organization["reconcile"];
}

export type Payload = Readonly<Record<string, FieldValue>>;

/** Of the row itself; what they say is compared apart. */
const OF_THE_ROW = new Set(["Id", "IsDeleted", "SystemModstamp"]);

/** Compares rows field by field and keeps count. */
export class FieldTally {
  readonly #rules: FieldRules;
  readonly #figures = new Map<string, { -readonly [Key in keyof FieldFigures]: FieldFigures[Key] }>();

  constructor(rules: FieldRules) {
    this.#rules = rules;
  }

  get figures(): FieldFigures[] {
    return [...this.#figures.values()].sort((a, b) => weight(b) - weight(a) || (a.field < b.field ? -1 : 1));
  }

  /** What differs between two payloads, each with its blanks left out. */
  compare(source: Payload, pool: Payload): RowVerdict {
    let [different, tolerated, formula] = [0, 0, 0];
    const fields: SampleField[] = [];
    for (const field of new Set([...Object.keys(source), ...Object.keys(pool)])) {
      if (OF_THE_ROW.has(field) || this.#rules.uncompared.has(field)) continue;
      const [there, here] = [source[field] ?? null, pool[field] ?? null];
      if (there === here) continue;
      const tolerance = toleranceOf(this.#rules.settings, this.#rules.object, field);
      if (tolerance.ignore) continue;
      const { type, isFormula } = this.#rules.kinds[field] ?? { type: "string", isFormula: false };
      const delta = compareValues(type, there, here, tolerance);
      if (delta.verdict === "equal") continue;
      const sort = isFormula ? "formula" : delta.verdict;
      if (sort === "formula") formula += 1;
      else if (sort === "tolerated") tolerated += 1;
      else different += 1;
      this.#add(field, type, sort, delta);
      fields.push({ field, source: masked(field, type, there), pool: masked(field, type, here) });
    }
    return { different, tolerated, formula, fields };
  }

  #add(field: string, type: string, sort: "different" | "tolerated" | "formula", delta: Delta): void {
    const figures = this.#figures.get(field) ?? {
      field,
      type,
      different: 0,
      tolerated: 0,
      formula: 0,
      largestAbsolute: null,
      largestRelative: null,
    };
    figures[sort] += 1;
    figures.largestAbsolute = larger(figures.largestAbsolute, delta.absolute);
    figures.largestRelative = larger(figures.largestRelative, delta.relative);
    this.#figures.set(field, figures);
  }
}

const weight = ({ different, tolerated, formula }: FieldFigures): number => different * 1e6 + formula + tolerated;

const larger = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/** A payload read back from its JSON; what is no plain value is left out. @throws SyntaxError when it is no JSON */
export function payloadOf(json: string): Payload {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== "object" || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter(
      (entry): entry is [string, string | number | boolean] =>
        typeof entry[1] === "string" || typeof entry[1] === "number" || typeof entry[1] === "boolean",
    ),
  );
}
