import { setImmediate } from "node:timers/promises";
import sql from "sql-template-tag";
import { scorer, usualWeights, zoneOf } from "../../identity/index.js";
import type { Pool, Transaction } from "../../pool/index.js";
import type { Clock, Organization } from "../../runtime/index.js";
import { bearersAmong } from "./bearers.js";
import { type Candidate, fillLooked, leadCandidates, salesforceCandidates } from "./candidates.js";
import { readCompared } from "./compared.js";
import { type ComparedLead, leadPlan } from "./likeness-plan.js";
import { type FoundPair, type KeptLeadPairs, keepLeadPairs, saidToBeTwo } from "./pairs.js";

/** Until where was looked: the last wording and the last batch of Salesforce. */
const LOOKED = "leads looked at for pairs";
/** Pairs compared between two breaths: what is known of their leads is read for them, and let go. */
const SLICE = 500;
/** Whoever looks at the same time as somebody else looks again, at what is new by then. */
const MOST_LOOKS = 3;

/**
 * Looks for leads that are probably one, and for leads without a match that are probably one of Salesforce, and keeps the pairs for people to decide.
 * Nobody is merged. Only what is new since it last looked is compared, with whatever shares something with it.
 */
export async function proposeSameLeads(pool: Pool, organization: Organization, clock: Clock): Promise<KeptLeadPairs> {
  for (let look = 1; ; look++) {
    const found = await pool.transaction(candidatesOf);
    const pairs = await compare(pool, organization, found);
    const kept = await pool.transaction(async (tx) => {
      if (look < MOST_LOOKS && (await lookedUntil(tx)) !== found.since) return null;
      const kept = await keepLeadPairs(tx, pairs, found.looked, clock.now());
      await tx.run(sql`
        INSERT INTO pool_fact (key, value) VALUES (${LOOKED}, ${JSON.stringify(found.until)})
        ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
      return kept;
    });
    if (kept !== null) return kept;
  }
}

interface Found {
  readonly looked: readonly number[];
  readonly leads: readonly Candidate[];
  readonly salesforce: readonly Candidate[];
  /** Leads there are in all: by it a pair is more or less of a chance. */
  readonly records: number;
  /** As it was kept by whoever looked before. */
  readonly since: string | null;
  readonly until: readonly [version: number, batch: number];
}

async function lookedUntil(tx: Transaction): Promise<string | null> {
  const [fact] = await tx.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${LOOKED}`);
  return fact?.value ?? null;
}

async function candidatesOf(tx: Transaction): Promise<Found> {
  const since = await lookedUntil(tx);
  const [version = 0, batch = 0]: number[] = since === null ? [] : JSON.parse(since);
  const [count] = await tx.query<{ records: number; version: number | null; batch: number | null }>(sql`
    SELECT (SELECT COUNT(*) FROM lead) AS records, (SELECT MAX(id) FROM lead_version) AS version, (SELECT MAX(batch_id) FROM salesforce_lead) AS batch`);
  const records = count?.records ?? 0;
  return {
    looked: await fillLooked(tx, version),
    leads: records === 0 ? [] : await leadCandidates(tx),
    salesforce: records === 0 ? [] : await salesforceCandidates(tx, batch),
    records,
    since,
    until: [count?.version ?? 0, count?.batch ?? 0],
  };
}

async function compare(pool: Pool, { identity }: Organization, found: Found): Promise<FoundPair[]> {
  const { leads, salesforce, records } = found;
  const weights = usualWeights(leadPlan.fields, records);
  const isTwo = await saidToBeTwo(pool);
  const conflict = (a: ComparedLead, b: ComparedLead) =>
    isTwo(a, b) ? "a person said so" : (leadPlan.conflict?.(a, b) ?? null);
  const pairs: FoundPair[] = [];
  for (const candidates of slices([...leads, ...salesforce])) {
    const compared = await readCompared(pool, leadsIn(candidates), salesforceIn(candidates));
    const placeOf = new Map(compared.map(({ leadId, sourceId }, place) => [leadId ?? sourceId, place]));
    const bearers = await bearersAmong(pool, compared, records);
    const columns = [];
    for (const each of leadPlan.fields)
      columns.push(await each.column(compared, () => setImmediate(), bearers(each.name)));
    const judge = scorer({ ...leadPlan, conflict }, compared, columns, weights);
    for (const { one, other } of candidates) {
      const [a, b] = [placeOf.get(one), placeOf.get(other)];
      const explained = a === undefined || b === undefined ? null : judge.explain(a, b);
      if (a === undefined || b === undefined || explained === null) continue;
      const zone = zoneOf(explained.score, identity);
      const [first, second] = [compared[a], compared[b]];
      if (zone !== "different" && first !== undefined && second !== undefined)
        pairs.push({ a: first, b: second, zone, ...explained });
    }
    await setImmediate();
  }
  return pairs;
}

function* slices(candidates: readonly Candidate[]): Iterable<readonly Candidate[]> {
  for (let from = 0; from < candidates.length; from += SLICE) yield candidates.slice(from, from + SLICE);
}

const leadsIn = (candidates: readonly Candidate[]): ReadonlySet<number> =>
  new Set(candidates.flatMap(({ one, other }) => (typeof other === "number" ? [one, other] : [one])));

const salesforceIn = (candidates: readonly Candidate[]): ReadonlySet<string> =>
  new Set(candidates.flatMap(({ other }) => (typeof other === "string" ? [other] : [])));
