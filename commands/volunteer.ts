import { askWhich, type CommandContext, defineCommand, take } from "../src/command/index.js";
import { eventTypeLabel, recordUrl } from "../src/domain/index.js";
import { ALL_TIME, computeMetrics } from "../src/metrics/index.js";
import {
  contactHistory,
  type FoundContact,
  findContacts,
  isValidOn,
  type Profile,
  volunteerProfile,
} from "../src/people/index.js";
import { column, fact, metricFact, notice, type Reply, reply, table } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { contactsTable, historyNotices, lastContact } from "./contact-history.js";
import { footerOf } from "./footer.js";

export const volunteer = defineCommand({
  name: "volunteer",
  family: "people",
  summary: "Shows one volunteer: organisations with dates, skills, history and what is coming up.",
  examples: ["volunteer Victor", "volunteer victor@example.org"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    who: take.reference("volunteer", {
      label: "Volunteer",
      help: "A name, an e-mail address or a Salesforce id.",
      positional: "rest",
      required: true,
      options: async (query, { pool }) =>
        (query.trim().length < 2 ? [] : await findContacts(pool, query, ["volunteer"])).map((found) => ({
          value: found.sourceId,
          label: found.name,
          ...(found.title ? { detail: found.title } : {}),
        })),
    }),
    as: take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }),
  },
  async run({ who }, context) {
    const found = await findContacts(context.pool, who.id ?? who.text, ["volunteer"]);
    const [only] = found;
    if (only === undefined)
      throw new PolarisError(
        "not_found",
        `No volunteer fits “${who.text}”. Searched names, e-mail addresses and Salesforce ids.`,
        {
          suggestions: [
            {
              label: "Why is somebody not there?",
              line: context.commands.get("trace") ? `trace "${who.text.replaceAll('"', "")}"` : "help",
            },
          ],
        },
      );
    if (found.length > 1) return askWhich(context, whichOf(found, who.text));
    const profile = await volunteerProfile(context.pool, only.id);
    if (profile === null) throw new PolarisError("not_found", "This volunteer was deleted in Salesforce a moment ago.");
    return profileReply(profile, context);
  },
});

function whichOf(found: readonly FoundContact[], text: string): Parameters<typeof askWhich>[1] {
  return {
    text: `${found.length} volunteers fit “${text}”. Which one?`,
    argument: "who",
    choices: found.slice(0, 10).map((each) => ({
      label: each.title ? `${each.name}, ${each.title}` : each.name,
      line: `volunteer ${each.sourceId}`,
    })),
    sensitivity: "name",
  };
}

async function profileReply(profile: Profile, context: CommandContext): Promise<Reply> {
  const { today } = context.calendar;
  const past = profile.events.filter((event) => event.date <= today);
  const upcoming = profile.events.filter((event) => event.date > today && event.eventStatus !== "Cancelled");
  const figures = await lifetimeFigures(profile, context);
  const contacts = await contactHistory(context.pool, profile.id, today);
  const zone = context.organization.timeZone;
  const employers = profile.organizations.filter((tie) => isValidOn(tie, today));
  return reply({
    title: profile.name,
    text: `${profile.name}${profile.title ? `, ${profile.title}` : ""}${employers[0] ? ` at ${employers[0].name}` : ""}: ${figures.engagements ?? 0} events, ${(figures.hours ?? 0).toLocaleString("en-US")} hours.`,
    sensitivity: "name",
    openText: "A volunteer's profile is shown privately only.",
    facts: [
      metricFact("X20", "Events attended", figures.engagements, "integer", "name"),
      metricFact("M30", "Hours", figures.hours, "hours", "name"),
      fact("last", "Last event", past.find((event) => event.attended)?.date ?? null, "date", "name"),
      lastContact(contacts),
      fact("local", "Local status", `${profile.localStatus.replace("_", " ")} (${profile.localBasis})`, "text", "name"),
      fact("email", "E-mail", profile.email, "text", "contact"),
      fact("phone", "Phone", profile.phone, "text", "contact"),
      fact(
        "salesforce",
        "Salesforce",
        recordUrl(context.organization.salesforce.recordUrl, "Contact", profile.sourceId),
        "link",
        "name",
      ),
    ],
    notices: [
      ...profile.marks.map((mark) => notice(`Mark: ${mark}.`, "warning", "name")),
      ...historyNotices(contacts, zone),
    ],
    tables: [
      eventsTable("history", "History", past, "No past event is recorded."),
      table({
        key: "organisations",
        title: "Organisations",
        columns: [
          column("name", "Organisation", "text", "name"),
          column("role", "Role", "text", "name"),
          column("status", "Status", "text", "name"),
          column("start", "From", "date", "name"),
          column("end", "Until", "date", "name"),
        ],
        rows: profile.organizations.map((o) => [o.name, o.role, o.status, o.startOn, o.endOn]),
        empty: "No organisation is recorded.",
      }),
      table({
        key: "skills",
        title: "Skills",
        columns: [column("skill", "Skill", "text", "name"), column("source", "From", "text", "name")],
        rows: profile.skills.map(({ skill, source }) => [skill, source.replaceAll("_", " ")]),
        empty: "No skill is recorded.",
      }),
      eventsTable("upcoming", "Upcoming", upcoming, "Nothing is coming up."),
      contactsTable(contacts, zone),
    ],
    files: [{ key: "history", kind: "xlsx", name: "volunteer.xlsx" }],
    provenance: await footerOf(context),
  });
}

async function lifetimeFigures(
  profile: Profile,
  context: CommandContext,
): Promise<{ hours: number | null; engagements: number | null }> {
  const { total } = await computeMetrics(context.pool, context.organization, {
    metrics: ["M30", "X20"],
    periods: [ALL_TIME],
    filters: [{ dimension: "volunteer", values: [{ key: profile.personId ?? profile.id, label: profile.name }] }],
    today: context.calendar.today,
  });
  const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
  return { hours: number(total.figures.M30?.[0]), engagements: number(total.figures.X20?.[0]) };
}

function eventsTable(key: string, title: string, events: Profile["events"], empty: string) {
  return table({
    key,
    title,
    columns: [
      column("date", "Date", "date", "name"),
      column("event", "Event", "text", "name"),
      column("type", "Type", "text", "name"),
      column("format", "Format", "text", "name"),
      column("status", "Status", "text", "name"),
      column("hours", "Hours recorded", "hours", "name"),
      column("credited", "Credited to", "text", "name"),
    ],
    rows: events.map((event) => [
      event.date,
      event.title,
      eventTypeLabel(event.type),
      event.format.replace("_", " "),
      event.eventStatus === "Cancelled" ? "event cancelled" : event.status.replaceAll("_", " "),
      event.hours,
      event.creditedTo,
    ]),
    empty,
  });
}
