import { type BatchJudge, type KnownColumns, stoppedBy } from "../../intake/index.js";
import { asPolarisError, type ErrorCode, PolarisError } from "../../runtime/index.js";
import type { LeadTable } from "../../sources/index.js";
import type { BaseLine } from "./base-line.js";

/** Why nothing of a file may go on. */
export interface Stop {
  readonly code: ErrorCode;
  readonly why: string;
}

/** What is wrong with the file itself. Anything else is trouble of ours, and the file may come again. */
const STOPPING: readonly ErrorCode[] = ["columns_changed", "file_unreadable", "file_unknown", "file_too_large"];

/** The reason of an error that lies in the file; null for any other. */
export function stopOf(thrown: unknown): Stop | null {
  const { code, message } = asPolarisError(thrown);
  return STOPPING.includes(code) ? { code, why: message } : null;
}

/** Judges a file while it is read: whether it can be read to its end, has rows, and is what its suite expects. */
export class FileJudge {
  readonly #table: LeadTable;
  readonly #suite: BatchJudge | null;
  readonly #columns: KnownColumns;
  readonly #shiftedFrom: number[] = [];
  #rows = 0;
  #failing = 0;
  #broken: Stop | null = null;

  constructor(table: LeadTable, suite: BatchJudge | null) {
    const absent = table.source.columns.map(({ name }) => name).filter((name) => !table.header.includes(name));
    this.#table = table;
    this.#suite = suite;
    this.#columns = { there: table.header, absent };
  }

  get rows(): number {
    return this.#rows;
  }

  /** Rows that do not meet what is expected of each. */
  get failing(): number {
    return this.#failing;
  }

  /** Rows whose columns are shifted, those put right included. */
  get shifted(): number {
    return this.#shiftedFrom.length;
  }

  hear(lines: readonly BaseLine[]): void {
    this.#rows += lines.length;
    this.#failing += this.#suite?.judgeLines(lines, this.#columns).size ?? 0;
    for (const { shiftedFrom } of lines) if (shiftedFrom !== null) this.#shiftedFrom.push(shiftedFrom);
  }

  /** Hears why the file could not be read on. @throws what was thrown, where it does not lie in the file */
  break(thrown: unknown): void {
    this.#broken = stopOf(thrown);
    if (this.#broken === null) throw thrown;
  }

  /** Why nothing of the file may go on, once it is read; null when it may. */
  get stop(): Stop | null {
    if (this.#broken !== null) return this.#broken;
    const shifted = this.#table.stop(this.#rows, this.#shiftedFrom);
    if (shifted !== null) return { code: "columns_changed", why: shifted };
    if (this.#rows === 0) return stopOf(withoutRows(this.#table));
    const unexpected = this.#suite?.stop ?? null;
    if (unexpected === null) return null;
    const { code, message } = stoppedBy(unexpected, `Rows of “${this.#table.source.label}”`);
    return { code, why: message };
  }
}

const withoutRows = ({ source }: LeadTable): PolarisError =>
  new PolarisError(
    "file_unreadable",
    `The file has the columns of “${source.label}” and no rows below them. Expected at least one. Export it again, and see that no filter hides its rows. Nothing was changed.`,
  );
