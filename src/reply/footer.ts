import { cleanLine } from "./clean.js";
import type { Provenance } from "./model.js";
import { showDay, showInstant, showInteger, type Wording } from "./numbers.js";

const SOURCE_NAMES: Readonly<Record<string, string>> = {
  salesforce: "Salesforce",
  pathful: "Pathful",
  "pathful-sessions": "Pathful",
  "virtual-log": "Old virtual log",
  attendance: "Students reached",
  "pathway-roster": "Pathway roster",
  "school-levels": "School levels",
  "outside-visits": "Outside visits",
};

function sourceName(source: string): string {
  return SOURCE_NAMES[source] ?? cleanLine(source).replace(/^./u, (first) => first.toUpperCase());
}

/** "1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26)": always exact dates (ruling T2). */
export function showPeriod(period: NonNullable<Provenance["period"]>): string {
  const label = cleanLine(period.label);
  const dates = datesOf(period);
  return label && label !== dates ? `${dates} (${label})` : dates;
}

function datesOf({ start, end }: NonNullable<Provenance["period"]>): string {
  if (start !== null && end !== null) return start === end ? showDay(start) : `${showDay(start)} – ${showDay(end)}`;
  if (start !== null) return `since ${showDay(start)}`;
  return end === null ? "all dates" : `until ${showDay(end)}`;
}

function filtersOf(provenance: Provenance): string {
  return Object.entries(provenance.filters)
    .map(([key, value]) => `${cleanLine(key.replaceAll("_", " "))} ${cleanLine(value)}`.trim())
    .join(", ");
}

function freshnessOf(provenance: Provenance, wording: Wording): string[] {
  const said = new Map<string, string[]>();
  for (const [source, instant] of Object.entries(provenance.freshness)) {
    const when = instant === null ? "never synced" : `as of ${showInstant(instant, wording.timeZone)}`;
    said.set(when, [...(said.get(when) ?? []), sourceName(source)]);
  }
  // Those read in one minute are said with one time: on a phone six times the same are most of the answer.
  return [...said].map(([when, sources]) => `${sources.join(", ")} ${when}`);
}

function countsOf(provenance: Provenance): string {
  return Object.entries(provenance.counts)
    .filter(([, count]) => count !== 0)
    .map(([what, count]) => `${cleanLine(what)} ${showInteger(count)}`)
    .join(", ");
}

/** What every figure carries, in one line (ruling F1). */
export function footerSentence(provenance: Provenance, wording: Wording = {}): string {
  const filters = filtersOf(provenance);
  return [
    cleanLine(provenance.bible ?? ""),
    provenance.period ? showPeriod(provenance.period) : "",
    filters ? `filters: ${filters}` : "",
    ...freshnessOf(provenance, wording),
    countsOf(provenance),
    provenance.deviations.length > 0 ? `set differently here: ${provenance.deviations.map(cleanLine).join(", ")}` : "",
    provenance.handbook === undefined ? "" : `explained at ${cleanLine(provenance.handbook)}`,
    provenance.sample ? "SAMPLE DATA" : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Whose definitions the figures follow, and where those are explained; nothing where there is no figure. */
function definitionLines({ bible, handbook }: Provenance): [string, string][] {
  if (bible === null) return [];
  const where = handbook === undefined ? "docs/metrics.md" : cleanLine(handbook);
  return [
    ["Definitions", cleanLine(bible)],
    ["Explained in", `${where}, and by “metric … explain” for each figure`],
  ];
}

/** The same as label and text, one per line, for a workbook's method sheet. */
export function footerLines(provenance: Provenance, wording: Wording = {}): [label: string, text: string][] {
  const lines: [string, string][] = [
    ...definitionLines(provenance),
    ["Period", provenance.period ? showPeriod(provenance.period) : "no period applies"],
    ["Filters", filtersOf(provenance) || "none"],
    ["Data", freshnessOf(provenance, wording).join("; ") || "no source named"],
    ["Records", countsOf(provenance) || "none excluded, estimated, inferred or unknown"],
    ["Settings", provenance.deviations.map(cleanLine).join("; ") || "all at their defaults"],
    ["Computed", showInstant(provenance.asOf, wording.timeZone)],
  ];
  return provenance.sample ? [...lines, ["Note", "SAMPLE DATA: invented people and organisations"]] : lines;
}
