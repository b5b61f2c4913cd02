import { type CommandContext, defineCommand } from "../src/command/index.js";
import { enqueueAll } from "../src/delivery/index.js";
import {
  callsPutRight,
  eventAction,
  eventWords,
  type OwnedEvent,
  ownerOf,
  type PersonInCharge,
  releaseEvent,
  tookOverCard,
} from "../src/events/index.js";
import { type Reply, reply } from "../src/reply/index.js";
import { eventToOwn } from "./event-to-own.js";
import { givenBack } from "./given-back.js";
import { eventArgument } from "./named-event.js";

export const release = defineCommand({
  name: "release",
  family: "events",
  summary: "Gives up an event that you are in charge of, so that somebody else can claim it.",
  examples: ['release "Career fair"', 'release event:"Engineering week"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Release",
  args: { event: eventArgument({ positional: "rest" }) },
  async run({ event: { text } }, context) {
    const { pool, request, calendar } = context;
    const event = await eventToOwn(text, context);
    if ("kind" in event) return event;
    const owner = await ownerOf(pool, event);
    if (owner === null) return nobodysEvent(event);
    if (!mayGiveUp(owner, context)) return somebodyElses(event, owner);
    const { actor, now } = request;
    const released = await pool.transaction(async (tx) => {
      const result = await releaseEvent(tx, event, { by: actor, now, how: "released", owner: owner.userId });
      if (result === null) return null;
      const { before, change } = result;
      await context.auditInside(tx, { event: event.sourceId, from: before.userId, change });
      const calls = await callsPutRight(tx, event.id, event, { today: calendar.today, occasion: `owner:${change}` });
      const told = before.userId === actor.id ? [] : [letterTo(before, event, change, actor)];
      await enqueueAll(tx, [...calls, ...told], now);
      return before;
    });
    // Somebody else changed it while this was read: what stands now is said.
    if (released === null) {
      const standing = await ownerOf(pool, event);
      return standing === null ? nobodysEvent(event) : somebodyElses(event, standing);
    }
    const whose = released.userId === actor.id ? "yours" : `${released.name}'s`;
    return reply({
      title: "Released",
      text: `${eventWords(event)} is no longer ${whose}: anybody can claim it now.`,
      sensitivity: "name",
      openText: `${eventWords(event)} has no owner now: anybody can claim it.`,
      actions: [givenBack(event, released, { from: null, today: calendar.today }), eventAction(event, "assign")],
    });
  },
});

/** Their own, what they gave to somebody; staff and administrators any. */
function mayGiveUp({ userId, assignedBy }: PersonInCharge, { request: { actor, access } }: CommandContext): boolean {
  return userId === actor.id || assignedBy === actor.id || access.role === "staff" || access.role === "admin";
}

const letterTo = (before: PersonInCharge, event: OwnedEvent, change: number, actor: { readonly name: string }) => ({
  dedupeKey: `event-owner:${change}:${before.userId}`,
  kind: "notice" as const,
  recipient: before.userId,
  owner: null,
  payload: JSON.stringify(tookOverCard(event, null, actor.name)),
});

const nobodysEvent = (event: OwnedEvent): Reply =>
  reply({
    title: "Nobody's event",
    text: `Nobody is in charge of ${eventWords(event)}, so there was nothing to give up.`,
    sensitivity: "open",
    actions: [eventAction(event, "claim"), eventAction(event, "assign")],
  });

const somebodyElses = (event: OwnedEvent, { name }: PersonInCharge): Reply =>
  reply({
    title: "Not yours",
    text: `${eventWords(event)} is ${name}'s, and they, whoever gave it to them, or staff can give it up. If you agreed on it, hand it over instead.`,
    sensitivity: "name",
    openText: `${eventWords(event)} is a colleague's, and they, whoever gave it to them, or staff can give it up. If you agreed on it, hand it over instead.`,
    actions: [eventAction(event, "hand over")],
  });
