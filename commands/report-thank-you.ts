import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { schoolYear, schoolYearOf } from "../src/domain/index.js";
import type { Action } from "../src/reply/index.js";
import { THANK_YOU_SORTS, thankYouReport } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage } from "./report-parts.js";

export const reportThankYou = defineCommand({
  name: "report thank-you",
  family: "reports",
  summary:
    "Whom to thank: organisations or volunteers, ranked by hours, sessions, volunteers or students, with what a letter needs.",
  examples: [
    "report thank-you orgs last year",
    "report thank-you volunteers SY24-25 sort:sessions",
    'report thank-you volunteers org:"Hill\'s Pet Nutrition" 3y as:csv',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show ranking",
  args: {
    of: take.choice(
      [
        { value: "orgs", label: "Organisations", also: ["org", "organisations", "organizations", "companies"] },
        { value: "volunteers", label: "Volunteers", also: ["volunteer", "people"] },
      ],
      { label: "Whom", positional: "one", required: true },
    ),
    period: take.periods({
      label: "Period",
      help: "last year, SY24-25, 2025, 3y …",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    ...take.figures(),
    ...take.listing({ sort: THANK_YOU_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { pool, organization, calendar } = context;
    const current = schoolYearOf(calendar.today, calendar.schoolYearStartMonth);
    const periods = args.period.length > 0 ? args.period : [schoolYear(current, calendar)];
    const report = await thankYouReport(pool, organization, {
      of: args.of,
      periods,
      filters: await filtersOf(args, context),
      ...circumstancesOf(args, context),
    });
    const to = (label: string, changes: Record<string, string | null>): Action => ({
      label,
      line: context.lineWith({ page: null, asOf: null, as: null, ...changes }),
      does: "run",
      sensitivity: "open",
    });
    const other = args.of === "orgs" ? to("Volunteers", { of: "volunteers" }) : to("Organisations", { of: "orgs" });
    const stem = `thank-you-${args.of}`;
    return {
      ...report,
      actions: [...report.actions, other, to("Last school year", { period: schoolYear(current - 1, calendar).words })],
      ...filesAndPage(stem, args, context),
    };
  },
});
