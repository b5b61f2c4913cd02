import type { SyncSummary } from "../src/command/index.js";
import type { RehearsedChange } from "../src/intake/index.js";
import { column, counted, type Notice, notice, type Reply, reply, type Table, table } from "../src/reply/index.js";
import { objectLabel } from "../src/sources/index.js";
import { objectsTable } from "./objects-table.js";

/** What a sync that came to no end means for what was said of it. */
const SHARE = {
  partly: "A sync would finish in part, for the reasons below.",
  failed: "A sync would fail, as this did.",
  paused: "The dry run came to no end: what is said below is of the part that was read.",
} as const;

/** What a sync would change, said by trying. */
export function dryRunReply(
  title: string,
  summary: SyncSummary,
  { eachByItself }: { readonly eachByItself: boolean },
): Reply {
  const { status, objects, samples = [] } = summary;
  const sum = (sort: "inserted" | "updated" | "unchanged" | "deleted" | "quarantined") =>
    objects.reduce((total, object) => total + object[sort], 0);
  return reply({
    title,
    text: `A dry run of ${summary.seconds.toFixed(1)} s, which changed nothing. A sync now would bring ${counted(sum("inserted"), "new record")}, change ${sum("updated")}, leave ${sum("unchanged")} as they are, delete ${sum("deleted")} and set ${sum("quarantined")} aside.`,
    sensitivity: "open",
    notices: [
      ...(status === "finished" ? [] : [notice(SHARE[status], status === "paused" ? "warning" : "error")]),
      ...(eachByItself
        ? [notice("Each source was tried by itself: rows that wait for what another brings are counted as set aside.")]
        : []),
      ...noticesOf(summary),
    ],
    tables: [objectsTable(objects), samplesTable(samples)],
  });
}

/** What the source and its objects have to say, of a sync or of a dry run. */
export const noticesOf = ({ notes, objects }: Pick<SyncSummary, "notes" | "objects">): Notice[] => [
  ...notes.map((text) => notice(text)),
  ...objects.flatMap(({ object, problem }) => (problem === null ? [] : [notice(`${object}: ${problem}`, "error")])),
];

/** Datasets whose every row is about a student, whose name may be part of its key. */
const OF_STUDENTS: ReadonlySet<string> = new Set(["pathway-roster", "outside-visits"]);
const A_STUDENT = "a student's row";

/** Keys of rows only where they may be read; what happens to them, and in which fields, anywhere. */
function samplesTable(samples: readonly RehearsedChange[]): Table {
  return table({
    key: "samples",
    title: "Some of the rows that would change",
    columns: [
      column("object", "Object", "text", "open"),
      column("change", "What", "text", "open"),
      column("why", "Fields, or why", "text", "open"),
      column("row", "Row", "text", "contact"),
    ],
    rows: samples.map(({ object, change, why, sourceId }) => [
      objectLabel(object),
      change,
      why,
      OF_STUDENTS.has(object) ? A_STUDENT : sourceId,
    ]),
    empty: "No row would change.",
  });
}
