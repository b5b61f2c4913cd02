-- DropIndex
DROP INDEX "participation_event_id_role_counts_idx";

-- CreateIndex
CREATE INDEX "participation_event_id_role_counts_deleted_at_contact_id_idx" ON "participation"("event_id", "role", "counts", "deleted_at", "contact_id");


