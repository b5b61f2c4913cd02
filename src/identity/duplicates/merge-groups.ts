import sql, { join, raw } from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { Groups } from "../groups.js";
import { pieces } from "../model.js";

/** Decisions that two records are one. The subject is the record that goes, the value ("source:id") the one that stays. */
export const MERGES = {
  same_person: { subject: "contact", table: "contact", hasWinners: true },
  same_organization: { subject: "organization", table: "organization", hasWinners: true },
  same_session: { subject: "event", table: "event", hasWinners: false },
} as const;
export type MergeKind = keyof typeof MERGES;

/** Records that people said are one, transitively. */
export interface MergeGroup {
  /** Ids in the pool of those that still stand at their source, smallest first. */
  readonly living: readonly number[];
  /** Every record of the group, also those that were deleted or merged at their source. */
  readonly members: readonly number[];
  /** The one that stays: no decision sends it to another that stands. */
  readonly stays: number;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly deleted_at: string | null;
  readonly winner: string | null;
}

const keyOf = (source: string, sourceId: string): string => `${source}:${sourceId}`;

/**
 * Who is one by the decisions that stand. A record that was deleted at its source still ties the others together, and one that was merged there stands
 * for its winner, so a correction in Salesforce loses nothing of what people decided.
 */
export async function mergeGroups(reader: Reader, kind: MergeKind): Promise<MergeGroup[]> {
  const decisions = await reader.query<{ source: string; source_id: string; value: string }>(sql`
    SELECT source, source_id, value FROM decision
    WHERE kind = ${kind} AND subject = ${MERGES[kind].subject} AND reversed_at IS NULL ORDER BY id`);
  if (decisions.length === 0) return [];
  // The value is the other record: "source:id", or its id alone in the same source.
  const ties = decisions.map(({ source, source_id, value }) => ({
    from: keyOf(source, source_id),
    to: [value, keyOf(source, value)],
  }));
  const records = await readRecords(
    reader,
    kind,
    ties.flatMap(({ from, to }) => [from, ...to]),
  );
  return grouped(records, ties);
}

/** Every record of these groups that another stands for → the one that stays. */
export function standIns(groups: readonly MergeGroup[]): Map<number, number> {
  return new Map(
    groups.flatMap(({ members, stays }) => members.flatMap((id) => (id === stays ? [] : [[id, stays] as const]))),
  );
}

/** Whether anybody ever said so: only then can rows have been moved. */
export async function everMerged(reader: Reader, kind: MergeKind): Promise<boolean> {
  return (await reader.query(sql`SELECT 1 FROM decision WHERE kind = ${kind} LIMIT 1`)).length > 0;
}

/** The records of these keys, and the winners of those that were merged at their source. */
async function readRecords(reader: Reader, kind: MergeKind, keys: readonly string[]): Promise<Map<string, Row>> {
  const records = new Map<string, Row>();
  for (let asked = new Set(keys); asked.size > 0; ) {
    const rows = await rowsOf(reader, kind, [...asked]);
    for (const row of rows) records.set(keyOf(row.source, row.source_id), row);
    asked = new Set(rows.flatMap((row) => winnerOf(row) ?? []).filter((key) => !records.has(key)));
  }
  return records;
}

async function rowsOf(reader: Reader, kind: MergeKind, keys: readonly string[]): Promise<Row[]> {
  const { table, hasWinners } = MERGES[kind];
  const bySource = new Map<string, string[]>();
  for (const key of keys) {
    const cut = key.indexOf(":");
    if (cut > 0) bySource.set(key.slice(0, cut), [...(bySource.get(key.slice(0, cut)) ?? []), key.slice(cut + 1)]);
  }
  const rows: Row[] = [];
  for (const [source, ids] of bySource)
    for (const some of pieces(ids, 500))
      rows.push(
        ...(await reader.query<Row>(sql`
          SELECT id, source, source_id, deleted_at, ${raw(hasWinners ? "merged_into_source_id" : "NULL")} AS winner FROM ${raw(table)}
          WHERE source = ${source} AND source_id IN (${join([...some])})`)),
      );
  return rows;
}

const winnerOf = ({ source, deleted_at, winner }: Row): string | null =>
  deleted_at === null || winner === null ? null : keyOf(source, winner);

function grouped(
  records: ReadonlyMap<string, Row>,
  ties: readonly { readonly from: string; readonly to: readonly string[] }[],
): MergeGroup[] {
  const groups = new Groups();
  const standing = (row: Row): Row => {
    const seen = new Set<number>();
    for (let at = row; ; ) {
      const next = winnerOf(at);
      const winner = next === null ? undefined : records.get(next);
      if (winner === undefined || seen.has(winner.id)) return at;
      seen.add(winner.id);
      groups.join(at.id, winner.id);
      at = winner;
    }
  };
  const goes = new Set<number>();
  for (const { from, to } of ties) {
    const [one, other] = [records.get(from), to.map((key) => records.get(key)).find((row) => row !== undefined)];
    if (one === undefined || other === undefined) continue;
    const [leaving, staying] = [standing(one), standing(other)];
    groups.join(leaving.id, staying.id);
    if (leaving.id !== staying.id && staying.deleted_at === null) goes.add(leaving.id);
  }
  const members = new Map<number, Row[]>();
  for (const row of new Map([...records.values()].map((each) => [each.id, each])).values()) {
    const group = groups.smallestOf(row.id);
    members.set(group, [...(members.get(group) ?? []), row]);
  }
  return [...members.values()].flatMap((rows) => {
    const living = rows
      .filter(({ deleted_at }) => deleted_at === null)
      .map(({ id }) => id)
      .sort((a, b) => a - b);
    const stays = living.find((id) => !goes.has(id)) ?? living[0];
    return stays === undefined || rows.length < 2 ? [] : [{ living, members: rows.map(({ id }) => id), stays }];
  });
}
