import type { Breathe } from "./model.js";

/** Two records that are probably one. */
export interface Link {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

/** Links looked at between two breaths. */
const SLICE = 200;

/**
 * Puts linked records together, the strongest links first. A link joins two clusters only if no record of the one is different from any of the
 * other: nobody is drawn in through a single weak link. @returns the links that would have done so
 */
export async function clusters(
  links: readonly Link[],
  isDifferent: (a: number, b: number) => boolean,
  breathe: Breathe = async () => undefined,
): Promise<{ readonly clusters: readonly (readonly number[])[]; readonly refused: readonly Link[] }> {
  const clusterOf = new Map<number, number[]>();
  const refused: Link[] = [];
  const strongestFirst = [...links].sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
  for (const [place, link] of strongestFirst.entries()) {
    if (place % SLICE === 0) await breathe();
    const [one, other] = [clusterOf.get(link.a) ?? [link.a], clusterOf.get(link.b) ?? [link.b]];
    if (one === other) continue;
    if (one.some((a) => other.some((b) => isDifferent(a, b)))) {
      refused.push(link);
      continue;
    }
    const together = [...one, ...other];
    for (const record of together) clusterOf.set(record, together);
  }
  return { clusters: [...new Set(clusterOf.values())], refused };
}
