import { defineCommand, take } from "../src/command/index.js";
import { type LastJudgement, lastJudgements, ofSheet } from "../src/intake/index.js";
import { column, counted, type FileOffer, fact, reply, sortedRows, table } from "../src/reply/index.js";
import { objectLabel } from "../src/sources/index.js";
import { footerOf } from "./footer.js";

const COLUMNS = [
  column("object", "Object", "text", "open"),
  column("expectation", "Expectation", "text", "open"),
  column("columns", "Column", "text", "open"),
  column("severity", "Severity", "text", "open"),
  column("rows", "Rows", "integer", "open"),
  column("share", "Share", "percent", "open"),
  column("why", "Why", "text", "open"),
  column("at", "Judged", "instant", "open"),
];

export const expectations = defineCommand({
  name: "quality expectations",
  family: "data",
  summary: "Shows which expectations of what came last are not met, object by object.",
  examples: ["quality expectations", "quality expectations Contact", "quality expectations roster --gx"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  withoutData: true,
  args: {
    object: take.text({ label: "Object or dataset", positional: "one", main: true }),
    gx: take.flag({ label: "Great Expectations' own JSON", bare: ["--gx"] }),
    ...take.listing({ sort: ["object", "expectation", "severity", "rows", "share"], as: ["xlsx", "csv"] }),
  },
  async run(args, context) {
    const object = args.object ?? null;
    const judged = await lastJudgements(context.pool, object);
    const failing = judged.flatMap((each) => each.failing.map((expectation) => ({ ...expectation, of: each })));
    const critical = failing.filter(({ severity }) => severity === "critical").length;
    const nothing = object === null ? "Nothing has been judged yet." : `Nothing called ${object} has been judged yet.`;
    return reply({
      title: object === null ? "Expectations" : `Expectations of ${objectLabel(judged[0]?.object ?? object)}`,
      text:
        judged.length === 0
          ? nothing
          : `${counted(failing.length, "expectation")} not met in ${counted(judged.length, "object")}${critical > 0 ? `, ${critical} of them critical` : ""}.`,
      sensitivity: "open",
      facts: args.gx === true ? judged.map((each) => fact(keyOf(each), each.suite, each.json, "text", "open")) : [],
      tables: [
        table({
          key: "failing",
          title: "Not met",
          columns: COLUMNS,
          rows: sortedRows(
            COLUMNS,
            failing.map(({ of, type, columns, severity, rows, percent, exception }) => [
              ofSheet(objectLabel(of.object), of.sheet),
              type,
              columns.join(", "),
              severity,
              rows,
              percent === null ? null : percent / 100,
              exception,
              of.at,
            ]),
            args.sort,
          ),
          empty: judged.length === 0 ? nothing : "Every expectation is met.",
        }),
      ],
      files: [
        { key: "failing", kind: "xlsx", name: "expectations.xlsx" },
        { key: "failing", kind: "csv", name: "expectations.csv" },
        ...(args.gx === true ? judged.map(resultFile) : []),
      ],
      page: { number: args.page, size: 15, line: context.line },
      provenance: await footerOf(context, { figures: "none" }),
    });
  },
});

const keyOf = ({ object, sheet }: LastJudgement): string => ofSheet(object, sheet);

/** The result as a file that other tools read, named by its place where an object has several. */
const resultFile = (judged: LastJudgement, _: number, all: readonly LastJudgement[]): FileOffer => {
  const like = all.filter(({ object }) => object === judged.object);
  const place = like.length === 1 ? "" : `-${like.indexOf(judged) + 1}`;
  return { key: keyOf(judged), kind: "json", name: `${judged.object}${place}.validation.json` };
};
