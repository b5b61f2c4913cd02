import { type Dataset, type DatasetRow, type DatasetRules, type IncomingRow, refused } from "../../sources/index.js";
import type { ImportStrategy } from "./model.js";

/** Reads every row by itself and stores what it says. */
export const takeEveryRow: ImportStrategy = async (job) => {
  const batch = await job.batch(job.dataset.name, job.dataset.label);
  await batch.store(readRows(job.dataset, job.rows, job.rules));
};

/**
 * The rows as the dataset reads them, each made when it is asked for; of two with the same key the later one is refused. A row that says nothing comes
 * after all others, unless one that says something has come under its key.
 */
export function* readRows(
  dataset: Pick<Dataset, "read">,
  rows: Iterable<DatasetRow>,
  rules: DatasetRules,
): Generator<IncomingRow> {
  const lines = new Map<string, number>();
  const repeats = new Map<string, number>();
  const silent: { readonly row: DatasetRow["number"]; readonly incoming: IncomingRow }[] = [];
  // A blank twin of a row that says something must not take it away.
  const aside = (incoming: IncomingRow, line: number): IncomingRow => ({
    ...incoming,
    sourceId: `${incoming.sourceId}#${line}`,
  });
  for (const row of rows) {
    for (const incoming of dataset.read(row, rules)) {
      const key = incoming.sourceId;
      const { kind } = incoming.read();
      const first = lines.get(key);
      if (kind === "skipped") {
        if (first === undefined) silent.push({ row: row.number, incoming });
        else yield aside(incoming, row.number);
      } else if (first === undefined) {
        lines.set(key, row.number);
        yield incoming;
      } else {
        const repeat = (repeats.get(key) ?? 1) + 1;
        repeats.set(key, repeat);
        const sourceId = `${key}#${repeat}`;
        if (kind === "refused") yield { ...incoming, sourceId };
        else yield refused(row, rules, "duplicate_key", `the same as line ${first}, which was taken.`, sourceId);
      }
    }
  }
  for (const { row, incoming } of silent) yield lines.has(incoming.sourceId) ? aside(incoming, row) : incoming;
}
