import sql from "sql-template-tag";
import { sourceLabel } from "../../sources/index.js";
import type { Problem } from "../model.js";
import { hoursBetween, spanWords } from "../span.js";
import type { Check } from "./check.js";

/** Sources that have not been read to their end for longer than they may be silent. Missing data is a problem as wrong data is. */
export const missingData: Check = {
  name: "missing_data",
  async find(reader, { alerts }, now): Promise<Problem[]> {
    const rows = await reader.query<{ source: string; first: string; good: string | null }>(sql`
      SELECT source, MIN(started_at) AS first, MAX(CASE WHEN state IN ('ok', 'partial') THEN finished_at END) AS good
      FROM sync_run GROUP BY source`);
    return Object.entries(alerts.missingAfterHours).flatMap(([source, longest]): Problem[] => {
      const known = rows.find((row) => row.source === source);
      // A source that was never asked for is not missed.
      if (known === undefined) return [];
      const hours = hoursBetween(known.good ?? known.first, now);
      if (hours <= longest) return [];
      return [
        {
          check: "missing_data",
          object: source,
          field: null,
          class: "stale",
          title: `Nothing new from ${sourceLabel(source)} for ${spanWords(hours)}`,
          text: `Expected a whole reading every ${spanWords(longest)}. See "status" for what stopped it, and "check" for the connections.`,
          severity: "critical",
          count: Math.floor(hours),
          details: { lastGood: known.good },
        },
      ];
    });
  },
};
