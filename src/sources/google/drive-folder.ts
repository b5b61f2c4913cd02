import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type ConnectionOptions, GoogleConnection } from "./connection.js";

/** A file that lies in a folder of Drive. */
export interface DriveFile {
  readonly id: string;
  readonly name: string;
  /** A Google Sheet is read by its cells; everything else is downloaded. */
  readonly isSheet: boolean;
  /** Rises with every change. */
  readonly version: string;
  /** Null of a Google Sheet. */
  readonly bytes: number | null;
}

const SPREADSHEET = "application/vnd.google-apps.spreadsheet";
/** Documents, drawings, folders and shortcuts of Google: nothing that could be downloaded. */
const OF_GOOGLE = "application/vnd.google-apps.";

const listShape = z.object({
  nextPageToken: z.string().optional(),
  files: z
    .array(
      z.object({
        id: z.string().min(1),
        name: z.string(),
        mimeType: z.string(),
        version: z.string(),
        size: z.coerce.number().nullable().default(null),
      }),
    )
    .default([]),
});

/** The files of one folder of Drive, read as a service account. Writes nothing. */
export class DriveFolder {
  readonly #connection: GoogleConnection;
  readonly #folder: string;

  constructor({ folder, ...options }: Omit<ConnectionOptions, "scopes"> & { readonly folder: string }) {
    this.#connection = new GoogleConnection({ ...options, scopes: "files" });
    this.#folder = folder;
  }

  /** The sheets and files that lie in it, by name. @throws PolarisError google_refused when the folder is not there or not shared, google_unreachable … */
  async files(): Promise<DriveFile[]> {
    // Google finds nothing in a folder that it does not show, and says nothing of it: so the folder itself is asked for first.
    await this.#ask(
      ({ drive }) => drive.files.get({ fileId: this.#folder, supportsAllDrives: true, fields: "id" }),
      z.object({ id: z.string() }),
    );
    const found: DriveFile[] = [];
    let pageToken: string | undefined;
    do {
      const page: z.infer<typeof listShape> = await this.#ask(
        ({ drive }) =>
          drive.files.list({
            q: `'${this.#folder}' in parents and trashed = false`,
            supportsAllDrives: true,
            includeItemsFromAllDrives: true,
            pageSize: 1_000,
            fields: "nextPageToken,files(id,name,mimeType,version,size)",
            ...(pageToken === undefined ? {} : { pageToken }),
          }),
        listShape,
      );
      const readable = page.files.filter(({ mimeType }) => mimeType === SPREADSHEET || !mimeType.startsWith(OF_GOOGLE));
      found.push(
        ...readable.map(({ mimeType, size, ...file }) => ({ ...file, isSheet: mimeType === SPREADSHEET, bytes: size })),
      );
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Puts what a file holds at a path of this machine. @throws PolarisError as `files` */
  async download({ id }: Pick<DriveFile, "id">, path: string): Promise<void> {
    await this.#ask(async ({ drive }) => {
      const { data } = await drive.files.get(
        { fileId: id, alt: "media", supportsAllDrives: true },
        { responseType: "stream" },
      );
      await pipeline(Readable.from(data), createWriteStream(path));
      return { data: {} };
    }, z.object({}));
  }

  #ask<T>(work: Parameters<GoogleConnection["ask"]>[1], shape: z.ZodType<T>): Promise<T> {
    return this.#connection.ask({ kind: "drive", name: this.#folder }, work, shape);
  }
}
