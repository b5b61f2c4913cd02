import sql from "sql-template-tag";
import type { Problem } from "../model.js";
import { hoursBefore } from "../span.js";
import type { Check } from "./check.js";

const SOURCE = "sign-ups";
/** The service copies Salesforce every hour: what still differs after so long has not been copied. */
const SLOW_HOURS = 3;

/** The public sign-up service: its list cannot be read, or it goes on saying what Salesforce no longer says. */
export const signUpProblems: Check = {
  name: "sign_ups",
  async find(reader, { signUps }, now): Promise<Problem[]> {
    if (signUps.url === undefined) return [];
    const [last] = await reader.query<{ state: string; error_text: string | null; finished_at: string | null }>(
      sql`SELECT state, error_text, finished_at FROM sync_run WHERE source = ${SOURCE} ORDER BY id DESC LIMIT 1`,
    );
    const about = { check: "sign_ups", object: SOURCE, field: null, severity: "warning" } as const;
    if (last?.state === "failed")
      return [
        {
          ...about,
          class: "failed",
          title: "The sign-up service (VolunTeach) could not be read",
          text: `${last.error_text ?? "No reason was recorded."} Whether people can sign up there, nobody knows meanwhile: look at the service itself.`,
          count: 1,
          details: { at: last.finished_at },
        },
      ];
    const limit = hoursBefore(now, SLOW_HOURS);
    const rows = await reader.query<{ source_id: string }>(sql`
      SELECT l.source_id FROM sign_up_listing l JOIN event e ON e.source = 'salesforce' AND e.source_id = l.source_id
      WHERE l.gone_at IS NULL AND l.first_seen_at < ${limit} AND COALESCE(e.deleted_at, e.modified_at, e.first_seen_at) < ${limit}
        AND COALESCE(l.local_date, e.local_date) > substr(${now}, 1, 10)
        AND (e.deleted_at IS NOT NULL OR e.status IN ('Cancelled', 'Draft') OR l.local_date <> e.local_date OR l.slots <> COALESCE(e.available_slots, 0))
      ORDER BY l.source_id`);
    if (rows.length === 0) return [];
    return [
      {
        ...about,
        class: "behind",
        title: `The sign-up service (VolunTeach) is behind Salesforce on ${rows.length === 1 ? "an event" : `${rows.length} events`}`,
        text: `It copies Salesforce every hour, and says something else for more than ${SLOW_HOURS} hours. “sign-ups” shows what. Run its sync there, or ask who runs it.`,
        count: rows.length,
        details: { samples: rows.slice(0, 20).map(({ source_id }) => source_id) },
      },
    ];
  },
};
