import sql from "sql-template-tag";
import type { Transaction } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { countRevision, derive, isDirty } from "./derive.js";
import { deriveExclusions } from "./exclusions.js";
import { deriveLocality } from "./locality.js";
import type { DerivePool } from "./model.js";

const STATE = "derive";
const CLEAN = "clean";

/** What follows from a decision about one person, besides what its own transaction writes. */
export type Following = "nothing" | "exclusions" | "locality";

/**
 * Keeps a decision from which little follows, and works that out at once, rather than everything anew: whoever decides does not wait, and no figure is said to be
 * changing. Cut off between the two, the pool is dirty and the next derivation finishes; so it is where somebody else changes rows meanwhile.
 */
export async function decideAtOnce<Result>(
  pool: DerivePool,
  {
    organization,
    now,
    follows,
  }: { readonly organization: Organization; readonly now: string; readonly follows: Following },
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const working = `only ${follows} ${now}`;
  const { result, wasClean } = await pool.transaction(async (tx) => {
    // Held before it is read, so that no "dirty" of somebody else is lost.
    await tx.run(sql`UPDATE pool_fact SET value = value WHERE key = ${STATE}`);
    const was = !(await isDirty(tx));
    const made = await work(tx);
    if (was)
      await tx.run(sql`UPDATE pool_fact SET value = ${follows === "nothing" ? CLEAN : working} WHERE key = ${STATE}`);
    return { result: made, wasClean: was };
  });
  if (follows === "nothing") return result;
  if (follows === "exclusions") await deriveExclusions(pool);
  else await deriveLocality(pool, { organization, now });
  const settled = await pool.transaction(async (tx) => {
    await countRevision(tx);
    return tx.run(sql`UPDATE pool_fact SET value = ${CLEAN} WHERE key = ${STATE} AND value = ${working}`);
  });
  if (wasClean && settled === 0) await derive(pool, organization, now);
  return result;
}
