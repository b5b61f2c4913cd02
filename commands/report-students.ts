import { type CommandContext, defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import type { FilterClause, Filters } from "../src/metrics/index.js";
import { STUDENTS_SORTS, studentsReport } from "../src/reports/index.js";
import { selected, selectionArgument } from "./selection-argument.js";

export const reportStudents = defineCommand({
  name: "report students",
  family: "reports",
  summary: "Student participation: attendances and unique students by grade band, type, pathway, school and level.",
  examples: ["report students SY24-25", 'report students 3y district:"Grandview" type:career_fair'],
  allow: ["admin", "staff", "coordinator", "district"],
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
    selection: selectionArgument(),
    ...take.listing({ sort: STUDENTS_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const filters = await filtersOf(args, context);
    const report = await studentsReport(context.pool, context.organization, {
      periods: args.period,
      filters: [...filters, ...(await selected(args.selection, context))],
      ...homesOf(filters, context),
      students: context.holds.includes("student"),
      today: context.calendar.today,
      now: context.request.now,
      sample: context.sample,
      ...(args.sort === null ? {} : { sort: args.sort }),
    });
    return {
      ...report,
      files: [
        { key: "report", kind: "xlsx", name: "students.xlsx" },
        { key: "report", kind: "csv", name: "students.csv" },
      ],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
    };
  },
});

/** A district viewer sees the schools of their own districts, also where students of others came to their events. */
function homesOf(filters: Filters, { request }: CommandContext): { readonly homes?: FilterClause } {
  if (request.access.role !== "district") return {};
  const districts = filters.filter(({ dimension, exclude }) => dimension === "district" && exclude !== true);
  return { homes: { dimension: "home_district", values: districts.flatMap(({ values }) => values) } };
}
