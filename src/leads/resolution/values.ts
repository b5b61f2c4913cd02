import sql, { join, raw } from "sql-template-tag";
import type { Stage, Transaction } from "../../pool/index.js";
import { PROVENANCE, type SettledKeys } from "./keys.js";
import { CHANGED_LEADS, IDENTITY_KINDS, LEAD_COLUMNS, listed, TOUCHED_LEADS } from "./model.js";
import { type LastFile, slices, tellLastFile } from "./still-standing.js";
import { type LeadRowValues, type Survived, surviving } from "./survivorship.js";

const OLD_LEADS = { name: "stage_old_lead", columns: [{ name: "lead_id", type: "integer" }] } as const satisfies Stage;

/** Leads put together in code at a time: the thread's memory stays small. */
const SLICE = 5_000;

/**
 * Fills the stage of touched leads from the touched keys, and throws away the leads that no row stands for any more. Who was sent one of those is told of
 * the lead that its key belongs to now.
 */
export async function touchLeads(tx: Transaction, regrouped: readonly number[]): Promise<void> {
  await tx.stage(
    OLD_LEADS,
    regrouped.map((id) => [id]),
  );
  await tx.run(sql`
    INSERT INTO stage_old_lead (lead_id) SELECT DISTINCT k.lead_id FROM lead_key k WHERE k.key IN (SELECT t.key FROM touched_lead_key t)`);
  await tx.stage(TOUCHED_LEADS, []);
  await tx.run(sql`
    INSERT INTO touched_lead (lead_id, row_count)
    SELECT s.lead_id, COUNT(*) FROM staged_lead s WHERE s.lead_id IN (SELECT o.lead_id FROM stage_old_lead o) GROUP BY s.lead_id`);
  await tx.countAnew(TOUCHED_LEADS.name, "lead_key", "lead");
  await tx.run(sql`DELETE FROM stage_old_lead WHERE lead_id IN (SELECT t.lead_id FROM touched_lead t)`);
  const gone = sql`(SELECT o.lead_id FROM stage_old_lead o)`;
  for (const table of ["lead_identity", "lead_key"])
    await tx.run(sql`DELETE FROM ${raw(table)} WHERE lead_id IN ${gone}`);
  await tx.run(sql`DELETE FROM lead WHERE id IN ${gone}`);
  await tx.run(sql`
    UPDATE lead_delivery_item SET lead_id = k.lead_id FROM lead_key k
    WHERE k.key = lead_delivery_item.lead_key AND lead_delivery_item.lead_id <> k.lead_id`);
}

/** The touched leads and their rows, in the order in which SQLite shall go over them: it takes the stages for small. */
const TOUCHED_ROWS = sql`touched_lead t CROSS JOIN staged_lead s CROSS JOIN lead_version v`;
const ARE_ITS_ROWS = sql`s.lead_id = t.lead_id AND v.id = s.version_id`;

/** Whether the lead `l` says anything else than its only row, but for the day until which that stands. */
const DIFFERS = sql`(${join(
  LEAD_COLUMNS.map((column) => sql`l.${raw(column)} IS DISTINCT FROM v.${raw(column)}`),
  " OR ",
)} OR l.key <> s.lead_key OR l.source_count <> 1 OR l.first_source <> s.source OR l.first_file_id <> s.first_file_id OR l.first_date <> s.first_date
  OR l.is_current <> s.is_current OR (s.is_current = FALSE AND l.last_date <> s.last_date) OR l.problem_count <> v.problem_count)`;

/** What is kept of the past of a row's lead: `i_phone` and so on, of the row's own source. */
const KNOWN_IDENTITIES = join(
  IDENTITY_KINDS.map(
    ([kind, column]) => sql`LEFT JOIN lead_identity ${raw(`i_${kind}`)} ON ${raw(`i_${kind}`)}.lead_id = s.lead_id
      AND ${raw(`i_${kind}`)}.kind = ${kind} AND ${raw(`i_${kind}`)}.value = v.${raw(column)} AND ${raw(`i_${kind}`)}.source = s.source`,
  ),
  " ",
);

/** Whether a row says of its lead's past what is not kept like that: a row came, went or came back, or an older file came late. */
const ARE_OTHERS = join(
  IDENTITY_KINDS.map(([kind, column]) => {
    const known = raw(`i_${kind}`);
    return sql`v.${raw(column)} IS NOT NULL AND (${known}.lead_id IS NULL OR ${known}.first_date > s.first_date
      OR ${known}.last_date <> CASE WHEN s.is_current THEN '' ELSE s.last_date END)`;
  }),
  " OR ",
);

/** Brings the values of the touched leads up to their rows, and fills the stage of those whose past is to be written anew. */
export async function settleValues(tx: Transaction, { regrouped, lastLead }: SettledKeys): Promise<void> {
  await tx.stage(
    CHANGED_LEADS,
    regrouped.map((id) => [id]),
  );
  await tx.run(sql`
    INSERT INTO changed_lead (lead_id)
    SELECT t.lead_id FROM touched_lead t WHERE t.lead_id > CAST(${lastLead} AS INTEGER) OR t.lead_id IN (SELECT j.lead_id FROM stage_joined_lead j)
    UNION
    SELECT k.lead_id FROM stage_reworded m CROSS JOIN lead_version v CROSS JOIN lead_key k
    WHERE v.source = m.source AND v.row_key = m.row_key AND k.key = v.lead_key AND k.lead_id IN (SELECT t.lead_id FROM touched_lead t)
    UNION
    SELECT t.lead_id FROM ${TOUCHED_ROWS} CROSS JOIN lead l
    WHERE ${ARE_ITS_ROWS} AND l.id = t.lead_id AND t.row_count = 1 AND t.lead_id <= CAST(${lastLead} AS INTEGER) AND ${DIFFERS}
    UNION
    SELECT t.lead_id FROM ${TOUCHED_ROWS} ${KNOWN_IDENTITIES} WHERE ${ARE_ITS_ROWS} AND t.row_count > 1 AND t.lead_id <= CAST(${lastLead} AS INTEGER) AND (${ARE_OTHERS})`);
  await settleOneRow(tx, lastLead);
  await settleSeveralRows(tx);
}

/** The touched leads of one row, some at a time. A new one was told its file when it was made. */
async function settleOneRow(tx: Transaction, lastLead: number): Promise<void> {
  const [touched] = await tx.query<{ last: number | null }>(sql`SELECT MAX(lead_id) AS last FROM touched_lead`);
  const files = await tx.query<LastFile>(sql`
    SELECT DISTINCT s.source, s.last_file_id, s.last_date FROM touched_lead t JOIN staged_lead s ON s.lead_id = t.lead_id
    WHERE t.row_count = 1 AND t.lead_id <= CAST(${lastLead} AS INTEGER)`);
  for (const within of slices(touched?.last ?? 0)) {
    await tx.run(sql`
      UPDATE lead SET key = s.lead_key, ${join(LEAD_COLUMNS.map((column) => sql`${raw(column)} = s.${raw(column)}`))},
        provenance = s.provenance, sources = s.sources, source_count = 1, first_source = s.source, first_file_id = s.first_file_id,
        first_date = s.first_date, last_date = s.last_date, is_current = s.is_current, problem_count = s.problem_count
      FROM (SELECT s.lead_id, s.lead_key, ${listed(LEAD_COLUMNS, "v.")}, ${PROVENANCE} AS provenance, ',' || s.source || ',' AS sources, s.source,
          s.first_file_id, s.first_date, s.last_date, s.is_current, v.problem_count
        FROM (SELECT DISTINCT c.lead_id FROM changed_lead c WHERE ${within(sql`c.lead_id`)}) c
          CROSS JOIN lead l CROSS JOIN staged_lead s CROSS JOIN lead_version v
        WHERE l.id = c.lead_id AND s.lead_id = l.id AND v.id = s.version_id AND (l.id <= CAST(${lastLead} AS INTEGER) OR l.source_count = 0)
          AND (SELECT COUNT(*) FROM staged_lead o WHERE o.lead_id = l.id) = 1 AND ${DIFFERS}) s
      WHERE s.lead_id = lead.id`);
    for (const file of files) {
      const { source, last_file_id } = file;
      const leads = sql`SELECT t.lead_id FROM touched_lead t CROSS JOIN staged_lead s
        WHERE ${within(sql`t.lead_id`)} AND t.lead_id <= CAST(${lastLead} AS INTEGER) AND t.row_count = 1
          AND s.lead_id = t.lead_id AND s.source = ${source} AND s.last_file_id = CAST(${last_file_id} AS INTEGER)`;
      await tellLastFile(tx, file, leads);
    }
  }
}

const SURVIVED = {
  name: "stage_survived_lead",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "key", type: "text" },
    ...LEAD_COLUMNS.map((name) => ({ name, type: name === "capacity" ? ("integer" as const) : ("text" as const) })),
    { name: "provenance", type: "text" },
    { name: "sources", type: "text" },
    { name: "source_count", type: "integer" },
    { name: "first_source", type: "text" },
    { name: "first_file_id", type: "integer" },
    { name: "first_date", type: "text" },
    { name: "last_date", type: "text" },
    { name: "is_current", type: "boolean" },
    { name: "problem_count", type: "integer" },
  ],
} as const satisfies Stage;

const KEPT = [
  "key",
  ...LEAD_COLUMNS,
  "provenance",
  "sources",
  "source_count",
  "first_source",
  "first_file_id",
  "first_date",
  "last_date",
  "problem_count",
] as const;

type RowOfLead = LeadRowValues & { readonly lead_id: number };

async function settleSeveralRows(tx: Transaction): Promise<void> {
  for (let after = 0; ; ) {
    const ids = await tx.query<{ lead_id: number }>(sql`
      SELECT t.lead_id FROM touched_lead t WHERE t.row_count > 1 AND t.lead_id > CAST(${after} AS INTEGER) ORDER BY t.lead_id LIMIT ${SLICE}`);
    const last = ids.at(-1)?.lead_id;
    if (last === undefined) return;
    const rows = await tx.query<RowOfLead>(sql`
      SELECT s.lead_id, s.source, s.row_key, s.lead_key, s.first_file_id, s.first_date, s.last_file_id, s.last_date, s.is_current,
        v.problem_count, v.filled, ${listed(LEAD_COLUMNS, "v.")}
      FROM ${TOUCHED_ROWS} WHERE ${ARE_ITS_ROWS} AND t.row_count > 1 AND t.lead_id > CAST(${after} AS INTEGER) AND t.lead_id <= CAST(${last} AS INTEGER)`);
    await keepSurvived(tx, rows);
    after = last;
  }
}

async function keepSurvived(tx: Transaction, rows: readonly RowOfLead[]): Promise<void> {
  const byLead = new Map<number, RowOfLead[]>();
  for (const row of rows) {
    const known = byLead.get(row.lead_id);
    if (known === undefined) byLead.set(row.lead_id, [row]);
    else known.push(row);
  }
  await tx.stage(SURVIVED, survivedRows(byLead));
  await tx.run(sql`
    UPDATE lead SET ${join([...KEPT, "is_current"].map((column) => sql`${raw(column)} = s.${raw(column)}`))}
    FROM stage_survived_lead s
    WHERE s.lead_id = lead.id AND (${join(
      KEPT.map((column) => sql`lead.${raw(column)} IS DISTINCT FROM s.${raw(column)}`),
      " OR ",
    )} OR lead.is_current <> s.is_current)`);
}

function* survivedRows(byLead: ReadonlyMap<number, readonly RowOfLead[]>) {
  for (const [id, rows] of byLead) {
    const lead: Survived = surviving(rows);
    yield [
      id,
      lead.key,
      ...lead.values,
      lead.provenance,
      lead.sources,
      lead.source_count,
      lead.first_source,
      lead.first_file_id,
      lead.first_date,
      lead.last_date,
      lead.is_current,
      lead.problem_count,
    ];
  }
}
