import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import sql, { type Sql } from "sql-template-tag";
import { sqliteFile } from "./address.js";
import { copySqlite } from "./copy.js";
import type { Transaction } from "./model.js";
import { openPool, type Pool } from "./pool.js";
import { Turns } from "./turns.js";

/**
 * Does something to the pool that is forgotten when it ends, however it ends. SQLite works on a copy of the file, PostgreSQL in a transaction that is
 * taken back: neither keeps others from writing meanwhile.
 */
export function rehearse<T>(pool: Pool, work: (copy: Pool) => Promise<T>, signal?: AbortSignal): Promise<T> {
  return pool.engine === "sqlite" ? onACopiedFile(pool, work, signal) : inATransactionTakenBack(pool, work);
}

/** What the work may use of its copy. Whatever it left under way is waited for, and may not begin anything more once the work has ended. */
class Rehearsal {
  readonly pool: Pool;
  readonly #underWay = new Set<Promise<unknown>>();
  #isOver = false;

  constructor(copy: Pick<Pool, "engine" | "url" | "db" | "query" | "transaction">) {
    this.pool = {
      engine: copy.engine,
      url: copy.url,
      get db() {
        return copy.db;
      },
      query: <Row>(statement: Sql) => this.#follow(() => copy.query<Row>(statement)),
      transaction: (work) => this.#follow(() => copy.transaction(work)),
      write: () => Promise.reject(new Error("a rehearsal writes by SQL alone")),
      countAnew: async () => undefined,
      close: async () => undefined,
    };
  }

  async play<T>(work: (copy: Pool) => Promise<T>): Promise<T> {
    try {
      return await work(this.pool);
    } finally {
      this.#isOver = true;
      await Promise.allSettled(this.#underWay);
    }
  }

  #follow<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#isOver) return Promise.reject(new Error("the rehearsal is over"));
    const asked = ask();
    this.#underWay.add(asked);
    const end = () => this.#underWay.delete(asked);
    asked.then(end, end);
    return asked;
  }
}

const COPY = /\.rehearsal-(\d+)-\d+$/;

const copiesInUse = new Set<string>();
let serial = 0;

async function onACopiedFile<T>(pool: Pool, work: (copy: Pool) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const file = sqliteFile(pool.url);
  removeLeftCopies(file);
  serial += 1;
  const copied = `${file}.rehearsal-${process.pid}-${serial}`;
  copiesInUse.add(copied);
  try {
    await copySqlite(file, copied, signal);
    const copy = openPool(`file:${copied}`);
    try {
      return await new Rehearsal(copy).play(work);
    } finally {
      await copy.close();
    }
  } finally {
    remove(copied);
    copiesInUse.delete(copied);
  }
}

/** Copies that processes left behind which were killed. */
function removeLeftCopies(file: string): void {
  const folder = path.dirname(file);
  for (const name of readdirSync(folder)) {
    const pid = COPY.exec(name)?.[1];
    if (pid === undefined || !name.startsWith(`${path.basename(file)}.rehearsal-`)) continue;
    const left = path.join(folder, name);
    const isMine = Number(pid) === process.pid;
    if (isMine ? !copiesInUse.has(left) : !isAlive(Number(pid))) remove(left);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function remove(copied: string): void {
  for (const ending of ["", "-wal", "-shm", "-journal"]) rmSync(`${copied}${ending}`, { force: true });
}

class TakenBack extends Error {}

async function inATransactionTakenBack<T>(pool: Pool, work: (copy: Pool) => Promise<T>): Promise<T> {
  let outcome: { readonly result: T } | undefined;
  try {
    await pool.transaction(async (tx) => {
      // Reading a source takes its time.
      await tx.run(sql`SET LOCAL idle_in_transaction_session_timeout = 0`);
      await hideFacts(tx);
      outcome = { result: await new Rehearsal(poolIn(tx, pool)).play(work) };
      throw new TakenBack();
    });
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) throw thrown;
  }
  if (outcome === undefined) throw new Error("a rehearsal ended without a result");
  return outcome.result;
}

/** The one table whose rows every change writes, decisions of people too: a copy of it keeps nobody waiting. */
async function hideFacts(tx: Transaction): Promise<void> {
  await tx.run(sql`CREATE TEMP TABLE pool_fact ON COMMIT DROP AS SELECT * FROM pool_fact`);
  await tx.run(sql`ALTER TABLE pg_temp.pool_fact ADD PRIMARY KEY (key)`);
}

/** The pool as one transaction sees it: the transactions of the work are steps of it, each taken back when it fails. */
function poolIn(
  tx: Transaction,
  { engine, url, db }: Pool,
): Pick<Pool, "engine" | "url" | "db" | "query" | "transaction"> {
  const steps = new Turns();
  const inLine = oneByOne(tx);
  return {
    engine,
    url,
    db,
    query: (statement) => inLine.query(statement),
    transaction: (work) =>
      steps.take(async () => {
        await inLine.run(sql`SAVEPOINT step`);
        try {
          const result = await work(inLine);
          await inLine.run(sql`RELEASE SAVEPOINT step`);
          return result;
        } catch (error) {
          await inLine.run(sql`ROLLBACK TO SAVEPOINT step`);
          await inLine.run(sql`RELEASE SAVEPOINT step`);
          throw error;
        }
      }),
  };
}

/** A connection takes one statement after the other, whoever asks. */
function oneByOne(tx: Transaction): Transaction {
  const line = new Turns();
  return {
    engine: tx.engine,
    query: (statement) => line.take(() => tx.query(statement)),
    run: (statement) => line.take(() => tx.run(statement)),
    stage: (stage, rows) => line.take(() => tx.stage(stage, rows)),
    append: (table, rows) => line.take(() => tx.append(table, rows)),
    appendNew: (table, rows) => line.take(() => tx.appendNew(table, rows)),
    countAnew: (...tables) => line.take(() => tx.countAnew(...tables)),
  };
}
