import sql, { join, raw } from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { MERGES, type MergeKind, mergeGroups } from "./merge-groups.js";
import { MERGE_OF, PAIR_KINDS, type PairKind } from "./merge-records.js";
import { openPairs } from "./review.js";
import { activityOf, keeperOf } from "./review-sides.js";

const SALESFORCE = "salesforce";

/** Two records of Salesforce that are to be one there too. */
export interface SalesforceMerge {
  readonly kind: PairKind;
  /** Ids of Salesforce: of the record to keep, and of the one that goes into it. */
  readonly master: string;
  readonly merged: string;
  readonly names: readonly [master: string, merged: string];
  /** Decided by a person, or certain by the evidence and not decided yet. */
  readonly basis: "decided" | "certain";
  /** The decision, by which the merge is taken back; null where none stands between these two alone. */
  readonly decisionId: number | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** The open pair of a certain one. */
  readonly pairId: number | null;
}

/**
 * What is to be merged in Salesforce: what people decided, and what is certain, as long as both records stand there. A pair leaves the list by itself
 * when Salesforce has merged or deleted one of them.
 */
export async function salesforceMerges(
  reader: Reader,
  kinds: readonly PairKind[],
  now: string,
): Promise<SalesforceMerge[]> {
  const merges = [...new Set(kinds.map((kind) => MERGE_OF[kind]))];
  const decided: SalesforceMerge[] = [];
  for (const merge of merges) decided.push(...(await decidedMerges(reader, merge)));
  const certain = await certainMerges(reader, kinds, now);
  return [...decided, ...certain]
    .filter(({ kind }) => kinds.includes(kind))
    .sort((a, b) => PAIR_KINDS.indexOf(a.kind) - PAIR_KINDS.indexOf(b.kind) || (a.names[0] < b.names[0] ? -1 : 1));
}

interface Living {
  readonly id: number;
  readonly kind: PairKind;
  readonly source: string;
  readonly source_id: string;
  readonly name: string;
}

const LIVING: Readonly<Record<MergeKind, string>> = {
  same_person: "kind, full_name AS name",
  same_organization: "'organization' AS kind, name",
  same_session: "'session' AS kind, title AS name",
};

async function decidedMerges(reader: Reader, merge: MergeKind): Promise<SalesforceMerge[]> {
  const groups = await mergeGroups(reader, merge);
  const ids = groups.flatMap(({ living }) => living);
  if (ids.length === 0) return [];
  const { table, subject } = MERGES[merge];
  const rows: Living[] = [];
  for (let from = 0; from < ids.length; from += 500)
    rows.push(
      ...(await reader.query<Living>(sql`
        SELECT id, source, source_id, ${raw(LIVING[merge])} FROM ${raw(table)} WHERE id IN (${join(ids.slice(from, from + 500))})`)),
    );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const decisions = await reader.query<{ id: number; source_id: string; decided_by: string; decided_at: string }>(sql`
    SELECT id, source_id, decided_by, decided_at FROM decision
    WHERE kind = ${merge} AND subject = ${subject} AND source = ${SALESFORCE} AND reversed_at IS NULL ORDER BY id`);
  const about = new Map(decisions.map((each) => [each.source_id, each]));
  return groups.flatMap(({ living, stays }) => {
    const there = living.flatMap((id) => byId.get(id) ?? []).filter(({ source }) => source === SALESFORCE);
    // Where the one that stays is not Salesforce's own, its oldest record there is kept.
    const master = there.find(({ id }) => id === stays) ?? there[0];
    return there.flatMap((row): SalesforceMerge[] => {
      if (master === undefined || row === master) return [];
      const said = about.get(row.source_id) ?? about.get(master.source_id);
      return [
        {
          kind: row.kind,
          master: master.source_id,
          merged: row.source_id,
          names: [master.name, row.name],
          basis: "decided",
          decisionId: said?.id ?? null,
          decidedBy: said?.decided_by ?? null,
          decidedAt: said?.decided_at ?? null,
          pairId: null,
        },
      ];
    });
  });
}

async function certainMerges(reader: Reader, kinds: readonly PairKind[], now: string): Promise<SalesforceMerge[]> {
  const pairs = (await openPairs(reader, { kinds, zone: "certain", now })).filter(
    ({ a, b }) => a.source === SALESFORCE && b.source === SALESFORCE,
  );
  const merges: SalesforceMerge[] = [];
  for (const kind of kinds) {
    const own = pairs.filter((pair) => pair.kind === kind);
    const activity = await activityOf(reader, kind, [...new Set(own.flatMap(({ ids }) => ids))]);
    for (const { id, ids, a, b, names } of own) {
      const sides = [
        { ...a, id: ids[0], name: names[0] },
        { ...b, id: ids[1], name: names[1] },
      ] as const;
      const master = keeperOf(sides[0], sides[1], activity);
      const merged = master === sides[0] ? sides[1] : sides[0];
      merges.push({
        kind,
        master: master.sourceId,
        merged: merged.sourceId,
        names: [master.name, merged.name],
        basis: "certain",
        decisionId: null,
        decidedBy: null,
        decidedAt: null,
        pairId: id,
      });
    }
  }
  return merges;
}
