import {
  type Arguments,
  type CommandContext,
  type Filter,
  nearest,
  type Token,
  take,
  tokensOfLine,
} from "../src/command/index.js";
import { type Period, stateCode } from "../src/domain/index.js";
import { type Asked, EVERY_LEAD, LEAD_SORTS, type LeadFilter } from "../src/leads/index.js";
import { PolarisError } from "../src/runtime/index.js";

/** Which leads are meant, before any filter. */
export const LEAD_VIEWS = [
  { value: "new", label: "New: not in Salesforce" },
  { value: "updated", label: "Updated: our lists say something else than Salesforce" },
  { value: "overlap", label: "In two sources or more" },
  { value: "invalid", label: "Rows of which something cannot be read or is missing" },
  { value: "unmatched", label: "Without a match in Salesforce, and why" },
] as const;
export type LeadView = (typeof LEAD_VIEWS)[number]["value"];

// A page of leads is all that is read of them: rows are chosen by the filters, before they are read.
const { where: _, ...listing } = take.listing({ sort: LEAD_SORTS, as: ["xlsx", "csv", "sheet"] });

export const leadsArguments = {
  show: take.choice(LEAD_VIEWS, { label: "Show", help: "Left out: all leads.", main: true }),
  text: take.text({
    label: "Company or phone",
    help: "Words of the company's name, or a whole phone number.",
    positional: "rest",
    main: true,
  }),
  source: take.words({
    label: "Source",
    help: "source_1,source_2 is in either; given twice, in both.",
    main: true,
    options: async (query, { organization }) =>
      organization.leadSources
        .filter(({ name, label }) => `${name} ${label}`.toLowerCase().includes(query.toLowerCase()))
        .map(({ name, label }) => ({ value: name, label: `${label} (${name})` })),
  }),
  state: take.words({ label: "State", placeholder: "NV", main: true }),
  since: take.period({
    label: "Since",
    help: "First seen then or later; with updated: changed then or later. As in 2026-10-01, 2026-10, 90d.",
    placeholder: "2026-10-01",
    main: true,
  }),
  county: take.words({ label: "County" }),
  stage: take.words({ label: "Outreach stage in Salesforce" }),
  converted: take.flag({ label: "Converted in Salesforce" }),
  taken: take.flag({ label: "Taken", help: "Of the leads that were sent: those somebody has taken, or (no) nobody." }),
  current: take.flag({ label: "Still in the lists", help: "No: only leads that are in no newest file any more." }),
  ...listing,
};
export type LeadsAsked = Arguments<typeof leadsArguments>;

const VIEW_WORDS: ReadonlySet<string> = new Set(LEAD_VIEWS.map(({ value }) => value));

/** `leads new little stars`: the view is the first word. */
export function rewordLeads(tokens: readonly Token[]): readonly Token[] {
  const [first, ...others] = tokens;
  const word = first?.parts[0];
  if (first === undefined || first.head !== null || word === undefined || word.quoted || first.parts.length > 1)
    return tokens;
  const view = word.text.toLowerCase();
  return VIEW_WORDS.has(view) ? [...tokensOfLine(`show:${view}`), ...others] : tokens;
}

/** @throws PolarisError argument_invalid for a list that there is not, and for a period without a beginning */
export function filterAsked(args: LeadsAsked, context: CommandContext): LeadFilter {
  return {
    ...EVERY_LEAD,
    standing: args.show === "new" || args.show === "updated" ? args.show : args.show === "unmatched" ? "new" : null,
    isInSeveral: args.show === "overlap",
    source: asked(args.source, (text) => sourceCalled(text, context)),
    state: asked(args.state, (text) => stateCode(text) ?? text),
    county: asked(args.county, (text) => text),
    stage: asked(args.stage, (text) => text),
    isConverted: args.converted,
    isTaken: args.taken,
    isCurrent: args.current,
    since: sinceOf(args.since),
    text: args.text,
  };
}

const asked = ({ all, none }: Filter<string>, read: (text: string) => string): Asked => ({
  all: all.map((any) => any.map(read)),
  none: none.map(read),
});

function sourceCalled(text: string, { organization: { leadSources } }: CommandContext): string {
  const typed = text.trim().toLowerCase();
  const found = leadSources.find(({ name, label }) => name === typed || label.toLowerCase() === typed);
  if (found !== undefined) return found.name;
  const names = leadSources.map(({ name }) => name);
  const [near] = nearest(typed, names);
  throw new PolarisError(
    "argument_invalid",
    `No source of leads is called “${text}”. ${near === undefined ? "" : `Did you mean ${near}? `}Expected one of ${names.join(", ") || "none: config/lead-sources is empty"}.`,
  );
}

function sinceOf(period: Period | null): string | null {
  if (period === null) return null;
  if (period.start !== null) return period.start;
  throw new PolarisError(
    "argument_invalid",
    `“since:” says from when on: expected a day, a month or a span, as in since:2026-10-01, but got ${period.label}.`,
  );
}
