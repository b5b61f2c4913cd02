import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { type IncomingRow, type SignUp, signUpFrom, signUpText } from "../../sources/index.js";
import { TICKET } from "../tickets/model.js";
import { OBJECTS } from "./work.js";

/** A row that waits in quarantine. */
export interface Waiting {
  /** Null for a row that was refused: only a mended row takes its place. */
  readonly signUp: SignUp | null;
}

/** Rows of people in sessions that wait, by their key. */
export async function readWaiting(reader: Reader, source: string): Promise<Map<string, Waiting>> {
  const rows = await reader.query<{ source_id: string; waits_for_object: string | null; payload: string }>(sql`
    SELECT source_id, waits_for_object, payload FROM quarantine
    WHERE source = ${source} AND object = ${OBJECTS.attendance.object} AND resolved_at IS NULL ORDER BY id`);
  return new Map(
    rows.map(({ source_id, waits_for_object, payload }) => [
      source_id,
      { signUp: waits_for_object === TICKET ? signUpFrom(payload) : null },
    ]),
  );
}

/** A row as the quarantine keeps it. */
export function waitingRow(sourceId: string, signUp: SignUp, now: string): IncomingRow {
  return {
    sourceId,
    modifiedAt: now,
    isDeleted: false,
    mergedInto: null,
    hash: "",
    read: () => ({ kind: "skipped", reason: "waits" }),
    payload: () => signUpText(signUp),
    cell: () => null,
  };
}
