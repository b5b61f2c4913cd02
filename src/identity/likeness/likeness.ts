import { blocked, type Candidates } from "./blocking.js";
import { clusters } from "./clusters.js";
import {
  type Breathe,
  type Column,
  DIFFERENT,
  type LevelOf,
  type Likeness,
  type LikenessOptions,
  type Plan,
  type ScoredPair,
} from "./model.js";
import { seeded } from "./random.js";
import { levelsOver, type Scorer, scorer, zoneOf } from "./scoring.js";
import { inSlices } from "./slices.js";
import {
  FEWEST_TO_LEARN_FROM,
  levelIn,
  type Pattern,
  Patterns,
  train,
  usualWeights,
  type Weights,
} from "./training.js";

/** Pairs compared between two breaths: a few thousandths of a second. */
const SLICE = 500;
/** Pairs drawn at random, and most pairs of a block that are learned from. */
const RANDOM_PAIRS = 60_000;
const BLOCK_PAIRS = 40_000;
/** A record with more likely partners than this does not bring them together. */
const MOST_PARTNERS = 50;

/**
 * Which of the records are probably one (Fellegi and Sunter's score): pairs that share a blocking key are compared field by field, and each agreement
 * or difference weighs by how much likelier it is between two records of one than between two different ones.
 */
export async function likeness<Row>(
  rows: readonly Row[],
  plan: Plan<Row>,
  options: LikenessOptions,
): Promise<Likeness> {
  const breathe = options.breathe ?? (async () => undefined);
  const columns: Column[] = [];
  for (const field of plan.fields) {
    columns.push(await field.column(rows, breathe));
    await breathe();
  }
  const { candidates, byBlock, leftOut } = await blocked(rows, plan.blocks, options.largestBlock, breathe);
  const isTrained = plan.learns !== false && rows.length >= FEWEST_TO_LEARN_FROM;
  const weights = isTrained
    ? await learned(rows, plan, columns, candidates, byBlock, options.seed, breathe)
    : usualWeights(plan.fields, rows.length);
  const judge = scorer(plan, rows, columns, weights);
  const found = await likely(candidates, judge, options, breathe);
  return {
    records: rows.length,
    compared: candidates.size,
    pairs: await zoned(found, judge, options, breathe),
    leftOut,
    isTrained,
  };
}

async function learned<Row>(
  rows: readonly Row[],
  plan: Plan<Row>,
  columns: readonly Column[],
  candidates: Candidates,
  byBlock: readonly (readonly number[])[],
  seed: number,
  breathe: Breathe,
): Promise<Weights> {
  const records = rows.length;
  const levels = levelsOver(columns);
  const random = new Patterns();
  const chance = seeded(seed);
  const drawnPairs = Math.min(RANDOM_PAIRS, (records * (records - 1)) / 2);
  for (let drawn = 0; drawn < drawnPairs; drawn++) {
    const a = Math.floor(chance() * records);
    const b = Math.floor(chance() * (records - 1));
    random.add(levels(a, b < a ? b : b + 1));
    if (drawn % SLICE === 0) await breathe();
  }
  const patterns: (readonly Pattern[])[] = [];
  let sure = 0;
  const counted = new Set<number>();
  for (const places of byBlock) {
    const block = new Patterns();
    const step = Math.max(1, Math.ceil(places.length / BLOCK_PAIRS));
    for (let at = 0; at < places.length; at += step) {
      const place = places[at] ?? 0;
      const [a, b] = candidates.at(place);
      const found = levels(a, b);
      if (!isShared(plan, levelIn(plan.fields, found), rows[a], rows[b])) block.add(found);
      if (!counted.has(place) && plan.isSure(levelIn(plan.fields, found))) {
        counted.add(place);
        sure += 1;
      }
      if ((at / step) % SLICE === 0) await breathe();
    }
    patterns.push(block.all);
  }
  return train(plan, { records, random: random.all, byBlock: patterns, sure }, breathe);
}

function isShared<Row>({ shared = [] }: Plan<Row>, level: LevelOf, a: Row | undefined, b: Row | undefined): boolean {
  return a !== undefined && b !== undefined && shared.some((things) => things.applies(level, a, b));
}

interface Found {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

/** The pairs that are not different; two records that are likely one with the same third are compared too, though they share no key. */
async function likely(
  candidates: Candidates,
  judge: Scorer,
  { reviewBits }: LikenessOptions,
  breathe: Breathe,
): Promise<Found[]> {
  const found: Found[] = [];
  let place = 0;
  while (place < candidates.size) {
    for (; place < candidates.size; place++) {
      const [a, b] = candidates.at(place);
      const score = judge.score(a, b);
      if (score !== null && score >= reviewBits) found.push({ a, b, score });
      if (place % SLICE === 0) await breathe();
    }
    for (const partners of partnersOf(found).values()) {
      if (partners.length > MOST_PARTNERS) continue;
      for (const [at, one] of partners.entries())
        for (const other of partners.slice(at + 1)) candidates.add(one, other);
    }
  }
  return found;
}

function partnersOf(found: readonly Found[]): Map<number, number[]> {
  const partners = new Map<number, number[]>();
  const note = (of: number, partner: number) => {
    const known = partners.get(of);
    if (known === undefined) partners.set(of, [partner]);
    else known.push(partner);
  };
  for (const { a, b } of found) {
    note(a, b);
    note(b, a);
  }
  return partners;
}

/** Certain pairs are so together: one that would bring together two records that differ is for people to look at. */
async function zoned(
  found: readonly Found[],
  judge: Scorer,
  options: LikenessOptions,
  breathe: Breathe,
): Promise<ScoredPair[]> {
  const certain = found.filter(({ score }) => zoneOf(score, options) === "certain");
  const isDifferent = (a: number, b: number): boolean => zoneOf(judge.score(a, b), options) === "different";
  const { refused } = await clusters(certain, isDifferent, breathe);
  const weak = new Set(refused);
  const shown = (pair: Found): ScoredPair | null => {
    const explained = judge.explain(pair.a, pair.b);
    if (explained === null) return null;
    const { evidence, score } = explained;
    if (!weak.has(pair)) return { a: pair.a, b: pair.b, score, evidence, zone: bare(pair.score, options) };
    const link = { field: "others", a: null, b: null, level: DIFFERENT, bits: 0 };
    return { a: pair.a, b: pair.b, score, evidence: [...evidence, link], zone: "review" };
  };
  return (await inSlices(found, shown, breathe))
    .filter((pair) => pair !== null)
    .sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
}

const bare = (score: number, options: LikenessOptions): ScoredPair["zone"] =>
  zoneOf(score, options) === "certain" ? "certain" : "review";
