import type { Fits } from "./fits.js";

/** The texts of a row by their places; blanks and words for nothing are null. */
export type Texts = readonly (string | null)[];

/** Where the cells of a row stand beside their columns. */
export interface Shift {
  /** The first place from which on they may. */
  readonly from: number;
  /** The first cell that cannot be where it stands. */
  readonly at: number;
}

export interface Straightened {
  /** The row as it may be meant: one way as a rule; several where the typed cells alone do not tell from where on it is shifted. */
  readonly readings: readonly Texts[];
  readonly shift: Shift | null;
}

/** Columns of a row that are missing (to the left) or too many (to the right). */
const MOVES = [1, -1, 2, -2] as const;

interface Reading {
  readonly texts: Texts;
  readonly fitting: number;
  /** Cells too many that were no blanks: they are taken for the rest of the cell before them. */
  readonly joined: number;
}

/**
 * Puts a row right whose cells stand one or two places beside their columns, where every typed cell then fits and more of them than before. A row
 * that is shifted but cannot be put right has nothing from there on. A single cell that does not fit is a wrong value, not a shift.
 * @param fits of each column of the file; null where any text fits
 */
export function straighten(fits: readonly (Fits | null)[], texts: Texts): Straightened {
  const at = firstMisfit(fits, texts);
  if (at === -1) return { readings: [texts], shift: null };
  const inPlace = fitting(fits, texts, 0);
  const possible = MOVES.flatMap((by) => moved(fits, texts, at, by)).filter((each) => each.fitting > inPlace);
  const most = Math.max(...possible.map((each) => each.fitting));
  const likely = possible.filter((each) => each.fitting === most);
  const fewest = Math.min(...likely.map(({ joined }) => joined));
  const best = likely.filter(({ joined }) => joined === fewest);
  if (best.length > 0) {
    const from = Math.min(...best.map((each) => firstChange(texts, each.texts)));
    return { readings: best.map((each) => each.texts), shift: { from, at } };
  }
  if (!isShifted(fits, texts, at)) return { readings: [texts], shift: null };
  const from = afterLastFit(fits, texts, at);
  return { readings: [texts.map((text, place) => (place < from ? text : null))], shift: { from, at } };
}

/** −1 when every cell may stand where it does. Cells beyond the last column are judged only where another does not fit either. */
function firstMisfit(fits: readonly (Fits | null)[], texts: Texts): number {
  for (let place = 0; place < fits.length; place += 1) {
    const text = texts[place] ?? null;
    if (text !== null && fits[place]?.(text) === false) return place;
  }
  return -1;
}

/** How many typed cells from a place on say what their column holds, were they moved so far to the left. */
function fitting(fits: readonly (Fits | null)[], texts: Texts, from: number, by = 0): number {
  let count = 0;
  for (let place = from; place < fits.length; place += 1) {
    const text = texts[place + by] ?? null;
    if (text !== null && fits[place]?.(text) === true) count += 1;
  }
  return count;
}

/** Every way to move the cells from some place before the misfit on, to the left (`by` > 0) or to the right, so that all fit. */
function moved(fits: readonly (Fits | null)[], texts: Texts, misfit: number, by: number): Reading[] {
  const width = fits.length;
  // What falls off the end would be lost.
  if (texts.slice(width + by).some((text) => text !== null)) return [];
  const readings: Reading[] = [];
  // From the end on towards the misfit and beyond, for as long as all that is moved fits.
  for (let place = width - 1; place >= 0; place -= 1) {
    const text = texts[place + by] ?? null;
    const isMoved = by > 0 || place + by >= 0;
    if (isMoved && text !== null && fits[place]?.(text) === false) break;
    const from = by > 0 ? place : place + by;
    if (from > misfit || from < 0) continue;
    const reading = by > 0 ? without(fits, texts, from, by) : withBlanks(fits, texts, from, -by);
    if (reading !== null) readings.push(reading);
  }
  return readings;
}

/** The row with so many cells too many taken out at a place. */
function without(fits: readonly (Fits | null)[], texts: Texts, from: number, many: number): Reading | null {
  const surplus = texts.slice(from, from + many).filter((text) => text !== null);
  const before = texts[from - 1] ?? null;
  if (surplus.length > 0 && before === null) return null;
  const kept = [...texts.slice(0, from), ...texts.slice(from + many)];
  if (surplus.length > 0) {
    const whole = [before, ...surplus].join(", ");
    if (fits[from - 1]?.(whole) === false) return null;
    kept[from - 1] = whole;
  }
  return reading(fits, kept, surplus.length);
}

/** The row with so many blanks put in at a place. */
function withBlanks(fits: readonly (Fits | null)[], texts: Texts, from: number, many: number): Reading {
  const blanks = Array.from({ length: many }, () => null);
  return reading(fits, [...texts.slice(0, from), ...blanks, ...texts.slice(from)], 0);
}

function reading(fits: readonly (Fits | null)[], texts: Texts, joined: number): Reading {
  return { texts: texts.slice(0, fits.length), fitting: fitting(fits, texts, 0), joined };
}

/** Blanks that became other blanks are no change that anybody sees. */
function firstChange(came: Texts, put: Texts): number {
  const place = put.findIndex((text, at) => text !== (came[at] ?? null));
  return place === -1 ? put.length : place;
}

/** At least two cells that do not fit, and two that would elsewhere: more than fit where they stand. */
function isShifted(fits: readonly (Fits | null)[], texts: Texts, misfit: number): boolean {
  const inPlace = fitting(fits, texts, misfit);
  const wrong = texts.filter((text, place) => text !== null && fits[place]?.(text) === false);
  if (wrong.length < 2) return false;
  return MOVES.some((by) => {
    const elsewhere = fitting(fits, texts, misfit, by);
    return elsewhere >= 2 && elsewhere > inPlace;
  });
}

function afterLastFit(fits: readonly (Fits | null)[], texts: Texts, misfit: number): number {
  for (let place = misfit - 1; place >= 0; place -= 1) {
    const text = texts[place] ?? null;
    if (text !== null && fits[place]?.(text) === true) return place + 1;
  }
  return misfit;
}
