import sql from "sql-template-tag";
import { z } from "zod";
import { inOrder, type LikenessEvidence } from "../../identity/index.js";
import type { Reader, Stage, Transaction } from "../../pool/index.js";
import { PolarisError } from "../../runtime/index.js";
import type { ComparedLead } from "./likeness-plan.js";

/** What a pair is of: two leads, or a lead and one of Salesforce. They stand in the same table as other pairs, under kinds of their own. */
export const LEAD_PAIR_KINDS = ["lead", "lead_salesforce"] as const;
export type LeadPairKind = (typeof LEAD_PAIR_KINDS)[number];

export const LEAD_PAIR_STATES = ["open", "merged", "different", "later", "gone"] as const;
export type LeadPairState = (typeof LEAD_PAIR_STATES)[number];

export interface FoundPair {
  readonly a: ComparedLead;
  readonly b: ComparedLead;
  readonly score: number;
  readonly zone: "certain" | "review";
  readonly evidence: readonly LikenessEvidence[];
}

export interface KeptLeadPairs {
  /** Pairs that were not known before. */
  readonly opened: number;
  /** Pairs that are no longer found. */
  readonly gone: number;
}

/** A lead is named by a key of its, which stays its own whatever it moves to; a lead of Salesforce by its id. */
export interface LeadPair {
  readonly id: number;
  readonly kind: LeadPairKind;
  /** Key of a lead. */
  readonly a: string;
  /** Key of a lead, or id in Salesforce. */
  readonly b: string;
  /** Bits: each one doubles the odds. */
  readonly score: number;
  readonly zone: "certain" | "review";
  readonly evidence: readonly LikenessEvidence[];
  readonly state: LeadPairState;
  readonly laterUntil: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionId: number | null;
}

const STAGE = {
  name: "stage_lead_pair",
  columns: [
    { name: "kind", type: "text" },
    { name: "a_source_id", type: "text" },
    { name: "b_source", type: "text" },
    { name: "b_source_id", type: "text" },
    { name: "score", type: "real" },
    { name: "zone", type: "text" },
    { name: "evidence", type: "text" },
  ],
} as const satisfies Stage;

const LOOKED = { name: "stage_looked_key", columns: [{ name: "key", type: "text" }] } as const satisfies Stage;

/** New pairs are open, known ones get today's score, and of the leads looked at those not found any more are gone. What a person said stays. */
export async function keepLeadPairs(
  tx: Transaction,
  found: readonly FoundPair[],
  looked: readonly number[],
  now: string,
): Promise<KeptLeadPairs> {
  await tx.stage(
    STAGE,
    found
      .map(inOrder)
      .map(({ a, b, score, zone, evidence }) => [
        b.source === "salesforce" ? "lead_salesforce" : "lead",
        a.sourceId,
        b.source,
        b.sourceId,
        score,
        zone,
        JSON.stringify(evidence),
      ]),
  );
  const [before] = await tx.query<{ n: number }>(
    sql`SELECT COUNT(*) AS n FROM duplicate_pair WHERE kind IN ('lead', 'lead_salesforce')`,
  );
  await tx.run(sql`
    INSERT INTO duplicate_pair (kind, a_source, a_source_id, b_source, b_source_id, score, zone, evidence, state, found_at, seen_at)
    SELECT kind, 'lead', a_source_id, b_source, b_source_id, score, zone, evidence, 'open', ${now}, ${now} FROM stage_lead_pair WHERE TRUE
    ON CONFLICT (kind, a_source, a_source_id, b_source, b_source_id) DO UPDATE SET
      score = excluded.score, zone = excluded.zone, evidence = excluded.evidence, seen_at = excluded.seen_at,
      state = CASE WHEN duplicate_pair.state = 'gone' THEN 'open' ELSE duplicate_pair.state END
    WHERE duplicate_pair.state IN ('open', 'later', 'gone')`);
  const [after] = await tx.query<{ n: number }>(
    sql`SELECT COUNT(*) AS n FROM duplicate_pair WHERE kind IN ('lead', 'lead_salesforce')`,
  );
  await tx.stage(
    { name: "stage_looked_lead", columns: [{ name: "lead_id", type: "integer" }] },
    looked.map((id) => [id]),
  );
  await tx.stage(LOOKED, []);
  await tx.run(sql`
    INSERT INTO stage_looked_key (key) SELECT k.key FROM lead_key k WHERE k.lead_id IN (SELECT l.lead_id FROM stage_looked_lead l)`);
  const gone = await tx.run(sql`
    UPDATE duplicate_pair SET state = 'gone'
    WHERE kind IN ('lead', 'lead_salesforce') AND state IN ('open', 'later')
      AND a_source_id || ' ' || b_source_id NOT IN (SELECT p.a_source_id || ' ' || p.b_source_id FROM stage_lead_pair p)
      AND (a_source_id IN (SELECT k.key FROM stage_looked_key k) OR b_source_id IN (SELECT k.key FROM stage_looked_key k))`);
  return { opened: (after?.n ?? 0) - (before?.n ?? 0), gone };
}

/** What people answered with "Different", by the leads that the keys belong to now. */
export async function saidToBeTwo(reader: Reader): Promise<(a: ComparedLead, b: ComparedLead) => boolean> {
  const rows = await reader.query<{ one: number; other: number | null; salesforce: string }>(sql`
    SELECT a.lead_id AS one, b.lead_id AS other, d.b_source_id AS salesforce
    FROM duplicate_pair d JOIN lead_key a ON a.key = d.a_source_id LEFT JOIN lead_key b ON d.kind = 'lead' AND b.key = d.b_source_id
    WHERE d.kind IN ('lead', 'lead_salesforce') AND d.state = 'different'`);
  const said = new Set(
    rows.flatMap(({ one, other, salesforce }) => [`${one} ${other ?? salesforce}`, `${other ?? salesforce} ${one}`]),
  );
  const nameOf = ({ leadId, sourceId }: ComparedLead) => String(leadId ?? sourceId);
  return (a, b) => said.has(`${nameOf(a)} ${nameOf(b)}`);
}

interface Row extends Omit<LeadPair, "a" | "b" | "evidence" | "laterUntil" | "decidedBy" | "decidedAt" | "decisionId"> {
  readonly a_source_id: string;
  readonly b_source_id: string;
  readonly evidence: string;
  readonly later_until: string | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly decision_id: number | null;
}

const evidenceSchema = z.array(
  z.object({
    field: z.string(),
    a: z.string().nullable(),
    b: z.string().nullable(),
    level: z.string(),
    bits: z.number(),
  }),
);

const COLUMNS = sql`d.id, d.kind, d.a_source_id, d.b_source_id, d.score, d.zone, d.evidence, d.state, d.later_until, d.decided_by, d.decided_at, d.decision_id`;

const pairOf = (row: Row): LeadPair => ({
  id: row.id,
  kind: row.kind,
  a: row.a_source_id,
  b: row.b_source_id,
  score: row.score,
  zone: row.zone,
  evidence: evidenceSchema.parse(JSON.parse(row.evidence)),
  state: row.state,
  laterUntil: row.later_until,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  decisionId: row.decision_id,
});

/** @throws PolarisError not_found */
export async function leadPairWithId(reader: Reader, id: number): Promise<LeadPair> {
  const [row] = await reader.query<Row>(sql`
    SELECT ${COLUMNS} FROM duplicate_pair d WHERE d.id = CAST(${id} AS INTEGER) AND d.kind IN ('lead', 'lead_salesforce')`);
  if (row === undefined)
    throw new PolarisError(
      "not_found",
      `There is no pair ${id} of leads. “leads review” shows the next one that is open.`,
    );
  return pairOf(row);
}

/**
 * The pairs that wait for a decision, best evidence first: two leads that are not one yet, or a lead that has no match yet and one of Salesforce.
 * @param now ISO-8601 UTC: pairs that were put off until then are back
 */
export async function openLeadPairs(reader: Reader, now: string): Promise<LeadPair[]> {
  const rows = await reader.query<Row>(sql`
    SELECT ${COLUMNS} FROM duplicate_pair d JOIN lead_key a ON a.key = d.a_source_id JOIN lead l ON l.id = a.lead_id
      LEFT JOIN lead_key b ON d.kind = 'lead' AND b.key = d.b_source_id
      LEFT JOIN salesforce_lead f ON d.kind = 'lead_salesforce' AND f.source = 'salesforce' AND f.source_id = d.b_source_id AND f.deleted_at IS NULL
    WHERE d.kind IN ('lead', 'lead_salesforce') AND (d.state = 'open' OR (d.state = 'later' AND d.later_until <= ${now}))
      AND ((d.kind = 'lead' AND b.lead_id <> a.lead_id) OR (f.id IS NOT NULL AND l.standing = 'new'))
    ORDER BY d.score DESC, d.id`);
  return rows.map(pairOf);
}

/**
 * The pair of two, whichever stands first in it and by whichever key of theirs it was found; null when it never was.
 * @param other a key, or an id of Salesforce
 */
export async function leadPairOf(reader: Reader, key: string, other: string): Promise<LeadPair | null> {
  const leadOf = (of: string) => sql`(SELECT k.lead_id FROM lead_key k WHERE k.key = ${of})`;
  const [row] = await reader.query<Row>(sql`
    SELECT ${COLUMNS} FROM duplicate_pair d JOIN lead_key a ON a.key = d.a_source_id
      LEFT JOIN lead_key b ON d.kind = 'lead' AND b.key = d.b_source_id
    WHERE d.kind IN ('lead', 'lead_salesforce') AND (
      (a.lead_id = ${leadOf(key)} AND (b.lead_id = ${leadOf(other)} OR d.b_source_id = ${other}))
      OR (a.lead_id = ${leadOf(other)} AND b.lead_id = ${leadOf(key)}))
    ORDER BY CASE d.state WHEN 'different' THEN 0 WHEN 'gone' THEN 2 ELSE 1 END, d.id`);
  return row === undefined ? null : pairOf(row);
}
