import { addDays, salesforceInstant } from "./calendar.js";
import { type LeadCompany, leadCompany } from "./lead-cast.js";
import type { Chance } from "./random.js";
import type { LeadRow } from "./rows.js";
import type { Setting } from "./setting.js";

/** A company of the cast as sales have it in Salesforce. */
export interface LeadInSalesforce {
  /** Of the cast. */
  readonly ref: string;
  /** By what it is found from a list that says what the cast is: its phone, only its mobile, or only its name and address. */
  readonly foundBy: "phone" | "mobile" | "address";
  readonly isConverted: boolean;
  /** A deleted lead is nobody's match. */
  readonly isDeleted: boolean;
}

type Change = Partial<LeadRow>;

const known = (ref: string, change: Change = {}) => ({ ref, change, foundBy: "phone" }) as const;
const WON: Change = { Status: "Closed - Converted", Outreach_Stage__c: "Customer", IsConverted: true };
const GONE: Change = { IsDeleted: true };

/** Who of the cast is a lead of Salesforce; all others are new. What is not told here is as the cast has it. */
const TOLD: readonly {
  readonly ref: string;
  readonly change: Change;
  readonly foundBy: LeadInSalesforce["foundBy"];
}[] = [
  known("NV-01"),
  known("NV-02", WON),
  known("NV-03"),
  known("NV-04"),
  known("NV-05", { Street: "6005 Calico Ridge Boulevard" }),
  // Twice, as happens: the other one is older.
  known("NV-05", { FirstName: null, LastName: "Office", Title: null, Email: null, Status: "New" }),
  known("NV-08", { Phone: "+1 775 555 0107" }),
  known("NV-12", { Phone: "702.555.0111", MobilePhone: "702.555.0172" }),
  known("NV-13", { Phone: "(775) 555-0112 x12" }),
  known("NV-15", { Status: "Unqualified", Outreach_Stage__c: null }),
  known("CA-01"),
  known("CA-02", { MobilePhone: "(209) 555-0173" }),
  known("CA-04"),
  known("CA-06"),
  known("CA-08", { Street: "c/o Amara Diallo\n1800 Capitol Park Blvd\nSuite 120" }),
  known("CA-10", WON),
  known("CA-12"),
  known("CA-15", { EmailBouncedReason: "550 5.1.1 The mailbox does not exist" }),
  known("TX-01"),
  known("TX-02", { Status: "Qualified", Outreach_Stage__c: "Demo scheduled" }),
  known("TX-03"),
  known("TX-05"),
  known("TX-06"),
  known("TX-08"),
  known("TX-09", { Title: "Director", School_UUID__c: "6f1c1a52-0d5e-4f0a-9a55-0d3b6f5a0009" }),
  known("TX-14"),
  known("TX-15", { Status: "Unqualified", Outreach_Stage__c: "Not interested" }),
  known("TX-19", WON),
  { ref: "NV-20", change: { Phone: "(775) 555-0174", MobilePhone: "(775) 555-0119" }, foundBy: "mobile" },
  { ref: "CA-17", change: { Phone: null, MobilePhone: "916-555-0136" }, foundBy: "mobile" },
  { ref: "TX-07", change: { Phone: "555-0146", MobilePhone: "3465550146" }, foundBy: "mobile" },
  { ref: "CA-20", change: { Phone: "(559) 555-0175" }, foundBy: "address" },
  known("NV-09", GONE),
  known("CA-16", GONE),
  known("TX-17", GONE),
];

export const LEADS_IN_SALESFORCE: readonly LeadInSalesforce[] = TOLD.map(({ ref, change, foundBy }) => ({
  ref,
  foundBy,
  isConverted: change.IsConverted === true,
  isDeleted: change.IsDeleted === true,
}));

/** Leads that no list has: company, person, phone, street, city, state, ZIP. */
const ELSEWHERE = [
  ["Saguaro Scholars", "Pilar Montoya", "6025550176", "44 W Saguaro Way", "Phoenix", "AZ", "85003"],
  ["Bayou Babies", "Etienne Landry", "5045550177", "918 Magnolia Row", "New Orleans", "LA", "70112"],
  ["Peach Tree Preschool", "Odessa Clay", "4045550178", "2020 Orchard Knob Ave", "Atlanta", "GA", "30303"],
  ["Ozark Owls", "Fern Maddox", "417555017", "7 Owl Hollow Rd", "Springfield", "MO", "65806"],
  ["Lakeshore Littles", "Nils Aaberg", null, "61 Harbor Loop", "Duluth", "MN", "55802"],
  ["Great Plains Playhouse", "Winona Dell", "4055550179", "300 Prairie Wind Blvd", "Tulsa", "OK", "74103"],
] as const;

const STATUSES = ["New", "Working - Contacted", "Working - Contacted", "Nurturing"] as const;
const STAGES = ["First call", "Second call", "E-mail sequence", null] as const;
const SOURCES = ["State list", "Web", "Partner directory", "Conference", null] as const;

/** Forty-odd leads: who of the cast sales know already, some twice, converted, merged or deleted, and some from elsewhere. */
export function buildLeads(setting: Setting): LeadRow[] {
  const luck = setting.chance("leads");
  const rows = TOLD.map(({ ref, change }) => ({ ...ofCompany(setting, luck, leadCompany(ref)), ...change }));
  for (const row of rows) {
    if (row.EmailBouncedReason !== null) row.EmailBouncedDate = row.LastModifiedDate;
  }
  const winner = rows.find(({ Company }) => Company === leadCompany("TX-01").company);
  const loser = { ...ofCompany(setting, luck, leadCompany("TX-01")), Status: "New" };
  if (winner !== undefined) rows.push({ ...loser, IsDeleted: true, MasterRecordId: winner.Id });
  for (const [company, person, phone, street, city, state, zip] of ELSEWHERE) {
    const [first = "", last = ""] = person.split(" ");
    const row = blank(setting, luck, { Company: company, FirstName: first, LastName: last });
    rows.push({ ...row, Phone: phone, Street: street, City: city, State: state, PostalCode: zip });
  }
  return rows;
}

function ofCompany(setting: Setting, luck: Chance, company: LeadCompany): LeadRow {
  const { dba, person, phone, line1, line2, capacity } = company;
  // A small home goes by the name over its door.
  const name = dba !== null && capacity <= 14 ? dba : company.company;
  return {
    ...blank(setting, luck, { Company: name, FirstName: person.first, LastName: person.last }),
    Title: "Owner",
    Phone: `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`,
    Street: line2 === null ? line1 : `${line1}\n${line2}`,
    City: company.city,
    State: company.state,
    PostalCode: company.zip,
    Email: company.email,
    Current_Enrollment__c: Math.round(capacity * (0.5 + luck.next() / 2)),
    Capacity__c: capacity,
  };
}

function blank(
  setting: Setting,
  luck: Chance,
  who: { readonly Company: string; readonly FirstName: string; readonly LastName: string },
): LeadRow {
  // Nobody touched them in the months that the lists speak of, not even a bulk load: what the lists say is newer.
  const before = (days: number): number => Date.parse(`${addDays(setting.today, -days)}T15:00:00Z`);
  const made = before(900) + luck.next() * (before(500) - before(900));
  const modified = salesforceInstant(made + luck.next() * (before(200) - made));
  const touched = modified.slice(0, 10);
  return {
    Id: setting.nextId("Lead"),
    MasterRecordId: null,
    ...who,
    Name: `${who.FirstName} ${who.LastName}`,
    Title: null,
    Street: null,
    City: null,
    State: null,
    PostalCode: null,
    Country: luck.happens(0.5) ? "United States" : null,
    Phone: null,
    MobilePhone: null,
    Email: null,
    Website: null,
    LeadSource: luck.pick(SOURCES),
    Status: luck.pick(STATUSES),
    IsConverted: false,
    LastActivityDate: luck.happens(0.7) ? touched : null,
    LastViewedDate: null,
    LastReferencedDate: null,
    EmailBouncedReason: null,
    EmailBouncedDate: null,
    Outreach_Stage__c: luck.pick(STAGES),
    Current_Enrollment__c: null,
    Capacity__c: null,
    Lead_Source_Last_Updated__c: touched,
    School_UUID__c: null,
    IsDeleted: false,
    CreatedDate: salesforceInstant(made),
    LastModifiedDate: modified,
    SystemModstamp: modified,
  };
}

/** The columns of a warehouse's export of Lead, by the fields that they hold. */
export const LEAD_EXPORT_COLUMNS = {
  id: "Id",
  is_deleted: "IsDeleted",
  last_name: "LastName",
  first_name: "FirstName",
  title: "Title",
  company: "Company",
  street: "Street",
  city: "City",
  state: "State",
  postal_code: "PostalCode",
  country: "Country",
  phone: "Phone",
  mobile_phone: "MobilePhone",
  email: "Email",
  website: "Website",
  lead_source: "LeadSource",
  status: "Status",
  is_converted: "IsConverted",
  created_date: "CreatedDate",
  last_modified_date: "LastModifiedDate",
  last_activity_date: "LastActivityDate",
  last_viewed_date: "LastViewedDate",
  last_referenced_date: "LastReferencedDate",
  email_bounced_reason: "EmailBouncedReason",
  email_bounced_date: "EmailBouncedDate",
  outreach_stage_c: "Outreach_Stage__c",
  current_enrollment_c: "Current_Enrollment__c",
  capacity_c: "Capacity__c",
  lead_source_last_updated_c: "Lead_Source_Last_Updated__c",
  brightwheel_school_uuid_c: "School_UUID__c",
} as const satisfies Readonly<Record<string, keyof LeadRow>>;
