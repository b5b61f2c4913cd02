import { askWhich, type CommandContext, lineOf } from "../src/command/index.js";
import { EVENT_TYPES, foldText } from "../src/domain/index.js";
import { findEvents, goneEvent, type NamedEvent, suggestEvents } from "../src/events/index.js";
import { askOfEvent, gradeIn, type MatchAsk } from "../src/people/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { whichEvent } from "./named-event.js";

/** What a line of `match` asks for, before it is known whether that is an event. */
export interface AskedFor {
  readonly event: string | null;
  readonly role: string | null;
  readonly type: string | null;
  readonly pathway: string | null;
  readonly format: "in_person" | "virtual" | null;
  readonly grade: string | null;
}

export interface Meant {
  readonly ask: MatchAsk;
  /** Null for a role in words. */
  readonly event: NamedEvent | null;
}

const MOST_OFFERED = 8;

/**
 * The event that is meant, or a role in words where no event is called so (`match "career speaker"`).
 * @throws PolarisError not_found, argument_invalid
 */
export async function matchAsked(asked: AskedFor, context: CommandContext): Promise<Meant | Ask> {
  const { pool } = context;
  if (asked.event === null) {
    const words = asked.role ?? (asked.type === null && asked.pathway === null ? null : "");
    return words === null ? whichToMatch(context) : { ask: roleAsked(words, asked), event: null };
  }
  const gone = await goneEvent(pool, asked.event);
  if (gone !== null)
    throw new PolarisError(
      "not_found",
      `${whichEvent(gone)} was deleted in ${gone.source === "salesforce" ? "Salesforce" : "Pathful"}. If it was entered anew, name the new one.`,
    );
  const found = await findEvents(pool, asked.event);
  const [only, ...others] = found;
  if (only === undefined) return { ask: roleAsked(asked.event, asked), event: null };
  if (others.length > 0) return oneOf(found, asked.event, context);
  const ask = await askOfEvent(pool, only.id);
  if (ask === null)
    throw new PolarisError(
      "not_found",
      `${whichEvent(only)} was deleted a moment ago. If it was entered anew, name the new one.`,
    );
  if (only.status === "Cancelled")
    throw new PolarisError("argument_invalid", `${whichEvent(only)} is cancelled, so nobody is needed for it.`, {
      suggestions: [{ label: "Whom would it suit?", line: lineOf("match", { role: only.title }) }],
    });
  return { ask, event: only };
}

/** A role in words; words that are a type's name stand for the type. */
function roleAsked(words: string, { type, pathway, format, grade }: AskedFor): MatchAsk {
  const named = Object.entries(EVENT_TYPES).find(
    ([key, label]) => foldText(label) === foldText(words) || key === foldText(words).replaceAll(" ", "_"),
  )?.[0];
  const meant = type ?? named ?? null;
  return {
    title: named === undefined ? words : "",
    description: null,
    type: meant,
    format: format ?? (meant === "connector_session" || meant === "virtual_session" ? "virtual" : "in_person"),
    pathways: pathway === null ? [] : [pathway],
    grade: grade ?? gradeIn(words),
    cluster: null,
    tags: [],
    event: null,
  };
}

async function whichToMatch(context: CommandContext): Promise<Ask> {
  const events = (await suggestEvents(context.pool, "", context.calendar.today)).slice(0, MOST_OFFERED);
  return askWhich(context, {
    text: "For which event, or for what role? For example: match “career speaker”.",
    argument: "event",
    choices: events.map((event) => ({ label: whichEvent(event), line: context.lineWith({ event: event.sourceId }) })),
    sensitivity: "open",
  });
}

function oneOf(found: readonly NamedEvent[], text: string, context: CommandContext): Ask {
  return askWhich(context, {
    text: `${counted(found.length, "event")} fit “${text}”. Which one?`,
    argument: "event",
    choices: [
      ...found
        .slice(0, MOST_OFFERED)
        .map((event) => ({ label: whichEvent(event), line: context.lineWith({ event: event.sourceId }) })),
      { label: `No event: the role “${text}”`, line: context.lineWith({ event: null, role: text }) },
    ],
    sensitivity: "open",
  });
}
