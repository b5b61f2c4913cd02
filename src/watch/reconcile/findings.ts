import type { FieldRules } from "./field-tally.js";
import { FieldTally } from "./field-tally.js";
import type { Cause, RowFigures, Sample, SampleField, Sort } from "./model.js";

const MOST_SAMPLES = 20;
/** So many of one cause at most, that a flood of one does not hide the others. */
const SAMPLES_PER_CAUSE = 8;

/** What has been found of one object so far: each row counted once, a few kept as samples. */
export class Findings {
  readonly tally: FieldTally;
  readonly #counts: Record<Sort, number> = { missing: 0, extra: 0, changed: 0, tolerated: 0 };
  readonly #causes = new Map<Cause, number>();
  readonly #explained = new Map<string, number>();
  readonly #samples: Sample[] = [];
  /** Rows that are not equal, so that none is counted twice. */
  readonly #found = new Set<string>();
  readonly #inFlight = new Set<string>();
  #heldBack = 0;
  #source = 0;

  constructor(rules: FieldRules) {
    this.tally = new FieldTally(rules);
  }

  /** Living rows of the source that are compared; fewer when some turn out not to be. */
  count(rows: number): void {
    this.#source += rows;
  }

  has(id: string): boolean {
    return this.#found.has(id) || this.#inFlight.has(id);
  }

  add(sort: Sort, cause: Cause, id: string, fields: readonly SampleField[] = []): void {
    this.#found.add(id);
    this.#counts[sort] += 1;
    if (sort !== "tolerated") this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + 1);
    const shown = this.#samples.filter((each) => each.cause === cause).length;
    if (shown < SAMPLES_PER_CAUSE && this.#samples.length < MOST_SAMPLES)
      this.#samples.push({ sort, cause, id, fields });
  }

  /** Not in the pool as it is in the source, for a known reason. `isHeld` when the pool keeps an earlier version. */
  explain(id: string, reason: string, isHeld: boolean): void {
    this.#found.add(id);
    this.#explained.set(reason, (this.#explained.get(reason) ?? 0) + 1);
    if (isHeld) this.#heldBack += 1;
  }

  fly(id: string): void {
    this.#inFlight.add(id);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  get causes(): Partial<Record<Cause, number>> {
    return Object.fromEntries(this.#causes);
  }

  get explainedBy(): Record<string, number> {
    return Object.fromEntries(this.#explained);
  }

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  get figures(): RowFigures {
    const source = this.#source;
    const { missing, extra, changed, tolerated } = this.#counts;
    const explained = [...this.#explained.values()].reduce((sum, count) => sum + count, 0);
    const equal = source - tolerated - changed - missing - explained;
    const pool = equal + tolerated + changed + extra + this.#heldBack;
    const most = Math.max(source - explained, pool - this.#heldBack);
    return {
      source,
      pool,
      equal,
      tolerated,
      changed,
      missing,
      extra,
      explained,
      heldBack: this.#heldBack,
      inFlight: this.inFlight,
      share: most === 0 ? 1 : (equal + tolerated) / most,
    };
  }
}
