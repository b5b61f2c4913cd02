import { filtersInWords } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Reply, reply } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { monthChart } from "./district-chart.js";
import { eventTables, yearEndEvents } from "./district-events.js";
import { districtFacts, districtNotices, districtSentence } from "./district-facts.js";
import { asking, districtFigures, scopeOf, theirs } from "./district-figures.js";
import { recordedDays } from "./district-name.js";
import { programTable } from "./district-programs.js";
import { levelTable, monthTable, organisationTable, periodTable, schoolTable } from "./district-tables.js";
import { count } from "./figure-table.js";
import { footing } from "./footing.js";
import { type DistrictName, hostsIn, manualInputs, schoolYearsIn } from "./manual-inputs.js";
import { manualInputsTable, manualNotices } from "./manual-inputs-reply.js";
import type { SortKey } from "./sorting.js";
import { teachersNotices } from "./teachers-known.js";

export interface DistrictAsked extends Asked<SortKey> {
  readonly district: DistrictName;
  /** Shows the estimate of students at virtual sessions, which a year-end otherwise leaves out. */
  readonly withVirtualEstimate?: boolean;
}

/**
 * A district's year-end: students at its events and from its schools as two lines (ruling E3), volunteers, hours, sessions held, what
 * happened virtually, by program, level, school, month and event. What is kept by hand stands beside it and is in no figure.
 */
export async function districtReport(reader: Reader, organization: Organization, asked: DistrictAsked): Promise<Reply> {
  const { district, withVirtualEstimate = false, sort } = asked;
  const scope = scopeOf(organization, asked);
  const { period, filters } = scope;
  const ask = asking(reader, organization, scope);
  const [found, events] = await Promise.all([
    districtFigures(reader, organization, scope),
    yearEndEvents(reader, organization, scope, ask, { withOwn: true }),
  ]);
  const isEmpty = count(found.whole.total, "M60") === 0 && count(found.whole.total, "M63") === 0;
  const inputs = await manualInputs(reader, organization, {
    district,
    schoolYears: schoolYearsIn(period, organization, asked.today),
    ...hostsIn(filters),
  });
  const months = monthTable(found, organization);
  return reply({
    title: `Year-end: ${district.name}`,
    text: districtSentence(found, isEmpty ? await recordedDays(reader, district) : null),
    sensitivity: "open",
    facts: districtFacts(found, withVirtualEstimate),
    tables: [
      ...periodTable(found),
      await programTable(ask, found),
      months,
      levelTable(found),
      schoolTable(found, sort),
      organisationTable(found, sort),
      ...eventTables(events, scope, sort),
      manualInputsTable(organization, inputs),
    ],
    charts: monthChart(months, district.name),
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords([...theirs(district), ...filters]),
      counts: found.whole.counts,
      notices: [
        ...(await teachersNotices(reader, found.whole.total)),
        ...districtNotices(found, events, organization, withVirtualEstimate),
        ...manualNotices(inputs),
      ],
    })),
  });
}
