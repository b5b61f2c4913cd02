-- DropIndex
DROP INDEX "participation_event_id_role_counts_deleted_at_person_id_con_idx";

-- CreateIndex
CREATE INDEX "contact_kind_race_deleted_at_person_id_idx" ON "contact"("kind", "race", "deleted_at", "person_id");

-- CreateIndex
CREATE INDEX "participation_counted" ON "participation"("event_id", "role", "counts", "deleted_at", "person_id", "contact_id", "hours_recorded", "credited_organization_id");


