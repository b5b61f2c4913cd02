import { cleanLine } from "../clean.js";
import { showInteger } from "../numbers.js";

export interface Point {
  readonly label: string;
  /** Null is not known: it is not drawn as 0. */
  readonly value: number | null;
}

export interface SeriesPoint extends Point {
  readonly series: string;
}

export interface DrawnPoint {
  readonly label: string;
  readonly value: number;
}

export interface Gathered {
  readonly points: readonly DrawnPoint[];
  /** Such as "Shown: the 12 largest of 400; the other 388 together." Empty when all are shown. */
  readonly said: string;
  /** The label of the gathered rest, where it is drawn. */
  readonly other: string | null;
}

const LONGEST_LABEL = 30;

/** A label short enough for an axis. */
export function axisLabel(label: string): string {
  const line = cleanLine(label) || "(no name)";
  return line.length <= LONGEST_LABEL
    ? line
    : `${[...line]
        .slice(0, LONGEST_LABEL - 1)
        .join("")
        .trim()}…`;
}

/** Cut labels that became equal are numbered, so that no two categories fall together. */
export function distinctLabels(labels: readonly string[]): Map<string, string> {
  const shown = new Map<string, string>();
  const taken = new Set<string>();
  for (const label of labels) {
    if (shown.has(label)) continue;
    const short = axisLabel(label);
    let name = short;
    for (let n = 2; taken.has(name); n += 1) name = `${short} (${n})`;
    taken.add(name);
    shown.set(label, name);
  }
  return shown;
}

/** Categories that are called the same are numbered: two people of one name are not one. */
export function apart<P extends Point>(points: readonly P[]): P[] {
  const seen = new Map<string, number>();
  return points.map((point) => {
    const place = (seen.get(point.label) ?? 0) + 1;
    seen.set(point.label, place);
    return place === 1 ? point : { ...point, label: `${axisLabel(point.label)} (${place})` };
  });
}

export function isKnown<P extends Point>(point: P): point is P & { readonly value: number } {
  return point.value !== null && Number.isFinite(point.value);
}

/**
 * The `top` largest categories and, where they add up, one for the rest: 400 bars tell nothing. A rest larger than the
 * largest would dwarf them all and is only said; unique people of several categories are never added up.
 */
export function gatherLargest(points: readonly Point[], top: number, adds: boolean): Gathered {
  const totals = totalsOf(points.filter(isKnown).map(({ label, value }) => ({ key: label, value })));
  const sorted = [...totals].map(([label, value]) => ({ label, value })).sort((a, b) => b.value - a.value);
  const isWhole = sorted.length <= top + 1;
  const largest = isWhole ? sorted : sorted.slice(0, top);
  const kept = new Set(largest.map(({ label }) => label));
  const names = distinctLabels([...totals.keys()].filter((label) => kept.has(label)));
  const shown = largest.map(({ label, value }) => ({ label: names.get(label) ?? label, value }));
  if (isWhole) return { points: shown, said: "", other: null };
  if (!adds) return { points: shown, said: inTableWords(top, sorted.length), other: null };
  const rest = sorted.slice(top).reduce((sum, { value }) => sum + value, 0);
  if (Math.abs(rest) > (shown[0]?.value ?? 0)) {
    return { points: shown, said: leftOutWords(top, sorted.length, rest), other: null };
  }
  const other = `Other (${showInteger(sorted.length - top)})`;
  return { points: [...shown, { label: other, value: rest }], said: gatheredWords(top, sorted.length), other };
}

function inTableWords(top: number, all: number): string {
  return `Shown: the ${showInteger(top)} largest of ${showInteger(all)}; the other ${showInteger(all - top)} stand in the table.`;
}

export function gatheredWords(top: number, all: number): string {
  return `Shown: the ${showInteger(top)} largest of ${showInteger(all)}; the other ${showInteger(all - top)} together.`;
}

export function leftOutWords(top: number, all: number, rest: number): string {
  return `Shown: the ${showInteger(top)} largest of ${showInteger(all)}; the other ${showInteger(all - top)} make ${showInteger(rest)} together.`;
}

/** Sums by key. */
export function totalsOf(points: readonly { readonly key: string; readonly value: number }[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { key, value } of points) totals.set(key, (totals.get(key) ?? 0) + value);
  return totals;
}

/** Keys by their totals, largest first. */
export function rank(points: readonly { readonly key: string; readonly value: number }[]): string[] {
  return [...totalsOf(points)].sort((a, b) => b[1] - a[1]).map(([key]) => key);
}

/** Which names are drawn, and under which. */
export interface Names {
  readonly shown: readonly string[];
  readonly other: string | null;
  readonly said: string;
  /** The name under which a key is drawn; null when it is left out. */
  nameOf(key: string): string | null;
}
