import sql, { raw } from "sql-template-tag";
import { DESTINATIONS, isSameValue, ownColumns, TABLES, type Table } from "../../intake/index.js";
import type { Reader, Value } from "../../pool/index.js";
import type { IncomingRow, RecordKind } from "../../sources/index.js";
import { ours, type PoolSide } from "./pool-side.js";

/** A stored row that is not what its copy makes of it. */
export interface Altered {
  readonly id: string;
  readonly modifiedAt: string | null;
  /** The columns that do not fit; `payload` when it is the copy that does not fit its hash. */
  readonly columns: readonly string[];
}

export interface CloseLook {
  readonly reader: Reader;
  readonly source: string;
  readonly object: string;
  /** A row as its payload kept it. */
  readonly fromPayload: (payload: string) => IncomingRow;
  /** False where fields came or went since: then a copy hashes to something else than it did. */
  readonly hashesFit: boolean;
  readonly side: PoolSide;
  /** Which share of a large object is looked at: by the day, so that all of it comes round. */
  readonly day: number;
  readonly onPage: () => void;
}

/** Rows of one object that are read again from their copy in one run; of more a share, another one every day. */
const ROWS_A_RUN = 2_000;
const ROWS_PER_PAGE = 1_000;

/** The living rows of one object that were changed in the pool by another hand than the sync's. */
export async function findAltered(look: CloseLook): Promise<Altered[]> {
  const misfits = await look.side.withoutTheirCopy();
  const known = await look.side.keysOf(misfits);
  const altered: Altered[] = misfits.map((id) => ({
    id,
    modifiedAt: known.get(id)?.modified_at ?? null,
    columns: ["record_hash"],
  }));
  for (const kind of DESTINATIONS[look.object]?.tables ?? []) altered.push(...(await misfitsOf(look, kind)));
  return altered;
}

/** Reads rows again from their last raw copy and compares every column that comes straight from it. */
async function misfitsOf(look: CloseLook, kind: RecordKind): Promise<Altered[]> {
  const columns = ownColumns(kind);
  const names = columns.map(({ name }) => name);
  const altered: Altered[] = [];
  for await (const page of copiesWithRows(look, kind, names)) {
    for (const stored of page) {
      const found = misfit(look, { kind, columns }, stored);
      if (found !== null) altered.push(found);
    }
    look.onPage();
  }
  return altered;
}

interface Stored {
  readonly id: number;
  readonly source_id: string;
  readonly record_hash: string;
  readonly modified_at: string | null;
  readonly payload: string;
  readonly [column: string]: Value;
}

async function* copiesWithRows(
  { reader, source, object, day, side }: CloseLook,
  kind: RecordKind,
  names: readonly string[],
): AsyncGenerator<Stored[]> {
  const name = raw(TABLES[kind].name);
  const scope = ours({ object, origin: null }, kind);
  const rows = (await side.sizes()).get(TABLES[kind].name) ?? 0;
  const shares = Math.max(1, Math.ceil(rows / ROWS_A_RUN));
  const columns = raw(names.map((column) => `, t.${column}`).join(""));
  for (let after = 0; ; ) {
    const page = await reader.query<Stored>(sql`
      SELECT t.id, t.source_id, t.record_hash, t.modified_at, r.payload${columns} FROM ${name} t
      JOIN raw_record r ON r.id = (
        SELECT MAX(c.id) FROM raw_record c WHERE c.source = ${source} AND c.object = ${object} AND c.source_id = t.source_id)
      WHERE t.source || '' = ${source} AND t.deleted_at IS NULL AND t.record_hash = r.record_hash ${scope} AND t.id > ${after}
        AND t.id % CAST(${shares} AS INTEGER) = CAST(${day % shares} AS INTEGER)
      ORDER BY t.id LIMIT ${ROWS_PER_PAGE}`);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}

function misfit(
  { fromPayload, hashesFit }: CloseLook,
  { kind, columns }: Pick<Table, "kind" | "columns">,
  stored: Stored,
): Altered | null {
  const about = { id: stored.source_id, modifiedAt: stored.modified_at };
  const row = rowOf(fromPayload, stored.payload);
  if (row === null) return { ...about, columns: ["payload"] };
  if (row.hash !== stored.record_hash) return hashesFit ? { ...about, columns: ["payload"] } : null;
  const reading = row.read();
  // What is read another way since it was stored is the next full sync's to settle.
  if (reading.kind !== "record" || reading.record.kind !== kind) return null;
  const unlike = columns.filter((column) => !isSameValue(column.of(reading.record), stored[column.name] ?? null));
  return unlike.length === 0 ? null : { ...about, columns: unlike.map(({ name }) => name) };
}

function rowOf(fromPayload: CloseLook["fromPayload"], payload: string): IncomingRow | null {
  try {
    return fromPayload(payload);
  } catch {
    return null;
  }
}
