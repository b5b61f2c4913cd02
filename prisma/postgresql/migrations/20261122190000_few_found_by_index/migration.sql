-- The few events that people said are another, and the contacts whom Pathful knows: found without reading every event and every contact. Prisma's models
-- cannot say that an index is of some rows alone, so these stand here only.
CREATE INDEX "event_same_as" ON "event"("same_as_id") WHERE "same_as_id" IS NOT NULL;
CREATE INDEX "contact_connector" ON "contact"("id", "person_id", "deleted_at") WHERE "pathful_user_id" IS NOT NULL OR "connector_role" IS NOT NULL OR "connector_active" = TRUE;
