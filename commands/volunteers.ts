import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { printDates } from "../src/domain/index.js";
import { completenessNotices } from "../src/metrics/index.js";
import { nearestLeftOut, type SearchResult, searchVolunteers, VOLUNTEER_SORTS } from "../src/people/index.js";
import { type Action, counted, reply, type Sensitivity } from "../src/reply/index.js";
import { footerOf } from "./footer.js";
import { searchWords } from "./search-words.js";
import { SEARCH_ARGUMENTS, searchAsked } from "./volunteers-arguments.js";
import { hiddenIn, leftOutTables, localAtAGlance, searchNotices, volunteersTable } from "./volunteers-list.js";

export const volunteers = defineCommand({
  name: "volunteers",
  family: "people",
  summary: "Finds volunteers by skill, organisation, place and history, and says why each one fits.",
  examples: [
    "volunteers skill:stem",
    'volunteers org:"Hill\'s" local:yes',
    "volunteers nurse -type:career_fair last:2y sort:last",
    "volunteers robotics veterinary any:yes",
    'volunteers title:engineer pathway:stem available:"tue afternoon" consent:email',
    'volunteers org:"Hill\'s" at:2024-10-01',
    "volunteers skill:python local:yes why",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Search",
  args: {
    ...SEARCH_ARGUMENTS,
    why: {
      ...take.flag({
        label: "Who is nearly on the list",
        help: "Names the nearest volunteers left out, with the filter or rule that kept them out.",
        bare: ["why", "--why"],
      }),
      isFilter: false,
    },
    ...take.listing({ sort: VOLUNTEER_SORTS, as: ["xlsx", "csv"] }),
  },
  async run(args, context) {
    const meanings = await searchWords(context);
    const search = await searchAsked(args, args.sort?.key ?? "name", context);
    const result = await searchVolunteers(context.pool, meanings, search);
    const found = args.sort?.descending ? [...result.volunteers].reverse() : result.volunteers;
    const left = args.why ? await nearestLeftOut(context.pool, meanings, search) : null;
    const last = args.last?.value ?? null;
    // Words may be somebody's name: then how many fit, and are hidden, tells of that person.
    const words = args.text === null ? "open" : "name";
    const lead = leadSentence(result, context.filters);
    return reply({
      title: "Volunteers",
      text: lead,
      sensitivity: words,
      openText: words === "open" ? lead : "Volunteers who fit the words are shown privately only.",
      tables: [
        volunteersTable(
          found,
          `No volunteer fits: ${inWords(context.filters)}. Try fewer filters, or a group such as skill:stem.`,
          context,
        ),
        ...(left === null ? [] : leftOutTables(left, { isNothingFound: found.length === 0, words }, context)),
      ],
      actions: actionsOf(context, args.why === true, words),
      files: [
        { key: "volunteers", kind: "xlsx", name: "volunteers.xlsx" },
        { key: "volunteers", kind: "csv", name: "volunteers.csv" },
      ],
      notices: [...(await completenessNotices(context.pool)), ...searchNotices(result, words)],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
      provenance: await footerOf(context, {
        period: last === null || last === "never" ? null : { ...last, label: printDates(last) },
        filters: context.filters,
        counts: result.hidden.size === 0 ? {} : { hidden: hiddenIn(result) },
      }),
    });
  },
});

function actionsOf(context: CommandContext, isWhy: boolean, sensitivity: Sensitivity): Action[] {
  const to = (why: string | null) => context.lineWith({ page: null, asOf: null, as: null, why });
  return [
    isWhy
      ? { label: "The list alone", line: to(null), does: "run", sensitivity }
      : { label: "Why not more?", line: to("yes"), does: "run", sensitivity },
    { label: "Save this search", line: lineOf("search save", { line: to(null) }), does: "form", sensitivity },
  ];
}

const inWords = (filters: Readonly<Record<string, string>>): string =>
  Object.entries(filters)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ") || "no filter";

function leadSentence(result: SearchResult, filters: Readonly<Record<string, string>>): string {
  const found = result.volunteers.length;
  if (found === 0) return `No volunteers fit ${inWords(filters)}.`;
  return `${counted(found, "volunteer")} for ${inWords(filters)}; ${localAtAGlance(result)}.`;
}
