import sql from "sql-template-tag";
import { localTime } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { SIGN_UPS } from "./probe.js";

/** listed_only: there and not here; missing: here and not there; date, slots: both, and they differ. */
export const SIGN_UP_DIFFERENCES = ["listed_only", "missing", "date", "slots"] as const;
export type SignUpDifferenceKind = (typeof SIGN_UP_DIFFERENCES)[number];

export interface SignUpDifference {
  readonly kind: SignUpDifferenceKind;
  readonly sourceId: string;
  readonly title: string;
  /** The event's day: here, else there. */
  readonly date: string | null;
  /** What Salesforce says, and what the sign-up service says. */
  readonly ours: string | null;
  readonly theirs: string | null;
  /** Where people sign up. */
  readonly url: string | null;
}

export interface SignUpComparison {
  /** When the list was last read, ISO-8601 UTC; null when never. */
  readonly readAt: string | null;
  /** Why the last reading failed; null when it went well. */
  readonly trouble: string | null;
  readonly listed: number;
  /** Events here that ought to be listed. */
  readonly due: number;
  /** By day. */
  readonly differences: readonly SignUpDifference[];
}

interface Row {
  readonly source_id: string;
  readonly title: string | null;
  readonly local_date: string | null;
  readonly local_time: string | null;
  readonly status: string | null;
  readonly format: string | null;
  readonly slots: number | null;
  readonly deleted_at: string | null;
  readonly listed_id: string | null;
  readonly listed_title: string | null;
  readonly listed_date: string | null;
  readonly listed_start: string | null;
  readonly listed_slots: number | null;
  readonly url: string | null;
}

/** Statuses of events that nobody is asked to sign up for. */
const CLOSED: ReadonlySet<string> = new Set(["Draft", "Cancelled", "Completed", "Simulcast", "No Show", "Count"]);

/**
 * The service's list beside the events that ought to be on it: in person, of Salesforce, later than today, with free slots, no drafts. What is listed for today or
 * before drops out by itself.
 */
export async function compareSignUps(
  reader: Reader,
  { today, zone }: { readonly today: string; readonly zone: string },
): Promise<SignUpComparison> {
  const rows = await reader.query<Row>(sql`
    SELECT e.source_id, e.title, e.local_date, e.local_time, e.status, e.format, e.available_slots AS slots, e.deleted_at,
      l.source_id AS listed_id, l.title AS listed_title, l.local_date AS listed_date, l.starts_at AS listed_start, l.slots AS listed_slots, l.url
    FROM event e LEFT JOIN sign_up_listing l ON l.source_id = e.source_id AND l.gone_at IS NULL
    WHERE e.source = 'salesforce' AND (l.source_id IS NOT NULL OR (e.local_date > ${today} AND e.deleted_at IS NULL AND e.same_as_id IS NULL))
    UNION ALL
    SELECT l.source_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, l.source_id, l.title, l.local_date, l.starts_at, l.slots, l.url
    FROM sign_up_listing l
    WHERE l.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM event e WHERE e.source = 'salesforce' AND e.source_id = l.source_id)`);
  const compared = rows.map((row) => ({ row, isDue: reasonAgainst(row, today) === null }));
  return {
    ...(await lastReading(reader)),
    listed: rows.filter(({ listed_id }) => listed_id !== null).length,
    due: compared.filter(({ isDue }) => isDue).length,
    differences: compared
      .flatMap(({ row }) => differencesOf(row, today, zone))
      .sort((a, b) => order(a) - order(b) || ((a.date ?? "") < (b.date ?? "") ? -1 : 1)),
  };
}

const order = ({ kind }: SignUpDifference): number => SIGN_UP_DIFFERENCES.indexOf(kind);

/** Why an event does not belong on the list; null when it does. */
function reasonAgainst(row: Row, today: string): string | null {
  if (row.title === null) return "not in the pool";
  if (row.deleted_at !== null) return "deleted in Salesforce";
  if (CLOSED.has(row.status ?? "")) return `${row.status} in Salesforce`;
  if (row.format === "virtual") return "virtual in Salesforce";
  if (row.slots === null || row.slots <= 0) return "without a free slot in Salesforce";
  return (row.local_date ?? "") > today ? null : `on ${row.local_date} in Salesforce`;
}

function differencesOf(row: Row, today: string, zone: string): SignUpDifference[] {
  const isListed = row.listed_id !== null;
  const against = reasonAgainst(row, today);
  const about = {
    sourceId: row.source_id,
    title: row.title ?? row.listed_title ?? row.source_id,
    date: row.local_date ?? row.listed_date,
    url: row.url,
  };
  if (!isListed)
    return against === null ? [{ ...about, kind: "missing", ours: `${row.slots} free`, theirs: "not listed" }] : [];
  // What is over, or is today, is taken off the list there in its own time.
  if (row.listed_date !== null && row.listed_date <= today && (row.local_date ?? today) <= today) return [];
  if (against !== null && !against.startsWith("on "))
    return [
      {
        ...about,
        kind: "listed_only",
        ours: against,
        theirs: row.listed_date === null ? "listed" : `listed for ${row.listed_date}`,
      },
    ];
  const theirTime = row.listed_start === null ? null : localTime(row.listed_start, zone);
  const hasOtherDay = row.listed_date !== null && row.listed_date !== row.local_date;
  const hasOtherTime = theirTime !== null && theirTime !== row.local_time;
  return [
    ...(hasOtherDay || hasOtherTime
      ? [
          {
            ...about,
            kind: "date" as const,
            ours: `${row.local_date} ${row.local_time}`,
            theirs: [row.listed_date, theirTime].filter((each) => each !== null).join(" "),
          },
        ]
      : []),
    ...(row.listed_slots !== null && row.listed_slots !== row.slots
      ? [{ ...about, kind: "slots" as const, ours: `${row.slots ?? "no"} free`, theirs: `${row.listed_slots} free` }]
      : []),
  ];
}

async function lastReading(reader: Reader): Promise<Pick<SignUpComparison, "readAt" | "trouble">> {
  const [good] = await reader.query<{ finished_at: string | null }>(
    sql`SELECT MAX(finished_at) AS finished_at FROM sync_run WHERE source = ${SIGN_UPS} AND state = 'ok'`,
  );
  const [last] = await reader.query<{ state: string; error_text: string | null }>(
    sql`SELECT state, error_text FROM sync_run WHERE source = ${SIGN_UPS} ORDER BY id DESC LIMIT 1`,
  );
  return {
    readAt: good?.finished_at ?? null,
    trouble: last?.state === "failed" ? (last.error_text ?? "no reason was recorded") : null,
  };
}
