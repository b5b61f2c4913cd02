import { knownStems } from "./thesaurus.js";
import type { Want } from "./wants.js";

/** Where a volunteer's word stands, and how much it says there. */
export const TEXT_WEIGHT = {
  skill: 1,
  title: 1,
  industry: 0.6,
  interest: 0.6,
  organization: 0.35,
} as const;
export type TextKind = keyof typeof TEXT_WEIGHT;

/** How well one text meets a want, 0 … 1. */
export interface Hit {
  readonly want: number;
  readonly value: number;
}
/** Of each want that a text meets. */
export type Hits = readonly Hit[];

/** The best that somebody has for one want. */
export interface Best {
  readonly want: number;
  readonly value: number;
  readonly kind: TextKind;
  readonly text: string;
}

const NO_HITS: Hits = [];
/** A long title of which one word fits says less than a short one: from this share upwards. */
const LEAST_SHARE = 0.6;
/** Wants met by up to this share of volunteers tell most; by more than the other, half as much. */
const RARE = 0.02;
const COMMON = 0.3;
/** From this hit upwards a want is met well. */
const WELL_MET = 0.4;
/** Met wants of this weight together give 63 % of the part. */
const SATURATION = 0.8;

interface Entry {
  readonly want: number;
  readonly stems: readonly string[];
  readonly nearness: number;
}

/** Judges texts against the wants of one ask; each distinct text once. */
export class Fit {
  readonly wants: readonly Want[];
  readonly #byStem = new Map<string, Entry[]>();
  readonly #known = new Map<string, Hits>();

  constructor(wants: readonly Want[]) {
    this.wants = wants;
    for (const [place, { near }] of wants.entries())
      for (const [key, nearness] of near) {
        const stems = key.split(" ");
        const [first = ""] = stems;
        const entries = this.#byStem.get(first) ?? [];
        entries.push({ want: place, stems, nearness });
        this.#byStem.set(first, entries);
      }
  }

  hitsOf(text: string): Hits {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const hits = this.#judge(knownStems(text));
    this.#known.set(text, hits);
    return hits;
  }

  #judge(stems: readonly string[]): Hits {
    const entries = stems.flatMap((stem) => this.#byStem.get(stem) ?? []);
    if (entries.length === 0) return NO_HITS;
    const has = new Set(stems);
    const met = entries.filter((entry) => entry.stems.every((stem) => has.has(stem)));
    if (met.length === 0) return NO_HITS;
    const used = new Set(met.filter(({ nearness }) => nearness > 0.5).flatMap((entry) => entry.stems));
    const share = LEAST_SHARE + (1 - LEAST_SHARE) * Math.min(1, used.size / Math.max(1, has.size));
    const hits = new Map<number, number>();
    for (const { want, nearness } of met) hits.set(want, Math.max(hits.get(want) ?? 0, nearness * share));
    return [...hits].map(([want, value]) => ({ want, value }));
  }
}

/** What somebody brings for each want, over all their texts. */
export class Brought {
  readonly #best = new Map<number, Best>();

  add(kind: TextKind, text: string, hits: Hits): void {
    for (const { want, value: hit } of hits) {
      const value = hit * TEXT_WEIGHT[kind];
      if (value > (this.#best.get(want)?.value ?? 0)) this.#best.set(want, { want, value, kind, text });
    }
  }

  get best(): readonly Best[] {
    return [...this.#best.values()];
  }
}

/** How much each want tells, by how many of all volunteers meet it well: what everybody has tells little. @param best want → the best that each has for it */
export function tellings(wants: readonly Want[], best: readonly Float64Array[], volunteers: number): number[] {
  return wants.map(({ weight }, want) => {
    const well = best[want]?.reduce((times, value) => (value >= WELL_MET ? times + 1 : times), 0) ?? 0;
    const share = well / Math.max(1, volunteers);
    return weight * (1 - 0.5 * Math.min(1, Math.max(0, (share - RARE) / (COMMON - RARE))));
  });
}

/** 0 … 1: all that somebody brings, which saturates. @param worth of all that they bring, each thing by what it tells */
export const fitOf = (worth: number): number => 1 - Math.exp(-worth / SATURATION);
