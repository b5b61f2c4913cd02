import sql, { join } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { everMerged, mergeGroups, standIns } from "./duplicates/merge-groups.js";
import { writeLinks } from "./links.js";
import { type DerivePool, pieces } from "./model.js";

const SAME = { table: "event", columns: [{ name: "same_as_id", type: "integer" }] } as const;
const MOVED = {
  table: "participation",
  columns: [
    { name: "event_id", type: "integer" },
    { name: "recorded_event_id", type: "integer" },
  ],
} as const;

interface Participation {
  readonly id: number;
  readonly event_id: number;
  readonly recorded_event_id: number | null;
}

/**
 * Says which events are another, as people decided, and puts who took part to the one that stays. What the source says is kept beside it, so that a
 * decision taken back, and a sync that writes the source's own event again, are put right by the next run. @returns rows written
 */
export async function deriveSameSessions(pool: DerivePool): Promise<number> {
  if (!(await everMerged(pool, "same_session"))) return 0;
  const stays = standIns(await mergeGroups(pool, "same_session"));
  const participations = (await movable(pool, [...stays.keys()])).map((row) => {
    const own = row.recorded_event_id ?? row.event_id;
    const there = stays.get(own);
    return {
      id: row.id,
      before: [row.event_id, row.recorded_event_id],
      now: there === undefined ? [own, null] : [there, own],
    };
  });
  const marked = await pool.query<{ id: number; same_as_id: number }>(
    sql`SELECT id, same_as_id FROM event WHERE same_as_id IS NOT NULL`,
  );
  const before = new Map(marked.map(({ id, same_as_id }) => [id, same_as_id]));
  const events = [...new Set([...before.keys(), ...stays.keys()])].map((id) => ({
    id,
    before: [before.get(id) ?? null],
    now: [stays.get(id) ?? null],
  }));
  return (await writeLinks(pool, MOVED, participations)) + (await writeLinks(pool, SAME, events));
}

/** Participations that were moved, and those at events that are another now. */
async function movable(reader: Reader, gone: readonly number[]): Promise<Participation[]> {
  const rows = await reader.query<Participation>(
    sql`SELECT id, event_id, recorded_event_id FROM participation WHERE recorded_event_id IS NOT NULL`,
  );
  for (const some of pieces(gone, 500))
    rows.push(
      ...(await reader.query<Participation>(sql`
        SELECT id, event_id, recorded_event_id FROM participation
        WHERE event_id IN (${join([...some])}) AND recorded_event_id IS NULL`)),
    );
  return rows;
}

/** Events that are another: the one that stays → those that went into it, smallest id first. */
export async function goneInto(reader: Reader): Promise<Map<number, number[]>> {
  const rows = await reader.query<{ id: number; same_as_id: number }>(
    sql`SELECT id, same_as_id FROM event WHERE same_as_id IS NOT NULL ORDER BY id`,
  );
  const gone = new Map<number, number[]>();
  for (const { id, same_as_id } of rows) gone.set(same_as_id, [...(gone.get(same_as_id) ?? []), id]);
  return gone;
}
