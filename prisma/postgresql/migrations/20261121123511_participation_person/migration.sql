-- DropIndex
DROP INDEX "participation_event_id_role_counts_deleted_at_contact_id_idx";

-- AlterTable
ALTER TABLE "participation" ADD COLUMN     "person_id" INTEGER;

-- What is derived from the next sync on, for the rows that are there.
UPDATE "participation" SET "person_id" = (SELECT "person_id" FROM "contact" WHERE "contact"."id" = "participation"."contact_id") WHERE "counts" = TRUE;

-- CreateIndex
CREATE INDEX "participation_event_id_role_counts_deleted_at_person_id_con_idx" ON "participation"("event_id", "role", "counts", "deleted_at", "person_id", "contact_id");
