import { type CommandContext, defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { PathwayNames, schoolYear, schoolYearOf } from "../src/domain/index.js";
import type { Ask, Reply } from "../src/reply/index.js";
import { allPathwaysReport, PATHWAY_SORTS, pathwayReport } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { circumstancesOf, filesAndPage } from "./report-parts.js";
import { selected, selectionArgument } from "./selection-argument.js";

/** Which pathway stands at the beginning of the line. */
const { pathway: _, ...filters } = take.figures();

export const reportPathway = defineCommand({
  name: "report pathway",
  family: "reports",
  summary: "What a pathway reached: sessions, unique students K-8 and 9-12, volunteers; without one, all side by side.",
  examples: [
    "report pathway stem SY24-25",
    "report pathway health 3y type:campus_visit,workplace_visit,bfi",
    'report pathway business SY24-25 selection:"Funder A" why',
    "report pathway SY24-25",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    which: take.reference("pathway", {
      label: "Pathway",
      help: "A name of config/pathways.yml, or a synonym; without one, all of them.",
      positional: "rest",
      main: true,
      options: async (query, { organization }) =>
        organization.pathways.list
          .filter(({ name, also }) => `${name} ${also.join(" ")}`.toLowerCase().includes(query.toLowerCase()))
          .map(({ name }) => ({ value: name, label: name })),
    }),
    period: take.periods({
      label: "Period",
      help: "SY24-25, 3y, 2025, Q1 2026 …; several are compared.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    selection: selectionArgument(),
    ...filters,
    why: take.flag({
      label: "Sessions nearly counted",
      help: "Names the nearest sessions left out, and the rule that left each out.",
      bare: ["why", "--why"],
    }),
    ...take.listing({ sort: PATHWAY_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    if (args.which === null && args.period.length === 0) return whatAndWhen(context);
    const { pool, organization } = context;
    const pathway = args.which === null ? null : pathwayCalled(args.which.text, context);
    const asked = {
      periods: args.period.length > 0 ? args.period : [thisYear(context)],
      filters: [...(await filtersOf(args, context)), ...(await selected(args.selection, context))],
      ...circumstancesOf(args, context),
    };
    const report =
      pathway === null
        ? await allPathwaysReport(pool, organization, asked)
        : await pathwayReport(pool, organization, {
            ...asked,
            pathway,
            why: args.why === true,
            students: context.holds.includes("student"),
          });
    return withDoors(report, pathway, args, context);
  },
});

/** @throws PolarisError not_found, with the pathways there are */
function pathwayCalled(text: string, { organization: { pathways }, lineWith }: CommandContext): string {
  const { pathways: found } = new PathwayNames(pathways).named(text);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const names = pathways.list.map(({ name }) => name);
  throw new PolarisError(
    "not_found",
    `No pathway is called “${text}”. Expected one of ${names.join(", ")}, or a synonym of config/pathways.yml.`,
    { suggestions: names.map((name) => ({ label: name, line: lineWith({ which: name, page: null, asOf: null }) })) },
  );
}

function whatAndWhen(context: CommandContext): Ask {
  const all = `${context.command} this year`;
  return {
    kind: "ask",
    text: `“report pathway” needs a pathway, a period, or both. For example: report pathway stem SY24-25, or ${all} for all of them.`,
    command: context.command,
    line: context.line,
    missing: ["which", "period"],
    choices: [],
    sensitivity: "open",
  };
}

function thisYear({ calendar }: CommandContext) {
  return schoolYear(schoolYearOf(calendar.today, calendar.schoolYearStartMonth), calendar);
}

/** Pages, files, and the way on to what was left out. */
function withDoors(
  report: Reply,
  pathway: string | null,
  args: { readonly page: number; readonly asOf: string | null; readonly why: boolean | null },
  context: CommandContext,
): Reply {
  const slug = pathway === null ? "pathways" : `pathway-${pathway.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  const why = context.lineWith({ why: "yes", page: null, asOf: null, as: null });
  return {
    ...report,
    actions: [
      ...report.actions,
      ...(pathway === null || args.why
        ? []
        : [{ label: "Why not more?", line: why, does: "run", sensitivity: "open" } as const]),
    ],
    ...filesAndPage(slug, args, context),
  };
}
