import { type CommandContext, defineCommand, REPORT_FORMATS, take } from "../src/command/index.js";
import { foldText, unionOf } from "../src/domain/index.js";
import { engagementSubjects } from "../src/metrics/index.js";
import { ENGAGEMENT_SORTS, engagementReport } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { circumstancesOf, filesAndPage, reportPeriod } from "./report-parts.js";

type Subject = "channel" | "measure";

const keptAs = async (what: Subject, { pool }: Pick<CommandContext, "pool">): Promise<string[]> => [
  ...new Set((await engagementSubjects(pool)).map((each) => each[what])),
];

const offered = (what: Subject) => async (query: string, context: CommandContext) =>
  (await keptAs(what, context))
    .filter((name) => foldText(name).includes(foldText(query)))
    .map((name) => ({ value: name, label: name }));

export const reportEngagement = defineCommand({
  name: "report engagement",
  family: "reports",
  summary: "Web and social figures by channel and measure, week by week, with the change and the top pages.",
  examples: ["report engagement 12w", "report engagement this year by:month", "report engagement 8w channel:instagram"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod({ help: "8w, 90d, SY25-26, 2026-03 …", placeholder: "12w" }),
    channel: take.text({ label: "Channel", main: true, options: offered("channel") }),
    measure: take.text({ label: "Measure", main: true, options: offered("measure") }),
    by: {
      ...take.choice(
        [
          { value: "week", label: "Week", also: ["weeks"] },
          { value: "month", label: "Month", also: ["months"] },
        ],
        { label: "By", main: true },
      ),
      isFilter: false,
    },
    ...take.listing({ sort: ENGAGEMENT_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const report = await engagementReport(context.pool, context.organization, {
      period: unionOf(args.period),
      channel: args.channel === null ? null : await called("channel", args.channel, context),
      measure: args.measure === null ? null : await called("measure", args.measure, context),
      by: args.by ?? "week",
      ...circumstancesOf(args, context),
    });
    return {
      ...report,
      ...filesAndPage("web-and-social", args, context),
    };
  },
});

const key = (text: string): string => foldText(text).replace(/[\s_]/g, "");

/** @throws PolarisError not_found, with what there is */
async function called(what: Subject, text: string, context: CommandContext): Promise<string> {
  const names = await keptAs(what, context);
  const fits = names.filter((name) => key(name) === key(text));
  const [only, ...others] = fits.length > 0 ? fits : names.filter((name) => key(name).includes(key(text)));
  if (only !== undefined && others.length === 0) return only;
  // Where nothing has been read, the report itself says so and what to do.
  if (names.length === 0) return text;
  const there = (only === undefined ? names : [only, ...others]).slice(0, 10);
  throw new PolarisError(
    only === undefined ? "not_found" : "argument_invalid",
    `${only === undefined ? `No ${what} is called “${text}”` : `Several ${what}s fit “${text}”`}. Expected ${only === undefined ? "one" : "which"} of ${there.join(", ")}.`,
    { suggestions: there.map((name) => ({ label: name, line: context.lineWith({ [what]: name, page: null }) })) },
  );
}
