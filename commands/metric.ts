import { type CommandContext, defineCommand, type Filter, type Reference, take } from "../src/command/index.js";
import { EVENT_TYPES, eventTypeLabel, foldText, type Period, schoolYear, schoolYearOf } from "../src/domain/index.js";
import { suggestOrganizations } from "../src/identity/index.js";
import {
  DIMENSION,
  DIMENSIONS,
  type DimensionId,
  dimensionValues,
  type FilterClause,
  findMetrics,
  findValue,
  METRICS,
  type Metric,
} from "../src/metrics/index.js";
import type { Action, Ask, Reply } from "../src/reply/index.js";
import { explainReply, metricReply, recordsReply, withLeftOut } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";

const OFFERED = DIMENSIONS.filter((id) => DIMENSION[id].offered).map((id) => ({
  value: id,
  label: DIMENSION[id].label,
  also: DIMENSION[id].also,
}));
const TYPES = [...Object.keys(EVENT_TYPES), "other"].map((value) => ({ value, label: eventTypeLabel(value) }));
const FORMATS = [
  { value: "in_person", label: "In person", also: ["in-person", "inperson"] },
  { value: "virtual", label: "Virtual" },
] as const;

const namesOf =
  (dimension: DimensionId) =>
  async (query: string, { pool }: CommandContext) => {
    const typed = query.toLowerCase();
    const values = await dimensionValues(pool, dimension);
    return values
      .filter(({ label }) => label.toLowerCase().includes(typed))
      .map(({ label }) => ({ value: label, label }));
  };

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
        METRICS.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(query.toLowerCase())).map(
          ({ id, name }) => ({
            value: id,
            label: `${id} ${name}`,
          }),
        ),
    }),
    period: take.periods({
      label: "Period",
      help: "SY24-25, 3y, 2025, Q1 2026 …; several give a column each.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    by: take.choice(OFFERED, { label: "By", main: true }),
    district: take.references("district", { label: "District", main: true, options: namesOf("district") }),
    school: take.references("school", { label: "School", options: namesOf("school") }),
    type: take.choices(TYPES, { label: "Event type" }),
    format: take.choices(FORMATS, { label: "Format" }),
    org: take.references("organization", {
      label: "Organisation",
      also: ["organisation", "company"],
      options: async (query, { pool }) =>
        (await suggestOrganizations(pool, query, 50)).map(({ name }) => ({ value: name, label: name })),
    }),
    explain: take.flag({ label: "Explain how it is defined", bare: ["explain"] }),
    records: take.flag({ label: "List the records behind it", bare: ["records"] }),
    why: take.flag({
      label: "Records nearly counted",
      help: "Names the records that one rule alone kept out, under those that count.",
      bare: ["why", "--why"],
    }),
    page: take.page(),
    as: {
      ...take.choice(take.plainChoices(["xlsx", "csv", "chart"]), { label: "As a file or chart" }),
      isFilter: false,
    },
    asOf: take.instant("As of"),
  },
  async run(args, context) {
    const listsRecords = Boolean(args.records || args.why);
    if (listsRecords && seesAggregatesOnly(context))
      throw new PolarisError("not_allowed", "District viewers see figures, not the records behind them.", {
        suggestions: [
          { label: "Show the figure", line: context.lineWith({ records: null, why: null, page: null, asOf: null }) },
        ],
      });
    const found = findMetrics(args.which.text);
    const first = meant(found, args.which.text);
    if (first === null) return which(found, args.which.text, context);
    const asked = {
      metric: first.id,
      periods: args.period.length > 0 ? args.period : [thisYear(context)],
      filters: [
        ...(await referenced("district", args.district, context)),
        ...(await referenced("school", args.school, context)),
        ...(await referenced("organisation", args.org, context)),
        ...chosen("event_type", args.type, eventTypeLabel),
        ...chosen("format", args.format, (value) => value.replace("_", " ")),
      ],
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
    return withDoors(whole, first.id, args, context);
  },
});

/** A district viewer gets aggregates alone (docs/access.md). */
const seesAggregatesOnly = ({ request }: CommandContext): boolean => request.access.role === "district";

/** The metric that goes by exactly these words, or the only one that fits them; null when there is a choice. */
function meant(found: readonly Metric[], text: string): Metric | null {
  if (found.length === 0)
    throw new PolarisError(
      "not_found",
      `No figure is called “${text}”. Expected an id such as M20, or words such as unique volunteers.`,
      { suggestions: [{ label: "All figures", line: "help metric" }] },
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

async function referenced(
  dimension: DimensionId,
  filter: Filter<Reference>,
  { pool, organization }: CommandContext,
): Promise<FilterClause[]> {
  const found = async (names: readonly Reference[]) =>
    Promise.all(names.map(({ text }) => findValue(pool, organization, dimension, text)));
  const clauses: FilterClause[] = [];
  for (const any of filter.all) clauses.push({ dimension, values: await found(any) });
  if (filter.none.length > 0) clauses.push({ dimension, values: await found(filter.none), exclude: true });
  return clauses;
}

function chosen(dimension: DimensionId, filter: Filter<string>, label: (value: string) => string): FilterClause[] {
  const values = (keys: readonly string[]) => keys.map((key) => ({ key, label: label(key) }));
  return [
    ...filter.all.map((any) => ({ dimension, values: values(any) })),
    ...(filter.none.length > 0 ? [{ dimension, values: values(filter.none), exclude: true }] : []),
  ];
}

/** Pages, files, and the ways on from a figure: how it is defined, and what stands behind it. */
function withDoors(
  answer: Reply,
  id: string,
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
  return {
    ...answer,
    actions: [
      ...answer.actions,
      ...(args.explain ? [to("Show the figure", {})] : [to("How is it defined?", { explain: "yes" })]),
      ...(args.records || args.why || seesAggregatesOnly(context) ? [] : [to("Records behind it", { records: "yes" })]),
      ...(args.records && !args.why && !args.explain ? [to("Why not more?", { records: "yes", why: "yes" })] : []),
    ],
    files: [
      { key: "metric", kind: "xlsx", name: `${id.toLowerCase()}.xlsx` },
      { key: "metric", kind: "csv", name: `${id.toLowerCase()}.csv` },
    ],
    page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
  };
}
