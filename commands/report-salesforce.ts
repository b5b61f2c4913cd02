import { type CommandContext, defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { unionOf } from "../src/domain/index.js";
import { findMetrics, METRICS } from "../src/metrics/index.js";
import type { Ask } from "../src/reply/index.js";
import { salesforceReport } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { reportIdIn } from "../src/sources/index.js";
import { filesAndPage } from "./report-parts.js";

export const reportSalesforce = defineCommand({
  name: "report salesforce",
  family: "reports",
  summary:
    "Runs a saved Salesforce report by its link, and beside it a figure of ours, with each difference explained.",
  examples: [
    "report salesforce https://example.lightning.force.com/lightning/r/Report/00O000000000001EAA/view",
    "report salesforce 00O000000000001EAA against:M20 SY24-25",
  ],
  allow: ["admin", "staff"],
  effect: "read",
  submit: "Run report",
  args: {
    report: take.text({
      label: "Saved report",
      help: "Its address in Salesforce, or its id (00O…).",
      placeholder: "https://…/lightning/r/Report/00O…/view",
      positional: "rest",
      required: true,
    }),
    against: take.reference("metric", {
      label: "Our figure",
      help: "An id such as M20, or words such as unique volunteers.",
      main: true,
      options: async (query) =>
        METRICS.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(query.toLowerCase())).map(
          ({ id, name }) => ({ value: id, label: `${id} ${name}` }),
        ),
    }),
    period: take.periods({
      label: "Period of our figure",
      help: "SY24-25, 2025, Q1 2026 …; as the report's own dates.",
      positional: "end",
      main: true,
    }),
    ...take.figures(),
    where: take.where(),
    page: take.page(),
    as: { ...take.choice(take.plainChoices(REPORT_FORMATS), { label: "As a file or chart" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run(args, context) {
    const id = reportIdIn(args.report);
    const metric = args.against === null ? null : figureCalled(args.against.text, context);
    if (metric !== null && typeof metric !== "string") return metric;
    const filters = await filtersOf(args, context);
    if (metric === null && (args.period.length > 0 || filters.length > 0))
      throw new PolarisError(
        "argument_missing",
        "A period and filters are of our figure, which is not named: the report runs as it was saved. Expected against:, as in against:M20.",
      );
    if (metric !== null && args.period.length === 0) return whichPeriod(metric, context);
    const saved = await context.services.runSalesforceReport(id, context);
    const report = await salesforceReport(context.pool, context.organization, {
      saved,
      against: metric === null ? null : { metric, period: unionOf(args.period), filters },
      today: context.calendar.today,
      now: context.request.now,
      sample: context.sample,
    });
    return {
      ...report,
      ...filesAndPage(`salesforce-${saved.id}`, args, context),
    };
  },
});

/** The figure that words name; several that fit are offered. @throws PolarisError not_found */
function figureCalled(text: string, context: CommandContext): string | Ask {
  const found = findMetrics(text);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No figure is called “${text}”. Expected an id such as M20, or words such as unique volunteers.`,
      { suggestions: [{ label: "All figures", line: "help metric" }] },
    );
  if (others.length === 0) return only.id;
  return {
    kind: "ask",
    text: `Several figures fit “${text}”. Which one?`,
    command: context.command,
    line: context.line,
    missing: ["against"],
    choices: found
      .slice(0, 10)
      .map(({ id, name }) => ({ label: `${id} ${name}`, line: context.lineWith({ against: id, page: null }) })),
    sensitivity: "open",
  };
}

/** A figure is of a period; the report's own dates are not guessed to be the same. */
function whichPeriod(metric: string, context: CommandContext): Ask {
  const offered = ["this year", "last year", "3y"];
  return {
    kind: "ask",
    text: `${metric} needs a period: the days that the report is about.`,
    command: context.command,
    line: context.line,
    missing: ["period"],
    choices: offered.map((period) => ({ label: period, line: context.lineWith({ period, page: null }) })),
    sensitivity: "open",
  };
}
