import { PolarisError } from "../runtime/index.js";
import { METRICS } from "./definitions/index.js";
import type { Metric } from "./model.js";

const BY_ID: ReadonlyMap<string, Metric> = new Map(METRICS.map((metric) => [metric.id, metric]));

/** The metric with this id. @throws PolarisError not_found */
export function metricOf(id: string): Metric {
  const metric = BY_ID.get(id.trim().toUpperCase());
  if (!metric)
    throw new PolarisError(
      "not_found",
      `There is no metric ${id}. Expected one of ${METRICS.map((each) => each.id).join(", ")}.`,
    );
  return metric;
}

/** Small letters and figures with single blanks: two texts that differ in nothing else ask for the same. */
export const wordsAsked = (text: string): string => words(text).join(" ");

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .split(" ");

/** How well a metric answers to the words asked: an exact name or search word beats parts of it; null when a word is missing. */
function likeness(metric: Metric, asked: readonly string[]): number | null {
  const names = [metric.name, ...metric.also].map(words);
  if (names.some((name) => name.join(" ") === asked.join(" "))) return names[0]?.join(" ") === asked.join(" ") ? 0 : 1;
  const best = names
    .filter((name) => asked.every((word) => name.some((part) => part.startsWith(word))))
    .map((name) => name.length);
  return best.length === 0 ? null : 1 + Math.min(...best);
}

/** Metrics that an id or words name, best first; none when nothing fits. */
export function findMetrics(text: string): readonly Metric[] {
  const id = BY_ID.get(text.trim().toUpperCase());
  if (id) return [id];
  const asked = words(text);
  if (asked.join("") === "") return [];
  const found = METRICS.map((metric, place) => ({ metric, place, at: likeness(metric, asked) }));
  return found
    .filter((each): each is typeof each & { at: number } => each.at !== null)
    .sort((a, b) => a.at - b.at || a.place - b.place)
    .map((each) => each.metric);
}
