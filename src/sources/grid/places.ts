import { PolarisError } from "../../runtime/index.js";
import { type ColumnMapping, namesOf } from "./find-grid.js";
import { headerKey, LIKELY, likeness } from "./headers.js";
import type { DatasetColumn, Grid, Places } from "./model.js";

/** What was looked for in a header row, and what was found. */
export interface ColumnSearch {
  readonly places: Places;
  /** Columns that must be there and are not: the required ones, and any that somebody mapped to a header. */
  readonly missing: readonly MissingColumn[];
}

export interface MissingColumn {
  /** The header that was expected. */
  readonly name: string;
  /** A header of the file that may be the same column renamed. */
  readonly likely: string | null;
}

/** Looks for the columns in a header row; the first of a column's names that is there is its place. */
export function searchColumns(
  header: readonly string[],
  columns: readonly DatasetColumn[],
  mapping: ColumnMapping = {},
): ColumnSearch {
  const byKey = new Map<string, number>();
  for (const [place, name] of header.entries()) {
    if (!byKey.has(headerKey(name))) byKey.set(headerKey(name), place);
  }
  const places: Record<string, number> = {};
  const absent: { name: string; names: readonly string[] }[] = [];
  for (const column of columns) {
    const names = namesOf(column, mapping);
    const place = names.map((name) => byKey.get(headerKey(name))).find((found) => found !== undefined);
    if (place !== undefined) places[column.key] = place;
    else if (column.required || mapping[column.key] !== undefined) absent.push({ name: names[0] ?? column.key, names });
  }
  const taken = new Set(Object.values(places));
  const free = header.filter((_, place) => !taken.has(place));
  // Where one column is missing and one header is strange, they are the same, however little their words are alike.
  const [only, ...strange] = free;
  const stranger = absent.length === 1 && strange.length === 0 && header.length > 2 ? (only ?? null) : null;
  return { places, missing: absent.map(({ name, names }) => ({ name, likely: likeliest(names, free) ?? stranger })) };
}

/**
 * Where the columns are: key → place in the row.
 * @throws PolarisError columns_changed, naming every missing column, its likely rename and the columns that came
 */
export function placesOf(grid: Grid, columns: readonly DatasetColumn[], mapping: ColumnMapping = {}): Places {
  const { places, missing } = searchColumns(grid.header, columns, mapping);
  if (missing.length > 0) throw columnsChanged(grid, missing);
  return places;
}

/**
 * @param as what the table was taken for: "a Teacher roster"
 * @param todo what to do about it, where that is another thing than usual
 */
export function columnsChanged(
  grid: Pick<Grid, "name" | "header" | "headerRow">,
  missing: readonly MissingColumn[],
  as?: string,
  todo = usualTodo(missing),
): PolarisError {
  const word = missing.length === 1 ? "a column" : `${missing.length} columns`;
  const taken = as === undefined ? "" : `, read as ${as},`;
  const renames = missing.flatMap(({ name, likely }) =>
    likely === null ? [] : [` “${name}” is missing; “${likely}” looks like it.`],
  );
  return new PolarisError(
    "columns_changed",
    `“${grid.name}”${taken} lacks ${word} that must be there: ${quoted(missing.map(({ name }) => name))}.${renames.join("")} ${todo} Nothing was taken in. ${columnsThatCame(grid)}`,
  );
}

const usualTodo = ([one]: readonly MissingColumn[]): string =>
  one?.likely
    ? "Rename the columns as expected, or map them where the sheet is connected."
    : "Export the file with all its columns, or add them.";

/** "Its columns, in row 1, are …". A grid without a header has none that can be told from data, and data is not repeated in an error. */
export function columnsThatCame({ header, headerRow }: Pick<Grid, "header" | "headerRow">): string {
  if (header.length === 0) return "No line near its top has names of columns that Polaris knows.";
  return `Its columns, in row ${headerRow}, are ${quoted(header)}.`;
}

const MOST_NAMED = 25;

export function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `“${name.length > 60 ? `${name.slice(0, 59)}…` : name}”`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/**
 * What whoever sent the table should know of columns that may be missing: a header that looks like one which is not there, and two headers of one name.
 * Nothing is refused for them, so nobody would notice.
 */
export function columnNotices(
  { header }: Pick<Grid, "header">,
  columns: readonly DatasetColumn[],
  places: Places,
): string[] {
  const taken = new Set(Object.values(places));
  const twice = header.flatMap((name, place) => {
    const first = header.findIndex((other) => headerKey(other) === headerKey(name.replace(/ \(2\)$/, "")));
    const isLeft = first !== place && taken.has(first) && !taken.has(place) && / \(2\)$/.test(name);
    return isLeft ? [`“${header[first]}” stands over more than one column: the first of them was read.`] : [];
  });
  const free = header.filter((_, place) => !taken.has(place));
  const renamed = columns.flatMap(({ key, names }) => {
    const likely = key in places ? null : likeliest(names, free);
    return likely === null
      ? []
      : [
          `Nothing was read from “${likely}”, which looks like our “${names[0] ?? key}”. If it is that, rename it, or map it where the sheet is connected, and have it read once more.`,
        ];
  });
  return [...twice, ...renamed];
}

function likeliest(names: readonly string[], headers: readonly string[]): string | null {
  let best: { header: string | null; score: number } = { header: null, score: LIKELY };
  for (const header of headers) {
    const score = Math.max(...names.map((name) => likeness(name, header)));
    if (score >= best.score && (best.header === null || score > best.score)) best = { header, score };
  }
  return best.header;
}
