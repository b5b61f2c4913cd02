import type { Block, Breathe, LeftOutBlock } from "./model.js";
import { inSlices } from "./slices.js";

/** Pairs worth comparing, each once, by the places of their records. */
export class Candidates {
  readonly #records: number;
  readonly #places = new Map<number, number>();
  readonly #first: number[] = [];
  readonly #second: number[] = [];

  constructor(records: number) {
    this.#records = records;
  }

  get size(): number {
    return this.#first.length;
  }

  /** The pair's place, where it was known already or is now. */
  add(one: number, other: number): number {
    const [a, b] = one < other ? [one, other] : [other, one];
    const code = a * this.#records + b;
    const known = this.#places.get(code);
    if (known !== undefined) return known;
    this.#places.set(code, this.#first.length);
    return this.#first.push(a) && this.#second.push(b) - 1;
  }

  at(place: number): readonly [number, number] {
    return [this.#first[place] ?? 0, this.#second[place] ?? 0];
  }
}

/** Pairs brought together between two breaths. */
const SLICE = 5_000;

export interface Blocked {
  readonly candidates: Candidates;
  /** Places of the pairs that each block brought together, in the order of the blocks. */
  readonly byBlock: readonly (readonly number[])[];
  readonly leftOut: readonly LeftOutBlock[];
}

/** Brings together the records that share a key. A key that more than `largest` records share tells nothing: it is left out, and said so. */
export async function blocked<Row>(
  rows: readonly Row[],
  blocks: readonly Block<Row>[],
  largest: number,
  breathe: Breathe,
): Promise<Blocked> {
  const candidates = new Candidates(rows.length);
  const leftOut: LeftOutBlock[] = [];
  const byBlock: number[][] = [];
  for (const block of blocks) {
    const places = new Set<number>();
    let breath = SLICE;
    for (const [key, members] of await membersByKey(rows, block, breathe)) {
      if (members.length > largest) {
        leftOut.push({ block: block.name, key, size: members.length });
        continue;
      }
      for (const [at, one] of members.entries())
        for (const other of members.slice(at + 1)) places.add(candidates.add(one, other));
      if (places.size >= breath) {
        breath = places.size + SLICE;
        await breathe();
      }
    }
    byBlock.push([...places]);
    await breathe();
  }
  return { candidates, byBlock, leftOut: leftOut.sort((a, b) => b.size - a.size) };
}

async function membersByKey<Row>(
  rows: readonly Row[],
  { keys }: Block<Row>,
  breathe: Breathe,
): Promise<Map<string, number[]>> {
  const members = new Map<string, number[]>();
  const note = (row: Row, place: number): void => {
    for (const key of new Set(keys(row))) {
      const known = members.get(key);
      if (known === undefined) members.set(key, [place]);
      else known.push(place);
    }
  };
  await inSlices(rows, note, breathe);
  return members;
}
