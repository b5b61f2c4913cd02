import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { collectiveReport, SORTS } from "../src/reports/index.js";

export const reportCollective = defineCommand({
  name: "report collective",
  family: "reports",
  summary: "The end-of-year statement to paste, with its figures by district and month.",
  examples: ["report collective SY24-25", "report collective SY23-24, SY24-25"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: take.periods({
      label: "Period",
      help: "SY24-25, 3y, 2025, Q1 2026 …; several give a statement each and one together.",
      placeholder: "last year",
      positional: "end",
      main: true,
      required: true,
    }),
    ...take.figures(),
    ...take.listing({ sort: SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await collectiveReport(context.pool, context.organization, {
      periods: args.period,
      filters: await filtersOf(args, context),
      today: context.calendar.today,
      now: context.request.now,
      sample: context.sample,
      ...(args.sort === null ? {} : { sort: args.sort }),
    });
    return {
      ...report,
      files: [
        { key: "report", kind: "xlsx", name: "collective-report.xlsx" },
        { key: "report", kind: "csv", name: "collective-report.csv" },
      ],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
    };
  },
});
