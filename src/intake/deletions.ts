import sql, { raw } from "sql-template-tag";
import { markDirty } from "../identity/index.js";
import type { Pool } from "../pool/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import type { RowShape, SalesforceObject, SalesforceSource } from "../sources/index.js";
import type { OpenWindow } from "./checkpoint.js";
import { settleFlags } from "./flags.js";
import { type Counts, NO_COUNTS } from "./model.js";
import { type PageContext, stageKeys } from "./page-context.js";
import { release } from "./quarantine.js";
import { DESTINATIONS, TABLES } from "./tables/index.js";
import { bury, type Gone } from "./tombstones.js";

const MINUTE = 60_000;
const ROWS_PER_TRANSACTION = 2_000;
/** A comparison of ids that would delete more than this share is taken for a lost permission. */
const BELIEVABLE_LOSS = { share: 0.5, atLeast: 50 };

/** What looking for deletions needs of the sync it belongs to. */
export interface Sweep {
  readonly pool: Pool;
  readonly source: SalesforceSource;
  readonly organization: Organization;
  readonly object: SalesforceObject;
  /** One transaction of the sync: the work and its counts. */
  transaction(work: (context: PageContext) => Promise<Counts | undefined>): Promise<void>;
  /** Gives a sign of life. @throws when the run is to stop or to pause */
  goOn(): Promise<void>;
}

/** Finds what was deleted for good, which no query shows any more. */
export async function sweep(parts: Sweep, shape: RowShape, window: OpenWindow): Promise<void> {
  const { source, object } = parts;
  if (window.from === null && !window.compares) return;
  if (!window.compares && shape.layout.isReplicateable) {
    const until = new Date(Date.parse(window.until) - 1_000).toISOString();
    const latest = new Date(Date.parse(until) - 2 * MINUTE).toISOString();
    const from = window.from ?? latest;
    const deletions = await source.deleted(object.name, from < latest ? from : latest, until);
    if (deletions !== null)
      return buryAll(
        parts,
        deletions.map(({ id, deletedAt }) => ({ sourceId: id, at: deletedAt, mergedInto: null })),
      );
  } else if (!window.compares) return;
  await compareIds(parts, window);
}

/** Looks which rows of the pool are not among the ids that Salesforce still has. */
async function compareIds(parts: Sweep, window: OpenWindow): Promise<void> {
  const { pool, source, object, organization } = parts;
  const here = new Set<string>();
  const { tables = [], where = "TRUE" } = DESTINATIONS[object.name] ?? {};
  for (const kind of tables) {
    const rows = await pool.query<{ source_id: string }>(sql`
      SELECT source_id FROM ${raw(TABLES[kind].name)} WHERE source = ${source.name} AND deleted_at IS NULL AND ${raw(where)}`);
    for (const { source_id } of rows) here.add(source_id);
  }
  const known = here.size;
  for await (const ids of source.ids(object.name, organization.salesforce.bulkAbove, () => parts.goOn()))
    for (const id of ids) here.delete(id);
  if (here.size > Math.max(BELIEVABLE_LOSS.atLeast, known * BELIEVABLE_LOSS.share))
    throw new PolarisError(
      "salesforce_permission_missing",
      `Salesforce shows only ${known - here.size} of ${known} ${object.label} that Polaris knows. That looks like a lost permission ("View All" on ${object.name}) rather than deletions, so nothing was deleted.`,
    );
  await buryAll(
    parts,
    [...here].map((sourceId) => ({ sourceId, at: window.until, mergedInto: null })),
  );
}

async function buryAll(parts: Sweep, gone: readonly Gone[]): Promise<void> {
  for (let at = 0; at < gone.length; at += ROWS_PER_TRANSACTION) {
    await parts.goOn();
    const some = gone.slice(at, at + ROWS_PER_TRANSACTION);
    await parts.transaction((context) => buryLive(context, some));
  }
}

/** Marks rows as deleted that are alive here and were not changed after their deletion: that would be an undeletion. */
async function buryLive(context: PageContext, gone: readonly Gone[]): Promise<Counts | undefined> {
  const { tx, source, object } = context;
  const ids = gone.map(({ sourceId }) => sourceId);
  await stageKeys(tx, ids);
  const stamps = new Map<string, string>();
  for (const kind of DESTINATIONS[object]?.tables ?? []) {
    const rows = await tx.query<{ source_id: string; modified_at: string | null }>(sql`
      SELECT t.source_id, t.modified_at FROM stage_key k JOIN ${raw(TABLES[kind].name)} t ON t.source = ${source} AND t.source_id = k.source_id
      WHERE t.deleted_at IS NULL`);
    for (const { source_id, modified_at } of rows) stamps.set(source_id, modified_at ?? "");
  }
  // Deletions are dated by the second.
  const dead = gone.filter(({ sourceId, at }) => (stamps.get(sourceId)?.slice(0, 19) ?? "~") <= at.slice(0, 19));
  await release(
    context,
    ids.filter((id) => !stamps.has(id)),
    "deleted_in_source",
  );
  if (dead.length === 0) return undefined;
  await bury(context, dead);
  await settleFlags(
    context,
    [],
    dead.map(({ sourceId }) => sourceId),
  );
  await markDirty(tx);
  return { ...NO_COUNTS, read: dead.length, deleted: dead.length };
}
