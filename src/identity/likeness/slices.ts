import type { Breathe } from "./model.js";

/** Records made ready between two breaths: a few thousandths of a second. */
const SLICE = 1_000;

/** Makes something of each, giving others their turn between slices. */
export async function inSlices<From, To>(
  all: readonly From[],
  make: (one: From, place: number) => To,
  breathe: Breathe,
): Promise<To[]> {
  const made: To[] = [];
  for (const [place, one] of all.entries()) {
    made.push(make(one, place));
    if ((place + 1) % SLICE === 0) await breathe();
  }
  return made;
}
