-- DropIndex
DROP INDEX "staged_lead_lead_id_source_first_date_last_date_idx";

-- DropIndex
DROP INDEX "staged_lead_source_last_date_idx";

-- CreateIndex
CREATE INDEX "staged_lead_lead_id_source_first_date_idx" ON "staged_lead"("lead_id", "source", "first_date");

