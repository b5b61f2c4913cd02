import { defineCommand, take } from "../src/command/index.js";
import { column, counted, reply, sortedRows, table } from "../src/reply/index.js";
import { objectLabel } from "../src/sources/index.js";
import { listQuarantine } from "../src/watch/index.js";
import { footerOf } from "./footer.js";

const COLUMNS = [
  column("object", "Object", "text", "open"),
  column("source_id", "Row", "text", "contact"),
  column("reason", "Reason", "text", "open"),
  column("detail", "What", "text", "contact"),
  column("came_by", "Came by", "text", "contact"),
  column("waits_for", "Waits for", "text", "contact"),
  column("since", "Since", "instant", "open"),
  column("attempts", "Runs in vain", "integer", "open"),
];

export const quarantine = defineCommand({
  name: "quarantine",
  family: "data",
  summary: "Lists the rows that were set aside, with the reason and what they wait for.",
  examples: ["quarantine", "quarantine dataset:pathful-sessions", "quarantine reason:missing_parent"],
  allow: ["admin", "staff"],
  effect: "read",
  withoutData: true,
  args: {
    dataset: take.text({ label: "Object or dataset", main: true, also: ["object"] }),
    reason: take.text({ label: "Reason", main: true }),
    ...take.listing({ sort: ["object", "reason", "since", "attempts"], as: ["xlsx", "csv"] }),
  },
  async run(args, context) {
    const rows = await listQuarantine(context.pool, { object: args.dataset, reason: args.reason });
    const orphans = rows.filter(({ attempts }) => attempts > 10).length;
    return reply({
      title: "Rows set aside",
      text:
        rows.length === 0
          ? "No row is set aside."
          : `${counted(rows.length, "row")} set aside${orphans > 0 ? `, ${orphans} of them likely orphans` : ""}. They go in by themselves when what they wait for arrives or is mended in the source.`,
      sensitivity: "open",
      tables: [
        table({
          key: "rows",
          title: "Rows set aside",
          columns: COLUMNS,
          rows: sortedRows(
            COLUMNS,
            rows.map((each) => [
              objectLabel(each.object),
              each.sourceId,
              each.reason.replaceAll("_", " "),
              each.detail,
              each.cameBy,
              each.waitsFor,
              each.firstAt,
              each.attempts,
            ]),
            args.sort,
          ),
          empty: "No row is set aside.",
        }),
      ],
      actions: [{ label: "Open questions", line: "tickets", does: "run", sensitivity: "open" }],
      files: [
        { key: "rows", kind: "xlsx", name: "set-aside.xlsx" },
        { key: "rows", kind: "csv", name: "set-aside.csv" },
      ],
      page: { number: args.page, size: 10, line: context.line },
      provenance: await footerOf(context, { figures: "none" }),
    });
  },
});
