import { enqueueAll } from "../src/delivery/index.js";
import { localDay } from "../src/domain/index.js";
import {
  callAgain,
  callsPutRight,
  type EventTask,
  eventsByOwner,
  inWorkingHours,
  type OwnedEvent,
  openTasks,
  ownedEvent,
  releaseEvent,
  remindersOf,
  sayOfTask,
  taskReminders,
} from "../src/events/index.js";
import { counted } from "../src/reply/index.js";
import type { JobServices, PolarisJob } from "./services.js";

export const reminders: PolarisJob = {
  name: "reminders",
  describe:
    "Reminds whoever is in charge of an event, once a day and by one message, and of each task once; frees the events and tasks of who has left.",
  async run(services) {
    const { pool, organization, clock } = services;
    const now = clock.now();
    if (!inWorkingHours(now, organization)) return { text: "outside working hours: nobody was reminded" };
    const freed = await freeWhatLeaversHad(services, now);
    const sent = await pool.transaction(async (tx) => ({
      events: await enqueueAll(tx, await remindersOf(tx, organization, now), now),
      tasks: await enqueueAll(tx, await taskReminders(tx, organization, now), now),
    }));
    const tasks = sent.tasks === 0 ? "" : `; ${counted(sent.tasks, "person", "people")} reminded of tasks`;
    const left = [
      freed.events === 0 ? "" : `; ${counted(freed.events, "event")} without an owner again, because who had them left`,
      freed.tasks === 0 ? "" : `; ${counted(freed.tasks, "task")} of who left given back`,
    ].join("");
    const unknown = freed.unknown === 0 ? "" : `; Slack did not say who ${counted(freed.unknown, "owner")} is`;
    return { text: `${counted(sent.events, "person", "people")} reminded${tasks}${left}${unknown}` };
  },
};

type Whether = "there" | "left" | "unknown" | "silent";

const POLARIS = { id: "polaris", name: "Polaris" };

interface Freed {
  readonly events: number;
  readonly tasks: number;
  readonly unknown: number;
}

/** Whoever left, or lost their role, takes care of nothing: their events are free again, and the channel is told; their tasks are the events' owners'. */
async function freeWhatLeaversHad(services: JobServices, now: string): Promise<Freed> {
  const { pool, organization, colleague } = services;
  const today = localDay(now, organization.timeZone);
  const byOwner = await eventsByOwner(pool, today);
  const given = (await openTasks(pool, { today, checklist: organization.checklist })).flatMap((task) => {
    const owner = task.said?.owner?.userId;
    return owner === undefined ? [] : [{ task, owner }];
  });
  let events = 0;
  let tasks = 0;
  let unknown = 0;
  let isSilent = false;
  for (const owner of new Set([...byOwner.keys(), ...given.map((each) => each.owner)])) {
    // Slack that does not answer for one is not asked, and waited for, for all of them.
    const is: Whether = isSilent ? "unknown" : await whetherThere(owner, colleague);
    isSilent ||= is === "silent";
    if (is !== "there" && is !== "left") unknown += 1;
    if (is !== "left") continue;
    for (const event of byOwner.get(owner) ?? []) if (await free(event, owner, { services, today, now })) events += 1;
    for (const { task } of given.filter((each) => each.owner === owner)) {
      await giveBack(task, pool, now);
      tasks += 1;
    }
  }
  return { events, tasks, unknown };
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

/** A task that nobody has by themselves is that of whoever is in charge of the event. */
const giveBack = ({ event, item, said }: EventTask, pool: JobServices["pool"], now: string): Promise<number> =>
  pool.transaction((tx) =>
    sayOfTask(tx, event, item.key, { state: "open", owner: null, dueOn: said?.dueOn ?? null }, { by: POLARIS, now }),
  );

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
