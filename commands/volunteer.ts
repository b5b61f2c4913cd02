import { type CommandContext, defineCommand, lineOf, type Sayers, sayersOf, take } from "../src/command/index.js";
import { eventTypeLabel, recordUrl } from "../src/domain/index.js";
import { ALL_TIME, computeMetrics } from "../src/metrics/index.js";
import {
  contactHistory,
  isValidOn,
  listSuggestions,
  localReason,
  type Profile,
  readSkillWords,
  SKILL_SOURCES,
  type Suggestion,
  skillShown,
  type Vocabulary,
  volunteerProfile,
} from "../src/people/index.js";
import {
  type Action,
  column,
  counted,
  fact,
  metricFact,
  notice,
  type Reply,
  reply,
  showCell,
  table,
} from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { contactsTable, historyNotices, lastContact, unloggedNotices } from "./contact-history.js";
import { footerOf } from "./footer.js";
import { onePerson, personArgument } from "./named-person.js";
import { localSetBy, localWords, saidWhen } from "./volunteer-words.js";
import { vocabulary } from "./words.js";

export const volunteer = defineCommand({
  name: "volunteer",
  family: "people",
  summary:
    "Shows one volunteer: organisations with dates, skills and their sources, history, contacts, notes and what is coming up.",
  examples: ["volunteer Victor", "volunteer victor.zamora@monarchmanufacturing.example"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    who: personArgument("volunteer", { positional: "rest" }),
    as: take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }),
  },
  async run({ who, as }, context) {
    const found = await onePerson("volunteer", who, context, { with: { as } });
    if ("choices" in found) return found;
    const profile = await volunteerProfile(context.pool, found.id);
    if (profile === null) throw new PolarisError("not_found", "This volunteer was deleted in Salesforce a moment ago.");
    return profileReply(profile, context);
  },
});

async function profileReply(profile: Profile, context: CommandContext): Promise<Reply> {
  const { pool, organization, calendar } = context;
  const { today } = calendar;
  const zone = organization.timeZone;
  const past = profile.events.filter((event) => event.date <= today);
  const upcoming = profile.events.filter((event) => event.date > today && event.eventStatus !== "Cancelled");
  const figures = await lifetimeFigures(profile, context);
  const contacts = await contactHistory(pool, profile.id, today);
  const words = await readSkillWords(pool, vocabulary());
  const suggested = await listSuggestions(pool, { contactId: profile.id });
  const isLocal = await localReason(pool, organization, profile.id);
  const employers = profile.organizations.filter((tie) => isValidOn(tie, today));
  const { availability, exclusion, notes, skills } = profile;
  const whose = await sayersOf(
    [
      localSetBy(isLocal),
      ...[availability, exclusion, ...notes, ...skills.map(({ said }) => said)].map((each) => each?.by ?? null),
    ],
    context,
  );
  return reply({
    title: profile.name,
    text: `${profile.name}${profile.title ? `, ${profile.title}` : ""}${employers[0] ? ` at ${employers[0].name}` : ""}: ${counted(figures.engagements ?? 0, "event")}, ${showCell(figures.hours ?? 0, "hours")} hours.`,
    sensitivity: "name",
    openText: "A volunteer's profile is shown privately only.",
    facts: [
      metricFact("X20", "Events attended", figures.engagements, "integer", "name"),
      metricFact("M30", "Hours", figures.hours, "hours", "name"),
      fact("last", "Last event", past.find((event) => event.attended)?.date ?? null, "date", "name"),
      lastContact(contacts),
      fact("local", "Local status", localWords(isLocal, whose, context), "text", "name"),
      fact(
        "available",
        "Available",
        availability === null
          ? "nobody has said"
          : `${availability.value} (said ${saidWhen(availability, whose, context)})`,
        "text",
        "name",
      ),
      fact("email", "E-mail", profile.email, "text", "contact"),
      fact("phone", "Phone", profile.phone, "text", "contact"),
      fact(
        "salesforce",
        "Salesforce",
        recordUrl(organization.salesforce.recordUrl, "Contact", profile.sourceId),
        "link",
        "name",
      ),
    ],
    notices: [
      ...profile.marks.map((mark) => notice(`Mark: ${mark}.`, "warning", "name")),
      ...(exclusion === null
        ? []
        : [
            notice(
              `Left out of reports ${saidWhen(exclusion, whose, context)}: ${exclusion.reason ?? "no reason given"}.`,
              "info",
              "name",
            ),
          ]),
      ...profile.others.map((other) =>
        notice(
          `Counts as one person with ${other.name}${other.title === null ? "" : `, ${other.title}`} (${other.kind}, ${other.sourceId}).`,
          "info",
          "name",
        ),
      ),
      ...profile.duplicates.map((other) =>
        notice(
          `Possibly also: ${other.name}${other.title === null ? "" : `, ${other.title}`} (${other.zone === "certain" ? "all but certain" : "to review"}).`,
          "info",
          "name",
        ),
      ),
      ...unloggedNotices(contacts),
      ...historyNotices(contacts, zone),
    ],
    tables: [
      eventsTable("history", "History", past, "No past event is recorded."),
      organizationsTable(profile, today),
      skillsTable(profile, words, whose),
      ...(suggested.length === 0 ? [] : [suggestionsTable(suggested)]),
      // What is next comes first.
      eventsTable("upcoming", "Upcoming", upcoming.toReversed(), "Nothing is coming up."),
      contactsTable(contacts, zone),
      notesTable(profile, whose),
    ],
    actions: actionsFor(profile, suggested, context),
    files: [{ key: "history", kind: "xlsx", name: "volunteer.xlsx" }],
    provenance: await footerOf(context),
  });
}

const MOST_PAIRS = 2;

/** What can be done from here: forms that are filled in for this volunteer. */
function actionsFor(profile: Profile, suggested: readonly Suggestion[], { commands }: CommandContext): Action[] {
  const who = profile.sourceId;
  const form = (label: string, name: string): Action => ({
    label,
    line: lineOf(name, { who }),
    does: "form",
    sensitivity: "open",
  });
  const run = (label: string, line: string): Action => ({ label, line, does: "run", sensitivity: "open" });
  const isThere = (name: string): boolean => commands.get(name) !== undefined;
  return [
    form("Add note", "note"),
    form("Tag skill", "skill"),
    ...(suggested.length === 0 ? [] : [run("Review skills", lineOf("skills review", { who }))]),
    ...(isThere("outreach") ? [form("Log contact", "outreach")] : []),
    form("Set local", "local"),
    form("Set availability", "available"),
    profile.exclusion === null
      ? form("Exclude from reports", "exclude")
      : run("Count in reports again", lineOf("exclude remove", { who })),
    ...(isThere("duplicate")
      ? profile.duplicates.slice(0, MOST_PAIRS).map(({ id, name }) => ({
          ...run(`Compare with ${name}`, lineOf("duplicate", { id })),
          sensitivity: "name" as const,
        }))
      : []),
  ];
}

function organizationsTable({ organizations }: Profile, today: string) {
  return table({
    key: "organisations",
    title: "Organisations",
    columns: [
      column("name", "Organisation", "text", "name"),
      column("role", "Role", "text", "name"),
      column("status", "Status", "text", "name"),
      column("start", "From", "date", "name"),
      column("end", "Until", "date", "name"),
    ],
    rows: organizations.map((tie) => [tie.name, tie.role, standingOf(tie, today), tie.startOn, tie.endOn]),
    empty: "No organisation is recorded.",
  });
}

/** "current", or "former" of a tie that holds no more, whatever its own word for it is. */
function standingOf(tie: Profile["organizations"][number], today: string): string | null {
  if (isValidOn(tie, today)) return tie.status ?? "current";
  return tie.status === "pending" || (tie.startOn !== null && tie.startOn > today) ? "pending" : "former";
}

function skillsTable({ skills }: Profile, words: Vocabulary, whose: Sayers) {
  return table({
    key: "skills",
    title: "Skills",
    columns: [
      column("skill", "Skill", "text", "name"),
      column("source", "From", "text", "name"),
      column("by", "By", "text", "name"),
      column("on", "On", "instant", "name"),
      column("because", "Because", "text", "contact"),
    ],
    rows: skills
      .map((held) => ({ ...held, shown: skillShown(held.skill, words) }))
      .sort((a, b) => a.shown.localeCompare(b.shown, "en"))
      .map(({ skill, shown, source, isOfOther, said }) => [
        shown === skill ? skill : `${shown} (written ${skill})`,
        `${SKILL_SOURCES[source] ?? source}${isOfOther ? ", on another record" : ""}`,
        said === null ? null : whose(said.by),
        said?.at ?? null,
        said?.reason ?? null,
      ]),
    empty: "No skill is recorded.",
  });
}

function suggestionsTable(suggested: readonly Suggestion[]) {
  return table({
    key: "suggested",
    title: counted(suggested.length, "suggested skill"),
    columns: [
      column("skill", "Skill", "text", "name"),
      column("basis", "Read from", "text", "name"),
      column("evidence", "Which says", "text", "contact"),
      column("confidence", "Confidence", "percent", "name"),
    ],
    rows: suggested.map(({ skill, basis, evidence, confidence }) => [skill, basis, evidence, confidence]),
    empty: "Nothing is suggested.",
  });
}

function notesTable({ notes }: Profile, whose: Sayers) {
  return table({
    key: "notes",
    title: "Notes",
    columns: [
      column("on", "On", "instant", "name"),
      column("by", "By", "text", "name"),
      column("note", "Note", "text", "contact"),
    ],
    rows: notes.map((each) => [each.at, whose(each.by), each.value]),
    empty: "No note is written. “Add note” writes one.",
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
