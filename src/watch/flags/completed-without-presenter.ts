import sql from "sql-template-tag";
import { allWith, type Detector, HELD, hasRole, STANDING } from "./detector.js";

export const completedWithoutPresenter: Detector = {
  kind: "completed_without_presenter",
  entity: "event",
  severity: "warning",
  words:
    "The virtual session was held, and no presenter is tagged (ruling A6). Tag who presented; the flag then closes by itself.",
  find: (reader) =>
    allWith(
      reader,
      "The virtual session was held without a presenter.",
      sql`
        SELECT e.source, e.source_id FROM event e
        WHERE ${STANDING} AND e.format = 'virtual' AND ${HELD} AND NOT ${hasRole("volunteer")}`,
    ),
};
