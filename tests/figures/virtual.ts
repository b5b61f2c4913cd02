import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { bytesOf, generateFiles, type SampleOrganization } from "../../sandbox/sample/index.js";
import { importDataset } from "../../src/intake/index.js";
import type { Pool, Value } from "../../src/pool/index.js";
import type { Clock, Organization } from "../../src/runtime/index.js";
import { DATASETS, readTables, recognise } from "../../src/sources/index.js";
import type { PlainRow, PlainRows } from "../plain/index.js";

/** What Pathful brought, written as rows of Salesforce would be, and which pathways every session belongs to. */
export type VirtualRows = Omit<PlainRows, "Account"> & {
  readonly pathways: { readonly [sessionId: string]: readonly string[] };
};

export const NO_VIRTUAL_ROWS: VirtualRows = {
  Contact: [],
  npe5__Affiliation__c: [],
  Session__c: [],
  Session_Participant__c: [],
  pathways: {},
};

/** Imports one of the sample's files as it is: found by its name, recognised by its columns. */
export async function importSample(
  pool: Pool,
  given: {
    readonly sample: SampleOrganization;
    readonly seed: number;
    readonly today: string;
    readonly name: string;
    readonly clock: Clock;
    readonly organization: Organization;
  },
): Promise<void> {
  const { sample, seed, today, name, clock, organization } = given;
  const file = generateFiles(sample, { seed, today }).uploads.find((each) => each.name.startsWith(name));
  if (file === undefined) throw new Error(`the sample has no file ${name}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-virtual-"));
  try {
    const whole = { name: file.name, path: path.join(folder, file.name) };
    writeFileSync(whole.path, await bytesOf(file));
    const { dataset, grid, places } = recognise(await readTables(whole), DATASETS);
    await importDataset({
      pool,
      organization,
      clock,
      dataset,
      grid,
      places,
      origin: `file:${file.name}`,
      defaults: {},
      whole: false,
      trigger: "command",
      startedBy: "U1",
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Row = Readonly<Record<string, Value>>;

/** A record by the id that the plain calculation knows it by: Salesforce's own, others with their source. */
export const plainId = (source: Value | undefined, id: Value | undefined): string =>
  source === "salesforce" ? String(id) : `${String(source)}:${String(id)}`;

const MAIL_FIELDS = ["Email", "npe01__WorkEmail__c", "npe01__HomeEmail__c", "npe01__AlternateEmail__c"];

/**
 * What stands in the pool from Pathful, as facts: who was put to which session, what Pathful counted there, where people are. Who attended, whom they stood
 * for and where it counts is left to the plain calculation. Which person a row is about is the import's to say, and is tested there.
 */
export async function virtualRows(pool: Pool): Promise<VirtualRows> {
  const contacts = await pool.query<Row>(sql`
    SELECT c.id, c.source, c.source_id, c.kind, c.last_name, s.source_id AS school FROM contact c
    LEFT JOIN school s ON s.id = c.school_id WHERE c.source = 'pathful' AND c.deleted_at IS NULL ORDER BY c.id`);
  const mails = await pool.query<Row>(sql`
    SELECT e.contact_id, e.address FROM contact_email e JOIN contact c ON c.id = e.contact_id
    WHERE c.source = 'pathful' ORDER BY e.contact_id, e.address`);
  const ties = await pool.query<Row>(sql`
    SELECT c.source, c.source_id, o.source_id AS organization FROM affiliation a
    JOIN contact c ON c.id = a.contact_id JOIN organization o ON o.id = a.organization_id
    WHERE a.source = 'pathful' AND a.deleted_at IS NULL`);
  const sessions = await pool.query<Row>(sql`
    SELECT e.source, e.source_id, e.title, e.status_raw, e.starts_at, e.ends_at, e.duration_minutes, e.district_raw, e.host, e.attended_educators,
      s.source_id AS school
    FROM event e LEFT JOIN school s ON s.id = e.school_id WHERE e.source = 'pathful' AND e.deleted_at IS NULL`);
  const people = await pool.query<Row>(sql`
    SELECT p.source_id, p.participant_type_raw, p.status_raw, e.duration_minutes, e.source AS event_source, e.source_id AS event_id,
      c.source AS contact_source, c.source_id AS contact_id
    FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id
    WHERE p.source = 'pathful' AND p.deleted_at IS NULL`);
  const pathways = await pool.query<Row>(sql`
    SELECT e.source, e.source_id, w.pathway FROM event_pathway w JOIN event e ON e.id = w.event_id ORDER BY w.pathway`);
  const byEvent = new Map<string, string[]>();
  for (const { source, source_id, pathway } of pathways) {
    const id = plainId(source, source_id);
    byEvent.set(id, [...(byEvent.get(id) ?? []), String(pathway)]);
  }
  return {
    Contact: contacts.map((row): PlainRow => {
      const addresses = mails.filter((mail) => mail.contact_id === row.id).map((mail) => mail.address);
      return {
        Id: plainId(row.source, row.source_id),
        LastName: row.last_name,
        Contact_Type__c: row.kind === "teacher" ? "Teacher" : "Volunteer",
        npsp__Primary_Affiliation__c: row.school,
        ...Object.fromEntries(addresses.map((address, place) => [MAIL_FIELDS[place], address])),
        IsDeleted: false,
      };
    }),
    npe5__Affiliation__c: ties.map(({ source, source_id, organization }) => ({
      npe5__Contact__c: plainId(source, source_id),
      npe5__Organization__c: organization,
      npe5__Primary__c: false,
      IsDeleted: false,
    })),
    Session__c: sessions.map((row) => ({
      Id: plainId(row.source, row.source_id),
      Pathful: true,
      Name: row.title,
      Format__c: "Virtual",
      Session_Status__c: row.status_raw,
      Start_Date_and_Time__c: row.starts_at,
      End_Date_and_Time__c: row.ends_at,
      District__c: row.district_raw,
      School__c: row.school,
      Session_Host__c: row.host,
      Attended_Educators: row.attended_educators,
      IsDeleted: false,
    })),
    Session_Participant__c: people.map((row) => ({
      Id: row.source_id,
      Contact__c: plainId(row.contact_source, row.contact_id),
      Session__c: plainId(row.event_source, row.event_id),
      Participant_Type__c: row.participant_type_raw,
      Status__c: row.status_raw,
      Delivery_Hours__c: row.participant_type_raw === "Professional" ? Number(row.duration_minutes) / 60 : null,
      IsDeleted: false,
    })),
    pathways: Object.fromEntries(byEvent),
  };
}
