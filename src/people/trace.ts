import type { Reader } from "../pool/index.js";
import { traceCommunication } from "./trace-communication.js";
import { traceContacts } from "./trace-contact.js";
import { traceEvents } from "./trace-event.js";
import { askedOf, type Circumstances, isOneLetter, MOST, NOTHING, type Tracer, type Traces } from "./trace-model.js";
import { traceOrganizations } from "./trace-organization.js";
import { traceParticipations } from "./trace-participation.js";
import { tracePartnerPeople } from "./trace-partner.js";
import { tracePathfulUsers } from "./trace-pathful-user.js";
import { tracePathways } from "./trace-pathway.js";
import { traceClasses, traceDistricts, traceSchools } from "./trace-place.js";
import { traceRequests } from "./trace-request.js";
import { traceRoster } from "./trace-roster.js";
import { traceSalesforceLeads } from "./trace-salesforce-lead.js";
import { traceSurveys } from "./trace-survey.js";
import { traceTickets } from "./trace-ticket.js";
import { traceVisits } from "./trace-visit.js";
import { traceWaiting } from "./trace-waiting.js";

/** Everything that can be looked for, in the order in which it is told. Engagement figures are no records. */
const TRACERS: readonly Tracer[] = [
  traceContacts,
  tracePathfulUsers,
  traceRoster,
  traceEvents,
  traceOrganizations,
  traceSchools,
  traceDistricts,
  traceClasses,
  tracePathways,
  traceParticipations,
  traceCommunication,
  traceTickets,
  tracePartnerPeople,
  traceSalesforceLeads,
  traceSurveys,
  traceRequests,
  traceVisits,
  traceWaiting,
];

/** Why something is, or is not, where one looks for it: the pool, by every source, the questions and the rows that wait. */
export async function traceAnything(reader: Reader, text: string, circumstances: Circumstances): Promise<Traces> {
  const asked = askedOf(text);
  if (isOneLetter(asked)) return NOTHING;
  const tracing = { ...circumstances, reader, asked };
  const traces: Traces[] = [];
  for (const trace of TRACERS) traces.push(await trace(tracing));
  return {
    found: traces.flatMap(({ found }) => found).slice(0, MOST),
    total: traces.reduce((sum, { total }) => sum + total, 0),
  };
}
