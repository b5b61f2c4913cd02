import sql from "sql-template-tag";
import { isBelievableLoss } from "../datasets/aftermath.js";
import { settleFlags } from "../flags.js";
import type { PageContext } from "../page-context.js";
import { release } from "../quarantine.js";
import { BY_ITSELF, TICKET } from "../tickets/model.js";
import { readProtected } from "./decisions.js";
import { buryRows, tally } from "./rows.js";
import type { Seen } from "./take-in.js";
import { bearing, OBJECTS, type Work } from "./work.js";

/** The sheet, and whether all that came by it goes. */
interface Vanishing {
  readonly dataset: string;
  readonly origin: string;
  readonly takesOut: boolean;
}

/**
 * Marks as deleted what this sheet brought before and lacks now, and lets go what waited from it. What a person wrote a note on stays.
 * @returns rows that were left alone because too many would have gone
 */
export async function buryVanished(work: Work, { dataset, origin, takesOut }: Vanishing, seen: Seen): Promise<number> {
  const { pool, source } = work;
  const batches = sql`SELECT id FROM sync_batch WHERE source = ${dataset} AND origin = ${origin}`;
  const guarded = await readProtected(pool, source);
  const rows = await idsOf(
    work,
    sql`SELECT source_id FROM participation WHERE source = ${source} AND deleted_at IS NULL AND batch_id IN (${batches})`,
  );
  const gone = rows.filter((id) => !seen.rows.has(id) && !guarded.has(id));
  if (!takesOut && !isBelievableLoss(gone.length, rows.length)) return gone.length;
  const sessions = await idsOf(
    work,
    sql`SELECT e.source_id FROM event e WHERE e.source = ${source} AND e.deleted_at IS NULL AND e.batch_id IN (${batches})
      AND NOT EXISTS (SELECT 1 FROM participation p WHERE p.event_id = COALESCE(e.same_as_id, e.id) AND COALESCE(p.recorded_event_id, p.event_id) = e.id
        AND p.deleted_at IS NULL AND p.batch_id NOT IN (${batches}))`,
  );
  const waiting = await idsOf(
    work,
    sql`SELECT source_id FROM quarantine WHERE source = ${source} AND object = ${OBJECTS.attendance.object} AND resolved_at IS NULL AND batch_id IN (${batches})`,
  );
  const stay = new Set([...guarded].map((id) => id.slice(0, id.lastIndexOf("#"))));
  const batch = await work.batch(OBJECTS.attendance.object, OBJECTS.attendance.label);
  await batch.transaction(async (context) => {
    const people = bearing(context, source, OBJECTS.attendance.object);
    const deleted = await buryRows(people, "participation", gone);
    const mended = waiting.filter((id) => !seen.rows.has(id));
    await release(people, mended, "superseded");
    await settleFlags(people, [], mended);
    const events = bearing(context, source, OBJECTS.session.object);
    const left = sessions.filter((id) => !seen.sessions.has(id) && !stay.has(id));
    await buryRows(events, "event", left);
    await settleFlags(events, [], left);
    if (takesOut) await forgetPeople(context, source);
    return { counts: tally({ deleted }), refused: 0 };
  });
  return 0;
}

/** People whom the rows made and who are in no session any more, and the questions that no row waits for. */
async function forgetPeople(context: PageContext, source: Work["source"]): Promise<void> {
  const { tx, seenAt } = context;
  const alone = await tx.query<{ source_id: string }>(sql`
    SELECT c.source_id FROM contact c WHERE c.source = ${source} AND c.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM participation p WHERE p.contact_id = c.id AND p.deleted_at IS NULL)`);
  const ids = alone.map(({ source_id }) => source_id);
  await buryRows(bearing(context, source, OBJECTS.person.object), "contact", ids);
  await buryRows(bearing(context, source, "affiliation"), "affiliation", ids);
  await tx.run(sql`
    UPDATE ticket SET state = 'resolved', settled_at = ${seenAt}, settled_by = ${BY_ITSELF}, answer = 'its rows were taken out'
    WHERE source = ${source} AND state = 'open' AND kind IN ('teacher', 'volunteer', 'school', 'session_date')
      AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.source = ticket.source AND q.resolved_at IS NULL
        AND q.waits_for_object = ${TICKET} AND q.waits_for_id = ticket.kind || ':' || ticket.ticket_key)`);
}

async function idsOf({ pool }: Work, query: ReturnType<typeof sql>): Promise<string[]> {
  return (await pool.query<{ source_id: string }>(query)).map(({ source_id }) => source_id);
}
