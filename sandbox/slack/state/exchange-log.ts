import type { ConsoleLogEntry } from "../console-types.js";
import type { Changes } from "./changes.js";
import type { Clock } from "./clock.js";

const KEPT = 2000;

/** Every call of the app and every delivery to it, newest 2,000, tokens left out. */
export class ExchangeLog {
  readonly #clock: Clock;
  readonly #changes: Changes;
  #entries: ConsoleLogEntry[] = [];
  #count = 0;

  constructor(clock: Clock, changes: Changes) {
    this.#clock = clock;
    this.#changes = changes;
  }

  /** Notes the start of an exchange; call the result with the answer when it has come. */
  begin(
    direction: ConsoleLogEntry["direction"],
    what: string,
    body: unknown,
  ): (answer: unknown, concerns?: readonly string[]) => void {
    this.#count += 1;
    const started = this.#clock.now();
    const entry: ConsoleLogEntry = {
      id: this.#count,
      at: new Date(started).toISOString(),
      direction,
      what,
      body: withoutToken(body),
      answer: null,
      took: null,
      concerns: [],
    };
    this.#entries.push(entry);
    if (this.#entries.length > KEPT) this.#entries = this.#entries.slice(-KEPT);
    return (answer, concerns = []) => this.#replace({ ...entry, answer, concerns, took: this.#clock.now() - started });
  }

  /** Newest first. */
  entries(
    filter: { limit?: number; concerns?: string; direction?: ConsoleLogEntry["direction"] } = {},
  ): readonly ConsoleLogEntry[] {
    const { limit = KEPT, concerns, direction } = filter;
    return this.#entries
      .filter((entry) => concerns === undefined || entry.concerns.includes(concerns))
      .filter((entry) => direction === undefined || entry.direction === direction)
      .reverse()
      .slice(0, limit);
  }

  #replace(entry: ConsoleLogEntry): void {
    const index = this.#entries.findIndex(({ id }) => id === entry.id);
    if (index >= 0) this.#entries[index] = entry;
    this.#changes.tell({ type: "exchange" });
  }
}

function withoutToken(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== "token"));
}
