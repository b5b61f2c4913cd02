import { addDays, localDay, localTime, weekdayOf } from "../../domain/index.js";
import { keepFact, keptFact, type Reader, type Transaction } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { reminderCard } from "./cards.js";
import { ownedEvents } from "./coming.js";
import type { Letter, OwnedEvent } from "./model.js";

const SATURDAY = 6;

/** Whether people may be reminded at this instant: on a weekday, within the organisation's working hours. */
export function inWorkingHours(now: string, { timeZone, ownership }: Organization): boolean {
  const { from, to } = ownership.workingHours;
  const hour = Number(localTime(now, timeZone).slice(0, 2));
  return weekdayOf(localDay(now, timeZone)) < SATURDAY && hour >= from && hour < to;
}

/** The last day of which everybody was reminded. */
const REMINDED_UNTIL = "reminders_until";

/**
 * The reminders of a weekday, one message for each person, keyed by person and day: however often it is worked out, it is sent once. What would fall on a
 * weekend comes on the Friday before, and what fell due on a day on which Polaris was down comes now, for an event that is still to come.
 */
export async function remindersOf(tx: Transaction, organization: Organization, now: string): Promise<Letter[]> {
  const today = localDay(now, organization.timeZone);
  const before = await keptFact(tx, REMINDED_UNTIL);
  const days = { from: before === null || before >= today ? today : addDays(before, 1), today };
  await keepFact(tx, REMINDED_UNTIL, lastDayCovered(today));
  const byPerson = await eventsByOwner(tx, today);
  return [...byPerson].flatMap(([person, theirs]) => {
    const events = theirs.filter((event) => isDue(event, organization, days));
    return events.length === 0 ? [] : [reminderLetter(person, events, today, `day:${today}`)];
  });
}

/** The events to come that somebody is in charge of, by that person's Slack id. */
export async function eventsByOwner(reader: Reader, today: string): Promise<ReadonlyMap<string, OwnedEvent[]>> {
  const byPerson = new Map<string, OwnedEvent[]>();
  for (const event of await ownedEvents(reader, { today }))
    if (event.owner !== null) byPerson.set(event.owner.userId, [...(byPerson.get(event.owner.userId) ?? []), event]);
  return byPerson;
}

/** A reminder on its way. `occasion` is one per reason to remind. */
export const reminderLetter = (
  person: string,
  events: readonly OwnedEvent[],
  today: string,
  occasion: string,
): Letter => ({
  dedupeKey: `event-reminder:${person}:${occasion}`,
  kind: "notice",
  recipient: person,
  owner: null,
  payload: JSON.stringify(reminderCard(events, today)),
});

/**
 * So many days before the event, and on the day that was set for what is to be done. Whoever got the event today knows, and so did whoever got it after a
 * day that was missed.
 */
function isDue(
  { date, owner }: OwnedEvent,
  { ownership, timeZone }: Organization,
  { from, today }: { readonly from: string; readonly today: string },
): boolean {
  if (owner === null) return false;
  const since = localDay(owner.since, timeZone);
  if (since === today) return false;
  const days = [
    ...ownership.remindDays.map((before) => addDays(date, -before)),
    ...(owner.dueOn === null ? [] : [owner.dueOn]),
  ];
  const until = lastDayCovered(today);
  return days.some((day) => day <= until && (day >= today || (day >= from && day > since)));
}

/** The day itself; on a Friday the weekend too. */
export const lastDayCovered = (today: string): string =>
  weekdayOf(today) === SATURDAY - 1 ? addDays(today, 2) : today;
