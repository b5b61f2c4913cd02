import { addDays } from "./calendar.js";
import { inventName, type Mailbox } from "./people.js";
import type { Chance, Weights } from "./random.js";
import { at } from "./random.js";
import { BLANK_CONTACT, type ContactRow } from "./rows.js";
import type { Level, School } from "./schools.js";
import { longKept, type Setting } from "./setting.js";
import { RACES } from "./work.js";

/** The students and teachers of a school, for rosters. */
export interface Enrolment {
  readonly school: School;
  readonly students: ContactRow[];
  readonly teachers: ContactRow[];
}

const GRADES: Readonly<Record<Level, readonly number[]>> = {
  Elementary: [0, 1, 2, 3, 4, 5],
  Middle: [6, 7, 8],
  High: [9, 10, 11, 12],
};
const GENDERS: Weights<string | null> = [
  ["Female", 44],
  ["Male", 44],
  ["NA", 9],
  [null, 3],
];
const SUBJECTS = ["Mathematics", "Science", "English", "Career and Technical Education", null] as const;

export function enrol(setting: Setting, schools: readonly School[], mailbox: Mailbox): Enrolment[] {
  const luck = setting.chance("pupils");
  const enrolments = schools.map((school): Enrolment => ({ school, students: [], teachers: [] }));
  // Every district numbers its own students from the same start: the ids are local.
  const numbers = new Map<string, number>();
  const students = setting.scaled(900);
  for (let index = 0; index < students; index++) {
    const place = at(enrolments, index % enrolments.length);
    place.students.push(student(setting, luck, place.school, nextNumber(place.school)));
  }
  const teachers = setting.scaled(40);
  for (let index = 0; index < teachers; index++) {
    const place = at(enrolments, index % enrolments.length);
    place.teachers.push(teacher(setting, luck, place.school, mailbox));
  }
  return enrolments;

  function nextNumber(school: School): string {
    const district = school.district?.name ?? "none";
    const next = (numbers.get(district) ?? 0) + 1;
    numbers.set(district, next);
    return String(100_000 + next);
  }
}

export function student(setting: Setting, luck: Chance, school: School, number: string): ContactRow {
  const name = inventName(luck);
  const shouts = luck.happens(0.35);
  const first = shouts ? name.first.toUpperCase() : name.first;
  const last = shouts ? name.last.toUpperCase() : name.last;
  const grade = luck.pick(GRADES[school.level]);
  const label = grade === 0 ? "K" : String(grade);
  return {
    ...BLANK_CONTACT,
    Id: setting.nextId("Contact"),
    AccountId: school.account.Id,
    FirstName: first,
    LastName: last,
    Name: `${first} ${last}`,
    Contact_Type__c: "Student",
    Email: luck.happens(0.25) ? "None" : null,
    Phone: luck.happens(0.25) ? "None" : null,
    npsp__Primary_Affiliation__c: school.account.Id,
    Gender__c: luck.weighted(GENDERS),
    Birthdate: luck.happens(0.5) ? addDays(`${setting.currentYear - grade - 5}-09-01`, -luck.between(0, 364)) : null,
    Racial_Ethnic_Background__c: luck.weighted(RACES),
    Local_Student_ID__c: luck.happens(0.03) ? null : number,
    Class__c: luck.happens(0.7) && school.classes.length > 0 ? luck.pick(school.classes).Id : null,
    Legacy_Grade__c: luck.happens(0.2) ? label : null,
    Current_Grade__c: luck.happens(0.96) ? label : null,
    ...longKept(setting, luck),
  };
}

function teacher(setting: Setting, luck: Chance, school: School, mailbox: Mailbox): ContactRow {
  const name = inventName(luck);
  const shouts = luck.happens(0.2);
  const first = shouts ? name.first.toUpperCase() : name.first;
  const last = shouts ? name.last.toUpperCase() : name.last;
  return {
    ...BLANK_CONTACT,
    Id: setting.nextId("Contact"),
    AccountId: school.account.Id,
    FirstName: first,
    LastName: last,
    Name: `${first} ${last}`,
    Contact_Type__c: "Teacher",
    Email: luck.happens(0.95) ? mailbox(name, "school.example") : null,
    Phone: luck.happens(0.3) ? "816-555-0100" : null,
    npsp__Primary_Affiliation__c: school.account.Id,
    Department: luck.pick(SUBJECTS),
    Gender__c: luck.weighted(GENDERS),
    Last_Email_Message__c: luck.happens(0.5) ? addDays(setting.yesterday, -luck.between(1, 300)) : null,
    ...longKept(setting, luck),
  };
}
