-- DropIndex
DROP INDEX "lead_last_date_idx";

-- DropIndex
DROP INDEX "lead_listed_idx";

-- CreateIndex
CREATE INDEX "lead_listed_idx" ON "lead"("standing", "first_date", "sources", "first_source", "first_file_id", "source_count", "is_current", "matched_by", "is_converted", "state", "outreach_stage", "county", "city", "company_key");

-- Half of a digest tells rows apart as well.
UPDATE "lead_version" SET "hash" = SUBSTR("hash", 1, 32);

-- Nearly every lead is written anew with each monthly list, in nothing that an index holds: with room on its page it stays there, and no index is touched.
ALTER TABLE "lead" SET (fillfactor = 75);
