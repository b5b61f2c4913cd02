-- AlterTable
ALTER TABLE "attendance_detail" ADD COLUMN "note" TEXT;
ALTER TABLE "attendance_detail" ADD COLUMN "reversed_by" TEXT;
ALTER TABLE "attendance_detail" ADD COLUMN "students_per_rotation" INTEGER;

-- AlterTable
ALTER TABLE "event" ADD COLUMN "same_as_id" INTEGER;

-- AlterTable
ALTER TABLE "participation" ADD COLUMN "recorded_event_id" INTEGER;

-- CreateTable
CREATE TABLE "event_owner" (
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "owner_name" TEXT NOT NULL,
    "due_on" TEXT,
    "note" TEXT,
    "since" TEXT NOT NULL,
    "assigned_by" TEXT NOT NULL,

    PRIMARY KEY ("source", "source_id")
);

-- CreateTable
CREATE TABLE "event_owner_change" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "from_owner" TEXT,
    "to_owner" TEXT,
    "due_on" TEXT,
    "note" TEXT,
    "by" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "outreach_attempt" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "contact_source" TEXT NOT NULL,
    "contact_source_id" TEXT NOT NULL,
    "event_source" TEXT,
    "event_source_id" TEXT,
    "method" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "note" TEXT,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "local_date" TEXT NOT NULL,
    "reversed_by" TEXT,
    "reversed_at" TEXT
);

-- CreateTable
CREATE TABLE "skill_alias" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "alias_key" TEXT NOT NULL,
    "alias_text" TEXT NOT NULL,
    "skill" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "reversed_by" TEXT,
    "reversed_at" TEXT
);

-- CreateTable
CREATE TABLE "skill_pathway" (
    "skill_key" TEXT NOT NULL PRIMARY KEY,
    "skill" TEXT NOT NULL,
    "pathway" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "skill_suggestion" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "skill" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "confidence" REAL NOT NULL,
    "evidence" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TEXT
);

-- CreateTable
CREATE TABLE "duplicate_pair" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" TEXT NOT NULL,
    "a_source" TEXT NOT NULL,
    "a_source_id" TEXT NOT NULL,
    "b_source" TEXT NOT NULL,
    "b_source_id" TEXT NOT NULL,
    "score" REAL NOT NULL,
    "zone" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "found_at" TEXT NOT NULL,
    "seen_at" TEXT NOT NULL,
    "later_until" TEXT,
    "decided_by" TEXT,
    "decided_at" TEXT,
    "decision_id" INTEGER
);

-- CreateTable
CREATE TABLE "saved_search" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "owner" TEXT NOT NULL,
    "created_at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "quick_link" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "edited_by" TEXT,
    "edited_at" TEXT,
    "removed_by" TEXT,
    "removed_at" TEXT
);

-- CreateTable
CREATE TABLE "event_call" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "message_key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "posted_at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "sign_up_listing" (
    "source_id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "starts_at" TEXT,
    "local_date" TEXT,
    "school_raw" TEXT,
    "status_raw" TEXT,
    "slots" INTEGER,
    "filled" INTEGER,
    "url" TEXT,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "gone_at" TEXT
);

-- CreateIndex
CREATE INDEX "event_owner_owner_idx" ON "event_owner"("owner");

-- CreateIndex
CREATE INDEX "event_owner_change_source_source_id_idx" ON "event_owner_change"("source", "source_id");

-- CreateIndex
CREATE INDEX "event_owner_change_at_idx" ON "event_owner_change"("at");

-- CreateIndex
CREATE INDEX "outreach_attempt_contact_source_contact_source_id_idx" ON "outreach_attempt"("contact_source", "contact_source_id");

-- CreateIndex
CREATE INDEX "outreach_attempt_event_source_event_source_id_idx" ON "outreach_attempt"("event_source", "event_source_id");

-- CreateIndex
CREATE INDEX "skill_alias_alias_key_idx" ON "skill_alias"("alias_key");

-- CreateIndex
CREATE INDEX "skill_suggestion_state_skill_idx" ON "skill_suggestion"("state", "skill");

-- CreateIndex
CREATE UNIQUE INDEX "skill_suggestion_source_source_id_skill_key" ON "skill_suggestion"("source", "source_id", "skill");

-- CreateIndex
CREATE INDEX "duplicate_pair_state_kind_score_idx" ON "duplicate_pair"("state", "kind", "score");

-- CreateIndex
CREATE UNIQUE INDEX "duplicate_pair_kind_a_source_a_source_id_b_source_b_source_id_key" ON "duplicate_pair"("kind", "a_source", "a_source_id", "b_source", "b_source_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_search_owner_name_key_key" ON "saved_search"("owner", "name_key");

-- CreateIndex
CREATE INDEX "event_call_source_source_id_idx" ON "event_call"("source", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_call_message_key_source_source_id_key" ON "event_call"("message_key", "source", "source_id");


