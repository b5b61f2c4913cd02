/** Letters beyond which a common beginning counts no more, and what each is worth. */
const BEGINNING = 4;
const PER_LETTER = 0.1;

/**
 * How alike two words are spelt, from 0 to 1, by Jaro and Winkler: letters in common at about the same place, those out of order counted half, and a common
 * beginning weighing more. Equal words are 1; where either is empty, 0.
 */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return one === "" ? 0 : 1;
  const jaro = jaroOf(one, other);
  let beginning = 0;
  while (beginning < BEGINNING && beginning < one.length && one[beginning] === other[beginning]) beginning += 1;
  return jaro + beginning * PER_LETTER * (1 - jaro);
}

function jaroOf(one: string, other: string): number {
  // Of two equally long ones always the same is looked through first, so that the order they are given in never matters.
  const isFirst = one.length === other.length ? one <= other : one.length < other.length;
  const [short, long] = isFirst ? [one, other] : [other, one];
  const reach = Math.max(0, Math.floor(long.length / 2) - 1);
  const taken = new Uint8Array(long.length);
  const inCommon: string[] = [];
  for (let at = 0; at < short.length; at++) {
    const last = Math.min(long.length - 1, at + reach);
    for (let there = Math.max(0, at - reach); there <= last; there++) {
      if (taken[there] === 1 || long[there] !== short[at]) continue;
      taken[there] = 1;
      inCommon.push(short.charAt(at));
      break;
    }
  }
  if (inCommon.length === 0) return 0;
  let outOfOrder = 0;
  let next = 0;
  for (let there = 0; there < long.length; there++) {
    if (taken[there] !== 1) continue;
    if (long[there] !== inCommon[next]) outOfOrder += 1;
    next += 1;
  }
  const common = inCommon.length;
  return (common / short.length + common / long.length + (common - outOfOrder / 2) / common) / 3;
}

/**
 * Whether two words are at most one slip of the keys apart: a letter more, less or other, or two neighbours the wrong way round (Damerau and
 * Levenshtein). Equal words are.
 */
export function isOneSlipApart(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  const rest = (text: string, skipped: number) => text.slice(from + skipped);
  if (short.length < long.length) return rest(short, 0) === rest(long, 1);
  if (rest(short, 1) === rest(long, 1)) return true;
  return short[from] === long[from + 1] && short[from + 1] === long[from] && rest(short, 2) === rest(long, 2);
}

/**
 * Two folded names of the same words but for a slip in a long one, or but for blanks: "Burns and McDonell" and "Burns & McDonnell", not "Hill's Pet" and
 * "Hill's Bank".
 */
export function isSpeltAlike(one: string, other: string): boolean {
  if (one.replaceAll(" ", "") === other.replaceAll(" ", "")) return true;
  const [a, b] = [one.split(" "), other.split(" ")];
  if (a.length !== b.length) return false;
  return a.every((word, place) => word === b[place] || (word.length > 4 && isOneSlipApart(word, b[place] ?? "")));
}
