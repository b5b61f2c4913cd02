import { hostname } from "node:os";
import sql from "sql-template-tag";
import { z } from "zod";
import type { Pool, Transaction } from "../pool/index.js";
import { type Clock, newRequestId, PolarisError } from "../runtime/index.js";

/** Who syncs a source now. Renewed with every page, so that a run that died is told from one that works. */
const leaseShape = z.object({
  token: z.string(),
  host: z.string(),
  pid: z.number().int(),
  /** When the process began, in whole seconds: a later process may get the same number. */
  began: z.number().int(),
  renewed: z.string(),
});
type Holder = z.infer<typeof leaseShape>;

/** Without a sign for this long a run on another machine counts as dead. */
const SILENCE_MILLISECONDS = 10 * 60_000;
const RENEW_MILLISECONDS = 30_000;

const beganNow = (): number => Math.round(Date.now() / 1000 - process.uptime());

export class Lease {
  readonly #key: string;
  readonly #clock: Clock;
  #value: string;
  #holder: Holder;

  constructor(key: string, clock: Clock, holder: Holder, value: string) {
    this.#key = key;
    this.#clock = clock;
    this.#holder = holder;
    this.#value = value;
  }

  /** Renews within a transaction, when it is time. @throws PolarisError already_running when another run has taken over */
  async renew(tx: Transaction): Promise<void> {
    const now = this.#clock.now();
    const isFresh = Math.abs(Date.parse(now) - Date.parse(this.#holder.renewed)) < RENEW_MILLISECONDS;
    const next = isFresh ? this.#value : JSON.stringify({ ...this.#holder, renewed: now });
    const held = await tx.run(
      sql`UPDATE pool_fact SET value = ${next} WHERE key = ${this.#key} AND value = ${this.#value}`,
    );
    if (held === 0)
      throw new PolarisError(
        "already_running",
        "Another sync has taken over from this one, which stops here. Nothing is lost.",
      );
    if (isFresh) return;
    this.#value = next;
    this.#holder = { ...this.#holder, renewed: now };
  }

  async release(pool: Pool): Promise<void> {
    await pool.transaction((tx) =>
      tx.run(sql`DELETE FROM pool_fact WHERE key = ${this.#key} AND value = ${this.#value}`),
    );
  }
}

/**
 * Takes the one lease on a source.
 * @throws PolarisError already_running while a living run holds it
 */
export async function takeLease(pool: Pool, source: string, clock: Clock): Promise<Lease> {
  const key = `sync_lease_${source}`;
  const holder: Holder = {
    token: newRequestId(),
    host: hostname(),
    pid: process.pid,
    began: beganNow(),
    renewed: clock.now(),
  };
  const value = JSON.stringify(holder);
  const isTaken = await pool.transaction(async (tx) => {
    const [row] = await tx.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${key}`);
    if (row === undefined)
      return (
        (await tx.run(
          sql`INSERT INTO pool_fact (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO NOTHING`,
        )) === 1
      );
    if (isAlive(row.value, holder)) return false;
    return (await tx.run(sql`UPDATE pool_fact SET value = ${value} WHERE key = ${key} AND value = ${row.value}`)) === 1;
  });
  if (!isTaken)
    throw new PolarisError(
      "already_running",
      `A sync of ${source} is running already. See how far it is with "status"; try again when it has ended.`,
    );
  return new Lease(key, clock, holder, value);
}

function isAlive(text: string, asking: Holder): boolean {
  const parsed = leaseShape.safeParse(jsonOf(text));
  if (!parsed.success) return false;
  const holder = parsed.data;
  const silence = Date.parse(asking.renewed) - Date.parse(holder.renewed);
  if (silence > SILENCE_MILLISECONDS) return false;
  if (holder.host !== asking.host) return true;
  if (holder.pid === asking.pid) return Math.abs(holder.began - asking.began) <= 2;
  return processLives(holder.pid);
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
