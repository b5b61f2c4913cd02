import { type Period, schoolYearLabel, unionOf } from "../domain/index.js";
import { type Circumstances, type Filters, filtersInWords } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, column, fact, type Reply, reply, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { BLANKS, type Blank, blanksTable, yearEndEvents } from "./district-events.js";
import { asking, theirs, yearEndFilters } from "./district-figures.js";
import { footing } from "./footing.js";
import { type DistrictName, hostsIn, manualInputs, schoolYearsIn } from "./manual-inputs.js";
import { inPeriod, many } from "./words.js";

export interface MissingAsked extends Circumstances {
  /** Null: of all events. */
  readonly district: DistrictName | null;
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  readonly today: string;
}

/** What a year-end cannot say because nobody recorded it: blanks of past events, and numbers kept by hand that are not entered. */
export async function districtMissing(reader: Reader, organization: Organization, asked: MissingAsked): Promise<Reply> {
  const { district, today } = asked;
  const period = unionOf(asked.periods);
  const filters = yearEndFilters(organization, asked.filters ?? []);
  const ask = asking(reader, organization, { district, period, filters, today });
  const found = await yearEndEvents(reader, organization, { today, district }, ask, { withOwn: false });
  const blanks = blanksTable(found, { period });
  const inputs = district === null ? null : await inputsMissing(reader, organization, district, period, filters, today);
  const lacking = found.events.filter(({ missing }) => missing.length > 0).length;
  const name = district?.name ?? "All districts";
  const notEntered = inputs?.rows.length ?? 0;
  return reply({
    title: `What is missing: ${name}`,
    text:
      lacking === 0 && notEntered === 0
        ? `${name}: nothing is missing ${inPeriod(period)}.`
        : `${name}: ${many(lacking, "past event lacks something", "past events lack something")}${inputs === null ? "" : `, and ${many(notEntered, "number")} kept by hand ${notEntered === 1 ? "is" : "are"} not entered`}, ${inPeriod(period)}.`,
    sensitivity: "open",
    facts: (Object.keys(BLANKS) as Blank[]).map((blank) => {
      const events = found.events.filter(({ missing }) => missing.includes(blank)).length;
      return fact(blank, `Without ${BLANKS[blank]}`, events, "integer", "open", { unit: "events" });
    }),
    tables: [blanks, ...(inputs === null ? [] : [inputs])],
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords([...(district === null ? [] : theirs(district)), ...filters]),
      counts: {},
    })),
  });
}

/** Kinds that nobody entered, by school year. */
async function inputsMissing(
  reader: Reader,
  organization: Organization,
  district: DistrictName,
  period: Period,
  filters: Filters,
  today: string,
): Promise<Table> {
  const schoolYears = schoolYearsIn(period, organization, today);
  const entered = await manualInputs(reader, organization, { district, schoolYears, ...hostsIn(filters) });
  const rows = schoolYears.flatMap((year) =>
    Object.entries(organization.yearEnd.manualInputs)
      .filter(([kind]) => !entered.some((input) => input.kind === kind && input.schoolYear === year))
      .map(([kind, label]): Cell[] => [label, schoolYearLabel(year), kind]),
  );
  return table({
    key: "not_entered",
    title: "Kept by hand and not entered",
    columns: [
      column("what", "What", "text", "open"),
      column("school_year", "School year", "text", "open"),
      column("kind", "Kind", "text", "open"),
    ],
    rows,
    empty: "Every number that is kept by hand is entered.",
  });
}
