import {
  type EventCard,
  type EventOutreach,
  type EventTask,
  methodLabel,
  type Participant,
  taskTable,
} from "../src/events/index.js";
import { column, type Table, table } from "../src/reply/index.js";
import { answerWords } from "./outreach-words.js";

const plainly = (word: string): string => word.replaceAll("_", " ");

/** What is to be done, who is at the event, who was asked, and what people decided: each in a table of its own. */
export function eventTables(
  card: EventCard,
  { asked }: EventOutreach,
  { tasks, today }: { readonly tasks: readonly EventTask[]; readonly today: string },
): Table[] {
  return [
    ...(tasks.length === 0 ? [] : [taskTable(tasks, { today, title: "Tasks", empty: "None.", isOfOne: true })]),
    participants("volunteers", "Volunteers", card.volunteers, "Organisation", "No volunteer is signed up yet."),
    participants("teachers", "Teachers", card.teachers, "School", "No teacher is signed up yet."),
    table({
      key: "asked",
      title: "Who was asked",
      columns: [
        column("name", "Who", "text", "name"),
        column("answer", "Answer", "text", "name"),
        column("last", "Last contact", "date", "name"),
        column("method", "How", "text", "name"),
        column("by", "By", "text", "name"),
        column("participation", "Sign-up", "text", "name"),
      ],
      rows: asked.map(({ contact, answer, entries: [last], participation }) => [
        contact.name,
        answerWords(answer),
        last?.on ?? null,
        last === undefined ? null : methodLabel(last.method),
        last?.by ?? "Salesforce",
        participation === null ? null : plainly(participation),
      ]),
      empty: "Nobody is known to have been asked.",
    }),
    table({
      key: "decisions",
      title: "Notes and decisions",
      columns: [
        column("date", "Since", "instant", "name"),
        column("what", "What", "text", "name"),
        column("value", "Value", "text", "name"),
        column("reason", "Reason", "text", "name"),
      ],
      rows: card.decisions.map(({ decidedAt, kind, value, reason }) => [decidedAt, plainly(kind), value, reason]),
      empty: "Nothing was noted or decided about it.",
    }),
  ];
}

function participants(key: string, title: string, people: readonly Participant[], from: string, empty: string): Table {
  return table({
    key,
    title,
    columns: [
      column("name", "Name", "text", "name"),
      column("status", "Status", "text", "name"),
      column("part", "Part", "text", "name"),
      column("from", from, "text", "name"),
    ],
    rows: people.map(({ name, status, presents, organization }) => [
      name,
      plainly(status),
      presents ? "presents" : null,
      organization,
    ]),
    empty,
  });
}
