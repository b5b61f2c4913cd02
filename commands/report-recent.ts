import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { RECENT_SORTS, recentReport } from "../src/reports/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

export const reportRecent = defineCommand({
  name: "report recent",
  family: "reports",
  summary: "Who has volunteered lately: last event, events, hours, organisation, and whether it was the first time.",
  examples: ["report recent 90d", "report recent SY25-26 connector:yes", "report recent 365d type:career_fair"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod({ help: "90d, 365d, 36mo, SY24-25, 2026-01-01..2026-03-31 …", placeholder: "365d" }),
    connector: take.flag({
      label: "Connector volunteers",
      help: "Only those whom Pathful knows (yes), or only the others (no).",
      main: true,
    }),
    ...take.figures(),
    ...take.listing({ sort: RECENT_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await recentReport(context.pool, context.organization, {
      periods: args.period,
      filters: await filtersOf(args, context),
      connector: args.connector,
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("recent-volunteers", args, context),
    };
  },
});
