import { type Arguments, type CommandContext, defineCommand, filtersOf, lineOf } from "../src/command/index.js";
import { addDays, type Period, printDay } from "../src/domain/index.js";
import {
  type CalendarEvent,
  calendarEvents,
  calendarTable,
  isToCome,
  legendOf,
  monthPicture,
  monthTable,
  monthTakeaway,
  monthWith,
  nearestDay,
  outreachOfEach,
} from "../src/events/index.js";
import { completenessNotices, type Filters } from "../src/metrics/index.js";
import type { Reader } from "../src/pool/index.js";
import { type Action, counted, fact, notice, type Reply, reply } from "../src/reply/index.js";
import { type Days, daysOf, eventsArguments, ownerAsked, rewordEvents, type View } from "./events-asked.js";
import { fitsFilter } from "./filter-fits.js";
import { footerOf } from "./footer.js";

type Asked = Arguments<typeof eventsArguments>;

/** Rows of a page, and how many of them can be claimed by a button each. */
const PAGE = 10;
const MOST_CLAIMS = 4;

export const events = defineCommand({
  name: "events",
  family: "events",
  summary: "The calendar: what is coming up or past, who owns it, who presents, and what it still needs.",
  examples: [
    "events",
    "events unowned",
    "events needs-presenter format:virtual",
    "events mine",
    "events past 2026-10 career",
    "events month:2026-11",
    'events type:career_fair district:"Grandview School District" status:Completed,Cancelled SY25-26',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show",
  args: eventsArguments,
  rewords: rewordEvents,
  async run(args, context) {
    const filters = await filtersOf(args, context);
    const month = monthAsked(args);
    return month === null ? list(args, filters, context) : atAGlance(args, filters, month, context);
  },
});

/** The month of `month:`, or of the period where a picture is asked for. */
function monthAsked({ month, as, period, show }: Asked): Period | null {
  if (month !== null) return month;
  return as === "chart" && show === null ? (period[0] ?? null) : null;
}

async function found(
  args: Asked,
  filters: Filters,
  days: Pick<Days, "start" | "end">,
  context: CommandContext,
): Promise<CalendarEvent[]> {
  const { today } = context.calendar;
  const all = await calendarEvents(context.pool, {
    ...days,
    filters,
    status: args.status,
    owner: ownerAsked(args.show, args.owner, context),
    words: args.words === null ? [] : args.words.split(/\s+/).filter(Boolean),
    today,
  });
  return all.filter((event) => belongs(event, args.show, today) && fitsFilter(event.needs, args.needs));
}

/** A gap is one of events that are to come: what is over or called off needs nobody any more. */
function belongs(event: CalendarEvent, view: View | null, today: string): boolean {
  if (view === "unowned") return isToCome(event, today);
  return view === "needs-presenter" ? event.needs.includes("presenter") : true;
}

async function list(args: Asked, filters: Filters, context: CommandContext): Promise<Reply> {
  const { pool, organization, calendar, filters: words } = context;
  const { today } = calendar;
  const days = daysOf(args.show, args.period, today);
  const all = await found(args, filters, days, context);
  const inOrder = args.show === "past" ? all.toReversed() : all;
  const text = all.length > 0 ? sentence(all, args.show, days, today) : await nothing(args, filters, days, context);
  const table = calendarTable(inOrder, {
    organization,
    today,
    outreach: await outreachAhead(all, today, pool),
    sort: args.sort,
    title: titleOf(args.show),
    empty: text,
  });
  return reply({
    title: titleOf(args.show),
    text,
    sensitivity: "open",
    facts: [
      fact("events", "Events", all.length, "integer", "open"),
      fact("without_owner", "To come without an owner", count(all, today, "owner"), "integer", "open"),
      fact("without_presenter", "To come without a presenter", count(all, today, "presenter"), "integer", "open"),
    ],
    tables: [table],
    actions: actionsOf(args, inOrder, context),
    files: [
      { key: "events", kind: "xlsx", name: "events.xlsx" },
      { key: "events", kind: "csv", name: "events.csv" },
    ],
    notices: await completenessNotices(pool),
    page: { number: args.page, size: PAGE, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
    provenance: await footerOf(context, { period: days, filters: words }),
  });
}

/** Of what is still to come: who was asked about the past stands on each event's card. */
const outreachAhead = (all: readonly CalendarEvent[], today: string, pool: Reader) =>
  outreachOfEach(
    pool,
    all.filter((event) => isToCome(event, today)),
  );

const count = (all: readonly CalendarEvent[], today: string, need: "owner" | "presenter"): number =>
  all.filter((event) => isToCome(event, today) && event.needs.includes(need)).length;

const TITLES: Readonly<Record<View, string>> = {
  upcoming: "Upcoming events",
  past: "Past events",
  unowned: "Events without an owner",
  "needs-presenter": "Events without a presenter",
  mine: "My events",
};
const titleOf = (view: View | null): string => (view === null ? "Events" : TITLES[view]);

function sentence(all: readonly CalendarEvent[], view: View | null, { words }: Days, today: string): string {
  const events = counted(all.length, "event");
  const owner = `${count(all, today, "owner")} without an owner`;
  const presenter = `${count(all, today, "presenter")} without a presenter`;
  if (view === "unowned") return `${events} without an owner, ${words}; ${presenter}.`;
  if (view === "needs-presenter") return `${events} without a presenter, ${words}; ${owner}.`;
  const cancelled = all.filter(({ status }) => status === "Cancelled").length;
  const off = cancelled === 0 ? "" : `, ${cancelled} of them cancelled`;
  if (view === "past") return `${events}, ${words}${off}.`;
  if (view === "mine") return `${counted(all.length, "event")} of yours, ${words}${off}; ${presenter}.`;
  return `${events}, ${words}${off}; ${owner}, ${presenter}.`;
}

/** What was searched, and where the nearest event is. */
async function nothing(
  { show, words: title }: Asked,
  filters: Filters,
  days: Days,
  { pool, calendar, filters: words }: CommandContext,
): Promise<string> {
  const given = Object.entries(words)
    .filter(([key]) => !["show", "period"].includes(key))
    .map(([key, value]) => `${key} ${value}`);
  const fitting = given.length === 0 ? "" : ` that fits ${given.join(", ")}`;
  if (show === "unowned" && given.length === 0)
    return `All is well: no upcoming event lacks an owner, ${days.words}. A longer period looks further ahead.`;
  if (show === "needs-presenter" && given.length === 0)
    return `All is well: no upcoming event lacks a presenter, ${days.words}. A longer period looks further ahead.`;
  if (show === "mine")
    return `You own no event${fitting}, ${days.words}. “events unowned” shows those that wait for an owner.`;
  const isPast = show === "past";
  const nearest =
    title === null
      ? await nearestDay(
          pool,
          { filters },
          isPast ? { before: days.start ?? calendar.today } : { after: days.end ?? calendar.today },
        )
      : null;
  const next =
    nearest === null
      ? "Try a longer period or fewer filters."
      : `The ${isPast ? "last one before" : "next one after"} that is on ${printDay(nearest)}: try a longer period.`;
  return `There is no event${fitting}, ${days.words}. ${next}`;
}

function actionsOf(args: Asked, inOrder: readonly CalendarEvent[], context: CommandContext): Action[] {
  const { today } = context.calendar;
  const shown = args.sort === null ? inOrder.slice((args.page - 1) * PAGE, args.page * PAGE) : [];
  const claims =
    args.show !== "unowned"
      ? []
      : shown.slice(0, MOST_CLAIMS).map(
          ({ sourceId, title, date }): Action => ({
            label: `Claim: ${printDay(date).replace(/ \d{4}$/, "")} ${title}`,
            line: lineOf("claim", { event: sourceId }),
            does: "run",
            sensitivity: "open",
          }),
        );
  const to = (label: string, line: string): Action => ({ label, line, does: "run", sensitivity: "open" });
  const views: readonly [View, string][] = [
    ["unowned", "Needs an owner"],
    ["needs-presenter", "Needs a presenter"],
    ["mine", "Mine"],
  ];
  return [
    ...claims,
    { label: "Open an event", line: "event", does: "form", sensitivity: "open" },
    to("This month", lineOf("events", { month: today.slice(0, 7) })),
    ...views
      .filter(([view]) => view !== args.show && !(view === "mine" && context.request.actor.door === "terminal"))
      .map(([view, label]) => to(label, lineOf("events", { show: view }))),
  ];
}

/** A month as text and as a picture, with the list behind it. */
async function atAGlance(args: Asked, filters: Filters, asked: Period, context: CommandContext): Promise<Reply> {
  const { pool, organization, calendar, filters: words } = context;
  const { today } = calendar;
  const month = monthWith(asked.start ?? asked.end ?? today);
  const all = await found(args, filters, month, context);
  const text = monthTakeaway(month, all);
  const to = (label: string, day: string): Action => ({
    label,
    line: context.lineWith({ month: day.slice(0, 7), page: null, asOf: null, as: null, period: null }),
    does: "run",
    sensitivity: "open",
  });
  return reply({
    title: month.name,
    text,
    sensitivity: "open",
    tables: [
      monthTable(month, all),
      calendarTable(all, {
        organization,
        today,
        outreach: await outreachAhead(all, today, pool),
        sort: args.sort,
        title: "Events of the month",
        empty: text,
      }),
    ],
    charts: [monthPicture(month, all, today)],
    actions: [
      to(monthWith(addDays(month.start, -1)).name, addDays(month.start, -1)),
      to(monthWith(addDays(month.end, 1)).name, addDays(month.end, 1)),
    ],
    files: [
      { key: "events", kind: "xlsx", name: "events.xlsx" },
      { key: "events", kind: "csv", name: "events.csv" },
    ],
    notices: [
      ...(all.length === 0 ? [] : [notice(`${legendOf(all).join(" · ")}.`)]),
      ...(await completenessNotices(pool)),
    ],
    provenance: await footerOf(context, {
      period: { start: month.start, end: month.end, label: month.name },
      filters: words,
    }),
  });
}
