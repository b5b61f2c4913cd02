import { askWhich, type CommandContext, defineCommand, REPORT_FORMATS, take } from "../src/command/index.js";
import { foldText, printDay, to18, unionOf } from "../src/domain/index.js";
import { findOrganization } from "../src/identity/index.js";
import { companiesSurveyed, eventsSurveyed, type SurveyedEvent, surveysAnswered } from "../src/metrics/index.js";
import type { Ask } from "../src/reply/index.js";
import { SURVEY_SORTS, surveysReport } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { filesAndPage, reportPeriod } from "./report-parts.js";

const MOST_CHOICES = 10;

/** What is called so, else what has it in its name. */
const fitting = (names: readonly string[], text: string): string[] => {
  const asked = foldText(text);
  const itself = names.filter((name) => foldText(name) === asked);
  return itself.length > 0 ? itself : names.filter((name) => foldText(name).includes(asked));
};

export const reportSurveys = defineCommand({
  name: "report surveys",
  family: "reports",
  summary: "What people answered in surveys: responses, ratings, yes and no, and comments, by event and by company.",
  examples: [
    "report surveys SY25-26",
    'report surveys all time survey:"Teacher feedback"',
    "report surveys 3y org:Hill's",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show report",
  args: {
    period: reportPeriod({ help: "Of the day of the answer: SY24-25, 90d, all time …" }),
    survey: take.text({
      label: "Survey",
      main: true,
      options: async (query, { pool }) =>
        fitting((await surveysAnswered(pool)).surveys, query).map((name) => ({ value: name, label: name })),
    }),
    event: take.reference("event", {
      label: "Event",
      help: "Words of its title, or its Salesforce id.",
      main: true,
      options: async (query, { pool }) => {
        const events = await eventsSurveyed(pool);
        const typed = foldText(query);
        return events
          .filter(({ title }) => foldText(title).includes(typed))
          .map(({ source_id, title, day }) => ({ value: source_id, label: `${title}, ${printDay(day)}` }));
      },
    }),
    org: take.text({ label: "Company", also: ["company", "organisation"], main: true }),
    ...take.listing({ sort: SURVEY_SORTS, as: REPORT_FORMATS }),
  },
  async run(args, context) {
    const { pool, organization } = context;
    const surveys = args.survey === null ? null : known("survey", (await surveysAnswered(pool)).surveys, args.survey);
    const companies = args.org === null ? null : await companiesCalled(args.org, context);
    const events = args.event === null ? null : eventsCalled(args.event, await eventsSurveyed(pool));
    const [event, ...others] = events ?? [];
    if (event !== undefined && others.length > 0) return which(events ?? [], args.event?.text ?? "", context);
    const report = await surveysReport(pool, organization, {
      period: unionOf(args.period),
      surveys,
      companies,
      events: event === undefined ? null : [event.id],
      filters: {
        ...(surveys === null ? {} : { survey: surveys.join(" or ") }),
        ...(event === undefined ? {} : { event: `${event.title}, ${printDay(event.day)}` }),
        ...(companies === null ? {} : { company: companies.join(" or ") }),
      },
      now: context.request.now,
      sample: context.sample,
      ...(args.sort === null ? {} : { sort: args.sort }),
    });
    return {
      ...report,
      ...filesAndPage("surveys", args, context),
    };
  },
});

/** @throws PolarisError not_found, with what there is */
function known(what: string, names: readonly string[], text: string): readonly string[] {
  const found = fitting(names, text);
  // Where nothing has been read, the report itself says so and what to do.
  if (found.length > 0 || names.length === 0) return found;
  const some = names.slice(0, MOST_CHOICES).map((name) => `“${name}”`);
  throw new PolarisError(
    "not_found",
    `No ${what} with answers is called “${text}”. There are answers of ${some.join(", ")}${names.length > some.length ? " and others" : ""}.`,
  );
}

/** A company by the names that staff use, or by what respondents wrote. */
async function companiesCalled(text: string, { pool, organization }: CommandContext): Promise<readonly string[]> {
  const { found } = await findOrganization(pool, organization.organizationAliases, text);
  const itself = found === null ? [] : await companiesSurveyed(pool, [found.name]);
  return itself.length > 0 ? itself : known("company", await companiesSurveyed(pool, null), text);
}

/** @throws PolarisError not_found */
function eventsCalled(
  { text, id }: { text: string; id: string | null },
  events: readonly SurveyedEvent[],
): SurveyedEvent[] {
  const byId = events.filter(({ source_id }) => source_id === (id ?? to18(text)));
  if (byId.length > 0) return byId;
  const titles = new Set(
    known(
      "event",
      events.map(({ title }) => title),
      text,
    ),
  );
  return events.filter(({ title }) => titles.has(title));
}

function which(events: readonly SurveyedEvent[], text: string, context: CommandContext): Ask {
  return askWhich(context, {
    text: `${events.length} events with answers fit “${text}”. Which one do you mean?`,
    argument: "event",
    choices: events.slice(0, MOST_CHOICES).map(({ title, day, source_id }) => ({
      label: `${title}, ${printDay(day)}`,
      line: context.lineWith({ event: source_id, page: null, asOf: null }),
    })),
    sensitivity: "open",
  });
}
