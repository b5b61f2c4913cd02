import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { Sql } from "sql-template-tag";
import type { Reader, Stage, Staged, Transaction, Value } from "./model.js";
import { type Turns, turnsOf } from "./turns.js";

const BUSY_MILLISECONDS = 10_000;
const KEPT_STATEMENTS = 300;
/** Pages (of 4 kB) in the write-ahead log before it is brought back into the file: a page of an index that many transactions touch is then copied once. */
const PAGES_PER_CHECKPOINT = 8_000;

const MAPPED_BYTES = 2 ** 30;
/** Names, addresses and students lie in it. */
const OWNER_ONLY = 0o600;

export interface SqliteOptions {
  readonly readOnly?: boolean;
  /** Looks at the file where the system has it in memory, and does not copy it page by page: what it has looked at counts as the process's own memory. */
  readonly isMapped?: boolean;
}

/** Opens a connection with the settings every connection of Polaris shares. */
export function openSqlite(file: string, options: SqliteOptions = {}): Database.Database {
  mkdirSync(path.dirname(file), { recursive: true });
  // SQLite would make a new pool as the umask has it, and what lies beside it like the pool.
  if (!existsSync(file)) closeSync(openSync(file, "a", OWNER_ONLY));
  const connection = new Database(file);
  connection.pragma(`busy_timeout = ${BUSY_MILLISECONDS}`);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = NORMAL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("temp_store = MEMORY");
  connection.pragma("cache_size = -24000");
  connection.pragma(`wal_autocheckpoint = ${PAGES_PER_CHECKPOINT}`);
  if (options.readOnly) connection.pragma("query_only = ON");
  if (options.isMapped) connection.pragma(`mmap_size = ${MAPPED_BYTES}`);
  return connection;
}

/** A value as the engine knows it. */
const bound = (value: unknown): unknown => (typeof value === "boolean" ? Number(value) : value);

/** A statement that was prepared, with the names of what it answers. */
class Prepared {
  readonly #statement: Database.Statement<unknown[]>;
  readonly #names: readonly string[];

  constructor(statement: Database.Statement<unknown[]>) {
    this.#statement = statement.reader ? statement.raw() : statement;
    this.#names = statement.reader ? statement.columns().map(({ name }) => name) : [];
  }

  /** The library makes each row a table of hashes; cells put under their names one by one are plain objects, quicker to make, to read and to clear away. */
  rows<Row>(values: readonly unknown[]): Row[] {
    const names = this.#names;
    return this.#statement.all(values.map(bound)).map((cells) => {
      const row: Record<string, unknown> = {};
      for (let place = 0; place < names.length; place++) row[names[place] as string] = (cells as unknown[])[place];
      return row as Row;
    });
  }

  /** Carries it out. Answers how many rows it changed, or gave back. */
  run(values: readonly unknown[]): number {
    return this.#statement.reader ? this.#statement.all(values.map(bound)).length : this.put(values.map(bound)).changes;
  }

  /** Carries it out with values that the engine knows as they are. */
  put(values: readonly unknown[]): Database.RunResult {
    return this.#statement.run(values);
  }
}

/** Statements are prepared once per connection and text. */
class Statements {
  readonly #kept = new Map<string, Prepared>();
  readonly #done = new Set<string>();
  readonly connection: Database.Database;

  constructor(connection: Database.Database) {
    this.connection = connection;
  }

  of(text: string): Prepared {
    const known = this.#kept.get(text);
    if (known) return known;
    if (this.#kept.size >= KEPT_STATEMENTS) this.#kept.clear();
    const prepared = new Prepared(this.connection.prepare<unknown[]>(text));
    this.#kept.set(text, prepared);
    return prepared;
  }

  /** Runs a statement that needs to run only once on a connection. */
  once(text: string): void {
    if (this.#done.has(text)) return;
    this.connection.exec(text);
    this.#done.add(text);
  }

  /** A rollback takes back what was done once. */
  forget(): void {
    this.#done.clear();
  }
}

const COLUMN_TYPES = { text: "TEXT", utf8: "TEXT", integer: "INTEGER", real: "REAL", boolean: "INTEGER" } as const;

/** The SQLite side of the pool: a connection that reads, and one that writes, opened when first needed. */
export class SqliteEngine {
  readonly turns: Turns;
  readonly #file: string;
  readonly #readOnly: boolean;
  #reading: Statements | undefined;
  #writing: Statements | undefined;

  constructor(file: string, readOnly: boolean) {
    this.turns = turnsOf(file);
    this.#file = file;
    this.#readOnly = readOnly;
  }

  async query<Row>(statement: Sql): Promise<Row[]> {
    this.#reading ??= new Statements(openSqlite(this.#file, { readOnly: true, isMapped: this.#readOnly }));
    return this.#reading.of(statement.sql).rows<Row>(statement.values);
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.turns.take(async () => {
      this.#writing ??= new Statements(openSqlite(this.#file, { readOnly: this.#readOnly }));
      const statements = this.#writing;
      statements.connection.exec("BEGIN IMMEDIATE");
      try {
        const result = await work(transactionOn(statements));
        statements.connection.exec("COMMIT");
        return result;
      } catch (error) {
        if (statements.connection.inTransaction) statements.connection.exec("ROLLBACK");
        statements.forget();
        throw error;
      }
    });
  }

  close(): void {
    this.#reading?.connection.close();
    this.#writing?.connection.close();
    this.#reading = undefined;
    this.#writing = undefined;
  }
}

function transactionOn(statements: Statements): Transaction {
  const reader: Reader = {
    engine: "sqlite",
    async query<Row>(statement: Sql) {
      return statements.of(statement.sql).rows<Row>(statement.values);
    },
  };
  return {
    ...reader,
    async run(statement: Sql) {
      return statements.of(statement.sql).run(statement.values);
    },
    async stage(stage: Stage, rows: Iterable<readonly Staged[]>) {
      const columns = stage.columns.map((c) => `${c.name} ${COLUMN_TYPES[c.type]}`).join(", ");
      statements.once(`CREATE TEMP TABLE IF NOT EXISTS ${stage.name} (${columns})`);
      statements.of(`DELETE FROM temp.${stage.name}`).run([]);
      insertAll(statements, `temp.${stage.name}`, stage, rows);
    },
    async append(table: Stage, rows: Iterable<readonly Staged[]>) {
      insertAll(statements, table.name, table, rows);
    },
    async appendNew(table: Stage, rows: Iterable<readonly Value[]>) {
      const insert = insertInto(statements, table.name, table.columns, 1, " ON CONFLICT DO NOTHING");
      return Array.from(rows, (row) => {
        const { changes, lastInsertRowid } = insert.put(row.map(bound));
        return changes === 1 ? Number(lastInsertRowid) : null;
      });
    },
    countAnew: async () => undefined,
  };
}

/** A statement of as many rows takes a third less than each by itself; more of them save nothing further. */
const ROWS_AT_ONCE = 10;

function insertAll(statements: Statements, into: string, { columns }: Stage, rows: Iterable<readonly Staged[]>): void {
  const many = insertInto(statements, into, columns, ROWS_AT_ONCE);
  const cells: unknown[] = [];
  for (const row of rows) {
    for (const cell of row) cells.push(bound(cell));
    if (cells.length < columns.length * ROWS_AT_ONCE) continue;
    many.put(cells);
    cells.length = 0;
  }
  const one = insertInto(statements, into, columns, 1);
  for (let from = 0; from < cells.length; from += columns.length) one.put(cells.slice(from, from + columns.length));
}

function insertInto(
  statements: Statements,
  into: string,
  columns: Stage["columns"],
  rows: number,
  unless = "",
): Prepared {
  const names = columns.map(({ name }) => name).join(", ");
  const row = `(${columns.map(({ type }) => (type === "utf8" ? "CAST(? AS TEXT)" : "?")).join(", ")})`;
  return statements.of(`INSERT INTO ${into} (${names}) VALUES ${Array(rows).fill(row).join(", ")}${unless}`);
}
