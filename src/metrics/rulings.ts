/** The rulings (r1) and numbered exceptions that metrics name, each in a sentence. */
export const RULINGS = {
  T1: "A day is a calendar day in the organisation's time zone; windows are whole days, both ends included.",
  T2: "A school year runs from 1 August to 31 July.",
  P1: "Volunteer or teacher records that share an e-mail are one person; an address of a role, or under many surnames, identifies nobody.",
  P2: "Students are one person by student id within the district of their school; without both, by record.",
  P3: "People excluded from reports count in no people metric; the events they joined still count as events.",
  P4: "People of colour are counted by race and ethnicity over all of a person's records; a group of fewer than five people is shown as <5, and where one group alone is that small, the next smallest is withheld too; M82 and M84 go by their presenters.",
  P5: "Local by the primary address's ZIP, else any personal one; a manual setting wins.",
  A1: "Attended means attended, completed, successfully completed, present or simulcast for volunteers, attended alone for students.",
  A2: "Credited hours are the recorded hours, else the event's duration, else its end minus its start (at least one hour), else 0; never a fall-back above twelve hours.",
  A3: "A teacher attended when attendance is confirmed: a completed or simulcast Pathful session with at least one educator attending confirms those signed up; where more signed up than attended, the figures say by how many they may be too high; an override by a person wins.",
  A4: "Virtual students are estimated as distinct confirmed teachers × 25 and never added to in-person figures without saying so.",
  A6: "A presenter is a volunteer participation of type Presenter, or a Professional's whom Pathful put to a virtual session; shares are of all virtual sessions not cancelled.",
  A7: "A Simulcast session is one session, held.",
  E1: "Virtual is the format Virtual; an unmapped session type counts under other.",
  E2: "An event of several districts counts in full in each and once in any total; the total row is computed, not added up.",
  E3: "The school of an event is the event's school, not the students' home school.",
  E4: "M60 to M62, M100 and M120 count every event not Cancelled, with those still to come said; held sessions (Completed, Simulcast) are X60 to X62.",
  E5: "A participation is credited to the affiliation valid on the event's date: primary first, then the latest start, then the lowest name; a person without one is Independent.",
  E6: "Students of a volunteer = total students ÷ rooms × rotations, rounded down; without the three numbers total students stand, marked estimate; the newest human entry wins over the sheet, the sheet over Salesforce.",
  E7: "K-8 or 9-12 is by the grade the student had at the event, else by the level of their school, else unknown.",
  E8: "An event belongs to a pathway by its link, its attendance detail, a PWY- tag, its career cluster or topic by config/pathways.yml, and for STEM by the STEM checkbox; a volunteer speaks on the pathway entered for them there, and is skilled in those that their own skills carry.",
  one: "One person attends one event once: of two attended rows the larger hours count.",
  before:
    "First-time: before is before the window, also when shown by month; attendance at a cancelled or deleted event does not count as earlier.",
  name: "A name shared by two accounts is one organisation.",
  EX1: "Student ids are local to a district, so they identify a student only within it.",
  EX2: "A person without a usable ZIP who attended in person is local, marked inferred.",
  EX3: "Present and Simulcast count as attended for volunteers.",
  EX4: "Delivery hours of 0 or less are not recorded hours.",
} as const;
export type RulingId = keyof typeof RULINGS;

/** The rules that every figure follows. */
export const BIBLE = "Metrics Bible v1.0 with rulings r1";

/** What the footer says instead where no figure is of the Bible. */
export const NOT_IN_BIBLE = "Our own figures, not in the Metrics Bible v1.0 (rulings r1)";
