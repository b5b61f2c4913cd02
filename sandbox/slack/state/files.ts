import type { Changes } from "./changes.js";
import type { Clock } from "./clock.js";
import type { Ids } from "./ids.js";
import type { StoredFile } from "./model.js";
import { SlackError } from "./slack-error.js";

const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Uploaded files, from the promise of an upload to deletion. */
export class Files {
  readonly #ids: Ids;
  readonly #clock: Clock;
  readonly #changes: Changes;
  readonly #processingMs: number;
  readonly #files = new Map<string, StoredFile>();
  /** Ids of files that a form handed to the app. */
  readonly #handed = new Set<string>();

  constructor(ids: Ids, clock: Clock, changes: Changes, processingMs: number) {
    this.#ids = ids;
    this.#clock = clock;
    this.#changes = changes;
    this.#processingMs = processingMs;
  }

  /** A place for bytes that are to come. */
  expect(name: string, length: number, user: string, altText: string | null): StoredFile {
    const file: StoredFile = {
      id: this.#ids.next("F"),
      name,
      title: name,
      length,
      altText,
      user,
      createdAt: this.#clock.now(),
      bytes: null,
      mimetype: TYPES[fileType(name)] ?? "application/octet-stream",
      readyAt: null,
      deleted: false,
      shares: [],
    };
    this.#files.set(file.id, file);
    return file;
  }

  all(): readonly StoredFile[] {
    return [...this.#files.values()].filter(({ deleted }) => !deleted);
  }

  find(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  /** Throws file_not_found, file_deleted. */
  get(id: string): StoredFile {
    const file = this.#files.get(id);
    if (file === undefined) throw new SlackError("file_not_found");
    if (file.deleted) throw new SlackError("file_deleted");
    return file;
  }

  /** From now on it exists for everybody who may see it; pictures can be shown a while later. */
  complete(file: StoredFile, title: string | null): void {
    if (file.bytes === null) throw new SlackError("file_not_found");
    if (title !== null) file.title = title;
    file.readyAt = this.#clock.now() + this.#processingMs;
    this.#changes.tell({ type: "file", file });
  }

  share(id: string, key: string): void {
    this.#files.get(id)?.shares.push(key);
  }

  /** Somebody sent it in with a form of the app. */
  hand(id: string): void {
    this.#handed.add(id);
  }

  isHanded({ id }: StoredFile): boolean {
    return this.#handed.has(id);
  }

  remove(file: StoredFile): void {
    file.deleted = true;
    file.bytes = null;
    this.#changes.tell({ type: "file", file });
  }

  /** Whether Slack could draw it as a picture now. */
  isShowable(id: string): boolean {
    const file = this.#files.get(id);
    if (file === undefined || file.deleted || file.readyAt === null) return false;
    return file.mimetype.startsWith("image/") && file.readyAt <= this.#clock.now();
  }
}

/** The ending of the name, in lower case: "xlsx". */
export function fileType(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "binary" : name.slice(dot + 1).toLowerCase();
}
