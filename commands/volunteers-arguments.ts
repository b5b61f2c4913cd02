import { type Arguments, type CommandContext, type Filter, type Reference, take } from "../src/command/index.js";
import { PathwayNames, parseAvailability } from "../src/domain/index.js";
import { nameMeant, suggestOrganizations } from "../src/identity/index.js";
import type { Span, VolunteerSearch, Wanted } from "../src/people/index.js";
import { type Organization, PolarisError } from "../src/runtime/index.js";
import { LOCAL } from "./local-choices.js";
import { pathwaysCalled } from "./named-pathway.js";
import { type Negatable, negatable, negatableFlag } from "./negatable.js";
import { vocabulary } from "./words.js";

const CONSENT = [
  { value: "email", label: "May be written to", also: ["e-mail", "mail"] },
  { value: "call", label: "May be called", also: ["phone"] },
] as const;

/** Everything that a search of volunteers can ask; the five main ones stand in the form at once. */
export const SEARCH_ARGUMENTS = {
  text: take.text({
    label: "Name or words",
    help: "Names, titles, organisations or skills; every word must be found, unless any of them is enough.",
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
        .filter((group) => group.includes(query.toLowerCase()))
        .map((group) => ({ value: group, label: `${group} (a group of skills)` })),
  }),
  org: take.references("organization", {
    label: "Organisation today",
    main: true,
    also: ["organisation", "company"],
    options: async (query, { pool }) =>
      (await suggestOrganizations(pool, query, 50)).map(({ name }) => ({ value: name, label: name })),
  }),
  local: take.choices(LOCAL, { label: "Local status", main: true }),
  last: negatable(
    take.period({
      label: "Last event within",
      help: "A period such as 2y or SY24-25, or never.",
      alsoWords: ["never"],
      main: true,
    }),
  ),
  any: take.flag({
    label: "Any of these is enough",
    help: "Yes finds whoever fits one of the words or filters; otherwise all must fit.",
  }),
  title: take.words({ label: "Title", help: "Words of the job title, as in engineer.", placeholder: "engineer" }),
  industry: take.words({ label: "Industry", placeholder: "health care" }),
  interest: take.words({ label: "Interest", help: "What they said they like to do.", placeholder: "mentoring" }),
  pathway: take.references("pathway", {
    label: "Pathway",
    help: "Skilled in it, or spoke on it.",
    options: pathwaysCalled,
  }),
  available: take.words({
    label: "Available",
    help: "Days and parts of days: morning, afternoon, evening.",
    placeholder: "tue afternoon",
  }),
  times: negatable(take.numbers({ label: "Number of events", placeholder: "10+" })),
  type: take.eventTypes({ label: "Has done events of type" }),
  connector: negatableFlag(take.flag({ label: "Connector", help: "Has a Pathful profile." })),
  "virtual-only": negatableFlag(
    take.flag({ label: "Virtual only", help: "Has come to virtual sessions, and to nothing in person." }),
  ),
  "last-email": negatable(
    take.period({
      label: "Last e-mail within",
      help: "A period such as 90d, or never.",
      alsoWords: ["never"],
    }),
  ),
  "last-activity": negatable(
    take.period({
      label: "Last activity within",
      help: "An event, an e-mail, or the last activity that Salesforce has. A period such as 90d, or never.",
      alsoWords: ["never"],
    }),
  ),
  consent: take.choices(CONSENT, { label: "May be written to or called" }),
  at: take.period({
    label: "Organisation at a date",
    help: "Asks of the organisation above whether it was theirs then, as on 2024-10-01.",
    also: ["org-at"],
  }),
  "org-ever": take.references("organization", { label: "Organisation at any time" }),
};

/** The search that a line asks for. @throws PolarisError argument_invalid, with what was expected */
export async function searchAsked(
  args: Arguments<typeof SEARCH_ARGUMENTS>,
  sort: VolunteerSearch["sort"],
  context: CommandContext,
): Promise<VolunteerSearch> {
  if (args.at !== null && args.org.all.length + args.org.none.length === 0)
    throw new PolarisError(
      "argument_invalid",
      "“at:” says when somebody was of an organisation: expected org: beside it, as in org:Hill's at:2024-10-01.",
    );
  const times = args.times;
  return {
    words: args.text === null ? [] : args.text.split(/\s+/).filter(Boolean),
    isWide: args.any === true,
    skill: args.skill,
    pathway: pathwaysOf(args.pathway, context.organization),
    org: await organizationNames(args.org, context),
    at: args.at,
    orgEver: await organizationNames(args["org-ever"], context),
    title: args.title,
    industry: args.industry,
    interest: args.interest,
    available: readable(args.available),
    local: args.local,
    type: args.type,
    consent: args.consent,
    connector: args.connector,
    virtualOnly: args["virtual-only"],
    last: daysOf(args.last),
    lastEmail: daysOf(args["last-email"]),
    lastActivity: daysOf(args["last-activity"]),
    times: times === null ? null : { from: times.value.from ?? 0, to: times.value.to, isNot: times.isNot },
    sort,
    today: context.calendar.today,
  };
}

/** Not never is ever. */
function daysOf(asked: Negatable<Span | "never"> | null): Span | "never" | null {
  if (asked === null) return null;
  const { value, isNot } = asked;
  if (value === "never") return isNot ? { start: null, end: null } : value;
  return { start: value.start, end: value.end, isNot };
}

/** The names that a filter asks for; what staff call an organisation stands for its name. */
export async function organizationNames(
  { all, none }: Filter<Reference>,
  { pool, organization }: CommandContext,
): Promise<Wanted> {
  const named = (asked: readonly Reference[]) =>
    Promise.all(asked.map(async ({ text }) => (await nameMeant(pool, organization.organizationAliases, text)) ?? text));
  return { all: await Promise.all(all.map(named)), none: await named(none) };
}

/** @throws PolarisError argument_invalid with the pathways there are */
function pathwaysOf({ all, none }: Filter<Reference>, { pathways }: Organization): Wanted {
  const names = new PathwayNames(pathways);
  const named = ({ text }: Reference): readonly string[] => {
    const read = names.named(text);
    if (read.unknown.length === 0 && read.pathways.length > 0) return read.pathways;
    throw new PolarisError(
      "argument_invalid",
      `No pathway is called “${text}”. Expected one of ${pathways.list.map(({ name }) => name).join(", ")}.`,
    );
  };
  return { all: all.map((each) => each.flatMap(named)), none: none.flatMap(named) };
}

/** @throws PolarisError argument_invalid for what is neither a day nor a part of one */
function readable(wanted: Wanted): Wanted {
  const unread = [...wanted.all.flat(), ...wanted.none].flatMap((text) => parseAvailability(text).unread);
  if (unread.length === 0) return wanted;
  throw new PolarisError(
    "argument_invalid",
    `“available:” takes days and parts of days, as in available:"tue afternoon", but got “${unread.join(", ")}”.`,
  );
}
