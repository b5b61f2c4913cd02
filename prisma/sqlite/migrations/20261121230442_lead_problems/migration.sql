-- DropIndex
DROP INDEX "lead_version_problem_count_idx";

-- CreateIndex
CREATE INDEX "lead_version_problem_count_id_idx" ON "lead_version"("problem_count", "id");


