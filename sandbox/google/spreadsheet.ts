import { type Cell, type CellInput, cellOf, inputOf, type Rendering, rendered } from "./cells.js";
import { type Area, areaOf, type GridSize, partsOf } from "./ranges.js";
import { invalidArgument } from "./refusal.js";

export const SPREADSHEET = "application/vnd.google-apps.spreadsheet";

export interface TabInput {
  readonly title: string;
  readonly rows?: readonly (readonly CellInput[])[];
  /** Merged areas, as in "A2:A4": only their first cell has a value. */
  readonly merges?: readonly string[];
  readonly hidden?: boolean;
  /** Rows that stay in sight at the top. */
  readonly frozenRows?: number;
  readonly hasFilter?: boolean;
}

export interface SpreadsheetInput {
  readonly id: string;
  readonly title: string;
  readonly timeZone?: string;
  readonly locale?: string;
  readonly tabs: readonly TabInput[];
  /** Whom it is shared with. */
  readonly sharedWith?: readonly string[];
  /** The Shared Drive folder it lies in; without one it lies in somebody's own drive. */
  readonly folder?: string;
  /** Another kind of file under the same roof, as an Excel workbook in Drive. */
  readonly mimeType?: string;
  /** What the program that made it keeps with it. */
  readonly appProperties?: Readonly<Record<string, string>>;
  /** What is downloaded of a file that is no spreadsheet: the text of a CSV. */
  readonly content?: string;
}

/** One tab: its cells, sparse, and what is merged. */
export class Tab {
  readonly sheetId: number;
  readonly hidden: boolean;
  readonly frozenRows: number;
  readonly hasFilter: boolean;
  title: string;
  merges: Area[] = [];
  private rows: (Cell | null)[][];

  constructor(
    { title, rows = [], merges = [], hidden = false, frozenRows = 0, hasFilter = false }: TabInput,
    sheetId: number,
  ) {
    this.sheetId = sheetId;
    this.hidden = hidden;
    this.frozenRows = frozenRows;
    this.hasFilter = hasFilter;
    this.title = title;
    this.rows = rows.map((row) => row.map(cellOf));
    for (const area of merges) this.merge(area);
  }

  get size(): GridSize {
    return {
      rowCount: Math.max(1000, this.rows.length),
      columnCount: Math.max(26, ...this.rows.map((row) => row.length)),
    };
  }

  merge(cells: string): void {
    const area = areaOf(cells, this.size);
    this.merges.push(area);
    const first = this.cell(area.startRowIndex, area.startColumnIndex);
    for (let row = area.startRowIndex; row < area.endRowIndex; row++)
      for (let column = area.startColumnIndex; column < area.endColumnIndex; column++) this.put(row, column, null);
    this.put(area.startRowIndex, area.startColumnIndex, first);
  }

  cell(row: number, column: number): Cell | null {
    return this.rows[row]?.[column] ?? null;
  }

  put(row: number, column: number, cell: Cell | null): void {
    while (this.rows.length <= row) this.rows.push([]);
    const cells = this.rows[row] ?? [];
    while (cells.length <= column) cells.push(null);
    cells[column] = cell;
  }

  /** Every row as it stands. */
  contents(): CellInput[][] {
    return this.rows.map((row) => row.map(inputOf));
  }

  /** The row after the last one that holds anything, counted from 0. */
  get nextRow(): number {
    return this.rows.findLastIndex((row) => row.some((cell) => cell !== null)) + 1;
  }

  removeRow(row: number): void {
    this.rows.splice(row, 1);
    this.merges = this.merges.flatMap((area) => {
      const start = area.startRowIndex > row ? area.startRowIndex - 1 : area.startRowIndex;
      const end = area.endRowIndex > row ? area.endRowIndex - 1 : area.endRowIndex;
      return end - start < 1 ? [] : [{ ...area, startRowIndex: start, endRowIndex: end }];
    });
  }

  /** Rows of an area: trailing blanks of each row and of the area are left out, blank rows within are []. */
  values(area: Area, rendering: Rendering): (string | number | boolean)[][] {
    const rows = this.rows.slice(area.startRowIndex, area.endRowIndex).map((row) => {
      const cells = row.slice(area.startColumnIndex, area.endColumnIndex);
      return cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1).map((cell) => rendered(cell, rendering));
    });
    return rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1);
  }
}

/** A file in Drive that is a spreadsheet (or pretends to be one). */
export class Spreadsheet {
  readonly id: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly folder: string | null;
  readonly mimeType: string;
  readonly sharedWith: Set<string>;
  readonly appProperties: Readonly<Record<string, string>>;
  readonly content: string | null;
  title: string;
  tabs: Tab[];
  trashed = false;
  version: number;
  modifiedAt: number;
  private readonly clock: () => number;

  constructor(input: SpreadsheetInput, clock: () => number) {
    this.clock = clock;
    this.id = input.id;
    this.title = input.title;
    this.timeZone = input.timeZone ?? "America/Chicago";
    this.locale = input.locale ?? "en_US";
    this.folder = input.folder ?? null;
    this.mimeType = input.mimeType ?? SPREADSHEET;
    this.sharedWith = new Set(input.sharedWith ?? []);
    this.appProperties = input.appProperties ?? {};
    this.content = input.content ?? null;
    this.tabs = input.tabs.map((tab, place) => new Tab(tab, place === 0 ? 0 : 1_000_000 + place));
    // Versions only rise, over a restart too.
    this.version = Math.floor(clock() / 1000);
    this.modifiedAt = clock();
  }

  /** Drive counts every change. */
  touch(): void {
    this.version += 1;
    this.modifiedAt = this.clock();
  }

  tab(title: string): Tab | undefined {
    return this.tabs.find((tab) => tab.title === title);
  }

  /** The tab and area of a range. @throws GoogleRefusal 400 as Sheets words it */
  locate(range: string): { tab: Tab; area: Area } {
    const { tab: name, cells } = partsOf(
      range,
      this.tabs.map(({ title }) => title),
    );
    const tab = name === null ? this.tabs[0] : this.tab(name);
    if (tab === undefined) throw invalidArgument(`Unable to parse range: ${range}`);
    const { rowCount, columnCount } = tab.size;
    const area =
      cells === null
        ? { startRowIndex: 0, endRowIndex: rowCount, startColumnIndex: 0, endColumnIndex: columnCount }
        : areaOf(cells, tab.size, range);
    if (area.startRowIndex >= rowCount || area.startColumnIndex >= columnCount)
      throw invalidArgument(`Range (${range}) exceeds grid limits. Max rows: ${rowCount}, max columns: ${columnCount}`);
    return { tab, area };
  }
}
