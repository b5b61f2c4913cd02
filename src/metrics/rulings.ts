/** The rulings (r1) and numbered exceptions that metrics name, each in a sentence. */
export const RULINGS = {
  T1: "A day is a calendar day in the organisation's time zone; windows are whole days, both ends included.",
  T2: "A school year runs from 1 August to 31 July.",
  P1: "Volunteer or teacher records that share an e-mail are one person; an address of a role, or under many surnames, identifies nobody.",
  P2: "Students are one person by student id within the district of their school; without both, by record.",
  P3: "People excluded from reports count in no people metric; the events they joined still count as events.",
  A1: "Attended means attended, completed, successfully completed, present or simulcast for volunteers, attended alone for students.",
  A2: "Credited hours are the recorded hours, else the event's duration, else its end minus its start (at least one hour), else 0; never a fall-back above twelve hours.",
  A4: "Virtual students are estimated as distinct confirmed teachers × 25 and never added to in-person figures without saying so.",
  A7: "A Simulcast session is one session, held.",
  E1: "Virtual is the format Virtual; an unmapped session type counts under other.",
  E2: "An event of several districts counts in full in each and once in any total; the total row is computed, not added up.",
  E3: "The school of an event is the event's school, not the students' home school.",
  E4: "M60 to M62 and M120 count every event not Cancelled, with those still to come said; held sessions (Completed, Simulcast) are X60 to X62.",
  E5: "A participation is credited to the affiliation valid on the event's date: primary first, then the latest start, then the lowest name; a person without one is Independent.",
  E6: "Students of a volunteer = total students ÷ rooms × rotations, rounded down; without the three numbers total students stand, marked estimate; the newest human entry wins over the sheet, the sheet over Salesforce.",
  one: "One person attends one event once: of two attended rows the larger hours count.",
  name: "A name shared by two accounts is one organisation.",
  EX1: "Student ids are local to a district, so they identify a student only within it.",
  EX3: "Present and Simulcast count as attended for volunteers.",
  EX4: "Delivery hours of 0 or less are not recorded hours.",
} as const;
export type RulingId = keyof typeof RULINGS;

/** The rules that every figure follows. */
export const BIBLE = "Metrics Bible v1.0 with rulings r1";
