/** What flags mean that are raised where a row is read or something is derived, and what to do about them. */
export const WORDS_OF_OTHERS: Readonly<Record<string, string>> = {
  organization_without_type:
    "The account has no Type and counts as an organisation of type Other. Set its Type in Salesforce.",
  unmapped_session_type:
    "The session type is none that is known, so the event counts under other. Correct it, or have it added.",
  unmapped_event_status:
    "The session status is none that is known, so the event counts as unknown. Correct it in Salesforce.",
  missing_event_status: "The session has no status. Set it in Salesforce.",
  end_before_start: "The session ends before it starts, so its length is unknown. Correct Start or End in Salesforce.",
  unmapped_participation_status:
    "The participation's status is none that is known and counts as no attendance. Correct it in Salesforce.",
  unmapped_participant_type:
    "The participant type is none that is known; the contact's own kind decides. Correct it in Salesforce.",
  hours_not_a_number: "The delivery hours are no number and count as not recorded. Correct them in Salesforce.",
  unmapped_request_status:
    "The status of the request is none that is known and counts as requested. Correct it in the sheet.",
  roster_deactivated_by_hand:
    "The teacher is on the roster again, but a person took them off. Look whether that still holds.",
  missing_parent: "The row waits for a record that is not there. If that was deleted, delete the row too.",
  bad_value: "A value of the row cannot be read, so the row is set aside. Correct it where it comes from.",
  missing_required: "The row lacks something that is needed, so it is set aside. Fill it in where it comes from.",
  duplicate_key: "Two rows are known by the same words, so one is set aside. Make them one, or tell them apart.",
  expectation_failed:
    "The row fails a critical expectation of its suite, so it is set aside. Correct it where it comes from.",
  duplicate_participation:
    "One person is recorded twice at one event; only one row counts. Delete the other in Salesforce.",
  hours_fallback_too_long:
    "The event is longer than a credited day, so hours that were not recorded count as none. Correct Start and End, or record hours.",
  request_without_event: "No event has the name and date of this request. Correct the row, or wait for the event.",
  visit_without_student: "No student has the number of this visit. Correct the row, or wait for the student.",
  survey_without_event: "No event has the number or name of this answer. Correct the row, or wait for the event.",
  roster_teacher_unlinked:
    "No teacher is known by that e-mail, and none in the district by exactly that name. Correct the roster, or the contact.",
  educators_more_than_attended: "More teachers signed up than Pathful counted. Look who came.",
  schema_field_missing:
    "A field that Polaris reads is not shown any more. Give the permission back, or have its new name added.",
  schema_changed: "A field has another type, length or other choices. Look whether something must be added here.",
  pathway_unresolved:
    "The text of the pathway, tag or topic is not in config/pathways.yml. Correct it, or add it there.",
  district_unresolved: "The text of the district is no district's name or alias. Correct it, or keep it as an alias.",
};
