import { PolarisError } from "../../runtime/index.js";
import {
  findGrid,
  type GoogleSource,
  type Grid,
  type GridCell,
  gridAtTop,
  headerKey,
  proposeMapping,
  type SheetTable,
  spreadsheetKey,
} from "../../sources/index.js";
import type { ConnectedSheet } from "./connected-sheets.js";
import { datasetOf, gridOf, mappingOf } from "./sheet-grid.js";

export interface PreviewAsked {
  /** Address or key. */
  readonly spreadsheet: string;
  readonly dataset: string;
  /** Null: the only tab there is. */
  readonly tab: string | null;
  /** Our column (by key or usual header) → the sheet's header, as far as somebody said so. */
  readonly columns: Readonly<Record<string, string>>;
}

export interface PreviewedColumn {
  readonly key: string;
  /** The usual header. */
  readonly name: string;
  readonly isRequired: boolean;
  /** The sheet's header; null when none is likely. */
  readonly header: string | null;
  /** True when nobody has to confirm it: its usual name, or what somebody said. */
  readonly isSure: boolean;
  /** The first value under it, a day as the sheet shows it. */
  readonly sample: GridCell;
  /** Whether cells of it are merged over several rows. */
  readonly isMerged: boolean;
}

/** How a sheet would be read. */
export interface SheetPreview {
  readonly kind: "preview";
  readonly spreadsheet: string;
  readonly title: string;
  readonly tab: string;
  readonly label: string;
  readonly headerRow: number;
  readonly rows: number;
  readonly columns: readonly PreviewedColumn[];
  /** Usual headers of the needed columns that were not found. */
  readonly missing: readonly string[];
  /** Headers that nothing is taken from. */
  readonly leftOver: readonly string[];
}

/** The sheet has several tabs, and nobody said which. */
export interface TabChoice {
  readonly kind: "tabs";
  readonly title: string;
  readonly tabs: readonly string[];
}

/** Reads a sheet's header and first values and proposes what each column is. Stores nothing. */
export async function previewSheet(source: GoogleSource, asked: PreviewAsked): Promise<SheetPreview | TabChoice> {
  const spreadsheet = spreadsheetKey(asked.spreadsheet);
  let { tab } = asked;
  if (tab === null) {
    await source.version({ spreadsheet });
    const { title, tabs } = await source.tabs({ spreadsheet });
    const [only, ...others] = tabs;
    if (only === undefined || others.length > 0) return { kind: "tabs", title, tabs };
    tab = only;
  }
  return previewOf(await source.readSheet({ spreadsheet, tab, asShown: true }), asked);
}

function previewOf(table: SheetTable, { dataset: name, columns: said }: PreviewAsked): SheetPreview {
  const dataset = datasetOf({ name: table.title, dataset: name });
  const mapping = mappingOf(dataset, said);
  const grid = findGrid(table, dataset.columns, mapping) ?? gridAtTop(table);
  const places = new Map(grid.header.map((header, place) => [headerKey(header), place]));
  for (const header of Object.values(mapping)) if (!places.has(headerKey(header))) throw unknownHeader(header, grid);
  const taken = new Set(Object.values(mapping).map(headerKey));
  const free = grid.header.filter((header) => !taken.has(headerKey(header)));
  const open = dataset.columns.filter(({ key }) => mapping[key] === undefined);
  const proposed = new Map(proposeMapping(free, open).map((each) => [each.key, each]));
  const columns = dataset.columns.map(({ key, names, required }): PreviewedColumn => {
    const header = mapping[key] ?? proposed.get(key)?.header ?? null;
    const place = header === null ? undefined : places.get(headerKey(header));
    const own = place === undefined ? null : (grid.header[place] ?? null);
    return {
      key,
      name: names[0] ?? key,
      isRequired: required,
      header: own,
      isSure: mapping[key] !== undefined || proposed.get(key)?.sure === true,
      sample: place === undefined ? null : firstSaid(grid, place),
      isMerged: table.merges.some(
        (area) => area.startColumn === place && area.endLine - area.startLine > 1 && area.startLine >= grid.headerRow,
      ),
    };
  });
  const used = new Set(columns.flatMap(({ header }) => (header === null ? [] : [headerKey(header)])));
  return {
    kind: "preview",
    spreadsheet: table.spreadsheet,
    title: table.title,
    tab: table.tab,
    label: dataset.label,
    headerRow: grid.headerRow,
    rows: grid.rows.length,
    columns,
    missing: columns.filter(({ isRequired, header }) => isRequired && header === null).map(({ name }) => name),
    leftOver: grid.header.filter((header) => !used.has(headerKey(header))),
  };
}

function firstSaid({ rows }: Grid, place: number): GridCell {
  for (const { cells } of rows) if (isSaid(cells[place])) return cells[place] ?? null;
  return null;
}

const isSaid = (cell: GridCell | undefined): boolean => cell !== undefined && cell !== null && cell !== "";

/** Whether a sheet could be read now, in words. Stores nothing. @throws PolarisError what would stop the reading */
export async function checkSheet(source: GoogleSource, sheet: ConnectedSheet): Promise<string> {
  const dataset = datasetOf(sheet);
  const { grid, places } = gridOf(await source.readSheet(sheet), dataset, sheet);
  const found = Object.keys(places).length;
  return `${grid.rows.length} ${grid.rows.length === 1 ? "row" : "rows"}, read as “${dataset.label}”: ${found} of its ${dataset.columns.length} columns`;
}

function unknownHeader(header: string, { name, header: there }: { name: string; header: readonly string[] }) {
  return new PolarisError(
    "argument_invalid",
    `“${name}” has no column “${header}”. Its columns are ${there.map((each) => `“${each}”`).join(", ")}.`,
  );
}
