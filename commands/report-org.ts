import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { type Period, parsePeriod } from "../src/domain/index.js";
import { findOrganization, type NamedOrganization, suggestOrganizations } from "../src/identity/index.js";
import type { Action, Ask } from "../src/reply/index.js";
import { organizationReport, SORTS } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";

const DEFAULT_PERIOD = "3y";

export const reportOrg = defineCommand({
  name: "report org",
  family: "reports",
  summary: "What one organisation's people did: sessions, volunteers, hours and students reached.",
  examples: ['report org "Hill\'s" 3y', "report org Hill's Pet Nutrition SY24-25, SY25-26"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    org: take.reference("organization", {
      label: "Organisation",
      help: "A name as in Salesforce, or a part of it.",
      positional: "rest",
      required: true,
      also: ["organisation", "company"],
      options: async (query, { pool }) =>
        (await suggestOrganizations(pool, query, 50)).map(({ name }) => ({ value: name, label: name })),
    }),
    period: take.periods({
      label: "Period",
      help: "3y, SY24-25, 2025, Q1 2026 …; several give a column each.",
      placeholder: DEFAULT_PERIOD,
      positional: "end",
      main: true,
    }),
    ...take.listing({ sort: SORTS, as: ["xlsx", "csv", "chart"] }),
  },
  async run(args, context) {
    const { pool, organization, calendar } = context;
    const { found, candidates } = await findOrganization(
      pool,
      organization.organizationAliases,
      args.org.id ?? args.org.text,
    );
    if (found === null) return whichOne(args.org.text, candidates, context);
    const periods = args.period.length > 0 ? args.period : [parsePeriod(DEFAULT_PERIOD, calendar)];
    const report = await organizationReport(pool, organization, {
      organizationIds: found.ids,
      periods,
      today: calendar.today,
      now: context.request.now,
      sample: context.sample,
      ...(args.sort === null ? {} : { sort: args.sort }),
    });
    const slug = slugOf(found);
    return {
      ...report,
      actions: [...report.actions, ...offers(periods, context)],
      files: [
        { key: "report", kind: "xlsx", name: `${slug}.xlsx` },
        { key: "report", kind: "csv", name: `${slug}.csv` },
      ],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
    };
  },
});

const LONGEST_SLUG = 60;

/** A file's name of the organisation's: short enough for every file system. */
const slugOf = ({ nameKey }: NamedOrganization): string =>
  nameKey.slice(0, LONGEST_SLUG).trim().replaceAll(" ", "-") || "organisation";

/** In its first sixty days a school year has little to show: the last full ones are offered (ruling T2). */
function offers(periods: readonly Period[], context: CommandContext): Action[] {
  return periods.flatMap(({ offer }): Action[] =>
    offer === undefined
      ? []
      : [
          {
            label: `Show ${offer.label}`,
            line: context.lineWith({ period: offer.words, page: null, asOf: null }),
            does: "run",
            sensitivity: "open",
          },
        ],
  );
}

/** Several that fit are offered; the choice can be remembered as a name for the organisation. */
function whichOne(text: string, candidates: readonly NamedOrganization[], context: CommandContext): Ask {
  if (candidates.length === 0)
    throw new PolarisError(
      "not_found",
      `No organisation fits “${text}”. Searched names and aliases. Try one word of its name.`,
      {
        suggestions: [{ label: "Search everything for it", line: lineOf("trace", { what: text }) }],
      },
    );
  return {
    kind: "ask",
    text: `${candidates.length === 1 ? "One organisation is" : `${candidates.length} organisations are`} near “${text}”. Which one do you mean?`,
    command: "report org",
    line: context.line,
    missing: ["org"],
    choices: candidates.map((candidate) => {
      const line = context.lineWith({ org: candidate.name, page: null, asOf: null });
      return {
        label: candidate.name,
        line,
        rememberLine: lineOf("alias", { name: text, means: candidate.name, show: line }),
      };
    }),
    sensitivity: "open",
  };
}
