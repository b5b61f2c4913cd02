import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { ATTENDANCE_SORTS, attendanceReport } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";
import { selected, selectionArgument } from "./selection-argument.js";

export const reportAttendance = defineCommand({
  name: "report attendance",
  family: "reports",
  summary:
    "Volunteers and students per event: rooms, rotations, students per rotation and per volunteer, what is missing.",
  examples: ["report attendance SY24-25", 'report attendance Q1 2026 district:"Grandview" sort:students'],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod(),
    ...take.figures(),
    selection: selectionArgument(),
    ...take.listing({ sort: ATTENDANCE_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await attendanceReport(context.pool, context.organization, {
      periods: args.period,
      filters: [...(await filtersOf(args, context)), ...(await selected(args.selection, context))],
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("attendance", args, context),
    };
  },
});
