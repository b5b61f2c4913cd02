import { showInteger } from "../../reply/index.js";
import type { FieldDrift } from "../../sources/index.js";
import type { Problem } from "../model.js";
import {
  type Cause,
  FILES,
  type FieldFigures,
  nameOf,
  type ObjectComparison,
  type ReconcileResult,
  type Sample,
  type Sort,
} from "./model.js";

const CHECK = "reconcile";

/** What of a comparison somebody should be told. Tolerated differences are told only as the drift behind them. */
export function problemsOf(result: ReconcileResult): Problem[] {
  return result.objects.flatMap((comparison) => [
    ...failureOf(comparison),
    ...rowsOf(comparison),
    ...comparison.fields.flatMap((field) => formulaDriftOf(comparison, field)),
    ...driftOf(comparison),
  ]);
}

function failureOf(comparison: ObjectComparison): Problem[] {
  const { source, label, error, reproduce, finishedAt } = comparison;
  if (error === null) return [];
  const object = nameOf(comparison);
  return [
    {
      check: CHECK,
      object,
      source,
      field: null,
      class: "failed",
      title: `${object} could not be compared`,
      text: `Whether ${label} are right is not known: ${error} Try again with “${reproduce}”.`,
      severity: "warning",
      count: 1,
      details: { reproduce, at: finishedAt },
    },
  ];
}

/** What each sort of differing rows means. */
const WORDS: Readonly<Record<Exclude<Sort, "tolerated">, { title: string; meaning: string }>> = {
  missing: { title: "missing from the pool", meaning: "are in the source and not in the pool" },
  extra: { title: "in the pool alone", meaning: "are in the pool and not in the source any more" },
  changed: { title: "different from the source", meaning: "hold something else in the pool than in the source" },
};

const OF_SALESFORCE: Readonly<Record<Exclude<Sort, "tolerated">, string>> = {
  missing: "A full sync brings them (sync salesforce --full); if they stay away, look at them with “trace”.",
  extra: "A full sync compares all ids and takes them out (sync salesforce --full).",
  changed: "A full sync reads them again (sync salesforce --full).",
};

/** What to do: each kind of source is read again in a way of its own. */
function todoOf({ source, part }: ObjectComparison, sort: Exclude<Sort, "tolerated">): string {
  if (source === "salesforce") return OF_SALESFORCE[sort];
  if (part === undefined || part === FILES) return "Import the file that they came by once more.";
  return "Read the sheet again: sync sheets --full.";
}

/** From this share of an object's rows on it is urgent. */
const CRITICAL_SHARE = 0.01;
const CRITICAL_ROWS = 100;

function rowsOf(comparison: ObjectComparison): Problem[] {
  const { source, label, rows, fields, samples, reproduce, finishedAt } = comparison;
  const object = nameOf(comparison);
  return (["missing", "extra", "changed"] as const).flatMap((sort): Problem[] => {
    const count = rows[sort];
    if (count === 0) return [];
    const { title, meaning } = WORDS[sort];
    const todo = todoOf(comparison, sort);
    const isMuch = count >= CRITICAL_ROWS || count > Math.max(rows.source, rows.pool) * CRITICAL_SHARE;
    return [
      {
        check: CHECK,
        object,
        source,
        field: null,
        class: sort,
        title: `${object}: ${showInteger(count)} ${title}`,
        text: `${showInteger(count)} of ${showInteger(Math.max(rows.source, rows.pool))} ${label} ${meaning}. ${todo} See it again with “${reproduce}”.`,
        severity: isMuch ? "critical" : "warning",
        count,
        details: {
          source_rows: rows.source,
          pool_rows: rows.pool,
          causes: causesOf(comparison, sort),
          ...(sort === "changed" ? { fields: differing(fields) } : {}),
          samples: samples.filter((sample) => sample.sort === sort).map(sampleWords),
          compared_at: finishedAt,
          reproduce,
        },
      },
    ];
  });
}

const MOST_FIELDS = 10;

const differing = (fields: readonly FieldFigures[]): string[] =>
  fields
    .filter(({ different }) => different > 0)
    .slice(0, MOST_FIELDS)
    .map(({ field, different }) => `${field} ${showInteger(different)}`);

/** "003… (not synced): LastName B*** in the source, M*** here". */
function sampleWords({ id, cause, fields }: Sample): string {
  const told = fields.map(({ field, source, pool }) => `${field} ${source} in the source, ${pool} here`);
  return `${id} (${cause.replaceAll("_", " ")})${told.length === 0 ? "" : `: ${told.join(", ")}`}`;
}

const CAUSES: Readonly<Record<Exclude<Sort, "tolerated">, readonly Cause[]>> = {
  missing: ["not_here", "deleted_here"],
  extra: ["deleted_there", "left_there"],
  changed: ["not_synced", "unstamped", "altered_here"],
};

const causesOf = ({ causes }: ObjectComparison, sort: Exclude<Sort, "tolerated">): Record<string, number> =>
  Object.fromEntries(
    CAUSES[sort].flatMap((cause) => {
      const count = causes[cause];
      return count === undefined ? [] : [[cause, count]];
    }),
  );

function formulaDriftOf({ source, object, label, reproduce }: ObjectComparison, figures: FieldFigures): Problem[] {
  if (figures.formula === 0) return [];
  return [
    {
      check: CHECK,
      object,
      source,
      field: figures.field,
      class: "formula_drift",
      title: `${object}: the formula ${figures.field} has moved on`,
      text: `${figures.field} of ${figures.formula} ${label} has another value in the source, where a formula changes without its row. A full sync reads it again (sync salesforce --full).`,
      severity: "info",
      count: figures.formula,
      details: { ...figures, reproduce },
    },
  ];
}

const SEVERE: ReadonlySet<FieldDrift["kind"]> = new Set(["removed", "type"]);

/** Choices that came and choices that went are one problem of their field. */
function driftOf({ source, object, drift, reproduce }: ObjectComparison): Problem[] {
  const isFirst = ({ field, kind }: FieldDrift, place: number): boolean =>
    drift.findIndex((other) => other.field === field && other.kind === kind) === place;
  return drift.filter(isFirst).map(({ field, kind, likely }) => ({
    check: CHECK,
    object,
    source,
    field,
    class: kind === "values" ? "picklist_drift" : `field_${kind}`,
    title: `${object}: ${field} is not as it was`,
    text: drift.flatMap((each) => (each.field === field && each.kind === kind ? [each.detail] : [])).join(" "),
    severity: SEVERE.has(kind) ? "warning" : "info",
    count: 1,
    details: { kind, likely, reproduce },
  }));
}
