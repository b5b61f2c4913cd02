import sql from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Provenance } from "../reply/index.js";
import { deviationsOf, type Organization } from "../runtime/index.js";
import type { Filters } from "./model.js";
import { BIBLE } from "./rulings.js";

/** Source → instant at which the last sync that read every object to its end finished, or null when none ever did. Neither rows set aside, nor objects that the org does not have, nor the history of messages, on which no figure rests, make it worse. */
export async function freshnessOf(reader: Reader): Promise<Record<string, string | null>> {
  const rows = await reader.query<{ source: string; finished_at: string | null }>(
    sql`SELECT r.source, MAX(CASE WHEN r.state IN ('ok', 'partial')
          AND NOT EXISTS (SELECT 1 FROM sync_batch b WHERE b.run_id = r.id AND b.state NOT IN ('ok', 'absent') AND b.object NOT IN ('Case', 'Task', 'EmailMessage')) THEN r.finished_at END) AS finished_at
        FROM sync_run r GROUP BY r.source ORDER BY r.source`,
  );
  return { salesforce: null, ...Object.fromEntries(rows.map((row) => [row.source, row.finished_at])) };
}

/** What the figures rest on; other sources (surveys, web figures, rosters, lists) say nothing about them. */
const FIGURE_SOURCES: ReadonlySet<string> = new Set([
  "salesforce",
  "pathful-sessions",
  "virtual-log",
  "attendance",
  "pathway-roster",
  "school-levels",
]);

/** The freshness of what figures rest on. */
async function freshnessOfFigures(reader: Reader): Promise<Record<string, string | null>> {
  const all = await freshnessOf(reader);
  return Object.fromEntries(Object.entries(all).filter(([source]) => FIGURE_SOURCES.has(source)));
}

/** The filters as words for the footer: several clauses on one dimension hold together. */
export function filtersInWords(filters: Filters): Record<string, string> {
  const words: Record<string, string> = {};
  for (const { dimension, values, exclude } of filters) {
    // Events kept together under one name are called by it, once.
    const labels = [...new Set(values.map((value) => value.label))].join(" or ");
    const said = exclude ? `not ${labels}` : labels;
    words[dimension] = words[dimension] === undefined ? said : `${words[dimension]} and ${said}`;
  }
  return words;
}

/** When and on what a figure was computed. */
export interface Circumstances {
  /** ISO-8601 UTC. */
  readonly now: string;
  /** Sample data: every footer says so. */
  readonly sample: boolean;
}

/** The footer of every figure (ruling F1). */
export async function provenanceOf(
  reader: Reader,
  organization: Organization,
  parts: {
    readonly period: Pick<Period, "start" | "end" | "label"> | null;
    readonly filters: Readonly<Record<string, string>>;
    readonly counts: Readonly<Record<string, number>>;
  } & Circumstances,
): Promise<Provenance> {
  const { period, filters, counts, now, sample } = parts;
  return {
    bible: BIBLE,
    period: period && { start: period.start, end: period.end, label: period.label },
    filters,
    freshness: await freshnessOfFigures(reader),
    counts,
    deviations: deviationsOf(organization),
    asOf: now,
    sample,
    ...(organization.handbook === undefined ? {} : { handbook: organization.handbook }),
  };
}
