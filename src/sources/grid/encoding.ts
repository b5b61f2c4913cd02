import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { getDecoder } from "iconv-lite";

const PIECE = 256 * 1024;

/** The encodings that exports and spreadsheet programs write. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * How a file's text is encoded: by its byte-order mark, else by the zeros that UTF-16 leaves between plain letters, else UTF-8 where every byte fits
 * it, else Windows-1252, of which Latin-1 is a part.
 */
export async function encodingOf(path: string): Promise<TextEncoding> {
  const head = await headOf(path);
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  return wideEncoding(head) ?? ((await isUtf8(path)) ? "utf-8" : "windows-1252");
}

/** The file's text piece by piece, without byte-order mark and NUL characters. */
export async function* textOf(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = getDecoder(encoding);
  for await (const bytes of createReadStream(path, { highWaterMark: PIECE })) {
    const text = decoder.write(bytes as Buffer).replaceAll("\0", "");
    if (text !== "") yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest.replaceAll("\0", "");
}

function wideEncoding(head: Buffer): TextEncoding | null {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  if (odd > pairs / 2 && even < pairs / 10) return "utf-16le";
  if (even > pairs / 2 && odd < pairs / 10) return "utf-16be";
  return null;
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) {
      decoder.decode(chunk as Buffer, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) return false;
    throw thrown;
  }
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
