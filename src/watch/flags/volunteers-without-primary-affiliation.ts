import sql from "sql-template-tag";
import { allWith, type Detector } from "./detector.js";

export const volunteersWithoutPrimaryAffiliation: Detector = {
  kind: "volunteers_without_primary_affiliation",
  entity: "contact",
  severity: "notice",
  words:
    "The volunteer belongs to no organisation today, so what they do is credited to nobody. Give the contact a primary affiliation in Salesforce.",
  find: (reader, { today }) =>
    allWith(
      reader,
      "The volunteer has no current affiliation and no primary account.",
      sql`
        SELECT c.source, c.source_id FROM contact c
        WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.excluded = FALSE AND c.primary_affiliation_source_id IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM affiliation a WHERE a.contact_id = c.id AND a.deleted_at IS NULL
              AND (a.status = 'current' OR (a.status IS NULL AND (a.start_on IS NULL OR a.start_on <= ${today})))
              AND (a.end_on IS NULL OR a.end_on >= ${today}))`,
    ),
};
