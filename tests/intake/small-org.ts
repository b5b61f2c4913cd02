import { SalesforceOrg, type SalesforceOrgOptions } from "../../sandbox/salesforce/index.js";
import { type SyncOptions, type SyncResult, syncSalesforce } from "../../src/intake/index.js";
import type { Pool } from "../../src/pool/index.js";
import { type Organization, systemClock } from "../../src/runtime/index.js";
import { SalesforceSource } from "../../src/sources/index.js";
import { organization } from "./setting.js";

export const PAGE = 10;
/** Contacts fill several pages; everything else fits into one. */
export const CONTACTS = 3 * PAGE + 5;
export const PAGES = Math.ceil(CONTACTS / PAGE);
/** The stage of a sync that reads them. */
export const LABEL = "volunteers, teachers and students";

/** A company, a school in its district, three dozen people, two events and who came to them. Only the people come in several pages. */
export async function smallOrg(options: SalesforceOrgOptions = {}): Promise<SalesforceOrg> {
  const org = new SalesforceOrg({ ...options, paging: { restPageRows: PAGE } });
  const company = org.insert("Account", { Name: "Acme", Type: "Business" });
  const district = org.insert("Account", { Name: "Center School District", Type: "School District" });
  const school = org.insert("Account", { Name: "Central High", Type: "School", ParentId: district });
  const people = Array.from({ length: CONTACTS }, (_, n) => {
    const isStudent = n % 3 === 0;
    return org.insert("Contact", {
      FirstName: `First ${n}`,
      LastName: `Last, "${n}"\nJr`,
      Contact_Type__c: isStudent ? "Student" : "Volunteer",
      Department: n % 2 === 0 ? "Research" : null,
      ...(isStudent ? { npsp__Primary_Affiliation__c: school } : { Email: `person${n}@example.org` }),
    });
  });
  const events = ["Career Day", "Lab Visit"].map((Name, n) =>
    org.insert("Session__c", {
      Name,
      Session_Type__c: "DIA",
      Session_Status__c: "Completed",
      Format__c: "In-Person",
      Start_Date_and_Time__c: `2026-02-1${n}T16:00:00.000+0000`,
      School__c: school,
    }),
  );
  for (const [n, person] of people.slice(0, 8).entries()) {
    if (n % 3 !== 0) org.insert("npe5__Affiliation__c", { npe5__Contact__c: person, npe5__Organization__c: company });
    org.insert("Session_Participant__c", {
      Contact__c: person,
      Session__c: events[n % 2] ?? "",
      Participant_Type__c: n % 3 === 0 ? "Student" : "Volunteer",
      Status__c: "Attended",
    });
  }
  return org.listen();
}

/** Contacts by Bulk, everything else by REST. */
export const contactsByBulk: Organization = {
  ...organization,
  salesforce: { ...organization.salesforce, bulkAbove: PAGE },
};

/** One sync that loses its patience soon. */
export function syncSmall(pool: Pool, org: SalesforceOrg, options: Partial<SyncOptions> = {}): Promise<SyncResult> {
  const clock = options.clock ?? systemClock;
  const source = new SalesforceSource({
    access: {
      loginUrl: org.url,
      clientId: "polaris-sandbox",
      apiVersion: "62.0",
      proof: { kind: "secret", clientSecret: "sandbox-secret" },
    },
    rules: organization,
    clock,
    patience: { deadline: 250, waits: [2, 2, 2] },
    portions: { page: PAGE, answer: 2 * PAGE },
  });
  return syncSalesforce({ pool, source, organization, clock, trigger: "command", ...options });
}
