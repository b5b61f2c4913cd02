import { type Period, unionOf } from "../domain/index.js";
import { type Circumstances, computeMetrics, type FigureRow, type Key } from "../metrics/index.js";
import {
  MATCH_KINDS,
  type MatchKind,
  matchPartnerList,
  type PartnerMatch,
  type PartnerMatches,
} from "../people/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Cell,
  type Column,
  column,
  counted,
  type Fact,
  fact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showInteger,
  sortedRows,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { footing } from "./footing.js";
import { figures, metricColumn } from "./organization-columns.js";
import { type Addressee, addressees } from "./thank-you-people.js";
import { inPeriod, listed, many } from "./words.js";

export const PARTNER_MATCH_SORTS = ["match", "score", "name", "sessions", "hours", "last"] as const;
const SORTED_BY: Readonly<Record<string, string>> = {
  score: "score",
  name: "partner",
  sessions: "X20",
  hours: "M30",
  last: "X27",
};

export interface PartnerMatchAsked extends Circumstances {
  /** The list's own name. */
  readonly list: string;
  /** How alike a name must be to be proposed, from 0.5 to 1. */
  readonly least: number;
  readonly periods: readonly Period[];
  /** The local day of asking. */
  readonly today: string;
  readonly sort?: { readonly key: string; readonly descending: boolean };
}

const PER_VOLUNTEER = ["X20", "M30", "X27"] as const;

const WORDS: Readonly<Record<MatchKind, string>> = {
  "e-mail": "the same e-mail address",
  exact: "the same name",
  nickname: "a short form of the name",
  fuzzy: "a name nearly alike",
  none: "no volunteer",
};

/** Who of a partner's list is a volunteer already, how sure that is, and what they did. */
export async function partnerMatchReport(
  reader: Reader,
  organization: Organization,
  asked: PartnerMatchAsked,
): Promise<Reply> {
  const { list, least, periods, today } = asked;
  const period = unionOf(periods);
  const { roleAddresses } = organization;
  const found = await matchPartnerList(reader, list, { least, roleAddresses });
  const people = [...new Set(found.matches.flatMap(({ person }) => person ?? []))];
  const values = (people.length === 0 ? [0] : people).map((key) => ({ key, label: String(key) }));
  const { rows } = await computeMetrics(reader, organization, {
    metrics: PER_VOLUNTEER,
    periods: [period],
    filters: [{ dimension: "volunteer", values }],
    by: "volunteer",
    rowsOnly: true,
    today,
  });
  const known = await addressees(reader, organization, people);
  const counts = new Map(MATCH_KINDS.map((kind) => [kind, found.matches.filter((each) => each.kind === kind).length]));
  return reply({
    title: `Partner list ${list}: who is a volunteer`,
    text: sentence(list, found, counts),
    sensitivity: "open",
    facts: factsOf(found, counts),
    tables: [matchTable(asked, found, new Map(rows.map((row) => [row.key, row])), known)],
    charts: present(
      barChart(
        {
          key: "matches",
          title: `Partner list ${list}`,
          takeaway: sentence(list, found, counts),
          altText: `Bars: ${listed(MATCH_KINDS.map((kind) => `${WORDS[kind]} ${counts.get(kind) ?? 0}`))}.`,
          sensitivity: "open",
          measure: "People of the list",
          type: "integer",
        },
        MATCH_KINDS.map((kind) => ({ label: WORDS[kind], value: counts.get(kind) ?? 0 })),
        { order: "given" },
      ),
    ),
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: { list, min: String(least) },
      counts: { ...(found.excluded > 0 ? { excluded: found.excluded } : {}) },
      notices: noticesOf(asked, period, found),
    })),
  });
}

type Counts = ReadonlyMap<MatchKind, number>;

function sentence(list: string, { matches }: PartnerMatches, counts: Counts): string {
  const all = matches.length;
  if (all === 0) return `Nobody is on the list “${list}”.`;
  const matched = all - (counts.get("none") ?? 0);
  const share = `${showInteger(matched)} of ${many(all, "person", "people")} (${Math.round((matched / all) * 100)}%)`;
  const each = MATCH_KINDS.filter((kind) => kind !== "none" && (counts.get(kind) ?? 0) > 0).map(
    (kind) => `${showInteger(counts.get(kind) ?? 0)} by ${WORDS[kind]}`,
  );
  const how = each.length === 0 ? "" : `: ${listed(each)}`;
  return `${share} of the list “${list}” ${matched === 1 ? "is a volunteer" : "are volunteers"}${how}.`;
}

function factsOf({ matches, volunteers }: PartnerMatches, counts: Counts): Fact[] {
  const all = matches.length;
  const shareOf = (kind: MatchKind) =>
    all === 0 ? {} : { note: `${Math.round(((counts.get(kind) ?? 0) / all) * 100)}% of ${showInteger(all)}` };
  return [
    fact("people", "People on the list", all, "integer", "open"),
    ...MATCH_KINDS.map((kind) =>
      fact(kind.replace("-", ""), firstUpper(WORDS[kind]), counts.get(kind) ?? 0, "integer", "open", shareOf(kind)),
    ),
    fact("volunteers", "Volunteers looked through", volunteers, "integer", "open"),
  ];
}

const firstUpper = (text: string): string => text.replace(/^./u, (first) => first.toUpperCase());

const COLUMNS: readonly Column[] = [
  column("partner", "On the list", "text", "name"),
  column("partner_organisation", "Their organisation", "text", "name"),
  column("partner_email", "Their e-mail", "text", "contact"),
  column("match", "Match", "text", "name"),
  column("score", "Score", "number", "name"),
  column("volunteer", "Volunteer", "text", "name"),
  column("others", "Others just as like", "integer", "name"),
  ...PER_VOLUNTEER.map((id): Column => ({ ...metricColumn(id), sensitivity: "name" })),
  column("record", "Record", "link", "name", { linkLabel: "volunteer" }),
];

function matchTable(
  { list, sort }: PartnerMatchAsked,
  { matches }: PartnerMatches,
  rows: ReadonlyMap<Key, FigureRow>,
  known: ReadonlyMap<number, Addressee>,
): Table {
  const inOrder = [...matches].sort(
    (a, b) => MATCH_KINDS.indexOf(a.kind) - MATCH_KINDS.indexOf(b.kind) || (b.score ?? 0) - (a.score ?? 0),
  );
  const cells = inOrder.map((match) => cellsOf(match, rows, known));
  const named = sort === undefined ? null : SORTED_BY[sort.key];
  // By match is the order they are in, surest first.
  const turned = sort?.key === "match" && sort.descending ? [...cells].reverse() : cells;
  return table({
    key: "matches",
    title: "People of the list",
    columns: COLUMNS,
    rows: named ? sortedRows(COLUMNS, cells, { key: named, descending: sort?.descending ?? false }) : turned,
    empty: `Nobody is on the list “${list}”. Upload it again, or choose another list.`,
  });
}

function cellsOf(
  { partner, kind, score, person, others }: PartnerMatch,
  rows: ReadonlyMap<Key, FigureRow>,
  known: ReadonlyMap<number, Addressee>,
): Cell[] {
  const row = person === null ? undefined : rows.get(person);
  const volunteer = person === null ? undefined : known.get(person);
  const nothing = person === null ? [null, null, null] : [0, 0, null];
  return [
    partner.name,
    partner.organization,
    partner.email,
    kind,
    score === null ? null : Number(score.toFixed(3)),
    volunteer?.name ?? null,
    person === null ? null : others,
    ...(row ? figures(row, PER_VOLUNTEER) : nothing),
    volunteer?.link ?? null,
  ];
}

function noticesOf({ least }: PartnerMatchAsked, period: Period, { matches, excluded }: PartnerMatches): Notice[] {
  const said = [
    notice(
      `A name nearly alike has at least ${Math.round(least * 100)}% of its letters in common and is a proposal: nobody is joined by it. Short names are one name by a table.`,
    ),
    notice(`Engagements, hours and last activity are those ${inPeriod(period)}.`),
  ];
  const unsure = matches.filter(({ others }) => others > 0).length;
  if (unsure > 0)
    said.push(
      notice(
        `${counted(unsure, "person", "people")} of the list may be one of several volunteers just as like them.`,
        "warning",
      ),
    );
  if (excluded > 0)
    said.push(
      notice(
        `${counted(excluded, "volunteer")} left out of reports ${excluded === 1 ? "was" : "were"} not looked through.`,
      ),
    );
  return said;
}
