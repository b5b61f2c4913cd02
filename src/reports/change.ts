import { showInteger, showPercent } from "../reply/index.js";

/** From one figure to the next. */
export interface Change {
  /** How much more or, negative, less. */
  readonly number: number;
  /** The same as a share of what it was (0.05 is 5 % more); null where it was nothing: nothing has no percent. */
  readonly percent: number | null;
}

/** The change between two figures; null where one of them is not a number (not known, a day, a group too small to show). */
export function changeBetween(before: unknown, now: unknown): Change | null {
  if (typeof before !== "number" || typeof now !== "number") return null;
  const number = Number((now - before).toFixed(9));
  return { number, percent: before === 0 ? null : number / Math.abs(before) };
}

const rounded = (number: number): number => Math.round(number * 10) / 10;
const sign = (number: number): string => (number > 0 ? "+" : number < 0 ? "−" : "");
const signed = (number: number, shown: string): string => `${sign(number)}${shown}`;

/** "+12 (+5.3%)", "−3 (−50%)", "+4" from nothing, "no change". */
export function changeInWords({ number, percent }: Change): string {
  const shown = rounded(number);
  if (shown === 0) return "no change";
  const count = signed(shown, showInteger(Math.abs(shown)));
  return percent === null ? count : `${count} (${signed(percent, showPercent(Math.abs(percent)))})`;
}

/** "12 more than the week before", "as many as the week before". */
export function moreOrFewer({ number }: Change, than: string): string {
  const shown = rounded(number);
  if (shown === 0) return `as many as ${than}`;
  return `${showInteger(Math.abs(shown))} ${shown > 0 ? "more" : "fewer"} than ${than}`;
}
