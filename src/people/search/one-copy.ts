/** Of a text that stands in many rows, one copy: memory for it once, and found again in a table without being read. */
export class OneCopy {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  of<Text extends string | null>(text: Text): Text | string {
    if (text === null) return text;
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  /** What stands in a text between semicolons, as Salesforce gives what was picked of a list. */
  listed(text: string | null): readonly string[] {
    if (text === null) return NONE;
    const known = this.#lists.get(text);
    if (known !== undefined) return known;
    const list = text.split(";").map((each) => this.of(each.trim()));
    this.#lists.set(text, list);
    return list;
  }
}

const NONE: readonly never[] = [];
