import { foldText } from "../../domain/index.js";

/** What people read of a kind of flag; commands, kept figures and /metrics take its code. */
const NAMES: Readonly<Record<string, string>> = {
  all_caps_name: "Name all in capitals",
  attendance_sheet_differs: "Attendance differs from the sheet or Salesforce",
  bad_value: "Value that cannot be read",
  cancelled_without_reason: "Cancelled without a reason",
  completed_without_presenter: "Held without a presenter",
  district_merged_with_two_numbers: "Merged district with two numbers kept by hand",
  district_unresolved: "District not known by that name",
  draft_in_past: "Still a draft after its day",
  duplicate_key: "Two rows with the same key",
  duplicate_participation: "Person recorded twice at one event",
  educators_more_than_attended: "More teachers signed up than came",
  end_before_start: "Ends before it starts",
  event_without_school_or_district: "Event without a school or district",
  expectation_failed: "Row fails a critical expectation",
  hours_fallback_too_long: "Hours not recorded of an event too long to credit",
  hours_not_a_number: "Hours that are no number",
  literal_none: "E-mail or phone that says None",
  missing_event_status: "Event without a status",
  missing_parent: "Row that waits for another record",
  missing_required: "Row without a value that is needed",
  organization_without_type: "Organisation without a type",
  pathful_overdue: "Pathful's export is overdue",
  pathway_unresolved: "Pathway not known by that name",
  person_merged_with_two_words: "Merged person of whom two things were said",
  request_without_event: "Request without an event",
  roster_deactivated_by_hand: "Teacher on the roster whom a person took off",
  roster_teacher_unlinked: "Teacher of the roster who is nobody known",
  schema_changed: "Field has changed at its source",
  schema_field_missing: "Field is not shown any more",
  school_merged_with_two_words: "Merged school of which two things were said",
  school_without_district: "School without a district",
  survey_without_event: "Survey answer without an event",
  title_twice: "Same title twice on one day",
  unmapped_event_status: "Event status that is not known",
  unmapped_participant_type: "Participant type that is not known",
  unmapped_participation_status: "Participation status that is not known",
  unmapped_request_status: "Request status that is not known",
  unmapped_session_type: "Session type that is not known",
  virtual_attendance_unknown: "Virtual session whose attendance is not known",
  virtual_without_teacher: "Virtual session without a teacher",
  visit_without_student: "Visit without a student",
  volunteers_without_primary_affiliation: "Volunteer without an organisation",
};

export const flagName = (kind: string): string => NAMES[kind] ?? kind.replaceAll("_", " ");

/** The code of a kind that somebody names by its code, also with blanks in it, or by what they read. */
export function flagKind(text: string): string {
  const asked = foldText(text);
  const named = Object.entries(NAMES).find(([, name]) => foldText(name) === asked);
  return (
    named?.[0] ??
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, "_")
  );
}
