import { type CommandContext, defineCommand, lineOf } from "../src/command/index.js";
import { schoolYear, schoolYearOf } from "../src/domain/index.js";
import { completenessNotices } from "../src/metrics/index.js";
import { type Action, counted, type Fact, fact, type Notice, notice, reply, showInteger } from "../src/reply/index.js";
import {
  type ListedOrganization,
  organizationList,
  organizationsInOrder,
  organizationsTable,
} from "../src/reports/index.js";
import { footerOf } from "./footer.js";
import { longPage, partNotice } from "./long-page.js";
import { MARKS, orgsArguments, orgsFilter } from "./orgs-asked.js";

/** Buttons of the first rows, and of names that may be meant. */
const MOST_OPENED = 5;

export const orgs = defineCommand({
  name: "orgs",
  family: "organisations",
  summary:
    "Lists organisations: type, how active they are, sessions, volunteers and hours of this school year, and what is to come.",
  examples: [
    "orgs",
    "orgs bank active:active sort:hours",
    "orgs type:Business local:yes active:quiet,lapsed",
    "orgs last:..2025-06-30 sort:-last",
    "orgs last:never",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "List",
  args: orgsArguments,
  async run(args, context) {
    const { pool, organization, calendar } = context;
    const { today } = calendar;
    const year = schoolYear(schoolYearOf(today, calendar.schoolYearStartMonth), calendar);
    const fits = await orgsFilter(args, context);
    const { listed, near } = await organizationList(pool, organization, { words: args.words, today });
    const found = listed.filter(fits);
    const inOrder = await organizationsInOrder(pool, organization, found, { year, today, sort: args.sort });
    const part = longPage(args, inOrder.length, context);
    const shown = inOrder.slice(part.skip, part.skip + part.most);
    const text = found.length > 0 ? leadOf(found, context) : nothing(near, context);
    return reply({
      title: "Organisations",
      text,
      sensitivity: "open",
      facts: factsOf(found),
      tables: [await organizationsTable(pool, organization, shown, { year, today, empty: text })],
      actions: actionsOf(shown, near, context),
      files: [
        { key: "organisations", kind: "xlsx", name: "organisations.xlsx" },
        { key: "organisations", kind: "csv", name: "organisations.csv" },
      ],
      notices: [...(await completenessNotices(pool)), whatMarksMean(context), ...partNotice(part, shown.length)],
      ...part.page,
      provenance: await footerOf(context, { period: year, filters: askedOf(context) }),
    });
  },
});

const marked = (found: readonly ListedOrganization[], mark: ListedOrganization["mark"]): number =>
  found.filter((each) => each.mark === mark).length;

/** "96 organisations for type Business: 40 active, 12 quiet, 30 lapsed, 14 never active." */
function leadOf(found: readonly ListedOrganization[], context: CommandContext): string {
  const marks = MARKS.map(({ value }) => [marked(found, value), value] as const).filter(([count]) => count > 0);
  const asked = inWords(context);
  return `${counted(found.length, "organisation")}${asked === "" ? "" : ` for ${asked}`}: ${marks.map(([count, mark]) => `${showInteger(count)} ${mark}`).join(", ")}.`;
}

function nothing(near: readonly string[], context: CommandContext): string {
  const asked = inWords(context);
  if (asked === "") return "No organisation has been read from Salesforce yet.";
  const meant = near.length === 0 ? "Try fewer words or filters." : `Names that are near: ${near.join(", ")}.`;
  return `No organisation fits ${asked}. ${meant}`;
}

/** What is asked for, by the words of the columns. */
const askedOf = ({ filters: { active, last, ...rest } }: CommandContext): Readonly<Record<string, string>> => ({
  ...rest,
  ...(active === undefined ? {} : { activity: active }),
  ...(last === undefined ? {} : { "last activity": last }),
});

const inWords = (context: CommandContext): string =>
  Object.entries(askedOf(context))
    .map(([key, value]) => (key === "words" ? `“${value}”` : `${key} ${value}`))
    .join(", ");

const factsOf = (found: readonly ListedOrganization[]): Fact[] => [
  fact("organisations", "Organisations", found.length, "integer", "open"),
  ...MARKS.map(({ value, label }) => fact(value.replace(" ", "_"), label, marked(found, value), "integer", "open")),
];

const whatMarksMean = ({ organization: { activity } }: CommandContext): Notice =>
  notice(
    `Active: somebody of theirs was at a session held within ${activity.activeDays} days; quiet: within ${activity.lapsedDays}; lapsed: longer ago. Local goes by the organisation's own address.`,
  );

/** Each row leads on to its report; where nothing fits, what may have been meant does. */
function actionsOf(shown: readonly ListedOrganization[], near: readonly string[], context: CommandContext): Action[] {
  const to = (label: string, line: string, does: Action["does"] = "run"): Action => ({
    label,
    line,
    does,
    sensitivity: "open",
  });
  const open = shown.slice(0, MOST_OPENED).map(({ name }) => to(name, lineOf("report org", { org: name })));
  const meant = near
    .slice(0, MOST_OPENED)
    .map((name) => to(name, context.lineWith({ words: name, page: null, asOf: null })));
  return [...open, ...meant, to("Report of an organisation", "report org", "form")];
}
