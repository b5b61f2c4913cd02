import sql from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { type DerivePool, pieces } from "./model.js";

const STAGE = {
  name: "stage_sheet_attendance",
  columns: [
    { name: "event_id", type: "integer" },
    { name: "total_students", type: "integer" },
    { name: "rooms", type: "integer" },
    { name: "rotations", type: "integer" },
    { name: "groups", type: "integer" },
    { name: "pathway", type: "text" },
    { name: "is_stem", type: "integer" },
    { name: "entered_by", type: "text" },
    { name: "entered_at", type: "text" },
  ],
} as const;

interface Detail {
  readonly event_id: number;
  readonly total_students: number | null;
  readonly rooms: number | null;
  readonly rotations: number | null;
  readonly groups: number | null;
  readonly pathway: string | null;
  readonly is_stem: boolean | number;
  readonly entered_by: string;
  readonly entered_at: string;
}

/**
 * Keeps, of each event, what the sheet says of its attendance as a detail of kind "sheet", beside those that people entered, which win (ruling E6).
 * Changed with its row, gone with it. @returns rows written
 */
export async function deriveSheetAttendance(pool: DerivePool): Promise<number> {
  const wanted = await latestRows(pool);
  const there = await pool.query<Detail>(sql`
    SELECT event_id, total_students, rooms, rotations, groups, pathway, is_stem, entered_by, entered_at
    FROM attendance_detail WHERE entered_by_kind = 'sheet' ORDER BY id`);
  const known = new Map(there.map((detail) => [detail.event_id, contentOf(detail)]));
  const changed = [...wanted.values()].filter((row) => known.get(row.event_id) !== contentOf(row));
  const gone = [...known.keys()].filter((event) => !wanted.has(event));
  for (const piece of pieces([...changed, ...gone.map((event_id) => ({ event_id }))])) {
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece.map(staged));
      await tx.run(sql`
        DELETE FROM attendance_detail
        WHERE entered_by_kind = 'sheet' AND event_id IN (SELECT event_id FROM stage_sheet_attendance)`);
      await tx.run(sql`
        INSERT INTO attendance_detail
          (event_id, total_students, rooms, rotations, groups, pathway, is_stem, entered_by_kind, entered_by, entered_at)
        SELECT s.event_id, s.total_students, s.rooms, s.rotations, s.groups, s.pathway, (s.is_stem = 1), 'sheet', s.entered_by, s.entered_at
        FROM stage_sheet_attendance s WHERE s.entered_at IS NOT NULL`);
    });
  }
  return changed.length + gone.length;
}

/** The row that speaks for each event: of several the one that changed last. */
async function latestRows(reader: Reader): Promise<Map<number, Detail>> {
  const rows = await reader.query<Detail>(sql`
    SELECT a.event_id, a.total_students, a.rooms, a.rotations, a.groups, a.pathway, a.is_stem,
      COALESCE(a.origin, a.source) AS entered_by, COALESCE(a.modified_at, a.last_seen_at) AS entered_at
    FROM attendance_row a JOIN event e ON e.id = a.event_id
    WHERE a.deleted_at IS NULL AND e.deleted_at IS NULL
    ORDER BY COALESCE(a.modified_at, a.last_seen_at), a.id`);
  return new Map(rows.map((row) => [row.event_id, row]));
}

function contentOf(detail: Detail): string {
  return JSON.stringify(STAGE.columns.map(({ name }) => (name === "is_stem" ? Number(detail.is_stem) : detail[name])));
}

/** An event alone is one whose detail goes. */
function staged(detail: Partial<Detail>): (string | number | null)[] {
  return STAGE.columns.map(({ name }) => {
    const value = detail[name] ?? null;
    return typeof value === "boolean" ? Number(value) : value;
  });
}
