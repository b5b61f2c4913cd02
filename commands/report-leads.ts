import { defineCommand, REPORT_FORMATS, take } from "../src/command/index.js";
import { LEAD_SORTS, leadsReport } from "../src/reports/index.js";
import { wantedLeads } from "./lead-scope.js";
import { leadsArguments } from "./leads-asked.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

export const reportLeads = defineCommand({
  name: "report leads",
  family: "reports",
  summary:
    "Prospective leads: net new by source and file, overlap of sources, what Salesforce knows, what waits, and time in each status.",
  examples: ["report leads SY25-26", "report leads 2026-10, 2026-11", "report leads 12w source:source_1 state:NV"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod({ help: "By the dates of the files: SY25-26, 12w, 2026-10 …; several are set side by side." }),
    source: leadsArguments.source,
    state: leadsArguments.state,
    ...take.listing({ sort: LEAD_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await leadsReport(context.pool, context.organization, {
      periods: args.period,
      ...wantedLeads(args, context),
      ...circumstancesOf(args, context),
    });
    return { ...report, ...filesAndPage("leads-report", args, context) };
  },
});
