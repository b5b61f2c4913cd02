import { createReadStream } from "node:fs";
import { z } from "zod";
import { type ConnectionOptions, GoogleConnection } from "./connection.js";
import { noStorage, notShared } from "./errors.js";

export interface NewSheet {
  readonly title: string;
  /** A key of our own, one for each sheet that is wanted. */
  readonly key: string;
  /** The path of the workbook that becomes the sheet. */
  readonly workbook: string;
}

/** A sheet that stands in the folder. */
export interface StandingSheet {
  readonly id: string;
  readonly url: string;
}

const SPREADSHEET = "application/vnd.google-apps.spreadsheet";
const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** The name under which our key stands in a file: shown to nobody, kept by Drive for this account alone. */
const KEY = "polarisRequest";
const FIELDS = "id,webViewLink";

const folderShape = z.object({
  name: z.string(),
  driveId: z.string().nullable().default(null),
  capabilities: z.object({ canAddChildren: z.boolean().default(false) }).prefault({}),
});
const fileShape = z.object({ id: z.string().min(1), webViewLink: z.url({ protocol: /^https?$/ }) });

/**
 * A folder of a Shared Drive, into which workbooks are put as Google Sheets. Google turns the workbook into a sheet
 * itself: one request, so a sheet is there whole or not at all, with the formats, widths and frozen header of the workbook.
 */
export class GoogleFolder {
  readonly #connection: GoogleConnection;
  readonly #folder: string;

  constructor({ folder, ...options }: Omit<ConnectionOptions, "scopes"> & { readonly folder: string }) {
    this.#connection = new GoogleConnection({ ...options, scopes: "write" });
    this.#folder = folder;
  }

  /** The folder's name, when sheets can be put into it. @throws PolarisError as `put` */
  async look(): Promise<string> {
    const subject = { kind: "folder", name: this.#folder } as const;
    const folder = await this.#connection.ask(
      subject,
      ({ drive }) =>
        drive.files.get({
          fileId: this.#folder,
          supportsAllDrives: true,
          fields: "name,driveId,capabilities(canAddChildren)",
        }),
      folderShape,
    );
    if (folder.driveId === null) throw noStorage("driveId");
    if (!folder.capabilities.canAddChildren)
      throw notShared({ ...subject, account: this.#connection.account }, "canAddChildren");
    return folder.name;
  }

  /** @throws PolarisError google_refused when the folder is not there or not to be written to; google_limit_reached, google_unreachable */
  async put({ title, key, workbook }: NewSheet): Promise<StandingSheet> {
    let isRepeated = false;
    const { id, webViewLink } = await this.#connection.ask(
      { kind: "folder", name: this.#folder },
      async ({ drive }) => {
        // The answer to an earlier request may have been lost, not the sheet: Google takes no id of ours for one.
        if (isRepeated) {
          const { data } = await drive.files.list({
            q: `appProperties has { key='${KEY}' and value='${key}' } and trashed = false`,
            supportsAllDrives: true,
            includeItemsFromAllDrives: true,
            fields: `files(${FIELDS})`,
          });
          const made = data.files?.[0];
          if (made !== undefined) return { data: made };
        }
        isRepeated = true;
        return drive.files.create({
          supportsAllDrives: true,
          fields: FIELDS,
          requestBody: { name: title, mimeType: SPREADSHEET, parents: [this.#folder], appProperties: { [KEY]: key } },
          media: { mimeType: WORKBOOK, body: createReadStream(workbook) },
        });
      },
      fileShape,
    );
    return { id, url: webViewLink };
  }
}
