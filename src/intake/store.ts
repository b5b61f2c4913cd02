import sql, { empty, raw, Sql } from "sql-template-tag";
import type { Stage, Staged } from "../pool/index.js";
import type { IncomingRow, RecordKind } from "../sources/index.js";
import type { LaidOut } from "./laid-out.js";
import { type PageContext, stageKeys } from "./page-context.js";
import { TABLES, type Table } from "./tables/index.js";

/** A row that has been read and goes into a table. */
export interface Storable {
  readonly row: IncomingRow;
  readonly laidOut: LaidOut;
}

/** A row whose parent is not in the pool. */
export interface Orphan {
  readonly sourceId: string;
  readonly parentObject: string;
  readonly parentId: string;
}

interface Statements {
  readonly stage: Stage;
  readonly into: Sql;
  readonly values: string;
  readonly where: string;
  readonly updates: Sql;
}

const STATEMENTS: ReadonlyMap<RecordKind, Statements> = new Map(
  Object.values(TABLES).map((table) => [table.kind, statementsOf(table)]),
);

function statementsOf(table: Table): Statements {
  const stored = [...table.columns.map(({ name }) => name), ...table.resolved.map(({ name }) => name)];
  const initial = table.initial ?? [];
  const system = ["record_hash", "batch_id", "last_seen_at", "modified_at"];
  const revived = table.hasMerges ? ["deleted_at", "merged_into_source_id"] : ["deleted_at"];
  return {
    stage: {
      name: table.stage,
      columns: [
        { name: "source_id", type: "text" },
        { name: "record_hash", type: "text" },
        { name: "modified_at", type: "text" },
        // Truths are staged as 0 and 1: one way of writing them for both engines.
        ...[...table.columns, ...table.keys].map(
          ({ name, type }) => ({ name, type: type === "boolean" ? "integer" : type }) as const,
        ),
      ],
    },
    into: raw(
      `INSERT INTO ${table.name} (source, source_id, first_seen_at, last_seen_at, batch_id, record_hash, modified_at, ${[...stored, ...initial.map(({ name }) => name)].join(", ")})`,
    ),
    values: [
      ...table.columns.map(({ name, type }) => (type === "boolean" ? `(s.${name} = 1)` : `s.${name}`)),
      ...[...table.resolved, ...initial].map(({ from }) => from),
    ].join(", "),
    where: table.parents.map(({ isThere }) => isThere).join(" AND ") || "true",
    updates: raw(
      [
        ...[...system, ...stored].map((name) => `${name} = excluded.${name}`),
        ...revived.map((name) => `${name} = NULL`),
      ].join(", "),
    ),
  };
}

/** Every table has its own statements, made once. */
function statements(kind: RecordKind): Statements {
  const known = STATEMENTS.get(kind);
  if (known === undefined) throw new RangeError(`no table for ${kind}`);
  return known;
}

function joinsOf(table: Table, source: string): Sql {
  const pieces = table.joins.split("$source");
  return new Sql(pieces, new Array(pieces.length - 1).fill(source));
}

function* stagedRows(storables: readonly Storable[]): Iterable<readonly Staged[]> {
  for (const { row, laidOut } of storables) yield [row.sourceId, row.hash, row.modifiedAt, ...laidOut.values];
}

/**
 * Puts records of one kind into their table: staged, their parents found, inserted or updated in one statement. Those without a parent are
 * left out, off the stage too, and come back.
 */
export async function storeRecords(
  { tx, source, batchId, seenAt }: PageContext,
  kind: RecordKind,
  storables: readonly Storable[],
): Promise<Orphan[]> {
  const table = TABLES[kind];
  const { stage, into, values, where, updates } = statements(kind);
  await tx.stage(stage, stagedRows(storables));
  const stored = await tx.run(sql`${into}
    SELECT ${source}, s.source_id, ${seenAt}, ${seenAt}, CAST(${batchId} AS INTEGER), s.record_hash, s.modified_at, ${raw(values)}
    FROM ${raw(stage.name)} s ${joinsOf(table, source)} WHERE ${raw(where)}
    ON CONFLICT (source, source_id) DO UPDATE SET ${updates}`);
  return stored === storables.length ? [] : takeOrphans({ tx, source }, table, where, storables.length - stored);
}

async function takeOrphans(
  { tx, source }: Pick<PageContext, "tx" | "source">,
  table: Table,
  where: string,
  many: number,
): Promise<Orphan[]> {
  const asked = table.parents.map(
    ({ key, isThere }, place) => `s.${key} AS key_${place}, CASE WHEN ${isThere} THEN 1 ELSE 0 END AS there_${place}`,
  );
  const orphansAmong = (these: Sql) =>
    tx.query<Record<string, string | number>>(sql`
    SELECT s.source_id, ${raw(asked.join(", "))} FROM ${raw(table.stage)} s ${joinsOf(table, source)} WHERE NOT (${raw(where)}) ${these}`);
  // Nearly always they are not in the table at all, which is quicker to see than that a parent is missing.
  const fresh = await orphansAmong(
    sql`AND NOT EXISTS (SELECT 1 FROM ${raw(table.name)} t WHERE t.source = ${source} AND t.source_id = s.source_id)`,
  );
  const found = fresh.length === many ? fresh : await orphansAmong(empty);
  const orphans = found.map((row): Orphan => {
    const place = table.parents.findIndex((_, at) => row[`there_${at}`] === 0);
    return {
      sourceId: String(row.source_id),
      parentObject: table.parents[place]?.object ?? "",
      parentId: String(row[`key_${place}`]),
    };
  });
  await stageKeys(
    tx,
    orphans.map(({ sourceId }) => sourceId),
  );
  await tx.run(sql`DELETE FROM ${raw(table.stage)} WHERE source_id IN (SELECT source_id FROM stage_key)`);
  return orphans;
}
