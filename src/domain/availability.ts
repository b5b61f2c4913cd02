import { foldText } from "./names.js";

/** ISO: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export type DayPart = "morning" | "afternoon" | "evening";

/** When somebody can come, as they or staff said it. */
export interface Availability {
  /** "2 afternoon": a weekday and a part of the day. */
  readonly slots: ReadonlySet<string>;
  /** What was written and says neither a day nor a part of one. */
  readonly unread: readonly string[];
}

/** An hour of a weekday, in the organisation's zone. */
export interface DayHour {
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
}

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const PARTS: Readonly<Record<DayPart, { readonly from: number; readonly to: number }>> = {
  morning: { from: 0, to: 12 },
  afternoon: { from: 12, to: 17 },
  evening: { from: 17, to: 24 },
};
const ALL_PARTS: readonly DayPart[] = ["morning", "afternoon", "evening"];
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

const DAY_WORDS: ReadonlyMap<string, readonly number[]> = new Map([
  ["weekday", [1, 2, 3, 4, 5]],
  ["weekdays", [1, 2, 3, 4, 5]],
  ["weekend", [6, 7]],
  ["weekends", [6, 7]],
  ["any", ALL_DAYS],
  ["anytime", ALL_DAYS],
  ["always", ALL_DAYS],
  ["daily", ALL_DAYS],
]);
const PART_WORDS: ReadonlyMap<string, DayPart> = new Map([
  ["morning", "morning"],
  ["am", "morning"],
  ["afternoon", "afternoon"],
  ["pm", "afternoon"],
  ["evening", "evening"],
  ["night", "evening"],
]);
/** Words that say nothing by themselves. */
const FILLERS = new Set(["in", "on", "the", "at", "and", "all", "day", "days", "time", "every", "only"]);
const TO = new Set(["to", "through", "thru", "until"]);
const DASH = /\s*[-–—]\s*/g;

/**
 * Reads "mon, tue afternoon, mornings": a comma list of days ("mon", "tuesdays", "mon-fri", "weekends"), parts of the day, or both together. A day alone is
 * the whole day, a part alone is that part of every day. What cannot be read is kept in `unread`; an item that is read in part is not guessed at.
 */
export function parseAvailability(text: string): Availability {
  const slots = new Set<string>();
  const unread: string[] = [];
  for (const item of text.split(/[,;\n]/)) {
    if (item.trim() === "") continue;
    const read = readItem(item);
    if (read === null) unread.push(item.trim());
    else for (const slot of read) slots.add(slot);
  }
  return { slots, unread };
}

/** Whether somebody can come at this hour; nothing that was said of them is no. */
export const isAvailable = ({ slots }: Availability, { weekday, hour }: DayHour): boolean =>
  slots.has(slotOf(weekday, partOf(hour)));

/** Whether somebody can come at some time of those wanted. */
export const sharesTime = ({ slots }: Availability, wanted: Availability): boolean =>
  [...wanted.slots].some((slot) => slots.has(slot));

const slotOf = (weekday: number, part: DayPart): string => `${weekday} ${part}`;

const partOf = (hour: number): DayPart =>
  ALL_PARTS.find((part) => PARTS[part].from <= hour && hour < PARTS[part].to) ?? "morning";

/** The slots of one item; null when a word of it means nothing. */
function readItem(item: string): readonly string[] | null {
  const words = foldText(item.replace(DASH, " to "))
    .split(" ")
    .filter((word) => word !== "" && !FILLERS.has(word));
  const days = new Set<number>();
  const parts = new Set<DayPart>();
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? "";
    const part = PART_WORDS.get(word) ?? PART_WORDS.get(word.replace(/s$/, ""));
    const day = dayCalled(word);
    if (part !== undefined) parts.add(part);
    else if (day === null) return null;
    else if (TO.has(words[place + 1] ?? "")) {
      const last = dayCalled(words[place + 2] ?? "");
      const [from] = day;
      const to = last?.at(-1);
      if (from === undefined || to === undefined) return null;
      for (const each of between(from, to)) days.add(each);
      place += 2;
    } else for (const each of day) days.add(each);
  }
  if (days.size === 0 && parts.size === 0) return null;
  const onDays = days.size === 0 ? ALL_DAYS : [...days];
  const atParts = parts.size === 0 ? ALL_PARTS : [...parts];
  return onDays.flatMap((day) => atParts.map((part) => slotOf(day, part)));
}

const LEAST_LETTERS = 2;

/** "tue", "tues" and "tuesdays" alike: as many letters as tell a day from the others. */
function dayCalled(word: string): readonly number[] | null {
  const known = DAY_WORDS.get(word);
  if (known !== undefined) return known;
  const bare = word.length > LEAST_LETTERS ? word.replace(/s$/, "") : word;
  if (bare.length < LEAST_LETTERS) return null;
  const place = DAYS.findIndex((day) => day.startsWith(bare) || day.startsWith(word));
  return place === -1 ? null : [place + 1];
}

/** From one day to another, round the end of the week where needed. */
function between(from: number, to: number): number[] {
  const length = ((to - from + ALL_DAYS.length) % ALL_DAYS.length) + 1;
  return Array.from({ length }, (_, step) => ((from - 1 + step) % ALL_DAYS.length) + 1);
}
