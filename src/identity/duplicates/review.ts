import sql, { join, raw, type Sql } from "sql-template-tag";
import { z } from "zod";
import type { Reader } from "../../pool/index.js";
import { PolarisError } from "../../runtime/index.js";
import { mergeGroups } from "./merge-groups.js";
import { MERGE_OF, PAIR_KINDS, type PairKind, type RecordKey } from "./merge-records.js";
import { TABLE_OF_KIND } from "./settle-pairs.js";

export const PAIR_ZONES = ["certain", "review"] as const;
export type PairZone = (typeof PAIR_ZONES)[number];

export const STATE_WORDS = {
  open: "open",
  merged: "merged",
  different: "different",
  later: "later",
  gone: "closed, because a record is gone",
} as const;
export type PairState = keyof typeof STATE_WORDS;

/** What one field says for or against two records being one. */
const evidenceSchema = z.array(
  z.object({
    field: z.string(),
    a: z.union([z.string(), z.number(), z.null()]).optional(),
    b: z.union([z.string(), z.number(), z.null()]).optional(),
    /** How well it fits, as in "exact", "near", "differs". */
    level: z.string(),
    bits: z.number(),
  }),
);
export type Evidence = z.infer<typeof evidenceSchema>[number];

/** Two records that may be one. */
export interface DuplicatePair {
  readonly id: number;
  readonly kind: PairKind;
  readonly a: RecordKey;
  readonly b: RecordKey;
  /** Bits: each one doubles the odds. */
  readonly score: number;
  readonly zone: PairZone;
  readonly evidence: readonly Evidence[];
  readonly state: PairState;
  readonly foundAt: string;
  readonly laterUntil: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** Of the merge that closed it. */
  readonly decisionId: number | null;
}

/** A pair that waits for a decision, with what its records are called. */
export interface OpenPair extends Pick<DuplicatePair, "id" | "kind" | "a" | "b" | "score" | "zone" | "foundAt"> {
  /** Ids in the pool. */
  readonly ids: readonly [number, number];
  readonly names: readonly [string, string];
}

interface Row {
  readonly id: number;
  readonly kind: PairKind;
  readonly a_source: string;
  readonly a_source_id: string;
  readonly b_source: string;
  readonly b_source_id: string;
  readonly score: number;
  readonly zone: PairZone;
  readonly evidence: string;
  readonly state: PairState;
  readonly found_at: string;
  readonly later_until: string | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly decision_id: number | null;
}

/** @throws PolarisError not_found */
export async function pairWithId(reader: Reader, id: number): Promise<DuplicatePair> {
  const [row] = await reader.query<Row>(sql`SELECT * FROM duplicate_pair WHERE id = CAST(${id} AS INTEGER)
    AND kind IN (${join([...PAIR_KINDS])})`);
  if (row === undefined)
    throw new PolarisError("not_found", `There is no pair ${id}. “duplicates” lists those that are open.`);
  return {
    id: row.id,
    kind: row.kind,
    a: { source: row.a_source, sourceId: row.a_source_id },
    b: { source: row.b_source, sourceId: row.b_source_id },
    score: row.score,
    zone: row.zone,
    evidence: evidenceSchema.parse(JSON.parse(row.evidence)),
    state: row.state,
    foundAt: row.found_at,
    laterUntil: row.later_until,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decisionId: row.decision_id,
  };
}

interface OpenRow extends Pick<Row, "id" | "kind" | "a_source" | "a_source_id" | "b_source" | "b_source_id"> {
  readonly score: number;
  readonly zone: PairZone;
  readonly found_at: string;
  readonly a_id: number;
  readonly b_id: number;
  readonly a_name: string;
  readonly b_name: string;
}

const NAME: Readonly<Record<(typeof TABLE_OF_KIND)[PairKind], (alias: "a" | "b") => Sql>> = {
  contact: (alias) => sql`${raw(alias)}.full_name`,
  organization: (alias) => sql`${raw(alias)}.name`,
  event: (alias) => sql`(${raw(alias)}.title || ', ' || ${raw(alias)}.local_date)`,
};

/** Open: never decided, or put off until now. */
const isOpen = (now: string): Sql => sql`(d.state = 'open' OR (d.state = 'later' AND d.later_until <= ${now}))`;

/**
 * The pairs that wait for a decision, best evidence first. Both records stand at their source, and no other decisions make them one already.
 * @param now ISO-8601 UTC: pairs that were put off until then are back
 */
export async function openPairs(
  reader: Reader,
  asked: { readonly kinds?: readonly PairKind[]; readonly zone?: PairZone | null; readonly now: string },
): Promise<OpenPair[]> {
  const { kinds = PAIR_KINDS, zone = null, now } = asked;
  const pairs: OpenPair[] = [];
  for (const table of ["contact", "organization", "event"] as const) {
    const [first, ...others] = kinds.filter((kind) => TABLE_OF_KIND[kind] === table);
    if (first === undefined) continue;
    const rows = await reader.query<OpenRow>(sql`
      SELECT d.id, d.kind, d.a_source, d.a_source_id, d.b_source, d.b_source_id, d.score, d.zone, d.found_at,
        a.id AS a_id, b.id AS b_id, ${NAME[table]("a")} AS a_name, ${NAME[table]("b")} AS b_name
      FROM duplicate_pair d
        JOIN ${raw(table)} a ON a.source = d.a_source AND a.source_id = d.a_source_id AND a.deleted_at IS NULL
        JOIN ${raw(table)} b ON b.source = d.b_source AND b.source_id = d.b_source_id AND b.deleted_at IS NULL
      WHERE d.kind IN (${join([first, ...others])}) AND ${isOpen(now)} AND ${zone === null ? sql`TRUE` : sql`d.zone = ${zone}`}`);
    const groupOf = new Map(
      (await mergeGroups(reader, MERGE_OF[first])).flatMap(({ members, stays }) =>
        members.map((id) => [id, stays] as const),
      ),
    );
    const isOne = ({ a_id, b_id }: OpenRow): boolean => groupOf.has(a_id) && groupOf.get(a_id) === groupOf.get(b_id);
    pairs.push(...rows.filter((row) => !isOne(row)).map(pairOf));
  }
  return pairs.sort((one, other) => other.score - one.score || one.id - other.id);
}

const pairOf = (row: OpenRow): OpenPair => ({
  id: row.id,
  kind: row.kind,
  a: { source: row.a_source, sourceId: row.a_source_id },
  b: { source: row.b_source, sourceId: row.b_source_id },
  score: row.score,
  zone: row.zone,
  foundAt: row.found_at,
  ids: [row.a_id, row.b_id],
  names: [row.a_name, row.b_name],
});

/** The open pair to look at after this one: the next of its kind, else of any; null when none is left. */
export async function nextPair(
  reader: Reader,
  { id, kind }: Pick<DuplicatePair, "id" | "kind">,
  now: string,
): Promise<number | null> {
  const others = (await openPairs(reader, { now })).filter((pair) => pair.id !== id);
  return (others.find((pair) => pair.kind === kind) ?? others[0])?.id ?? null;
}
