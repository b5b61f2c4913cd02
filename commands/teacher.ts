import { type CommandContext, defineCommand, lineOf, sayersOf, take } from "../src/command/index.js";
import { type Period, schoolYearLabel } from "../src/domain/index.js";
import { computeMetrics } from "../src/metrics/index.js";
import { contactHistory, entryReference, type TeacherCard, teacherCard } from "../src/people/index.js";
import { type Action, counted, fact, metricFact, notice, type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { contactsTable, historyNotices, lastContact, unloggedNotices } from "./contact-history.js";
import { footerOf } from "./footer.js";
import { onePerson, personArgument } from "./named-person.js";
import { schoolYearAsked } from "./school-year-asked.js";
import { recordsTable, rosterTable, rosterWords, sessionsTable, wordsTable } from "./teacher-tables.js";

const MOST_SAID = 3;

export const teacher = defineCommand({
  name: "teacher",
  family: "people",
  summary: "Shows one teacher: school, rosters and progress, sessions, and what people put right.",
  examples: ["teacher Tobias Conrad", "teacher tobias.conrad@school.example SY24-25"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show the teacher",
  args: {
    who: personArgument("teacher", { positional: "rest" }),
    year: take.periods({
      label: "School year",
      help: "The school year of the sessions, or a part of it such as fall 2025.",
      placeholder: "this year",
      positional: "end",
      main: true,
    }),
    as: { ...take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }), isFilter: false },
  },
  async run({ who, year }, context) {
    const asked = schoolYearAsked(year, context);
    const found = await onePerson("teacher", who, context);
    if ("choices" in found) return found;
    const { pool, organization, request } = context;
    const card = await teacherCard(pool, organization, found.id, { ...asked, now: request.now });
    if (card === null) throw new PolarisError("not_found", "This teacher's record was deleted a moment ago.");
    return cardReply(card, asked.schoolYear, asked.period, context);
  },
});

async function cardReply(card: TeacherCard, year: number, period: Period, context: CommandContext): Promise<Reply> {
  const contacts = await contactHistory(context.pool, card.contact, context.calendar.today);
  const zone = context.organization.timeZone;
  const whose = await sayersOf(
    card.words.map(({ by }) => by),
    context,
  );
  const figures = await figuresOf(card, period, context);
  const entry = card.roster.own.find((row) => row.schoolYear === year && row.isActive) ?? null;
  const progress = entry === null ? undefined : card.progress.get(entry.entry);
  const where = [card.school, card.district].filter((each) => each !== null).join(", ");
  return reply({
    title: card.name,
    text: leadOf(card, period, progress, where, figures.M80),
    sensitivity: "name",
    openText: "A teacher's card is shown privately only.",
    facts: [
      fact("school", "School", card.school, "text", "name"),
      fact("district", "District", card.district, "text", "name"),
      fact("target", "Target", progress?.target ?? null, "integer", "name"),
      fact("status", "Progress", progress?.statusWords ?? null, "text", "name"),
      metricFact("M80", "Experiences", figures.M80, "integer", "name"),
      metricFact("X70", "No-shows", figures.X70, "integer", "name"),
      fact("needs_review", "Needs review", progress?.unresolved ?? null, "integer", "name"),
      fact("upcoming", "Still to come", progress?.upcoming ?? null, "integer", "name"),
      lastContact(contacts),
      fact("email", "E-mail", card.email, "text", "contact"),
      fact("phone", "Phone", card.phone, "text", "contact"),
    ],
    notices: [
      notice(rosterWords(card, year), card.roster.own.length === 0 ? "warning" : "info", "name"),
      ...(card.isExcluded ? [notice("Mark: excluded from reports (ruling P3).", "warning", "name")] : []),
      ...card.namesakes
        .slice(0, MOST_SAID)
        .map((each) =>
          notice(
            `Another teacher has the same name${each.school === null ? "" : `, at ${each.school}`}: a name alone links neither to a roster.`,
            "info",
            "name",
          ),
        ),
      ...unloggedNotices(contacts),
      ...historyNotices(contacts, zone),
    ],
    tables: [
      sessionsTable(card, period),
      rosterTable(card),
      wordsTable(card, whose),
      recordsTable(card, context),
      contactsTable(contacts, zone),
    ],
    actions: actionsOf(card, entry?.entry ?? null, year),
    files: [
      { key: "sessions", kind: "xlsx", name: "teacher.xlsx" },
      { key: "sessions", kind: "csv", name: "teacher-sessions.csv" },
    ],
    provenance: await footerOf(context, { period, filters: context.filters }),
  });
}

/** "Alice Example, School A, KCK: Achieved in SY25-26, 2 of 1 sessions." */
function leadOf(
  card: TeacherCard,
  period: Period,
  progress: ReturnType<TeacherCard["progress"]["get"]>,
  where: string,
  experiences: number | null,
): string {
  const who = where === "" ? `${card.name}, of no school that is known` : `${card.name}, ${where}`;
  if (progress === undefined) {
    return `${who}: on no roster of ${period.label}; ${counted(experiences ?? 0, "experience")} at held virtual sessions.`;
  }
  const missed = progress.noShows === 0 ? "" : `, ${counted(progress.noShows, "no-show")}`;
  return `${who}: ${progress.statusWords} in ${period.label}, ${progress.attended} of ${progress.target} attended${missed}.`;
}

async function figuresOf(
  card: TeacherCard,
  period: Period,
  context: CommandContext,
): Promise<Readonly<Record<"M80" | "X70", number | null>>> {
  const { total } = await computeMetrics(context.pool, context.organization, {
    metrics: ["M80", "X70"],
    periods: [period],
    filters: [{ dimension: "teacher", values: [{ key: card.person, label: card.name }] }],
    today: context.calendar.today,
  });
  const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
  return { M80: number(total.figures.M80?.[0]), X70: number(total.figures.X70?.[0]) };
}

function actionsOf(card: TeacherCard, entry: number | null, year: number): Action[] {
  const who = card.records[0]?.sourceId ?? card.name;
  return [
    ...(entry === null
      ? []
      : [
          {
            label: "Give a page link",
            line: lineOf("teacher-link", { who: entryReference({ entry }), year: schoolYearLabel(year) }),
            does: "run",
            style: "primary",
            sensitivity: "open",
          } as const,
        ]),
    { label: "Put attendance right", line: lineOf("override", { who }), does: "form", sensitivity: "open" },
    { label: "Where it all comes from", line: lineOf("trace", { what: who }), does: "run", sensitivity: "open" },
  ];
}
