import type { XmlHandler } from "./xml.js";

/** The text of `t` elements, the ones that only say how a word is pronounced left out. */
export class TextRuns implements XmlHandler {
  readonly #say: (piece: string) => void;
  #inText = false;
  #inPhonetic = false;

  constructor(say: (piece: string) => void) {
    this.#say = say;
  }

  open(name: string, _attributes?: string): void {
    if (name === "rPh") this.#inPhonetic = true;
    else if (name === "t") this.#inText = true;
  }

  close(name: string): void {
    if (name === "rPh") this.#inPhonetic = false;
    else if (name === "t") this.#inText = false;
  }

  text(piece: string): void {
    if (this.#inText && !this.#inPhonetic) this.#say(piece);
  }
}

/** Workbooks write characters that XML cannot hold as _x000D_. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
