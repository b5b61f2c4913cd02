import sql, { join, raw } from "sql-template-tag";
import { allWith, type Detector } from "./detector.js";

/** What is said once of a record: of several decisions of these kinds the newest counts. */
const SAID_ONCE = {
  contact: ["local_status", "availability"],
  school: ["school_level", "school_district"],
} as const;

/** Different things stand of which one was said of a record that was merged since, and nobody has spoken after the merge. */
const detector = (entity: keyof typeof SAID_ONCE, kind: string, what: string): Detector => ({
  kind,
  entity,
  severity: "warning",
  words: `Salesforce merged two records of a ${what} of which staff had said different things; the newer counts. “decisions” lists both: take back the one that is wrong.`,
  find: (reader) =>
    allWith(
      reader,
      "Two records were merged of which different things were said; the newer counts.",
      sql`
        SELECT DISTINCT a.source, a.source_id FROM decision a
          JOIN ${raw(entity)} gone ON gone.source = a.source AND gone.source_id = a.merged_from
          JOIN decision b ON b.kind = a.kind AND b.subject = a.subject AND b.source = a.source AND b.source_id = a.source_id
        WHERE a.subject = ${entity} AND a.kind IN (${join([...SAID_ONCE[entity]])}) AND a.reversed_at IS NULL
          AND b.reversed_at IS NULL AND b.value <> a.value AND COALESCE(b.merged_from, '') <> a.merged_from
          AND NOT EXISTS (
            SELECT 1 FROM decision c WHERE c.kind = a.kind AND c.subject = a.subject AND c.source = a.source AND c.source_id = a.source_id
              AND c.reversed_at IS NULL AND c.decided_at >= gone.deleted_at)`,
    ),
});

export const personMergedWithTwoWords = detector("contact", "person_merged_with_two_words", "person");
export const schoolMergedWithTwoWords = detector("school", "school_merged_with_two_words", "school");

export const districtMergedWithTwoNumbers: Detector = {
  kind: "district_merged_with_two_numbers",
  entity: "district",
  severity: "warning",
  words:
    "Salesforce merged two districts for which a number of the same kind and year was kept by hand; the newer counts, they are not added. Enter with “inputs” what holds for both.",
  find: (reader) =>
    allWith(
      reader,
      "Two districts were merged that had a number of one kind and year; the newer counts.",
      sql`
        SELECT DISTINCT a.district_source AS source, a.district_source_id AS source_id FROM manual_input a
          JOIN district gone ON gone.source = a.district_source AND gone.source_id = a.merged_from
          JOIN manual_input b ON b.district_source = a.district_source AND b.district_source_id = a.district_source_id
            AND b.school_year = a.school_year AND b.host = a.host AND b.kind = a.kind
        WHERE a.reversed_at IS NULL AND b.reversed_at IS NULL AND COALESCE(b.merged_from, '') <> a.merged_from
          AND NOT EXISTS (
            SELECT 1 FROM manual_input c WHERE c.district_source = a.district_source AND c.district_source_id = a.district_source_id
              AND c.school_year = a.school_year AND c.host = a.host AND c.kind = a.kind AND c.reversed_at IS NULL
              AND c.entered_at >= gone.deleted_at)`,
    ),
};
