import { type Action, column, type Fact, fact, type Reply, reply, table } from "../../reply/index.js";
import { isToCome } from "../calendar/index.js";
import type { OwnedEvent, PersonInCharge } from "./model.js";
import { daysLeftWords, eventWords, missingWords, otherMissing } from "./words.js";

/** A line of one command about one event; ids are plain words of the grammar. */
export const lineAbout = (command: string, { sourceId }: Pick<OwnedEvent, "sourceId">): string =>
  `${command} event:${/^[\w-]+$/.test(sourceId) ? sourceId : JSON.stringify(sourceId)}`;

/** What can be done about an event, by its button. */
export function eventAction(
  event: Pick<OwnedEvent, "sourceId">,
  what: "claim" | "assign" | "hand over" | "release" | "undo" | "match" | "outreach",
): Action {
  const { label, command, does } = BUTTONS[what];
  return { label, line: lineAbout(command, event), does, sensitivity: "open" };
}

const BUTTONS = {
  claim: { label: "Claim", command: "claim", does: "run" },
  assign: { label: "Assign", command: "assign", does: "form" },
  "hand over": { label: "Hand over", command: "assign", does: "form" },
  release: { label: "Release", command: "release", does: "run" },
  undo: { label: "Undo", command: "release", does: "run" },
  match: { label: "Match", command: "match", does: "run" },
  outreach: { label: "Log outreach", command: "outreach", does: "form" },
} as const satisfies Record<string, { label: string; command: string; does: "run" | "form" }>;

/** The message of one event in a channel: what it lacks and a button to take it, or whose it is. The owner is called by Slack's own mention. */
export function callCard(event: OwnedEvent, today: string): Reply {
  const about = eventWords(event);
  const { owner } = event;
  const lacks = otherMissing(event);
  const needsPresenter = lacks.includes("presenter");
  if (!isToCome(event, today)) {
    const fate = event.status === "Cancelled" ? "was cancelled" : "is over";
    return reply({
      title: "Nothing to do",
      text: `${about}: ${fate}. Nothing is needed any more.`,
      sensitivity: "open",
    });
  }
  if (owner === null)
    return reply({
      title: "Needs an owner",
      text: `○ Needs ${missingWords(event.missing)}: ${about}.`,
      sensitivity: "open",
      actions: [
        { ...eventAction(event, "claim"), style: "primary" },
        eventAction(event, "assign"),
        ...(needsPresenter ? [eventAction(event, "match")] : []),
      ],
    });
  const still = lacks.length === 0 ? "Nothing is missing" : `It still needs ${missingWords(lacks)}`;
  return reply({
    title: "Taken",
    text: `✓ Taken: ${about}. ${still}. In charge:`,
    sensitivity: "open",
    mentions: [owner.userId],
    facts: ownerFacts(owner),
    actions: [
      ...(needsPresenter ? [eventAction(event, "match")] : []),
      eventAction(event, "undo"),
      eventAction(event, "hand over"),
    ],
  });
}

/** What stands in a channel for an event that is no longer in its source. */
export const goneCard = (): Reply =>
  reply({
    title: "Nothing to do",
    text: "This event is no longer in its source, or is another event's double now. Nothing is needed any more.",
    sensitivity: "open",
  });

/** Who it is says the mention; the note is for places that may hold names. */
const ownerFacts = ({ dueOn, note }: PersonInCharge): Fact[] => [
  ...(dueOn === null ? [] : [fact("due", "Due", dueOn, "date", "open")]),
  ...(note === null ? [] : [fact("note", "Note", note, "text", "name")]),
];

const ownActions = (event: OwnedEvent): Action[] => [
  { ...eventAction(event, "match"), style: "primary" },
  eventAction(event, "outreach"),
  eventAction(event, "release"),
  eventAction(event, "hand over"),
];

const missingFact = (event: OwnedEvent): Fact => {
  const lacks = otherMissing(event);
  return fact("missing", "Still missing", lacks.length === 0 ? "nothing" : missingWords(lacks), "text", "open");
};

/** What somebody reads to whom an event was given. `giver` is said by name: it stands in a direct message. */
export function assignedCard(event: OwnedEvent, owner: PersonInCharge, giver: string, today: string): Reply {
  return reply({
    title: "An event is yours",
    text: `${giver} put you in charge of ${eventWords(event)}, ${daysLeftWords(event.date, today)}.`,
    sensitivity: "name",
    openText: `You are in charge of ${eventWords(event)} now.`,
    facts: [
      missingFact(event),
      ...(owner.dueOn === null ? [] : [fact("due", "Due", owner.dueOn, "date", "open")]),
      ...(owner.note === null ? [] : [fact("note", "Note", owner.note, "text", "name")]),
    ],
    actions: ownActions(event),
  });
}

/** What somebody reads who had the event until now. */
export function tookOverCard(event: OwnedEvent, to: PersonInCharge | null, doer: string): Reply {
  const now = to === null ? "has no owner now" : `is ${to.name}'s now`;
  return reply({
    title: "An event is no longer yours",
    text: `${eventWords(event)} ${now}. That was done by ${doer}.`,
    sensitivity: "name",
    openText: `${eventWords(event)} is no longer yours.`,
    actions: [eventAction(event, to === null ? "claim" : "hand over")],
  });
}

/** Events that somebody is reminded of, in one message. */
export function reminderCard(events: readonly OwnedEvent[], today: string): Reply {
  const [first] = events;
  const openText = events.length === 1 ? "An event of yours is near." : `${events.length} of your events are near.`;
  return reply({
    title: "Your events",
    text: first !== undefined && events.length === 1 ? reminderSentence(first, today) : openText,
    sensitivity: "name",
    openText,
    tables: [
      table({
        key: "events",
        title: "Your events",
        columns: [
          column("left", "When", "text", "open"),
          column("event", "Event", "text", "open"),
          column("date", "Date", "date", "open"),
          column("time", "Time", "text", "open"),
          column("school", "School", "text", "open"),
          column("missing", "Missing", "text", "open"),
          column("due", "Due", "date", "open"),
          column("note", "Note", "text", "name"),
        ],
        rows: events.map((event) => {
          const lacks = otherMissing(event);
          const missing = lacks.length === 0 ? "nothing" : missingWords(lacks);
          const { date, time, title, school, owner } = event;
          return [
            daysLeftWords(date, today),
            title,
            date,
            time,
            school,
            missing,
            owner?.dueOn ?? null,
            owner?.note ?? null,
          ];
        }),
        empty: "None.",
      }),
    ],
    actions: events.length === 1 && first !== undefined ? ownActions(first) : manyActions(events),
  });
}

const MOST_BUTTONS = 9;

/** One button for each event: whom to ask where nobody presents, else whom to hand it to. */
const manyActions = (events: readonly OwnedEvent[]): Action[] => [
  ...events.slice(0, MOST_BUTTONS).map((event): Action => {
    const action = eventAction(event, event.missing.includes("presenter") ? "match" : "outreach");
    return { ...action, label: `${action.label}: ${event.title}` };
  }),
  { label: "My events", line: "events mine", does: "run", sensitivity: "open" },
];

function reminderSentence(event: OwnedEvent, today: string): string {
  const lacks = otherMissing(event);
  const still = lacks.length === 0 ? "nothing is missing" : `it still needs ${missingWords(lacks)}`;
  const due = event.owner?.dueOn === today ? " What you noted for it is due today." : "";
  return `${eventWords(event)} is ${daysLeftWords(event.date, today)}, and ${still}.${due}`;
}
