import { completenessNotices, filtersInWords, type Key, provenanceOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Reply, reply } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { type Company, companyOf, describeVolunteers, type Volunteer } from "./company.js";
import { describeEvents } from "./events.js";
import { activityMark } from "./organization-activity.js";
import { companiesChart, sessionsChart } from "./organization-chart.js";
import { changesTable, sideBySidePeriodsTable, sideBySideTable } from "./organization-compare.js";
import { externalEdition } from "./organization-external.js";
import { companyFacts, companySentence } from "./organization-facts.js";
import { type CompanyFigures, figuresOf } from "./organization-figures.js";
import { companyNotices } from "./organization-notices.js";
import { correctedSessions } from "./organization-reach.js";
import {
  type Events,
  missedTable,
  missedVolunteersTable,
  periodTable,
  sessionTables,
  upcomingTable,
  volunteerTable,
} from "./organization-tables.js";
import type { SortKey } from "./sorting.js";

export interface OrganizationAsked extends Asked<SortKey> {
  /** Accounts of one organisation or of several; others that share a name with them are taken in. Several names stand side by side. */
  readonly organizationIds: readonly number[];
  /** Everybody ever linked, instead of whom each participation is credited to (ruling E5). */
  readonly full?: boolean;
  /** For the organisation itself: nothing private, nothing of others. */
  readonly edition?: "external";
}

/** What the report is made of: the figures, and what is said of volunteers and sessions besides. */
export interface CompanyReport {
  readonly company: Company;
  readonly found: CompanyFigures;
  readonly volunteers: ReadonlyMap<number, Volunteer>;
  readonly events: Events;
  /** Sessions whose reach a person corrected. */
  readonly corrected: ReadonlySet<Key>;
}

/**
 * What an organisation's people did: sessions in person and virtual apart, volunteers, hours and students reached (ruling E6), by year, by volunteer and by
 * session; what was cancelled or missed and what is to come stand apart.
 */
export async function organizationReport(
  reader: Reader,
  organization: Organization,
  asked: OrganizationAsked,
): Promise<Reply> {
  const { periods, today, sort } = asked;
  const made = await readReport(reader, organization, asked);
  const { company, found, volunteers, events, corrected } = made;
  const filters = {
    organisation: company.names.join(" or "),
    ...filtersInWords(asked.filters ?? []),
    ...(found.full ? { counted: "everybody ever linked" } : {}),
  };
  const provenance = await provenanceOf(reader, organization, {
    ...asked,
    period: found.period,
    filters,
    counts: found.whole.counts,
  });
  const complete = await completenessNotices(reader);
  if (asked.edition === "external") return externalEdition(made, organization, { provenance, complete });
  const { sideBySide } = found;
  return reply({
    title: `${company.name}: sessions, volunteers and reach`,
    text: companySentence(found, asked.filters),
    sensitivity: "open",
    facts: companyFacts(found, activityMark(found.ever.last, today, organization.activity)),
    tables: [
      ...(sideBySide
        ? [sideBySideTable(found, sideBySide, organization, today), ...sideBySidePeriodsTable(found, sideBySide)]
        : []),
      periodTable(found, periods.length > 1),
      volunteerTable(found, volunteers, sort),
      ...sessionTables(found, events, corrected, sort),
      missedTable(found, events),
      missedVolunteersTable(found, volunteers),
      upcomingTable(found, events),
      ...changesTable(found),
    ],
    charts: [...companiesChart(found), ...sessionsChart(found)],
    notices: [...complete, ...companyNotices(found)],
    provenance,
  });
}

async function readReport(
  reader: Reader,
  organization: Organization,
  { organizationIds, periods, filters = [], full = false, today }: OrganizationAsked,
): Promise<CompanyReport> {
  const company = await companyOf(reader, organization, organizationIds);
  const found = await figuresOf(reader, organization, company, { periods, filters, full, today });
  const people = [found.byVolunteer, found.missedBy].flatMap((figures) => figures.rows.map((row) => row.key));
  const events = [found.byEvent, found.missed, found.upcoming].flatMap((figures) => figures.rows.map((row) => row.key));
  return {
    company,
    found,
    volunteers: await describeVolunteers(reader, organization, company, [...new Set(people)], today),
    events: await describeEvents(reader, organization, [...new Set(events)]),
    corrected: await correctedSessions(
      reader,
      found.byEvent.rows.map((row) => row.key),
    ),
  };
}
