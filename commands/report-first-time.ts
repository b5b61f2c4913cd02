import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { FIRST_TIME_SORTS, firstTimeReport } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

export const reportFirstTime = defineCommand({
  name: "report first-time",
  family: "reports",
  summary: "Who volunteered for the first time in a period, by person, month and organisation.",
  examples: ["report first-time SY24-25", 'report first-time 3y district:"Grandview"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod(),
    ...take.figures(),
    ...take.listing({ sort: FIRST_TIME_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await firstTimeReport(context.pool, context.organization, {
      periods: args.period,
      filters: await filtersOf(args, context),
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("first-time-volunteers", args, context),
    };
  },
});
