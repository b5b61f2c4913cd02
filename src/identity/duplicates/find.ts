import { setImmediate } from "node:timers/promises";
import type { Organization } from "../../runtime/index.js";
import type { LeftOutBlock } from "../likeness/index.js";
import type { DerivePool } from "../model.js";
import { decidedAsTwo, type FoundPair, keepPairs } from "./find-keep.js";
import type { Looking } from "./find-model.js";
import { organizations } from "./find-organizations.js";
import { teachers, volunteers } from "./find-persons.js";
import { sessions } from "./find-sessions.js";
import { students } from "./find-students.js";
import { mergeGroups } from "./merge-groups.js";
import { MERGE_OF, PAIR_KINDS, type PairKind } from "./merge-records.js";

const LOOKING: Readonly<Record<PairKind, Looking>> = {
  volunteer: volunteers,
  teacher: teachers,
  student: students,
  organization: organizations,
  session: sessions,
};

export interface FoundDuplicates {
  readonly records: number;
  /** Pairs compared. */
  readonly compared: number;
  readonly certain: number;
  readonly review: number;
  /** Pairs that were not known before, and that are no longer found. */
  readonly opened: number;
  readonly gone: number;
  /** Keys that too many records share to be compared by them. */
  readonly leftOut: readonly LeftOutBlock[];
}

export interface FindOptions {
  /** All of them unless named. */
  readonly kinds?: readonly PairKind[];
  /** ISO-8601 UTC. */
  readonly now: string;
  /** Of the pairs drawn at random: the same seed over the same records gives the same scores. */
  readonly seed: number;
}

/**
 * Looks for records that are probably one and keeps the pairs for people to decide; nothing is merged. The work is cut into slices of a few
 * thousandths of a second, between which the thread's other tasks go on. Records that count as one already by their e-mail (ruling P1) are proposed
 * like any others, since Salesforce still has two; those that a person merged are not.
 */
export async function findDuplicates(
  pool: DerivePool,
  organization: Organization,
  { kinds = PAIR_KINDS, now, seed }: FindOptions,
): Promise<ReadonlyMap<PairKind, FoundDuplicates>> {
  const found = new Map<PairKind, FoundDuplicates>();
  for (const kind of kinds) found.set(kind, await findOfKind(pool, organization, kind, now, seed));
  return found;
}

async function findOfKind(
  pool: DerivePool,
  organization: Organization,
  kind: PairKind,
  now: string,
  seed: number,
): Promise<FoundDuplicates> {
  const breathe = () => setImmediate();
  const { records, likeness } = await LOOKING[kind].look(
    pool,
    organization,
    { ...organization.identity, seed, breathe },
    await decidedAsTwo(pool, kind),
  );
  const groupOf = new Map(
    (await mergeGroups(pool, MERGE_OF[kind])).flatMap(({ members, stays }) =>
      members.map((id) => [id, stays] as const),
    ),
  );
  const pairs: FoundPair[] = likeness.pairs.flatMap(({ a, b, ...rest }) => {
    const [one, other] = [records[a], records[b]];
    if (one === undefined || other === undefined) return [];
    const isMerged = groupOf.has(one.id) && groupOf.get(one.id) === groupOf.get(other.id);
    return isMerged ? [] : [{ a: one, b: other, ...rest }];
  });
  const kept = await keepPairs(pool, kind, pairs, now);
  const certain = pairs.filter(({ zone }) => zone === "certain").length;
  const { compared, leftOut } = likeness;
  return { records: records.length, compared, certain, review: pairs.length - certain, ...kept, leftOut };
}
