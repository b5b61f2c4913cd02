import type { Reader } from "../pool/index.js";
import type { EventBuckets } from "./event-buckets.js";
import { type Drawn, type Entry, type Ledger, SAME_NAMES } from "./ledger.js";
import { eachIn } from "./listed.js";
import { Lists, Numbers } from "./numbered.js";
import type { Cut } from "./roll-call.js";
import type { Row } from "./row.js";

/** An entry over the events: what adds up at each, or who is counted there, in numbers from 0 on. */
type Line = { readonly added: number[] } | { readonly listed: Lists; readonly met: Uint32Array };

/** Counts over a ledger. */
export class LedgerCount {
  readonly #drawn: readonly Drawn[];
  readonly #buckets: EventBuckets;
  /** Ids of the events that have any entry. */
  readonly #events: readonly number[];
  readonly #placeOf: ReadonlyMap<number, number>;
  readonly #lines = new Map<Entry, Line>();
  #counts = 0;

  private constructor(
    drawn: readonly Drawn[],
    rows: readonly Row[],
    firstOf: ReadonlyMap<number, number>,
    buckets: EventBuckets,
  ) {
    this.#drawn = drawn;
    this.#buckets = buckets;
    this.#events = rows.map(({ event }) => Number(event));
    this.#placeOf = new Map(this.#events.map((event, place) => [event, place]));
    for (const { entry } of drawn) if (!this.#lines.has(entry)) this.#lines.set(entry, lineOf(entry, rows, firstOf));
  }

  /** Reads the ledger, and by `once` what others ask alike. */
  static async read(
    reader: Reader,
    once: Reader,
    ledger: Ledger,
    buckets: Promise<EventBuckets>,
  ): Promise<LedgerCount> {
    const drawn = ledger.drawn();
    const entries = [...new Set(drawn.map(({ entry }) => entry))];
    const isNamed = entries.some((entry) => entry.of === "organisations");
    const [rows, same, read] = await Promise.all([
      reader.query<Row>(ledger.byEvent(entries)),
      isNamed ? once.query<Row>(SAME_NAMES) : [],
      buckets,
    ]);
    return new LedgerCount(drawn, rows, new Map(same.map(({ id, first }) => [Number(id), Number(first)])), read);
  }

  /** The figures of all events. */
  total(): Row {
    return this.#figures(this.#events, true);
  }

  /** The figures of each bucket in which there is any entry, as rows of a statement; each period's where that is wanted. */
  rows({ by }: Cut, withPeriods: boolean): Row[] {
    return this.#buckets.by(by).flatMap(({ key, label, events }) => {
      const entered = events.filter((event) => this.#placeOf.has(event));
      if (entered.length === 0) return [];
      return [{ bucket_key: key, bucket_label: label, ...this.#figures(entered, withPeriods) }];
    });
  }

  #figures(events: readonly number[], withPeriods: boolean): Row {
    const figures: Record<string, number> = {};
    const said = withPeriods ? this.#drawn : this.#drawn.filter(({ period }) => period === null);
    for (const period of new Set(said.map((each) => each.period))) {
      const places = this.#buckets.within(period, events).flatMap((event) => this.#placeOf.get(event) ?? []);
      const counted = new Map<Entry, number>();
      for (const { alias, entry } of said.filter((each) => each.period === period)) {
        const count = counted.get(entry) ?? this.#count(entry, places);
        counted.set(entry, count);
        figures[alias] = count;
      }
    }
    return figures;
  }

  #count(entry: Entry, places: readonly number[]): number {
    const line = this.#lines.get(entry);
    let count = 0;
    if (line === undefined) return count;
    if ("added" in line) {
      for (const place of places) count += line.added[place] ?? 0;
      return count;
    }
    const { listed, met } = line;
    const now = ++this.#counts;
    for (const place of places)
      for (const one of listed.at(place))
        if (met[one] !== now) {
          met[one] = now;
          count++;
        }
    return count;
  }
}

function lineOf({ name, of }: Entry, rows: readonly Row[], firstOf: ReadonlyMap<number, number>): Line {
  if (of === "numbers") return { added: rows.map((row) => Number(row[name])) };
  const numbers = new Numbers();
  const listed = new Lists();
  let size = 0;
  for (const row of rows) {
    eachIn(row[name], (id) => {
      const number = numbers.taken(of === "organisations" ? (firstOf.get(id) ?? id) : id, size);
      if (number === size) size++;
      listed.add(number);
    });
    listed.end();
  }
  return { listed, met: new Uint32Array(size) };
}
