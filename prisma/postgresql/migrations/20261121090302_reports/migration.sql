-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "edited_at" TEXT,
ADD COLUMN     "edited_by" TEXT,
ADD COLUMN     "ended_at" TEXT,
ADD COLUMN     "name" TEXT NOT NULL,
ADD COLUMN     "paused_by" TEXT,
ADD COLUMN     "said" TEXT NOT NULL,
ADD COLUMN     "thread_ts" TEXT;

-- CreateTable
CREATE TABLE "manual_input" (
    "id" SERIAL NOT NULL,
    "district_source" TEXT NOT NULL,
    "district_source_id" TEXT NOT NULL,
    "school_year" INTEGER NOT NULL,
    "host" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "note" TEXT,
    "entered_by" TEXT NOT NULL,
    "entered_at" TEXT NOT NULL,
    "reversed_by" TEXT,
    "reversed_at" TEXT,

    CONSTRAINT "manual_input_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "selection" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "note" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,

    CONSTRAINT "selection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "selection_event" (
    "selection_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TEXT NOT NULL,

    CONSTRAINT "selection_event_pkey" PRIMARY KEY ("selection_id","source","source_id")
);

-- CreateTable
CREATE TABLE "teacher_link" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "school_year" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,
    "revoked_by" TEXT,
    "revoked_at" TEXT,
    "last_opened_at" TEXT,

    CONSTRAINT "teacher_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "teacher_remark" (
    "id" SERIAL NOT NULL,
    "link_id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "school_year" INTEGER NOT NULL,
    "source" TEXT,
    "source_id" TEXT,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "answer" TEXT,
    "answered_by" TEXT,
    "answered_at" TEXT,

    CONSTRAINT "teacher_remark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_run" (
    "id" SERIAL NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "due_at" TEXT,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "dedupe_key" TEXT,
    "figures" TEXT NOT NULL DEFAULT '{}',
    "started_at" TEXT NOT NULL,
    "finished_at" TEXT,
    "error_text" TEXT,

    CONSTRAINT "subscription_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_pathway" (
    "event_id" INTEGER NOT NULL,
    "pathway" TEXT NOT NULL,
    "basis" TEXT NOT NULL,

    CONSTRAINT "event_pathway_pkey" PRIMARY KEY ("event_id","pathway")
);

-- CreateIndex
CREATE INDEX "manual_input_district_source_district_source_id_school_year_idx" ON "manual_input"("district_source", "district_source_id", "school_year");

-- CreateIndex
CREATE INDEX "manual_input_school_year_idx" ON "manual_input"("school_year");

-- CreateIndex
CREATE UNIQUE INDEX "selection_name_key_key" ON "selection"("name_key");

-- CreateIndex
CREATE INDEX "selection_event_source_source_id_idx" ON "selection_event"("source", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "teacher_link_key_key" ON "teacher_link"("key");

-- CreateIndex
CREATE INDEX "teacher_link_email_school_year_idx" ON "teacher_link"("email", "school_year");

-- CreateIndex
CREATE INDEX "teacher_remark_answered_at_idx" ON "teacher_remark"("answered_at");

-- CreateIndex
CREATE INDEX "teacher_remark_email_school_year_idx" ON "teacher_remark"("email", "school_year");

-- CreateIndex
CREATE INDEX "subscription_run_subscription_id_started_at_idx" ON "subscription_run"("subscription_id", "started_at");

-- CreateIndex
CREATE INDEX "event_pathway_pathway_idx" ON "event_pathway"("pathway");

-- CreateIndex
CREATE INDEX "subscription_due_at_idx" ON "subscription"("due_at");

-- AddForeignKey
ALTER TABLE "selection_event" ADD CONSTRAINT "selection_event_selection_id_fkey" FOREIGN KEY ("selection_id") REFERENCES "selection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_run" ADD CONSTRAINT "subscription_run_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_pathway" ADD CONSTRAINT "event_pathway_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;


