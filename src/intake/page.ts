import sql, { join, raw } from "sql-template-tag";
import { followMerges, markDirty } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
import { hashParts, type IncomingRow, type RecordKind } from "../sources/index.js";
import { alteredAmong } from "./altered.js";
import { keepCopies } from "./copies.js";
import { replaceDetails } from "./details.js";
import { type Flagged, settleFlags } from "./flags.js";
import { copyOf, outcomeOf } from "./laid-out.js";
import { pointAtLateParents } from "./late-parents.js";
import type { Counts } from "./model.js";
import { type PageContext, stageKeys } from "./page-context.js";
import { type Quarantined, quarantine, release, type Unfit, waitingAmong } from "./quarantine.js";
import { type Orphan, type Storable, storeRecords } from "./store.js";
import { DESTINATIONS, TABLES } from "./tables/index.js";
import { bury, type Gone, isMerged, type Merged, tellWinners, touch } from "./tombstones.js";

/** A row's key as the pool knows it. */
interface Known {
  readonly source_id: string;
  readonly kind: RecordKind;
  readonly record_hash: string;
  readonly modified_at: string | null;
  readonly deleted_at: string | null;
  readonly merged_into: string | null;
}

/** What may be found of a page's rows; looking for what cannot be there costs a first load a tenth of its time. */
export interface Before {
  /** The tables held rows of this source when the reading began. */
  readonly hasRows: boolean;
  /** Rows of this object waited in quarantine when the reading began. */
  readonly hasWaiting: boolean;
  /** Rows are held against what is stored of them, column by column: the hash does not tell what was altered here. */
  readonly isHeldAgainst?: boolean;
}

const NOTHING_KNOWN: ReadonlyMap<string, Known> = new Map();
const NOBODY: ReadonlySet<string> = new Set();

/** Whether anything of an object is in the pool. */
export async function lookBefore(reader: Reader, source: string, object: string): Promise<Before> {
  const tables = (DESTINATIONS[object]?.tables ?? []).map(
    (kind) =>
      sql`SELECT 1 AS there FROM (SELECT 1 FROM ${raw(TABLES[kind].name)} WHERE source = ${source} LIMIT 1) AS one`,
  );
  const rows = await reader.query(join(tables, " UNION ALL "));
  const waiting = await reader.query(sql`
    SELECT 1 AS there FROM quarantine WHERE source = ${source} AND object = ${object} AND resolved_at IS NULL LIMIT 1`);
  return { hasRows: rows.length > 0, hasWaiting: waiting.length > 0 };
}

/** What is to happen to the rows of one page. */
interface Plan {
  readonly storables: Map<RecordKind, Storable[]>;
  readonly flagged: Flagged[];
  readonly quarantined: Quarantined<Unfit>[];
  readonly gone: Gone[];
  /** Rows that went before, of which only now is said into what they were merged. */
  readonly joined: Merged[];
  readonly touched: (readonly [string, string])[];
  /** Rows that wait no more although nothing was stored. */
  readonly superseded: string[];
  readonly deletedWhileWaiting: string[];
  unchanged: number;
  deleted: number;
  readonly skippedBy: Record<string, number>;
}

export interface StoredPage {
  readonly counts: Counts;
  /** Rows among the quarantined that only a change in the source can mend. */
  readonly refused: number;
  /** Rows among the updated of which only formula fields had changed. */
  readonly drifted: number;
  /** Records that others were merged into: what hangs on them has moved without a new stamp. */
  readonly winners: readonly string[];
}

/**
 * Stores one page of rows, all in the given transaction: compared by hash, read, parents found, inserted or updated, copies kept, the bad
 * and the early put into quarantine. Every row ends in exactly one of the counts.
 */
export async function storePage(
  context: PageContext,
  rows: readonly IncomingRow[],
  before: Before,
): Promise<StoredPage> {
  const byId = new Map(rows.map((row) => [row.sourceId, row]));
  const page = byId.size === rows.length ? rows : [...byId.values()];
  const repeated = rows.length - page.length;
  if (before.hasRows || before.hasWaiting) await stageKeys(context.tx, byId.keys());
  const known = before.hasRows ? await knownRows(context) : NOTHING_KNOWN;
  const waiting = before.hasWaiting ? await waitingAmong(context) : NOBODY;
  const altered = before.hasRows && before.isHeldAgainst === true ? await alteredAmong(context, page) : NOBODY;
  const plan = planFor(page, known, waiting, altered);

  const told: Told = {
    inserted: 0,
    updated: 0,
    drifted: 0,
    stored: [],
    settled: new Set(),
    moved: [],
    movedFrom: new Map(),
  };
  const arrived: Partial<Record<RecordKind, string[]>> = {};

  for (const [kind, storables] of plan.storables) {
    const orphans = await storeRecords(context, kind, storables);
    awaitParents(plan, orphans, byId);
    const rows = inTable(storables, orphans);
    const { here, older } = tell(told, kind, rows, known);
    arrived[kind] = here;
    await keepCopies(context, rows.map(copyOf), older.length > 0);
    await replaceDetails(context, kind, storables, older);
  }
  const { inserted, updated, drifted, stored, settled, moved, movedFrom } = told;
  for (const [kind, leaving] of movedFrom) await bury(context, leaving, [kind]);
  await pointAtLateParents(context, arrived, moved);
  await bury(context, plan.gone);
  await tellWinners(context, plan.joined);
  const merges = [...plan.gone.filter(isMerged), ...plan.joined];
  await followMerges(
    context.tx,
    merges.map(({ sourceId, mergedInto }) => ({ source: context.source, goes: sourceId, stays: mergedInto })),
  );
  await touch(context, plan.touched);

  const refused = new Set(plan.quarantined.map(({ row }) => row.sourceId));
  await quarantine(context, plan.quarantined);
  await release(
    context,
    stored.filter((id) => waiting.has(id)),
    "stored",
  );
  await release(context, plan.superseded, "superseded");
  await release(context, plan.deletedWhileWaiting, "deleted_in_source");
  for (const id of waiting) settled.add(id);
  for (const { sourceId } of plan.gone) settled.add(sourceId);
  await settleFlags(
    context,
    [
      ...plan.flagged.filter(({ sourceId }) => !refused.has(sourceId)),
      ...plan.quarantined.map(({ row, reason, detail }) => ({ sourceId: row.sourceId, kind: reason, detail })),
    ],
    [...settled],
  );

  const skippedBy = repeated === 0 ? plan.skippedBy : { ...plan.skippedBy, repeated_in_page: repeated };
  const skipped = Object.values(skippedBy).reduce((sum, count) => sum + count, 0);
  const changed = updated + plan.joined.length;
  if (inserted + changed + plan.deleted > 0) await markDirty(context.tx);
  return {
    counts: {
      read: rows.length,
      inserted,
      updated: changed,
      unchanged: plan.unchanged,
      deleted: plan.deleted,
      quarantined: plan.quarantined.length,
      skipped,
      skippedBy,
    },
    refused: plan.quarantined.filter(({ reason }) => reason !== "missing_parent").length,
    drifted,
    winners: [...new Set(merges.map(({ mergedInto }) => mergedInto))],
  };
}

/** What became of the rows that went into a table. */
interface Told {
  inserted: number;
  updated: number;
  drifted: number;
  readonly stored: string[];
  /** Rows that were there before: what was flagged of them is settled anew. */
  readonly settled: Set<string>;
  /** Rows that were of another kind before, and where they leave from. */
  readonly moved: string[];
  readonly movedFrom: Map<RecordKind, Gone[]>;
}

// Loops over a page's rows stand in functions of their own: the engine compiles each once, and not all of storing with every one of them.

function awaitParents(plan: Plan, orphans: readonly Orphan[], byId: ReadonlyMap<string, IncomingRow>): void {
  for (const { sourceId, parentObject, parentId } of orphans) {
    const row = byId.get(sourceId);
    if (row === undefined) continue;
    const detail = `${parentObject} ${parentId} is not in the pool.`;
    plan.quarantined.push({
      row,
      reason: "missing_parent",
      detail,
      waitsForObject: parentObject,
      waitsForId: parentId,
    });
  }
}

function inTable(storables: readonly Storable[], orphans: readonly Orphan[]): readonly IncomingRow[] {
  const left = new Set(orphans.map(({ sourceId }) => sourceId));
  const rows: IncomingRow[] = [];
  for (const { row } of storables) if (!left.has(row.sourceId)) rows.push(row);
  return rows;
}

/** Sorts the rows that are in the table of a kind now: those that were not there before, and those that were. */
function tell(
  told: Told,
  kind: RecordKind,
  rows: readonly IncomingRow[],
  known: ReadonlyMap<string, Known>,
): { here: string[]; older: string[] } {
  const here: string[] = [];
  const older: string[] = [];
  for (const { sourceId, hash, modifiedAt } of rows) {
    told.stored.push(sourceId);
    const before = known.get(sourceId);
    if (before === undefined) {
      told.inserted += 1;
      here.push(sourceId);
      continue;
    }
    told.updated += 1;
    older.push(sourceId);
    told.settled.add(sourceId);
    const wasLive = before.deleted_at === null;
    const isMoved = before.kind !== kind;
    if (wasLive && isFormulaDrift(before.record_hash, hash)) told.drifted += 1;
    if (!wasLive || isMoved) here.push(sourceId);
    if (wasLive && isMoved) {
      told.moved.push(sourceId);
      const leaving = told.movedFrom.get(before.kind) ?? [];
      leaving.push({ sourceId, at: modifiedAt, mergedInto: null });
      told.movedFrom.set(before.kind, leaving);
    }
  }
  return { here, older };
}

/** The same stored values and other results of formulas. */
function isFormulaDrift(before: string, after: string): boolean {
  const [old, now] = [hashParts(before), hashParts(after)];
  return old.stored === now.stored && old.formulas !== now.formulas;
}

/** The rows of stage_key that the pool has, by source id; of an account that was of two kinds, the live one. */
async function knownRows({ tx, source, object }: PageContext): Promise<Map<string, Known>> {
  const kinds = DESTINATIONS[object]?.tables ?? [];
  const parts = kinds.map((kind) => {
    const merged = raw(TABLES[kind].hasMerges ? "t.merged_into_source_id" : "CAST(NULL AS TEXT)");
    return sql`SELECT t.source_id, ${raw(`'${kind}'`)} AS kind, t.record_hash, t.modified_at, t.deleted_at, ${merged} AS merged_into
      FROM stage_key k JOIN ${raw(TABLES[kind].name)} t ON t.source = ${source} AND t.source_id = k.source_id`;
  });
  const known = new Map<string, Known>();
  for (const row of await tx.query<Known>(join(parts, " UNION ALL "))) {
    const before = known.get(row.source_id);
    if (before === undefined || row.deleted_at === null) known.set(row.source_id, row);
  }
  return known;
}

function planFor(
  page: readonly IncomingRow[],
  known: ReadonlyMap<string, Known>,
  waiting: ReadonlySet<string>,
  altered: ReadonlySet<string>,
): Plan {
  const plan: Plan = {
    storables: new Map(),
    flagged: [],
    quarantined: [],
    gone: [],
    joined: [],
    touched: [],
    superseded: [],
    deletedWhileWaiting: [],
    unchanged: 0,
    deleted: 0,
    skippedBy: {},
  };
  for (const row of page) {
    const { sourceId } = row;
    planRow(plan, row, known.get(sourceId), { isWaiting: waiting.has(sourceId), isAltered: altered.has(sourceId) });
  }
  return plan;
}

function planRow(
  plan: Plan,
  row: IncomingRow,
  before: Known | undefined,
  { isWaiting, isAltered }: { readonly isWaiting: boolean; readonly isAltered: boolean },
): void {
  const isLive = before !== undefined && before.deleted_at === null;
  if (row.isDeleted) {
    if (isWaiting) plan.deletedWhileWaiting.push(row.sourceId);
    if (isLive) {
      plan.gone.push({ sourceId: row.sourceId, at: row.modifiedAt, mergedInto: row.mergedInto });
      plan.deleted += 1;
    } else if (before === undefined) skip(plan, "deleted_before_it_was_seen");
    else if (row.mergedInto !== null && row.mergedInto !== before.merged_into && TABLES[before.kind].hasMerges)
      plan.joined.push({ sourceId: row.sourceId, mergedInto: row.mergedInto });
    else plan.unchanged += 1;
    return;
  }
  if (isLive && before.record_hash === row.hash && !isAltered) {
    plan.unchanged += 1;
    if (before.modified_at !== row.modifiedAt) plan.touched.push([row.sourceId, row.modifiedAt]);
    if (isWaiting) plan.superseded.push(row.sourceId);
    return;
  }
  const outcome = outcomeOf(row);
  switch (outcome.kind) {
    case "record": {
      const { laidOut, remarks } = outcome;
      const storables = plan.storables.get(laidOut.of);
      if (storables === undefined) plan.storables.set(laidOut.of, [{ row, laidOut }]);
      else storables.push({ row, laidOut });
      for (const { kind, detail } of remarks) plan.flagged.push({ sourceId: row.sourceId, kind, detail });
      return;
    }
    case "refused":
      plan.quarantined.push({
        row,
        reason: outcome.reason,
        detail: outcome.detail,
        waitsForObject: null,
        waitsForId: null,
      });
      return;
    case "skipped":
      if (isWaiting) plan.superseded.push(row.sourceId);
      // What is skipped now and was stored before has left: it became a household, say.
      if (isLive) {
        plan.gone.push({ sourceId: row.sourceId, at: row.modifiedAt, mergedInto: null });
        plan.deleted += 1;
      } else skip(plan, outcome.reason);
  }
}

function skip(plan: Plan, reason: string): void {
  plan.skippedBy[reason] = (plan.skippedBy[reason] ?? 0) + 1;
}
