import type { RowsFound } from "./kinds/index.js";
import type { Json, JsonObject, ResultFormat } from "./model.js";

export interface Format {
  readonly name: ResultFormat;
  /** Values listed in a partial list. */
  readonly shown: number;
}

/** The `result` of an expectation about rows, with the fields that its format has. */
export function rowsResult(found: RowsFound, { name, shown }: Format): JsonObject {
  if (name === "BOOLEAN_ONLY") return {};
  const { unexpected } = found;
  const basic = {
    ...counts(found, unexpected.length),
    partial_unexpected_list: unexpected.slice(0, shown).map(found.shown),
  };
  if (name === "BASIC") return basic;
  const summary = {
    ...basic,
    partial_unexpected_counts: commonest(unexpected.map(found.shown), shown),
    partial_unexpected_index_list: unexpected.slice(0, shown),
  };
  if (name === "SUMMARY") return summary;
  return { ...summary, unexpected_list: unexpected.map(found.shown), unexpected_index_list: [...unexpected] };
}

/** Counts and percents. Where missing values are what is judged, nothing is said of missing ones. */
export function counts(
  { elements, judged }: Pick<RowsFound, "elements" | "judged">,
  unexpected: number,
): Record<string, number | null> {
  const ofAll = percent(unexpected, elements);
  const missing = judged === null ? null : elements - judged;
  if (judged === null || missing === null)
    return { element_count: elements, unexpected_count: unexpected, unexpected_percent: ofAll };
  const ofJudged = percent(unexpected, judged);
  return {
    element_count: elements,
    unexpected_count: unexpected,
    unexpected_percent: ofJudged,
    missing_count: missing,
    missing_percent: percent(missing, elements),
    unexpected_percent_total: ofAll,
    unexpected_percent_nonmissing: ofJudged,
  };
}

const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (part / whole) * 100);

/** The values that come most often, each with how often. */
export function commonest(values: readonly Json[], most: number): { value: Json; count: number }[] {
  const known = new Map<string, { value: Json; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const entry = known.get(key);
    if (entry === undefined) known.set(key, { value, count: 1 });
    else entry.count += 1;
  }
  return largest(known, most);
}

export function largest(
  counted: ReadonlyMap<string, { value: Json; count: number }>,
  most: number,
): { value: Json; count: number }[] {
  return [...counted]
    .sort(([oneKey, one], [otherKey, other]) => other.count - one.count || (oneKey < otherKey ? -1 : 1))
    .slice(0, most)
    .map(([, entry]) => entry);
}
