import { type Breathe, type Field, type LevelOf, NO_EVIDENCE, type Plan } from "./model.js";

/** How often each level is met among pairs of one and the same (m) and of two different (u), by field and level. */
export interface Weights {
  readonly m: readonly (readonly number[])[];
  readonly u: readonly (readonly number[])[];
  /** Share of all pairs that are one. */
  readonly lambda: number;
}

/** Pairs that compare alike in every field: their levels in the order of the fields, and how many they are. */
export interface Pattern {
  readonly levels: Int8Array;
  count: number;
}

/** Below so many records there is too little to learn from. */
export const FEWEST_TO_LEARN_FROM = 200;
/** What a plan says of m and u weighs as much as so many pairs seen. */
const PAIRS_OF_PLAN = { m: 20, u: 200 };
/** Share of the true pairs that the rule for sure ones is held to find. */
const FOUND_BY_RULE = 0.7;
/** Where there is too little to learn from: of a hundred records five have a second one, among a thousand records at least. */
const USUAL = { duplicates: 0.05, records: 1_000 };
const ROUNDS = 30;
const STILL = 1e-5;
/** No level is so rare that meeting it would prove anything by itself. */
const RAREST = 1e-7;

export class Patterns {
  readonly #seen = new Map<string, Pattern>();

  add(levels: Int8Array): void {
    const key = levels.join();
    const known = this.#seen.get(key);
    if (known === undefined) this.#seen.set(key, { levels: levels.slice(), count: 1 });
    else known.count += 1;
  }

  get all(): readonly Pattern[] {
    return [...this.#seen.values()];
  }
}

export function usualWeights<Row>(fields: readonly Field<Row>[], records: number): Weights {
  return {
    m: fields.map(({ levels }) => levels.map(({ m }) => m)),
    u: fields.map(({ levels }) => levels.map(({ u }) => u)),
    lambda: (2 * USUAL.duplicates) / Math.max(records, USUAL.records),
  };
}

export const levelIn =
  <Row>(fields: readonly Field<Row>[], levels: Int8Array): LevelOf =>
  (name) => {
    const place = fields.findIndex((field) => field.name === name);
    return fields[place]?.levels[levels[place] ?? NO_EVIDENCE]?.name ?? null;
  };

export interface TrainingSet {
  readonly records: number;
  /** Of pairs drawn at random. */
  readonly random: readonly Pattern[];
  /** Of the pairs that each block brought together, in the order of the blocks, without those that share things and are two. */
  readonly byBlock: readonly (readonly Pattern[])[];
  /** Pairs that the plan's rule holds for sure. */
  readonly sure: number;
}

/**
 * Learns without labels: u from pairs drawn at random, the share of pairs that are one from the rule for sure ones, and m by expectation maximisation
 * within each block, of the fields that the block was not made by. Pairs drawn at random that turn out to be one are then taken out of u.
 */
export async function train<Row>(plan: Plan<Row>, set: TrainingSet, breathe: Breathe): Promise<Weights> {
  const usual = usualWeights(plan.fields, set.records);
  const pairs = (set.records * (set.records - 1)) / 2;
  const lambda = Math.min(0.5, (set.sure + 1) / FOUND_BY_RULE / pairs);
  let weights: Weights = { ...usual, lambda, u: shares(set.random, usual.u, PAIRS_OF_PLAN.u, () => 1) };
  for (const _ of [1, 2]) {
    weights = { ...weights, m: await learnedM(plan, set, weights, usual, breathe) };
    const { lambda } = weights;
    const isTwo = ({ levels }: Pattern) => 1 - posterior(levels, weights, lambda, []);
    weights = { ...weights, u: shares(set.random, usual.u, PAIRS_OF_PLAN.u, isTwo) };
  }
  return { ...weights, m: await learnedM(plan, set, weights, usual, breathe) };
}

/** How often each level is met among patterns, each weighing as said; drawn towards what is usual. */
function shares(
  patterns: readonly Pattern[],
  usual: readonly (readonly number[])[],
  drawn: number,
  weightOf: (pattern: Pattern) => number,
): number[][] {
  const met = usual.map((field) => field.map((share) => share * drawn));
  for (const pattern of patterns) {
    const weight = pattern.count * weightOf(pattern);
    met.forEach((field, place) => {
      const level = pattern.levels[place] ?? NO_EVIDENCE;
      if (level !== NO_EVIDENCE) field[level] = (field[level] ?? 0) + weight;
    });
  }
  return met.map((field) => {
    const sum = field.reduce((total, each) => total + each, 0);
    return field.map((each) => Math.max(RAREST, each / sum));
  });
}

/** How likely a pair is one, left-out fields apart. */
function posterior(levels: Int8Array, { m, u }: Weights, lambda: number, without: readonly number[]): number {
  let odds = lambda / (1 - lambda);
  levels.forEach((level, place) => {
    if (level === NO_EVIDENCE || without.includes(place)) return;
    odds *= (m[place]?.[level] ?? 1) / (u[place]?.[level] ?? 1);
  });
  return odds / (1 + odds);
}

/** Each block teaches of the fields it was not made by; what several teach is joined by how many pairs they rest on. */
async function learnedM<Row>(
  plan: Plan<Row>,
  set: TrainingSet,
  start: Weights,
  usual: Weights,
  breathe: Breathe,
): Promise<number[][]> {
  const taught = new Taught(plan, usual);
  for (const [at, block] of plan.blocks.entries()) {
    const without = plan.fields.flatMap(({ name }, place) => (block.fields.includes(name) ? [place] : []));
    for (const [pattern, weight] of await expected(plan, set.byBlock[at] ?? [], start, usual, without, breathe))
      taught.note(pattern.levels, weight, without);
  }
  return taught.m;
}

/** How often each level was met among pairs that are probably one; what the plan says weighs in. */
class Taught {
  readonly #met: number[][];
  readonly #learns: readonly boolean[];
  readonly #usual: Weights;

  constructor(plan: { readonly fields: readonly { readonly learns: boolean }[] }, usual: Weights) {
    this.#met = usual.m.map((field) => field.map((share) => share * PAIRS_OF_PLAN.m));
    this.#learns = plan.fields.map(({ learns }) => learns);
    this.#usual = usual;
  }

  note(levels: Int8Array, weight: number, without: readonly number[] = []): void {
    levels.forEach((level, place) => {
      const met = this.#met[place];
      if (met !== undefined && level !== NO_EVIDENCE && !without.includes(place))
        met[level] = (met[level] ?? 0) + weight;
    });
  }

  get m(): number[][] {
    return this.#met.map((met, place) => {
      if (this.#learns[place] !== true) return [...(this.#usual.m[place] ?? [])];
      const sum = met.reduce((total, each) => total + each, 0);
      return met.map((each) => Math.max(RAREST, each / sum));
    });
  }
}

/** How many pairs of each pattern are one, by expectation maximisation over one block. */
async function expected<Row>(
  plan: Plan<Row>,
  patterns: readonly Pattern[],
  start: Weights,
  usual: Weights,
  without: readonly number[],
  breathe: Breathe,
): Promise<[Pattern, number][]> {
  const total = patterns.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  let m = start.m;
  let lambda = shareOfSure(plan, patterns, total);
  let isOne: [Pattern, number][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await breathe();
    const weights = { ...start, m };
    isOne = patterns.map((pattern) => [pattern, pattern.count * posterior(pattern.levels, weights, lambda, without)]);
    const taught = new Taught(plan, usual);
    for (const [{ levels }, weight] of isOne) taught.note(levels, weight);
    m = taught.m;
    const ones = isOne.reduce((sum, [, weight]) => sum + weight, 0);
    const next = Math.min(0.999, Math.max(1 / (total + 2), ones / total));
    if (Math.abs(next - lambda) < STILL) break;
    lambda = next;
  }
  return isOne;
}

function shareOfSure<Row>(plan: Plan<Row>, patterns: readonly Pattern[], total: number): number {
  const sure = patterns.filter(({ levels }) => plan.isSure(levelIn(plan.fields, levels)));
  return Math.min(0.9, Math.max(0.01, sure.reduce((sum, { count }) => sum + count, 0) / total));
}
