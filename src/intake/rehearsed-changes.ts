import sql, { raw } from "sql-template-tag";
import { z } from "zod";
import type { Reader } from "../pool/index.js";
import type { RecordKind } from "../sources/index.js";
import { DESTINATIONS, TABLES } from "./tables/index.js";

/** One row that a sync would change: its key and names of fields, nothing of what it says. */
export interface RehearsedChange {
  readonly object: string;
  readonly change: "new" | "changed" | "deleted" | "set aside";
  readonly sourceId: string;
  /** Of a changed row the fields that differ; of one that is set aside the reason. */
  readonly why: string | null;
}

const SAMPLES = 3;

interface Batch {
  readonly id: number;
  readonly object: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly quarantined: number;
}

/** A few rows of each sort of change that these runs made, by object. */
export async function changesOf(reader: Reader, runIds: readonly number[]): Promise<RehearsedChange[]> {
  const changes: RehearsedChange[] = [];
  for (const runId of runIds) {
    const batches = await reader.query<Batch>(sql`
      SELECT id, object, inserted, updated, deleted, quarantined FROM sync_batch WHERE run_id = ${runId} ORDER BY id`);
    for (const batch of batches) changes.push(...(await changesIn(reader, batch)));
  }
  return changes;
}

async function changesIn(reader: Reader, batch: Batch): Promise<RehearsedChange[]> {
  const { object } = batch;
  const kinds = DESTINATIONS[object]?.tables ?? [];
  const about = (change: RehearsedChange["change"]) => (sourceId: string) => ({ object, change, sourceId, why: null });
  const changes: RehearsedChange[] = [];
  if (batch.inserted > 0) changes.push(...(await keysIn(reader, kinds, inserted(batch))).map(about("new")));
  if (batch.updated > 0)
    for (const { source, source_id } of await rowsIn(reader, kinds, updated(batch)))
      changes.push({ ...about("changed")(source_id), why: await fieldsOf(reader, source, object, source_id) });
  if (batch.deleted > 0) changes.push(...(await keysIn(reader, kinds, buried(batch))).map(about("deleted")));
  if (batch.quarantined > 0) changes.push(...(await setAside(reader, batch)));
  return changes;
}

/** A row that was there before has a copy that came by an earlier batch. */
const cameBefore = ({ id, object }: Batch) => sql`EXISTS (
  SELECT 1 FROM raw_record r WHERE r.source = t.source AND r.object = ${object} AND r.source_id = t.source_id AND r.batch_id <> ${id})`;
const inserted = (batch: Batch) => sql`t.batch_id = ${batch.id} AND t.deleted_at IS NULL AND NOT ${cameBefore(batch)}`;
const updated = (batch: Batch) => sql`t.batch_id = ${batch.id} AND t.deleted_at IS NULL AND ${cameBefore(batch)}`;
const buried = ({ id }: Batch) => sql`t.batch_id = ${id} AND t.deleted_at IS NOT NULL`;

interface Row {
  readonly source: string;
  readonly source_id: string;
}

async function rowsIn(
  reader: Reader,
  kinds: readonly RecordKind[],
  where: ReturnType<typeof inserted>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of kinds) {
    if (rows.length >= SAMPLES) break;
    rows.push(
      ...(await reader.query<Row>(sql`
        SELECT t.source, t.source_id FROM ${raw(TABLES[kind].name)} t WHERE ${where} ORDER BY t.id LIMIT ${SAMPLES - rows.length}`)),
    );
  }
  return rows;
}

async function keysIn(...asked: Parameters<typeof rowsIn>): Promise<string[]> {
  return (await rowsIn(...asked)).map(({ source_id }) => source_id);
}

const cells = z.record(z.string(), z.unknown());

/** The names of the fields in which a row's last two copies differ. */
async function fieldsOf(reader: Reader, source: string, object: string, sourceId: string): Promise<string | null> {
  const copies = await reader.query<{ payload: string }>(sql`
    SELECT payload FROM raw_record WHERE source = ${source} AND object = ${object} AND source_id = ${sourceId} ORDER BY id DESC LIMIT 2`);
  const [now, before] = copies.map(({ payload }) => cells.safeParse(JSON.parse(payload)).data);
  if (now === undefined || before === undefined) return null;
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const differing = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  return differing.length === 0 ? null : differing.sort().join(", ");
}

async function setAside(reader: Reader, { id, object }: Batch): Promise<RehearsedChange[]> {
  const rows = await reader.query<{ source_id: string; reason: string }>(sql`
    SELECT source_id, reason FROM quarantine WHERE batch_id = ${id} AND resolved_at IS NULL ORDER BY id LIMIT ${SAMPLES}`);
  return rows.map(({ source_id, reason }) => ({
    object,
    change: "set aside",
    sourceId: source_id,
    why: reason.replaceAll("_", " "),
  }));
}
