import sql from "sql-template-tag";
import { addDays } from "../../domain/index.js";
import { type Lease, Meter, takeLease } from "../../intake/index.js";
import { fillEmpty, type Reader, type Transaction } from "../../pool/index.js";
import { counted, showInteger } from "../../reply/index.js";
import { leadListSource } from "../../sources/index.js";
import { countStillLeads, settleLeads } from "../resolution/index.js";
import { BASE_TABLES, forgetWordings, storeLines } from "./base.js";
import { linesOf } from "./base-line.js";
import { holdLayers } from "./hold-layers.js";
import { FileJudge, type Stop } from "./judge-file.js";
import { type ComingFile, findLeadFile, noteLeadFile, otherOfDay, usualRows } from "./lead-files.js";
import type { LeadImport, LeadImportOptions } from "./model.js";
import { beginLeadRun, brokenOff, endBroken, endStopped, endWell, type LeadRun } from "./run.js";
import { stageFile } from "./staging.js";

/**
 * Takes a monthly file through all layers. It is judged while its rows go into base, some pages a transaction; then one last transaction makes it stand
 * and settles the leads. Killed anywhere, the next import of the same file comes to the same; a file that may not go on leaves no row, is noted with
 * its reason, and the leads stay as they were.
 * @throws PolarisError already_running; what keeps the pool from being written. What is wrong with the file is told in the result
 */
export async function importLeads(options: LeadImportOptions): Promise<LeadImport> {
  const { pool, clock, table } = options;
  const lease = await takeLease(pool, leadListSource(table.source.name), clock);
  try {
    return await new FileImport(options, lease).run();
  } finally {
    await lease.release(pool);
  }
}

/** Pages that a transaction stores: an index whose pages many transactions touch is written once for each of them. */
const PAGES_AT_ONCE = 10;
/** From so many bytes on a first file is worth a thread of its own that reads it. */
const MANY_BYTES = 2_000_000;
/** So many new wordings change how PostgreSQL has to plan. */
const MANY = 1_000;

/** A file whose rows all lie in base. */
interface FileRead {
  readonly fileId: number;
  readonly judge: FileJudge;
  /** Wordings that the source had never had. */
  readonly inserted: number;
}

const NOTHING_SETTLED = { new: 0, known: 0, updated: 0 };

class FileImport {
  readonly #options: LeadImportOptions;
  readonly #lease: Lease;
  readonly #notices: string[] = [];

  constructor(options: LeadImportOptions, lease: Lease) {
    this.#options = options;
    this.#lease = lease;
    this.#notices.push(...options.table.notices);
  }

  get #key() {
    const { table, file, fileDate } = this.#options;
    return { source: table.source.name, checksum: file.checksum, fileDate };
  }

  async run(): Promise<LeadImport> {
    const { pool, file, table } = this.#options;
    const known = await findLeadFile(pool, this.#key);
    if (known?.state === "standing") return this.#unchanged(known.id, known.rows);
    const run = await beginLeadRun({ ...this.#options, source: table.source.name, name: file.name });
    try {
      const usual = await usualRows(pool, this.#key);
      const read = await this.#read(run, usual === null);
      this.#noteRows(read.judge);
      const { stop } = read.judge;
      return stop === null ? await this.#take(run, read, usual) : await this.#stop(run, read, stop);
    } catch (thrown) {
      await endBroken(pool, run, thrown);
      throw brokenOff(thrown);
    }
  }

  #noteRows({ rows, shifted, failing }: FileJudge): void {
    if (shifted > 0)
      this.#notices.push(`The columns of ${counted(shifted, "row")} of ${showInteger(rows)} are shifted.`);
    if (failing > 0)
      this.#notices.push(
        `${counted(failing, "row")} ${failing === 1 ? "is" : "are"} not as expected of this source; see “quality expectations”. ${failing === 1 ? "It is" : "They are"} kept, and flagged where a field cannot be read.`,
      );
  }

  async #stop(run: LeadRun, { fileId, judge }: FileRead, stop: Stop): Promise<LeadImport> {
    const { pool } = this.#options;
    const { rows } = judge;
    await endStopped(pool, run, stop, async (tx) => {
      await noteLeadFile(tx, this.#coming(run, { rows, state: "stopped", why: stop.why }));
      await forgetWordings(tx, this.#key.source);
    });
    const leads = await countLeads(pool);
    return {
      ...this.#told(fileId, rows),
      state: "stopped",
      ...stop,
      inserted: 0,
      unchanged: 0,
      invalid: 0,
      leads: { before: leads, after: leads, ...NOTHING_SETTLED },
    };
  }

  async #unchanged(fileId: number, rows: number): Promise<LeadImport> {
    const { pool, file, fileDate } = this.#options;
    const leads = await countLeads(pool);
    this.#notices.push(`“${file.name}” of ${fileDate} was imported before, byte for byte. Nothing was changed.`);
    return {
      ...this.#told(fileId, rows),
      state: "unchanged",
      code: null,
      why: null,
      inserted: 0,
      unchanged: rows,
      invalid: await countInvalid(pool, fileId),
      leads: { before: leads, after: leads, ...NOTHING_SETTLED },
    };
  }

  async #take(run: LeadRun, { fileId, judge, inserted }: FileRead, usual: number | null): Promise<LeadImport> {
    const { pool } = this.#options;
    const { rows } = judge;
    const before = await countLeads(pool);
    if (inserted >= MANY) await pool.transaction((tx) => tx.countAnew("lead_version", "lead_row"));
    const settled = await this.#promote(run, fileId, rows, inserted);
    this.#noteSize(rows, usual);
    await this.#noteOtherOfDay();
    return {
      ...this.#told(fileId, rows),
      state: "standing",
      code: null,
      why: null,
      inserted,
      unchanged: rows - inserted,
      invalid: await countInvalid(pool, fileId),
      leads: { before, after: await countLeads(pool), ...settled },
    };
  }

  /** Every row into base, judged on its way. */
  async #read(run: LeadRun, isFirst: boolean): Promise<FileRead> {
    const { pool, table, file, clock, signal, progress = () => undefined } = this.#options;
    const meter = new Meter(`Reading ${file.name}`, clock, progress);
    const fileId = await pool.transaction(async (tx) => {
      await this.#lease.renew(tx);
      return noteLeadFile(tx, this.#coming(run, { rows: 0, state: "reading", why: null }));
    });
    const judge = new FileJudge(table, run.judge);
    const pages = linesOf(table, isFirst && file.bytes >= MANY_BYTES);
    const base = { source: this.#key.source, fileId, allNew: isFirst };
    let inserted = 0;
    let isOver = false;
    const next = () => pages.next().catch((thrown: unknown) => judge.break(thrown));
    const storeNext = async (tx: Transaction): Promise<void> => {
      signal?.throwIfAborted();
      const { value: lines = [], done = true } = (await next()) ?? {};
      isOver = done;
      judge.hear(lines);
      inserted += await storeLines(tx, base, lines);
      meter.add(lines.length);
    };
    try {
      await fillEmpty(pool, BASE_TABLES, async () => {
        while (!isOver)
          await pool.transaction(async (tx) => {
            await this.#lease.renew(tx);
            for (let page = 0; page < PAGES_AT_ONCE && !isOver; page += 1) await storeNext(tx);
          });
      });
    } finally {
      await pages.return(undefined);
    }
    return { fileId, judge, inserted };
  }

  /** The file stands, staging and leads follow, and the run ends: all at once or not at all. */
  #promote(run: LeadRun, fileId: number, rows: number, inserted: number) {
    const { pool, organization, clock, signal, progress = () => undefined } = this.#options;
    signal?.throwIfAborted();
    const meter = new Meter("what follows for the leads", clock, progress);
    return pool.transaction(async (tx) => {
      await this.#lease.renew(tx);
      await tx.run(sql`UPDATE lead_file SET state = 'standing', rows = CAST(${rows} AS INTEGER) WHERE id = ${fileId}`);
      await stageFile(tx, { id: fileId, ...this.#key });
      const { new: fresh, known, updated } = await settleLeads(tx, organization, { stage: "touched_lead_key" });
      const still = await countStillLeads(tx);
      await holdLayers(tx, fileId, rows);
      await endWell(tx, run, rows, inserted);
      await this.#options.inside?.(tx, { source: this.#key.source, file: fileId, rows, inserted });
      meter.add(rows);
      return { new: fresh + still, known, updated };
    });
  }

  #noteSize(rows: number, usual: number | null): void {
    const { organization, fileDate } = this.#options;
    const { smallestShare } = organization.leads;
    if (usual === null || rows >= usual * smallestShare) return;
    this.#notices.push(
      `The file has ${counted(rows, "row")}, where this source usually has ${showInteger(usual)}. It was taken in, and leads that it lacks count as gone from the list. If it was cut off, ask for the whole one and import it with a later day (date:${addDays(fileDate, 1)}).`,
    );
  }

  /** Of two lists of one day it is not told which came last: who corrects a list has to give it a day of its own. */
  async #noteOtherOfDay(): Promise<void> {
    const { source, checksum, fileDate } = this.#key;
    const other = await otherOfDay(this.#options.pool, this.#key);
    if (other === null) return;
    const newer = other.checksum > checksum ? `“${other.name}” counts` : "this one counts";
    this.#notices.push(
      `Another list of ${source}, “${other.name}”, speaks of ${fileDate} as well: ${newer} as the newer of the two, whichever came last. If one corrects the other, import it once more with a later day (date:${addDays(fileDate, 1)}).`,
    );
  }

  #coming(run: LeadRun, state: Pick<ComingFile, "rows" | "state" | "why">): ComingFile {
    const { table, file, clock, startedBy, way } = this.#options;
    const { runId } = run;
    return { ...this.#key, file, columns: table.header, now: clock.now(), startedBy, runId, way, ...state };
  }

  #told(fileId: number, rows: number) {
    const { source, fileDate } = this.#key;
    return { fileId, source, fileDate, rows, notices: this.#notices };
  }
}

async function countLeads(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ n: number }>(sql`SELECT COUNT(*) AS n FROM lead`);
  return row?.n ?? 0;
}

async function countInvalid(reader: Reader, fileId: number): Promise<number> {
  const [row] = await reader.query<{ n: number }>(sql`
    SELECT COUNT(*) AS n FROM lead_row r JOIN lead_version v ON v.id = r.version_id WHERE r.file_id = ${fileId} AND v.problem_count > 0`);
  return row?.n ?? 0;
}
