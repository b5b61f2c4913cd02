import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { SORTS, schoolsReport } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

export const reportSchools = defineCommand({
  name: "report schools",
  family: "reports",
  summary:
    "Schools by sessions, experiences, teachers, students and volunteers, unique and in total; and those without a district.",
  examples: ["report schools SY24-25", "report schools SY25-26 district:Grandview level:High sort:students"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod({ help: "SY24-25, 3y, 2025, Q1 2026 …" }),
    ...take.figures(),
    ...take.listing({ sort: SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await schoolsReport(context.pool, context.organization, {
      periods: args.period,
      filters: await filtersOf(args, context),
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("schools", args, context),
    };
  },
});
