import type { Sql } from "sql-template-tag";

export type Engine = "sqlite" | "postgresql";

/** What SQL takes and gives. Booleans are true/false in code on both engines' way in; rows give 0/1 on SQLite. */
export type Value = string | number | boolean | null;

export interface Reader {
  readonly engine: Engine;
  /** One statement, parameterised by the tag: the same text on both engines. Counts and sums come back as numbers. */
  query<Row>(statement: Sql): Promise<Row[]>;
}

/** What a table is filled with. A long text may be given as its UTF-8 bytes, in a column that is said to take them: as it came from another thread. */
export type Staged = Value | Uint8Array;

/** A table that lives for one transaction: where a page is staged before it is judged and stored. */
export interface Stage {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: "text" | "utf8" | "integer" | "real" | "boolean";
  }[];
}

export interface Transaction extends Reader {
  /** Runs one statement and says how many rows it changed. */
  run(statement: Sql): Promise<number>;
  /** Creates (or empties) the stage and fills it: prepared inserts on SQLite, COPY on PostgreSQL. */
  stage(stage: Stage, rows: Iterable<readonly Staged[]>): Promise<void>;
  /** Puts rows into a table that is there: for rows that hang on nothing else. */
  append(table: Stage, rows: Iterable<readonly Staged[]>): Promise<void>;
  /**
   * Puts rows into a table that numbers them by its `id`, but those that a unique key of it has already.
   * @returns the id of each; null of one that was left out
   */
  appendNew(table: Stage, rows: Iterable<readonly Value[]>): Promise<(number | null)[]>;
  /** After many rows came at once: PostgreSQL counts these tables anew, or it plans the rest of the transaction as if they were still empty. */
  countAnew(...tables: readonly string[]): Promise<void>;
}
