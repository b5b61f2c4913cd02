import { DateTime } from "luxon";
import { addDays, type Day, schoolYearOf, ZONE } from "../calendar.js";
import { HILLS } from "../employers.js";
import { chance } from "../random.js";
import type { SampleOrganization } from "../rows.js";
import type { Cast, Held, Teacher } from "./model.js";

/** The people and sessions that the files speak of. */
export function castOf(sample: SampleOrganization, seed: string | number, today: Day): Cast {
  const accounts = new Map(sample.Account.map((account) => [account.Id, account]));
  const accountOf = (id: string | null) => (id === null ? null : (accounts.get(id) ?? null));
  const living = sample.Contact.filter(({ IsDeleted }) => !IsDeleted);
  const told = toldElsewhere(sample);
  const teachers = living.flatMap((contact): Teacher[] => {
    const school = contact.Contact_Type__c === "Teacher" ? accountOf(contact.npsp__Primary_Affiliation__c) : null;
    return school === null ? [] : [{ contact, school, district: accountOf(school.ParentId) }];
  });
  const from = addDays(today, -540);
  const completed = sample.Session__c.flatMap((row): Held[] => {
    const day = localDay(row.Start_Date_and_Time__c);
    const isOver = row.Session_Status__c === "Completed" && day !== null && day >= from && day < today;
    return isOver && !row.IsDeleted && !told.sessions.has(row.Id) ? [{ row, day }] : [];
  });
  return {
    today,
    year: schoolYearOf(today),
    sample,
    teachers,
    volunteers: living.filter(({ Id, Contact_Type__c }) => Contact_Type__c === "Volunteer" && !told.people.has(Id)),
    students: living.filter(({ Contact_Type__c }) => Contact_Type__c === "Student"),
    schools: sample.Account.filter(({ Type, IsDeleted }) => Type === "School" && !IsDeleted),
    held: completed.filter(({ row }) => row.Format__c === "In-Person"),
    heldVirtually: completed.filter(({ row }) => row.Format__c === "Virtual"),
    accountOf,
    chance: (purpose) => chance(seed, `files/${purpose}`),
  };
}

/** Everybody ever tied to the company that the tour asks about, and where they were: what the tour shows stands, whatever is read in. */
function toldElsewhere({ Account, npe5__Affiliation__c, Session_Participant__c }: SampleOrganization) {
  const companies = new Set(Account.filter(({ Name }) => Name === HILLS).map(({ Id }) => Id));
  const people = new Set(
    npe5__Affiliation__c.flatMap(({ npe5__Organization__c: company, npe5__Contact__c: person }) =>
      company !== null && person !== null && companies.has(company) ? [person] : [],
    ),
  );
  const sessions = new Set(
    Session_Participant__c.flatMap(({ Contact__c, Session__c }) =>
      Contact__c !== null && Session__c !== null && people.has(Contact__c) ? [Session__c] : [],
    ),
  );
  return { people, sessions };
}

const localDay = (instant: string | null): Day | null =>
  instant === null ? null : DateTime.fromISO(instant, { zone: ZONE }).toISODate();
