import sql from "sql-template-tag";
import { DESTINATIONS } from "../../intake/index.js";
import type { Reader } from "../../pool/index.js";
import { asPolarisError, type Clock, type Organization } from "../../runtime/index.js";
import { type IncomingRow, OBJECTS } from "../../sources/index.js";
import { payloadOf } from "./field-tally.js";
import { Findings } from "./findings.js";
import { FILES, type ObjectComparison } from "./model.js";
import { type Known, PoolSide } from "./pool-side.js";

/** A sheet that can be read once more without storing anything. */
export interface RereadSource {
  /** The `source` of its rows in the pool, as in "roster". */
  readonly source: string;
  /** The `object` of its rows, by which intake knows their tables. */
  readonly object: string;
  /** As staff call it. */
  readonly label: string;
  /** Where its rows come from, as in "sheet:Roster KCK"; null when it is all there is of the source. */
  readonly origin: string | null;
  /** All its rows, read as the sync reads them. */
  read(stop: AbortSignal | undefined): Promise<readonly IncomingRow[]>;
}

export interface DatasetOptions {
  readonly pool: Reader;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly stop: AbortSignal | undefined;
}

/** Compares a sheet as it is now with the rows it brought: by the hash of each row, and field by field where that differs. */
export async function compareReread(reread: RereadSource, options: DatasetOptions): Promise<ObjectComparison> {
  const { pool, organization, clock, stop } = options;
  const startedAt = clock.now();
  const side = new PoolSide({ reader: pool, source: reread.source, object: reread.object, origin: reread.origin });
  const findings = findingsOf(reread.object, organization);
  let error: string | null = null;
  try {
    const rows = new Map((await reread.read(stop)).map((row) => [row.sourceId, row]));
    const known = await side.keysOf([...rows.keys()]);
    const waiting = await side.waiting();
    const copies = await side.copiesOf([...rows].flatMap(([id, row]) => (isChanged(row, known.get(id)) ? [id] : [])));
    for (const [id, row] of rows) {
      findings.count(1);
      const here = known.get(id);
      const reason = waiting.get(id);
      const reading = isChanged(row, here) ? row.read() : null;
      if (reading === null) continue;
      const isLive = here !== undefined && here.deleted_at === null;
      if (reading.kind === "skipped" && !isLive) findings.explain(id, reading.reason, false);
      else if (reason !== undefined) findings.explain(id, `quarantine: ${reason}`, isLive);
      else if (!isLive) findings.add("missing", here === undefined ? "not_here" : "deleted_here", id);
      else settle(findings, row, copies.get(id)?.payload ?? null);
    }
    for await (const page of side.living())
      for (const { source_id } of page) if (!rows.has(source_id)) findings.add("extra", "deleted_there", source_id);
    for (const id of await side.withoutTheirCopy()) if (!findings.has(id)) findings.add("changed", "altered_here", id);
  } catch (thrown) {
    if (stop?.aborted) throw thrown;
    error = asPolarisError(thrown).message;
  }
  const about = { ...reread, ...(reread.origin === null ? {} : { part: reread.label }) };
  return comparisonOf(about, { findings, startedAt, error, clock });
}

const isChanged = (row: IncomingRow, here: Known | undefined): boolean =>
  here === undefined || here.deleted_at !== null || here.record_hash !== row.hash;

function settle(findings: Findings, row: IncomingRow, copy: string | null): void {
  const compared = copy === null ? null : findings.tally.compare(payloadOf(row.payload()), payloadOf(copy));
  const { different = 0, tolerated = 0, fields = [] } = compared ?? {};
  if (different === 0 && tolerated > 0) findings.add("tolerated", "not_synced", row.sourceId, fields);
  else findings.add("changed", different > 0 ? "not_synced" : "altered_here", row.sourceId, fields);
}

/**
 * Rows that cannot be read again: those of files that were handed in, and of sheets that are no longer connected. Each is held against the copy it came
 * with.
 */
export async function compareUploads(
  options: DatasetOptions,
  reread: readonly RereadSource[],
): Promise<ObjectComparison[]> {
  const { pool, organization, clock } = options;
  const comparisons: ObjectComparison[] = [];
  const salesforce = new Set<string>(OBJECTS.map(({ name }) => name));
  for (const object of Object.keys(DESTINATIONS)) {
    if (salesforce.has(object)) continue;
    const sheets = reread.filter((each) => each.object === object);
    const except = sheets.flatMap(({ origin }) => origin ?? []);
    if (except.length < sheets.length) continue;
    const [copied] = await pool.query<{ rows: number }>(sql`
      SELECT COUNT(*) AS rows FROM raw_record WHERE source = ${object} AND object = ${object}`);
    if ((copied?.rows ?? 0) === 0) continue;
    const startedAt = clock.now();
    const side = new PoolSide({ reader: pool, source: object, object, origin: null, except });
    const sizes = [...(await side.sizes()).values()];
    const isBeside = sheets.length > 0;
    if (isBeside && sizes.every((rows) => rows === 0)) continue;
    const findings = findingsOf(object, organization);
    for (const rows of sizes) findings.count(rows);
    for (const id of await side.withoutTheirCopy()) findings.add("changed", "altered_here", id);
    const label = `${object.replaceAll("-", " ")}${isBeside ? ` ${FILES}` : ""}`;
    const about = { source: object, object, label, ...(isBeside ? { part: FILES } : {}) };
    comparisons.push(comparisonOf(about, { findings, startedAt, error: null, clock }));
  }
  return comparisons;
}

const findingsOf = (object: string, organization: Organization): Findings =>
  new Findings({ object, kinds: {}, uncompared: new Set(), settings: organization.reconcile });

interface Compared {
  readonly findings: Findings;
  readonly startedAt: string;
  readonly error: string | null;
  readonly clock: Clock;
}

function comparisonOf(
  { source, object, label, part }: Pick<ObjectComparison, "source" | "object" | "label" | "part">,
  { findings, startedAt, error, clock }: Compared,
): ObjectComparison {
  const rows = findings.figures;
  const differs = rows.missing + rows.extra + rows.changed > 0;
  return {
    source,
    object,
    label,
    ...(part === undefined ? {} : { part }),
    depth: "deep",
    verdict: error !== null ? "failed" : differs ? "different" : rows.tolerated > 0 ? "tolerated" : "ok",
    sourceAt: startedAt,
    poolAt: startedAt,
    cutoff: startedAt,
    startedAt,
    finishedAt: clock.now(),
    rows,
    causes: findings.causes,
    explainedBy: findings.explainedBy,
    fields: findings.tally.figures,
    drift: [],
    buckets: null,
    samples: findings.samples,
    notices: [],
    error,
    reproduce: `reconcile ${object}`,
  };
}
