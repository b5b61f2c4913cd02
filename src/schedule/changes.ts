import { createHash } from "node:crypto";
import { localDay, localTime, weekdayOf, yearOf } from "../domain/index.js";
import {
  type Cell,
  counted,
  type Reply,
  type Sensitivity,
  showCell,
  showDay,
  showPercent,
  UNKNOWN_FACT,
  type ValueType,
} from "../reply/index.js";

/** One thing a digest showed, kept to be compared with what the next one shows. */
export interface Figure {
  readonly label: string;
  readonly value: Cell;
  /** `content`: the value is a digest of a table's rows, compared and never shown. */
  readonly type: ValueType | "content";
  readonly sensitivity: Sensitivity;
}
export type Figures = Readonly<Record<string, Figure>>;

/** Facts by key; of each table how many rows it has, and what they say. A table's title reveals what the words of the reply do. */
export function figuresOf({
  facts,
  tables,
  sensitivity: words,
}: Pick<Reply, "facts" | "tables" | "sensitivity">): Figures {
  const ofFacts = facts.map(({ key, label, value, type, sensitivity }): [string, Figure] => [
    key,
    { label, value, type, sensitivity },
  ]);
  const ofTables = tables.flatMap(({ key, title, rows, total }): [string, Figure][] => {
    const content = createHash("sha256")
      .update(JSON.stringify([rows, total]))
      .digest("base64url");
    return [
      [`rows:${key}`, { label: `Lines of “${title}”`, value: rows.length, type: "integer", sensitivity: words }],
      [`content:${key}`, { label: title, value: content, type: "content", sensitivity: words }],
    ];
  });
  return Object.fromEntries([...ofFacts, ...ofTables]);
}

/** What is different from the last digest, in words. */
export interface Changes {
  readonly isUnchanged: boolean;
  /** The opening sentence: what any channel may hold. */
  readonly text: string;
  /** Changes of what not every place may hold, each with what it reveals. */
  readonly further: readonly { readonly text: string; readonly sensitivity: Sensitivity }[];
}

export interface Before {
  readonly figures: Figures;
  /** When it was sent. */
  readonly at: string;
}

const MOST_NAMED = 6;
const MOST_TABLES = 2;
const FIRST = "The first digest of its kind: from the next one on it opens with what changed.";

/** @param before the last digest that was sent; null when this is the first */
export function changesSince(before: Before | null, after: Figures, now: string, timeZone: string): Changes {
  if (before === null) return { isUnchanged: false, text: FIRST, further: [] };
  const since = `Since ${sinceWords(before.at, now, timeZone)}`;
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before.figures)])];
  const differing = keys.filter((key) => before.figures[key]?.value !== after[key]?.value);
  if (differing.length === 0) return { isUnchanged: true, text: `${since}: nothing changed.`, further: [] };
  const named = differing.flatMap((key) => {
    const sensitivity = after[key]?.sensitivity ?? before.figures[key]?.sensitivity ?? "open";
    const text = changeOf(before.figures[key], after[key]);
    return text === null ? [] : [{ text, sensitivity }];
  });
  const open = named.filter(({ sensitivity }) => sensitivity === "open").map(({ text }) => text);
  const further = named
    .filter(({ sensitivity }) => sensitivity !== "open")
    .map(({ text, sensitivity }) => ({ text: `${since}: ${text}.`, sensitivity }));
  const listed = open.slice(0, MOST_NAMED).join(", ");
  const left = open.length - MOST_NAMED;
  const figure = (key: string) => after[key] ?? before.figures[key];
  const isAll = keys.every((key) => figure(key)?.type === "content" || differing.includes(key));
  const titles = differing
    .filter((key) => figure(key)?.type === "content" && !differing.includes(key.replace("content:", "rows:")))
    .map(figure)
    .map((each) => (each?.sensitivity === "open" ? `“${each.label}”` : null));
  const isShort = titles.length <= MOST_TABLES && !titles.includes(null);
  const tables = `the lines of ${isShort ? titles.join(" and ") : "its tables"} did`;
  const nothing = isAll
    ? ""
    : titles.length === 0
      ? "; nothing else changed"
      : `; no other figure changed, but ${tables}`;
  const rest = left > 0 ? `; ${counted(left, "further figure")} changed` : nothing;
  if (open.length > 0) return { isUnchanged: false, text: `${since}: ${listed}${rest}.`, further };
  if (further.length > 0) return { isUnchanged: false, text: `${since} no open figure changed.`, further };
  return { isUnchanged: false, text: `${since} no figure changed, but ${tables}.`, further };
}

function changeOf(before: Figure | undefined, after: Figure | undefined): string | null {
  if (after === undefined)
    return before === undefined || before.type === "content" ? null : `${named(before)} not shown any more`;
  if (after.type === "content") return null;
  const now = shown(after);
  if (before === undefined || before.type === "content") return `${named(after)} ${now} (new)`;
  const step = `${named(after)} ${shown(before)} → ${now}`;
  if (typeof before.value !== "number" || typeof after.value !== "number") return step;
  const difference = after.value - before.value;
  // Of a percentage the change is in points; a share of nothing is no figure.
  if (after.type === "percent") return `${step} (${signed(difference * 100, "number")} points)`;
  const share =
    before.value === 0 ? "" : `, ${difference > 0 ? "+" : "−"}${showPercent(Math.abs(difference / before.value))}`;
  return `${step} (${signed(difference, after.type)}${share})`;
}

const shown = ({ value, type }: Figure): string =>
  value === null || type === "content" ? UNKNOWN_FACT : showCell(value, type);

const signed = (value: number, type: ValueType): string => `${value > 0 ? "+" : "−"}${showCell(Math.abs(value), type)}`;

/** "Unique volunteers" within a sentence; "M20" and "STEM events" stay as they are. */
const named = ({ label }: Figure): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? `${label.slice(0, 1).toLowerCase()}${label.slice(1)}` : label;

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "Monday 16 Nov", with its year where that is another one, with its time where it was today. */
function sinceWords(at: string, now: string, timeZone: string): string {
  const day = localDay(at, timeZone);
  const today = localDay(now, timeZone);
  if (day === today) return `${localTime(at, timeZone)} today`;
  const written = yearOf(day) === yearOf(today) ? showDay(day).replace(/ \d{4}$/, "") : showDay(day);
  return `${WEEKDAYS[weekdayOf(day) - 1]} ${written}`;
}
