import sql from "sql-template-tag";
import { fill, type Stage, type Transaction } from "../../pool/index.js";
import { groupKeys, type KeyNode } from "./components.js";
import { rememberGone } from "./gone.js";
import { LEAD_COLUMNS, listed } from "./model.js";
import { decidedEdges, type Move, movedEdges, readMoves, readStayers } from "./moves.js";

const NEW_KEYS = {
  name: "stage_new_key",
  columns: [
    { name: "key", type: "text" },
    { name: "first_date", type: "text" },
    { name: "row_count", type: "integer" },
  ],
} as const satisfies Stage;

const MOVED_KEYS = { name: "stage_moved_key", columns: [{ name: "key", type: "text" }] } as const satisfies Stage;

const GROUPED = {
  name: "stage_grouped_key",
  columns: [
    { name: "key", type: "text" },
    { name: "group_key", type: "text" },
    { name: "lead_id", type: "integer" },
  ],
} as const satisfies Stage;

/** Leads of before that a row came to which staging had not had. */
const JOINED_LEADS = {
  name: "stage_joined_lead",
  columns: [{ name: "lead_id", type: "integer" }],
} as const satisfies Stage;

const DATED = {
  name: "stage_dated_key",
  columns: [
    { name: "key", type: "text" },
    { name: "first_date", type: "text" },
  ],
} as const satisfies Stage;

/** What the keys say once they are settled. */
export interface SettledKeys {
  /** Leads whose keys are others than before, those too that have none left. */
  readonly regrouped: readonly number[];
  /** Leads with an id above this are new. */
  readonly lastLead: number;
}

/**
 * Gives every key of the stage `touched_lead_key` a lead: its own, or the one that moves and decisions tie it to. A new key with one row brings a lead
 * with all its values; others are filled later.
 */
export async function settleKeys(tx: Transaction): Promise<SettledKeys> {
  const [last] = await tx.query<{ id: number | null }>(sql`SELECT MAX(id) AS id FROM lead`);
  const lastLead = last?.id ?? 0;
  const moves = await readMoves(tx);
  const moved = new Set(moves.flatMap(({ old_key, current_key }) => [old_key, current_key]));
  await tx.stage(
    MOVED_KEYS,
    [...moved].map((key) => [key]),
  );
  const coming = await findNewKeys(tx);
  await dateKeys(tx);
  const regrouped = await regroup(tx, moves);
  await tx.stage(JOINED_LEADS, []);
  await tx.run(sql`
    INSERT INTO stage_joined_lead (lead_id)
    SELECT DISTINCT k.lead_id FROM staged_lead s JOIN lead_key k ON k.key = s.lead_key WHERE s.lead_id IS NULL`);
  await giveOwnLeads(tx, coming, lastLead);
  await tellRows(tx, coming);
  // Their room is wanted for what follows.
  for (const stage of [NEW_KEYS, DATED, MOVED_KEYS]) await tx.stage(stage, []);
  return { regrouped, lastLead };
}

/**
 * Keys that no lead has yet, of the rows that stand there, in the order of their wordings: leads get their numbers in it, and whatever goes over leads
 * finds their wordings one after the other. What rows left has none, and is dated from base.
 * @returns how many there are
 */
async function findNewKeys(tx: Transaction): Promise<number> {
  await tx.stage(NEW_KEYS, []);
  const standing = await tx.run(sql`
    INSERT INTO stage_new_key (key, first_date, row_count)
    SELECT s.lead_key, MIN(s.first_date), COUNT(*) FROM touched_lead_key t JOIN staged_lead s ON s.lead_key = t.key
    WHERE NOT EXISTS (SELECT 1 FROM lead_key k WHERE k.key = t.key) AND t.key NOT IN (SELECT m.key FROM stage_moved_key m)
    GROUP BY s.lead_key ORDER BY MIN(s.version_id)`);
  const left = await tx.run(sql`
    INSERT INTO stage_new_key (key, first_date, row_count)
    SELECT v.lead_key, MIN(f.file_date), 0
    FROM stage_moved_key m JOIN lead_version v ON v.lead_key = m.key JOIN lead_row r ON r.version_id = v.id
      JOIN lead_file f ON f.id = r.file_id AND f.state = 'standing'
    WHERE NOT EXISTS (SELECT 1 FROM lead_key k WHERE k.key = m.key)
    GROUP BY v.lead_key`);
  return standing + left;
}

/** An older file that comes late makes keys older. Of a key that no row left or came to, the rows that stand there tell; of others, base. */
async function dateKeys(tx: Transaction): Promise<void> {
  await tx.stage(DATED, []);
  await tx.run(sql`
    INSERT INTO stage_dated_key (key, first_date)
    SELECT s.lead_key, MIN(s.first_date) FROM touched_lead_key t JOIN staged_lead s ON s.lead_key = t.key
    WHERE t.key NOT IN (SELECT m.key FROM stage_moved_key m) AND EXISTS (SELECT 1 FROM lead_key k WHERE k.key = t.key) GROUP BY s.lead_key
    UNION ALL
    SELECT v.lead_key, MIN(f.file_date) FROM stage_moved_key m JOIN lead_version v ON v.lead_key = m.key JOIN lead_row r ON r.version_id = v.id
      JOIN lead_file f ON f.id = r.file_id AND f.state = 'standing' GROUP BY v.lead_key`);
  await tx.run(sql`
    UPDATE lead_key SET first_date = d.first_date FROM stage_dated_key d WHERE d.key = lead_key.key AND d.first_date <> lead_key.first_date`);
}

/** Keys that are one lead by moves and decisions, and those that are one no more. @returns the leads concerned */
async function regroup(tx: Transaction, moves: readonly Move[]): Promise<number[]> {
  const edges = [...movedEdges(moves, await readStayers(tx, moves)), ...(await decidedEdges(tx))];
  await tx.stage(
    MOVED_KEYS,
    [...new Set(edges.flat())].map((key) => [key]),
  );
  const nodes = await tx.query<KeyNode>(sql`
    SELECT k.key, k.first_date, k.lead_id FROM lead_key k
    WHERE k.lead_id IN (SELECT o.lead_id FROM lead_key o WHERE o.key IN (SELECT m.key FROM stage_moved_key m))
      OR k.lead_id IN (SELECT c.lead_id FROM lead_key c GROUP BY c.lead_id HAVING COUNT(*) > 1)
    UNION ALL
    SELECT n.key, n.first_date, NULL FROM stage_new_key n WHERE n.key IN (SELECT m.key FROM stage_moved_key m)`);
  const before = new Map(nodes.map(({ key, lead_id }) => [key, lead_id]));
  const groups = groupKeys(nodes, edges);
  const placed = groups.flatMap(({ keys, leadId }) =>
    keys.flatMap((key) =>
      leadId !== null && before.get(key) === leadId ? [] : [{ key, group: keys[0] ?? key, leadId }],
    ),
  );
  if (placed.length === 0) return [];
  const concerned = new Set(
    placed.flatMap(({ key, leadId }) => [before.get(key) ?? null, leadId]).filter((id) => id !== null),
  );
  const kept = new Set(groups.map(({ leadId }) => leadId));
  await rememberGone(
    tx,
    nodes.flatMap(({ key, lead_id }) => (lead_id === null || kept.has(lead_id) ? [] : [{ id: lead_id, key }])),
  );
  await place(tx, placed, [...concerned]);
  return [...concerned];
}

interface Placed {
  readonly key: string;
  /** The oldest key of its lead. */
  readonly group: string;
  readonly leadId: number | null;
}

async function place(tx: Transaction, placed: readonly Placed[], concerned: readonly number[]): Promise<void> {
  await tx.stage(
    GROUPED,
    placed.map(({ key, group, leadId }) => [key, group, leadId]),
  );
  // Keys pass from lead to lead: until each is settled, none is in the way of another.
  await tx.stage(
    { name: "stage_regrouped_lead", columns: [{ name: "lead_id", type: "integer" }] },
    concerned.map((id) => [id]),
  );
  await tx.run(sql`
    UPDATE lead SET key = 'moving:' || id WHERE id IN (SELECT r.lead_id FROM stage_regrouped_lead r)`);
  await tx.run(sql`
    INSERT INTO lead (key, sources, source_count, first_source, first_file_id, first_date, last_date, standing)
    SELECT DISTINCT g.group_key, '', 0, '', 0, '', '', 'new' FROM stage_grouped_key g WHERE g.lead_id IS NULL`);
  await tx.run(sql`
    UPDATE stage_grouped_key SET lead_id = l.id FROM lead l WHERE stage_grouped_key.lead_id IS NULL AND l.key = stage_grouped_key.group_key`);
  await tx.run(sql`
    INSERT INTO lead_key (key, lead_id, phone, address_key, first_date)
    SELECT n.key, g.lead_id, ${PHONE_AND_ADDRESS}, n.first_date
    FROM stage_grouped_key g CROSS JOIN stage_new_key n CROSS JOIN lead_version v WHERE n.key = g.key AND ${IS_A_WORDING_THERE}`);
  await tx.run(sql`
    UPDATE lead_key SET lead_id = g.lead_id FROM stage_grouped_key g WHERE g.key = lead_key.key AND lead_key.lead_id <> g.lead_id`);
  await tx.run(sql`INSERT INTO touched_lead_key (key) SELECT g.key FROM stage_grouped_key g`);
  await tx.run(sql`DELETE FROM stage_new_key WHERE key IN (SELECT g.key FROM stage_grouped_key g)`);
}

/** A phone and an address are a key together, or not at all (ruling L1): all that stands at a key says the same of it. */
const PHONE_AND_ADDRESS = sql`CASE WHEN v.address_key IS NOT NULL THEN v.phone END, CASE WHEN v.phone IS NOT NULL THEN v.address_key END`;
const IS_A_WORDING_THERE = sql`v.id = (SELECT MIN(w.id) FROM lead_version w WHERE w.lead_key = n.key)`;

/** Every other new key is a lead by itself. A key that nothing but its past is known of, and that nobody took along, is none. */
async function giveOwnLeads(tx: Transaction, coming: number, lastLead: number): Promise<void> {
  await fill(tx, "lead", coming, async () => {
    await tx.run(sql`
      INSERT INTO lead (key, ${listed(LEAD_COLUMNS)}, provenance, sources, source_count, first_source, first_file_id, first_date, last_date, is_current,
        problem_count, standing)
      SELECT n.key, ${listed(LEAD_COLUMNS, "v.")}, ${PROVENANCE}, ',' || s.source || ',', 1, s.source, s.first_file_id, s.first_date, s.last_date,
        s.is_current, v.problem_count, 'new'
      FROM stage_new_key n JOIN staged_lead s ON s.lead_key = n.key JOIN lead_version v ON v.id = s.version_id WHERE n.row_count = 1`);
    await tx.run(sql`
      INSERT INTO lead (key, sources, source_count, first_source, first_file_id, first_date, last_date, standing)
      SELECT n.key, '', 0, '', 0, '', '', 'new' FROM stage_new_key n WHERE n.row_count > 1
        OR (n.row_count = 0 AND EXISTS (SELECT 1 FROM staged_lead s WHERE s.lead_key = n.key))`);
  });
  await fill(tx, "lead_key", coming, () =>
    tx.run(sql`
      INSERT INTO lead_key (key, lead_id, phone, address_key, first_date)
      SELECT z.* FROM (
        SELECT v.key, v.id, ${PHONE_AND_ADDRESS}, v.first_date FROM lead v WHERE v.id > CAST(${lastLead} AS INTEGER) AND v.source_count = 1
        UNION ALL
        SELECT n.key, l.id, ${PHONE_AND_ADDRESS}, n.first_date FROM stage_new_key n CROSS JOIN lead l CROSS JOIN lead_version v
        WHERE n.row_count <> 1 AND l.key = n.key AND ${IS_A_WORDING_THERE}) z
      ORDER BY z.key`),
  );
}

/** Every row whose key has another lead now is told so. */
async function tellRows(tx: Transaction, coming: number): Promise<void> {
  await fill(tx, "staged_lead", coming, () =>
    tx.run(sql`
      UPDATE staged_lead SET lead_id = k.lead_id FROM lead_key k
      WHERE k.key = staged_lead.lead_key AND (staged_lead.lead_id IS NULL OR staged_lead.lead_id <> k.lead_id)
        AND staged_lead.lead_key IN (SELECT t.key FROM touched_lead_key t)`),
  );
  // PostgreSQL counted them when nearly none had a lead, and would look for leads among them as if that were so still.
  await tx.countAnew("staged_lead");
}

/** As `writeProvenance` writes it for one row `s`. */
export const PROVENANCE = sql`'{"*":{"source":"' || s.source || '","file_id":' || s.last_file_id || '}}'`;
