import { type Bearers, type Breathe, type Column, DIFFERENT, type Field, type Level, NO_EVIDENCE } from "./model.js";
import { inSlices } from "./slices.js";

/** A frequency counted in so many records weighs as much as the usual one. */
const USUAL_RECORDS = 50;
/** Nothing that two records have in common is held to be rarer: what a house shares is rare, too. No agreement is worth more than sixteen bits. */
const RAREST = 2 ** -16;
/** A word that so many records bear is one that people bear, and no slip of the keys. */
const USUAL_BEARERS = 5;

export interface FieldPlan<Row, Value> {
  readonly name: string;
  /** Null when the record says nothing of it. */
  read(row: Row): Value | null;
  /** Likest first. The first is an agreement whose weight depends on how frequent the value is, where `terms` are given. */
  readonly levels: readonly Level<Value>[];
  /** What counts as one value when frequencies are taken. */
  terms?(value: Value): readonly string[];
  text(value: Value): string;
  readonly learns?: boolean;
}

/** A field whose values are read once for each record, and whose comparisons close over their type. */
export function field<Row, Value>(plan: FieldPlan<Row, Value>): Field<Row> {
  const { name, levels, learns = true } = plan;
  const rest = (share: "m" | "u") => 1 - levels.reduce((sum, level) => sum + level[share], 0);
  return {
    name,
    learns,
    levels: [...levels.map(({ name, m, u }) => ({ name, m, u })), { name: DIFFERENT, m: rest("m"), u: rest("u") }],
    column: (rows, breathe, whole) => columnOf(plan, rows, breathe, whole),
  };
}

async function columnOf<Row, Value>(
  { read, levels, terms, text }: FieldPlan<Row, Value>,
  rows: readonly Row[],
  breathe: Breathe,
  whole?: Bearers,
): Promise<Column> {
  const values = await inSlices(rows, read, breathe);
  const termsOf = (value: Value | null | undefined) =>
    value === null || value === undefined ? [] : (terms?.(value) ?? []);
  const holders = new Map<string, number>();
  let saying = 0;
  const count = (value: Value | null): void => {
    if (value === null) return;
    saying += 1;
    for (const term of new Set(termsOf(value))) holders.set(term, (holders.get(term) ?? 0) + 1);
  };
  await inSlices(values, count, breathe);
  const isUsual = (term: string) => (holders.get(term) ?? 0) >= USUAL_BEARERS;
  const bearersOf = (a: number, b: number, level: number): number | null => {
    const [one, other] = [termsOf(values[a]), termsOf(values[b])];
    const countOf = (term: string) => whole?.of(term) ?? holders.get(term) ?? 1;
    if (levels[level]?.isExchange) return Math.max(...[...one, ...other].map(countOf));
    const both = level === 0 ? one.filter((term) => other.includes(term)) : [];
    return both.length === 0 ? null : Math.min(...both.map(countOf));
  };
  return {
    levelOf(a, b) {
      const [one, other] = [values[a], values[b]];
      if (one === null || other === null || one === undefined || other === undefined) return NO_EVIDENCE;
      const level = levels.findIndex((each) => each.holds(one, other, isUsual));
      return level === -1 ? levels.length : level;
    },
    frequencyOf(a, b, level, usual) {
      const bearers = bearersOf(a, b, level);
      // The two themselves say nothing of how many others bear it.
      const all = whole?.records ?? saying;
      const share = (count: number) => (Math.max(0, count - 2) + USUAL_RECORDS * usual) / (all + USUAL_RECORDS);
      return bearers === null ? null : Math.max(RAREST, share(bearers));
    },
    text(record) {
      const value = values[record];
      return value === null || value === undefined ? null : text(value);
    },
  };
}
