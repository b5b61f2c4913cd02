import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { DESTINATIONS, TABLES } from "../../intake/index.js";
import type { Reader } from "../../pool/index.js";
import type { RecordKind } from "../../sources/index.js";

/** A row's key as the pool has it. */
export interface Known {
  readonly source_id: string;
  readonly record_hash: string;
  readonly modified_at: string | null;
  readonly deleted_at: string | null;
}

/** The last raw copy of a row. */
export interface Copy {
  readonly source_id: string;
  readonly record_hash: string;
  readonly payload: string;
}

export interface PoolDay {
  readonly day: string;
  readonly rows: number;
  readonly latest: string;
}

/** What a row says, as SQL of the row `t`, by table. */
export type Expressions = Readonly<Record<string, Sql>>;

export interface PoolGroup {
  readonly said: string | null;
  readonly rows: number;
}

export interface PoolScope {
  readonly reader: Reader;
  /** The source's name in the pool, as in "salesforce". */
  readonly source: string;
  readonly object: string;
  /** Only rows that came by this file or sheet; null is all. */
  readonly origin: string | null;
  /** With all: but for those of these sheets, which are read again themselves. */
  readonly except?: readonly string[];
}

interface PoolTable {
  readonly name: string;
  /** Which of its rows are this object's, to be put behind a condition. */
  readonly ours: Sql;
  /** The same, whichever file or sheet brought them: what stands in two of them is known by the first. */
  readonly anyones: Sql;
  /** Which of those the source still has: some outlive their absence there. */
  readonly kept: Sql;
}

const OUTLIVING: Readonly<Partial<Record<RecordKind, Sql>>> = {
  roster_entry: sql`AND t.is_active = TRUE`,
};

/** The rows of a shared table that are one object's, and of those the ones that came by one file or sheet. */
export function ours({ object, origin, except = [] }: Omit<PoolScope, "reader" | "source">, kind: RecordKind): Sql {
  const where = DESTINATIONS[object]?.where;
  const parts = [
    ...(where === undefined ? [] : [sql`AND (${raw(where)})`]),
    ...(origin === null ? [] : [sql`AND ${cameBy([origin], object, kind)}`]),
    ...(except.length === 0 ? [] : [sql`AND NOT ${cameBy(except, object, kind)}`]),
  ];
  return parts.length === 0 ? empty : join(parts, " ");
}

/** A table that does not keep where its rows come from has their batch, which does. */
function cameBy(origins: readonly string[], object: string, kind: RecordKind): Sql {
  const hasOrigin = TABLES[kind].columns.some(({ name }) => name === "origin");
  return hasOrigin
    ? sql`t.origin IN (${join([...origins])})`
    : sql`t.batch_id IN (SELECT b.id FROM sync_batch b WHERE b.source = ${object} AND b.origin IN (${join([...origins])}))`;
}

/** Of a table that says nothing of it. */
const NOTHING = sql`CAST(NULL AS TEXT)`;
const KEYS_PER_PAGE = 5_000;
const IDS_PER_STATEMENT = 500;
/** From so many rows on a table's copies are walked through once. */
const LARGE = 50_000;

/** What the pool has of one object. Reads alone. */
export class PoolSide {
  readonly #scope: PoolScope;
  readonly #tables: readonly PoolTable[];
  #sizes: ReadonlyMap<string, number> | null = null;

  constructor(scope: PoolScope) {
    this.#scope = scope;
    this.#tables = (DESTINATIONS[scope.object]?.tables ?? []).map((kind) => ({
      name: TABLES[kind].name,
      ours: ours(scope, kind),
      anyones: ours({ object: scope.object, origin: null }, kind),
      kept: OUTLIVING[kind] ?? empty,
    }));
  }

  /** All of a table is walked through in the order in which it lies: the empty text keeps the index out of it. */
  get #ofSource(): Sql {
    return sql`t.source || '' = ${this.#scope.source}`;
  }

  /** How many rows live, by table. */
  async sizes(): Promise<ReadonlyMap<string, number>> {
    if (this.#sizes !== null) return this.#sizes;
    const sizes = new Map<string, number>();
    for (const { name, ours: mine } of this.#tables) {
      const [live] = await this.#scope.reader.query<{ rows: number }>(sql`
        SELECT COUNT(*) AS rows FROM ${raw(name)} t WHERE ${this.#ofSource} AND t.deleted_at IS NULL ${mine}`);
      sizes.set(name, live?.rows ?? 0);
    }
    this.#sizes = sizes;
    return sizes;
  }

  /** Living rows by id and hash. */
  async *living(): AsyncGenerator<readonly Pick<Known, "source_id" | "record_hash">[]> {
    for (const table of this.#tables) {
      for (let after = 0; ; ) {
        const page = await this.#scope.reader.query<Known & { readonly id: number }>(sql`
          SELECT t.id, t.source_id, t.record_hash FROM ${raw(table.name)} t
          WHERE ${this.#ofSource} AND t.deleted_at IS NULL AND t.id > ${after} ${table.ours} ${table.kept}
          ORDER BY t.id LIMIT ${KEYS_PER_PAGE}`);
        const last = page.at(-1);
        if (last === undefined) break;
        yield page;
        after = last.id;
      }
    }
  }

  /** The keys of these rows as they are now; of a row in two tables the living one. */
  async keysOf(ids: readonly string[]): Promise<Map<string, Known>> {
    const known = new Map<string, Known>();
    for (const some of portions(ids))
      for (const table of this.#tables)
        for (const row of await this.#scope.reader.query<Known>(sql`
          SELECT t.source_id, t.record_hash, t.modified_at, t.deleted_at FROM ${raw(table.name)} t
          WHERE t.source = ${this.#scope.source} AND t.source_id IN (${join(some)}) ${table.anyones}`))
          keep(known, row);
    return known;
  }

  /** The last raw copies of these rows. */
  async copiesOf(ids: readonly string[]): Promise<Map<string, Copy>> {
    const { reader, source, object } = this.#scope;
    const copies = new Map<string, Copy>();
    for (const some of portions(ids))
      for (const copy of await reader.query<Copy>(sql`
        SELECT r.source_id, r.record_hash, r.payload FROM raw_record r
        WHERE r.source = ${source} AND r.object = ${object} AND r.source_id IN (${join(some)}) ORDER BY r.id`))
        copies.set(copy.source_id, copy);
    return copies;
  }

  /** Why rows of this object wait in quarantine, by source id. */
  async waiting(): Promise<Map<string, string>> {
    const { reader, source, object } = this.#scope;
    const rows = await reader.query<{ source_id: string; reason: string }>(sql`
      SELECT source_id, reason FROM quarantine WHERE source = ${source} AND object = ${object} AND resolved_at IS NULL`);
    return new Map(rows.map(({ source_id, reason }) => [source_id, reason]));
  }

  /** Live rows by the UTC day of their stamp, those before `until`. */
  async days(until: string): Promise<PoolDay[]> {
    const parts = this.#tables.map(
      (table) => sql`SELECT substr(t.modified_at, 1, 10) AS day, t.modified_at AS stamp FROM ${raw(table.name)} t
        WHERE t.source = ${this.#scope.source} AND t.deleted_at IS NULL AND t.modified_at < ${until} ${table.ours}`,
    );
    if (parts.length === 0) return [];
    return this.#scope.reader.query<PoolDay>(sql`
      SELECT d.day, COUNT(*) AS rows, MAX(d.stamp) AS latest FROM (${join(parts, " UNION ALL ")}) AS d GROUP BY d.day`);
  }

  /** Live rows stamped before `until`, by what the expression of their table says. */
  async groups(expressions: Expressions, until: string): Promise<PoolGroup[]> {
    return this.#grouped(expressions, sql`t.modified_at < ${until}`);
  }

  /** The same of these rows alone. */
  async groupsAmong(ids: readonly string[], expressions: Expressions, until: string): Promise<PoolGroup[]> {
    const groups: PoolGroup[] = [];
    for (const some of portions(ids))
      groups.push(
        ...(await this.#grouped(expressions, sql`t.modified_at < ${until} AND t.source_id IN (${join(some)})`)),
      );
    return groups;
  }

  async #grouped(expressions: Expressions, which: Sql): Promise<PoolGroup[]> {
    const parts = this.#tables.map(
      (table) => sql`SELECT ${expressions[table.name] ?? NOTHING} AS said FROM ${raw(table.name)} t
        WHERE t.source = ${this.#scope.source} AND t.deleted_at IS NULL AND ${which} ${table.ours}`,
    );
    if (parts.length === 0) return [];
    return this.#scope.reader.query<PoolGroup>(sql`
      SELECT g.said, COUNT(*) AS rows FROM (${join(parts, " UNION ALL ")}) AS g GROUP BY g.said`);
  }

  /** Rows of this object that wait in quarantine, as they came. */
  async waitingCopies(): Promise<{ readonly source_id: string; readonly payload: string }[]> {
    const { reader, source, object } = this.#scope;
    return reader.query(sql`
      SELECT source_id, payload FROM quarantine WHERE source = ${source} AND object = ${object} AND resolved_at IS NULL`);
  }

  /** Live rows whose stamp lies in [from, until): id and stamp. */
  async stamps(from: string, until: string): Promise<Map<string, string>> {
    const stamps = new Map<string, string>();
    for (const table of this.#tables)
      for (const { source_id, modified_at } of await this.#scope.reader.query<{
        source_id: string;
        modified_at: string;
      }>(sql`
        SELECT t.source_id, t.modified_at FROM ${raw(table.name)} t
        WHERE t.source = ${this.#scope.source} AND t.deleted_at IS NULL AND t.modified_at >= ${from} AND t.modified_at < ${until} ${table.ours}`))
        stamps.set(source_id, modified_at);
    return stamps;
  }

  /** Live rows whose own hash is not that of their last raw copy, or that have none. */
  async withoutTheirCopy(): Promise<string[]> {
    const { reader, source, object } = this.#scope;
    const ids: string[] = [];
    for (const table of this.#tables) {
      if (await this.#haveTheirCopies(table)) continue;
      for (const { source_id } of await reader.query<{ source_id: string }>(sql`
        SELECT t.source_id FROM ${raw(table.name)} t
        WHERE t.source = ${source} AND t.deleted_at IS NULL ${table.ours} AND t.record_hash IS DISTINCT FROM (
          SELECT r.record_hash FROM raw_record r
          WHERE r.source = ${source} AND r.object = ${object} AND r.source_id = t.source_id ORDER BY r.id DESC LIMIT 1)`))
        ids.push(source_id);
    }
    return ids;
  }

  /**
   * Whether each row of a large table has a copy with its hash: one walk through all copies, in the order in which they lie, instead of a
   * search for each.
   */
  async #haveTheirCopies({ name, ours: mine }: PoolTable): Promise<boolean> {
    const { reader, source, object } = this.#scope;
    const rows = (await this.sizes()).get(name) ?? 0;
    if (rows < LARGE) return rows === 0;
    const [copied] = await reader.query<{ rows: number }>(sql`
      SELECT COUNT(DISTINCT t.id) AS rows FROM raw_record r
      JOIN ${raw(name)} t ON t.source = r.source AND t.source_id = r.source_id AND t.record_hash = r.record_hash
      WHERE r.source || '' = ${source} AND r.object || '' = ${object} AND t.deleted_at IS NULL ${mine}`);
    return copied?.rows === rows;
  }
}

/** Of an account that was of two kinds the living row counts. */
function keep(known: Map<string, Known>, row: Known): void {
  const before = known.get(row.source_id);
  if (before === undefined || row.deleted_at === null) known.set(row.source_id, row);
}

export function* portions<Item>(items: readonly Item[], size = IDS_PER_STATEMENT): Iterable<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
