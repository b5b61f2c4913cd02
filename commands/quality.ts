import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import { localDay } from "../src/domain/index.js";
import {
  type Chart,
  column,
  counted,
  fact,
  present,
  reply,
  showDay,
  sortedRows,
  table,
  trendChart,
} from "../src/reply/index.js";
import { objectLabel, sourceLabel } from "../src/sources/index.js";
import { type BoardRow, flagName, openFlags, readBoard, type TrendDay, trendOf } from "../src/watch/index.js";
import { completenessFacts } from "./completeness-facts.js";
import { footerOf } from "./footer.js";

const DAYS = 30;
const DAY = 86_400_000;

const COLUMNS = [
  column("object", "Object", "text", "open"),
  column("waiting", "Set aside", "integer", "open"),
  column("flags", "Flags", "integer", "open"),
  column("failing", "Failing", "integer", "open"),
  column("verdict", "Reconciled", "text", "open"),
  column("state", "Last run", "text", "open"),
  column("last_read", "Ended", "instant", "open"),
  column("read", "Read", "integer", "open"),
  column("changed", "Changed", "integer", "open"),
  column("source", "Source", "text", "open"),
];

export const quality = defineCommand({
  name: "quality",
  family: "data",
  summary: "Shows how good the data is: fresh, complete, judged, reconciled, and how that has changed in thirty days.",
  examples: ["quality", "quality as:xlsx"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  withoutData: true,
  args: {
    ...take.listing({
      sort: ["object", "state", "waiting", "flags", "failing", "verdict", "last_read"],
      as: ["xlsx", "csv"],
    }),
  },
  async run(args, context) {
    const board = await readBoard(context.pool);
    const flags = await openFlags(context.pool);
    const open = flags.reduce((sum, each) => sum + each.open, 0);
    const waiting = board.reduce((sum, each) => sum + each.waiting, 0);
    const failing = board.reduce((sum, each) => sum + (each.failing ?? 0), 0);
    const different = differentIn(board);
    return reply({
      title: "Quality of the data",
      text:
        board.length === 0
          ? "Nothing has been read yet, so there is nothing to judge."
          : `${counted(open, "open flag")}, ${counted(waiting, "row")} set aside, ${counted(failing, "failing expectation")}; ${agreement(board)}.`,
      sensitivity: "open",
      facts: [
        fact("flags", "Open flags", open, "integer", "open"),
        fact("waiting", "Rows set aside", waiting, "integer", "open"),
        fact("failing", "Failing expectations", failing, "integer", "open"),
        fact("different", "Objects that differ from their source", different, "integer", "open"),
        ...(await completenessFacts(context)),
      ],
      tables: [
        table({
          key: "objects",
          title: "By source and object",
          columns: COLUMNS,
          rows: sortedRows(
            COLUMNS,
            board.map((row) => [
              objectLabel(row.object),
              row.waiting,
              row.flags,
              row.failing,
              row.verdict,
              row.state,
              row.lastRead,
              row.read,
              row.changed,
              sourceLabel(row.source),
            ]),
            args.sort,
          ),
          empty: "Nothing has been read yet.",
        }),
        table({
          key: "flags",
          title: "Open flags",
          columns: [
            column("kind", "Flag", "text", "open"),
            column("open", "Open", "integer", "open"),
            column("severity", "Severity", "text", "open"),
            column("oldest", "Oldest", "instant", "open"),
          ],
          rows: flags.map(({ kind, open: many, severity, oldest }) => [flagName(kind), many, severity, oldest]),
          empty: "No flag is open.",
        }),
      ],
      charts: await trend(context),
      actions: [
        { label: "Flags", line: "quality flags", does: "run", sensitivity: "open" },
        { label: "Rows set aside", line: "quarantine", does: "run", sensitivity: "open" },
        { label: "Alerts", line: "alerts", does: "run", sensitivity: "open" },
      ],
      files: [{ key: "objects", kind: "xlsx", name: "quality.xlsx" }],
      page: { number: args.page, size: 10, line: context.line },
      provenance: await footerOf(context, { figures: "own" }),
    });
  },
});

/** How many objects differ from their source; null, which is not 0, while nothing has been compared. */
function differentIn(board: readonly BoardRow[]): number | null {
  const verdicts = board.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
  if (verdicts.length === 0) return null;
  return verdicts.filter((verdict) => verdict === "different" || verdict === "failed").length;
}

/** What the last comparisons with the sources found. */
function agreement(board: readonly BoardRow[]): string {
  const different = differentIn(board);
  if (different === null) return "nothing has been compared with its source yet";
  if (different === 0) return "everything compared agrees with its source";
  return different === 1 ? "1 object differs from the source" : `${different} objects differ from the source`;
}

/** Thirty days of what is open; nothing before there are two days to compare. */
async function trend({ pool, organization, request }: CommandContext): Promise<Chart[]> {
  const from = new Date(Date.parse(request.now) - DAYS * DAY).toISOString();
  const days = await trendOf(pool, from, (at) => localDay(at, organization.timeZone));
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined || days.length < 2) return [];
  const sum = ({ flags, quarantined, failing }: TrendDay) => flags + quarantined + failing;
  const change = sum(last) - sum(first);
  const direction = change === 0 ? "as many as" : change < 0 ? `${-change} fewer than` : `${change} more than`;
  return present(
    trendChart(
      {
        key: "trend",
        title: "Open flags, rows set aside, failing expectations",
        takeaway: `${sum(last)} open on ${showDay(last.day)}, ${direction} on ${showDay(first.day)}.`,
        altText: `A line for each of open flags, rows set aside and failing expectations, from ${showDay(first.day)} (${sum(first)} in all) to ${showDay(last.day)} (${sum(last)}).`,
        sensitivity: "open",
        measure: "Open",
        type: "integer",
      },
      days.flatMap(({ day, flags, quarantined, failing }) => [
        { label: day, series: "Flags", value: flags },
        { label: day, series: "Set aside", value: quarantined },
        { label: day, series: "Expectations", value: failing },
      ]),
    ),
  );
}
