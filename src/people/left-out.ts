import sql, { join } from "sql-template-tag";
import { eventTypeLabel } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { type Candidate, readCandidates, shown } from "./candidates.js";
import { type Criterion, type CriterionKey, criteriaOf, understandAll } from "./criteria.js";
import type { FoundVolunteer, VolunteerSearch } from "./model.js";
import { ORDER } from "./search.js";
import type { Vocabulary } from "./vocabulary.js";

/** Somebody whom one filter alone, or a mark, kept out of a list. */
export interface LeftOutVolunteer {
  readonly volunteer: FoundVolunteer;
  /** The filter as it was asked, or the ruling: "skill python", "ruling S1". */
  readonly by: string;
  /** What they have instead: "non local (address)", "Excel, Sales", "2023-11-02". */
  readonly has: string;
  /** ZIP codes that their local status rests on; null where that is not what kept them out. */
  readonly zip: string | null;
}

export interface LeftOutOfSearch {
  /** At most as many as anybody reads, the filters taking turns. */
  readonly nearest: readonly LeftOutVolunteer[];
  /** How many fail exactly one filter, or fail none and are hidden. */
  readonly total: number;
  /** Volunteers who may be listed, before any filter. */
  readonly of: number;
  /** How many of these each filter takes out by itself. */
  readonly filters: readonly { readonly asked: string; readonly removes: number }[];
}

const MOST = 25;
/** Whoever must not be written to is in no list (ruling S1). */
const HIDDEN = "ruling S1";

/** The volunteers nearest to a list who are not on it, and what kept them out: judged by the very criteria of the search. */
export async function nearestLeftOut(
  reader: Reader,
  vocabulary: Vocabulary,
  search: VolunteerSearch,
): Promise<LeftOutOfSearch> {
  const asks = understandAll(search.skill, vocabulary);
  const criteria = criteriaOf(search, asks);
  const all = await readCandidates(reader, search, asks, criteria, criteria.length);
  const mayBeListed = all.filter(({ hidden }) => hidden === null);
  const order = (candidates: readonly Candidate[]) =>
    candidates
      .map((candidate) => ({ candidate, volunteer: shown(candidate, asks) }))
      .sort((a, b) => ORDER[search.sort](a.volunteer, b.volunteer));
  const groups = [
    { criterion: null, members: order(all.filter(({ hidden, fails }) => hidden !== null && fails.length === 0)) },
    ...criteria.map((criterion) => ({
      criterion,
      members: order(mayBeListed.filter(({ fails }) => fails.length === 1 && fails[0] === criterion)),
    })),
  ];
  const near = takingTurns(
    groups.map(({ criterion, members }) => members.map((each) => ({ ...each, criterion }))),
  ).slice(0, MOST);
  const facts = await factsOf(
    reader,
    near.flatMap(({ candidate, criterion }) => (criterion === null ? [] : [{ id: candidate.id, key: criterion.key }])),
  );
  return {
    nearest: near.map(({ candidate, volunteer, criterion }) => ({
      volunteer,
      by: criterion?.asked ?? HIDDEN,
      has: criterion === null ? (candidate.hidden ?? "") : HAS[criterion.key](candidate, facts),
      zip: criterion?.key === "local" ? (facts.zips.get(candidate.id)?.join(", ") ?? null) : null,
    })),
    total: groups.reduce((sum, { members }) => sum + members.length, 0),
    of: mayBeListed.length,
    filters: criteria.map((criterion) => ({
      asked: criterion.asked,
      removes: mayBeListed.filter(({ fails }) => fails.includes(criterion)).length,
    })),
  };
}

/** The first of each list, then the second of each … */
function takingTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}

type Facts = Readonly<Record<"skills" | "zips" | "types", ReadonlyMap<number, readonly string[]>>>;

const list = (values: readonly string[] | undefined, none: string): string =>
  values === undefined || values.length === 0 ? none : values.slice(0, 8).join(", ") + (values.length > 8 ? " …" : "");

/** What somebody has where the filter asked for something else. */
const HAS: Readonly<Record<CriterionKey, (candidate: Candidate, facts: Facts) => string>> = {
  word: ({ title, organizations }) =>
    list(
      [title, ...organizations.now].filter((each) => each !== null),
      "no title and no organisation",
    ),
  skill: ({ id }, { skills }) => list(skills.get(id), "no skill recorded"),
  org: ({ organizations }) => list(organizations.now, "no organisation today"),
  "org-ever": ({ organizations }) => list(organizations.ever, "no organisation at any time"),
  local: ({ localStatus, localBasis }) => `${localStatus.replace("_", " ")} (${localBasis})`,
  type: ({ id }, { types }) => list(types.get(id)?.map(eventTypeLabel), "no attended event"),
  last: ({ lastOn }) => lastOn ?? "never",
  times: ({ times }) => String(times),
};

interface Wanting {
  readonly id: number;
  readonly key: Criterion["key"];
}

/** What the filters asked about, of those who are shown alone. */
async function factsOf(reader: Reader, wanting: readonly Wanting[]): Promise<Facts> {
  const read = async (key: CriterionKey, statement: (ids: readonly number[]) => ReturnType<typeof sql>) => {
    const ids = wanting.filter((each) => each.key === key).map(({ id }) => id);
    const rows = ids.length === 0 ? [] : await reader.query<{ id: number; value: string }>(statement(ids));
    const values = new Map<number, string[]>();
    for (const { id, value } of rows) values.set(id, [...(values.get(id) ?? []), value]);
    return values;
  };
  return {
    skills: await read(
      "skill",
      (ids) =>
        sql`SELECT contact_id AS id, skill AS value FROM contact_skill WHERE contact_id IN (${join(ids)}) ORDER BY skill`,
    ),
    // A work address says nothing of where somebody lives (rulings, small print).
    zips: await read(
      "local",
      (ids) => sql`
        SELECT DISTINCT c.id, a.zip AS value FROM contact c JOIN contact r ON r.id = c.id OR r.person_id = c.person_id
          JOIN contact_address a ON a.contact_id = r.id
        WHERE c.id IN (${join(ids)}) AND r.deleted_at IS NULL AND a.zip IS NOT NULL AND a.kind <> 'work' ORDER BY c.id, a.zip`,
    ),
    types: await read(
      "type",
      (ids) => sql`
        SELECT DISTINCT p.contact_id AS id, e.type AS value FROM participation p JOIN event e ON e.id = p.event_id
        WHERE p.contact_id IN (${join(ids)}) AND p.role = 'volunteer' AND p.attended AND p.deleted_at IS NULL
          AND e.deleted_at IS NULL AND e.status <> 'Cancelled' ORDER BY p.contact_id, e.type`,
    ),
  };
}
