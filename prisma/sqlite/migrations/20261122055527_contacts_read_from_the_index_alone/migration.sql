-- DropIndex
DROP INDEX "contact_school_id_grade_deleted_at_idx";

-- CreateIndex
CREATE INDEX "contact_school_id_grade_deleted_at_id_idx" ON "contact"("school_id", "grade", "deleted_at", "id");


