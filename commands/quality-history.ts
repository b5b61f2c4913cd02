import { defineCommand, take } from "../src/command/index.js";
import { localDay } from "../src/domain/index.js";
import {
  column,
  counted,
  present,
  reply,
  showCell,
  showDay,
  sortedRows,
  table,
  trendChart,
} from "../src/reply/index.js";
import { keptFigures, keptMetrics } from "../src/watch/index.js";
import { footerOf } from "./footer.js";

const DAYS = 30;
const DAY = 86_400_000;

const COLUMNS = [
  column("metric", "Figure", "text", "open"),
  column("value", "Value", "number", "open"),
  column("success", "As it should be", "boolean", "open"),
  column("at", "Measured", "instant", "open"),
  column("job", "By", "text", "open"),
];

export const qualityHistory = defineCommand({
  name: "quality history",
  family: "data",
  summary: "Shows the figures of data quality that were kept: those of the last runs, or one over thirty days.",
  examples: ["quality history", "quality history flags.event_without_school_or_district"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  withoutData: true,
  args: {
    metric: take.text({
      label: "Figure",
      positional: "one",
      main: true,
      options: async (query, { pool }) =>
        (await keptMetrics(pool))
          .filter((metric) => metric.toLowerCase().includes(query.toLowerCase()))
          .map((metric) => ({ value: metric, label: metric })),
    }),
    ...take.listing({ sort: ["metric", "value", "at", "job"], as: ["xlsx", "csv", "chart"] }),
  },
  async run(args, context) {
    const { metric } = args;
    const since = new Date(Date.parse(context.request.now) - DAYS * DAY).toISOString();
    const kept = await keptFigures(context.pool, { metric, since });
    const [last] = kept;
    const day = (at: string) => localDay(at, context.organization.timeZone);
    const said = ({ value, at }: { readonly value: number; readonly at: string }, word: "as of" | "on") =>
      `${showCell(value, "number")} ${word} ${showDay(day(at))}`;
    const first = kept.at(-1);
    const before = first === undefined || first === last ? "" : `, after ${said(first, "on")}`;
    const bad = kept.filter(({ success }) => !success).length;
    return reply({
      title: metric === null ? "Figures of data quality" : metric,
      text:
        last === undefined
          ? `Nothing was kept${metric === null ? "" : ` under “${metric}”`} in the last ${DAYS} days. The jobs quality and reconcile keep figures each night.`
          : metric === null
            ? `${counted(kept.length, "figure")} of the last runs, ${bad} not as they should be.`
            : `${metric} is ${said(last, "as of")}${before}.`,
      sensitivity: "open",
      tables: [
        table({
          key: "figures",
          title: metric === null ? "The last runs" : `The last ${DAYS} days`,
          columns: COLUMNS,
          rows: sortedRows(
            COLUMNS,
            kept.map((each) => [each.metric, each.value, each.success, each.at, each.job]),
            args.sort,
          ),
          empty: "Nothing was kept yet.",
        }),
      ],
      charts:
        metric === null || last === undefined
          ? []
          : present(
              trendChart(
                {
                  key: "history",
                  title: metric,
                  takeaway: `${metric} is ${said(last, "as of")}.`,
                  altText: `A line of ${metric}: ${[...kept]
                    .reverse()
                    .map(({ at, value }) => `${day(at)} ${showCell(value, "number")}`)
                    .join(", ")}.`,
                  sensitivity: "open",
                  measure: metric,
                  type: "number",
                },
                [...kept].reverse().map(({ at, value }) => ({ label: day(at), value })),
              ),
            ),
      files: [{ key: "figures", kind: "xlsx", name: "quality-history.xlsx" }],
      page: { number: args.page, size: 15, line: context.line },
      provenance: await footerOf(context, { figures: "own" }),
    });
  },
});
