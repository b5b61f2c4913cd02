import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { FIRST_TIME_SORTS, firstTimeReport } from "../src/reports/index.js";

export const reportFirstTime = defineCommand({
  name: "report first-time",
  family: "reports",
  summary: "Who volunteered for the first time in a period, by person, month and organisation.",
  examples: ["report first-time SY24-25", 'report first-time 3y district:"Grandview"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: take.periods({
      label: "Period",
      help: "SY24-25, 3y, 2025, Q1 2026 …; several are compared.",
      placeholder: "this year",
      positional: "end",
      main: true,
      required: true,
    }),
    ...take.figures(),
    ...take.listing({ sort: FIRST_TIME_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await firstTimeReport(context.pool, context.organization, {
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
        { key: "report", kind: "xlsx", name: "first-time-volunteers.xlsx" },
        { key: "report", kind: "csv", name: "first-time-volunteers.csv" },
      ],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
    };
  },
});
