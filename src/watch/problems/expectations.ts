import sql from "sql-template-tag";
import { areLastJudged, ofSheet, sheetIn } from "../../intake/index.js";
import { objectTitle } from "../../sources/index.js";
import type { Problem } from "../model.js";
import type { Check } from "./check.js";

interface Judged {
  readonly source: string;
  readonly object: string;
  readonly origin: string | null;
  readonly suite: string;
  readonly worst: string;
  readonly unsuccessful: number;
  readonly evaluated: number;
  readonly at: string;
  /** Failing in the first batch that was ever judged of it. */
  readonly before: number;
}

/**
 * Objects whose last judged batch did not meet what is expected of it: what is critical always, what is only a warning when more fails than did in the
 * first load, which is the baseline.
 */
export const expectationProblems: Check = {
  name: "expectations",
  async find(reader): Promise<Problem[]> {
    const rows = await reader.query<Judged>(sql`
      SELECT r.source, r.object, b.origin, r.suite, r.worst, r.unsuccessful, r.evaluated, r.at,
        (SELECT f.unsuccessful FROM expectation_result f LEFT JOIN sync_batch o ON o.id = f.batch_id
          WHERE f.source = r.source AND f.object = r.object AND (b.origin IS NULL OR b.origin NOT LIKE 'sheet:%' OR o.origin = b.origin)
          ORDER BY f.id LIMIT 1) AS before
      FROM expectation_result r LEFT JOIN sync_batch b ON b.id = r.batch_id
      WHERE r.unsuccessful > 0 AND r.worst IN ('warning', 'critical') AND ${await areLastJudged(reader)}
      ORDER BY r.source, r.object, r.id`);
    const told = rows.filter(({ worst, unsuccessful, before }) => worst === "critical" || unsuccessful > before);
    return told.map(({ source, object, origin, suite, worst, unsuccessful, evaluated, at }) => ({
      check: "expectations",
      object: ofSheet(object, sheetIn(origin)),
      source,
      field: null,
      class: worst,
      title: `${ofSheet(objectTitle(object), sheetIn(origin))}: ${unsuccessful} of ${evaluated} expectations are not met`,
      text: `The suite ${suite} judged what came last. See "quality expectations ${object}" for which.`,
      severity: worst === "critical" ? "critical" : "warning",
      count: unsuccessful,
      details: { source, at },
    }));
  },
};
