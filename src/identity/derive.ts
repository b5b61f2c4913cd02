import sql from "sql-template-tag";
import type { Reader, Transaction } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { deriveCommunications } from "./communications.js";
import { deriveCounts } from "./counts.js";
import { deriveCredit } from "./credit.js";
import { deriveDistricts } from "./districts.js";
import { deriveExclusions } from "./exclusions.js";
import { deriveLocality } from "./locality.js";
import type { DerivePool, Rules } from "./model.js";
import { derivePathways } from "./pathways.js";
import { derivePersons } from "./persons.js";
import { deriveRosterLinks } from "./roster-links.js";
import { deriveSchools } from "./school-levels.js";
import { deriveSheetAttendance } from "./sheet-attendance.js";
import { deriveSheetLinks } from "./sheet-links.js";

const STATE = "derive";
const RULES = "derive_rules";
const ROUNDS = 5;

/** Rows written by each derivation; all zero when nothing had changed. */
export interface Derived {
  readonly persons: number;
  readonly excluded: number;
  readonly locality: number;
  readonly districts: number;
  /** Rows of which event belongs to which pathway. */
  readonly pathways: number;
  readonly counts: number;
  readonly credit: number;
  readonly communications: number;
  /** Schools whose level or district was said. */
  readonly schools: number;
  /** Rows of sheets and files that point elsewhere now, and what they say of attendance. */
  readonly sheets: number;
  readonly flags: number;
  /** False when rows kept changing while it ran: it has to run again. */
  readonly isSettled: boolean;
}

/** Says that rows have changed: to be called in the transaction that changed them, so that a crash leaves nothing underived. */
export async function markDirty(tx: Transaction): Promise<void> {
  await setFact(tx, STATE, "dirty");
}

/** True when rows have changed since the last derivation, or it was cut off. */
export async function isDirty(reader: Reader): Promise<boolean> {
  return (await fact(reader, STATE)) !== "clean";
}

/**
 * Works out what follows from the rows: who is one person, who is excluded, who is local, which districts and pathways events count in, which participations
 * count and for which organisation, whom tasks and e-mails were with. Does nothing when neither rows nor rules changed. Writes only what differs, at most 2,000 rows a transaction; cut off
 * anywhere, the next run finishes. Rows that change meanwhile are taken up before it ends.
 */
export async function derive(
  pool: DerivePool,
  organization: Organization,
  now: string,
  options: { readonly force?: boolean } = {},
): Promise<Derived> {
  const rules: Rules = { organization, now };
  const configured = rulesText(organization);
  let total: Derived = {
    persons: 0,
    excluded: 0,
    locality: 0,
    districts: 0,
    pathways: 0,
    counts: 0,
    credit: 0,
    communications: 0,
    schools: 0,
    sheets: 0,
    flags: 0,
    isSettled: true,
  };
  const isCurrent = !(await isDirty(pool)) && (await fact(pool, RULES)) === configured;
  if (isCurrent && options.force !== true) return total;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await pool.transaction((tx) => setFact(tx, STATE, "deriving"));
    total = added(total, await deriveOnce(pool, rules));
    const isSettled = await pool.transaction((tx) => settle(tx, configured));
    total = { ...total, isSettled };
    if (isSettled) break;
  }
  return total;
}

async function deriveOnce(pool: DerivePool, rules: Rules): Promise<Derived> {
  // Whose school is in which district decides who is one student.
  const schools = await deriveSchools(pool, rules);
  const persons = await derivePersons(pool, rules);
  const excluded = await deriveExclusions(pool);
  const locality = await deriveLocality(pool, rules);
  const districts = await deriveDistricts(pool, rules);
  const counts = await deriveCounts(pool, rules);
  const credit = await deriveCredit(pool);
  const communications = await deriveCommunications(pool, rules);
  const roster = await deriveRosterLinks(pool, rules);
  const links = await deriveSheetLinks(pool, rules);
  const attendance = await deriveSheetAttendance(pool);
  // The sheet's attendance details name pathways.
  const pathways = await derivePathways(pool, rules);
  return {
    persons,
    excluded,
    locality,
    districts: districts.rows,
    pathways: pathways.rows,
    counts: counts.rows,
    credit,
    communications,
    schools,
    sheets: roster.rows + links.rows + attendance,
    flags: districts.flags + pathways.flags + counts.flags + roster.flags + links.flags,
    isSettled: true,
  };
}

/** Clean only if no one said "dirty" since this round began. */
async function settle(tx: Transaction, configured: string): Promise<boolean> {
  const settled = await tx.run(sql`UPDATE pool_fact SET value = 'clean' WHERE key = ${STATE} AND value = 'deriving'`);
  if (settled === 0) return false;
  await setFact(tx, RULES, configured);
  return true;
}

function added(a: Derived, b: Derived): Derived {
  return {
    persons: a.persons + b.persons,
    excluded: a.excluded + b.excluded,
    locality: a.locality + b.locality,
    districts: a.districts + b.districts,
    pathways: a.pathways + b.pathways,
    counts: a.counts + b.counts,
    credit: a.credit + b.credit,
    communications: a.communications + b.communications,
    schools: a.schools + b.schools,
    sheets: a.sheets + b.sheets,
    flags: a.flags + b.flags,
    isSettled: b.isSettled,
  };
}

/** The configuration that derivations depend on, as text: another text means everything is derived anew. */
function rulesText({
  local,
  roleAddresses,
  surnamesPerAddress,
  districtAliases,
  longestFallbackHours,
  pathways,
}: Organization): string {
  return JSON.stringify({ local, roleAddresses, surnamesPerAddress, districtAliases, longestFallbackHours, pathways });
}

async function fact(reader: Reader, key: string): Promise<string | null> {
  const [row] = await reader.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${key}`);
  return row?.value ?? null;
}

async function setFact(tx: Transaction, key: string, value: string): Promise<void> {
  await tx.run(
    sql`INSERT INTO pool_fact (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
}
