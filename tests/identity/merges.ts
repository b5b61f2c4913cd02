import sql, { raw } from "sql-template-tag";
import { decide, takeBack } from "../../src/identity/index.js";
import { ALL_TIME, computeMetrics } from "../../src/metrics/index.js";
import type { Pool } from "../../src/pool/index.js";
import { now, organization, type World } from "./world.js";

const SORTS = {
  person: { kind: "same_person", subject: "contact", table: "contact" },
  organization: { kind: "same_organization", subject: "organization", table: "organization" },
  session: { kind: "same_session", subject: "event", table: "event" },
} as const;
export type Sort = keyof typeof SORTS;

interface Key {
  readonly source: string;
  readonly source_id: string;
}

export async function keyOf(pool: Pool, sort: Sort, id: number): Promise<Key> {
  const [key] = await pool.query<Key>(sql`SELECT source, source_id FROM ${raw(SORTS[sort].table)} WHERE id = ${id}`);
  if (key === undefined) throw new Error(`no ${sort} ${id}`);
  return key;
}

/** Says that one record is another, and derives. @returns the decision's id */
export async function merge(world: World, sort: Sort, goes: number, stays: number): Promise<number> {
  const [from, to] = [await keyOf(world.pool, sort, goes), await keyOf(world.pool, sort, stays)];
  const { kind, subject } = SORTS[sort];
  const id = await world.pool.transaction((tx) =>
    decide(tx, {
      kind,
      subject,
      source: from.source,
      sourceId: from.source_id,
      value: `${to.source}:${to.source_id}`,
      by: "U1",
      now,
    }),
  );
  await world.run();
  return id;
}

export async function unmerge(world: World, decision: number): Promise<void> {
  await world.pool.transaction((tx) => takeBack(tx, decision, { by: "U1", now }));
  await world.run();
}

const METRICS = [
  ..."M10 M20 M30 M40 M60 M61 M62 M63 M70 M71 M72 M73 M80 M81 M82 M90 M91 M92".split(" "),
  ..."X10 X11 X20 X30 X60 X61 X62 X70".split(" "),
];

/** Every figure of the whole pool, and where every participation counts, without Polaris's own clock. */
export async function everything(pool: Pool): Promise<unknown> {
  const { total } = await computeMetrics(pool, organization, {
    metrics: METRICS,
    periods: [ALL_TIME],
    filters: [],
    today: "2026-03-01",
  });
  return {
    figures: total.figures,
    participations: await pool.query(
      sql`SELECT id, event_id, recorded_event_id, counts, credited_organization_id, credit_start_unknown FROM participation ORDER BY id`,
    ),
    ties: await pool.query(sql`SELECT id, organization_id FROM affiliation ORDER BY id`),
    people: await pool.query(sql`SELECT id, person_id, excluded, local_status FROM contact ORDER BY id`),
    events: await pool.query(sql`SELECT id, same_as_id FROM event ORDER BY id`),
    districts: await pool.query(
      sql`SELECT event_id, district_id, basis FROM event_district ORDER BY event_id, district_id`,
    ),
    pathways: await pool.query(sql`SELECT event_id, pathway, basis FROM event_pathway ORDER BY event_id, pathway`),
  };
}
