import { addDays } from "./calendar.js";
import { PLACES, STREETS } from "./employers.js";
import { FIRST_NAMES, LAST_NAMES, UNUSUAL_FIRST_NAMES, UNUSUAL_LAST_NAMES } from "./names.js";
import type { Chance, Weights } from "./random.js";
import { type AccountRow, BLANK_CONTACT, type ContactRow } from "./rows.js";
import { longKept, type Setting } from "./setting.js";
import { AGE_GROUPS, EDUCATIONS, GENDERS, INTERESTS, LISTED_SKILLS, OCCUPATIONS, RACES } from "./work.js";

export interface PersonName {
  readonly first: string;
  readonly last: string;
}

export interface Volunteer {
  readonly contact: ContactRow;
  /** Where they work for most of the story; null for nobody in particular. */
  readonly employer: AccountRow | null;
}

/** Hands out every address once, so that only planted records share one. */
export type Mailbox = (name: PersonName, domain: string) => string;

const PREFERRED: Weights<"Work" | "Personal" | "Alternate" | null> = [
  [null, 46],
  ["Work", 25],
  ["Personal", 22],
  ["Alternate", 7],
];
const CONTACT_TYPES: Weights<string | null> = [
  ["Volunteer", 96],
  [null, 4],
];
const PHONE_SHAPES = ["816-555-01##", "(816) 555-01##", "81655501##", "+1 913 555 01##", "816-555-01## x204"];

export function createMailbox(): Mailbox {
  const taken = new Map<string, number>();
  return (name, domain) => {
    const local = `${plainWord(name.first)}.${plainWord(name.last)}`;
    const address = `${local}@${domain}`;
    const used = taken.get(address) ?? 0;
    taken.set(address, used + 1);
    return used === 0 ? address : `${local}${used + 1}@${domain}`;
  };
}

export function inventName(luck: Chance): PersonName {
  return {
    first: luck.happens(0.03) ? luck.pick(UNUSUAL_FIRST_NAMES) : luck.pick(FIRST_NAMES),
    last: luck.happens(0.06) ? luck.pick(UNUSUAL_LAST_NAMES) : luck.pick(LAST_NAMES),
  };
}

/** "prairiesignalsoftware.example": a domain that can never belong to anybody. */
export function domainOf(employer: AccountRow | null): string {
  return employer ? `${plainWord(employer.Name).slice(0, 30)}.example` : "mail.example";
}

export function phoneNumber(luck: Chance): string {
  const digits = String(luck.between(0, 99)).padStart(2, "0");
  return luck.pick(PHONE_SHAPES).replace("##", digits);
}

/** One volunteer with all that Salesforce knows of a volunteer, as untidy as it is met. */
export function volunteerContact(
  setting: Setting,
  luck: Chance,
  mailbox: Mailbox,
  employer: AccountRow | null,
  change: Partial<ContactRow> & { readonly name?: PersonName } = {},
): ContactRow {
  const { name: given, ...fields } = change;
  const name = given ?? inventName(luck);
  const shouts = given === undefined && luck.happens(0.2);
  const first = shouts ? name.first.toUpperCase() : luck.happens(0.02) ? `${name.first} ` : name.first;
  const last = shouts ? name.last.toUpperCase() : name.last;
  const job = luck.weighted(OCCUPATIONS);
  return {
    ...BLANK_CONTACT,
    Id: setting.nextId("Contact"),
    Salutation: luck.happens(0.1) ? luck.pick(["Mr.", "Ms.", "Dr."]) : null,
    FirstName: first,
    MiddleName: luck.happens(0.06) ? luck.pick(["J.", "Lee", "M"]) : null,
    LastName: last,
    Name: `${first.trim()} ${last}`,
    Contact_Type__c: luck.weighted(CONTACT_TYPES),
    ...addresses(luck, mailbox, name, employer),
    ...phones(luck),
    Title: luck.happens(0.9) ? job.title : null,
    Department: luck.happens(0.5) ? job.department : null,
    ...skills(luck, job.skills),
    Gender__c: luck.weighted(GENDERS),
    Birthdate: luck.weighted<string | null>([
      [null, 70],
      [addDays("1960-03-01", luck.between(0, 15_000)), 28],
      ["1920-06-15", 1],
      ["2004-02-29", 1],
    ]),
    Racial_Ethnic_Background__c: luck.weighted(RACES),
    Highest_Level_of_Educational__c: luck.weighted(EDUCATIONS),
    Age_Group__c: luck.weighted(AGE_GROUPS),
    Volunteer_Interests__c: luck.happens(0.4) ? luck.sample(INTERESTS, luck.between(1, 3)).join(";") : null,
    Volunteer_Recruitment_Notes__c: luck.happens(0.08) ? "Prefers mornings; happy to drive." : null,
    Last_Mailchimp_Email_Date__c: luck.happens(0.4) ? addDays(setting.yesterday, -luck.between(1, 700)) : null,
    Last_Email_Message__c: luck.happens(0.5) ? addDays(setting.yesterday, -luck.between(1, 500)) : null,
    Last_Non_Internal_Email_Activity__c: luck.happens(0.4) ? addDays(setting.yesterday, -luck.between(1, 600)) : null,
    Last_Activity_Date__c: luck.happens(0.5) ? addDays(setting.yesterday, -luck.between(1, 400)) : null,
    DoNotCall: luck.happens(0.03),
    npsp__Do_Not_Contact__c: luck.happens(0.025),
    HasOptedOutOfEmail: luck.happens(0.05),
    EmailBouncedDate: luck.happens(0.03)
      ? `${addDays(setting.yesterday, -luck.between(1, 500))}T00:00:00.000+0000`
      : null,
    ...whereabouts(luck),
    ...connector(setting, luck),
    ...longKept(setting, luck),
    ...fields,
  };
}

type MailFields = Pick<
  ContactRow,
  "Email" | "npe01__WorkEmail__c" | "npe01__HomeEmail__c" | "npe01__AlternateEmail__c" | "npe01__Preferred_Email__c"
>;

function addresses(luck: Chance, mailbox: Mailbox, name: PersonName, employer: AccountRow | null): MailFields {
  const none = { npe01__WorkEmail__c: null, npe01__HomeEmail__c: null, npe01__AlternateEmail__c: null };
  if (luck.happens(0.05)) return { ...none, Email: null, npe01__Preferred_Email__c: null };
  if (luck.happens(0.03)) return { ...none, Email: "None", npe01__Preferred_Email__c: null };
  const spelled = (address: string) => (luck.happens(0.12) ? address.replace(/^./, (a) => a.toUpperCase()) : address);
  const work = employer && luck.happens(0.75) ? spelled(mailbox(name, domainOf(employer))) : null;
  const home = work === null || luck.happens(0.35) ? spelled(mailbox(name, "mail.example")) : null;
  const alternate = luck.happens(0.06) ? spelled(mailbox(name, "alumni.example")) : null;
  const wanted = luck.weighted(PREFERRED);
  const preferred = wanted === "Work" ? work : wanted === "Personal" ? home : wanted === "Alternate" ? alternate : null;
  return {
    Email: preferred ?? work ?? home,
    npe01__WorkEmail__c: work,
    npe01__HomeEmail__c: home,
    npe01__AlternateEmail__c: alternate,
    npe01__Preferred_Email__c: preferred === null ? null : wanted,
  };
}

function phones(luck: Chance): Partial<ContactRow> {
  if (luck.happens(0.2)) return { Phone: luck.happens(0.2) ? "None" : null };
  return {
    Phone: phoneNumber(luck),
    HomePhone: luck.happens(0.15) ? phoneNumber(luck) : null,
    MobilePhone: luck.happens(0.5) ? phoneNumber(luck) : null,
    npe01__WorkPhone__c: luck.happens(0.3) ? phoneNumber(luck) : null,
    npe01__PreferredPhone__c: luck.pick([null, "Home", "Work", "Mobile"]),
  };
}

/** Skills as text (odd case, a semicolon too many) and as a list; some people have neither. */
function skills(luck: Chance, known: readonly string[]): Partial<ContactRow> {
  if (luck.happens(0.12)) return {};
  const own = luck.sample(known, luck.between(1, known.length));
  const spelled = own.map((skill) =>
    luck.happens(0.1) ? skill.toLowerCase() : luck.happens(0.06) ? skill.toUpperCase() : skill,
  );
  const text = spelled.join(luck.happens(0.2) ? ";" : "; ") + (luck.happens(0.1) ? ";" : "");
  const listed = own.filter((skill) => LISTED_SKILLS.has(skill));
  const shown = luck.between(0, 2);
  return {
    Volunteer_Skills_Text__c: shown === 1 && listed.length > 0 ? null : text,
    Volunteer_Skills__c: shown === 0 || listed.length === 0 ? null : listed.join(";"),
  };
}

function whereabouts(luck: Chance): Partial<ContactRow> {
  if (luck.happens(0.15)) return {};
  const place = luck.weighted(PLACES);
  const street = `${luck.between(100, 9900)} ${luck.pick(STREETS)} ${luck.pick(["St", "Ave", "Rd"])}`;
  const kind = luck.pick([null, "Home", "Work"] as const);
  return {
    MailingStreet: street,
    MailingCity: place.city,
    MailingState: place.state,
    MailingPostalCode: place.zip,
    MailingCountry: place.country,
    MailingAddress: { street, city: place.city, state: place.state, postalCode: place.zip, country: place.country },
    npe01__Work_Address__c: luck.happens(0.1)
      ? "123 Main St, Kansas City, MO 64111"
      : luck.happens(0.03)
        ? "1 Depot Square\nKansas City"
        : null,
    npe01__Home_Address__c:
      kind === "Home" ? `${street}, ${place.city}, ${place.state} ${place.zip ?? ""}`.trim() : null,
    npe01__Primary_Address_Type__c: kind,
    npe01__Secondary_Address_Type__c: kind === "Home" && luck.happens(0.2) ? "Work" : null,
  };
}

/** Some volunteers also have a profile on the video platform. */
function connector(setting: Setting, luck: Chance): Partial<ContactRow> {
  if (!luck.happens(0.15)) return {};
  return {
    Connector_Role__c: "Professional",
    Connector_SignUp_Role__c: "Professional",
    Connector_User_ID__c: `sample-${luck.between(100_000, 999_999)}`,
    Connector_Joining_Date__c: addDays(setting.firstDay, luck.between(0, 300)),
  };
}

function plainWord(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]/g, "")
    .toLowerCase();
  return plain === "" ? "someone" : plain;
}
