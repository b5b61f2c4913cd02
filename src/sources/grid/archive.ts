import { crc32 } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { FILE_LIMITS } from "./limits.js";
import type { TableFile } from "./raw-table.js";
import { refuse } from "./refusals.js";
import { type XmlHandler, XmlReader } from "./xml.js";

/** The parts of a workbook's archive, unpacked one at a time, with what comes out counted as it comes: sizes that an archive states can lie. */
export interface Archive {
  has(part: string): boolean;
  /** Reads one XML part to its end. @throws PolarisError file_unreadable, file_too_large */
  read(part: string, handler: XmlHandler): Promise<void>;
  close(): void;
}

/**
 * Opens a workbook's archive and judges it by its list of contents, before anything is unpacked.
 * @throws PolarisError file_unreadable, file_too_large
 */
export async function openArchive(file: TableFile): Promise<Archive> {
  const zip = await openPromise(file.path, { autoClose: false }).catch((cause: unknown) => {
    throw refuse.damaged(file.name, cause);
  });
  try {
    const entries = await entriesOf(zip, file.name);
    judgeKind(entries, file.name);
    judgeSizes([...entries.values()].filter(matters), file.name);
    return new OpenArchive(zip, entries, file.name);
  } catch (thrown) {
    zip.close();
    throw thrown;
  }
}

async function entriesOf(zip: ZipFile, name: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > FILE_LIMITS.entries) throw refuse.unpacksTooLarge(name);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.replace(/^\//, "").toLowerCase(), entry);
  } catch (cause) {
    throw refuse.damaged(name, cause);
  }
  return entries;
}

function judgeKind(entries: ReadonlyMap<string, Entry>, name: string): void {
  if ([...entries.values()].some((entry) => entry.isEncrypted())) throw refuse.encrypted(name);
  if (entries.has("_rels/.rels") && [...entries.keys()].some((path) => /workbook\d*\.xml$/.test(path))) return;
  if (entries.has("xl/workbook.bin")) throw refuse.binaryWorkbook(name);
  if (entries.has("word/document.xml")) throw refuse.noWorkbook(name, "a Word document");
  if (entries.has("ppt/presentation.xml")) throw refuse.noWorkbook(name, "a PowerPoint presentation");
  if (entries.has("mimetype") && entries.has("content.xml")) throw refuse.openDocument(name);
  if (entries.has("index/document.iwa")) throw refuse.noWorkbook(name, "a document of Numbers or Pages");
  if (entries.has("[content_types].xml")) throw refuse.damaged(name);
  throw refuse.noWorkbook(name, "a packed file (.zip)");
}

/** Pictures and the like are never unpacked. */
function matters(entry: Entry): boolean {
  return /\.(?:xml|rels)$/i.test(entry.fileName);
}

function judgeSizes(entries: readonly Entry[], name: string): void {
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const swollen = entries.some(
    ({ uncompressedSize, compressedSize }) =>
      uncompressedSize > FILE_LIMITS.ratioFrom && uncompressedSize > compressedSize * FILE_LIMITS.ratio,
  );
  if (total > FILE_LIMITS.unpackedBytes || swollen) throw refuse.unpacksTooLarge(name);
}

class OpenArchive implements Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #file: string;
  #unpacked = 0;

  constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, file: string) {
    this.#zip = zip;
    this.#entries = entries;
    this.#file = file;
  }

  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase());
  }

  async read(part: string, handler: XmlHandler): Promise<void> {
    const entry = this.#entries.get(part.toLowerCase());
    if (entry === undefined) throw refuse.damaged(this.#file);
    const reader = new XmlReader(handler);
    let decoder: TextDecoder | null = null;
    let sum = 0;
    for await (const chunk of this.#bytes(entry)) {
      decoder ??= decoderOf(chunk);
      sum = crc32(chunk, sum);
      this.#parse(() => reader.write(decoder?.decode(chunk, { stream: true }) ?? ""));
    }
    if (sum !== entry.crc32) throw refuse.damaged(this.#file);
    this.#parse(() => reader.end());
  }

  async *#bytes(entry: Entry): AsyncGenerator<Buffer> {
    const stream = await this.#zip.openReadStreamPromise(entry).catch((cause: unknown) => {
      throw refuse.damaged(this.#file, cause);
    });
    const chunks = stream[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await chunks.next().catch((cause: unknown) => {
          throw refuse.damaged(this.#file, cause);
        });
        if (next.done === true) return;
        const chunk: Buffer = next.value;
        this.#unpacked += chunk.length;
        if (this.#unpacked > FILE_LIMITS.unpackedBytes) throw refuse.unpacksTooLarge(this.#file);
        yield chunk;
      }
    } finally {
      stream.destroy();
    }
  }

  /** What a part's reader throws of itself means that the part is broken. */
  #parse(step: () => void): void {
    try {
      step();
    } catch (thrown) {
      throw thrown instanceof Error && thrown.name !== "PolarisError" ? refuse.damaged(this.#file, thrown) : thrown;
    }
  }

  close(): void {
    this.#zip.close();
  }
}

function decoderOf(start: Buffer): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder("utf-16le");
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder("utf-16be");
  return new TextDecoder("utf-8");
}
