import { type Column, type Evidence, NO_EVIDENCE, type Plan, type Zone } from "./model.js";
import { levelIn, type Weights } from "./training.js";

/** The evidence of one pair, field by field, and what all of it says. */
export interface Scored {
  readonly score: number;
  readonly evidence: readonly Evidence[];
}

export interface Scorer {
  /** The level of each field, in the order of the plan. */
  levels(a: number, b: number): Int8Array;
  /** Null where something forbids that the two are one. */
  score(a: number, b: number): number | null;
  /** The same with what it rests on; the evidence sums up to the score. */
  explain(a: number, b: number): Scored | null;
}

export function scorer<Row>(
  plan: Plan<Row>,
  rows: readonly Row[],
  columns: readonly Column[],
  weights: Weights,
): Scorer {
  const chance = Math.log2(weights.lambda / (1 - weights.lambda));
  const levels = levelsOver(columns);

  const bitsOf = (place: number, level: number, a: number, b: number): number => {
    const [m, u] = [weights.m[place]?.[level] ?? 1, weights.u[place]?.[level] ?? 1];
    // A value that many bear says less than one that few do.
    const frequency = columns[place]?.frequencyOf(a, b, level, weights.u[place]?.[0] ?? u) ?? null;
    const bits = Math.log2(m / (frequency ?? u));
    // Whatever was learned, an agreement never speaks against, nor a difference for.
    if (level === 0) return Math.max(0, bits);
    return level === (plan.fields[place]?.levels.length ?? 0) - 1 ? Math.min(0, bits) : bits;
  };

  const fieldBits = (found: Int8Array, a: number, b: number): number[] =>
    Array.from(found, (level, place) => (level === NO_EVIDENCE ? 0 : bitsOf(place, level, a, b)));

  /** What is taken off again because it was shared without being one. */
  const offsets = (
    found: Int8Array,
    bits: readonly number[],
    a: number,
    b: number,
  ): { name: string; bits: number }[] => {
    const taken: { name: string; bits: number }[] = [];
    const [one, other] = [rows[a], rows[b]];
    if (one === undefined || other === undefined) return taken;
    for (const { name, fields, most, applies } of plan.shared ?? []) {
      const places = plan.fields.flatMap((field, place) => (fields.includes(field.name) ? [place] : []));
      const together = places.reduce((sum, place) => sum + Math.max(0, bits[place] ?? 0), 0);
      if (together > most && applies(levelIn(plan.fields, found), one, other))
        taken.push({ name, bits: most - together });
    }
    return taken;
  };

  const isForbidden = (a: number, b: number): boolean => {
    const [one, other] = [rows[a], rows[b]];
    return one === undefined || other === undefined || (plan.conflict?.(one, other) ?? null) !== null;
  };

  const sum = (all: readonly { bits: number }[]): number => all.reduce((total, each) => total + each.bits, 0);

  return {
    levels,
    score(a, b) {
      if (isForbidden(a, b)) return null;
      const found = levels(a, b);
      const bits = fieldBits(found, a, b);
      return chance + bits.reduce((total, each) => total + each, 0) + sum(offsets(found, bits, a, b));
    },
    explain(a, b) {
      if (isForbidden(a, b)) return null;
      const found = levels(a, b);
      const bits = fieldBits(found, a, b);
      const evidence: Evidence[] = plan.fields.flatMap(({ name, levels }, place) => {
        const level = levels[found[place] ?? NO_EVIDENCE];
        if (level === undefined) return [];
        const [one, other] = [columns[place]?.text(a) ?? null, columns[place]?.text(b) ?? null];
        return [{ field: name, a: one, b: other, level: level.name, bits: rounded(bits[place] ?? 0) }];
      });
      for (const { name, bits: less } of offsets(found, bits, a, b))
        evidence.push({ field: name, a: null, b: null, level: "shared", bits: rounded(less) });
      evidence.push({ field: "chance", a: null, b: null, level: "any_two", bits: rounded(chance) });
      return { score: rounded(sum(evidence)), evidence };
    },
  };
}

export function levelsOver(columns: readonly Column[]): (a: number, b: number) => Int8Array {
  return (a, b) => {
    const levels = new Int8Array(columns.length);
    for (const [place, column] of columns.entries()) levels[place] = column.levelOf(a, b);
    return levels;
  };
}

/** A hundredth of a bit is more than anybody reads. */
const rounded = (bits: number): number => Math.round(bits * 100) / 100;

/** Bits from which a pair is certain, and from which it is shown for review. */
export interface Bounds {
  readonly certainBits: number;
  readonly reviewBits: number;
}

export function zoneOf(score: number | null, { certainBits, reviewBits }: Bounds): Zone {
  if (score === null) return "different";
  return score >= certainBits ? "certain" : score >= reviewBits ? "review" : "different";
}
