import type { ParticipationStatus } from "../../domain/index.js";

/** How a row names an event of another source: by a Salesforce id or a Pathful Session ID, else by title and day. */
export interface EventReference {
  readonly ref: string | null;
  readonly title: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
}

/** One teacher on a district's roster. */
export interface RosterEntryRecord {
  readonly kind: "roster_entry";
  readonly origin: string;
  /** First calendar year. */
  readonly schoolYear: number;
  readonly districtRaw: string | null;
  readonly buildingRaw: string;
  readonly nameRaw: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string;
  readonly gradeRaw: string | null;
  readonly targetSessions: number;
}

/** Students reached at an event, as staff counted them. */
export interface AttendanceRowRecord {
  readonly kind: "attendance_row";
  readonly origin: string;
  readonly event: EventReference;
  /** Found before it is stored; null: the row waits for its event. */
  readonly eventId: number | null;
  readonly totalStudents: number | null;
  readonly rooms: number | null;
  readonly rotations: number | null;
  readonly groups: number | null;
  readonly pathway: string | null;
  readonly isStem: boolean;
}

export interface SchoolLevelRecord {
  readonly kind: "school_level";
  readonly origin: string;
  readonly schoolSourceId: string;
  readonly levelRaw: string;
  readonly level: "Elementary" | "Middle" | "High" | "Other";
}

/** A school's wish to bring students to an event, and what was confirmed. */
export interface EventRequestRecord {
  readonly kind: "event_request";
  readonly origin: string;
  readonly programRaw: string | null;
  readonly titleRaw: string;
  readonly localDate: string | null;
  readonly schoolRaw: string | null;
  readonly contactName: string | null;
  readonly contactEmail: string | null;
  readonly requestedStudents: number | null;
  readonly confirmedStudents: number | null;
  readonly statusRaw: string | null;
  readonly status: "requested" | "confirmed" | "declined";
  readonly note: string | null;
}

/** A student's name and place, by which the student's contact is found. */
export interface StudentReference {
  /** The district's own number. */
  readonly studentId: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly school: string | null;
  readonly district: string | null;
}

/** A student who signed up for, or came to, an event of a pathway. */
export interface SignUpRecord {
  readonly kind: "sign_up";
  readonly origin: string;
  readonly line: number;
  readonly event: EventReference;
  readonly eventId: number | null;
  readonly student: StudentReference;
  readonly contactId: number | null;
  readonly statusRaw: string | null;
  readonly status: ParticipationStatus;
  readonly attended: boolean;
}

/** A student's career experience elsewhere. */
export interface OutsideVisitRecord {
  readonly kind: "outside_visit";
  readonly origin: string;
  readonly studentRef: string;
  readonly districtRaw: string | null;
  readonly schoolRaw: string | null;
  readonly kindRaw: string | null;
  readonly place: string | null;
  readonly organizationRaw: string | null;
  readonly localDate: string | null;
  readonly hours: number | null;
  readonly programRaw: string | null;
}

export type AnswerKind = "rating" | "yes_no" | "text";

export interface SurveyAnswerRecord {
  readonly kind: "survey_answer";
  readonly origin: string;
  readonly survey: string;
  readonly responseKey: string;
  readonly localDate: string | null;
  readonly respondentRaw: string | null;
  readonly respondentEmail: string | null;
  /** A Session ID or an event's title. */
  readonly eventRef: string | null;
  readonly organizationRaw: string | null;
  readonly question: string;
  readonly answerKind: AnswerKind;
  readonly answerText: string | null;
  /** A rating, or 1 and 0 for yes and no. */
  readonly answerNumber: number | null;
}

/** One figure of the web or of a social channel on one day. */
export interface EngagementRecord {
  readonly kind: "engagement";
  readonly origin: string;
  readonly localDate: string;
  readonly channel: string;
  readonly measure: string;
  readonly detail: string;
  readonly value: number;
}

/** Somebody on a partner's list. */
export interface PartnerPersonRecord {
  readonly kind: "partner_person";
  readonly origin: string;
  readonly list: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly nameRaw: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly organizationRaw: string | null;
  readonly titleRaw: string | null;
}

export type DatasetRecord =
  | RosterEntryRecord
  | AttendanceRowRecord
  | SchoolLevelRecord
  | EventRequestRecord
  | SignUpRecord
  | OutsideVisitRecord
  | SurveyAnswerRecord
  | EngagementRecord
  | PartnerPersonRecord;
