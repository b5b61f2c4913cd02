import sql from "sql-template-tag";
import { z } from "zod";
import { derive } from "../../identity/index.js";
import type { Pool, Transaction } from "../../pool/index.js";
import { asPolarisError, type Clock, newRequestId, type Organization } from "../../runtime/index.js";
import { type SignUp, signUpFrom } from "../../sources/index.js";
import { type Lease, takeLease } from "../lease.js";
import { addCounts, type Counts, NO_COUNTS } from "../model.js";
import { stageKeys } from "../page-context.js";
import { beginBatch, beginRun, endBatch, endRun, writeCounts } from "../runs.js";
import { buryRows } from "./rows.js";
import { takeIn } from "./take-in.js";
import { bearing, OBJECTS, type VirtualSource } from "./work.js";

export interface Release {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly source: VirtualSource;
  /** Who gave the answer. */
  readonly by: string;
}

export const isVirtualSource = (source: string): source is VirtualSource =>
  source === "pathful" || source === "virtual-log";

/** Where the batches of an answer come from: no file. */
const ORIGIN = "answer";

/** A row of a person in a session as it is stored. */
export interface StoredRow {
  readonly id: string;
  readonly signUp: SignUp;
}

/**
 * Takes rows in once more that had been stored, with those that waited, after an answer was given or taken back. While an import of the same
 * source runs, that is left to its end. @returns rows stored
 */
export async function retake(release: Release, rows: readonly StoredRow[]): Promise<number> {
  const { pool, clock, source, by } = release;
  const lease = await leaseUnlessHeld(pool, source, clock);
  if (lease !== null) return takeAgain(release, lease, rows);
  await noteAnswer(pool, source, { by, ids: rows.map(({ id }) => id) });
  // The import may have ended just before the answer was noted.
  return retakeAnswered(release);
}

/** Does what answers asked for while an import ran: to be called when it has given its lease back. @returns rows stored */
export async function retakeAnswered(about: Omit<Release, "by">): Promise<number> {
  const { pool, clock, source } = about;
  let stored = 0;
  for (;;) {
    const [noted] = await pool.query<{ value: string }>(
      sql`SELECT value FROM pool_fact WHERE key = ${answerKey(source)}`,
    );
    if (noted === undefined) return stored;
    const { by, ids } = answerShape.parse(JSON.parse(noted.value));
    const lease = await leaseUnlessHeld(pool, source, clock);
    if (lease === null) return stored;
    stored += await takeAgain({ ...about, by }, lease, await rowsWith(pool, source, ids));
    // Another answer may have come meanwhile; then there is one more round.
    await pool.transaction((tx) =>
      tx.run(sql`DELETE FROM pool_fact WHERE key = ${answerKey(source)} AND value = ${noted.value}`),
    );
  }
}

/** The token tells one note from a later one that says the same. */
const answerShape = z.object({ token: z.string(), by: z.string(), ids: z.array(z.string()) });
const answerKey = (source: string): string => `answers_waiting_${source}`;

/** Remembers an answer until the import that is under way has ended. */
async function noteAnswer(pool: Pool, source: string, answer: { by: string; ids: readonly string[] }): Promise<void> {
  const key = answerKey(source);
  await pool.transaction(async (tx) => {
    const [before] = await tx.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${key}`);
    const ids = before === undefined ? [] : answerShape.parse(JSON.parse(before.value)).ids;
    const value = JSON.stringify({ token: newRequestId(), by: answer.by, ids: [...new Set([...ids, ...answer.ids])] });
    await tx.run(sql`
      INSERT INTO pool_fact (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  });
}

async function leaseUnlessHeld(pool: Pool, source: string, clock: Clock): Promise<Lease | null> {
  try {
    return await takeLease(pool, source, clock);
  } catch (thrown) {
    if (asPolarisError(thrown).code === "already_running") return null;
    throw thrown;
  }
}

async function takeAgain(release: Release, lease: Lease, again: readonly StoredRow[]): Promise<number> {
  const { pool, clock, source, by } = release;
  const signUps = again.map(({ signUp }) => signUp);
  try {
    const now = clock.now();
    const runId = await beginRun(pool, { source, trigger: "command", startedBy: by, now });
    const batches: { id: number; counts: Counts; object: string }[] = [];
    await takeIn(
      {
        pool,
        organization: release.organization,
        source,
        now,
        signal: undefined,
        stage: () => undefined,
        async batch(object) {
          const start = {
            runId,
            source,
            object,
            windowStart: null,
            windowEnd: now,
            now,
            way: "file",
            origin: ORIGIN,
          } as const;
          const batch = { id: await beginBatch(pool, start), counts: NO_COUNTS, object };
          batches.push(batch);
          return {
            id: batch.id,
            transaction: (work) =>
              pool.transaction(async (tx) => {
                await lease.renew(tx);
                const { counts } = await work({ tx, source, object, batchId: batch.id, seenAt: now });
                batch.counts = addCounts(batch.counts, counts);
                await writeCounts(tx, batch.id, "file", batch.counts);
              }),
          };
        },
      },
      { signUps, refused: [], skippedBy: {}, whole: false },
    );
    for (const { id } of batches) await endBatch(pool, id, "ok", null, clock.now());
    await endRun(pool, runId, { state: "ok", error: null }, clock.now());
    await derive(pool, release.organization, clock.now());
    const rows = batches.find(({ object }) => object === OBJECTS.attendance.object)?.counts ?? NO_COUNTS;
    return rows.inserted + rows.updated;
  } finally {
    await lease.release(pool);
  }
}

/** Which stored rows an answer was about. */
export type About =
  | { readonly kind: "person"; readonly key: string }
  | { readonly kind: "session"; readonly key: string }
  | { readonly kind: "text"; readonly text: string };

/** The stored rows that an answer was about, as they came. */
export async function rowsAbout(tx: Transaction, source: string, about: About): Promise<StoredRow[]> {
  const rows = await tx.query<{ source_id: string; payload: string }>(sql`
    SELECT r.source_id, r.payload FROM raw_record r
      JOIN participation p ON p.source = r.source AND p.source_id = r.source_id AND p.deleted_at IS NULL
    WHERE r.source = ${source} AND r.object = ${OBJECTS.attendance.object} ORDER BY r.id`);
  const latest = new Map(rows.map(({ source_id, payload }) => [source_id, payload]));
  const needle = about.kind === "text" ? JSON.stringify(about.text) : "";
  const isMeant = (id: string, payload: string): boolean => {
    const cut = id.lastIndexOf("#");
    if (about.kind === "person") return id.slice(cut + 1) === about.key;
    if (about.kind === "session") return id.slice(0, cut) === about.key;
    return payload.includes(needle);
  };
  return [...latest].flatMap(([id, payload]) => (isMeant(id, payload) ? [{ id, signUp: signUpFrom(payload) }] : []));
}

/** Stored rows by their ids, as they came; those that an answer took back are among them. */
async function rowsWith(pool: Pool, source: string, ids: readonly string[]): Promise<StoredRow[]> {
  if (ids.length === 0) return [];
  const rows = await pool.transaction(async (tx) => {
    await stageKeys(tx, ids);
    return tx.query<{ source_id: string; payload: string }>(sql`
      SELECT r.source_id, r.payload FROM stage_key k
        JOIN raw_record r ON r.source = ${source} AND r.object = ${OBJECTS.attendance.object} AND r.source_id = k.source_id ORDER BY r.id`);
  });
  return [...new Map(rows.map(({ source_id, payload }) => [source_id, payload]))].map(([id, payload]) => ({
    id,
    signUp: signUpFrom(payload),
  }));
}

/** Takes back rows that an answer had let in; a contact or event that rested on the answer alone goes with them. */
export async function withdraw(
  tx: Transaction,
  source: VirtualSource,
  about: Exclude<About, { kind: "text" }>,
  now: string,
): Promise<StoredRow[]> {
  const rows = await rowsAbout(tx, source, about);
  const context = { tx, source, object: "", batchId: 0, seenAt: now };
  await buryRows(
    bearing(context, source, OBJECTS.attendance.object),
    "participation",
    rows.map(({ id }) => id),
  );
  const table = about.kind === "person" ? "contact" : "event";
  await buryRows(bearing(context, source, table), table, [about.key]);
  if (about.kind === "person") await buryRows(bearing(context, source, "affiliation"), "affiliation", [about.key]);
  return rows;
}
