const DAY = 86_400_000;
/** Day nought of a spreadsheet. */
const EPOCH = Date.UTC(1899, 11, 30);

/** What a cell may be given: a plain value, a date or moment (wall-clock text), an error, or a number with its own rendering. */
export type CellInput =
  | string
  | number
  | boolean
  | null
  | { readonly date: string }
  | { readonly dateTime: string }
  | { readonly error: string }
  | { readonly value: number; readonly shown: string };

/** A cell as it stands: its value, how it is written for people, and whether a number is a date. */
export interface Cell {
  readonly value: string | number | boolean;
  readonly shown: string;
  readonly isDate: boolean;
}

/** Days since 1899-12-30 of wall-clock text: "2026-01-15", "2026-01-15T10:30". */
export function serialOf(wallClock: string): number {
  const moment = Date.parse(wallClock.length === 10 ? `${wallClock}T00:00:00Z` : `${wallClock}Z`);
  if (Number.isNaN(moment)) throw new RangeError(`${wallClock} is no date`);
  return (moment - EPOCH) / DAY;
}

/** 1/15/2026, as an American sheet shows it. */
function shownDay(wallClock: string): string {
  const [year, month, day] = wallClock.slice(0, 10).split("-").map(Number);
  return `${month}/${day}/${year}`;
}

const shownMoment = (wallClock: string): string => {
  const [hour = 0, minute = 0, second = 0] = wallClock.slice(11).split(":").map(Number);
  const padded = (n: number): string => String(n).padStart(2, "0");
  return `${shownDay(wallClock)} ${hour}:${padded(minute)}:${padded(second)}`;
};

/** The cell that holds what was given; null where nothing is. */
export function cellOf(input: CellInput): Cell | null {
  if (input === null || input === "") return null;
  if (typeof input === "string") return { value: input, shown: input, isDate: false };
  if (typeof input === "number") return { value: input, shown: String(input), isDate: false };
  if (typeof input === "boolean") return { value: input, shown: input ? "TRUE" : "FALSE", isDate: false };
  if ("date" in input) return { value: serialOf(input.date), shown: shownDay(input.date), isDate: true };
  if ("dateTime" in input) return { value: serialOf(input.dateTime), shown: shownMoment(input.dateTime), isDate: true };
  if ("error" in input) return { value: input.error, shown: input.error, isDate: false };
  return { value: input.value, shown: input.shown, isDate: false };
}

/** What a cell was given, days and moments as such. */
export function inputOf(cell: Cell | null): CellInput {
  if (cell === null) return null;
  if (!cell.isDate || typeof cell.value !== "number") return cell.value;
  const moment = new Date(EPOCH + Math.round(cell.value * 86_400) * 1000).toISOString();
  return Number.isInteger(cell.value) ? { date: moment.slice(0, 10) } : { dateTime: moment.slice(0, 19) };
}

/** What a cell becomes that a person types into: "=…" is computed, "12" is a number. */
export function typedCell(text: string | number | boolean | null): Cell | null {
  if (typeof text !== "string") return cellOf(text);
  // The stand-in computes nothing: a formula shows that it would have been one.
  if (text.startsWith("=")) return cellOf({ error: "#NAME?" });
  if (/^(true|false)$/i.test(text)) return cellOf(text.toLowerCase() === "true");
  if (/^-?\d+(\.\d+)?$/.test(text)) return cellOf(Number(text));
  return cellOf(text);
}

export const valueRenderOptions = ["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"] as const;
export const dateTimeRenderOptions = ["SERIAL_NUMBER", "FORMATTED_STRING"] as const;

export interface Rendering {
  readonly values: (typeof valueRenderOptions)[number];
  readonly dates: (typeof dateTimeRenderOptions)[number];
}

/** A cell as an answer has it; an empty cell before a filled one is "". */
export function rendered(cell: Cell | null, { values, dates }: Rendering): string | number | boolean {
  if (cell === null) return "";
  if (values === "FORMATTED_VALUE") return cell.shown;
  return cell.isDate && dates === "FORMATTED_STRING" ? cell.shown : cell.value;
}
