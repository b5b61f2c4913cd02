/** A seeded source of chance: the same seed and name give the same sequence on every machine. */
export interface Chance {
  /** 0 ≤ n < 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the values, each as likely as its weight. */
  weighted<T>(table: Weights<T>): T;
  /** `count` different items (all of them when there are fewer), in the order drawn. */
  sample<T>(list: readonly T[], count: number): T[];
}

export type Weights<T> = readonly (readonly [T, number])[];

/** sfc32, seeded by an FNV-1a hash of the seed and the name of what it is for. */
export function chance(seed: string | number, purpose: string): Chance {
  const step = sfc32(`${seed}/${purpose}`);
  const next = () => step() / 4294967296;
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));

  function pick<T>(list: readonly T[]): T {
    return at(list, Math.floor(next() * list.length));
  }

  function weighted<T>(table: Weights<T>): T {
    let total = 0;
    for (const entry of table) total += entry[1];
    let left = next() * total;
    for (const [value, weight] of table) {
      left -= weight;
      if (left < 0) return value;
    }
    return at(table, table.length - 1)[0];
  }

  function sample<T>(list: readonly T[], count: number): T[] {
    if (count >= list.length) return [...list];
    const seen = new Set<number>();
    while (seen.size < count) seen.add(Math.floor(next() * list.length));
    return [...seen].map((index) => at(list, index));
  }

  return { next, between, happens: (probability) => next() < probability, pick, weighted, sample };
}

/** The item at a place that is known to exist. */
export function at<T>(list: readonly T[], index: number): T {
  if (index < 0 || index >= list.length) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return list[index] as T;
}

function sfc32(text: string): () => number {
  let a = fnv1a(`a${text}`);
  let b = fnv1a(`b${text}`);
  let c = fnv1a(`c${text}`);
  let counter = 1;
  const step = () => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return result >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) step();
  return step;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}
