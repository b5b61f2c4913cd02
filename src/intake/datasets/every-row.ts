import { type Dataset, type DatasetRow, type DatasetRules, type IncomingRow, refused } from "../../sources/index.js";
import type { ImportStrategy } from "./model.js";

/** Reads every row by itself and stores what it says. */
export const takeEveryRow: ImportStrategy = async (job) => {
  const batch = await job.batch(job.dataset.name, job.dataset.label);
  await batch.store(readRows(job.dataset, job.rows, job.rules));
};

/** The rows as the dataset reads them; of two with the same key the later one is refused. */
export function readRows(
  dataset: Pick<Dataset, "read">,
  rows: readonly DatasetRow[],
  rules: DatasetRules,
): IncomingRow[] {
  const read = rows.flatMap((row) =>
    dataset.read(row, rules).map((incoming) => ({ row, incoming, reading: incoming.read() })),
  );
  const said = new Set(
    read.filter(({ reading }) => reading.kind !== "skipped").map(({ incoming }) => incoming.sourceId),
  );
  const lines = new Map<string, number>();
  const repeats = new Map<string, number>();
  return read.map(({ row, incoming, reading }) => {
    const key = incoming.sourceId;
    // A blank twin of a row that says something must not take it away.
    if (reading.kind === "skipped") return said.has(key) ? { ...incoming, sourceId: `${key}#${row.number}` } : incoming;
    const first = lines.get(key);
    if (first === undefined) {
      lines.set(key, row.number);
      return incoming;
    }
    const repeat = (repeats.get(key) ?? 1) + 1;
    repeats.set(key, repeat);
    const sourceId = `${key}#${repeat}`;
    if (reading.kind === "refused") return { ...incoming, sourceId };
    return refused(row, rules, "duplicate_key", `the same as line ${first}, which was taken.`, sourceId);
  });
}
