import type { IncomingRow } from "../../sources/index.js";
import { payloadOf, type RowVerdict } from "./field-tally.js";
import type { Findings } from "./findings.js";
import type { Known, PoolSide } from "./pool-side.js";

/** A row that did not agree; null where the source does not have it. */
export interface Suspect {
  readonly id: string;
  readonly row: IncomingRow | null;
}

export interface Bench {
  readonly pool: PoolSide;
  readonly findings: Findings;
  /** Why rows wait in quarantine, by source id. */
  readonly waiting: ReadonlyMap<string, string>;
  /** Rows stamped at or after this are in flight. */
  readonly cutoff: string;
  /** Ids that were emptied out of the bin since the cutoff: they bear no stamp any more. */
  readonly justDeleted: () => Promise<ReadonlySet<string>>;
}

/** Refusals that the row itself can end. */
const MENDABLE: ReadonlySet<string> = new Set(["bad_value", "missing_required"]);

/** Judges rows that did not agree, against the pool as it is by then: a sync may have brought them meanwhile. */
export async function judge(bench: Bench, suspects: readonly Suspect[]): Promise<void> {
  if (suspects.length === 0) return;
  const { pool, findings, cutoff } = bench;
  const ids = suspects.map(({ id }) => id);
  const known = await pool.keysOf(ids);
  const copies = await pool.copiesOf(ids);
  const isGone = ({ id, row }: Suspect) => row === null && known.get(id)?.deleted_at === null;
  const purged = suspects.some(isGone) ? await bench.justDeleted() : new Set();
  for (const { id, row } of suspects) {
    const here = known.get(id);
    const live = here !== undefined && here.deleted_at === null ? here : null;
    if ((here?.modified_at ?? "") >= cutoff) {
      findings.fly(id);
      if (row !== null && !row.isDeleted) findings.count(-1);
    } else if (row === null || row.isDeleted) {
      if (live === null) continue;
      if (purged.has(id)) findings.fly(id);
      else findings.add("extra", "deleted_there", id);
    } else if (live === null) judgeMissing(bench, row, here !== undefined);
    else if (live.record_hash !== row.hash) judgeChanged(bench, row, live, copies.get(id)?.payload ?? null);
  }
}

function judgeMissing({ findings, waiting }: Bench, row: IncomingRow, wasHere: boolean): void {
  const reason = waiting.get(row.sourceId);
  const reading = row.read();
  // A refusal that no longer holds explains nothing.
  const isOutdated = reading.kind === "record" && reason !== undefined && MENDABLE.has(reason);
  if (reading.kind === "skipped") findings.explain(row.sourceId, reading.reason, false);
  else if (reason !== undefined && !isOutdated) findings.explain(row.sourceId, `quarantine: ${reason}`, false);
  else findings.add("missing", wasHere ? "deleted_here" : "not_here", row.sourceId);
}

function judgeChanged({ findings, waiting }: Bench, row: IncomingRow, here: Known, copy: string | null): void {
  const id = row.sourceId;
  const reason = waiting.get(id);
  if (reason !== undefined) findings.explain(id, `quarantine: ${reason}`, true);
  else if (row.read().kind === "skipped") {
    findings.add("extra", "left_there", id);
    findings.count(-1);
  } else {
    const cause = here.modified_at === row.modifiedAt ? "unstamped" : "not_synced";
    const compared = copy === null ? null : comparedWith(findings, row, copy);
    if (copy === null || compared === null) findings.add("changed", "altered_here", id);
    else if (compared.different > 0) findings.add("changed", cause, id, compared.fields);
    else if (compared.tolerated > 0) findings.add("tolerated", cause, id, compared.fields);
    else if (compared.formula > 0) findings.add("tolerated", "formula", id, compared.fields);
    else if (!hasUncompared(row, copy)) findings.add("changed", "altered_here", id);
  }
}

function comparedWith(findings: Findings, row: IncomingRow, copy: string): RowVerdict | null {
  try {
    return findings.tally.compare(payloadOf(row.payload()), payloadOf(copy));
  } catch {
    return null;
  }
}

/** Whether something that is not compared (a field that is not shown, or that is to be ignored) makes the difference. */
function hasUncompared(row: IncomingRow, copy: string): boolean {
  const [there, here] = [payloadOf(row.payload()), payloadOf(copy)];
  const fields = new Set([...Object.keys(there), ...Object.keys(here)]);
  fields.delete("SystemModstamp");
  return [...fields].some((field) => (there[field] ?? null) !== (here[field] ?? null));
}
