import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import {
  CANCELLATION_REASONS,
  type CancellationReason,
  cancellationLabel,
  SHORTEST_OTHER_NOTE,
} from "../src/domain/index.js";
import type { NamedEvent } from "../src/events/index.js";
import { type Decision, decide, decisionsAbout, derive } from "../src/identity/index.js";
import { type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { standingEvent } from "./attended-event.js";
import { heldAs, inSalesforceFirst, isOurs, undoing } from "./event-decision.js";
import { eventArgument, whichEvent } from "./named-event.js";

const REASONS = (Object.entries(CANCELLATION_REASONS) as [CancellationReason, string][]).map(([value, label]) => ({
  value,
  label,
}));
const HELD: ReadonlySet<string> = new Set(["Completed", "Simulcast"]);

export const cancel = defineCommand({
  name: "cancel",
  family: "events",
  summary:
    "Says why an event was cancelled; cancels a virtual session. An event of Salesforce is cancelled there first.",
  examples: [
    'cancel "Snow day career fair" reason:weather',
    'cancel "Snow day career fair" reason:other note:"the school burst a pipe"',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Keep the reason",
  args: {
    event: eventArgument({ positional: "rest" }),
    reason: take.choice(REASONS, { label: "Reason", required: true }),
    note: take.text({
      label: "Note",
      help: `Other needs at least ${SHORTEST_OTHER_NOTE} characters: what happened, in your words.`,
      main: true,
    }),
  },
  problems({ reason, note }): Record<string, string> {
    const length = note?.trim().length ?? 0;
    return reason === "other" && length < SHORTEST_OTHER_NOTE
      ? {
          note: `“Other” needs a note of at least ${SHORTEST_OTHER_NOTE} characters that says what happened; ${length === 0 ? "there is none" : `this one has ${length}`}.`,
        }
      : {};
  },
  async run({ event: asked, reason, note }, context) {
    const event = await standingEvent(asked.text, context);
    if ("kind" in event) return event;
    if (event.status !== "Cancelled" && !isOurs(event)) return notYet(event, context);
    if (event.status !== "Cancelled" && HELD.has(event.status))
      throw new PolarisError(
        "argument_invalid",
        `${whichEvent(event)} was held (${event.status}), so it cannot be cancelled. Nothing was done.`,
      );
    return cancelled(event, { reason, note: note?.trim() || null }, context);
  },
});

/** Ruling W2: Polaris changes no status in Salesforce. */
const notYet = (event: NamedEvent, context: CommandContext): Reply =>
  inSalesforceFirst(event, context, {
    title: "Cancel it in Salesforce first",
    text: `${whichEvent(event)} is ${event.status} in Salesforce, where it has to be cancelled first. Nothing was kept: once it is Cancelled there and has been synced, its reason can be kept here.`,
    link: "Cancel in Salesforce",
  });

async function cancelled(
  event: NamedEvent,
  { reason, note }: { readonly reason: CancellationReason; readonly note: string | null },
  context: CommandContext,
): Promise<Reply> {
  const { organization, pool, request } = context;
  const about = { subject: "event", source: event.source, sourceId: event.sourceId } as const;
  const by = { by: request.actor.id, now: request.now };
  const isNew = event.status !== "Cancelled";
  const { ids, before } = await pool.transaction(async (tx) => {
    await heldAs(tx, event);
    const stood = (await decisionsAbout(tx, about, "cancellation_reason")).at(-1) ?? null;
    if (stood?.value === reason && stood.reason === note && !isNew) return { ids: [], before: stood };
    const status = isNew ? [await decide(tx, { kind: "event_status", ...about, value: "Cancelled", ...by })] : [];
    const kept = await decide(tx, { kind: "cancellation_reason", ...about, value: reason, reason: note, ...by });
    await context.auditInside(tx, {
      event: event.sourceId,
      reason,
      before: stood?.value ?? null,
      status: isNew ? "Cancelled" : null,
    });
    // The reason goes and comes with the status.
    return { ids: isNew ? status : [kept], before: stood };
  });
  if (isNew) await derive(pool, organization, request.now);
  const why = `${cancellationLabel(reason)}${note === null ? "" : ` (${note})`}`;
  if (ids.length === 0)
    return reply({
      title: "So it stands already",
      text: `${whichEvent(event)} was cancelled: ${why}. Nothing was changed.`,
      sensitivity: "open",
    });
  return reply({
    title: isNew ? "Session cancelled" : "Reason kept",
    text: `${whichEvent(event)} ${isNew ? "is cancelled" : "was cancelled"}: ${why}${instead(before)}.`,
    sensitivity: "open",
    notices: isOurs(event)
      ? []
      : [
          {
            level: "info",
            text: "“decisions enter” lists it until Salesforce says the same.",
            sensitivity: "open",
          },
        ],
    actions: [undoing(ids)],
  });
}

const instead = (before: Decision | null): string =>
  before === null ? "" : `, instead of ${cancellationLabel(before.value)}`;
