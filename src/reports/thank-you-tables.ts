import type { Period } from "../domain/index.js";
import { computeMetrics, type FigureRow, type Figures, type Filters } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  type Column,
  column,
  counted,
  type Notice,
  notice,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { figures, metricColumn } from "./organization-columns.js";
import { count } from "./organization-facts.js";
import { type Addressee, addressees, leaders, type NoEmail, standings } from "./thank-you-people.js";
import { type Ranked, ranked, type ThankYouSort } from "./thank-you-ranking.js";
import { inPeriod, many } from "./words.js";

/** One list of thanks, with what must be said of it. */
export interface Lists {
  readonly ranking: readonly Ranked[];
  /** The whole, under the same filters: what the list's report says of it, in one answer with the list. */
  readonly found: Figures;
  readonly table: Table;
  readonly notices: readonly Notice[];
}

export interface ListAsked {
  readonly period: Period;
  readonly filters: Filters;
  readonly today: string;
  readonly sort: { readonly key: ThankYouSort; readonly descending: boolean };
}

const OF_ORGANISATIONS = ["M30", "X60", "X62", "X61", "M20", "X13", "M73"] as const;
const OF_VOLUNTEERS = ["M30", "X60", "X62", "X61", "X27"] as const;
/** Whom one volunteer met takes as long to count as all else together: it is a column where it is asked for. */
const WITH_STUDENTS = ["M30", "X60", "X62", "X61", "X13", "X27"] as const;

/** What a letter is merged from: one column a field, contact details apart. */
const LETTER: readonly Column[] = [
  column("first_name", "First name", "text", "name"),
  column("last_name", "Last name", "text", "name"),
  column("email", "E-mail", "text", "contact"),
  column("no_email", "Why no e-mail", "text", "contact"),
];

const letterCells = (person: Addressee | undefined): Cell[] => [
  person?.firstName ?? null,
  person?.lastName ?? null,
  person?.email ?? null,
  person?.noEmail ?? null,
];

/** One line per organisation that people stood for (ruling E5), with whoever stood for it most often as the one to write to. */
export async function organisationsList(
  reader: Reader,
  organization: Organization,
  { period, filters, today, sort }: ListAsked,
): Promise<Lists> {
  const asking = {
    metrics: [...OF_ORGANISATIONS, "M91"],
    totalOnly: ["M91"],
    periods: [period],
    filters,
    today,
    by: "organisation",
  } as const;
  const [found, leading] = await Promise.all([
    computeMetrics(reader, organization, asking),
    leaders(reader, organization, period),
  ]);
  const named = found.rows.filter(({ key }) => typeof key === "string" && key !== "");
  const ranking = ranked(
    named.map((row) => ({ row, name: row.label })),
    sort.key,
    sort.descending,
  );
  const written = ranking.map(({ name }) => leading.get(name));
  const independent = found.rows.find(({ key }) => key === null);
  return {
    ranking,
    found,
    table: table({
      key: "organisations_to_thank",
      title: "Organisations to thank",
      columns: [
        column("place", "Place", "integer", "open"),
        column("organisation", "Organisation", "text", "open"),
        ...OF_ORGANISATIONS.map(metricColumn),
        column("contact_person", "Contact person", "text", "name"),
        ...LETTER,
      ],
      rows: ranking.map(({ place, name, row }, at): Cell[] => [
        place,
        name,
        ...figures(row, OF_ORGANISATIONS),
        written[at]?.name ?? null,
        ...letterCells(written[at]),
      ]),
      total: [null, "All, with independent volunteers", ...figures(found.total, OF_ORGANISATIONS), ...blanks(5)],
      empty: `No organisation's people attended a session ${inPeriod(period)}. Try a longer period, such as 3y.`,
    }),
    notices: [...independentNotice(independent), ...unwritable(written)],
  };
}

const blanks = (width: number): null[] => Array.from({ length: width }, () => null);

/** Nobody's people are no organisation: they are said, not ranked. */
function independentNotice(row: FigureRow | undefined): Notice[] {
  if (row === undefined || count(row, "M20") === 0) return [];
  const hours = many(Math.round(count(row, "M30") * 10) / 10, "hour");
  return [notice(`Not ranked: ${many(count(row, "M20"), "independent volunteer")}, who gave ${hours}.`)];
}

/** One line per volunteer, with the organisations they stood for in the period. */
export async function volunteersList(
  reader: Reader,
  organization: Organization,
  { period, filters, today, sort }: ListAsked,
): Promise<Lists> {
  const shown = sort.key === "students" ? WITH_STUDENTS : OF_VOLUNTEERS;
  const asking = {
    metrics: [...shown, "M20", "M91"],
    // Who is local is said of all together. M20 stays: it tells who came and gave no hours.
    totalOnly: ["M91"],
    periods: [period],
    filters,
    today,
    by: "volunteer",
  } as const;
  const [found, standing] = await Promise.all([
    computeMetrics(reader, organization, asking),
    standings(reader, period),
  ]);
  const people = await addressees(
    reader,
    organization,
    found.rows.flatMap(({ key }) => (typeof key === "number" ? [key] : [])),
  );
  const personOf = (row: FigureRow): Addressee | undefined =>
    typeof row.key === "number" ? people.get(row.key) : undefined;
  const ranking = ranked(
    found.rows.filter(({ key }) => key !== null).map((row) => ({ row, name: personOf(row)?.name ?? row.label })),
    sort.key,
    sort.descending,
  );
  const written = ranking.map(({ row }) => personOf(row));
  const stoodFor = new Map<number, string>();
  for (const { organization: name, person } of standing) {
    const others = stoodFor.get(person);
    stoodFor.set(person, others === undefined ? name : `${others}, ${name}`);
  }
  return {
    ranking,
    found,
    table: table({
      key: "volunteers_to_thank",
      title: "Volunteers to thank",
      columns: [
        column("place", "Place", "integer", "name"),
        column("volunteer", "Volunteer", "text", "name"),
        column("organisation", "Organisation", "text", "name"),
        ...shown.map((id): Column => ({ ...metricColumn(id), sensitivity: "name" })),
        ...LETTER,
        column("record", "Record", "link", "name", { linkLabel: "volunteer" }),
      ],
      rows: ranking.map(({ place, name, row }, at): Cell[] => [
        place,
        name,
        stoodFor.get(Number(row.key)) ?? "Independent",
        ...figures(row, shown),
        ...letterCells(written[at]),
        written[at]?.link ?? null,
      ]),
      total: [
        null,
        "All together",
        null,
        ...figures(found.total, shown.slice(0, -1)),
        ...blanks(1 + LETTER.length + 1),
      ],
      empty: `No volunteer attended a session ${inPeriod(period)}. Try a longer period, such as 3y.`,
    }),
    notices: unwritable(written),
  };
}

/** How many have no address to write to, and why (ruling S1). */
function unwritable(people: readonly (Addressee | undefined)[]): Notice[] {
  const reasons = new Map<NoEmail, number>();
  for (const { noEmail } of people.flatMap((each) => each ?? []))
    if (noEmail !== null) reasons.set(noEmail, (reasons.get(noEmail) ?? 0) + 1);
  const all = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  if (all === 0) return [];
  const each = [...reasons].map(([reason, number]) => `${reason} ${showInteger(number)}`);
  return [notice(`${counted(all, "line")} without an e-mail address to write to (${each.join(", ")}).`)];
}
