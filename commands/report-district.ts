import {
  type CommandContext,
  defineCommand,
  filtersOf,
  lineOf,
  REPORT_FORMATS,
  take,
  withSayers,
} from "../src/command/index.js";
import { foldText, type Period, schoolYear, schoolYearLabel, schoolYearOf } from "../src/domain/index.js";
import { dimensionValues } from "../src/metrics/index.js";
import type { Action, Reply } from "../src/reply/index.js";
import {
  allDistrictsReport,
  districtCalled,
  districtMissing,
  districtReport,
  ENTERED_BY,
  meansAllDistricts,
  SORTS,
} from "../src/reports/index.js";
import { circumstancesOf, filesAndPage } from "./report-parts.js";

const ALL = { value: "all", label: "All districts, side by side" };
const { type, format, level, pathway, host } = take.figures();

export const reportDistrict = defineCommand({
  name: "report district",
  family: "reports",
  summary: "A district's year-end: students, volunteers, hours, sessions and programs; or all districts side by side.",
  examples: [
    "report district Grandview SY25-26",
    "report district all SY24-25",
    "report district kck SY25-26 type:career_fair,bfi -format:virtual",
    "report district kck SY25-26 missing",
  ],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  submit: "Show report",
  args: {
    district: take.reference("district", {
      label: "District",
      help: "Its name or an alias; “all” puts all districts side by side.",
      positional: "rest",
      required: true,
      options: async (query, { pool, request }) => {
        const asked = query.toLowerCase();
        const named = (await dimensionValues(pool, "district")).map(({ label }) => ({ value: label, label }));
        // A district viewer has no report of all.
        const offered = request.access.role === "district" ? named : [ALL, ...named];
        return offered.filter(({ label }) => label.toLowerCase().includes(asked));
      },
    }),
    period: take.periods({
      label: "Period",
      help: "SY25-26, 2025, Q1 2026 …; several give a column each. This school year when left out.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    type: { ...type, main: true },
    format: { ...format, main: true },
    level,
    host: { ...host, main: true },
    pathway,
    "virtual-estimate": take.flag({
      label: "With estimated virtual students",
      help: "Confirmed teachers × a standard classroom; left out unless asked for.",
    }),
    missing: take.flag({
      label: "What is missing",
      help: "Lists what nobody recorded, instead of the figures.",
      bare: ["missing"],
    }),
    ...take.listing({ sort: SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { pool, organization } = context;
    const isAll = meansAllDistricts(args.district.text);
    const district = isAll ? null : await districtCalled(pool, organization, args.district.text);
    const asked = {
      periods: args.period.length > 0 ? args.period : [thisYear(context)],
      filters: await filtersOf(
        { type: args.type, format: args.format, level: args.level, host: args.host, pathway: args.pathway },
        context,
      ),
      withVirtualEstimate: args["virtual-estimate"] === true,
      ...circumstancesOf(args, context),
    };
    const answer = args.missing
      ? await districtMissing(pool, organization, { ...asked, district })
      : district === null
        ? await allDistrictsReport(pool, organization, asked)
        : await districtReport(pool, organization, { ...asked, district });
    const named = await withSayers(answer, ENTERED_BY, context);
    return withDoors(named, district?.name ?? null, asked.periods, args, context);
  },
});

function thisYear({ calendar }: CommandContext): Period {
  return schoolYear(schoolYearOf(calendar.today, calendar.schoolYearStartMonth), calendar);
}

/** Pages, files, and the ways on: what is missing, the estimate, numbers kept by hand. */
function withDoors(
  answer: Reply,
  district: string | null,
  periods: readonly Period[],
  args: {
    readonly page: number;
    readonly asOf: string | null;
    readonly missing: boolean | null;
    readonly "virtual-estimate": boolean | null;
  },
  context: CommandContext,
): Reply {
  const to = (label: string, changes: Readonly<Record<string, string | null>>): Action => ({
    label,
    line: context.lineWith({ page: null, asOf: null, as: null, ...changes }),
    does: "run",
    sensitivity: "open",
  });
  const [year] = periods;
  const ways = args.missing
    ? [to("Show the report", { missing: null })]
    : [
        to("What is missing?", { missing: "yes" }),
        args["virtual-estimate"]
          ? to("Without the estimate", { "virtual-estimate": null })
          : to("With virtual estimate", { "virtual-estimate": "yes" }),
      ];
  const byHand: Action[] =
    district === null || year?.start == null
      ? []
      : [
          {
            label: "Enter numbers by hand",
            line: lineOf("inputs", {
              district,
              year: schoolYearLabel(schoolYearOf(year.start, context.calendar.schoolYearStartMonth)),
            }),
            does: "form",
            sensitivity: "open",
          },
        ];
  const name = slugOf(district ?? "all districts", args.missing ? "missing" : "year-end");
  return {
    ...answer,
    actions: [...answer.actions, ...ways, ...byHand],
    ...filesAndPage(name, args, context),
  };
}

const LONGEST_NAME = 60;

/** A file's name of the district's: short enough for every file system. */
const slugOf = (name: string, what: string): string =>
  `${what}-${foldText(name).slice(0, LONGEST_NAME).trim().replaceAll(" ", "-") || "district"}`;
