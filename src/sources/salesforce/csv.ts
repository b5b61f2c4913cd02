/**
 * Rows of Bulk API 2.0's CSV: every value quoted, quotes doubled, rows ended by LF (a CR before it is tolerated), values that hold line
 * breaks. Takes text in pieces of any size and keeps no more than the unfinished row. Plain values are read too.
 */
export class CsvReader {
  #text = "";
  #from = 0;

  /** Takes the next piece of text and gives the rows that are whole now. */
  *take(piece: string): Generator<string[]> {
    this.#text = this.#from === this.#text.length ? piece : this.#text.slice(this.#from) + piece;
    this.#from = 0;
    for (let row = this.#row(false); row !== null; row = this.#row(false)) yield row;
  }

  /** The last row, when the text ends without a line break; false when the text ends inside a quoted value. */
  end(): { row: string[] | null; isWhole: boolean } {
    if (this.#from === this.#text.length) return { row: null, isWhole: true };
    const row = this.#row(true);
    return { row, isWhole: row !== null };
  }

  /** One row from the text, or null when it does not hold a whole one. */
  #row(isLast: boolean): string[] | null {
    const text = this.#text;
    const row: string[] = [];
    let at = this.#from;
    for (;;) {
      let value: string;
      if (text.charCodeAt(at) === 34) {
        let end = text.indexOf('"', at + 1);
        let isDoubled = false;
        // A quote that ends the text so far may be the first of two.
        while (end !== -1 && text.charCodeAt(end + 1) === 34) {
          isDoubled = true;
          end = text.indexOf('"', end + 2);
        }
        if (end === -1 || (end + 1 === text.length && !isLast)) return null;
        value = text.slice(at + 1, end);
        if (isDoubled) value = value.replaceAll('""', '"');
        at = end + 1;
      } else {
        let end = at;
        while (end < text.length && text.charCodeAt(end) !== 44 && text.charCodeAt(end) !== 10) end += 1;
        if (end === text.length && !isLast) return null;
        value = text.charCodeAt(end - 1) === 13 && end > at ? text.slice(at, end - 1) : text.slice(at, end);
        at = end;
      }
      row.push(value);
      if (text.charCodeAt(at) === 13) {
        if (at + 1 === text.length && !isLast) return null;
        at += 1;
      }
      const next = text.charCodeAt(at);
      if (next === 44) {
        at += 1;
        continue;
      }
      if (next !== 10 && !(isLast && at >= text.length)) throw new SyntaxError("text after a closing quote");
      this.#from = Math.min(at + 1, text.length);
      return row;
    }
  }
}
