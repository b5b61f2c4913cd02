-- AlterTable
ALTER TABLE "event" ADD COLUMN "attended_educators" INTEGER;
ALTER TABLE "event" ADD COLUMN "attended_students" INTEGER;
ALTER TABLE "event" ADD COLUMN "registered_educators" INTEGER;
ALTER TABLE "event" ADD COLUMN "registered_students" INTEGER;
ALTER TABLE "event" ADD COLUMN "session_link" TEXT;
ALTER TABLE "event" ADD COLUMN "work_based_learning" TEXT;

-- AlterTable
ALTER TABLE "outbox_message" ADD COLUMN "replaces_key" TEXT;
ALTER TABLE "outbox_message" ADD COLUMN "thread_key" TEXT;

-- AlterTable
ALTER TABLE "sync_batch" ADD COLUMN "origin" TEXT;

-- CreateTable
CREATE TABLE "pathway" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "school_source_id" TEXT,
    "status_raw" TEXT
);

-- CreateTable
CREATE TABLE "pathway_session" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "pathway_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    CONSTRAINT "pathway_session_pathway_id_fkey" FOREIGN KEY ("pathway_id") REFERENCES "pathway" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "pathway_session_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "pathway_participant" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "pathway_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "status_raw" TEXT,
    CONSTRAINT "pathway_participant_pathway_id_fkey" FOREIGN KEY ("pathway_id") REFERENCES "pathway" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "attendance_row" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "event_ref" TEXT,
    "title_raw" TEXT,
    "local_date" TEXT,
    "event_id" INTEGER NOT NULL,
    "total_students" INTEGER,
    "rooms" INTEGER,
    "rotations" INTEGER,
    "groups" INTEGER,
    "pathway" TEXT,
    "is_stem" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "event_request" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "program_raw" TEXT,
    "title_raw" TEXT NOT NULL,
    "local_date" TEXT,
    "event_id" INTEGER,
    "school_raw" TEXT,
    "school_id" INTEGER,
    "contact_name" TEXT,
    "contact_email" TEXT,
    "requested_students" INTEGER,
    "confirmed_students" INTEGER,
    "status_raw" TEXT,
    "status" TEXT NOT NULL,
    "note" TEXT
);

-- CreateTable
CREATE TABLE "outside_visit" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "student_ref" TEXT NOT NULL,
    "contact_id" INTEGER,
    "district_raw" TEXT,
    "school_raw" TEXT,
    "school_id" INTEGER,
    "kind_raw" TEXT,
    "place" TEXT,
    "organization_raw" TEXT,
    "local_date" TEXT,
    "hours" REAL,
    "program_raw" TEXT
);

-- CreateTable
CREATE TABLE "survey_answer" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "survey" TEXT NOT NULL,
    "response_key" TEXT NOT NULL,
    "local_date" TEXT,
    "respondent_raw" TEXT,
    "respondent_email" TEXT,
    "contact_id" INTEGER,
    "event_ref" TEXT,
    "event_id" INTEGER,
    "organization_raw" TEXT,
    "question" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "answer_text" TEXT,
    "answer_number" REAL
);

-- CreateTable
CREATE TABLE "engagement" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "local_date" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "value" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "imported_file" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "checksum" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "dataset" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "received_at" TEXT NOT NULL,
    "received_by" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ticket" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "ticket_key" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '{}',
    "suggestions" TEXT NOT NULL DEFAULT '[]',
    "state" TEXT NOT NULL,
    "opened_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "settled_at" TEXT,
    "settled_by" TEXT,
    "answer" TEXT
);

-- CreateTable
CREATE TABLE "sheet_connection" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "dataset" TEXT NOT NULL,
    "spreadsheet_id" TEXT NOT NULL,
    "tab" TEXT NOT NULL,
    "columns" TEXT NOT NULL DEFAULT '{}',
    "defaults" TEXT NOT NULL DEFAULT '{}',
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "removed_at" TEXT
);

-- CreateTable
CREATE TABLE "expectation_result" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "batch_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "suite" TEXT NOT NULL,
    "success" BOOLEAN NOT NULL,
    "worst" TEXT NOT NULL,
    "evaluated" INTEGER NOT NULL,
    "unsuccessful" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "school_class" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "name" TEXT NOT NULL,
    "school_source_id" TEXT,
    "school_id" INTEGER,
    "year" INTEGER,
    CONSTRAINT "school_class_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "school_level" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "school_source_id" TEXT NOT NULL,
    "level_raw" TEXT NOT NULL,
    "level" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "pathful_user" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "role_raw" TEXT,
    "role" TEXT NOT NULL,
    "name_raw" TEXT NOT NULL,
    "login_email" TEXT,
    "notification_email" TEXT,
    "school_raw" TEXT,
    "organization_raw" TEXT,
    "job_title" TEXT,
    "grade_cluster" TEXT,
    "skills_raw" TEXT,
    "affiliations_raw" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zip" TEXT,
    "joined_on" TEXT,
    "last_login_on" TEXT,
    "last_session_on" TEXT,
    "login_count" INTEGER,
    "recent_login_days" INTEGER,
    "subscription_type" TEXT,
    "subscription_name" TEXT,
    "contact_id" INTEGER
);

-- CreateTable
CREATE TABLE "roster_entry" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "school_year" INTEGER NOT NULL,
    "district_raw" TEXT,
    "district_id" INTEGER,
    "building_raw" TEXT NOT NULL,
    "school_id" INTEGER,
    "name_raw" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT NOT NULL,
    "grade_raw" TEXT,
    "target_sessions" INTEGER NOT NULL DEFAULT 1,
    "contact_id" INTEGER,
    "link_basis" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "inactive_since" TEXT,
    "inactive_why" TEXT
);

-- CreateTable
CREATE TABLE "partner_person" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "origin" TEXT,
    "list" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "name_raw" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "organization_raw" TEXT,
    "title_raw" TEXT
);

-- CreateTable
CREATE TABLE "communication" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "kind" TEXT NOT NULL,
    "activity" TEXT NOT NULL,
    "direction" TEXT,
    "subject" TEXT,
    "body" TEXT,
    "status_raw" TEXT,
    "happened_at" TEXT NOT NULL,
    "local_date" TEXT NOT NULL,
    "from_address" TEXT,
    "to_addresses" TEXT,
    "related_source_id" TEXT,
    "event_id" INTEGER
);

-- CreateTable
CREATE TABLE "communication_contact" (
    "communication_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "basis" TEXT NOT NULL,

    PRIMARY KEY ("communication_id", "contact_id"),
    CONSTRAINT "communication_contact_communication_id_fkey" FOREIGN KEY ("communication_id") REFERENCES "communication" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "communication_contact_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "support_case" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "contact_source_id" TEXT,
    "account_source_id" TEXT,
    "subject" TEXT
);

-- CreateTable
CREATE TABLE "data_quality_metrics" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" TEXT NOT NULL,
    "run_key" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "value" REAL NOT NULL,
    "success" BOOLEAN NOT NULL,
    "details" TEXT NOT NULL DEFAULT '{}'
);

-- CreateTable
CREATE TABLE "reconciliation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "run_key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "depth" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "finished_at" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "source_rows" INTEGER NOT NULL,
    "pool_rows" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,
    "extra" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "tolerated" INTEGER NOT NULL,
    "in_flight" INTEGER NOT NULL,
    "result" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "alert" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "fingerprint" TEXT NOT NULL,
    "check_name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "resolved_at" TEXT,
    "count" INTEGER NOT NULL,
    "told_count" INTEGER NOT NULL,
    "told_at" TEXT,
    "tellings" INTEGER NOT NULL DEFAULT 0,
    "details" TEXT NOT NULL DEFAULT '{}',
    "owner" TEXT,
    "acknowledged_by" TEXT,
    "acknowledged_at" TEXT,
    "snoozed_until" TEXT,
    "message_key" TEXT
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_contact" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "merged_into_source_id" TEXT,
    "kind" TEXT NOT NULL,
    "kind_raw" TEXT,
    "account_source_id" TEXT,
    "first_name" TEXT,
    "middle_name" TEXT,
    "last_name" TEXT,
    "name_raw" TEXT,
    "full_name" TEXT NOT NULL,
    "title" TEXT,
    "department" TEXT,
    "industry" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "gender_raw" TEXT,
    "gender" TEXT,
    "birthdate" TEXT,
    "race_raw" TEXT,
    "race" TEXT,
    "education_raw" TEXT,
    "education" TEXT,
    "age_group" TEXT,
    "do_not_call" BOOLEAN NOT NULL DEFAULT false,
    "do_not_contact" BOOLEAN NOT NULL DEFAULT false,
    "email_opt_out" BOOLEAN NOT NULL DEFAULT false,
    "email_bounced_on" TEXT,
    "primary_affiliation_source_id" TEXT,
    "school_id" INTEGER,
    "class_source_id" TEXT,
    "class_id" INTEGER,
    "grade" INTEGER,
    "local_student_id" TEXT,
    "pathful_user_id" TEXT,
    "connector_role" TEXT,
    "connector_active" BOOLEAN NOT NULL DEFAULT false,
    "connector_last_login_on" TEXT,
    "skills_raw" TEXT,
    "interests" TEXT,
    "description" TEXT,
    "recruitment_notes" TEXT,
    "first_volunteer_on" TEXT,
    "last_volunteer_on" TEXT,
    "last_activity_on" TEXT,
    "last_email_on" TEXT,
    "last_mailchimp_on" TEXT,
    "last_non_internal_email_on" TEXT,
    "times_volunteered_reported" INTEGER,
    "status" TEXT,
    "person_id" INTEGER,
    "local_status" TEXT NOT NULL DEFAULT 'unknown',
    "local_basis" TEXT NOT NULL DEFAULT 'none',
    "excluded" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "contact_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "contact_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "school_class" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_contact" ("account_source_id", "age_group", "batch_id", "birthdate", "class_source_id", "deleted_at", "department", "description", "do_not_call", "do_not_contact", "education", "education_raw", "email", "email_bounced_on", "email_opt_out", "excluded", "first_name", "first_seen_at", "first_volunteer_on", "full_name", "gender", "gender_raw", "grade", "id", "industry", "interests", "kind", "kind_raw", "last_activity_on", "last_email_on", "last_mailchimp_on", "last_name", "last_non_internal_email_on", "last_seen_at", "last_volunteer_on", "local_basis", "local_status", "local_student_id", "merged_into_source_id", "middle_name", "modified_at", "name_raw", "person_id", "phone", "primary_affiliation_source_id", "race", "race_raw", "record_hash", "recruitment_notes", "school_id", "skills_raw", "source", "source_id", "status", "times_volunteered_reported", "title") SELECT "account_source_id", "age_group", "batch_id", "birthdate", "class_source_id", "deleted_at", "department", "description", "do_not_call", "do_not_contact", "education", "education_raw", "email", "email_bounced_on", "email_opt_out", "excluded", "first_name", "first_seen_at", "first_volunteer_on", "full_name", "gender", "gender_raw", "grade", "id", "industry", "interests", "kind", "kind_raw", "last_activity_on", "last_email_on", "last_mailchimp_on", "last_name", "last_non_internal_email_on", "last_seen_at", "last_volunteer_on", "local_basis", "local_status", "local_student_id", "merged_into_source_id", "middle_name", "modified_at", "name_raw", "person_id", "phone", "primary_affiliation_source_id", "race", "race_raw", "record_hash", "recruitment_notes", "school_id", "skills_raw", "source", "source_id", "status", "times_volunteered_reported", "title" FROM "contact";
DROP TABLE "contact";
ALTER TABLE "new_contact" RENAME TO "contact";
CREATE INDEX "contact_kind_full_name_idx" ON "contact"("kind", "full_name");
CREATE INDEX "contact_pathful_user_id_idx" ON "contact"("pathful_user_id");
CREATE INDEX "contact_person_id_idx" ON "contact"("person_id");
CREATE INDEX "contact_school_id_idx" ON "contact"("school_id");
CREATE UNIQUE INDEX "contact_source_source_id_key" ON "contact"("source", "source_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "pathway_name_key_idx" ON "pathway"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "pathway_source_source_id_key" ON "pathway"("source", "source_id");

-- CreateIndex
CREATE INDEX "pathway_session_pathway_id_idx" ON "pathway_session"("pathway_id");

-- CreateIndex
CREATE INDEX "pathway_session_event_id_idx" ON "pathway_session"("event_id");

-- CreateIndex
CREATE UNIQUE INDEX "pathway_session_source_source_id_key" ON "pathway_session"("source", "source_id");

-- CreateIndex
CREATE INDEX "pathway_participant_pathway_id_idx" ON "pathway_participant"("pathway_id");

-- CreateIndex
CREATE INDEX "pathway_participant_contact_id_idx" ON "pathway_participant"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "pathway_participant_source_source_id_key" ON "pathway_participant"("source", "source_id");

-- CreateIndex
CREATE INDEX "attendance_row_event_id_idx" ON "attendance_row"("event_id");

-- CreateIndex
CREATE UNIQUE INDEX "attendance_row_source_source_id_key" ON "attendance_row"("source", "source_id");

-- CreateIndex
CREATE INDEX "event_request_event_id_idx" ON "event_request"("event_id");

-- CreateIndex
CREATE INDEX "event_request_local_date_idx" ON "event_request"("local_date");

-- CreateIndex
CREATE UNIQUE INDEX "event_request_source_source_id_key" ON "event_request"("source", "source_id");

-- CreateIndex
CREATE INDEX "outside_visit_contact_id_idx" ON "outside_visit"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "outside_visit_source_source_id_key" ON "outside_visit"("source", "source_id");

-- CreateIndex
CREATE INDEX "survey_answer_survey_idx" ON "survey_answer"("survey");

-- CreateIndex
CREATE INDEX "survey_answer_event_id_idx" ON "survey_answer"("event_id");

-- CreateIndex
CREATE INDEX "survey_answer_contact_id_idx" ON "survey_answer"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_answer_source_source_id_key" ON "survey_answer"("source", "source_id");

-- CreateIndex
CREATE INDEX "engagement_channel_measure_local_date_idx" ON "engagement"("channel", "measure", "local_date");

-- CreateIndex
CREATE UNIQUE INDEX "engagement_source_source_id_key" ON "engagement"("source", "source_id");

-- CreateIndex
CREATE INDEX "imported_file_checksum_idx" ON "imported_file"("checksum");

-- CreateIndex
CREATE INDEX "imported_file_dataset_received_at_idx" ON "imported_file"("dataset", "received_at");

-- CreateIndex
CREATE INDEX "ticket_state_kind_idx" ON "ticket"("state", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_kind_source_ticket_key_key" ON "ticket"("kind", "source", "ticket_key");

-- CreateIndex
CREATE UNIQUE INDEX "sheet_connection_name_key" ON "sheet_connection"("name");

-- CreateIndex
CREATE INDEX "expectation_result_batch_id_idx" ON "expectation_result"("batch_id");

-- CreateIndex
CREATE INDEX "expectation_result_source_object_at_idx" ON "expectation_result"("source", "object", "at");

-- CreateIndex
CREATE INDEX "school_class_school_id_idx" ON "school_class"("school_id");

-- CreateIndex
CREATE UNIQUE INDEX "school_class_source_source_id_key" ON "school_class"("source", "source_id");

-- CreateIndex
CREATE INDEX "school_level_school_source_id_idx" ON "school_level"("school_source_id");

-- CreateIndex
CREATE UNIQUE INDEX "school_level_source_source_id_key" ON "school_level"("source", "source_id");

-- CreateIndex
CREATE INDEX "pathful_user_contact_id_idx" ON "pathful_user"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "pathful_user_source_source_id_key" ON "pathful_user"("source", "source_id");

-- CreateIndex
CREATE INDEX "roster_entry_school_year_district_id_idx" ON "roster_entry"("school_year", "district_id");

-- CreateIndex
CREATE INDEX "roster_entry_contact_id_idx" ON "roster_entry"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "roster_entry_source_source_id_key" ON "roster_entry"("source", "source_id");

-- CreateIndex
CREATE INDEX "partner_person_list_idx" ON "partner_person"("list");

-- CreateIndex
CREATE UNIQUE INDEX "partner_person_source_source_id_key" ON "partner_person"("source", "source_id");

-- CreateIndex
CREATE INDEX "communication_event_id_idx" ON "communication"("event_id");

-- CreateIndex
CREATE INDEX "communication_local_date_idx" ON "communication"("local_date");

-- CreateIndex
CREATE UNIQUE INDEX "communication_source_source_id_key" ON "communication"("source", "source_id");

-- CreateIndex
CREATE INDEX "communication_contact_contact_id_idx" ON "communication_contact"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "support_case_source_source_id_key" ON "support_case"("source", "source_id");

-- CreateIndex
CREATE INDEX "data_quality_metrics_metric_at_idx" ON "data_quality_metrics"("metric", "at");

-- CreateIndex
CREATE INDEX "data_quality_metrics_run_key_idx" ON "data_quality_metrics"("run_key");

-- CreateIndex
CREATE INDEX "reconciliation_source_object_finished_at_idx" ON "reconciliation"("source", "object", "finished_at");

-- CreateIndex
CREATE INDEX "reconciliation_run_key_idx" ON "reconciliation"("run_key");

-- CreateIndex
CREATE UNIQUE INDEX "alert_fingerprint_key" ON "alert"("fingerprint");

-- CreateIndex
CREATE INDEX "alert_state_idx" ON "alert"("state");

-- CreateIndex
CREATE INDEX "event_source_local_date_idx" ON "event"("source", "local_date");


