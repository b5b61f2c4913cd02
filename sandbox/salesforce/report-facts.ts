import type { ReportColumn, ReportDefinition, ReportGrouping } from "./report-model.js";

type Value = string | number | boolean | null;

/** What a report shows of one column of one record: its words, and its value (of a name or lookup, the record's id). */
export interface DataCell {
  readonly label: string;
  readonly value: Value;
}
export type ReportRow = ReadonlyMap<string, DataCell>;

interface Grouping {
  readonly groupings: Grouping[];
  readonly key: string;
  readonly label: string;
  readonly value: Value;
}

interface Fact {
  aggregates: DataCell[];
  rows?: { dataCells: DataCell[] }[];
}

const nothing: DataCell = { label: "-", value: null };

function read(record: unknown, path: string): Value {
  let at: unknown = record;
  for (const step of path.split(".")) {
    if (typeof at !== "object" || at === null) return null;
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  return typeof at === "string" || typeof at === "number" || typeof at === "boolean" ? at : null;
}

/** The cell of a column, read from a record as REST gives it. */
export function valueAt(record: unknown, { path, idPath, dataType }: ReportColumn): DataCell {
  const value = read(record, path);
  const label = value === null ? "-" : String(value);
  if (idPath !== undefined) {
    const id = read(record, idPath);
    return id === null ? nothing : { label, value: id };
  }
  if (value === null) return nothing;
  return dataType === "datetime" ? { label, value: String(value).replace(/\.000\+0000$/, "Z") } : { label, value };
}

const months = "January February March April May June July August September October November December".split(" ");

function grouped(row: ReportRow, { name, dateGranularity }: ReportGrouping): DataCell {
  const cell = row.get(name) ?? nothing;
  if (dateGranularity === "None" || typeof cell.value !== "string") return cell;
  const month = cell.value.slice(0, 7);
  return { label: `${months[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`, value: `${month}-01` };
}

const before = (a: DataCell, b: DataCell): number =>
  Number(a.value !== null) - Number(b.value !== null) ||
  (String(a.value) < String(b.value) ? -1 : String(a.value) > String(b.value) ? 1 : 0);

/** The tree of groups: at each level the values that occur, empty ones first, keys as in the fact map. */
function tree(rows: readonly ReportRow[], by: readonly ReportGrouping[], key = ""): Grouping[] {
  const [first, ...rest] = by;
  if (first === undefined) return [];
  const cells = new Map(rows.map((row) => grouped(row, first)).map((cell) => [JSON.stringify(cell.value), cell]));
  return [...cells.values()].sort(before).map((cell, place) => {
    const own = key === "" ? String(place) : `${key}_${place}`;
    const within = rows.filter((row) => grouped(row, first).value === cell.value);
    return { groupings: tree(within, rest, own), key: own, label: cell.label, value: cell.value };
  });
}

export const groupingsOf = ({ down, across }: ReportDefinition, rows: readonly ReportRow[]) => ({
  down: tree(rows, down),
  across: tree(rows, across),
});

/** The keys of all groups that a row lies in, from the whole ("T") to the innermost. */
function keysOf(row: ReportRow, by: readonly ReportGrouping[], groups: readonly Grouping[]): string[] {
  const keys = ["T"];
  let at = groups;
  for (const grouping of by) {
    const { value } = grouped(row, grouping);
    const found = at.find((each) => each.value === value);
    if (found === undefined) break;
    keys.push(found.key);
    at = found.groupings;
  }
  return keys;
}

/** Every cell of the report: "T!T" is the whole, "0_1!T" a group within a group, "0!2" a cell of a matrix. */
export function factMap(report: ReportDefinition, rows: readonly ReportRow[], mostRows: number): Record<string, Fact> {
  const groups = groupingsOf(report, rows);
  const facts = new Map<string, ReportRow[]>([["T!T", []]]);
  const innermost = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const down = keysOf(row, report.down, groups.down);
    const across = keysOf(row, report.across, groups.across);
    for (const one of down)
      for (const other of across) {
        const key = `${one}!${other}`;
        facts.set(key, facts.get(key) ?? []);
        facts.get(key)?.push(row);
      }
    const key = `${down.at(-1)}!${across.at(-1)}`;
    innermost.set(key, innermost.get(key) ?? []);
    innermost.get(key)?.push(row);
  }
  let room = mostRows;
  return Object.fromEntries(
    [...facts].map(([key, within]): [string, Fact] => {
      const own =
        mostRows === 0 ? undefined : (innermost.get(key) ?? (key === "T!T" && rows.length === 0 ? [] : undefined));
      const shown = own?.slice(0, room);
      room -= shown?.length ?? 0;
      const dataCells = (row: ReportRow) => ({ dataCells: report.detail.map((name) => row.get(name) ?? nothing) });
      return [
        key,
        {
          aggregates: report.aggregates.map((name) => aggregate(name, within)),
          ...(shown === undefined ? {} : { rows: shown.map(dataCells) }),
        },
      ];
    }),
  );
}

function aggregate(name: string, rows: readonly ReportRow[]): DataCell {
  const value =
    name === "RowCount"
      ? rows.length
      : rows.reduce((sum, row) => sum + Number(row.get(name.replace(/^s!/, ""))?.value ?? 0), 0);
  return { label: value.toLocaleString("en-US"), value };
}
