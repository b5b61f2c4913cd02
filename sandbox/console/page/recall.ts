const KEPT = 50;

/** What a person sent before, newest last; it survives a reload of the page. */
export class Recall {
  readonly #key: string;
  #lines: readonly string[];
  /** Which line is shown; the length of the list is the draft. */
  #at: number;
  #draft = "";

  constructor(user: string) {
    this.#key = `sent ${user}`;
    this.#lines = read(this.#key);
    this.#at = this.#lines.length;
  }

  add(line: string): void {
    this.#lines = [...this.#lines.filter((each) => each !== line), line].slice(-KEPT);
    this.#at = this.#lines.length;
    sessionStorage.setItem(this.#key, JSON.stringify(this.#lines));
  }

  /** Goes back (−1) or forward (1); null at either end. */
  go(by: -1 | 1, current: string): string | null {
    const to = this.#at + by;
    if (to < 0 || to > this.#lines.length) return null;
    if (this.#at === this.#lines.length) this.#draft = current;
    this.#at = to;
    return this.#lines[to] ?? this.#draft;
  }

  /** Whether `text` is what was recalled last, untouched. */
  shows(text: string): boolean {
    return this.#lines[this.#at] === text;
  }
}

function read(key: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((line) => typeof line === "string") : [];
  } catch {
    return [];
  }
}
