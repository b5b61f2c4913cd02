import sql from "sql-template-tag";
import { allWith, type Detector } from "./detector.js";

export const schoolWithoutDistrict: Detector = {
  kind: "school_without_district",
  entity: "school",
  severity: "warning",
  words:
    "The school's account has no district above it, so its students and teachers count in no district. Set the Parent Account of the school in Salesforce.",
  find: (reader) =>
    allWith(
      reader,
      "The school has no district.",
      sql`
        SELECT s.source, s.source_id FROM school s LEFT JOIN district d ON d.id = s.district_id
        WHERE s.deleted_at IS NULL AND (d.id IS NULL OR (d.deleted_at IS NOT NULL AND d.merged_into_source_id IS NULL))`,
    ),
};
