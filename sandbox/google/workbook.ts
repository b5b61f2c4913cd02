import { type CellInput, cellOf } from "./cells.js";
import type { Spreadsheet, Tab } from "./spreadsheet.js";

/** What people do to a spreadsheet: rows and columns count from 1, as on the screen. Each act raises its version. */
export class Workbook {
  private readonly spreadsheet: Spreadsheet;

  constructor(spreadsheet: Spreadsheet) {
    this.spreadsheet = spreadsheet;
  }

  get version(): number {
    return this.spreadsheet.version;
  }

  get title(): string {
    return this.spreadsheet.title;
  }

  /** The Shared Drive folder it lies in. */
  get folder(): string | null {
    return this.spreadsheet.folder;
  }

  get tabs(): string[] {
    return this.spreadsheet.tabs.map(({ title }) => title);
  }

  /** What stands in a tab, dates as { date }; empty cells are null. */
  rows(tab: string): CellInput[][] {
    return this.tab(tab).contents();
  }

  look(tab: string): { readonly frozenRows: number; readonly hasFilter: boolean } {
    const { frozenRows, hasFilter } = this.tab(tab);
    return { frozenRows, hasFilter };
  }

  set(tab: string, row: number, column: number, value: CellInput): void {
    this.tab(tab).put(row - 1, column - 1, cellOf(value));
    this.spreadsheet.touch();
  }

  appendRow(tab: string, values: readonly CellInput[]): void {
    const rows = this.tab(tab);
    const row = rows.nextRow;
    for (const [column, value] of values.entries()) rows.put(row, column, cellOf(value));
    this.spreadsheet.touch();
  }

  removeRow(tab: string, row: number): void {
    this.tab(tab).removeRow(row - 1);
    this.spreadsheet.touch();
  }

  merge(tab: string, cells: string): void {
    this.tab(tab).merge(cells);
    this.spreadsheet.touch();
  }

  /** Gives a tab another name. */
  rename(tab: string, name: string): void {
    this.tab(tab).title = name;
    this.spreadsheet.touch();
  }

  /** A change that the cells do not show. */
  touch(): void {
    this.spreadsheet.touch();
  }

  share(email: string): void {
    this.spreadsheet.sharedWith.add(email);
    this.spreadsheet.touch();
  }

  unshare(email: string): void {
    this.spreadsheet.sharedWith.delete(email);
    this.spreadsheet.touch();
  }

  trash(trashed = true): void {
    this.spreadsheet.trashed = trashed;
    this.spreadsheet.touch();
  }

  private tab(title: string): Tab {
    const tab = this.spreadsheet.tab(title);
    if (tab === undefined) throw new RangeError(`${this.spreadsheet.title} has no tab ${title}`);
    return tab;
  }
}
