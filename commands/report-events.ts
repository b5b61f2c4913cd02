import { defineCommand, filtersOf, REPORT_FORMATS, take } from "../src/command/index.js";
import { type Ask, ask } from "../src/reply/index.js";
import { EVENTS_BY, eventsReport, SORTS, upcomingReport } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { filesAndPage } from "./report-parts.js";

export const reportEvents = defineCommand({
  name: "report events",
  family: "reports",
  summary: "Events by type, month and district; or those coming up, with what they still need.",
  examples: [
    "report events SY24-25",
    "report events SY25-26 by:month format:virtual",
    "report events upcoming",
    "report events upcoming unowned",
    "report events upcoming needs:presenter",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: take.periods({
      label: "Period",
      help: "SY24-25, 2025, Q1 2026 …; upcoming events need none: the next 30 days.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    by: take.choice(take.plainChoices(EVENTS_BY), { label: "By", main: true }),
    upcoming: take.flag({ label: "Upcoming", bare: ["upcoming"], main: true }),
    unowned: take.flag({ label: "Without an owner", help: "Of upcoming events.", bare: ["unowned"] }),
    needs: take.choice([{ value: "presenter", label: "A presenter" }], {
      label: "Still needs",
      help: "Of upcoming events: those for which nobody is signed up.",
    }),
    ...take.figures(),
    ...take.listing({ sort: SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { pool, organization, calendar, request, sample } = context;
    const asked = {
      periods: args.period,
      filters: await filtersOf(args, context),
      today: calendar.today,
      now: request.now,
      sample,
    };
    const isUpcoming = args.upcoming === true || args.unowned === true || args.needs !== null;
    if (isUpcoming && args.upcoming === false)
      throw new PolarisError(
        "argument_invalid",
        "Owners and presenters are looked for among upcoming events: leave upcoming:no out.",
      );
    if (!isUpcoming && args.period.length === 0) return whichPeriod(context);
    const report = isUpcoming
      ? await upcomingReport(pool, organization, {
          ...asked,
          unowned: args.unowned === true,
          needsPresenter: args.needs === "presenter",
        })
      : await eventsReport(pool, organization, {
          ...asked,
          ...(args.by === null ? {} : { by: args.by }),
          ...(args.sort === null ? {} : { sort: args.sort }),
        });
    const name = isUpcoming ? "upcoming-events" : "events";
    return {
      ...report,
      ...filesAndPage(name, args, context),
    };
  },
});

const USUAL = [
  { label: "Upcoming, the next 30 days", changes: { upcoming: "yes" } },
  { label: "This school year", changes: { period: "this year" } },
  { label: "Last school year", changes: { period: "last year" } },
] as const;

/** Counts need a period, unless it is what is coming up: the form is opened where it can be, else the usual ones are offered. */
function whichPeriod({
  command,
  line,
  lineWith,
  request,
}: {
  readonly command: string;
  readonly line: string;
  lineWith(changes: Readonly<Record<string, string>>): string;
  readonly request: { readonly place: { readonly canOpenForm: boolean } };
}): Ask {
  return ask({
    text: "“report events” still needs: period. For example: report events SY24-25",
    command,
    line,
    missing: ["period"],
    choices: request.place.canOpenForm ? [] : USUAL.map(({ label, changes }) => ({ label, line: lineWith(changes) })),
    sensitivity: "open",
  });
}
