import {
  type CommandContext,
  defineCommand,
  type FigureArguments,
  filtersOf,
  REPORT_FORMATS,
  smallGroupsFor,
  take,
} from "../src/command/index.js";
import { foldText, type Period, schoolYear, schoolYearOf } from "../src/domain/index.js";
import {
  ATTRIBUTIONS,
  DIMENSION,
  DIMENSIONS,
  type DimensionId,
  type Filters,
  findAttribution,
  findLeadFigure,
  findMetrics,
  isLeadDimension,
  LEAD_DIMENSION_LABEL,
  LEAD_DIMENSIONS,
  LEAD_FIGURES,
  type LeadDimension,
  METRICS,
  type Metric,
} from "../src/metrics/index.js";
import type { Action, Ask, Reply } from "../src/reply/index.js";
import {
  attributionReply,
  explainLeadFigure,
  explainReply,
  leadFigureReply,
  metricReply,
  recordsReply,
  withLeftOut,
} from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { wantedLeads } from "./lead-scope.js";
import { leadsArguments } from "./leads-asked.js";
import { filesAndPage } from "./report-parts.js";

const OFFERED = DIMENSIONS.filter((id) => DIMENSION[id].offered).map((id) => ({
  value: id,
  label: DIMENSION[id].label,
  also: DIMENSION[id].also,
}));
/** Those that figures of prospective leads have besides. */
const OF_LEADS = LEAD_DIMENSIONS.filter((id) => OFFERED.every(({ value }) => value !== id)).map((id) => ({
  value: id,
  label: LEAD_DIMENSION_LABEL[id],
  also: [],
}));
const FIGURES = [...METRICS, ...ATTRIBUTIONS, ...LEAD_FIGURES];
export const metric = defineCommand({
  name: "metric",
  family: "reports",
  summary: "Shows any figure of the Metrics Bible, over any period, by any dimension, and how it is defined.",
  examples: [
    "metric M20",
    "metric unique volunteers 3y by:district",
    "metric M30 explain",
    "metric M30 records why",
    'metric M61 SY24-25 district:"Grandview" by:month',
    "metric L2 by:source",
  ],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  args: {
    which: take.reference("metric", {
      label: "Figure",
      help: "An id such as M20, or words such as unique volunteers.",
      positional: "rest",
      required: true,
      options: async (query) =>
        FIGURES.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(query.toLowerCase())).map(
          ({ id, name }) => ({ value: id, label: `${id} ${name}` }),
        ),
    }),
    period: take.periods({
      label: "Period",
      help: "SY24-25, 3y, 2025, Q1 2026 …; several give a column each.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    by: take.choice([...OFFERED, ...OF_LEADS], { label: "By", main: true }),
    ...take.figures(),
    source: {
      ...leadsArguments.source,
      label: "List of leads",
      help: "Of prospective leads (L1–L6) alone.",
      main: false,
    },
    state: {
      ...leadsArguments.state,
      label: "State of leads",
      help: "Of prospective leads (L1–L6) alone.",
      main: false,
    },
    basis: take.choice([{ value: "address", label: "By address alone" }], {
      label: "Locality by",
      help: "address leaves out who is local only because of an in-person event (M91).",
    }),
    explain: take.flag({ label: "Explain how it is defined", bare: ["explain"] }),
    records: take.flag({ label: "List the records behind it", bare: ["records"] }),
    why: take.flag({
      label: "Records nearly counted",
      help: "Names the records that one rule alone kept out, under those that count.",
      bare: ["why", "--why"],
    }),
    where: take.where(),
    page: take.page(),
    as: {
      ...take.choice(take.plainChoices(REPORT_FORMATS), { label: "As a file or chart" }),
      isFilter: false,
    },
    asOf: take.instant("As of"),
  },
  async run(args, context) {
    const rule = findAttribution(args.which.text);
    if (rule !== null) return attributionReply(rule, args.explain ? "explain" : "figure");
    const ofLeads = findLeadFigure(args.which.text);
    if (ofLeads !== null) return leadFigure(ofLeads.id, args, context);
    refuseLeadFilters(args);
    const listsRecords = Boolean(args.records || args.why);
    if (listsRecords && seesAggregatesOnly(context))
      throw new PolarisError("not_allowed", "District viewers see figures, not the records behind them.", {
        suggestions: [
          { label: "Show the figure", line: context.lineWith({ records: null, why: null, page: null, asOf: null }) },
        ],
      });
    const found = findMetrics(args.which.text);
    const first = meant(found, args.which.text, context);
    if (first === null) return which(found, args.which.text, context);
    if (listsRecords) refuseColour(first, context);
    if (args.by !== null) refuseNames(args.by as DimensionId, context);
    const asked = {
      metric: first.id,
      periods: args.period.length > 0 ? args.period : [thisYear(context)],
      filters: [...(await filtersOf(args, context)), ...(args.basis === null ? [] : BY_ADDRESS)],
      ...smallGroupsFor(context),
      ...(args.by === null ? {} : { by: args.by as DimensionId }),
      today: context.calendar.today,
      now: context.request.now,
      sample: context.sample,
    };
    const answer = args.explain
      ? await explainReply(context.pool, context.organization, asked)
      : listsRecords
        ? await recordsReply(context.pool, context.organization, asked)
        : await metricReply(context.pool, context.organization, asked);
    const whole =
      args.why && !args.explain ? await withLeftOut(answer, context.pool, context.organization, asked) : answer;
    return withDoors(whole, first, args, context);
  },
});

interface LeadFigureArguments extends FigureArguments {
  readonly by: string | null;
  readonly period: readonly Period[];
  readonly source: LeadFilter;
  readonly state: LeadFilter;
  readonly explain: boolean | null;
  readonly records: boolean | null;
  readonly why: boolean | null;
  readonly page: number;
  readonly asOf: string | null;
}
type LeadFilter = Parameters<typeof wantedLeads>[0]["source"];

/** L1–L6: leads are no events, so they have dimensions and filters of their own. */
async function leadFigure(figure: string, args: LeadFigureArguments, context: CommandContext): Promise<Reply> {
  if (seesAggregatesOnly(context))
    throw new PolarisError("not_allowed", "Figures of prospective leads are for staff, not for district viewers.");
  if (args.records || args.why)
    throw new PolarisError("argument_invalid", `The leads behind ${figure} are listed by “leads”, not by “metric”.`, {
      suggestions: [{ label: "List the leads", line: "leads" }],
    });
  const [other] = (await filtersOf(args, context)).map(({ dimension }) => dimension);
  if (other !== undefined)
    throw new PolarisError("argument_invalid", `${figure} is not kept by ${other}. Expected source: or state:.`);
  const asked = {
    figure,
    periods: args.period.length > 0 ? args.period : [thisYear(context)],
    by: args.by as LeadDimension | null,
    ...wantedLeads(args, context),
  };
  const to = (label: string, explain: string | null): Action => ({
    label,
    line: context.lineWith({ page: null, asOf: null, as: null, explain }),
    does: "run",
    sensitivity: "open",
  });
  const answer = args.explain
    ? explainLeadFigure(asked)
    : await leadFigureReply(context.pool, context.organization, {
        ...asked,
        now: context.request.now,
        sample: context.sample,
      });
  return {
    ...answer,
    actions: [
      args.explain ? to("Show the figure", null) : to("How is it defined?", "yes"),
      { label: "Report on leads", line: "report leads", does: "run", sensitivity: "open" },
    ],
    ...filesAndPage(figure.toLowerCase(), args, context),
  };
}

/** @throws PolarisError argument_invalid where a figure of people or events is asked for by what only leads have */
function refuseLeadFilters({
  which,
  source,
  state,
}: Pick<LeadFigureArguments, "source" | "state"> & { which: { text: string } }): void {
  const isGiven = ({ all, none }: LeadFilter): boolean => all.length + none.length > 0;
  if (isGiven(source) || isGiven(state))
    throw new PolarisError(
      "argument_invalid",
      `“${which.text}” is not kept by source or state: only figures of prospective leads are (${LEAD_FIGURES.map(({ id }) => id).join(", ")}).`,
    );
}

/** EX2: without those who are local because they came to an in-person event. */
const BY_ADDRESS: Filters = [
  {
    dimension: "local_basis",
    values: [{ key: "inferred", label: DIMENSION.local_basis.name("inferred", null) }],
    exclude: true,
  },
];

const seesColour = (context: CommandContext): boolean => smallGroupsFor(context).smallGroups === "shown";

/** A list of those of one colour is for an administrator in private alone (ruling P4). */
function refuseColour(metric: Metric, context: CommandContext): void {
  if (metric.demographic === undefined || seesColour(context)) return;
  throw new PolarisError(
    "not_allowed",
    `Whom ${metric.id} counts is shown to administrators in private alone; everybody else sees how many.`,
    {
      suggestions: [
        { label: "Show the figure", line: context.lineWith({ records: null, why: null, page: null, asOf: null }) },
      ],
    },
  );
}

/** District viewers see no one's name (docs/access.md). */
function refuseNames(by: DimensionId, context: CommandContext): void {
  if (!seesAggregatesOnly(context) || isLeadDimension(by) || DIMENSION[by].sensitivity === "open") return;
  throw new PolarisError("not_allowed", `District viewers see figures, not whose they are: not by:${by}.`, {
    suggestions: [{ label: "Show the figure", line: context.lineWith({ by: null, page: null, asOf: null }) }],
  });
}

/** A district viewer gets aggregates alone (docs/access.md). */
const seesAggregatesOnly = ({ request }: CommandContext): boolean => request.access.role === "district";

/** "M20 all" is meant as all time, as some reports take it. */
function allTimeOf(
  text: string,
  context: CommandContext,
): readonly { readonly label: string; readonly line: string }[] {
  const [, figure] = /^(.+) all$/i.exec(text) ?? [];
  if (figure === undefined) return [];
  return [{ label: `${figure}, all time`, line: context.lineWith({ which: figure, period: "all time" }) }];
}

/** The metric that goes by exactly these words, or the only one that fits them; null when there is a choice. */
function meant(found: readonly Metric[], text: string, context: CommandContext): Metric | null {
  if (found.length === 0)
    throw new PolarisError(
      "not_found",
      `No figure is called “${text}”. Expected an id such as M20, or words such as unique volunteers.`,
      { suggestions: [...allTimeOf(text, context), { label: "All figures", line: "help metric" }] },
    );
  const asked = foldText(text);
  const named = found.filter(({ id, name, also }) => [id, name, ...also].some((each) => foldText(each) === asked));
  const [only, ...others] = named.length > 0 ? named : found;
  return only !== undefined && others.length === 0 ? only : null;
}

/** Two names that fit equally are offered, never guessed between. */
function which(
  found: readonly { readonly id: string; readonly name: string }[],
  text: string,
  context: CommandContext,
): Ask {
  return {
    kind: "ask",
    text: `Several figures fit “${text}”. Which one?`,
    command: "metric",
    line: context.line,
    missing: ["which"],
    choices: found
      .slice(0, 10)
      .map(({ id, name }) => ({ label: `${id} ${name}`, line: context.lineWith({ which: id }) })),
    sensitivity: "open",
  };
}

function thisYear({ calendar }: CommandContext): Period {
  return schoolYear(schoolYearOf(calendar.today, calendar.schoolYearStartMonth), calendar);
}

/** Pages, files, and the ways on from a figure: how it is defined, and what stands behind it. */
function withDoors(
  answer: Reply,
  metric: Metric,
  args: {
    readonly page: number;
    readonly asOf: string | null;
    readonly explain: boolean | null;
    readonly records: boolean | null;
    readonly why: boolean | null;
  },
  context: CommandContext,
): Reply {
  const to = (label: string, changes: Record<string, string | null>): Action => ({
    label,
    line: context.lineWith({ page: null, asOf: null, as: null, explain: null, records: null, why: null, ...changes }),
    does: "run",
    sensitivity: "open",
  });
  const mayList = !seesAggregatesOnly(context) && (metric.demographic === undefined || seesColour(context));
  const file = metric.id.toLowerCase();
  return {
    ...answer,
    actions: [
      ...answer.actions,
      ...(args.explain ? [to("Show the figure", {})] : [to("How is it defined?", { explain: "yes" })]),
      ...(args.records || args.why || !mayList ? [] : [to("Records behind it", { records: "yes" })]),
      ...(args.records && !args.why && !args.explain ? [to("Why not more?", { records: "yes", why: "yes" })] : []),
    ],
    files: [
      { key: "metric", kind: "xlsx", name: `${file}.xlsx` },
      { key: "metric", kind: "csv", name: `${file}.csv` },
    ],
    page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
  };
}
