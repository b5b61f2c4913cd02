import { z } from "zod";
import { EventDirectory, PlaceDirectory, StudentDirectory } from "../../identity/index.js";
import type { Pool } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { AttendanceRowRecord, IncomingRow, SignUpRecord, SourceRecord } from "../../sources/index.js";
import { plain } from "./changes.js";

/** Records that hang on rows of other sources. */
type Child = AttendanceRowRecord | SignUpRecord;

/** Finds the events and students of other sources that rows cannot be without. Who is in the pool is read once an import. */
export class Parents {
  readonly #pool: Pool;
  readonly #organization: Organization;
  #events: Promise<EventDirectory> | null = null;
  #students: Promise<StudentDirectory> | null = null;

  constructor(pool: Pool, organization: Organization) {
    this.#pool = pool;
    this.#organization = organization;
  }

  /** The rows with the ids that were found; a row without its parent goes into quarantine when it is stored. */
  async find(rows: readonly IncomingRow[]): Promise<IncomingRow[]> {
    const found: IncomingRow[] = [];
    for (const row of rows) {
      const child = row.isDeleted ? null : childOf(row);
      found.push(child === null ? row : withRecord(row, await this.#found(child)));
    }
    return found;
  }

  async #found(record: Child): Promise<Child> {
    this.#events ??= EventDirectory.read(this.#pool);
    const eventId = (await this.#events).find(record.event);
    if (record.kind === "attendance_row") return { ...record, eventId };
    this.#students ??= PlaceDirectory.read(this.#pool, this.#organization).then((places) =>
      StudentDirectory.read(this.#pool, places),
    );
    return { ...record, eventId, contactId: (await this.#students).find(record.student) };
  }
}

function childOf(row: IncomingRow): Child | null {
  const reading = row.read();
  return reading.kind === "record" && isChild(reading.record) ? reading.record : null;
}

function isChild(record: SourceRecord): record is Child {
  return record.kind === "attendance_row" || record.kind === "sign_up";
}

/** Whether a row lacks nothing that it hangs on. */
export function isComplete(row: IncomingRow): boolean {
  const child = childOf(row);
  return child === null || (child.eventId !== null && (child.kind === "attendance_row" || child.contactId !== null));
}

const cellShape = z.union([z.string(), z.number(), z.boolean()]).nullable().catch(null);
const WAITING = "#waiting";
const waitingShape = z.looseObject({
  [WAITING]: z.object({ hash: z.string(), record: z.looseObject({ kind: z.enum(["attendance_row", "sign_up"]) }) }),
});

/** A row that lacks a parent keeps in its payload what was read, so that it can go on by itself when the parent comes. */
function withRecord(row: IncomingRow, record: Child): IncomingRow {
  const reading = row.read();
  const read = { ...plain(row), read: () => (reading.kind === "record" ? { ...reading, record } : reading) };
  if (isComplete(read)) return read;
  return {
    ...read,
    payload: () => JSON.stringify({ ...JSON.parse(row.payload()), [WAITING]: { hash: row.hash, record } }),
  };
}

/** A row as it waits in quarantine; null when it cannot be made again from its payload. */
export function waitingRow(sourceId: string, payload: string, now: string): IncomingRow | null {
  const parsed = waitingShape.safeParse(JSON.parse(payload));
  if (!parsed.success) return null;
  const { [WAITING]: waiting, ...raw } = parsed.data;
  // What we wrote ourselves is read as it was written.
  const record = waiting.record as unknown as Child;
  return {
    sourceId,
    modifiedAt: now,
    isDeleted: false,
    mergedInto: null,
    hash: waiting.hash,
    read: () => ({ kind: "record", record, remarks: [] }),
    payload: () => JSON.stringify(raw),
    cell: (column) => cellShape.parse(raw[column]),
  };
}
