import { invalidArgument } from "./refusal.js";

/** A block of cells; rows and columns count from 0, ends are not in it. */
export interface Area {
  readonly startRowIndex: number;
  readonly endRowIndex: number;
  readonly startColumnIndex: number;
  readonly endColumnIndex: number;
}

export interface GridSize {
  readonly rowCount: number;
  readonly columnCount: number;
}

/** 0 from "A", 26 from "AA". */
const columnIndex = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

export function columnLetters(index: number): string {
  const below = Math.floor(index / 26);
  return `${below > 0 ? columnLetters(below - 1) : ""}${String.fromCharCode(65 + (index % 26))}`;
}

const unparsable = (range: string) => invalidArgument(`Unable to parse range: ${range}`);

const CORNER = /^([A-Za-z]{1,3})?(\d+)?$/;

/** "A2:C4", "A:C", "2:5", "B7" as an area within the grid. */
export function areaOf(cells: string, { rowCount, columnCount }: GridSize, range = cells): Area {
  const [first = "", second = first, ...more] = cells.split(":");
  const start = CORNER.exec(first);
  const end = CORNER.exec(second);
  if (more.length > 0 || first === "" || second === "" || !start || !end) throw unparsable(range);
  const isOneCell = !cells.includes(":");
  if (isOneCell && (start[1] === undefined || start[2] === undefined)) throw unparsable(range);
  const area = {
    startRowIndex: start[2] === undefined ? 0 : Number(start[2]) - 1,
    endRowIndex: end[2] === undefined ? rowCount : Number(end[2]),
    startColumnIndex: start[1] === undefined ? 0 : columnIndex(start[1]),
    endColumnIndex: end[1] === undefined ? columnCount : columnIndex(end[1]) + 1,
  };
  if (area.startRowIndex < 0 || area.endRowIndex <= area.startRowIndex) throw unparsable(range);
  return area;
}

/** The tab and the cells that a range names: "'Roster KCK'!A1:C", "Roster", "A1:C2". The tab is null when none is named. */
export function partsOf(range: string, tabs: readonly string[]): { tab: string | null; cells: string | null } {
  const quoted = /^'((?:[^']|'')*)'(?:!(.+))?$/.exec(range);
  if (quoted) return { tab: (quoted[1] ?? "").replaceAll("''", "'"), cells: quoted[2] ?? null };
  const mark = range.indexOf("!");
  if (mark !== -1) return { tab: range.slice(0, mark), cells: range.slice(mark + 1) };
  return tabs.includes(range) ? { tab: range, cells: null } : { tab: null, cells: range };
}

const needsQuotes = /[^A-Za-z0-9_]|^\d/;

/** An area as answers name it: "'Roster KCK'!A1:Z1000". */
export function rangeText(tab: string, area: Area): string {
  const name = needsQuotes.test(tab) ? `'${tab.replaceAll("'", "''")}'` : tab;
  const from = `${columnLetters(area.startColumnIndex)}${area.startRowIndex + 1}`;
  return `${name}!${from}:${columnLetters(area.endColumnIndex - 1)}${area.endRowIndex}`;
}
