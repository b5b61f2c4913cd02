import sql, { type Sql } from "sql-template-tag";
import { schoolYearOf } from "../domain/index.js";
import type { Context } from "./context.js";

/** A student's band at the event: by the grade they had then, else by the level of their own school (ruling E7, as `gradeBandAt` of domain). */
export function bandAt({ organization, today }: Context): Sql {
  const current = schoolYearOf(today, organization.schoolYearStartMonth);
  const then = sql`(c.grade - CAST(${current} AS INTEGER) + e.school_year)`;
  return sql`CASE
        WHEN ${then} BETWEEN 0 AND 8 THEN 'K-8'
        WHEN ${then} BETWEEN 9 AND 12 THEN '9-12'
        ELSE (SELECT CASE bs.level WHEN 'Elementary' THEN 'K-8' WHEN 'Middle' THEN 'K-8' WHEN 'High' THEN '9-12' END FROM school bs WHERE bs.id = c.school_id)
      END`;
}
