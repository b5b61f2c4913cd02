-- CreateTable
CREATE TABLE "decision" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT,
    "decided_by" TEXT NOT NULL,
    "decided_at" TEXT NOT NULL,
    "reversed_by" TEXT,
    "reversed_at" TEXT,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alias" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "alias_key" TEXT NOT NULL,
    "alias_text" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,

    CONSTRAINT "alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "districts" TEXT NOT NULL DEFAULT '[]',
    "set_by" TEXT NOT NULL,
    "set_at" TEXT NOT NULL,

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" SERIAL NOT NULL,
    "at" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "place" TEXT,
    "command" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "id" SERIAL NOT NULL,
    "line" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "paused_at" TEXT,
    "paused_why" TEXT,
    "due_at" TEXT,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "pathful_session_id" TEXT,
    "title" TEXT NOT NULL,
    "type_raw" TEXT,
    "type" TEXT NOT NULL,
    "format_raw" TEXT,
    "format" TEXT NOT NULL,
    "status_raw" TEXT,
    "status" TEXT NOT NULL,
    "starts_at" TEXT NOT NULL,
    "ends_at" TEXT,
    "local_date" TEXT NOT NULL,
    "local_time" TEXT NOT NULL,
    "school_year" INTEGER NOT NULL,
    "duration_minutes" INTEGER,
    "span_minutes" INTEGER,
    "location" TEXT,
    "description" TEXT,
    "school_id" INTEGER,
    "school_source_id" TEXT,
    "district_raw" TEXT,
    "parent_source_id" TEXT,
    "host" TEXT,
    "series" TEXT,
    "career_cluster" TEXT,
    "additional_information" TEXT,
    "skills_raw" TEXT,
    "cancellation_reason" TEXT,
    "registration_link" TEXT,
    "requested_jobs" INTEGER,
    "available_slots" INTEGER,
    "headcount" INTEGER,
    "is_legacy_connector" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_district" (
    "event_id" INTEGER NOT NULL,
    "district_id" INTEGER NOT NULL,
    "basis" TEXT NOT NULL,

    CONSTRAINT "event_district_pkey" PRIMARY KEY ("event_id","district_id")
);

-- CreateTable
CREATE TABLE "participation" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "event_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "participant_type_raw" TEXT,
    "status_raw" TEXT,
    "status" TEXT NOT NULL,
    "attended" BOOLEAN NOT NULL DEFAULT false,
    "attendance_confirmed_at" TEXT,
    "hours_recorded" DOUBLE PRECISION,
    "age_group" TEXT,
    "email_raw" TEXT,
    "title_raw" TEXT,
    "counts" BOOLEAN NOT NULL DEFAULT false,
    "credited_organization_id" INTEGER,
    "credit_start_unknown" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "participation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_detail" (
    "id" SERIAL NOT NULL,
    "event_id" INTEGER NOT NULL,
    "total_students" INTEGER,
    "rooms" INTEGER,
    "rotations" INTEGER,
    "groups" INTEGER,
    "pathway" TEXT,
    "is_stem" BOOLEAN NOT NULL DEFAULT false,
    "entered_by_kind" TEXT NOT NULL,
    "entered_by" TEXT NOT NULL,
    "entered_at" TEXT NOT NULL,
    "reversed_at" TEXT,

    CONSTRAINT "attendance_detail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool_fact" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "pool_fact_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "started_by" TEXT,
    "state" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "finished_at" TEXT,
    "error_code" TEXT,
    "error_text" TEXT,

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_batch" (
    "id" SERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "window_start" TEXT,
    "window_end" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "finished_at" TEXT,
    "read" INTEGER NOT NULL DEFAULT 0,
    "inserted" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "deleted" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "skipped_by" TEXT NOT NULL DEFAULT '{}',
    "error_text" TEXT,

    CONSTRAINT "sync_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_checkpoint" (
    "source" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "high_water" TEXT,
    "window_end" TEXT,
    "cursor" TEXT,
    "schema_json" TEXT,
    "updated_at" TEXT NOT NULL,

    CONSTRAINT "sync_checkpoint_pkey" PRIMARY KEY ("source","object")
);

-- CreateTable
CREATE TABLE "raw_record" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "seen_at" TEXT NOT NULL,

    CONSTRAINT "raw_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "waits_for_object" TEXT,
    "waits_for_id" TEXT,
    "payload" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "first_at" TEXT NOT NULL,
    "last_at" TEXT NOT NULL,
    "resolved_at" TEXT,
    "resolution" TEXT,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flag" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "opened_at" TEXT NOT NULL,
    "resolved_at" TEXT,

    CONSTRAINT "flag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_due" (
    "name" TEXT NOT NULL,
    "due_at" TEXT NOT NULL,
    "last_run_at" TEXT,
    "last_state" TEXT,
    "last_error" TEXT,

    CONSTRAINT "job_due_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "job_run" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "due_at" TEXT,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "trigger" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "finished_at" TEXT,
    "error_id" TEXT,
    "error_text" TEXT,

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "id" SERIAL NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "owner" TEXT,
    "payload" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TEXT NOT NULL,
    "lease_until" TEXT,
    "created_at" TEXT NOT NULL,
    "sent_at" TEXT,
    "receipt" TEXT,
    "error_code" TEXT,
    "error_text" TEXT,

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_line" (
    "key" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,

    CONSTRAINT "stored_line_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "seen_delivery" (
    "key" TEXT NOT NULL,
    "seen_at" TEXT NOT NULL,

    CONSTRAINT "seen_delivery_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "merged_into_source_id" TEXT,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "type_raw" TEXT,
    "type" TEXT NOT NULL,
    "description" TEXT,
    "parent_source_id" TEXT,
    "billing_street" TEXT,
    "billing_city" TEXT,
    "billing_state" TEXT,
    "billing_zip" TEXT,
    "billing_country" TEXT,
    "last_activity_on" TEXT,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "district" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "merged_into_source_id" TEXT,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "code" TEXT,

    CONSTRAINT "district_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "school" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "merged_into_source_id" TEXT,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "code" TEXT,
    "level" TEXT,
    "parent_source_id" TEXT,
    "district_id" INTEGER,

    CONSTRAINT "school_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "affiliation" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "record_hash" TEXT NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "modified_at" TEXT,
    "deleted_at" TEXT,
    "contact_id" INTEGER NOT NULL,
    "organization_id" INTEGER,
    "account_kind" TEXT NOT NULL,
    "account_source_id" TEXT NOT NULL,
    "role" TEXT,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,
    "status_raw" TEXT,
    "status" TEXT,
    "start_on" TEXT,
    "end_on" TEXT,

    CONSTRAINT "affiliation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" SERIAL NOT NULL,
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
    "grade" INTEGER,
    "local_student_id" TEXT,
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

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_email" (
    "id" SERIAL NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "contact_email_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_phone" (
    "id" SERIAL NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "number" TEXT,
    "raw" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "contact_phone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_address" (
    "id" SERIAL NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "line1" TEXT,
    "line2" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zip" TEXT,
    "country" TEXT,
    "kind" TEXT NOT NULL,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "contact_address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_skill" (
    "id" SERIAL NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "skill" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "contact_skill_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "decision_kind_subject_source_source_id_idx" ON "decision"("kind", "subject", "source", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "alias_kind_alias_key_key" ON "alias"("kind", "alias_key");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "audit_entry_actor_at_idx" ON "audit_entry"("actor", "at");

-- CreateIndex
CREATE UNIQUE INDEX "event_pathful_session_id_key" ON "event"("pathful_session_id");

-- CreateIndex
CREATE INDEX "event_local_date_status_idx" ON "event"("local_date", "status");

-- CreateIndex
CREATE INDEX "event_school_id_idx" ON "event"("school_id");

-- CreateIndex
CREATE INDEX "event_school_year_idx" ON "event"("school_year");

-- CreateIndex
CREATE UNIQUE INDEX "event_source_source_id_key" ON "event"("source", "source_id");

-- CreateIndex
CREATE INDEX "event_district_district_id_idx" ON "event_district"("district_id");

-- CreateIndex
CREATE INDEX "participation_event_id_role_counts_idx" ON "participation"("event_id", "role", "counts");

-- CreateIndex
CREATE INDEX "participation_contact_id_idx" ON "participation"("contact_id");

-- CreateIndex
CREATE INDEX "participation_credited_organization_id_idx" ON "participation"("credited_organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "participation_source_source_id_key" ON "participation"("source", "source_id");

-- CreateIndex
CREATE INDEX "attendance_detail_event_id_idx" ON "attendance_detail"("event_id");

-- CreateIndex
CREATE INDEX "sync_run_source_started_at_idx" ON "sync_run"("source", "started_at");

-- CreateIndex
CREATE INDEX "sync_batch_run_id_idx" ON "sync_batch"("run_id");

-- CreateIndex
CREATE INDEX "raw_record_source_object_source_id_idx" ON "raw_record"("source", "object", "source_id");

-- CreateIndex
CREATE INDEX "quarantine_waits_for_object_waits_for_id_idx" ON "quarantine"("waits_for_object", "waits_for_id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantine_source_object_source_id_key" ON "quarantine"("source", "object", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "flag_kind_entity_source_source_id_key" ON "flag"("kind", "entity", "source", "source_id");

-- CreateIndex
CREATE INDEX "job_run_name_started_at_idx" ON "job_run"("name", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_dedupe_key_key" ON "outbox_message"("dedupe_key");

-- CreateIndex
CREATE INDEX "outbox_message_state_due_at_idx" ON "outbox_message"("state", "due_at");

-- CreateIndex
CREATE INDEX "organization_name_idx" ON "organization"("name");

-- CreateIndex
CREATE INDEX "organization_name_key_idx" ON "organization"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "organization_source_source_id_key" ON "organization"("source", "source_id");

-- CreateIndex
CREATE INDEX "district_name_key_idx" ON "district"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "district_source_source_id_key" ON "district"("source", "source_id");

-- CreateIndex
CREATE INDEX "school_district_id_idx" ON "school"("district_id");

-- CreateIndex
CREATE INDEX "school_name_key_idx" ON "school"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "school_source_source_id_key" ON "school"("source", "source_id");

-- CreateIndex
CREATE INDEX "affiliation_contact_id_idx" ON "affiliation"("contact_id");

-- CreateIndex
CREATE INDEX "affiliation_organization_id_idx" ON "affiliation"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "affiliation_source_source_id_key" ON "affiliation"("source", "source_id");

-- CreateIndex
CREATE INDEX "contact_kind_full_name_idx" ON "contact"("kind", "full_name");

-- CreateIndex
CREATE INDEX "contact_person_id_idx" ON "contact"("person_id");

-- CreateIndex
CREATE INDEX "contact_school_id_idx" ON "contact"("school_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_source_source_id_key" ON "contact"("source", "source_id");

-- CreateIndex
CREATE INDEX "contact_email_address_idx" ON "contact_email"("address");

-- CreateIndex
CREATE UNIQUE INDEX "contact_email_contact_id_address_key" ON "contact_email"("contact_id", "address");

-- CreateIndex
CREATE INDEX "contact_phone_contact_id_idx" ON "contact_phone"("contact_id");

-- CreateIndex
CREATE INDEX "contact_phone_number_idx" ON "contact_phone"("number");

-- CreateIndex
CREATE INDEX "contact_address_contact_id_idx" ON "contact_address"("contact_id");

-- CreateIndex
CREATE INDEX "contact_skill_skill_idx" ON "contact_skill"("skill");

-- CreateIndex
CREATE UNIQUE INDEX "contact_skill_contact_id_skill_key" ON "contact_skill"("contact_id", "skill");

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_district" ADD CONSTRAINT "event_district_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_district" ADD CONSTRAINT "event_district_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "district"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_credited_organization_id_fkey" FOREIGN KEY ("credited_organization_id") REFERENCES "organization"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_detail" ADD CONSTRAINT "attendance_detail_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_batch" ADD CONSTRAINT "sync_batch_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "school" ADD CONSTRAINT "school_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "district"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_email" ADD CONSTRAINT "contact_email_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_phone" ADD CONSTRAINT "contact_phone_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_address" ADD CONSTRAINT "contact_address_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_skill" ADD CONSTRAINT "contact_skill_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;
