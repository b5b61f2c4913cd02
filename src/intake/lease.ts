import { hostname } from "node:os";
import sql from "sql-template-tag";
import { z } from "zod";
import type { Pool, Transaction } from "../pool/index.js";
import { type Clock, newRequestId, PolarisError } from "../runtime/index.js";

/** Who syncs a source now. */
const holderShape = z.object({
  token: z.string(),
  host: z.string(),
  pid: z.number().int(),
  /** When the process began, in whole seconds: a later process may get the same number. */
  began: z.number().int(),
});
type Holder = z.infer<typeof holderShape>;

/** Without a sign for this long a run on another machine counts as dead. */
const SILENCE_MILLISECONDS = 10 * 60_000;
const SIGN_MILLISECONDS = 30_000;

const beganNow = (): number => Math.round(Date.now() / 1000 - process.uptime());

/** The one right to sync a source. It gives a sign of life with its pages, so that a run that died is told from one that works. */
export class Lease {
  readonly #key: string;
  readonly #value: string;
  readonly #clock: Clock;
  readonly #home: Pool | null;
  #signed: string;

  /** @param home where the lease lies, when its holder works on a copy of that */
  constructor(key: string, value: string, clock: Clock, signed: string, home: Pool | null = null) {
    this.#key = key;
    this.#value = value;
    this.#clock = clock;
    this.#signed = signed;
    this.#home = home;
  }

  /** The same right, for work on a copy of the pool: its signs of life go to the pool itself. */
  onACopyOf(pool: Pool): Lease {
    return new Lease(this.#key, this.#value, this.#clock, this.#signed, pool);
  }

  /** To be called in every transaction. @throws PolarisError already_running when another run has taken over */
  async renew(tx: Transaction): Promise<void> {
    if (this.#home === null) return this.#renewIn(tx);
    if (this.#isDue(this.#clock.now())) await this.#home.transaction((there) => this.#renewIn(there));
  }

  async #renewIn(tx: Transaction): Promise<void> {
    const held = await tx.run(
      sql`UPDATE pool_fact SET value = ${this.#value} WHERE key = ${this.#key} AND value = ${this.#value}`,
    );
    if (held === 0)
      throw new PolarisError(
        "already_running",
        "Another sync has taken over from this one, which stops here. Nothing is lost.",
      );
    const now = this.#clock.now();
    if (!this.#isDue(now)) return;
    await sign(tx, this.#key, now);
    this.#signed = now;
  }

  #isDue(now: string): boolean {
    return Math.abs(Date.parse(now) - Date.parse(this.#signed)) >= SIGN_MILLISECONDS;
  }

  /** Nothing is left behind of a lease that was given back. */
  async release(pool: Pool): Promise<void> {
    await pool.transaction(async (tx) => {
      const held = await tx.run(sql`DELETE FROM pool_fact WHERE key = ${this.#key} AND value = ${this.#value}`);
      if (held > 0) await tx.run(sql`DELETE FROM pool_fact WHERE key = ${signKey(this.#key)}`);
    });
  }
}

const signKey = (key: string): string => `${key}_sign`;

async function sign(tx: Transaction, key: string, now: string): Promise<void> {
  await tx.run(sql`
    INSERT INTO pool_fact (key, value) VALUES (${signKey(key)}, ${now}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

/**
 * Takes the one lease on a source.
 * @throws PolarisError already_running while a living run holds it
 */
export async function takeLease(pool: Pool, source: string, clock: Clock): Promise<Lease> {
  const key = `sync_lease_${source}`;
  const holder: Holder = { token: newRequestId(), host: hostname(), pid: process.pid, began: beganNow() };
  const value = JSON.stringify(holder);
  const now = clock.now();
  const isTaken = await pool.transaction(async (tx) => {
    const [before] = await tx.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${key}`);
    const [signed] = await tx.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${signKey(key)}`);
    if (before !== undefined && isAlive(before.value, signed?.value ?? now, holder, now)) return false;
    const taken =
      before === undefined
        ? sql`INSERT INTO pool_fact (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO NOTHING`
        : sql`UPDATE pool_fact SET value = ${value} WHERE key = ${key} AND value = ${before.value}`;
    if ((await tx.run(taken)) !== 1) return false;
    await sign(tx, key, now);
    return true;
  });
  if (!isTaken)
    throw new PolarisError(
      "already_running",
      `A sync of ${source} is running already. See how far it is with "status"; try again when it has ended.`,
    );
  return new Lease(key, value, clock, now);
}

function isAlive(text: string, signed: string, asking: Holder, now: string): boolean {
  const parsed = holderShape.safeParse(jsonOf(text));
  if (!parsed.success || Date.parse(now) - Date.parse(signed) > SILENCE_MILLISECONDS) return false;
  const holder = parsed.data;
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
