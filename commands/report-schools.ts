import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { SORTS, schoolsReport } from "../src/reports/index.js";

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
    period: take.periods({
      label: "Period",
      help: "SY24-25, 3y, 2025, Q1 2026 …",
      placeholder: "this year",
      positional: "end",
      main: true,
      required: true,
    }),
    ...take.figures(),
    ...take.listing({ sort: SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await schoolsReport(context.pool, context.organization, {
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
        { key: "report", kind: "xlsx", name: "schools.xlsx" },
        { key: "report", kind: "csv", name: "schools.csv" },
      ],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
    };
  },
});
