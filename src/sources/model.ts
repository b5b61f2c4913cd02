import type {
  Education,
  EventFormat,
  EventStatus,
  EventType,
  Gender,
  KeptEmail,
  KeptPhone,
  ParticipationStatus,
  PostalAddress,
  Race,
  Role,
} from "../domain/index.js";
import type { DatasetRecord } from "./datasets/records.js";

/** Something in a row that a person should look at. The detail holds no personal data. */
export interface Remark {
  readonly kind:
    | "organization_without_type"
    | "unmapped_session_type"
    | "unmapped_event_status"
    | "missing_event_status"
    | "end_before_start"
    | "unmapped_participation_status"
    | "unmapped_participant_type"
    | "hours_not_a_number"
    | "unmapped_request_status";
  readonly detail: string;
}

export interface OrganizationRecord {
  readonly kind: "organization";
  readonly name: string;
  readonly nameKey: string;
  readonly typeRaw: string | null;
  readonly type: string;
  readonly description: string | null;
  readonly parentSourceId: string | null;
  readonly billingStreet: string | null;
  readonly billingCity: string | null;
  readonly billingState: string | null;
  readonly billingZip: string | null;
  readonly billingCountry: string | null;
  readonly lastActivityOn: string | null;
}

export interface DistrictRecord {
  readonly kind: "district";
  readonly name: string;
  readonly nameKey: string;
  readonly code: string | null;
}

export interface SchoolRecord {
  readonly kind: "school";
  readonly name: string;
  readonly nameKey: string;
  /** Another name for it, as Pathful's. */
  readonly otherName: string | null;
  readonly otherNameKey: string | null;
  readonly code: string | null;
  readonly parentSourceId: string | null;
}

export interface SchoolClassRecord {
  readonly kind: "school_class";
  readonly name: string;
  readonly schoolSourceId: string | null;
  /** The year the class graduates. */
  readonly year: number | null;
}

export type AddressKind = "mailing" | "home" | "work" | "other";

export interface KeptAddress extends PostalAddress {
  readonly kind: AddressKind;
  readonly isPrimary: boolean;
}

export interface KeptSkill {
  readonly skill: string;
  readonly from: "salesforce_text" | "salesforce_list";
}

export type ContactKind = "volunteer" | "teacher" | "student" | "other";

export interface ContactRecord {
  readonly kind: "contact";
  readonly contactKind: ContactKind;
  readonly kindRaw: string | null;
  readonly accountSourceId: string | null;
  readonly firstName: string | null;
  readonly middleName: string | null;
  readonly lastName: string | null;
  readonly nameRaw: string | null;
  readonly fullName: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly genderRaw: string | null;
  readonly gender: Gender | null;
  readonly birthdate: string | null;
  readonly raceRaw: string | null;
  readonly race: Race;
  readonly educationRaw: string | null;
  readonly education: Education;
  readonly ageGroup: string;
  readonly doNotCall: boolean;
  readonly doNotContact: boolean;
  readonly emailOptOut: boolean;
  readonly emailBouncedOn: string | null;
  readonly primaryAffiliationSourceId: string | null;
  readonly classSourceId: string | null;
  readonly grade: number | null;
  readonly localStudentId: string | null;
  readonly pathfulUserId: string | null;
  readonly connectorRole: string | null;
  readonly connectorActive: boolean;
  readonly connectorLastLoginOn: string | null;
  readonly skillsRaw: string | null;
  readonly interests: string | null;
  readonly description: string | null;
  readonly recruitmentNotes: string | null;
  readonly firstVolunteerOn: string | null;
  readonly lastVolunteerOn: string | null;
  readonly lastActivityOn: string | null;
  readonly lastEmailOn: string | null;
  readonly lastMailchimpOn: string | null;
  readonly lastNonInternalEmailOn: string | null;
  readonly timesVolunteeredReported: number | null;
  readonly emails: readonly KeptEmail[];
  readonly phones: readonly KeptPhone[];
  readonly addresses: readonly KeptAddress[];
  readonly skills: readonly KeptSkill[];
}

export interface AffiliationRecord {
  readonly kind: "affiliation";
  readonly contactSourceId: string;
  readonly accountSourceId: string;
  readonly role: string | null;
  readonly isPrimary: boolean;
  readonly statusRaw: string | null;
  readonly status: "current" | "past" | "pending" | "other" | null;
  readonly startOn: string | null;
  readonly endOn: string | null;
}

export interface EventRecord {
  readonly kind: "event";
  readonly title: string;
  readonly typeRaw: string | null;
  readonly type: EventType;
  readonly formatRaw: string | null;
  readonly format: EventFormat;
  readonly statusRaw: string | null;
  readonly status: EventStatus;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly localDate: string;
  readonly localTime: string;
  readonly schoolYear: number;
  readonly spanMinutes: number | null;
  readonly location: string | null;
  readonly description: string | null;
  readonly schoolSourceId: string | null;
  readonly districtRaw: string | null;
  readonly parentSourceId: string | null;
  readonly host: string | null;
  readonly additionalInformation: string | null;
  readonly skillsRaw: string | null;
  readonly cancellationReason: string | null;
  readonly registrationLink: string | null;
  readonly requestedJobs: number | null;
  readonly availableSlots: number | null;
  readonly headcount: number | null;
  readonly isLegacyConnector: boolean;
}

export interface ParticipationRecord {
  readonly kind: "participation";
  readonly eventSourceId: string;
  readonly contactSourceId: string;
  /** Null when the source does not say: then the contact's own kind decides. */
  readonly role: Role | null;
  readonly participantTypeRaw: string | null;
  readonly statusRaw: string | null;
  readonly status: ParticipationStatus;
  /** Whether the status is attendance, for a volunteer and for a student (ruling A1). */
  readonly attendedAsVolunteer: boolean;
  readonly attendedAsStudent: boolean;
  readonly hoursRecorded: number | null;
  readonly ageGroup: string | null;
  readonly emailRaw: string | null;
  readonly titleRaw: string | null;
}

export interface PathwayRecord {
  readonly kind: "pathway";
  readonly name: string;
  readonly nameKey: string;
  readonly schoolSourceId: string | null;
  readonly statusRaw: string | null;
}

/** An event that belongs to a pathway (ruling E8). */
export interface PathwaySessionRecord {
  readonly kind: "pathway_session";
  readonly pathwaySourceId: string;
  readonly eventSourceId: string;
}

/** Somebody of a pathway: volunteer, teacher or student, as the contact says. */
export interface PathwayParticipantRecord {
  readonly kind: "pathway_participant";
  readonly pathwaySourceId: string;
  readonly contactSourceId: string;
  readonly statusRaw: string | null;
}

/** A support case, read to know whose e-mails hang on it. */
export interface SupportCaseRecord {
  readonly kind: "support_case";
  readonly contactSourceId: string | null;
  readonly accountSourceId: string | null;
  readonly subject: string | null;
}

export interface CommunicationAddress {
  readonly role: "from" | "to" | "cc";
  /** Lower-cased and trimmed (ruling P1). */
  readonly address: string;
}

/** A task or an e-mail: one piece of the talk with people. */
export interface CommunicationRecord {
  readonly kind: "communication";
  readonly form: "email" | "task";
  readonly activity: "email" | "call" | "status_change" | "note" | "activity";
  readonly direction: "sent" | "received" | null;
  readonly subject: string | null;
  /** Plain text, at most 2,000 characters. */
  readonly body: string | null;
  readonly statusRaw: string | null;
  /** ISO-8601 UTC. */
  readonly happenedAt: string;
  readonly localDate: string;
  readonly fromAddress: string | null;
  readonly toAddresses: string | null;
  readonly ccAddresses: string | null;
  /** All of them, each once a role. */
  readonly addresses: readonly CommunicationAddress[];
  readonly whoSourceId: string | null;
  readonly relatedSourceId: string | null;
  readonly caseSourceId: string | null;
}

/** A lead of Salesforce: a company that sales speak with, or mean to. */
export interface SalesforceLeadRecord {
  readonly kind: "salesforce_lead";
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly title: string | null;
  readonly company: string | null;
  /** For comparison. */
  readonly companyKey: string | null;
  /** With its line breaks. */
  readonly street: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly country: string | null;
  /** Null without a street. */
  readonly addressKey: string | null;
  /** Ten digits (ruling L2), and the text as it came. */
  readonly phone: string | null;
  readonly phoneRaw: string | null;
  readonly mobile: string | null;
  readonly mobileRaw: string | null;
  readonly email: string | null;
  readonly website: string | null;
  readonly leadSource: string | null;
  readonly status: string | null;
  readonly isConverted: boolean;
  /** YYYY-MM-DD, as are the other days. */
  readonly createdOn: string | null;
  readonly lastActivityOn: string | null;
  readonly emailBouncedReason: string | null;
  readonly emailBouncedOn: string | null;
  readonly outreachStage: string | null;
  readonly currentEnrollment: number | null;
  readonly capacity: number | null;
  readonly sourceUpdatedOn: string | null;
  readonly schoolUuid: string | null;
}

export type SourceRecord =
  | OrganizationRecord
  | DistrictRecord
  | SchoolRecord
  | ContactRecord
  | AffiliationRecord
  | EventRecord
  | ParticipationRecord
  | SchoolClassRecord
  | PathwayRecord
  | PathwaySessionRecord
  | PathwayParticipantRecord
  | SupportCaseRecord
  | CommunicationRecord
  | SalesforceLeadRecord
  | DatasetRecord;

export type RecordKind = SourceRecord["kind"];

/** What became of one row when it was read. */
export type Reading =
  | { readonly kind: "record"; readonly record: SourceRecord; readonly remarks: readonly Remark[] }
  | { readonly kind: "skipped"; readonly reason: string }
  | {
      readonly kind: "refused";
      readonly reason: "bad_value" | "missing_required" | "duplicate_key" | "expectation_failed";
      readonly detail: string;
    };

/** One row as it came: compared by its hash first, read only when it has changed. */
export interface IncomingRow {
  readonly sourceId: string;
  /** ISO-8601 UTC. */
  readonly modifiedAt: string;
  readonly isDeleted: boolean;
  /** The winner, when the row was lost in a merge. */
  readonly mergedInto: string | null;
  /** SHA-256 of what the row holds. */
  readonly hash: string;
  read(): Reading;
  /** JSON of the row as it came, blanks left out. */
  payload(): string;
  /** One value as it came, by the source's word for its column; null when it is blank or there is no such column. */
  cell(column: string): string | number | boolean | null;
}
