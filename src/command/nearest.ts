import { distance } from "fastest-levenshtein";

/** The candidates a person may have meant: begun, or at most two letters off (one in a short word); closest first. */
export function nearest<Candidate extends string>(
  word: string,
  candidates: Iterable<Candidate>,
  atMost = 3,
): Candidate[] {
  const typed = word.toLowerCase();
  if (typed === "" || typed.length > 60) return [];
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, far: howFar(typed, candidate.toLowerCase()) }))
    .filter(({ far }) => far !== null)
    .sort((a, b) => (a.far ?? 0) - (b.far ?? 0) || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, atMost)
    .map(({ candidate }) => candidate);
}

function howFar(typed: string, candidate: string): number | null {
  const letters = isSwap(typed, candidate) ? 1 : distance(typed, candidate);
  const allowed = typed.length > 3 ? 2 : typed.length > 1 ? 1 : 0;
  if (letters <= allowed) return letters;
  const begun = typed.length > 1 && candidate.startsWith(typed);
  return begun ? 3 : null;
}

/** One letter added, left out, changed, or two neighbours swapped. */
export function isOneLetterOff(typed: string, candidate: string): boolean {
  return distance(typed, candidate) === 1 || isSwap(typed, candidate);
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const differing = [...a].flatMap((letter, place) => (letter === b[place] ? [] : [place]));
  const [first, second] = differing;
  if (differing.length !== 2 || first === undefined || second === undefined) return false;
  return second === first + 1 && a[first] === b[second] && a[second] === b[first];
}
