import { recordId } from "./ids.js";
import { SalesforceRefusal } from "./refusal.js";
import type { Snapshot } from "./snapshot.js";

/** What a query locator holds on to: rows of a snapshot, or records already made. */
export interface Cursor {
  readonly snapshot: Snapshot;
  readonly pageRows: number;
}

interface Kept {
  readonly cursor: Cursor;
  readonly until: number;
}

const lifetimeMs = 2 * 24 * 3_600_000;
const mostKept = 50;

/** The open query locators. They live two days; the oldest makes room when there are too many. */
export class Cursors {
  private readonly clock: () => number;
  private readonly kept = new Map<string, Kept>();
  private made = 0;

  constructor(clock: () => number) {
    this.clock = clock;
  }

  open(cursor: Cursor): string {
    const locator = recordId("0r8", ++this.made, "PL1");
    this.kept.set(locator, { cursor, until: this.clock() + lifetimeMs });
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest) this.drop(oldest);
    return locator;
  }

  /** Throws 400 INVALID_QUERY_LOCATOR when the locator is unknown or too old. */
  get(locator: string): Cursor {
    const kept = this.kept.get(locator);
    if (kept && kept.until <= this.clock()) this.drop(locator);
    if (!kept || kept.until <= this.clock()) {
      throw new SalesforceRefusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    }
    return kept.cursor;
  }

  expireAll(): void {
    for (const locator of [...this.kept.keys()]) this.drop(locator);
  }

  private drop(locator: string): void {
    this.kept.get(locator)?.cursor.snapshot.drop();
    this.kept.delete(locator);
  }
}
