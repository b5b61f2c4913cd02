import jsforce from "jsforce";
import { recordId, SalesforceOrg, type SalesforceOrgOptions } from "../../../sandbox/salesforce/index.js";

export const noon = Date.parse("2026-06-15T12:00:00.000Z");

/** A clock that stands still until it is moved. */
export class SteppedClock {
  now = noon;
  readonly read = (): number => this.now;
  forward(ms: number): void {
    this.now += ms;
  }
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const accountId = (n: number): string => recordId("001", n);
export const contactId = (n: number): string => recordId("003", n);
export const sessionId = (n: number): string => recordId("a1B", n);
export const participantId = (n: number): string => recordId("a0P", n);

export interface RunningOrg {
  readonly org: SalesforceOrg;
  readonly clock: SteppedClock;
}

/** An organisation with nothing in it, listening on a free port. */
export async function emptyOrg(options: SalesforceOrgOptions = {}): Promise<RunningOrg> {
  const clock = new SteppedClock();
  const org = new SalesforceOrg({ clock: clock.read, ...options });
  await org.listen();
  return { org, clock };
}

export const connectionTo = (org: SalesforceOrg): jsforce.Connection =>
  new jsforce.Connection({ loginUrl: org.url, version: "62.0" });

/** The real client, logged in as the bot does. */
export async function loggedIn(org: SalesforceOrg): Promise<jsforce.Connection> {
  const connection = connectionTo(org);
  await connection.authorize({
    grant_type: "client_credentials",
    client_id: "polaris-sandbox",
    client_secret: "sandbox-secret",
  });
  return connection;
}

/** Three companies, a school in a district, a household of no type, and a handful of people. */
export function loadSmallWorld(org: SalesforceOrg): void {
  org.load({
    Account: [
      { Id: accountId(1), Name: "Prairie Robotics", Type: "Business", BillingState: "MO" },
      { Id: accountId(2), Name: "José's Bakery", Type: "business", BillingState: "KS" },
      { Id: accountId(3), Name: "Heartland 100% Legal_Aid", Type: "Non-profit" },
      { Id: accountId(4), Name: "Nameless Group", Type: null },
      { Id: accountId(5), Name: "Riverbend District", Type: "School District", School_Code_External_ID__c: "48078" },
      { Id: accountId(6), Name: "Riverbend High", Type: "School", ParentId: accountId(5) },
    ],
    Contact: [
      {
        Id: contactId(1),
        AccountId: accountId(1),
        FirstName: "Ada",
        LastName: "Quill",
        Email: "Ada@example.org",
        Contact_Type__c: "Volunteer",
        Birthdate: "1990-05-15",
        HasOptedOutOfEmail: true,
        Volunteer_Skills__c: "Teaching;Writing",
        Number_of_Attended_Volunteer_Sessions__c: 3,
        MailingAddress: { street: "1 Main St", city: "Kansas City", state: "MO", postalCode: "64111" },
        SystemModstamp: "2026-06-01T10:00:00.001Z",
      },
      {
        Id: contactId(2),
        AccountId: accountId(2),
        FirstName: "Ben",
        LastName: "Rook",
        Contact_Type__c: null,
        Volunteer_Skills__c: "Writing",
        Number_of_Attended_Volunteer_Sessions__c: 5,
        SystemModstamp: "2026-06-01T10:00:00.002Z",
      },
      {
        Id: contactId(3),
        FirstName: "Cy",
        LastName: "Stone",
        Contact_Type__c: "Teacher",
        npsp__Primary_Affiliation__c: accountId(6),
        SystemModstamp: "2026-06-01T10:00:00.003Z",
      },
      { Id: contactId(4), FirstName: "Dee", LastName: "Trent", Contact_Type__c: "Student", IsDeleted: true },
    ],
    Session__c: [
      {
        Id: sessionId(1),
        Name: "Career Day",
        Session_Status__c: "Completed",
        School__c: accountId(6),
        Start_Date_and_Time__c: "2026-05-01T15:00:00.000Z",
      },
      {
        Id: sessionId(2),
        Name: "Lab Visit",
        Session_Status__c: "Draft",
        Start_Date_and_Time__c: "2026-07-01T15:00:00Z",
      },
      { Id: sessionId(3), Name: "Panel", Session_Status__c: null, Start_Date_and_Time__c: null },
    ],
    Session_Participant__c: [
      {
        Id: participantId(1),
        Contact__c: contactId(1),
        Session__c: sessionId(1),
        Status__c: "Attended",
        Delivery_Hours__c: 2.5,
      },
      {
        Id: participantId(2),
        Contact__c: contactId(2),
        Session__c: sessionId(1),
        Status__c: "No-Show",
        Delivery_Hours__c: null,
      },
      {
        Id: participantId(3),
        Contact__c: contactId(1),
        Session__c: sessionId(2),
        Status__c: "Scheduled",
        Delivery_Hours__c: 1,
      },
    ],
  });
}

/** Many small contacts, each a second after the one before. */
export function loadContacts(org: SalesforceOrg, count: number): void {
  const first = Date.parse("2026-01-01T00:00:00.000Z");
  org.load({
    Contact: Array.from({ length: count }, (_, n) => ({
      Id: contactId(n),
      FirstName: `First ${n}`,
      LastName: n % 7 === 0 ? `O'Neil "the\nlast", ${n}` : `Last ${n}`,
      HasOptedOutOfEmail: n % 2 === 0,
      SystemModstamp: new Date(first + n * 1000).toISOString(),
    })),
  });
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A plain call with the connection's token, for what the client library hides. */
export async function call(connection: jsforce.Connection, path: string, init: RequestInit = {}): Promise<ApiAnswer> {
  const response = await fetch(`${connection.instanceUrl}/services/data/v62.0${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${connection.accessToken}`,
      "content-type": "application/json",
      ...Object.fromEntries(new Headers(init.headers)),
    },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** What the control API answers, as the sandbox calls it. */
export async function control(org: SalesforceOrg, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${org.url}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** The names that a query brings, in its order. */
export async function names(connection: jsforce.Connection, soql: string): Promise<unknown[]> {
  const result = await connection.query<Record<string, unknown>>(soql);
  return result.records.map((record) => record.Name);
}
