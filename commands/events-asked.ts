import { type CommandContext, type Member, type Token, take, tokensOfLine } from "../src/command/index.js";
import { addDays, EVENT_STATUSES, type Period, printDates, printDay, unionOf } from "../src/domain/index.js";
import { CALENDAR_SORTS, NEEDS } from "../src/events/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { memberOrNone } from "./member-or-none.js";

/** Which events are meant, before any filter. */
export const VIEWS = [
  { value: "upcoming", label: "Upcoming" },
  { value: "past", label: "Past" },
  { value: "unowned", label: "Upcoming, without an owner", also: ["needs-owner"] },
  { value: "needs-presenter", label: "Upcoming, without a presenter", also: ["needs presenter"] },
  { value: "mine", label: "Upcoming, mine" },
] as const;
export type View = (typeof VIEWS)[number]["value"];

const STATUSES = EVENT_STATUSES.map((value) => ({ value, label: value, also: [value.replace(" ", "-")] }));

const owner = memberOrNone({
  label: "Owner",
  help: "Somebody in Slack; owner:none for events that nobody owns.",
});

const { district, school, level, type, format, pathway, host } = take.figures();

export const eventsArguments = {
  show: take.choice(VIEWS, { label: "Show", main: true }),
  period: take.periods({
    label: "Period",
    help: "2026-10, next month, SY25-26 …; without one the next 30 days, or the last 30 for past events.",
    placeholder: "2026-10",
    positional: "end",
    main: true,
  }),
  words: take.text({
    label: "Words of the title",
    help: "Each of them begins a word of the title.",
    positional: "rest",
    main: true,
  }),
  district,
  needs: take.choices(take.plainChoices(NEEDS), { label: "Still needs", main: true }),
  month: {
    ...take.period({
      label: "A month at a glance",
      help: "2026-11: the month as a picture and as text.",
      placeholder: "2026-11",
    }),
    // The footer has it as its period, with its dates.
    isFilter: false,
  },
  status: take.choices(STATUSES, { label: "Status" }),
  owner,
  type,
  format,
  school,
  level,
  pathway,
  host,
  ...take.listing({ sort: CALENDAR_SORTS, as: ["xlsx", "csv", "chart"] }),
};

const VIEW_WORDS: ReadonlySet<string> = new Set(VIEWS.map(({ value }) => value));
const PERIOD_WORD = /^(?:SY)?\d{2,4}[-/]\d{2,4}(?:-\d{2})?$/i;

/** `events past 2026-10 robotics`: the view is the first plain word, and the period may stand before the others. */
export function rewordEvents(tokens: readonly Token[]): readonly Token[] {
  const [first, second] = plainWords(tokens);
  const view = first?.quoted === false ? first.text.toLowerCase() : "";
  const isView = first !== undefined && VIEW_WORDS.has(view);
  const shown = isView ? tokens.flatMap((token) => (token === first ? tokensOfLine(`show:${view}`) : [token])) : tokens;
  const next = isView ? second : first;
  const isPeriod = next?.quoted === false && PERIOD_WORD.test(next.text) && next !== plainWords(tokens).at(-1);
  return isPeriod && next !== undefined ? [...shown.filter((token) => token !== next), next] : shown;
}

/** Words that belong to no key: neither behind `district:` nor behind the comma of a list. */
const plainWords = (tokens: readonly Token[]): Token[] =>
  tokens.filter(({ head }, place) => {
    const isValue = tokens[place - 1]?.parts.at(-1)?.text === "";
    return head === null && !isValue;
  });

/** Days of the calendar when no period is asked for. */
const DAYS = 30;

/** The days that are shown; open where null. */
export interface Days {
  readonly start: string | null;
  readonly end: string | null;
  /** "the next 30 days" */
  readonly label: string;
  /** The same with its dates: "the next 30 days (20 Nov 2026 – 19 Dec 2026)". */
  readonly words: string;
}

/**
 * The days that a view and a period mean together: upcoming ones begin today, past ones end yesterday.
 * @throws PolarisError period_invalid for a period that lies wholly on the other side of today
 */
export function daysOf(view: View | null, periods: readonly Period[], today: string): Days {
  const yesterday = addDays(today, -1);
  if (periods.length === 0) {
    if (view === "past") return said("the last 30 days", addDays(today, -DAYS), yesterday);
    if (view === "mine") return said("from today on", today, null);
    return said("the next 30 days", today, addDays(today, DAYS - 1));
  }
  const { start, end } = unionOf(periods);
  const label = periods.map((period) => period.label).join(", ");
  if (view === null) return said(label, start, end);
  if (view === "past") {
    if (start !== null && start > yesterday) throw onTheOtherSide(view, { start, end }, today);
    return said(label, start, end === null || end > yesterday ? yesterday : end);
  }
  if (end !== null && end < today) throw onTheOtherSide(view, { start, end }, today);
  return said(label, start === null || start < today ? today : start, end);
}

function said(label: string, start: string | null, end: string | null): Days {
  const dates = printDates({ start, end });
  return { start, end, label, words: label === dates ? dates : `${label} (${dates})` };
}

function onTheOtherSide(view: View, asked: Pick<Days, "start" | "end">, today: string): PolarisError {
  const [is, wanted] = view === "past" ? ["is still to come", "before"] : ["is over", "from"];
  return new PolarisError(
    "period_invalid",
    `${printDates(asked)} ${is}. Expected a period that has days ${wanted} ${printDay(today)}${view === "past" ? "" : " on"}, or none for the usual ${DAYS} days.`,
  );
}

/**
 * Whose events are meant: of a view, or of the filter.
 * @throws PolarisError argument_invalid where one contradicts the other, or nobody can own events
 */
export function ownerAsked(
  view: View | null,
  filter: Member | "none" | null,
  { request }: Pick<CommandContext, "request">,
): string | null {
  if (view === "unowned") {
    if (filter !== null && filter !== "none")
      throw new PolarisError("argument_invalid", "Events without an owner have none: leave owner: or unowned out.");
    return "none";
  }
  if (view !== "mine") return filter === null || filter === "none" ? filter : filter.id;
  if (filter !== null)
    throw new PolarisError("argument_invalid", "“mine” and owner: both say whose events are meant: leave one out.");
  if (request.actor.door === "terminal")
    throw new PolarisError(
      "argument_invalid",
      "Events are owned by people in Slack, so nothing is yours at the terminal. Expected owner: with somebody's Slack id, as in owner:U0ABC123.",
    );
  return request.actor.id;
}
