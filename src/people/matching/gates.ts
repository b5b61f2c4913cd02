import { isAvailable, parseAvailability, weekdayOf } from "../../domain/index.js";
import type { AskedEvent, Gate } from "./model.js";
import type { Attempt, PersonRow } from "./read-people.js";

/** What keeps people from being asked for one event. */
export interface Against {
  readonly event: AskedEvent | null;
  readonly signedUp: ReadonlyMap<number, "on" | "off">;
  /** The title of the other event. */
  readonly elsewhere: ReadonlyMap<number, string>;
}

const BY_ANSWER: Readonly<Record<string, Gate>> = {
  declined: "declined",
  assigned: "proposed already",
  not_now: "not now",
};

/** The gravest thing that stands against asking somebody, or null (rulings S1, S2). `answer` is what came of the last attempt for this event. */
export function gateOf(
  person: PersonRow,
  answer: Attempt | null,
  { event, signedUp, elsewhere }: Against,
): Gate | null {
  if (person.must_not === 1) return "do-not-contact";
  if (person.excluded === 1) return "excluded";
  if (person.opted_out === 1) return "opted out";
  if (person.bounced === 1) return "bounced";
  if (person.inactive === 1) return "inactive";
  const sign = signedUp.get(person.id);
  if (sign === "on") return "already on this event";
  if (sign === "off") return "declined";
  const answered = answer === null ? undefined : BY_ANSWER[answer.outcome];
  if (answered !== undefined) return answered;
  if (elsewhere.has(person.id)) return "elsewhere at that time";
  return event !== null && isAway(person.availability, event) ? "not available then" : null;
}

/** Only what was said and understood counts: nobody is left out because nothing is known of their time. */
function isAway(said: string | null, { date, time }: AskedEvent): boolean {
  if (said === null || time === "00:00") return false;
  const availability = parseAvailability(said);
  if (availability.slots.size === 0 || availability.unread.length > 0) return false;
  return !isAvailable(availability, { weekday: weekdayOf(date), hour: Number(time.slice(0, 2)) });
}
