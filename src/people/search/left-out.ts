import sql, { join } from "sql-template-tag";
import { eventTypeLabel } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { CriterionKey } from "./criterion.js";
import { Listed } from "./listed.js";
import type { FoundVolunteer, VolunteerSearch } from "./model.js";
import { ordered } from "./order.js";
import type { Registered } from "./registered.js";
import { type SearchWords, understand } from "./search.js";

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
  words: SearchWords,
  search: VolunteerSearch,
): Promise<LeftOutOfSearch> {
  const { register, criteria } = await understand(reader, words, search);
  const all = register.volunteers.map((volunteer) => ({
    volunteer,
    fails: criteria.filter((criterion) => !criterion.fits(volunteer)),
  }));
  const mayBeListed = all.filter(({ volunteer }) => volunteer.hidden === null);
  const order = (members: typeof all) =>
    ordered(
      members.map(({ volunteer }) => volunteer),
      search.sort,
      register,
    );
  const groups = [
    {
      criterion: null,
      members: order(all.filter(({ volunteer, fails }) => volunteer.hidden !== null && fails.length === 0)),
    },
    ...criteria.map((criterion) => ({
      criterion,
      members: order(mayBeListed.filter(({ fails }) => fails.length === 1 && fails[0] === criterion)),
    })),
  ];
  const near = takingTurns(
    groups.map(({ criterion, members }) => members.map((volunteer) => ({ volunteer, criterion }))),
  ).slice(0, MOST);
  const facts = await factsOf(
    reader,
    near.flatMap(({ volunteer, criterion }) => (criterion === null ? [] : [{ id: volunteer.id, key: criterion.key }])),
  );
  return {
    nearest: near.map(({ volunteer, criterion }) => ({
      volunteer: new Listed(volunteer, criteria),
      by: criterion?.asked ?? HIDDEN,
      has: criterion === null ? (volunteer.hidden ?? "") : HAS[criterion.key](volunteer, facts),
      zip: criterion?.key === "local" ? (facts.zips.get(volunteer.id)?.join(", ") ?? null) : null,
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

type Facts = Readonly<Record<"zips", ReadonlyMap<number, readonly string[]>>>;

const list = (values: readonly string[] | undefined, none: string): string =>
  values === undefined || values.length === 0 ? none : values.slice(0, 8).join(", ") + (values.length > 8 ? " …" : "");

/** What somebody has where the filter asked for something else. */
const HAS: Readonly<Record<CriterionKey, (volunteer: Registered, facts: Facts) => string>> = {
  word: ({ title, organizations }) =>
    list(
      [title, ...organizations].filter((each) => each !== null),
      "no title and no organisation",
    ),
  skill: ({ skills }) => list(skills, "no skill recorded"),
  pathway: ({ skills }) => list(skills, "no skill recorded"),
  org: ({ organizations }) => list(organizations, "no organisation today"),
  "org-ever": ({ organizationsEver }) => list(organizationsEver, "no organisation at any time"),
  title: ({ title }) => title ?? "no title",
  industry: ({ industry }) => industry ?? "no industry recorded",
  interest: ({ interests }) => interests ?? "no interests recorded",
  available: ({ availability }) => availability?.said ?? "nothing said of when",
  local: ({ localStatus, localBasis }) => `${localStatus.replace("_", " ")} (${localBasis})`,
  type: ({ types }) => list([...types].sort().map(eventTypeLabel), "no attended event"),
  consent: ({ email }) => (email === null ? "no e-mail address, or no consent" : "no consent"),
  connector: ({ isConnector }) => (isConnector ? "a Pathful profile" : "no Pathful profile"),
  "virtual-only": ({ types }) => list([...types].sort().map(eventTypeLabel), "no attended event"),
  any: ({ title, organizations }) =>
    list(
      [title, ...organizations].filter((each) => each !== null),
      "no title and no organisation",
    ),
  last: ({ lastOn }) => lastOn ?? "never",
  "last-email": ({ lastEmailOn }) => lastEmailOn ?? "never",
  "last-activity": ({ lastActivityOn }) => lastActivityOn ?? "never",
  times: ({ times }) => String(times),
};

interface Wanting {
  readonly id: number;
  readonly key: CriterionKey;
}

/** ZIP codes of those whom their local status kept out. A work address says nothing of where somebody lives (rulings, small print). */
async function factsOf(reader: Reader, wanting: readonly Wanting[]): Promise<Facts> {
  const ids = wanting.filter(({ key }) => key === "local").map(({ id }) => id);
  const zips = new Map<number, string[]>();
  if (ids.length === 0) return { zips };
  const rows = await reader.query<{ id: number; zip: string }>(sql`
    SELECT DISTINCT c.id, a.zip FROM contact c JOIN contact r ON r.id = c.id OR r.person_id = c.person_id
      JOIN contact_address a ON a.contact_id = r.id
    WHERE c.id IN (${join(ids)}) AND r.deleted_at IS NULL AND a.zip IS NOT NULL AND a.kind <> 'work' ORDER BY c.id, a.zip`);
  for (const { id, zip } of rows) zips.set(id, [...(zips.get(id) ?? []), zip]);
  return { zips };
}
