import { unknownId } from "./mess-people.js";
import type { Volunteer } from "./people.js";
import type { Enrolment } from "./pupils.js";
import { at } from "./random.js";
import type { ContactRow, PathwayParticipantRow, PathwayRow, PathwaySessionRow } from "./rows.js";
import type { Meeting } from "./sessions.js";
import { longKept, type Setting } from "./setting.js";

export interface Pathways {
  readonly Pathway__c: PathwayRow[];
  readonly Pathway_Session__c: PathwaySessionRow[];
  readonly Pathway_Participant__c: PathwayParticipantRow[];
}

const NAMES = ["STEM", "Business", "Health", "Construction/ Trades"] as const;
/** Share of everyday sessions that belong to a pathway. */
const SHARE = 0.12;

/** Four pathways, the sessions that belong to them and the people who signed up: students mostly, but teachers and volunteers too. */
export function buildPathways(
  setting: Setting,
  meetings: readonly Meeting[],
  enrolments: readonly Enrolment[],
  volunteers: readonly Volunteer[],
): Pathways {
  const luck = setting.chance("pathways");
  const pathways = NAMES.map(
    (name, index): PathwayRow => ({
      Id: setting.nextId("Pathway__c"),
      Name: name,
      School__c: luck.happens(0.5) ? at(enrolments, index % enrolments.length).school.account.Id : null,
      Status__c: name === "Health" ? null : "Active",
      ...longKept(setting, luck),
    }),
  );

  const sessions: PathwaySessionRow[] = [];
  const link = (pathway: PathwayRow, session: string): void => {
    sessions.push({
      Id: setting.nextId("Pathway_Session__c"),
      Name: `PS-${String(setting.serial("Pathway_Session__c")).padStart(5, "0")}`,
      Pathway__c: pathway.Id,
      Session__c: session,
      ...longKept(setting, luck),
    });
  };
  const live = meetings.filter(({ row }) => !row.IsDeleted);
  for (const { row } of live) {
    if (!luck.happens(SHARE)) continue;
    const chosen = luck.pick(pathways);
    link(chosen, row.Id);
    // A session of two pathways.
    if (luck.happens(0.1)) link(at(pathways, (pathways.indexOf(chosen) + 1) % pathways.length), row.Id);
  }
  // The session was deleted for good long ago; its link was not.
  link(at(pathways, 0), unknownId("Session__c", 50));

  const participants: PathwayParticipantRow[] = [];
  const signUp = (contact: ContactRow): void => {
    participants.push({
      Id: setting.nextId("Pathway_Participant__c"),
      Name: `PP-${String(setting.serial("Pathway_Participant__c")).padStart(5, "0")}`,
      Pathway__c: luck.pick(pathways).Id,
      Contact__c: contact.Id,
      Status__c: luck.weighted([
        ["Active", 70],
        ["Completed", 18],
        ["Withdrawn", 6],
        [null, 6],
      ]),
      ...longKept(setting, luck),
    });
  };
  const students = enrolments.flatMap((place) => place.students).filter(({ IsDeleted }) => !IsDeleted);
  const teachers = enrolments.flatMap((place) => place.teachers).filter(({ IsDeleted }) => !IsDeleted);
  for (const student of luck.sample(students, setting.scaled(80))) signUp(student);
  for (const teacher of luck.sample(teachers, setting.scaled(6))) signUp(teacher);
  const speakers = volunteers.map(({ contact }) => contact).filter(({ IsDeleted }) => !IsDeleted);
  for (const volunteer of luck.sample(speakers, setting.scaled(5))) signUp(volunteer);
  return { Pathway__c: pathways, Pathway_Session__c: sessions, Pathway_Participant__c: participants };
}
