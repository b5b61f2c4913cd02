import { open } from "node:fs/promises";
import type { TableFile } from "./raw-table.js";
import { refuse } from "./refusals.js";

/** What a file is by its first bytes; its name says nothing reliable. */
export type Content = "archive" | "text";

const HEAD = 64 * 1024;
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
// The stream that Excel keeps a password-protected workbook in; OLE writes its names as UTF-16.
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");
const OTHERS: readonly (readonly [Buffer, string])[] = [
  [Buffer.from("%PDF"), "a PDF document"],
  [Buffer.from([0x89, 0x50, 0x4e, 0x47]), "a picture"],
  [Buffer.from([0xff, 0xd8, 0xff]), "a picture"],
  [Buffer.from("GIF8"), "a picture"],
  [Buffer.from("II*\0"), "a picture"],
  [Buffer.from([0x1f, 0x8b]), "a packed file (.gz)"],
  [Buffer.from("Rar!"), "a packed file (.rar)"],
  [Buffer.from("7z\xbc\xaf", "latin1"), "a packed file (.7z)"],
  [Buffer.from("SQLite format 3\0"), "a database"],
];

/**
 * Tells a workbook from a text file and refuses everything else.
 * @throws PolarisError file_unreadable
 */
export async function contentOf(file: TableFile): Promise<Content> {
  const head = await headOf(file.path);
  if (head.length === 0) throw refuse.empty(file.name);
  if (head.subarray(0, OLE.length).equals(OLE)) {
    throw (await holds(file.path, ENCRYPTED)) ? refuse.encrypted(file.name) : refuse.oldWorkbook(file.name);
  }
  if (head.subarray(0, 2).toString("latin1") === "PK" && (head[2] ?? 255) < 9) return "archive";
  const other = OTHERS.find(([start]) => head.subarray(0, start.length).equals(start));
  if (other) throw refuse.noWorkbook(file.name, other[1]);
  const text = head.toString("latin1").replace(/\0/g, "");
  if (isWebPage(text)) throw isTableOfPage(text) ? refuse.pageWithTable(file.name) : refuse.webPage(file.name);
  if (/^\W*<\?xml/.test(text)) throw refuse.noWorkbook(file.name, "an XML file");
  if (isBinary(text)) throw refuse.noWorkbook(file.name, "a binary file");
  if (head.length < HEAD && text.replace(/[\s\xa0]|^ï»¿|^ÿþ|^þÿ/g, "") === "") throw refuse.empty(file.name);
  return "text";
}

function isWebPage(text: string): boolean {
  const start = text.replace(/^(?:ï»¿|ÿþ|þÿ)?(?:\s|<\?xml[^>]*>|<!--[\s\S]*?-->)*/, "").toLowerCase();
  return /^<(?:!doctype\s+html|html|head|body|script|meta|title|table|div)\b/.test(start);
}

/** What Salesforce's reports and others export as .xls: a page that has cells and nowhere to log in. */
const isTableOfPage = (text: string): boolean => /<t[dh][\s>]/i.test(text) && !/<(?:form|input)\b/i.test(text);

/** Control characters do not occur in text; a few may, in a column that somebody pasted into. */
function isBinary(text: string): boolean {
  const controls = text.match(/[\x01-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return controls > 8 && controls > text.length / 100;
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function holds(path: string, wanted: Buffer): Promise<boolean> {
  const handle = await open(path, "r");
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      const seen = Buffer.concat([tail, chunk as Buffer]);
      if (seen.includes(wanted)) return true;
      tail = Buffer.from(seen.subarray(-wanted.length));
    }
    return false;
  } finally {
    await handle.close();
  }
}
