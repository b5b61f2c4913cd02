import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach } from "vitest";
import { type ImportOptions, type ImportResult, importDataset } from "../../../src/intake/index.js";
import type { Pool } from "../../../src/pool/index.js";
import { type Clock, type Organization, organizationSchema } from "../../../src/runtime/index.js";
import { DATASETS, datasetNamed, type Grid, placesOf, readTables, recognise } from "../../../src/sources/index.js";
import { Rows } from "../../identity/rows.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

export const organization: Organization = organizationSchema.parse({
  districtAliases: { "Kansas City Kansas Public Schools": ["KCK"] },
});

/** A clock that stands until it is set. */
export class SetClock implements Clock {
  #now: string;

  constructor(now: string) {
    this.#now = now;
  }

  now(): string {
    return this.#now;
  }

  set(now: string): void {
    this.#now = now;
  }
}

/** A new pool for each case, and files that are imported into it as people import them. */
export class Intake {
  readonly clock = new SetClock("2026-02-18T12:00:00.000Z");
  readonly #empty: EmptyPool;
  readonly rows: Rows;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), "polaris-import-"));

  constructor(empty: EmptyPool) {
    this.#empty = empty;
    this.rows = new Rows(empty.pool);
  }

  get pool(): Pool {
    return this.#empty.pool;
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    await this.#empty.drop();
  }

  /** Imports a file with this content; what it is, its columns say, unless `dataset` does. */
  async import(
    content: string | Uint8Array,
    options: Partial<ImportOptions> & { name?: string; as?: string; mapped?: Organization } = {},
  ): Promise<ImportResult> {
    const { name = "file.csv", as, mapped = organization, ...given } = options;
    const file = path.join(this.#folder, name);
    writeFileSync(file, content);
    const asked = as === undefined ? DATASETS : DATASETS.filter((each) => each === datasetNamed(as));
    const { dataset, grid } = recognise(await readTables({ name, path: file }), asked);
    return this.take(grid, dataset.name, { organization: mapped, origin: `file:${name}`, ...given });
  }

  /** Imports what stands in a grid. */
  take(grid: Grid, name: string, given: Partial<ImportOptions> = {}): Promise<ImportResult> {
    const dataset = datasetNamed(name);
    if (dataset === undefined) throw new Error(`there is no dataset ${name}`);
    return importDataset({
      pool: this.pool,
      organization,
      clock: this.clock,
      dataset,
      grid,
      places: placesOf(grid, dataset.columns),
      origin: `file:${grid.name}`,
      defaults: {},
      whole: false,
      trigger: "command",
      startedBy: "terminal",
      ...given,
    });
  }

  /** What waits in quarantine. */
  quarantine(): Promise<
    { reason: string; detail: string; waits_for_object: string | null; waits_for_id: string | null }[]
  > {
    return this.pool.query(sql`
      SELECT reason, detail, waits_for_object, waits_for_id FROM quarantine WHERE resolved_at IS NULL ORDER BY id`);
  }

  async openFlags(): Promise<string[]> {
    const flags = await this.pool.query<{ kind: string; entity: string }>(
      sql`SELECT kind, entity FROM flag WHERE resolved_at IS NULL ORDER BY kind, id`,
    );
    return flags.map(({ kind, entity }) => `${entity}: ${kind}`);
  }
}

/** The counts of the only object of an import that came to its end, without zeros. */
export function countsOf({ objects, error }: ImportResult): Record<string, unknown> {
  if (error !== null) throw new Error(error.text);
  const [object] = objects;
  if (object === undefined || objects.length > 1) throw new Error("expected one object");
  const { skippedBy, ...counts } = object.counts;
  const sum =
    counts.inserted + counts.updated + counts.unchanged + counts.deleted + counts.quarantined + counts.skipped;
  if (sum !== counts.read) throw new Error(`${sum} of ${counts.read} rows are accounted for`);
  return Object.fromEntries(
    Object.entries({ ...counts, ...skippedBy }).filter(([key, count]) => count !== 0 && key !== "skipped"),
  );
}

/** The same specification on both engines, each case in an empty pool. */
export function inAnIntake(specification: (given: () => Intake) => void): void {
  onBothEngines((engine) => {
    let intake: Intake | null = null;
    beforeEach(async () => {
      intake = new Intake(await emptyPool(engine));
    });
    afterEach(async () => {
      await intake?.close();
      intake = null;
    });
    specification(() => {
      if (intake === null) throw new Error("there is an intake only within a case");
      return intake;
    });
  });
}
