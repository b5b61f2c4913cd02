import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { collectiveReport, SORTS } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

export const reportCollective = defineCommand({
  name: "report collective",
  family: "reports",
  summary: "The end-of-year statement to paste, with its figures by district and month.",
  examples: ["report collective SY24-25", "report collective SY23-24, SY24-25"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod({
      help: "SY24-25, 3y, 2025, Q1 2026 …; several give a statement each and one together.",
      placeholder: "last year",
    }),
    ...take.figures(),
    ...take.listing({ sort: SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await collectiveReport(context.pool, context.organization, {
      periods: args.period,
      filters: await filtersOf(args, context),
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("collective-report", args, context),
    };
  },
});
