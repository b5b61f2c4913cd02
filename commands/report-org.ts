import { type CommandContext, defineCommand, filtersOf, lineOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { type Period, parsePeriod } from "../src/domain/index.js";
import { type NamedOrganization, suggestOrganizations } from "../src/identity/index.js";
import type { Action, Reply } from "../src/reply/index.js";
import { organizationReport, SORTS, withThanks } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { organizationsMeant } from "./report-org-which.js";
import { filesAndPage } from "./report-parts.js";

const DEFAULT_PERIOD = "3y";
const ALL_YEARS = "all time";
/** All filters of figures but the organisation, which is the subject. */
const { org: _, ...FILTERS } = take.figures();

export const reportOrg = defineCommand({
  name: "report org",
  family: "reports",
  summary:
    "What organisations' people did: sessions, volunteers, hours and students reached, one or several side by side.",
  examples: [
    'report org "Hill\'s" 3y',
    "report org Hill's, Sunflower Health SY24-25, SY25-26",
    "report org Hill's all",
    "report org Hill's last year edition:external as:xlsx",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    org: {
      ...take.reference("organization", {
        label: "Organisation",
        help: "A name as in Salesforce, or a part of it; several with commas stand side by side.",
        positional: "rest",
        required: true,
        also: ["organisation", "company"],
        options: async (query, { pool }) =>
          (await suggestOrganizations(pool, query, 50)).map(({ name }) => ({ value: name, label: name })),
      }),
      repeats: true,
    },
    period: take.periods({
      label: "Period",
      help: "3y, SY24-25, 2025, Q1 2026, all time …; several give a line each and the change between them.",
      placeholder: DEFAULT_PERIOD,
      positional: "end",
      main: true,
    }),
    all: take.flag({ label: "All years", bare: ["all", "--all"] }),
    full: take.flag({
      label: "Everybody ever linked",
      help: "Counts whoever was ever linked, instead of whom each session is credited to.",
      bare: ["full", "--full"],
      main: true,
    }),
    edition: take.choice(
      [
        { value: "internal", label: "For us" },
        { value: "external", label: "For the organisation itself" },
      ],
      {
        label: "Edition",
        help: "external: ready to send, without records, statuses, notes or other organisations.",
        main: true,
      },
    ),
    ...FILTERS,
    with: take.choice([{ value: "thanks", label: "Thank-you lists" }], {
      label: "With",
      help: "thanks: the thank-you lists of the same period in the same workbook.",
    }),
    ...take.listing({ sort: SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { pool, organization, calendar } = context;
    const { org, ...filters } = args;
    const meant = await organizationsMeant(org.id ?? org.text, context);
    if ("kind" in meant) return meant;
    const periods = periodsOf(args, context);
    const isExternal = args.edition === "external";
    if (isExternal && args.with !== null) refuseThanks(context);
    const asked = {
      organizationIds: meant.flatMap(({ ids }) => ids),
      periods,
      today: calendar.today,
      now: context.request.now,
      sample: context.sample,
      full: args.full === true,
      filters: await filtersOf(filters, context),
      ...(isExternal ? { edition: "external" as const } : {}),
      ...(args.sort === null ? {} : { sort: args.sort }),
    };
    const report = await organizationReport(pool, organization, asked);
    const names = meant.map(({ name }) => name);
    const whole = args.with === "thanks" ? await withThanks(report, pool, organization, { ...asked, names }) : report;
    const slug = `${slugOf(meant)}${isExternal ? "-to-send" : ""}`;
    return {
      ...whole,
      actions: [...whole.actions, ...offers(periods, context), ...doors(meant, isExternal, context)],
      ...filesAndPage(slug, args, context),
    } satisfies Reply;
  },
});

/** @throws PolarisError argument_invalid: the lists of thanks name others */
function refuseThanks(context: CommandContext): never {
  throw new PolarisError(
    "argument_invalid",
    "The edition for the organisation itself holds no lists of thanks: they name others, and addresses. Ask for the one or the other.",
    {
      suggestions: [
        { label: "Edition to send", line: context.lineWith({ with: null }) },
        { label: "With the lists of thanks", line: context.lineWith({ edition: null }) },
      ],
    },
  );
}

function periodsOf(
  { period, all }: { readonly period: readonly Period[]; readonly all: boolean | null },
  { calendar }: CommandContext,
): readonly Period[] {
  if (all) return [parsePeriod(ALL_YEARS, calendar), ...period];
  return period.length > 0 ? period : [parsePeriod(DEFAULT_PERIOD, calendar)];
}

const LONGEST_SLUG = 60;

/** A file's name of the organisations': short enough for every file system. */
const slugOf = (meant: readonly NamedOrganization[]): string =>
  meant
    .map(({ nameKey }) => nameKey)
    .join(" ")
    .slice(0, LONGEST_SLUG - "-to-send".length)
    .trim()
    .replaceAll(" ", "-") || "organisation";

/** In its first sixty days a school year has little to show: the last full ones are offered (ruling T2). */
function offers(periods: readonly Period[], context: CommandContext): Action[] {
  return periods.flatMap(({ offer }): Action[] =>
    offer === undefined
      ? []
      : [to(`Show ${offer.label}`, context.lineWith({ ...FROM_THE_START, period: offer.words }))],
  );
}

const FROM_THE_START = { page: null, asOf: null, as: null } as const;
const to = (label: string, line: string, does: Action["does"] = "run"): Action => ({
  label,
  line,
  does,
  sensitivity: "open",
});

/** The ways on: each organisation by itself, the edition to send, and the correction of a session's reach. */
function doors(meant: readonly NamedOrganization[], isExternal: boolean, context: CommandContext): Action[] {
  if (isExternal) return [to("Back to our edition", context.lineWith({ ...FROM_THE_START, edition: null }))];
  const [only, ...others] = meant;
  if (only === undefined || others.length > 0)
    return meant.map(({ name }) => to(`Only ${name}`, context.lineWith({ ...FROM_THE_START, org: name })));
  return [
    to("Edition to send", context.lineWith({ ...FROM_THE_START, edition: "external" })),
    to("Correct a session's reach", lineOf("reach"), "form"),
  ];
}
