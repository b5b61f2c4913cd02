import sql from "sql-template-tag";
import type { Pool, Transaction } from "../../pool/index.js";
import { asPolarisError, type Clock } from "../../runtime/index.js";
import type { SignUpList, SignUpListing } from "../../sources/index.js";

/** What the runs of this source are called, beside those of Salesforce and the sheets. */
export const SIGN_UPS = "sign-ups";

export interface Probed {
  readonly listed: number;
  readonly unreadable: number;
  /** Listed now and not before; and no longer. */
  readonly appeared: number;
  readonly gone: number;
}

/**
 * Reads the list of the sign-up service and keeps it. A reading that fails leaves the list as it was, and is kept as a failed run: that is not the same as a list
 * without changes. @throws PolarisError of the service
 */
export async function probeSignUps(parts: {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly service: { list(): Promise<SignUpList> };
}): Promise<Probed> {
  const { pool, clock, service } = parts;
  const startedAt = clock.now();
  try {
    const { listings, unreadable } = await service.list();
    return await pool.transaction(async (tx) => {
      const now = clock.now();
      const changes = await keep(tx, listings, now);
      await noteRun(tx, { startedAt, now, error: null });
      return { listed: listings.length, unreadable, ...changes };
    });
  } catch (thrown) {
    const { code, message } = asPolarisError(thrown);
    await pool.transaction((tx) => noteRun(tx, { startedAt, now: clock.now(), error: { code, message } }));
    throw thrown;
  }
}

async function noteRun(
  tx: Transaction,
  run: {
    readonly startedAt: string;
    readonly now: string;
    readonly error: { readonly code: string; readonly message: string } | null;
  },
): Promise<void> {
  const { startedAt, now, error } = run;
  await tx.run(sql`
    INSERT INTO sync_run (source, "trigger", state, started_at, finished_at, error_code, error_text)
    VALUES (${SIGN_UPS}, 'schedule', ${error === null ? "ok" : "failed"}, ${startedAt}, ${now}, ${error?.code ?? null}, ${error?.message ?? null})`);
}

const STAGE = {
  name: "stage_sign_ups",
  columns: [
    { name: "source_id", type: "text" },
    { name: "title", type: "text" },
    { name: "starts_at", type: "text" },
    { name: "local_date", type: "text" },
    { name: "school_raw", type: "text" },
    { name: "status_raw", type: "text" },
    { name: "slots", type: "integer" },
    { name: "filled", type: "integer" },
    { name: "url", type: "text" },
  ],
} as const;

async function keep(
  tx: Transaction,
  listings: readonly SignUpListing[],
  now: string,
): Promise<Pick<Probed, "appeared" | "gone">> {
  await tx.stage(
    STAGE,
    listings.map((each) => [
      each.sourceId,
      each.title,
      each.startsAt,
      each.localDate,
      each.schoolRaw,
      each.statusRaw,
      each.slots,
      each.filled,
      each.url,
    ]),
  );
  const [before] = await tx.query<{ known: number }>(sql`
    SELECT COUNT(*) AS known FROM sign_up_listing l JOIN stage_sign_ups s ON s.source_id = l.source_id WHERE l.gone_at IS NULL`);
  await tx.run(sql`
    INSERT INTO sign_up_listing (source_id, title, starts_at, local_date, school_raw, status_raw, slots, filled, url, first_seen_at, last_seen_at, gone_at)
    SELECT source_id, title, starts_at, local_date, school_raw, status_raw, slots, filled, url, ${now}, ${now}, NULL FROM stage_sign_ups WHERE TRUE
    ON CONFLICT (source_id) DO UPDATE SET title = excluded.title, starts_at = excluded.starts_at, local_date = excluded.local_date,
      school_raw = excluded.school_raw, status_raw = excluded.status_raw, slots = excluded.slots, filled = excluded.filled, url = excluded.url,
      last_seen_at = excluded.last_seen_at, gone_at = NULL`);
  const gone = await tx.run(sql`
    UPDATE sign_up_listing SET gone_at = ${now}
    WHERE gone_at IS NULL AND source_id NOT IN (SELECT source_id FROM stage_sign_ups)`);
  return { appeared: listings.length - Number(before?.known ?? 0), gone };
}
