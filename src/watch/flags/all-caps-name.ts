import sql from "sql-template-tag";
import { recaseName } from "../../domain/index.js";
import type { Detector } from "./detector.js";

export const allCapsName: Detector = {
  kind: "all_caps_name",
  entity: "contact",
  severity: "notice",
  words:
    "The name was typed all in capitals. Lists show it re-cased; correct it in Salesforce, where it is still printed so.",
  async find(reader) {
    // A name that was kept as it came cannot be meant, and nearly all are.
    const contacts = await reader.query<{ source: string; source_id: string; name_raw: string }>(sql`
      SELECT c.source, c.source_id, c.name_raw FROM contact c
      WHERE c.deleted_at IS NULL AND c.name_raw IS NOT NULL
        AND c.name_raw <> TRIM(COALESCE(c.first_name || ' ', '') || COALESCE(c.middle_name || ' ', '') || COALESCE(c.last_name, ''))`);
    return contacts
      .filter(({ name_raw }) =>
        name_raw.split(/\s+/).some((word) => word !== "" && recaseName(word) !== word && recaseName(word) !== null),
      )
      .map(({ source, source_id }) => ({ source, source_id, detail: "A part of the name is all in capitals." }));
  },
};
