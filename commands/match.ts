import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { EVENT_TYPES, eventTypeLabel, foldText } from "../src/domain/index.js";
import { completenessNotices } from "../src/metrics/index.js";
import { type MatchCandidate, type MatchResult, matchVolunteers, narrowed } from "../src/people/index.js";
import { type Action, counted, reply, showInteger } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { footerOf } from "./footer.js";
import { type Meant, matchAsked } from "./match-asked.js";
import { candidateReply } from "./match-candidate.js";
import { candidatesTable, keptOut, leftOutTable, matchNotices } from "./match-tables.js";
import { topics } from "./match-topics.js";
import { eventArgument, whichEvent } from "./named-event.js";
import { onePerson, personArgument } from "./named-person.js";
import { optional } from "./optional.js";
import { searchWords } from "./search-words.js";
import { organizationNames, SEARCH_ARGUMENTS } from "./volunteers-arguments.js";

const SIZE = 10;
const TYPES = Object.keys(EVENT_TYPES).map((value) => ({ value, label: eventTypeLabel(value) }));
/** Candidates on a page that have a button of their own. */
const MOST_OPENED = 5;

const SORTS = ["score", "name", "last", "contacted", "organisation"] as const;
const ORDER: Readonly<Record<(typeof SORTS)[number], (a: MatchCandidate, b: MatchCandidate) => number>> = {
  score: () => 0,
  name: (a, b) => a.name.localeCompare(b.name, "en"),
  last: (a, b) => (b.lastOn ?? "").localeCompare(a.lastOn ?? ""),
  contacted: (a, b) => (b.contactedOn ?? "").localeCompare(a.contactedOn ?? ""),
  organisation: (a, b) => (a.organizations[0] ?? "\uffff").localeCompare(b.organizations[0] ?? "\uffff", "en"),
};

export const match = defineCommand({
  name: "match",
  family: "events",
  summary: "Lists whom to ask for an event or a role, best first, with the reasons.",
  examples: [
    'match "Engineering week"',
    "match K-2: What does an engineer do",
    'match role:"career speaker" pathway:Health local:yes',
    'match "Engineering week" connector:yes why',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Find candidates",
  args: {
    event: {
      ...optional(
        eventArgument({
          label: "Event",
          help: "Its title or its id. Words that are no event's are taken as a role.",
          positional: "rest",
        }),
      ),
    },
    role: take.text({ label: "Or a role in words", placeholder: "career speaker", main: true }),
    skill: SEARCH_ARGUMENTS.skill,
    org: SEARCH_ARGUMENTS.org,
    local: SEARCH_ARGUMENTS.local,
    connector: SEARCH_ARGUMENTS.connector,
    type: take.choice(TYPES, { label: "Type, for a role in words" }),
    pathway: take.reference("pathway", {
      label: "Pathway, for a role in words",
      options: async (query, { organization }) =>
        organization.pathways.list
          .map(({ name }) => name)
          .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
          .map((name) => ({ value: name, label: name })),
    }),
    format: take.choice(take.plainChoices(["in_person", "virtual"]), { label: "Format, for a role in words" }),
    grade: take.text({ label: "Grades, for a role in words", placeholder: "K-2" }),
    who: {
      ...optional(personArgument("volunteer", { label: "One candidate", help: "Shows every part of their score." })),
      main: false,
    },
    why: {
      ...take.flag({ label: "Who is left out though they fit", bare: ["why", "--why"] }),
      isFilter: false,
    },
    ...take.listing({ sort: SORTS, as: ["xlsx", "csv"] }),
  },
  async run(args, context) {
    const { pool, organization, calendar } = context;
    const pathway = args.pathway === null ? null : pathwayCalled(args.pathway.text, context);
    const meant = await matchAsked({ ...args, event: args.event?.text ?? null, pathway }, context);
    if ("choices" in meant) return meant;
    const words = await searchWords(context);
    const { today } = calendar;
    const rules = { ...words, matching: organization.matching, topics: topics(), today };
    const result = await matchVolunteers(pool, meant.ask, rules);
    if (args.who !== null) {
      const who = await onePerson("volunteer", args.who, context);
      return "choices" in who ? who : candidateReply(who, meant, result, context);
    }
    const ranks = new Map(result.candidates.map(({ id }, place) => [id, place + 1]));
    const { skill, local, connector } = args;
    const narrowing = { org: await organizationNames(args.org, context), skill, local, connector, today };
    const fitting = await narrowed(pool, result.candidates, narrowing, words);
    const sorted = [...fitting].sort(ORDER[args.sort?.key ?? "score"]);
    const listed = args.sort?.descending ? sorted.reverse() : sorted;
    const filters = context.filters;
    return reply({
      title: meant.event === null ? `Candidates: ${roleInWords(meant)}` : `Candidates for ${meant.event.title}`,
      text: leadSentence(meant, result, fitting.length),
      sensitivity: "open",
      tables: [
        candidatesTable(
          listed,
          ranks,
          'Nobody fits. Try fewer filters, or a role in words: match role:"career speaker".',
          context,
        ),
        ...(args.why ? [leftOutTable(result, context)] : []),
      ],
      actions: actionsOf(
        meant,
        { page: listed.slice((args.page - 1) * SIZE, args.page * SIZE), ranks, isWhy: args.why === true },
        context,
      ),
      files: [
        { key: "candidates", kind: "xlsx", name: "candidates.xlsx" },
        { key: "candidates", kind: "csv", name: "candidates.csv" },
      ],
      notices: [...(await completenessNotices(pool)), ...matchNotices(result, today)],
      page: { number: args.page, size: SIZE, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
      provenance: await footerOf(context, {
        filters,
        counts: keptOut(result) === 0 ? {} : { hidden: keptOut(result) },
      }),
    });
  },
});

/** @throws PolarisError argument_invalid with every pathway there is */
function pathwayCalled(text: string, { organization: { pathways } }: CommandContext): string {
  const asked = foldText(text);
  const found = pathways.list.find(({ name, also }) => [name, ...also].some((each) => foldText(each) === asked));
  if (found !== undefined) return found.name;
  throw new PolarisError(
    "argument_invalid",
    `No pathway is called “${text}”. Expected one of ${pathways.list.map(({ name }) => name).join(", ")}.`,
  );
}

function roleInWords({ ask }: Meant): string {
  const said = [ask.title || null, ask.type === null ? null : eventTypeLabel(ask.type), ...ask.pathways, ask.grade];
  return said.filter((each) => each !== null).join(", ");
}

/** "87 of 120 volunteers who fit may be asked for Career Fair, 6 March 2026". */
function leadSentence(meant: Meant, result: MatchResult, listed: number): string {
  const may = result.candidates.length;
  const all = may + keptOut(result);
  const wanted = meant.event === null ? `“${roleInWords(meant)}”` : whichEvent(meant.event);
  if (all === 0) return `No volunteer shows a sign of fitting ${wanted}.`;
  const cut = listed === may ? "" : ` ${showInteger(listed)} of them fit the filters.`;
  const ofAll = `${showInteger(may)} of ${counted(all, "volunteer")}`;
  // Without a topic everybody is a candidate: that is not to say that they fit.
  if (result.topics.length === 0) return `${ofAll} may be asked; nothing in ${wanted} names a topic to fit.${cut}`;
  return `${ofAll} who fit ${wanted} may be asked.${cut}`;
}

interface Shown {
  readonly page: readonly MatchCandidate[];
  readonly ranks: ReadonlyMap<number, number>;
  readonly isWhy: boolean;
}

function actionsOf({ event }: Meant, { page, ranks, isWhy }: Shown, context: CommandContext): Action[] {
  const to = (changes: Readonly<Record<string, string | null>>) =>
    context.lineWith({ page: null, asOf: null, as: null, ...changes });
  return [
    ...page.slice(0, MOST_OPENED).map(
      (each): Action => ({
        label: `${ranks.get(each.id) ?? ""} ${each.name}`,
        line: to({ who: each.sourceId, why: null }),
        does: "run",
        sensitivity: "name",
      }),
    ),
    ...(event === null
      ? []
      : [
          {
            label: "Log a contact",
            line: lineOf("outreach", { event: event.sourceId }),
            does: "form",
            sensitivity: "open",
          } as const,
          {
            label: "Who was asked",
            line: lineOf("outreach list", { event: event.sourceId }),
            does: "run",
            sensitivity: "open",
          } as const,
        ]),
    isWhy
      ? { label: "The list alone", line: to({ why: null }), does: "run", sensitivity: "open" }
      : { label: "Who is left out?", line: to({ why: "yes" }), does: "run", sensitivity: "open" },
  ];
}
