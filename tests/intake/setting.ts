import sql, { raw } from "sql-template-tag";
import { SalesforceOrg, type SalesforceOrgOptions } from "../../sandbox/salesforce/index.js";
import { generateOrganization, type SampleOrganization } from "../../sandbox/sample/index.js";
import { type SyncOptions, type SyncResult, syncSalesforce } from "../../src/intake/index.js";
import type { Pool, Reader } from "../../src/pool/index.js";
import { type Clock, type Organization, organizationSchema, systemClock } from "../../src/runtime/index.js";
import { type SalesforceObject, SalesforceSource } from "../../src/sources/index.js";

export const organization: Organization = organizationSchema.parse(undefined);

/** Reads by Bulk as soon as there are two rows. */
export const bulkOnly: Organization = {
  ...organization,
  salesforce: { ...organization.salesforce, bulkAbove: 1 },
};

/** Short pauses, so that a test of five repeats does not take fifteen seconds. */
export const hasty = { deadline: 2_000, waits: [5, 5, 5, 5, 5] };

export function sourceOf(
  org: SalesforceOrg,
  clock: Clock = systemClock,
  stop?: AbortSignal,
  objects?: readonly SalesforceObject[],
  patience = hasty,
): SalesforceSource {
  return new SalesforceSource({
    access: {
      loginUrl: org.url,
      clientId: "polaris-sandbox",
      apiVersion: "62.0",
      proof: { kind: "secret", clientSecret: "sandbox-secret" },
    },
    rules: organization,
    clock,
    patience,
    ...(stop === undefined ? {} : { stop }),
    ...(objects === undefined ? {} : { objects }),
  });
}

/** One sync, as the command would start it. */
export function sync(pool: Pool, org: SalesforceOrg, options: Partial<SyncOptions> = {}): Promise<SyncResult> {
  const clock = options.clock ?? systemClock;
  return syncSalesforce({ pool, source: sourceOf(org, clock), organization, clock, trigger: "command", ...options });
}

export async function listeningOrg(options: SalesforceOrgOptions = {}): Promise<SalesforceOrg> {
  return new SalesforceOrg(options).listen();
}

export const sampleRows = (): SampleOrganization => generateOrganization({ seed: 7, size: 0.3, today: "2026-03-31" });

/** The sample organisation at a third of its size. */
export async function sampleOrg(options: SalesforceOrgOptions = {}): Promise<SalesforceOrg> {
  const org = new SalesforceOrg(options);
  org.load(sampleRows());
  return org.listen();
}

/** How many rows are asked for of the objects of which not all are: tasks and e-mails about somebody. */
export const wantedOf = ({ Task, EmailMessage }: SampleOrganization): Readonly<Record<string, number>> => ({
  Task: Task.filter(({ WhoId }) => WhoId !== null).length,
  EmailMessage: EmailMessage.filter(({ RelatedToId }) => RelatedToId !== null).length,
});

/** Everything that lies in the pool's fact tables, without ids that each pool counts for itself. */
export async function contentsOf(reader: Reader): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(CONTENTS)) {
    const rows = await reader.query<Record<string, unknown>>(sql`${raw(query)}`);
    tables[name] = rows.map(comparable);
  }
  return tables;
}

const UNCOMPARED = new Set([
  "id",
  "batch_id",
  "first_seen_at",
  "last_seen_at",
  "person_id",
  "opened_at",
  "first_at",
  "last_at",
  "attempts",
]);

function comparable(row: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(row).filter(
    ([name]) => (!UNCOMPARED.has(name) && !name.endsWith("_id")) || name.endsWith("source_id"),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, typeof value === "boolean" ? Number(value) : value]));
}

const CONTENTS: Readonly<Record<string, string>> = {
  organization: "SELECT * FROM organization ORDER BY source_id",
  district: "SELECT * FROM district ORDER BY source_id",
  school:
    "SELECT t.*, d.source_id AS district_source_id FROM school t LEFT JOIN district d ON d.id = t.district_id ORDER BY t.source_id",
  contact:
    "SELECT t.*, sc.source_id AS school_source_id, p.source_id AS person_source_id FROM contact t LEFT JOIN school sc ON sc.id = t.school_id LEFT JOIN contact p ON p.id = t.person_id ORDER BY t.source_id",
  contact_email:
    "SELECT c.source_id, t.* FROM contact_email t JOIN contact c ON c.id = t.contact_id ORDER BY c.source_id, t.address",
  contact_phone:
    "SELECT c.source_id, t.* FROM contact_phone t JOIN contact c ON c.id = t.contact_id ORDER BY c.source_id, t.raw, t.kind",
  contact_address:
    "SELECT c.source_id, t.* FROM contact_address t JOIN contact c ON c.id = t.contact_id ORDER BY c.source_id, t.kind",
  contact_skill:
    "SELECT c.source_id, t.contact_id, t.skill, t.source FROM contact_skill t JOIN contact c ON c.id = t.contact_id ORDER BY c.source_id, t.skill",
  affiliation:
    "SELECT t.*, c.source_id AS contact_source_id, o.source_id AS organization_source_id FROM affiliation t JOIN contact c ON c.id = t.contact_id LEFT JOIN organization o ON o.id = t.organization_id ORDER BY t.source_id",
  event:
    "SELECT t.*, sc.source_id AS home_source_id FROM event t LEFT JOIN school sc ON sc.id = t.school_id ORDER BY t.source_id",
  event_district:
    "SELECT e.source_id AS event_source_id, d.source_id AS district_source_id, t.basis FROM event_district t JOIN event e ON e.id = t.event_id JOIN district d ON d.id = t.district_id ORDER BY 1, 2",
  participation:
    "SELECT t.*, c.source_id AS contact_source_id, e.source_id AS event_source_id, o.source_id AS credited_source_id FROM participation t JOIN contact c ON c.id = t.contact_id JOIN event e ON e.id = t.event_id LEFT JOIN organization o ON o.id = t.credited_organization_id ORDER BY t.source_id",
  school_class:
    "SELECT t.*, sc.source_id AS home_source_id FROM school_class t LEFT JOIN school sc ON sc.id = t.school_id ORDER BY t.source_id",
  pathway: "SELECT * FROM pathway ORDER BY source_id",
  pathway_session:
    "SELECT t.*, p.source_id AS pathway_source_id, e.source_id AS event_source_id FROM pathway_session t JOIN pathway p ON p.id = t.pathway_id JOIN event e ON e.id = t.event_id ORDER BY t.source_id",
  pathway_participant:
    "SELECT t.*, p.source_id AS pathway_source_id, c.source_id AS contact_source_id FROM pathway_participant t JOIN pathway p ON p.id = t.pathway_id JOIN contact c ON c.id = t.contact_id ORDER BY t.source_id",
  support_case: "SELECT * FROM support_case ORDER BY source_id",
  communication:
    "SELECT t.*, e.source_id AS event_source_id FROM communication t LEFT JOIN event e ON e.id = t.event_id ORDER BY t.source_id",
  communication_address:
    "SELECT m.source_id, t.role, t.address FROM communication_address t JOIN communication m ON m.id = t.communication_id ORDER BY 1, 2, 3",
  communication_contact:
    "SELECT m.source_id, c.source_id AS contact_source_id, t.basis FROM communication_contact t JOIN communication m ON m.id = t.communication_id JOIN contact c ON c.id = t.contact_id ORDER BY 1, 2",
  salesforce_lead: "SELECT * FROM salesforce_lead ORDER BY source_id",
  raw_record: "SELECT source, object, source_id, record_hash, payload FROM raw_record ORDER BY object, source_id, id",
  quarantine: "SELECT * FROM quarantine ORDER BY object, source_id",
  flag: "SELECT * FROM flag ORDER BY kind, entity, source_id",
};
