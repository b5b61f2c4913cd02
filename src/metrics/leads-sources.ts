import sql, { type Sql } from "sql-template-tag";

/*
 * The sources that a lead is in, as `lead.sources` has them: ",source_1,source_3,", with a comma before and after each.
 */

/** ",source_1,source_3," → source_1 | source_3 */
export const sourcesIn = (text: string): string[] => text.split(",").filter((name) => name !== "");

/** Whether a lead `l` is in this source: "source_1" is not "source11", so its line is no sign for any letter. */
export const isInSource = (name: string): Sql =>
  sql`l.sources LIKE ${`%,${name.replace(/[!%_]/g, "!$&")},%`} ESCAPE '!'`;
