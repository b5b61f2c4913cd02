import { parseDay, present, presentLines, presentNumber, to18, truth } from "../../../domain/index.js";
import type { Cell } from "../cells.js";
import type { Layout } from "../layout.js";

/** What the organisation's own settings say about reading a row. */
export interface ReadingRules {
  readonly timeZone: string;
  /** 1 to 12. */
  readonly schoolYearStartMonth: number;
}

const KEPT_MEANINGS = 5_000;

/** Reads each text once: a pick-list has few values and a decade few days, and a load brings them a hundred thousand times. */
export function remembered<T>(read: (text: string | null) => T): (text: string | null) => T {
  const meanings = new Map<string | null, T>();
  return (text) => {
    const known = meanings.get(text);
    if (known !== undefined || meanings.has(text)) return known as T;
    if (meanings.size >= KEPT_MEANINGS) meanings.clear();
    const meaning = read(text);
    meanings.set(text, meaning);
    return meaning;
  };
}

type Take<T> = (cells: readonly Cell[]) => T;

/** Ways to take a field out of a row, its place looked up once. A field that is not offered is blank. */
export function fieldsOf(layout: Layout, rules: ReadingRules) {
  const asText = (cell: Cell | undefined): string | null =>
    cell === null || cell === undefined ? null : typeof cell === "string" ? cell : String(cell);
  const raw = (name: string): Take<string | null> => {
    const place = layout.place(name);
    return (cells) => asText(cells[place]);
  };
  const through =
    <T>(read: (text: string | null) => T) =>
    (name: string): Take<T> => {
      const place = layout.place(name);
      return (cells) => read(asText(cells[place]));
    };
  return {
    /** The text as it came. */
    raw,
    /** One line of text, trimmed; null when it says nothing. */
    text: through((text) => (text === null ? null : present(text))),
    /** Text that keeps its line breaks. */
    lines: through((text) => (text === null ? null : presentLines(text))),
    id: through((text) => (text === null || text.length === 18 ? text : to18(text.trim()))),
    /** A calendar day; an instant is the day it is for the organisation. */
    day: through(remembered((text) => (text === null ? null : parseDay(text, rules.timeZone)))),
    number: (name: string): Take<number | null> => {
      const place = layout.place(name);
      return (cells) => {
        const cell = cells[place];
        return typeof cell === "boolean" ? null : presentNumber(cell);
      };
    },
    /** A whole number, never below 0. */
    count: (name: string): Take<number | null> => {
      const place = layout.place(name);
      return (cells) => {
        const cell = cells[place];
        const number = typeof cell === "boolean" ? null : presentNumber(cell);
        return number === null ? null : Math.min(Math.max(0, Math.round(number)), 2_147_483_647);
      };
    },
    truth: (name: string): Take<boolean> => {
      const place = layout.place(name);
      return (cells) => truth(cells[place]);
    },
  };
}
