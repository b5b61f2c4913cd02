/**
 * Reads the XML of a workbook's parts piece by piece. A workbook has no document types and no entities of its own; one that declares some is
 * refused, so that no entity can grow.
 */
export interface XmlHandler {
  /** `name` without its namespace prefix; `attributes` as written, for `attribute`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

const LONGEST_PIECE = 4_000_000;

export class XmlReader {
  readonly #handler: XmlHandler;
  #rest = "";
  #depth = 0;
  #begun = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** @throws Error where the text is no XML */
  write(chunk: string): void {
    const text = this.#rest === "" ? chunk : this.#rest + chunk;
    let at = 0;
    while (at < text.length) {
      const tag = text.indexOf("<", at);
      if (tag === -1) break;
      if (tag > at) this.#say(text.slice(at, tag));
      const end = endOfMarkup(text, tag);
      if (end === -1) {
        at = tag;
        break;
      }
      this.#markup(text.slice(tag, end));
      at = end;
    }
    this.#rest = text.slice(at);
    // What is held back until its end comes is looked through again with every piece, so it must have an end soon.
    if (this.#rest.length > LONGEST_PIECE) throw new Error("A tag or text that does not end.");
  }

  /** @throws Error where the text breaks off */
  end(): void {
    if (!this.#begun || this.#depth !== 0 || this.#rest.trim() !== "") throw new Error("The XML breaks off.");
  }

  #say(raw: string): void {
    if (this.#depth > 0) this.#handler.text(decoded(raw));
  }

  #markup(tag: string): void {
    const second = tag.charCodeAt(1);
    if (second === 0x3f) return; // <?…?>
    if (second === 0x21) {
      if (tag.startsWith("<![CDATA[")) this.#handler.text(tag.slice(9, -3));
      else if (!tag.startsWith("<!--")) throw new Error("The XML declares a document type.");
      return;
    }
    if (second === 0x2f) {
      this.#depth -= 1;
      this.#handler.close(localName(tag.slice(2, -1)));
      return;
    }
    this.#begun = true;
    const closed = tag.charCodeAt(tag.length - 2) === 0x2f;
    const inner = tag.slice(1, closed ? -2 : -1);
    const blank = inner.search(/\s/);
    const name = localName(blank === -1 ? inner : inner.slice(0, blank));
    this.#handler.open(name, blank === -1 ? "" : inner.slice(blank));
    if (closed) this.#handler.close(name);
    else this.#depth += 1;
  }
}

/** The place behind the markup that begins at `from`; −1 when it is not all there yet. */
function endOfMarkup(text: string, from: number): number {
  if (text.startsWith("<!", from)) {
    if (text.length < from + 9) return -1;
    if (text.startsWith("<!--", from)) return behind(text, "-->", from + 4);
    if (text.startsWith("<![CDATA[", from)) return behind(text, "]]>", from + 9);
  }
  let end = text.indexOf(">", from);
  while (end !== -1 && quoteIsOpen(text, from, end)) end = text.indexOf(">", end + 1);
  return end === -1 ? -1 : end + 1;
}

function behind(text: string, closing: string, from: number): number {
  const at = text.indexOf(closing, from);
  return at === -1 ? -1 : at + closing.length;
}

function quoteIsOpen(text: string, from: number, to: number): boolean {
  let open = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (open === 0 ? code === 0x22 || code === 0x27 : code === open) open = open === 0 ? code : 0;
  }
  return open !== 0;
}

function localName(name: string): string {
  const trimmed = name.trimEnd();
  return trimmed.slice(trimmed.indexOf(":") + 1);
}

/** The value of an attribute by its full name ("r:id"), or null. */
export function attribute(attributes: string, name: string): string | null {
  let at = attributes.indexOf(name);
  while (at > 0) {
    const before = attributes.charCodeAt(at - 1);
    const parts = before <= 0x20 ? /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length)) : null;
    if (parts) return decoded(parts[1] ?? parts[2] ?? "");
    at = attributes.indexOf(name, at + 1);
  }
  return null;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, named) => {
    if (named !== undefined) return NAMED[named] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
