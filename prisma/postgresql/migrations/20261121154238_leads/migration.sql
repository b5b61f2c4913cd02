-- CreateTable
CREATE TABLE "lead_file" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "file_date" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "columns" TEXT NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "stopped_why" TEXT,
    "received_at" TEXT NOT NULL,
    "received_by" TEXT NOT NULL,
    "run_id" INTEGER,
    "way" TEXT NOT NULL,

    CONSTRAINT "lead_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_row" (
    "file_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "version_id" INTEGER NOT NULL,

    CONSTRAINT "lead_row_pkey" PRIMARY KEY ("file_id","line")
);

-- CreateTable
CREATE TABLE "lead_version" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "cells" TEXT NOT NULL,
    "lead_key" TEXT NOT NULL,
    "company" TEXT,
    "company_key" TEXT,
    "person" TEXT,
    "person_role" TEXT,
    "phone" TEXT,
    "phone_raw" TEXT,
    "phone_extension" TEXT,
    "line1" TEXT,
    "line2" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zip" TEXT,
    "county" TEXT,
    "address_raw" TEXT,
    "address_key" TEXT,
    "email" TEXT,
    "licence" TEXT,
    "licence_type" TEXT,
    "licence_status" TEXT,
    "licensed_on" TEXT,
    "expires_on" TEXT,
    "capacity" INTEGER,
    "ages" TEXT,
    "extra" TEXT NOT NULL DEFAULT '{}',
    "problems" TEXT NOT NULL DEFAULT '[]',
    "problem_count" INTEGER NOT NULL DEFAULT 0,
    "filled" INTEGER NOT NULL,

    CONSTRAINT "lead_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staged_lead" (
    "source" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "version_id" INTEGER NOT NULL,
    "lead_key" TEXT NOT NULL,
    "first_file_id" INTEGER NOT NULL,
    "first_date" TEXT NOT NULL,
    "last_file_id" INTEGER NOT NULL,
    "last_date" TEXT NOT NULL,
    "is_current" BOOLEAN NOT NULL DEFAULT true,
    "lead_id" INTEGER,

    CONSTRAINT "staged_lead_pkey" PRIMARY KEY ("source","row_key")
);

-- CreateTable
CREATE TABLE "lead_key" (
    "key" TEXT NOT NULL,
    "lead_id" INTEGER NOT NULL,
    "phone" TEXT,
    "address_key" TEXT,
    "first_date" TEXT NOT NULL,

    CONSTRAINT "lead_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "lead" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "company" TEXT,
    "company_key" TEXT,
    "person" TEXT,
    "person_role" TEXT,
    "phone" TEXT,
    "phone_extension" TEXT,
    "line1" TEXT,
    "line2" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zip" TEXT,
    "county" TEXT,
    "address_key" TEXT,
    "email" TEXT,
    "licence" TEXT,
    "licence_type" TEXT,
    "licence_status" TEXT,
    "licensed_on" TEXT,
    "expires_on" TEXT,
    "capacity" INTEGER,
    "ages" TEXT,
    "provenance" TEXT NOT NULL DEFAULT '{}',
    "sources" TEXT NOT NULL,
    "source_count" INTEGER NOT NULL,
    "first_source" TEXT NOT NULL,
    "first_file_id" INTEGER NOT NULL,
    "first_date" TEXT NOT NULL,
    "last_date" TEXT NOT NULL,
    "is_current" BOOLEAN NOT NULL DEFAULT true,
    "problem_count" INTEGER NOT NULL DEFAULT 0,
    "standing" TEXT NOT NULL,
    "salesforce_id" TEXT,
    "matched_by" TEXT,
    "is_converted" BOOLEAN NOT NULL DEFAULT false,
    "outreach_stage" TEXT,
    "differences" TEXT NOT NULL DEFAULT '[]',

    CONSTRAINT "lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_identity" (
    "lead_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "first_date" TEXT NOT NULL,
    "last_date" TEXT NOT NULL,

    CONSTRAINT "lead_identity_pkey" PRIMARY KEY ("lead_id","kind","value","source")
);

-- CreateTable
CREATE TABLE "lead_contact" (
    "lead_id" INTEGER NOT NULL,
    "name_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "source" TEXT NOT NULL,
    "last_date" TEXT NOT NULL,

    CONSTRAINT "lead_contact_pkey" PRIMARY KEY ("lead_id","name_key")
);

-- CreateTable
CREATE TABLE "lead_delivery" (
    "id" SERIAL NOT NULL,
    "month" TEXT NOT NULL,
    "sent_at" TEXT NOT NULL,
    "sent_by" TEXT NOT NULL,
    "new_count" INTEGER NOT NULL,
    "updated_count" INTEGER NOT NULL,
    "message_key" TEXT NOT NULL,

    CONSTRAINT "lead_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_delivery_item" (
    "id" SERIAL NOT NULL,
    "delivery_id" INTEGER NOT NULL,
    "lead_key" TEXT NOT NULL,
    "lead_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "taken_by" TEXT,
    "taken_at" TEXT,

    CONSTRAINT "lead_delivery_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "salesforce_lead" (
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
    "first_name" TEXT,
    "last_name" TEXT,
    "title" TEXT,
    "company" TEXT,
    "company_key" TEXT,
    "street" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zip" TEXT,
    "country" TEXT,
    "address_key" TEXT,
    "phone" TEXT,
    "phone_raw" TEXT,
    "mobile" TEXT,
    "mobile_raw" TEXT,
    "email" TEXT,
    "website" TEXT,
    "lead_source" TEXT,
    "status" TEXT,
    "is_converted" BOOLEAN NOT NULL DEFAULT false,
    "created_on" TEXT,
    "last_activity_on" TEXT,
    "email_bounced_reason" TEXT,
    "email_bounced_on" TEXT,
    "outreach_stage" TEXT,
    "current_enrollment" INTEGER,
    "capacity" INTEGER,
    "source_updated_on" TEXT,
    "school_uuid" TEXT,

    CONSTRAINT "salesforce_lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_status" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "outreach_stage" TEXT,
    "from_at" TEXT NOT NULL,
    "to_at" TEXT,

    CONSTRAINT "lead_status_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lead_file_source_state_file_date_idx" ON "lead_file"("source", "state", "file_date");

-- CreateIndex
CREATE UNIQUE INDEX "lead_file_source_checksum_file_date_key" ON "lead_file"("source", "checksum", "file_date");

-- CreateIndex
CREATE INDEX "lead_row_version_id_file_id_idx" ON "lead_row"("version_id", "file_id");

-- CreateIndex
CREATE INDEX "lead_version_source_row_key_idx" ON "lead_version"("source", "row_key");

-- CreateIndex
CREATE INDEX "lead_version_lead_key_idx" ON "lead_version"("lead_key");

-- CreateIndex
CREATE INDEX "lead_version_problem_count_idx" ON "lead_version"("problem_count");

-- CreateIndex
CREATE UNIQUE INDEX "lead_version_source_hash_key" ON "lead_version"("source", "hash");

-- CreateIndex
CREATE INDEX "staged_lead_lead_id_source_first_date_last_date_idx" ON "staged_lead"("lead_id", "source", "first_date", "last_date");

-- CreateIndex
CREATE INDEX "staged_lead_lead_key_idx" ON "staged_lead"("lead_key");

-- CreateIndex
CREATE INDEX "staged_lead_source_last_date_idx" ON "staged_lead"("source", "last_date");

-- CreateIndex
CREATE INDEX "lead_key_lead_id_idx" ON "lead_key"("lead_id");

-- CreateIndex
CREATE INDEX "lead_key_phone_idx" ON "lead_key"("phone");

-- CreateIndex
CREATE INDEX "lead_key_address_key_idx" ON "lead_key"("address_key");

-- CreateIndex
CREATE UNIQUE INDEX "lead_key_key" ON "lead"("key");

-- CreateIndex
CREATE INDEX "lead_listed_idx" ON "lead"("standing", "first_date", "sources", "last_date", "first_source", "first_file_id", "source_count", "is_current", "matched_by", "is_converted", "state", "outreach_stage", "county", "city", "company_key");

-- CreateIndex
CREATE INDEX "lead_last_date_idx" ON "lead"("last_date");

-- CreateIndex
CREATE INDEX "lead_company_key_idx" ON "lead"("company_key");

-- CreateIndex
CREATE INDEX "lead_salesforce_id_idx" ON "lead"("salesforce_id");

-- CreateIndex
CREATE INDEX "lead_phone_idx" ON "lead"("phone");

-- CreateIndex
CREATE INDEX "lead_identity_kind_value_idx" ON "lead_identity"("kind", "value");

-- CreateIndex
CREATE INDEX "lead_delivery_month_idx" ON "lead_delivery"("month");

-- CreateIndex
CREATE INDEX "lead_delivery_item_delivery_id_idx" ON "lead_delivery_item"("delivery_id");

-- CreateIndex
CREATE INDEX "lead_delivery_item_lead_id_idx" ON "lead_delivery_item"("lead_id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_delivery_item_lead_key_kind_what_key" ON "lead_delivery_item"("lead_key", "kind", "what");

-- CreateIndex
CREATE INDEX "salesforce_lead_phone_idx" ON "salesforce_lead"("phone");

-- CreateIndex
CREATE INDEX "salesforce_lead_mobile_idx" ON "salesforce_lead"("mobile");

-- CreateIndex
CREATE INDEX "salesforce_lead_address_key_idx" ON "salesforce_lead"("address_key");

-- CreateIndex
CREATE INDEX "salesforce_lead_company_key_idx" ON "salesforce_lead"("company_key");

-- CreateIndex
CREATE INDEX "salesforce_lead_status_idx" ON "salesforce_lead"("status");

-- CreateIndex
CREATE UNIQUE INDEX "salesforce_lead_source_source_id_key" ON "salesforce_lead"("source", "source_id");

-- CreateIndex
CREATE INDEX "lead_status_to_at_idx" ON "lead_status"("to_at");

-- CreateIndex
CREATE INDEX "lead_status_status_from_at_to_at_idx" ON "lead_status"("status", "from_at", "to_at");

-- CreateIndex
CREATE UNIQUE INDEX "lead_status_source_source_id_from_at_key" ON "lead_status"("source", "source_id", "from_at");



-- The layers one can open and read. A later migration that makes one of their tables anew drops them first and makes them again.
CREATE VIEW lead_base AS
SELECT f.source, f.name AS file_name, f.file_date, f.checksum, f.state AS file_state, r.file_id, r.line, v.row_key, v.id AS version_id, v.cells
FROM lead_row r JOIN lead_file f ON f.id = r.file_id JOIN lead_version v ON v.id = r.version_id;

CREATE VIEW lead_staging AS
SELECT s.source, s.row_key, s.lead_id, s.lead_key, s.is_current, s.first_date, a.name AS first_file, s.last_date, z.name AS last_file,
  v.company, v.company_key, v.person, v.person_role, v.phone, v.phone_raw, v.phone_extension, v.line1, v.line2, v.city, v.state, v.zip, v.county,
  v.address_raw, v.address_key, v.email, v.licence, v.licence_type, v.licence_status, v.licensed_on, v.expires_on, v.capacity, v.ages, v.extra,
  v.problems, v.problem_count, v.filled
FROM staged_lead s JOIN lead_version v ON v.id = s.version_id JOIN lead_file a ON a.id = s.first_file_id JOIN lead_file z ON z.id = s.last_file_id;

CREATE VIEW source_lead AS
SELECT s.source, s.lead_id, COUNT(*) AS row_count, MIN(s.first_date) AS first_date, MAX(s.last_date) AS last_date,
  MAX(CASE WHEN s.is_current THEN 1 ELSE 0 END) AS is_current
FROM staged_lead s WHERE s.lead_id IS NOT NULL GROUP BY s.source, s.lead_id;
