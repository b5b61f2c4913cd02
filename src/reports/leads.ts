import { type Period, unionOf } from "../domain/index.js";
import {
  type Circumstances,
  type CountedLeads,
  inBoth,
  LEAD_FIGURES,
  type LeadCell,
  type LeadFileFigures,
  type LeadNumber,
  type LeadNumbers,
  type LeadScope,
  leadCells,
  leadFiles,
  leadNumbers,
  leadSpells,
  leadsSent,
  leadTies,
  NOT_IN_BIBLE,
  outreachFunnel,
  provenanceOf,
  unworkedLeads,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Chart,
  type Fact,
  metricFact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showCell,
  showInteger,
  sortedRows,
  type Table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { statusParts } from "./leads-status.js";
import { ageTable, fileTable, matchTable, overlapTable, periodTable, sentTable, sourceTable } from "./leads-tables.js";
import { amongLeads, leadFiltersInWords, sourceNamed } from "./leads-words.js";
import { inPeriod, many, mostOf, toDateNotices } from "./words.js";

export const LEAD_SORTS = ["date", "source", "rows", "leads", "new"] as const;
const SORTED_BY: Readonly<Record<string, readonly string[]>> = {
  date: ["date", "week"],
  source: ["source"],
  rows: ["rows"],
  leads: ["leads", "L1"],
  new: ["L2"],
};

export interface LeadsAsked extends Circumstances, Omit<LeadScope, "period"> {
  readonly periods: readonly Period[];
  /** The local day of asking. */
  readonly today: string;
  readonly sort?: { readonly key: string; readonly descending: boolean };
}

const STANDING = ["L1", "L4", "L5", "L6"];

/** Prospective leads: what each source and file brought, how sources overlap, what Salesforce knows, what waits, and how leads move through statuses. */
export async function leadsReport(reader: Reader, organization: Organization, asked: LeadsAsked): Promise<Reply> {
  const { sources, states, today, now } = asked;
  const period = unionOf(asked.periods);
  const scope: LeadScope = { period, sources, states };
  const named = sourceNamed(organization);
  const leads = await leadCells(reader, STANDING, scope);
  const { numbers: standing, cells } = leads;
  const netNew = await leadNumbers(reader, ["L2"], scope, "source");
  const rows = await leadNumbers(reader, ["L3"], scope, "source");
  const files = await leadFiles(reader, scope, cells);
  const spells = await leadSpells(reader, scope);
  const statuses = statusParts(spells, await outreachFunnel(reader, scope), {
    now,
    today,
    timeZone: organization.timeZone,
  });
  const names = namesOf(standing, rows);
  const numbers = together(standing, netNew, rows);
  const { waiting, gone } = await unworkedLeads(reader, scope, cells);
  const tables = [
    sourceTable(names, { standing, rows, netNew }, named),
    fileTable(files, named),
    overlapTable(names, cells, named),
    matchTable(cells),
    ageTable(waiting, today, named),
    sentTable(await leadsSent(reader, scope, organization.timeZone)),
    ...statuses.tables,
  ];
  const sideBySide = await eachPeriod(reader, scope, asked.periods, leads);
  return reply({
    title: "Prospective leads",
    text: sentence(numbers, netNew, scope, named),
    sensitivity: "open",
    facts: factsOf(numbers),
    tables: [...sideBySide, ...tables].map((each) => inOrder(each, asked.sort)),
    charts: [...overlapChart(names, cells, named), ...statuses.charts],
    notices: [
      ...noticesOf(files, await leadTies(reader, scope), names),
      ...goneNotices(gone),
      ...statuses.notices,
      ...toDateNotices(period),
      notice("These figures are not in the Metrics Bible. “metric L1 explain” says how each is counted."),
    ],
    provenance: {
      ...(await provenanceOf(reader, organization, {
        ...asked,
        period,
        filters: leadFiltersInWords(scope),
        counts: {},
      })),
      bible: NOT_IN_BIBLE,
    },
  });
}

async function eachPeriod(
  reader: Reader,
  scope: LeadScope,
  periods: readonly Period[],
  leads: CountedLeads,
): Promise<Table[]> {
  if (periods.length < 2) return [];
  const each: { period: Period; numbers: LeadNumbers }[] = [];
  for (const period of periods) {
    const others = await leadNumbers(reader, ["L2", "L3"], { ...scope, period });
    const figures = together(leads.within(period), others);
    each.push({ period, numbers: { total: { key: null, figures }, buckets: [] } });
  }
  return [periodTable(each)];
}

/** The sources that have a lead or a file, by name. */
const namesOf = (...numbers: readonly LeadNumbers[]): string[] =>
  [...new Set(numbers.flatMap(({ buckets }) => buckets.map(({ key }) => String(key))))].sort();

const together = (...numbers: readonly LeadNumbers[]): Readonly<Record<string, LeadNumber>> =>
  Object.assign({}, ...numbers.map(({ total }) => total.figures));

const shown = (number: LeadNumber | undefined): string => showCell(number?.value ?? null, "per_hundred");
const counted = (number: LeadNumber | undefined): number => number?.of ?? 0;

function sentence(
  numbers: Readonly<Record<string, LeadNumber>>,
  netNew: LeadNumbers,
  scope: LeadScope,
  named: (name: string) => string,
): string {
  const when = `${inPeriod(scope.period)}${amongLeads(scope)}`;
  const { L1, L2, L3, L4, L5, L6 } = numbers;
  if (counted(L1) === 0 && (L3?.among ?? 0) === 0)
    return `No prospective lead ${when}. A source's file comes in with “import”, dropped in Slack, or from the watched folder; “leads” lists what there is.`;
  const most = mostOf(
    netNew.buckets.map(({ key, figures }) => ({ label: named(String(key)), value: counted(figures.L2) })),
  );
  const from = most === null || counted(L2) === 0 ? "" : `, most from ${most.label} (${most.value})`;
  return `${many(counted(L1), "prospective lead")} ${when}: ${showInteger(counted(L2))} net new${from}; ${showInteger(counted(L6))} in two sources or more, ${shown(L4)} in Salesforce, ${showInteger(counted(L5))} of them with something newer. ${shown(L3)} of the rows have no valid phone or no usable address.`;
}

function factsOf(numbers: Readonly<Record<string, LeadNumber>>): Fact[] {
  return LEAD_FIGURES.map(({ id, name, type, unit, among }) => {
    const number = numbers[id];
    const value = number?.value ?? null;
    if (type === "integer") return metricFact(id, name, value, type, "open", { unit });
    const note =
      number === undefined || number.among === 0
        ? `no ${among}`
        : `${showInteger(number.of)} of ${showInteger(number.among)} ${among}`;
    return metricFact(id, name, value, type, "open", { unit, note });
  });
}

/** Each pair of sources that share leads: bars with their numbers, so that nothing hangs on a shade. */
function overlapChart(names: readonly string[], cells: readonly LeadCell[], named: (name: string) => string): Chart[] {
  const pairs = names.flatMap((one, place) =>
    names.slice(place + 1).map((other) => ({
      label: `${named(one)} and ${named(other)}`,
      // Two names of lists are too long for an axis; by these they are asked for.
      short: `${one} and ${other}`,
      value: inBoth(cells, one, other),
    })),
  );
  const shared = pairs.filter(({ value }) => value > 0);
  const most = mostOf(shared);
  if (most === null) return [];
  return present(
    barChart(
      {
        key: "overlap",
        title: "Leads that two sources share",
        takeaway: `Most: ${most.label}, ${most.value}.`,
        altText: `Leads in both of two sources: ${shared.map(({ label, value }) => `${label} ${showInteger(value)}`).join(", ")}.`,
        sensitivity: "open",
        measure: "Leads in both",
        type: "integer",
      },
      shared.map(({ short, value }) => ({ label: short, value })),
    ),
  );
}

function noticesOf(files: readonly LeadFileFigures[], ties: number, names: readonly string[]): Notice[] {
  return [
    ...(names.length > 1
      ? [
          notice(
            "A lead of several sources counts in each, and once in the total; a net new one for the source that first had it.",
          ),
        ]
      : []),
    ...(ties > 0
      ? [
          notice(
            `${many(ties, "net new lead")} came first in files of several sources on one day; each counts for the file by which it is kept.`,
          ),
        ]
      : []),
    ...(files.length > 0
      ? [
          notice(
            "The leads of a file are those of its source on its day: one that a file left out and a later one has again is among them.",
          ),
        ]
      : []),
  ];
}

/** Nobody is sent a lead that the lists do not have any more: it does not wait, and is told apart. */
const goneNotices = (gone: number): Notice[] =>
  gone === 0
    ? []
    : [
        notice(
          `${many(gone, "new lead")} that nobody has taken ${gone === 1 ? "is" : "are"} gone from the lists and left out of the ageing; “leads new current:no” shows what is gone.`,
        ),
      ];

function inOrder(given: Table, sort: LeadsAsked["sort"]): Table {
  const keys = sort === undefined ? [] : (SORTED_BY[sort.key] ?? []);
  if (sort === undefined || !given.columns.some(({ key }) => keys.includes(key))) return given;
  const by = { key: keys, descending: sort.descending };
  return { ...given, rows: sortedRows(given.columns, given.rows, by) };
}
