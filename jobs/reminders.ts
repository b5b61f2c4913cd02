import { enqueueAll } from "../src/delivery/index.js";
import { localDay } from "../src/domain/index.js";
import {
  callAgain,
  callsPutRight,
  eventsByOwner,
  inWorkingHours,
  type OwnedEvent,
  ownedEvent,
  releaseEvent,
  remindersOf,
} from "../src/events/index.js";
import { counted } from "../src/reply/index.js";
import type { JobServices, PolarisJob } from "./services.js";

export const reminders: PolarisJob = {
  name: "reminders",
  describe:
    "Reminds whoever is in charge of an event, once a day and by one message; frees the events of who has left.",
  async run(services) {
    const { pool, organization, clock } = services;
    const now = clock.now();
    if (!inWorkingHours(now, organization)) return { text: "outside working hours: nobody was reminded" };
    const freed = await freeEventsOfWhoLeft(services, now);
    const letters = await remindersOf(pool, organization, now);
    const sent = await pool.transaction((tx) => enqueueAll(tx, letters, now));
    const left =
      freed.events === 0 ? "" : `; ${counted(freed.events, "event")} without an owner again, because who had them left`;
    const unknown = freed.unknown === 0 ? "" : `; Slack did not say who ${counted(freed.unknown, "owner")} is`;
    return { text: `${counted(sent, "person", "people")} reminded${left}${unknown}` };
  },
};

type Whether = "there" | "left" | "unknown" | "silent";

const POLARIS = { id: "polaris", name: "Polaris" };

/** Whoever left, or lost their role, takes care of no event: each is free again, and the channel is told. */
async function freeEventsOfWhoLeft(
  services: JobServices,
  now: string,
): Promise<{ readonly events: number; readonly unknown: number }> {
  const { pool, organization, colleague } = services;
  const today = localDay(now, organization.timeZone);
  const byOwner = await eventsByOwner(pool, today);
  let events = 0;
  let unknown = 0;
  let isSilent = false;
  for (const [owner, theirs] of byOwner) {
    // Slack that does not answer for one is not asked, and waited for, for all of them.
    const is: Whether = isSilent ? "unknown" : await whetherThere(owner, colleague);
    isSilent ||= is === "silent";
    if (is !== "there" && is !== "left") unknown += 1;
    if (is !== "left") continue;
    for (const event of theirs) if (await free(event, owner, { services, today, now })) events += 1;
  }
  return { events, unknown };
}

/** Silent where Slack gives no answer at all: then, as where it does not know, nobody loses an event. */
async function whetherThere(owner: string, colleague: JobServices["colleague"]): Promise<Whether> {
  try {
    const found = await colleague(owner);
    if (found === null || found.is !== "member") return "left";
    if (found.role !== "none" && found.role !== "district") return "there";
    return found.isSure ? "left" : "unknown";
  } catch {
    return "silent";
  }
}

async function free(
  event: OwnedEvent,
  owner: string,
  { services, today, now }: { readonly services: JobServices; readonly today: string; readonly now: string },
): Promise<boolean> {
  const { pool, organization } = services;
  const channel = organization.slack.connectorChannel ?? organization.slack.managersChannel;
  return pool.transaction(async (tx) => {
    const released = await releaseEvent(tx, event, { by: POLARIS, now, how: "owner_left", owner });
    if (released === null) return false;
    const { change } = released;
    const letters = [...(await callsPutRight(tx, event.id, event, { today, occasion: `owner:${change}` }))];
    const left = await ownedEvent(tx, event.id, today);
    if (left !== null && channel !== undefined)
      letters.push(await callAgain(tx, left, { channel, today, now, change }));
    await enqueueAll(tx, letters, now);
    return true;
  });
}
