-- The few contacts that are excluded from reports: figures know them without reading every contact. Prisma's models cannot say that an index is of some rows
-- alone, so it stands here only.
CREATE INDEX "contact_excluded" ON "contact"("id") WHERE "excluded" = TRUE;
