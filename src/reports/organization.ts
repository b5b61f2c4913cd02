import type { Period } from "../domain/index.js";
import { type Circumstances, completenessNotices, provenanceOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Reply, reply } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { companyOf, describeVolunteers } from "./company.js";
import { describeEvents } from "./events.js";
import { sessionsChart } from "./organization-chart.js";
import { companyFacts, companyNotices, companySentence } from "./organization-facts.js";
import { figuresOf } from "./organization-figures.js";
import { missedTable, periodTable, sessionTables, upcomingTable, volunteerTable } from "./organization-tables.js";
import type { Sort } from "./sorting.js";

export interface OrganizationAsked extends Circumstances {
  /** Accounts of one organisation; others that share a name with them are taken in. */
  readonly organizationIds: readonly number[];
  readonly periods: readonly Period[];
  /** The local day of asking. */
  readonly today: string;
  readonly sort?: Sort;
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
  const { organizationIds, periods, today, sort } = asked;
  const company = await companyOf(reader, organization, organizationIds);
  const found = await figuresOf(reader, organization, company, periods, today);
  const volunteers = await describeVolunteers(
    reader,
    organization,
    company,
    found.byVolunteer.rows.map((row) => row.key),
    today,
  );
  const ids = [found.byEvent, found.missed, found.upcoming].flatMap((figures) => figures.rows.map((row) => row.key));
  const events = await describeEvents(reader, organization, [...new Set(ids)]);
  const sessions = sessionTables(found, events, sort);
  return reply({
    title: `${company.name}: sessions, volunteers and reach`,
    text: companySentence(found),
    sensitivity: "open",
    facts: companyFacts(found),
    tables: [
      periodTable(found, periods.length > 1),
      volunteerTable(found, volunteers, sort),
      ...sessions,
      missedTable(found, events),
      upcomingTable(found, events),
    ],
    charts: sessionsChart(found),
    notices: [...(await completenessNotices(reader)), ...companyNotices(found)],
    provenance: await provenanceOf(reader, organization, {
      ...asked,
      period: found.period,
      filters: { organisation: company.names.join(" or ") },
      counts: found.whole.counts,
    }),
  });
}
