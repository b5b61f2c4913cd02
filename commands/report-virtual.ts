import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { VIRTUAL_BY, VIRTUAL_SORTS, virtualReport } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

const { district, school, level, host, org } = take.figures();

export const reportVirtual = defineCommand({
  name: "report virtual",
  family: "reports",
  summary:
    "How virtual sessions were used: by month and outcome, district, school, teacher and session, with local and people-of-colour shares.",
  examples: [
    "report virtual SY25-26",
    "report virtual kck SY25-26",
    "report virtual fall 2025 by:school",
    "report virtual SY24-25 district:Grandview by:session",
  ],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  submit: "Show report",
  args: {
    district: { ...district, positional: "rest" as const },
    period: reportPeriod({ help: "SY25-26, fall 2025, 2025-10 …; several give a row each." }),
    by: { ...take.choice(take.plainChoices(VIRTUAL_BY), { label: "First by", main: true }), isFilter: false },
    school: { ...school, main: true },
    level,
    host,
    org,
    ...take.listing({ sort: VIRTUAL_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { pool, organization } = context;
    const { district, school, level, host, org } = args;
    const report = await virtualReport(pool, organization, {
      periods: args.period,
      filters: await filtersOf({ district, school, level, host, org }, context),
      by: args.by ?? "month",
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("virtual", args, context),
    };
  },
});
