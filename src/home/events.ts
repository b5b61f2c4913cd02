import type { KnownBlock } from "@slack/web-api";
import { addDays } from "../domain/index.js";
import {
  daysLeftWords,
  eventAction,
  eventWords,
  missingWords,
  myEvents,
  type OwnedEvent,
  otherMissing,
  unownedEvents,
} from "../events/index.js";
import { type Action, counted, reply } from "../reply/index.js";
import { shown, words } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

/** As many of a list stand in the Home tab; the rest is a press away. */
const MOST = 8;

/** What one person is in charge of, with days left and what is missing. */
export async function myEventsSection(parts: HomeParts): Promise<Section> {
  const { pool, userId, today, organization } = parts;
  const events = await myEvents(pool, userId, { today });
  const blocks = events
    .slice(0, MOST)
    .flatMap((event) => card(event, mineWords(event, today), MINE, organization.timeZone));
  return {
    heading: "Your events",
    blocks: [
      ...(events.length === 0
        ? [words("You are in charge of no event. Those that nobody takes care of stand below.")]
        : blocks),
      ...more(events.length, "events mine", organization.timeZone),
    ],
  };
}

/** What nobody takes care of yet, soonest first. */
export async function unownedSection(parts: HomeParts): Promise<Section> {
  const { pool, today, organization } = parts;
  const { soonDays } = organization.ownership;
  const events = await unownedEvents(pool, { today, until: addDays(today, soonDays) });
  const blocks = events
    .slice(0, MOST)
    .flatMap((event) => card(event, unownedWords(event, today), UNOWNED, organization.timeZone));
  return {
    heading: `Needs an owner: the next ${soonDays} days`,
    blocks: [
      ...(events.length === 0 ? [words("✓ Every event has an owner.")] : blocks),
      ...more(events.length, "events unowned", organization.timeZone),
    ],
  };
}

const MINE = ["match", "outreach", "release", "hand over"] as const;
const UNOWNED = ["claim", "assign"] as const;

function card(
  event: OwnedEvent,
  text: string,
  actions: readonly Parameters<typeof eventAction>[1][],
  timeZone: string,
): KnownBlock[] {
  const made = actions.map((each) => eventAction(event, each));
  return shown(reply({ title: text, text, sensitivity: "name", openText: eventWords(event), actions: made }), timeZone);
}

function mineWords(event: OwnedEvent, today: string): string {
  const { owner, date } = event;
  const lacks = otherMissing(event);
  const still = lacks.length === 0 ? "✓ nothing is missing" : `○ still needs ${missingWords(lacks)}`;
  const isDue = owner !== null && owner.dueOn !== null;
  const due = isDue ? ` Due ${daysLeftWords(owner.dueOn, today)}` : "";
  const note = owner?.note === null || owner === null ? "" : `${isDue ? ":" : " Note:"} ${owner.note}`;
  return `${eventWords(event)}\n${daysLeftWords(date, today)}, ${still}.${due}${note}`;
}

const unownedWords = (event: OwnedEvent, today: string): string =>
  `${eventWords(event)}\n${daysLeftWords(event.date, today)}, ○ needs ${missingWords(event.missing)}.`;

function more(count: number, line: string, timeZone: string): KnownBlock[] {
  if (count <= MOST) return [];
  const text = `${counted(count - MOST, "further event")}.`;
  const all: Action = { label: "Show all", line, does: "run", sensitivity: "open" };
  return shown(reply({ title: text, text, sensitivity: "open", actions: [all] }), timeZone);
}
