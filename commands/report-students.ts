import { type CommandContext, defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import type { FilterClause, Filters } from "../src/metrics/index.js";
import { STUDENTS_SORTS, studentsReport } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";
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
    period: reportPeriod(),
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
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("students", args, context),
    };
  },
});

/** A district viewer sees the schools of their own districts, also where students of others came to their events. */
function homesOf(filters: Filters, { request }: CommandContext): { readonly homes?: FilterClause } {
  if (request.access.role !== "district") return {};
  const districts = filters.filter(({ dimension, exclude }) => dimension === "district" && exclude !== true);
  return { homes: { dimension: "home_district", values: districts.flatMap(({ values }) => values) } };
}
