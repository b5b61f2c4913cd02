import sql from "sql-template-tag";
import { z } from "zod";
import { keepFact, keptFact, type Reader, type Transaction } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { deriveCommunications } from "./communications.js";
import { deriveCounts } from "./counts.js";
import { deriveCredit } from "./credit.js";
import { deriveDistricts } from "./districts.js";
import { settlePairs } from "./duplicates/settle-pairs.js";
import { deriveEventDecisions } from "./event-decisions.js";
import { deriveExclusions } from "./exclusions.js";
import { deriveLocalDays } from "./local-days.js";
import { deriveLocality } from "./locality.js";
import { followAllMerges } from "./merged-at-source/follow.js";
import type { DerivePool, Rules } from "./model.js";
import { deriveOverrides } from "./overrides.js";
import { derivePathways } from "./pathways.js";
import { derivePersons } from "./persons.js";
import { deriveRosterLinks } from "./roster-links.js";
import { deriveSameOrganizations } from "./same-organizations.js";
import { deriveSameSessions } from "./same-sessions.js";
import { deriveSchools } from "./school-levels.js";
import { deriveSchoolYears } from "./school-years.js";
import { deriveSheetAttendance } from "./sheet-attendance.js";
import { deriveSheetLinks } from "./sheet-links.js";
import { deriveSkills } from "./skills.js";

const STATE = "derive";
const RULES = "derive_rules";
const REVISION = "pool_revision";
const ROUNDS = 5;

/** Rows written by each derivation, when nothing had changed. */
const NOTHING = {
  persons: 0,
  /** Rows moved because people decided that two sessions or two organisations are one. */
  merged: 0,
  excluded: 0,
  locality: 0,
  districts: 0,
  /** Rows of which event belongs to which pathway. */
  pathways: 0,
  counts: 0,
  credit: 0,
  communications: 0,
  /** Schools whose level or district was said. */
  schools: 0,
  /** Events and e-mails that are on another day, or at another time, since the time zone is another one. */
  days: 0,
  /** Events whose status or school a person said, or whose school year is another by now. */
  events: 0,
  /** Rows of sheets and files that point elsewhere now, and what they say of attendance. */
  sheets: 0,
  flags: 0,
};

/** Rows written by each derivation. */
export interface Derived extends Readonly<typeof NOTHING> {
  /** False when rows kept changing while it ran: it has to run again. */
  readonly isSettled: boolean;
}

/** Says that rows have changed: to be called in the transaction that changed them, so that a crash leaves nothing underived. */
export async function markDirty(tx: Transaction): Promise<void> {
  await keepFact(tx, STATE, "dirty");
  await countRevision(tx);
}

/** How often rows have changed: what was read at one revision still stands at the same one. */
export async function poolRevision(reader: Reader): Promise<string> {
  return (await keptFact(reader, REVISION)) ?? "0";
}

/** True when rows have changed since the last derivation, or it was cut off. */
export async function isDirty(reader: Reader): Promise<boolean> {
  return (await keptFact(reader, STATE)) !== "clean";
}

export interface DeriveOptions {
  /** Also when neither rows nor rules changed. */
  readonly force?: boolean;
  /** That, and the days and school years that rows came with. */
  readonly rebuild?: boolean;
  /** Called when persons and credit stand: after a first load they are written to most rows, and what comes then asks more than it writes. */
  readonly whenCredited?: () => Promise<void>;
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
  options: DeriveOptions = {},
): Promise<Derived> {
  const rules: Rules = { organization, now };
  const configured = rulesText(organization);
  let total: Derived = { ...NOTHING, isSettled: true };
  const { force = false, rebuild = false } = options;
  const kept = await keptFact(pool, RULES);
  const isByTheseRules = kept === configured;
  if (isByTheseRules && !(await isDirty(pool)) && !force && !rebuild) return total;
  // The day and the school year that an event came with stand until the time zone is another one, and until years begin in another month.
  const days = rebuild || wasOfAnotherZone(kept, organization) ? await deriveLocalDays(pool, rules) : 0;
  const years = rebuild || !isByTheseRules ? await deriveSchoolYears(pool, rules) : 0;
  total = { ...total, days, events: years };
  for (let round = 1; round <= ROUNDS; round += 1) {
    await pool.transaction((tx) => keepFact(tx, STATE, "deriving"));
    total = added(total, await deriveOnce(pool, rules, options.whenCredited));
    const isSettled = await pool.transaction((tx) => settle(tx, configured));
    total = { ...total, isSettled };
    if (isSettled) break;
  }
  return total;
}

async function deriveOnce(
  pool: DerivePool,
  rules: Rules,
  whenCredited: () => Promise<void> = async () => undefined,
): Promise<Derived> {
  // What was said of a record that its source merged is said of the one that stays.
  await followAllMerges(pool);
  // Whose school is in which district decides who is one student.
  const schools = await deriveSchools(pool, rules);
  // What state an event is in, and at which school it was, decides where it counts.
  const events = await deriveEventDecisions(pool);
  const persons = await derivePersons(pool, rules);
  // Who took part, and for whom, stands before it is asked what counts.
  const overridden = await deriveOverrides(pool);
  const merged = (await deriveSameSessions(pool)) + (await deriveSameOrganizations(pool));
  await settlePairs(pool);
  const credit = await deriveCredit(pool);
  await whenCredited();
  const excluded = await deriveExclusions(pool);
  const locality = await deriveLocality(pool, rules);
  const districts = await deriveDistricts(pool, rules);
  const counts = await deriveCounts(pool, rules);
  const communications = await deriveCommunications(pool, rules);
  await deriveSkills(pool);
  const roster = await deriveRosterLinks(pool, rules);
  const links = await deriveSheetLinks(pool, rules);
  const attendance = await deriveSheetAttendance(pool);
  // The sheet's attendance details name pathways.
  const pathways = await derivePathways(pool, rules);
  return {
    days: 0,
    persons,
    merged,
    excluded,
    locality,
    districts: districts.rows,
    pathways: pathways.rows,
    counts: overridden + counts.rows,
    credit,
    communications,
    schools,
    events,
    sheets: roster.rows + links.rows + attendance,
    flags: districts.flags + pathways.flags + counts.flags + roster.flags + links.flags,
    isSettled: true,
  };
}

/** Clean only if no one said "dirty" since this round began; another revision either way, for what the round wrote. */
async function settle(tx: Transaction, configured: string): Promise<boolean> {
  await countRevision(tx);
  const settled = await tx.run(sql`UPDATE pool_fact SET value = 'clean' WHERE key = ${STATE} AND value = 'deriving'`);
  if (settled === 0) return false;
  await keepFact(tx, RULES, configured);
  return true;
}

const DERIVATIONS = Object.keys(NOTHING) as readonly (keyof typeof NOTHING)[];

function added(a: Derived, b: Derived): Derived {
  const sum = { ...NOTHING };
  for (const each of DERIVATIONS) sum[each] = a[each] + b[each];
  return { ...sum, isSettled: b.isSettled };
}

/** The configuration that derivations depend on. */
const FOLLOWED = [
  "local",
  "roleAddresses",
  "surnamesPerAddress",
  "districtAliases",
  "longestFallbackHours",
  "pathways",
  "schoolYearStartMonth",
  "timeZone",
] as const satisfies readonly (keyof Organization)[];

/** The same as text: another text means everything is derived anew. */
const rulesText = (organization: Organization): string =>
  JSON.stringify(Object.fromEntries(FOLLOWED.map((key) => [key, organization[key]])));

const keptRules = z.object({ timeZone: z.string().optional() });

/** Whether the rules that were followed last name another time zone; a pool of an older version names none. */
function wasOfAnotherZone(kept: string | null, { timeZone }: Organization): boolean {
  if (kept === null) return false;
  const { timeZone: before = timeZone } = keptRules.parse(JSON.parse(kept));
  return before !== timeZone;
}

/** Also where what follows from a change is written after it: whoever read in between reads again. */
export const countRevision = (tx: Transaction): Promise<number> =>
  tx.run(sql`
    INSERT INTO pool_fact (key, value) VALUES (${REVISION}, '1')
    ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(pool_fact.value AS INTEGER) + 1 AS TEXT)`);
