import { type CommandContext, defineCommand, type Filter, type Reference, take } from "../src/command/index.js";
import { EVENT_TYPES, eventTypeLabel, printDates, recordUrl } from "../src/domain/index.js";
import { aliasedName, suggestOrganizations } from "../src/identity/index.js";
import { completenessNotices } from "../src/metrics/index.js";
import {
  type LeftOutOfSearch,
  nearestLeftOut,
  type SearchResult,
  searchVolunteers,
  VOLUNTEER_SORTS,
  type VolunteerSearch,
  type Wanted,
} from "../src/people/index.js";
import { column, counted, type Notice, notice, reply, type Table, table } from "../src/reply/index.js";
import { footerOf } from "./footer.js";
import { vocabulary } from "./words.js";

const LOCAL = [
  { value: "local", label: "Local", also: ["yes"] },
  { value: "partial", label: "Partly local" },
  { value: "non_local", label: "Not local", also: ["non-local", "no"] },
  { value: "unknown", label: "Unknown" },
] as const;

const TYPES = [...Object.keys(EVENT_TYPES), "other"].map((value) => ({ value, label: eventTypeLabel(value) }));

const COLUMNS = [
  column("name", "Volunteer", "text", "name"),
  column("organisation", "Organisation", "text", "open"),
  column("title", "Title", "text", "name"),
  column("skills", "Skills that match", "text", "open"),
  column("local", "Local", "text", "open"),
  column("times", "Events", "integer", "open"),
  column("last", "Last event", "date", "open"),
  column("email", "E-mail", "text", "contact"),
  column("salesforce", "Salesforce", "link", "name", { linkLabel: "name" }),
];

export const volunteers = defineCommand({
  name: "volunteers",
  family: "people",
  summary: "Finds volunteers by skill, organisation, place and history.",
  examples: [
    "volunteers skill:stem",
    'volunteers org:"Hill\'s" local:yes',
    "volunteers nurse -type:career_fair last:2y sort:last",
    "volunteers skill:python local:yes why",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Search",
  args: {
    text: take.text({
      label: "Name or words",
      help: "Names, titles, organisations or skills; every word must be found.",
      positional: "rest",
      main: true,
    }),
    skill: take.words({
      label: "Skill",
      help: "A skill or a group such as stem, health, business. A list means any of them.",
      placeholder: "stem",
      main: true,
      options: async (query) =>
        Object.keys(vocabulary().groups)
          .filter((g) => g.includes(query.toLowerCase()))
          .map((g) => ({ value: g, label: `${g} (a group of skills)` })),
    }),
    org: take.references("organization", {
      label: "Organisation today",
      main: true,
      also: ["organisation", "company"],
      options: async (query, { pool }) =>
        (await suggestOrganizations(pool, query, 50)).map(({ name }) => ({ value: name, label: name })),
    }),
    local: take.choices(LOCAL, { label: "Local status", main: true }),
    last: take.period({
      label: "Last event within",
      help: "A period such as 2y or SY24-25, or never.",
      alsoWords: ["never"],
      main: true,
    }),
    times: take.numbers({ label: "Number of events", placeholder: "10+" }),
    type: take.choices(TYPES, { label: "Has done events of type" }),
    "org-ever": take.references("organization", { label: "Organisation at any time" }),
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
    const search: VolunteerSearch = {
      words: args.text === null ? [] : args.text.split(/\s+/).filter(Boolean),
      skill: args.skill,
      org: await namesOf(args.org, context),
      orgEver: await namesOf(args["org-ever"], context),
      local: args.local,
      type: args.type,
      last: args.last,
      times: args.times === null ? null : { from: args.times.from ?? 0, to: args.times.to },
      sort: args.sort?.key ?? "name",
      today: context.calendar.today,
    };
    const to = (changes: Readonly<Record<string, string | null>>) =>
      context.lineWith({ page: null, asOf: null, as: null, ...changes });
    const result = await searchVolunteers(context.pool, vocabulary(), search);
    const found = args.sort?.descending ? [...result.volunteers].reverse() : result.volunteers;
    const rows = found.map((v) => [
      v.name,
      v.organizations.join(", ") || null,
      v.title,
      v.matchedSkills.join(", ") || null,
      v.localStatus.replace("_", " ") + (v.localBasis === "inferred" ? " (inferred)" : ""),
      v.times,
      v.lastOn,
      v.email,
      recordUrl(context.organization.salesforce.recordUrl, "Contact", v.sourceId),
    ]);
    const left = args.why ? await nearestLeftOut(context.pool, vocabulary(), search) : null;
    return reply({
      title: "Volunteers",
      text: leadSentence(result, context.filters),
      sensitivity: "open",
      tables: [
        table({
          key: "volunteers",
          title: "Volunteers",
          columns: COLUMNS,
          rows,
          empty: `No volunteer fits: ${inWords(context.filters)}. Try fewer filters, or a group such as skill:stem.`,
        }),
        ...(left === null ? [] : leftOutTables(left, found.length === 0, context)),
      ],
      actions: [
        left === null
          ? { label: "Why not more?", line: to({ why: "yes" }), does: "run", sensitivity: "open" }
          : { label: "The list alone", line: to({ why: null }), does: "run", sensitivity: "open" },
      ],
      files: [
        { key: "volunteers", kind: "xlsx", name: "volunteers.xlsx" },
        { key: "volunteers", kind: "csv", name: "volunteers.csv" },
      ],
      notices: [...(await completenessNotices(context.pool)), ...noticesOf(result)],
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
      provenance: await footerOf(context, {
        period: args.last === null || args.last === "never" ? null : { ...args.last, label: printDates(args.last) },
        filters: context.filters,
        counts: result.hidden.size === 0 ? {} : { hidden: sumOf(result.hidden) },
      }),
    });
  },
});

/** The names that a filter asks for; what staff call an organisation stands for its name. */
async function namesOf({ all, none }: Filter<Reference>, { pool, organization }: CommandContext): Promise<Wanted> {
  const named = (asked: readonly Reference[]) =>
    Promise.all(
      asked.map(async ({ text }) => (await aliasedName(pool, organization.organizationAliases, text)) ?? text),
    );
  return { all: await Promise.all(all.map(named)), none: await named(none) };
}

const inWords = (filters: Readonly<Record<string, string>>): string =>
  Object.entries(filters)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ") || "no filter";

const sumOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

function leadSentence({ volunteers: found, locals }: SearchResult, filters: Readonly<Record<string, string>>): string {
  if (found.length === 0) return `No volunteers fit ${inWords(filters)}.`;
  const share = Math.round((100 * locals) / found.length);
  return `${counted(found.length, "volunteer")} for ${inWords(filters)}; ${locals.toLocaleString("en-US")} of them local (${share} %).`;
}

/** Who is hidden and why (ruling S1), and what a group of skills stood for (ruling S3). */
function noticesOf({ hidden, groups }: SearchResult): Notice[] {
  const reasons = [...hidden].map(([reason, n]) => `${reason} ${n}`).join(", ");
  return [
    ...groups.map(({ group, terms }) =>
      notice(
        `“${group}” is a group of skills: ${terms.slice(0, 12).join(", ")}${terms.length > 12 ? " and more" : ""} (config/skills.yml).`,
      ),
    ),
    ...(hidden.size === 0 ? [] : [notice(`${sumOf(hidden)} hidden (${reasons}).`)]),
  ];
}

const LEFT_OUT_COLUMNS = [
  column("name", "Volunteer", "text", "name"),
  column("by", "Left out by", "text", "open"),
  column("has", "Has", "text", "name"),
  // Where somebody lives is as private as their address.
  column("zip", "ZIP", "text", "contact"),
  column("organisation", "Organisation", "text", "open"),
  column("salesforce", "Salesforce", "link", "name", { linkLabel: "name" }),
];

/** Who is nearly on the list, and where nobody is on it, which filter takes out how many. */
function leftOutTables(left: LeftOutOfSearch, isNothingFound: boolean, { organization }: CommandContext): Table[] {
  const cut = left.total > left.nearest.length ? `, ${left.nearest.length} of ${counted(left.total, "volunteer")}` : "";
  return [
    table({
      key: "left_out",
      title: `Nearest left out${cut}`,
      columns: LEFT_OUT_COLUMNS,
      rows: left.nearest.map(({ volunteer, by, has, zip }) => [
        volunteer.name,
        by,
        has,
        zip,
        volunteer.organizations.join(", ") || null,
        recordUrl(organization.salesforce.recordUrl, "Contact", volunteer.sourceId),
      ]),
      empty: "Nobody fails one filter alone, and nobody who fits is hidden.",
    }),
    ...(isNothingFound
      ? [
          table({
            key: "filters",
            title: "What each filter takes out by itself",
            columns: [
              column("filter", "Filter", "text", "open"),
              column("removes", "Takes out", "integer", "open"),
              column("leaves", "Leaves", "integer", "open"),
            ],
            rows: left.filters.map(({ asked, removes }) => [asked, removes, left.of - removes]),
            empty: "No filter was asked for.",
          }),
        ]
      : []),
  ];
}
