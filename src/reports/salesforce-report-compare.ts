import type { Period } from "../domain/index.js";
import {
  computeMetrics,
  type Figure,
  type Filters,
  filtersInWords,
  type KeptRecord,
  type Metric,
  metricOf,
  recordsKept,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import type { SavedReport } from "../sources/index.js";
import { idAt } from "./salesforce-report-columns.js";
import {
  described,
  idsIn,
  KINDS,
  type Kind,
  type PoolFacts,
  type PoolRecord,
  participationsOf,
  recordsNamed,
  waiting,
} from "./salesforce-report-records.js";
import { type Rules, whyNotCounted } from "./salesforce-report-why.js";

/** Our figure that a report is laid beside. */
export interface Against {
  readonly metric: string;
  readonly period: Period;
  readonly filters: Filters;
}

export interface Difference {
  readonly where: "only in Salesforce" | "only here" | "other hours";
  /** Salesforce's id, or ours of another source. */
  readonly id: string;
  readonly name: string;
  readonly day: string | null;
  readonly why: string;
}

/** A report's records beside those of a metric, told apart by id. */
export interface Comparison {
  readonly metric: Metric;
  readonly figure: Figure;
  readonly counts: Readonly<Record<string, number>>;
  readonly filters: Readonly<Record<string, string>>;
  /** By what the rows are told apart; null where no column of the report names records that the metric counts. */
  readonly by: Kind | null;
  readonly inBoth: number;
  /** Records of the report that are the same person as another of its records (ruling P1). */
  readonly same: number;
  readonly differences: readonly Difference[];
}

export async function comparison(
  reader: Reader,
  organization: Organization,
  saved: SavedReport,
  columns: ReadonlyMap<Kind, number>,
  against: Against & { readonly today: string },
): Promise<Comparison> {
  const { period, filters, today } = against;
  const metric = metricOf(against.metric);
  const asked = { periods: [period], filters, today };
  const figures = await computeMetrics(reader, organization, { metrics: [metric.id], ...asked });
  const told = {
    metric,
    figure: figures.total.figures[metric.id]?.[0] ?? null,
    counts: figures.counts,
    filters: filtersInWords(filters),
  };
  const by = kindToCompareBy(metric, columns);
  const place = by === null ? undefined : columns.get(by);
  if (by === null || place === undefined) return { ...told, by: null, inBoth: 0, same: 0, differences: [] };
  const kept = await recordsKept(reader, organization, { metric: metric.id, period, filters, today });
  const rules: Rules = { metric, period, filters, today };
  return { ...told, by, ...(await laidBeside(reader, saved, { by, place, kept, rules })) };
}

/** The finest kind of record that both name: participations, else people, else events. */
function kindToCompareBy({ grain }: Metric, columns: ReadonlyMap<Kind, number>): Kind | null {
  const told = grain === "event" ? (["event"] as const) : KINDS;
  return told.find((kind) => columns.has(kind)) ?? null;
}

interface Laid {
  readonly by: Kind;
  readonly place: number;
  readonly kept: readonly KeptRecord[];
  readonly rules: Rules;
}

/** What tells a record apart: a contact by its person, so that two records of one person are one. */
const keyOf = (by: Kind, { record, person, event }: Pick<PoolFacts, "record" | "person" | "event">): number | null =>
  by === "participation" ? record : by === "contact" ? person : event;

async function laidBeside(
  reader: Reader,
  saved: SavedReport,
  { by, place, kept, rules }: Laid,
): Promise<Pick<Comparison, "inBoth" | "same" | "differences">> {
  const ids = idsIn(saved, place);
  const found = await recordsNamed(reader, by, ids);
  const ours = new Map(
    kept.flatMap((each): [number, KeptRecord][] => {
      const key = keyOf(by, each);
      return key === null ? [] : [[key, each]];
    }),
  );
  const met = new Set<number>();
  let same = 0;
  const left: string[] = [];
  for (const id of ids) {
    const record = found.get(id);
    const key = record === undefined ? null : keyOf(by, record.facts);
    if (key === null || !ours.has(key)) left.push(id);
    else if (met.has(key)) same += 1;
    else met.add(key);
  }
  const here = [...ours].filter(([key]) => !met.has(key));
  return {
    inBoth: met.size,
    same,
    differences: [
      ...(await onlyThere(reader, saved, { by, place, rules }, left, found)),
      ...(await onlyHere(reader, saved, by, here)),
      ...(by === "participation" ? otherHours(saved, place, found, ours, rules) : []),
    ],
  };
}

async function onlyThere(
  reader: Reader,
  saved: SavedReport,
  { by, place, rules }: Pick<Laid, "by" | "place" | "rules">,
  ids: readonly string[],
  found: ReadonlyMap<string, PoolRecord>,
): Promise<Difference[]> {
  const unknown = ids.filter((id) => !found.has(id));
  const quarantined = await waiting(reader, unknown);
  const known = ids.flatMap((id) => found.get(id) ?? []);
  const participations = await behind(reader, by, known, rules);
  const labels = labelsOf(saved, place);
  return ids.map((id): Difference => {
    const record = found.get(id);
    const name = record === undefined ? null : nameOf(by, record.facts);
    return {
      where: "only in Salesforce",
      id,
      name: name ?? labels.get(id) ?? id,
      day: record?.facts.local_date ?? null,
      why: record === undefined ? notInPool(quarantined.get(id)) : whyNotCounted(record, participations(record), rules),
    };
  });
}

const notInPool = (waits: string | undefined): string =>
  waits === undefined
    ? "not in the pool: not read yet, or of a kind that is not read (a draft, say); “trace” and its id tells more"
    : `waits in quarantine: ${waits}`;

/** The participations that a record may count by; of an event that counts itself, its own facts. */
async function behind(
  reader: Reader,
  by: Kind,
  records: readonly PoolRecord[],
  { metric }: Rules,
): Promise<(record: PoolRecord) => readonly PoolFacts[]> {
  const [role = ""] = metric.grain.split(" ");
  if (by === "participation" || metric.grain === "event")
    return ({ facts }) =>
      metric.grain === "event" || facts.role === role || metric.grain === "presenter" ? [facts] : [];
  const one = by === "contact" ? "person" : "event";
  const keys = [...new Set(records.flatMap(({ facts }) => facts[one] ?? []))];
  const all = await participationsOf(reader, one, keys, metric.grain === "presenter" ? "volunteer" : role);
  return ({ facts }) => all.get(facts[one] ?? -1) ?? [];
}

const nameOf = (by: Kind, { event_title, person_name }: PoolFacts): string | null =>
  by === "event" ? event_title : by === "contact" ? person_name : `${person_name ?? ""} at ${event_title ?? ""}`;

/** What Salesforce shows of each record named in a column. */
function labelsOf({ rows }: SavedReport, place: number): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const id = idAt(row, place);
      return id === null ? [] : [[id, row[place]?.label ?? id]];
    }),
  );
}

async function onlyHere(
  reader: Reader,
  saved: SavedReport,
  by: Kind,
  here: readonly (readonly [number, KeptRecord])[],
): Promise<Difference[]> {
  const records = await described(
    reader,
    by,
    here.map(([key]) => key),
  );
  return here.map(([key, kept]): Difference => {
    const record = records.get(key);
    return {
      where: "only here",
      id: record?.id ?? String(key),
      name: (record === undefined ? null : nameOf(by, record.facts)) ?? kept.title,
      day: kept.day,
      why: whyNotThere(saved, record),
    };
  });
}

function whyNotThere(saved: SavedReport, record: PoolRecord | undefined): string {
  if (record !== undefined && record.facts.source !== "salesforce")
    return "it came from Pathful or a sheet: Salesforce does not have it";
  if (!saved.isWhole) return "not among the 2,000 rows that Salesforce shows of this report";
  return saved.filters.length === 0 && saved.dates === null
    ? "the report does not name it, though it has no filter: its report type leaves it out"
    : "the report's own filters or dates leave it out, or Salesforce has changed since it was last read";
}

/** Participations in both whose hours differ: ours are those credited (ruling A2). */
function otherHours(
  saved: SavedReport,
  place: number,
  found: ReadonlyMap<string, PoolRecord>,
  ours: ReadonlyMap<number, KeptRecord>,
  { metric }: Rules,
): Difference[] {
  const hours = saved.columns.findIndex(({ name }) => name.endsWith("Delivery_Hours__c"));
  if (hours === -1 || metric.type !== "hours") return [];
  return saved.rows.flatMap((row): Difference[] => {
    const id = idAt(row, place);
    const record = id === null ? undefined : found.get(id);
    const own = record === undefined ? undefined : ours.get(record.facts.record ?? -1);
    const theirs = row[hours]?.value ?? null;
    if (id === null || record === undefined || own === undefined || own.hours === theirs) return [];
    const said = typeof theirs === "number" ? `${theirs} there` : "none recorded there";
    const credited = Math.round((own.hours ?? 0) * 100) / 100;
    return [
      {
        where: "other hours",
        id,
        name: nameOf("participation", record.facts) ?? id,
        day: own.day,
        why: `${credited} credited here, ${said}: 0 or none counts by the event's length (ruling A2)`,
      },
    ];
  });
}
