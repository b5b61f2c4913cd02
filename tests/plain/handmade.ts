import type { PlainRow } from "./rows.js";

/** A few rows written by hand, small enough to count on paper. Ids are words here: the plain calculation does not mind. */
export interface Handmade {
  readonly Account: PlainRow[];
  readonly Contact: PlainRow[];
  readonly npe5__Affiliation__c: PlainRow[];
  readonly Session__c: PlainRow[];
  readonly Session_Participant__c: PlainRow[];
}

/** Two districts with a school each, and a school of nobody's. */
export function handmade(): Handmade {
  return {
    Account: [
      { Id: "north", Name: "North School District", Type: "School District", IsDeleted: false },
      { Id: "center", Name: "Center School District", Type: "School District", IsDeleted: false },
      { Id: "schoolA", Name: "School A", Type: "School", ParentId: "north", IsDeleted: false },
      { Id: "schoolB", Name: "School B", Type: "School", ParentId: "center", IsDeleted: false },
      { Id: "schoolX", Name: "School X", Type: "School", ParentId: null, IsDeleted: false },
      { Id: "techcorp", Name: "TechCorp", Type: "Business", IsDeleted: false },
      { Id: "university", Name: "University", Type: null, IsDeleted: false },
    ],
    Contact: [],
    npe5__Affiliation__c: [],
    Session__c: [],
    Session_Participant__c: [],
  };
}

export function person(rows: Handmade, id: string, fields: PlainRow = {}): void {
  rows.Contact.push({ Id: id, LastName: id, Contact_Type__c: "Volunteer", IsDeleted: false, ...fields });
}

export function pupil(
  rows: Handmade,
  id: string,
  school: string | null,
  number: string | null,
  fields: PlainRow = {},
): void {
  person(rows, id, {
    Contact_Type__c: "Student",
    npsp__Primary_Affiliation__c: school,
    Local_Student_ID__c: number,
    ...fields,
  });
}

/** An hour from 16:00 UTC on the day, completed, in person, unless said otherwise. */
export function session(rows: Handmade, id: string, day: string, fields: PlainRow = {}): void {
  rows.Session__c.push({
    Id: id,
    Name: id,
    Session_Type__c: "Career Speaker",
    Format__c: "In-Person",
    Session_Status__c: "Completed",
    Start_Date_and_Time__c: `${day}T16:00:00.000+0000`,
    End_Date_and_Time__c: `${day}T17:00:00.000+0000`,
    IsDeleted: false,
    ...fields,
  });
}

export function spoke(rows: Handmade, contact: string, at: string, hours: unknown = 1, fields: PlainRow = {}): void {
  rows.Session_Participant__c.push({
    Id: `p${rows.Session_Participant__c.length}`,
    Contact__c: contact,
    Session__c: at,
    Participant_Type__c: "Volunteer",
    Status__c: "Attended",
    Delivery_Hours__c: hours,
    IsDeleted: false,
    ...fields,
  });
}

export function sat(rows: Handmade, contact: string, at: string, status = "Attended"): void {
  spoke(rows, contact, at, null, { Participant_Type__c: "Student", Status__c: status });
}

export function works(rows: Handmade, contact: string, account: string, fields: PlainRow = {}): void {
  rows.npe5__Affiliation__c.push({
    Id: `a${rows.npe5__Affiliation__c.length}`,
    npe5__Contact__c: contact,
    npe5__Organization__c: account,
    npe5__Primary__c: true,
    npe5__Status__c: "Current",
    npe5__StartDate__c: null,
    npe5__EndDate__c: null,
    IsDeleted: false,
    ...fields,
  });
}
