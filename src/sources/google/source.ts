import { z } from "zod";
import { foldText } from "../../domain/index.js";
import { PolarisError } from "../../runtime/index.js";
import { type EngagementAsked, type EngagementFigure, engagement } from "./analytics.js";
import { type ConnectionOptions, GoogleConnection } from "./connection.js";
import { keepsMoving, noSpreadsheet } from "./errors.js";
import { isLoading, linesOf, type SheetTable } from "./sheet-table.js";
import { spreadsheetKey } from "./spreadsheet-key.js";

/** A tab of a sheet, by the sheet's address or key. */
export interface SheetAsked {
  readonly spreadsheet: string;
  readonly tab: string;
  /** What people call it; its key when it has no name yet. */
  readonly name?: string;
  /** Days and times as the sheet shows them, for people to look at; as numbers unless told, which mean the same in every sheet. */
  readonly asShown?: true;
}

const SPREADSHEET = "application/vnd.google-apps.spreadsheet";
/** How often a sheet is read that somebody is editing. */
const READINGS = 3;
const BETWEEN_READINGS = 3_000;

const fileShape = z.object({
  name: z.string(),
  version: z.string(),
  mimeType: z.string(),
  trashed: z.boolean().default(false),
});
const bound = z.number().int().nonnegative().default(0);
const layoutShape = z.object({
  properties: z.object({ title: z.string(), timeZone: z.string() }),
  sheets: z.array(
    z.object({
      properties: z.object({
        title: z.string(),
        hidden: z.boolean().default(false),
        sheetType: z.string().default("GRID"),
      }),
      merges: z
        .array(z.object({ startRowIndex: bound, endRowIndex: bound, startColumnIndex: bound, endColumnIndex: bound }))
        .default([]),
    }),
  ),
});
const valuesShape = z.object({
  values: z.array(z.array(z.union([z.string(), z.number(), z.boolean()]))).default([]),
});

/** Google Sheets and Google Analytics, read as a service account. Writes nothing. */
export class GoogleSource {
  readonly #connection: GoogleConnection;

  constructor(options: ConnectionOptions) {
    this.#connection = new GoogleConnection(options);
  }

  /** Whom sheets are to be shared with. */
  get account(): string {
    return this.#connection.account;
  }

  get calls(): number {
    return this.#connection.calls;
  }

  /** Which version of a sheet there is now; it rises with every change. One cheap request. */
  async version({ spreadsheet, name }: Pick<SheetAsked, "spreadsheet" | "name">): Promise<string> {
    const fileId = spreadsheetKey(spreadsheet);
    const subject = { kind: "sheet", name: name ?? fileId } as const;
    const file = await this.#connection.ask(
      subject,
      ({ drive }) => drive.files.get({ fileId, supportsAllDrives: true, fields: "name,version,mimeType,trashed" }),
      fileShape,
    );
    const about = { ...subject, account: this.account };
    if (file.trashed) throw noSpreadsheet(about, "it lies in the bin. Take it out, or connect another.");
    if (file.mimeType !== SPREADSHEET)
      throw noSpreadsheet(
        about,
        "it is a file in Drive, but no Google Sheet. Open it there, choose File → Save as Google Sheets, and connect that one; or import the file itself.",
      );
    return file.version;
  }

  /**
   * Reads one tab as it stood at one version: what is edited meanwhile is read again.
   * @throws PolarisError google_refused, google_unreachable, google_limit_reached; not_found when there is no such tab
   */
  async readSheet(asked: SheetAsked): Promise<SheetTable> {
    let before = await this.version(asked);
    for (let reading = 1; ; reading++) {
      const { table, isComputing } = await this.#read(asked, before);
      const after = await this.version(asked);
      const isLast = reading === READINGS;
      if (after === before && (!isComputing || isLast)) return table;
      if (isLast)
        throw keepsMoving({ kind: "sheet", name: asked.name ?? table.title, account: this.account }, READINGS);
      before = after;
      await this.#connection.pause(BETWEEN_READINGS);
    }
  }

  /** The tabs of a sheet that hold rows and are shown. */
  async tabs(asked: Pick<SheetAsked, "spreadsheet" | "name">): Promise<{ title: string; tabs: string[] }> {
    const { properties, sheets } = await this.#layout(asked);
    return { title: properties.title, tabs: sheets.map((sheet) => sheet.properties.title) };
  }

  /** Figures of a property, day by day, both ends included. */
  engagementOf(asked: EngagementAsked): Promise<EngagementFigure[]> {
    return engagement(this.#connection, asked);
  }

  async #layout({ spreadsheet, name }: Pick<SheetAsked, "spreadsheet" | "name">) {
    const spreadsheetId = spreadsheetKey(spreadsheet);
    const layout = await this.#connection.sheets(
      { kind: "sheet", name: name ?? spreadsheetId },
      ({ sheets }) =>
        sheets.spreadsheets.get({
          spreadsheetId,
          fields: "properties(title,timeZone),sheets(properties(title,hidden,sheetType),merges)",
        }),
      layoutShape,
    );
    const grids = layout.sheets.filter(({ properties }) => properties.sheetType === "GRID");
    return { properties: layout.properties, sheets: grids.filter(({ properties }) => !properties.hidden), all: grids };
  }

  async #read(asked: SheetAsked, version: string): Promise<{ table: SheetTable; isComputing: boolean }> {
    const spreadsheet = spreadsheetKey(asked.spreadsheet);
    const { properties, sheets, all } = await this.#layout(asked);
    const { title, timeZone } = properties;
    const wanted = foldText(asked.tab);
    const tab =
      all.find((sheet) => sheet.properties.title === asked.tab) ??
      all.find((sheet) => foldText(sheet.properties.title) === wanted);
    if (tab === undefined)
      throw unknownTab(
        asked.tab,
        asked.name ?? title,
        sheets.map((sheet) => sheet.properties.title),
      );
    const name = tab.properties.title;
    const { values } = await this.#connection.sheets(
      { kind: "sheet", name: asked.name ?? title },
      (services) =>
        services.sheets.spreadsheets.values.get({
          spreadsheetId: spreadsheet,
          range: `'${name.replaceAll("'", "''")}'`,
          valueRenderOption: "UNFORMATTED_VALUE",
          dateTimeRenderOption: asked.asShown ? "FORMATTED_STRING" : "SERIAL_NUMBER",
        }),
      valuesShape,
    );
    const merges = tab.merges.map((area) => ({
      startLine: area.startRowIndex,
      endLine: area.endRowIndex,
      startColumn: area.startColumnIndex,
      endColumn: area.endColumnIndex,
    }));
    const table: SheetTable = {
      name: `${title} › ${name}`,
      serialDates: asked.asShown !== true,
      spreadsheet,
      title,
      tab: name,
      timeZone,
      merges,
      version,
      ...linesOf(values),
    };
    return { table, isComputing: isLoading(values) };
  }
}

function unknownTab(tab: string, sheet: string, tabs: readonly string[]): PolarisError {
  const known = tabs.length === 0 ? "It has none." : `Its tabs: ${tabs.map((each) => `“${each}”`).join(", ")}.`;
  return new PolarisError("not_found", `The sheet “${sheet}” has no tab “${tab}”. ${known}`);
}
