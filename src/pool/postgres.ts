import { once } from "node:events";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Sql } from "sql-template-tag";
import { PolarisError } from "../runtime/index.js";
import type { Stage, Staged, Transaction, Value } from "./model.js";

const INT8 = 20;
const NUMERIC = 1700;
const COLUMN_TYPES = {
  text: "TEXT",
  utf8: "TEXT",
  integer: "INTEGER",
  real: "DOUBLE PRECISION",
  boolean: "BOOLEAN",
} as const;
const COPY_CHUNK = 64 * 1024;

/**
 * Our statements are short: compiling them just in time, or starting workers for them, costs more than it saves. What they read lies in memory, where a
 * page costs the same wherever it is; with PostgreSQL's own guess, made for disks, it reads all participations for those of a year.
 */
const SETTINGS = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c work_mem=32MB";

/** Counts and sums fit a double; the driver would give them as text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8 || oid === NUMERIC
      ? (text: string) => Number(text)
      : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

/** @param address what a message calls it @throws PolarisError pool_unavailable */
export async function connectTo(url: string, address: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    throw new PolarisError(
      "pool_unavailable",
      `PostgreSQL does not answer at ${address} (${cause instanceof Error ? cause.message || String(cause.name) : "no reason given"}). Expected a running server and an existing database.`,
      { cause },
    );
  }
}

/** The PostgreSQL side of the pool. */
export class PostgresEngine {
  readonly #clients: pg.Pool;
  readonly #readOnly: boolean;

  constructor(url: string, readOnly: boolean, connections: number) {
    this.#clients = new pg.Pool({ connectionString: url, max: connections, types, options: SETTINGS });
    // A connection the server closes while idle is replaced at the next query.
    this.#clients.on("error", () => undefined);
    this.#readOnly = readOnly;
  }

  async query<Row>(statement: Sql): Promise<Row[]> {
    return (await this.#clients.query(statement.text, statement.values)).rows as Row[];
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.#clients.connect();
    let broken: Error | undefined;
    try {
      await client.query(this.#readOnly ? "BEGIN READ ONLY" : "BEGIN");
      try {
        const result = await work(transactionOn(client));
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((lost: Error) => {
          broken = lost;
        });
        throw error;
      }
    } finally {
      client.release(broken);
    }
  }

  close(): Promise<void> {
    return this.#clients.end();
  }
}

function transactionOn(client: pg.PoolClient): Transaction {
  const stage = async (name: string, { columns }: Pick<Stage, "columns">, rows: Iterable<readonly Staged[]>) => {
    const typed = columns.map((c) => `${c.name} ${COLUMN_TYPES[c.type]}`).join(", ");
    await client.query(`CREATE TEMP TABLE IF NOT EXISTS ${name} (${typed}) ON COMMIT DELETE ROWS`);
    await client.query(`TRUNCATE ${name}`);
    await copyInto(client, { name, columns }, rows);
  };
  return {
    engine: "postgresql",
    async query<Row>(statement: Sql) {
      return (await client.query(statement.text, statement.values)).rows as Row[];
    },
    async run(statement: Sql) {
      return (await client.query(statement.text, statement.values)).rowCount ?? 0;
    },
    stage: ({ name, columns }, rows) => stage(name, { columns }, rows),
    append: (table: Stage, rows: Iterable<readonly Staged[]>) => copyInto(client, table, rows),
    async appendNew({ name, columns }: Stage, rows: Iterable<readonly Value[]>) {
      const coming = [...rows];
      const ids = await idsFrom(client, name, coming.length);
      const numbered = [{ name: "id", type: "integer" } as const, ...columns];
      const numbers = ids.values();
      const numberedRow = (row: readonly Value[]): readonly Value[] => [numbers.next().value ?? null, ...row];
      await stage(`coming_${name}`, { columns: numbered }, coming.map(numberedRow));
      const names = numbered.map((column) => column.name).join(", ");
      const { rows: put } = await client.query<{ id: number }>(
        `INSERT INTO ${name} (${names}) SELECT ${names} FROM coming_${name} ON CONFLICT DO NOTHING RETURNING id`,
      );
      const known = new Set(put.map(({ id }) => id));
      return ids.map((id) => (known.has(id) ? id : null));
    },
    async countAnew(...tables: readonly string[]) {
      await client.query(`ANALYZE ${tables.join(", ")}`);
    },
  };
}

/** So many numbers of a table that nobody else will get. */
async function idsFrom(client: pg.PoolClient, table: string, many: number): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    "SELECT nextval(pg_get_serial_sequence($1, 'id'))::int AS id FROM generate_series(1, $2)",
    [table, many],
  );
  return rows.map(({ id }) => id);
}

export async function copyInto(client: pg.ClientBase, { name, columns }: Stage, rows: Iterable<readonly Staged[]>) {
  const names = columns.map((column) => column.name).join(", ");
  const copy = client.query(copyFrom(`COPY ${name} (${names}) FROM STDIN`));
  const finished = once(copy, "finish");
  // A failure is reported by `finished`; without this it would also count as unhandled while rows are written.
  finished.catch(() => undefined);
  try {
    for (const chunk of copyChunks(rows)) {
      if (!copy.write(chunk)) await Promise.race([once(copy, "drain"), finished]);
    }
  } catch (error) {
    // A COPY that is never ended would keep the connection, and the ROLLBACK behind it, waiting for ever.
    copy.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  copy.end();
  await finished;
}

const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

function copyText(value: Staged): string {
  if (value === null) return "\\N";
  if (value instanceof Uint8Array) return copyText(utf8.decode(value));
  if (typeof value === "string") return value.replace(/[\\\t\n\r]/g, (c) => ESCAPED[c] ?? c);
  if (typeof value === "boolean") return value ? "t" : "f";
  return String(value);
}

/** COPY's text format, in pieces large enough to be quick and small enough to stay small. */
function* copyChunks(rows: Iterable<readonly Staged[]>): Iterable<string> {
  let chunk = "";
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) chunk += (i === 0 ? "" : "\t") + copyText(row[i] ?? null);
    chunk += "\n";
    if (chunk.length >= COPY_CHUNK) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}
