import { buildEmployers, household } from "./accounts.js";
import { affiliate } from "./affiliations.js";
import { correspondence } from "./correspondence.js";
import { hillsStory } from "./hills.js";
import { buildLeads } from "./leads.js";
import { plantPeople } from "./mess-people.js";
import { plantSessions } from "./mess-sessions.js";
import { studentParticipations, volunteerParticipations } from "./participations.js";
import { buildPathways } from "./pathways.js";
import { createMailbox, type Volunteer, volunteerContact } from "./people.js";
import { enrol } from "./pupils.js";
import type { AccountRow, AffiliationRow, ContactRow, ParticipantRow, SampleOrganization } from "./rows.js";
import { createScene } from "./scene.js";
import { buildDistricts, buildSchools } from "./schools.js";
import { buildMeetings, type Meeting } from "./sessions.js";
import { createSetting, type SampleOptions, type Setting } from "./setting.js";

/** Of the volunteers and sessions, how many are told one by one rather than drawn. */
const PLANTED_VOLUNTEERS = 68;
const PLANTED_SESSIONS = 86;
const ATTENDED = new Set(["attended", "completed", "successfully completed"]);

/**
 * A whole nonprofit in Salesforce's own shape: the same options always give the same rows. Every name is invented.
 * Deleted and merged records are in it with IsDeleted true; a handful of references lead nowhere on purpose.
 */
export function generateOrganization(options: SampleOptions): SampleOrganization {
  const setting = createSetting(options);
  const mailbox = createMailbox();
  const districts = buildDistricts(setting);
  const schools = buildSchools(setting, districts);
  const employers = buildEmployers(setting);
  const enrolments = enrol(setting, schools, mailbox);

  const luck = setting.chance("volunteers");
  const volunteers: Volunteer[] = [];
  const affiliations: AffiliationRow[] = [];
  for (let index = 0; index < Math.max(20, setting.scaled(400) - PLANTED_VOLUNTEERS); index++) {
    // Nobody is drawn for the first employer: its people are a story of their own.
    const place = 1 + Math.floor(luck.next() ** 1.5 * (employers.length - 1));
    const employer = luck.happens(0.08) ? null : (employers[place] ?? null);
    const volunteer = { contact: volunteerContact(setting, luck, mailbox, employer), employer };
    volunteers.push(volunteer);
    affiliations.push(...affiliate(setting, luck, volunteer, employers.slice(1)));
  }
  const story = hillsStory(setting, employers, enrolments, mailbox);
  affiliations.push(...story.affiliations);

  const everyday = buildMeetings(setting, Math.max(20, setting.scaled(500) - PLANTED_SESSIONS), schools, districts);
  const participations: ParticipantRow[] = [];
  extend(participations, volunteerParticipations(setting, everyday, volunteers));
  extend(participations, studentParticipations(setting, everyday, enrolments));
  extend(participations, story.participations);

  const accounts: AccountRow[] = [...districts, ...schools].map((place) => place.account);
  extend(accounts, employers);
  const contacts = [...volunteers.map((volunteer) => volunteer.contact), ...story.contacts];
  const meetings: Meeting[] = [...everyday];
  const scene = createScene({
    setting,
    luck: setting.chance("mess"),
    mailbox,
    districts,
    employers,
    enrolments,
    volunteers,
    accounts,
    contacts,
    affiliations,
    meetings,
    participations,
  });
  plantPeople(scene);
  plantSessions(scene);
  extend(meetings, story.meetings);
  for (const place of enrolments) {
    extend(contacts, place.teachers);
    extend(contacts, place.students);
  }
  giveHouseholds(setting, contacts, accounts);
  giveEmployers(contacts, affiliations);
  rollUp(setting, contacts, meetings, participations);
  return {
    Account: accounts,
    Contact: contacts,
    npe5__Affiliation__c: affiliations,
    Session__c: meetings.map((one) => one.row),
    Session_Participant__c: participations,
    Class__c: schools.flatMap((school) => school.classes),
    ...buildPathways(setting, meetings, enrolments, volunteers),
    ...correspondence(setting, contacts, meetings, employers),
    Lead: buildLeads(setting),
  };
}

function giveHouseholds(setting: Setting, contacts: readonly ContactRow[], accounts: AccountRow[]): void {
  for (const contact of contacts) {
    if (contact.AccountId !== null) continue;
    const home = household(setting, contact.LastName);
    contact.AccountId = home.Id;
    accounts.push(home);
  }
}

/** Primary_Affiliation holds an account's id, never a name. */
function giveEmployers(contacts: readonly ContactRow[], affiliations: readonly AffiliationRow[]): void {
  const employer = new Map<string | null, string | null>();
  for (const tie of affiliations) {
    const isNow = tie.npe5__Primary__c && tie.npe5__Status__c === "Current" && !tie.IsDeleted;
    if (isNow) employer.set(tie.npe5__Contact__c, tie.npe5__Organization__c);
  }
  for (const contact of contacts) contact.npsp__Primary_Affiliation__c ??= employer.get(contact.Id) ?? null;
}

/** First and last day and number of attended sessions, as Salesforce sums them up; some were never worked out. */
function rollUp(
  setting: Setting,
  contacts: readonly ContactRow[],
  meetings: readonly Meeting[],
  participations: readonly ParticipantRow[],
): void {
  const luck = setting.chance("roll-ups");
  const days = new Map(meetings.map((one) => [one.row.Id, one.day]));
  const attended = new Map<string, { count: number; first: string; last: string }>();
  for (const row of participations) {
    const isThere = ATTENDED.has((row.Status__c ?? "").toLowerCase()) && row.Participant_Type__c === "Volunteer";
    const day = days.get(row.Session__c ?? "");
    if (!isThere || row.IsDeleted || row.Contact__c === null || day === undefined) continue;
    const known = attended.get(row.Contact__c);
    if (known === undefined) {
      attended.set(row.Contact__c, { count: 1, first: day, last: day });
      continue;
    }
    known.count += 1;
    if (day < known.first) known.first = day;
    if (day > known.last) known.last = day;
  }
  for (const contact of contacts) {
    const sum = attended.get(contact.Id);
    if (sum === undefined || luck.happens(0.05)) continue;
    contact.Number_of_Attended_Volunteer_Sessions__c = sum.count;
    contact.First_Volunteer_Date__c = sum.first;
    contact.Last_Volunteer_Date__c = sum.last;
  }
}

/** Appends without spreading: large organisations have more rows than a call takes arguments. */
function extend<T>(list: T[], more: readonly T[]): void {
  for (const item of more) list.push(item);
}
