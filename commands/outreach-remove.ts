import { defineCommand, lineOf, take } from "../src/command/index.js";
import { findEvents, takeBackAttempt } from "../src/events/index.js";
import { findContacts } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { saidOf } from "./outreach-words.js";

export const outreachRemove = defineCommand({
  name: "outreach remove",
  family: "events",
  summary: "Takes back a contact that was logged.",
  examples: ["outreach remove 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    id: take.whole({
      label: "Number",
      help: "As “outreach” shows it.",
      positional: "one",
      required: true,
      from: 1,
      to: 999_999_999,
    }),
  },
  async run({ id }, context) {
    const { pool, request } = context;
    const taken = await pool.transaction(async (tx) => {
      const attempt = await takeBackAttempt(tx, { id, by: request.actor.id, now: request.now });
      if (attempt === null)
        throw new PolarisError(
          "not_found",
          `There is no logged contact ${id}, or it was taken back before. “outreach” with a volunteer or an event shows what is logged.`,
        );
      await context.auditInside(tx, {
        attempt: id,
        contact: attempt.contact.sourceId,
        event: attempt.event?.sourceId ?? null,
        outcome: attempt.outcome,
      });
      return attempt;
    });
    const [who] = await findContacts(pool, taken.contact.sourceId, ["volunteer"], { deletedToo: true });
    const [event] = taken.event === null ? [] : await findEvents(pool, taken.event.sourceId);
    const about = event === undefined ? "" : ` about ${event.title}`;
    return reply({
      title: "Taken back",
      text: `Taken back: ${saidOf(taken)} with ${who?.name ?? "somebody who is gone"}${about}.`,
      sensitivity: "name",
      openText: "A logged contact was taken back.",
      actions: [
        {
          label: "Log it again",
          line: lineOf("outreach", {
            who: taken.contact.sourceId,
            event: taken.event?.sourceId ?? null,
            method: taken.method,
            outcome: taken.outcome,
            note: taken.note,
          }),
          does: "form",
          sensitivity: "open",
        },
      ],
    });
  },
});
