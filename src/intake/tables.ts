import type { Stage, Value } from "../pool/index.js";
import type {
  AffiliationRecord,
  ContactRecord,
  DistrictRecord,
  EventRecord,
  OrganizationRecord,
  ParticipationRecord,
  RecordKind,
  SchoolRecord,
  SourceRecord,
} from "../sources/index.js";

type ColumnType = Stage["columns"][number]["type"];

export interface Column<R> {
  readonly name: string;
  readonly type: ColumnType;
  // A method, so that a table of one kind can stand among tables of all kinds; records are sorted by kind before they come here.
  of(record: R): Value;
}

/** A row in another table that this one hangs on; without it the row waits in quarantine. */
export interface Parent {
  /** The staged column that holds the parent's source id. */
  readonly key: string;
  /** The source's word for the parent. */
  readonly object: string;
  /** True for a staged row (s) whose parent is there; the joins are in place. */
  readonly isThere: string;
}

/** How records of one kind become rows of one table. */
export interface Table<R extends SourceRecord = SourceRecord> {
  readonly kind: R["kind"];
  readonly name: string;
  readonly stage: string;
  readonly hasMerges: boolean;
  /** Stored under their own name. */
  readonly columns: readonly Column<R>[];
  /** Staged to find other rows by, not stored. */
  readonly keys: readonly Column<R>[];
  /** Joins that find those rows: `s` is the staged row, `$source` the source's name. */
  readonly joins: string;
  /** Stored columns worked out from the joins. */
  readonly resolved: readonly { readonly name: string; readonly from: string }[];
  /** What a new row begins with; identity works it out afterwards, and an update leaves it. */
  readonly initial?: readonly { readonly name: string; readonly from: string }[];
  readonly parents: readonly Parent[];
}

const text = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "text", of });
const integer = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "integer", of });
const real = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "real", of });
const boolean = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "boolean", of });

const table = <R extends SourceRecord>(definition: Omit<Table<R>, "stage">): Table<R> => ({
  ...definition,
  stage: `stage_${definition.name}`,
});

export const organizationTable = table<OrganizationRecord>({
  kind: "organization",
  name: "organization",
  hasMerges: true,
  columns: [
    text("name", (r) => r.name),
    text("name_key", (r) => r.nameKey),
    text("type_raw", (r) => r.typeRaw),
    text("type", (r) => r.type),
    text("description", (r) => r.description),
    text("parent_source_id", (r) => r.parentSourceId),
    text("billing_street", (r) => r.billingStreet),
    text("billing_city", (r) => r.billingCity),
    text("billing_state", (r) => r.billingState),
    text("billing_zip", (r) => r.billingZip),
    text("billing_country", (r) => r.billingCountry),
    text("last_activity_on", (r) => r.lastActivityOn),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

export const districtTable = table<DistrictRecord>({
  kind: "district",
  name: "district",
  hasMerges: true,
  columns: [text("name", (r) => r.name), text("name_key", (r) => r.nameKey), text("code", (r) => r.code)],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

export const schoolTable = table<SchoolRecord>({
  kind: "school",
  name: "school",
  hasMerges: true,
  columns: [
    text("name", (r) => r.name),
    text("name_key", (r) => r.nameKey),
    text("code", (r) => r.code),
    text("parent_source_id", (r) => r.parentSourceId),
  ],
  keys: [],
  joins: "LEFT JOIN district d ON d.source = $source AND d.source_id = s.parent_source_id",
  resolved: [{ name: "district_id", from: "d.id" }],
  parents: [],
});

export const contactTable = table<ContactRecord>({
  kind: "contact",
  name: "contact",
  hasMerges: true,
  columns: [
    text("kind", (r) => r.contactKind),
    text("kind_raw", (r) => r.kindRaw),
    text("account_source_id", (r) => r.accountSourceId),
    text("first_name", (r) => r.firstName),
    text("middle_name", (r) => r.middleName),
    text("last_name", (r) => r.lastName),
    text("name_raw", (r) => r.nameRaw),
    text("full_name", (r) => r.fullName),
    text("title", (r) => r.title),
    text("department", (r) => r.department),
    text("email", (r) => r.emails.find((email) => email.isPrimary)?.address ?? null),
    text("phone", (r) => r.phones.find((phone) => phone.isPrimary)?.number ?? null),
    text("gender_raw", (r) => r.genderRaw),
    text("gender", (r) => r.gender),
    text("birthdate", (r) => r.birthdate),
    text("race_raw", (r) => r.raceRaw),
    text("race", (r) => r.race),
    text("education_raw", (r) => r.educationRaw),
    text("education", (r) => r.education),
    text("age_group", (r) => r.ageGroup),
    boolean("do_not_call", (r) => r.doNotCall),
    boolean("do_not_contact", (r) => r.doNotContact),
    boolean("email_opt_out", (r) => r.emailOptOut),
    text("email_bounced_on", (r) => r.emailBouncedOn),
    text("primary_affiliation_source_id", (r) => r.primaryAffiliationSourceId),
    text("class_source_id", (r) => r.classSourceId),
    integer("grade", (r) => r.grade),
    text("local_student_id", (r) => r.localStudentId),
    text("skills_raw", (r) => r.skillsRaw),
    text("interests", (r) => r.interests),
    text("description", (r) => r.description),
    text("recruitment_notes", (r) => r.recruitmentNotes),
    text("first_volunteer_on", (r) => r.firstVolunteerOn),
    text("last_volunteer_on", (r) => r.lastVolunteerOn),
    text("last_activity_on", (r) => r.lastActivityOn),
    text("last_email_on", (r) => r.lastEmailOn),
    text("last_mailchimp_on", (r) => r.lastMailchimpOn),
    text("last_non_internal_email_on", (r) => r.lastNonInternalEmailOn),
    integer("times_volunteered_reported", (r) => r.timesVolunteeredReported),
  ],
  keys: [],
  joins: "LEFT JOIN school sc ON sc.source = $source AND sc.source_id = s.primary_affiliation_source_id",
  resolved: [{ name: "school_id", from: "CASE WHEN s.kind IN ('teacher', 'student') THEN sc.id END" }],
  parents: [],
});

// An account that changed its type has a deleted row in its old table: the live one counts.
const IS_ORGANIZATION =
  "o.id IS NOT NULL AND (o.deleted_at IS NULL OR ((sc.id IS NULL OR sc.deleted_at IS NOT NULL) AND (d.id IS NULL OR d.deleted_at IS NOT NULL)))";

export const affiliationTable = table<AffiliationRecord>({
  kind: "affiliation",
  name: "affiliation",
  hasMerges: false,
  columns: [
    text("account_source_id", (r) => r.accountSourceId),
    text("role", (r) => r.role),
    boolean("is_primary", (r) => r.isPrimary),
    text("status_raw", (r) => r.statusRaw),
    text("status", (r) => r.status),
    text("start_on", (r) => r.startOn),
    text("end_on", (r) => r.endOn),
  ],
  keys: [text("contact_source_id", (r) => r.contactSourceId)],
  joins: `LEFT JOIN contact c ON c.source = $source AND c.source_id = s.contact_source_id
    LEFT JOIN organization o ON o.source = $source AND o.source_id = s.account_source_id
    LEFT JOIN school sc ON sc.source = $source AND sc.source_id = s.account_source_id
    LEFT JOIN district d ON d.source = $source AND d.source_id = s.account_source_id`,
  resolved: [
    { name: "contact_id", from: "c.id" },
    { name: "organization_id", from: `CASE WHEN ${IS_ORGANIZATION} THEN o.id END` },
    {
      name: "account_kind",
      from: `CASE WHEN ${IS_ORGANIZATION} THEN 'organization' WHEN sc.id IS NOT NULL AND (sc.deleted_at IS NULL OR d.id IS NULL) THEN 'school' ELSE 'district' END`,
    },
  ],
  parents: [
    { key: "contact_source_id", object: "Contact", isThere: "c.id IS NOT NULL" },
    {
      key: "account_source_id",
      object: "Account",
      isThere: "(o.id IS NOT NULL OR sc.id IS NOT NULL OR d.id IS NOT NULL)",
    },
  ],
});

export const eventTable = table<EventRecord>({
  kind: "event",
  name: "event",
  hasMerges: false,
  columns: [
    text("title", (r) => r.title),
    text("type_raw", (r) => r.typeRaw),
    text("type", (r) => r.type),
    text("format_raw", (r) => r.formatRaw),
    text("format", (r) => r.format),
    text("status_raw", (r) => r.statusRaw),
    text("status", (r) => r.status),
    text("starts_at", (r) => r.startsAt),
    text("ends_at", (r) => r.endsAt),
    text("local_date", (r) => r.localDate),
    text("local_time", (r) => r.localTime),
    integer("school_year", (r) => r.schoolYear),
    integer("span_minutes", (r) => r.spanMinutes),
    text("location", (r) => r.location),
    text("description", (r) => r.description),
    text("school_source_id", (r) => r.schoolSourceId),
    text("district_raw", (r) => r.districtRaw),
    text("parent_source_id", (r) => r.parentSourceId),
    text("host", (r) => r.host),
    text("additional_information", (r) => r.additionalInformation),
    text("skills_raw", (r) => r.skillsRaw),
    text("cancellation_reason", (r) => r.cancellationReason),
    text("registration_link", (r) => r.registrationLink),
    integer("requested_jobs", (r) => r.requestedJobs),
    integer("available_slots", (r) => r.availableSlots),
    integer("headcount", (r) => r.headcount),
    boolean("is_legacy_connector", (r) => r.isLegacyConnector),
  ],
  keys: [],
  joins: "LEFT JOIN school sc ON sc.source = $source AND sc.source_id = s.school_source_id",
  resolved: [{ name: "school_id", from: "sc.id" }],
  parents: [],
});

const ROLE =
  "COALESCE(s.role, CASE c.kind WHEN 'student' THEN 'student' WHEN 'teacher' THEN 'teacher' ELSE 'volunteer' END)";

const ATTENDED = `CASE ${ROLE} WHEN 'volunteer' THEN s.attended_as_volunteer = 1 WHEN 'student' THEN s.attended_as_student = 1 ELSE false END`;

export const participationTable = table<ParticipationRecord>({
  kind: "participation",
  name: "participation",
  hasMerges: false,
  columns: [
    text("participant_type_raw", (r) => r.participantTypeRaw),
    text("status_raw", (r) => r.statusRaw),
    text("status", (r) => r.status),
    real("hours_recorded", (r) => r.hoursRecorded),
    text("age_group", (r) => r.ageGroup),
    text("email_raw", (r) => r.emailRaw),
    text("title_raw", (r) => r.titleRaw),
  ],
  keys: [
    text("contact_source_id", (r) => r.contactSourceId),
    text("event_source_id", (r) => r.eventSourceId),
    text("role", (r) => r.role),
    boolean("attended_as_volunteer", (r) => r.attendedAsVolunteer),
    boolean("attended_as_student", (r) => r.attendedAsStudent),
  ],
  joins: `LEFT JOIN contact c ON c.source = $source AND c.source_id = s.contact_source_id
    LEFT JOIN event e ON e.source = $source AND e.source_id = s.event_source_id`,
  resolved: [
    { name: "contact_id", from: "c.id" },
    { name: "event_id", from: "e.id" },
    { name: "role", from: ROLE },
    { name: "attended", from: ATTENDED },
  ],
  // Nearly every attendance counts, so that few rows are written a second time.
  initial: [{ name: "counts", from: ATTENDED }],
  parents: [
    { key: "contact_source_id", object: "Contact", isThere: "c.id IS NOT NULL" },
    { key: "event_source_id", object: "Session__c", isThere: "e.id IS NOT NULL" },
  ],
});

/** By kind; each takes only records of its own kind. */
export const TABLES: Readonly<Record<RecordKind, Table>> = {
  organization: organizationTable,
  district: districtTable,
  school: schoolTable,
  contact: contactTable,
  affiliation: affiliationTable,
  event: eventTable,
  participation: participationTable,
};

/** Source object → the tables its rows go to, and the word that flags use for them. */
export const DESTINATIONS: Readonly<
  Record<string, { readonly tables: readonly RecordKind[]; readonly entity: string }>
> = {
  Account: { tables: ["organization", "district", "school"], entity: "organization" },
  Contact: { tables: ["contact"], entity: "contact" },
  npe5__Affiliation__c: { tables: ["affiliation"], entity: "affiliation" },
  Session__c: { tables: ["event"], entity: "event" },
  Session_Participant__c: { tables: ["participation"], entity: "participation" },
};
