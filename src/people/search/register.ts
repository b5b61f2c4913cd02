import sql from "sql-template-tag";
import { poolRevision } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import { readRegister } from "./register-read.js";
import type { Register } from "./registered.js";

interface Kept {
  readonly version: string;
  readonly register: Promise<Register>;
}

const kept = new WeakMap<Reader, Kept>();

/**
 * Every volunteer as a search judges them on a day, read from the pool once and then again whenever rows have changed: a search itself reads nothing but the
 * revision. What it finds is what the pool says (ruling F3).
 */
export async function registerOf(reader: Reader, today: string): Promise<Register> {
  const version = `${today} ${await poolRevision(reader)} ${await newestRows(reader)}`;
  const known = kept.get(reader);
  if (known?.version === version) return known.register;
  const register = readRegister(reader, today);
  kept.set(reader, { version, register });
  // What could not be read is tried anew by the next search.
  register.catch(() => {
    if (kept.get(reader)?.register === register) kept.delete(reader);
  });
  return register;
}

/** Rows that came without a word of it: each table's newest, from its key alone. */
async function newestRows(reader: Reader): Promise<string> {
  const [row] = await reader.query<Record<string, number | null>>(sql`
    SELECT (SELECT MAX(id) FROM contact) AS c, (SELECT MAX(id) FROM contact_skill) AS s, (SELECT MAX(id) FROM affiliation) AS a,
      (SELECT MAX(id) FROM participation) AS p, (SELECT MAX(id) FROM decision) AS d, (SELECT MAX(id) FROM communication) AS m,
      (SELECT MAX(id) FROM pathful_user) AS u`);
  return Object.values(row ?? {}).join(" ");
}
