import { lineOf } from "../src/command/index.js";
import { type EventCard, type EventTask, isToCome, ticking } from "../src/events/index.js";
import type { Action } from "../src/reply/index.js";
import { isOurs } from "./event-decision.js";

/** Tasks that can be ticked on the card by a press each; the form has them all. */
const MOST_TICKED = 3;

/** What can be done about an event now, most likely first. Its status in Salesforce is changed there alone (ruling W2). */
export function eventActions(
  { event, cancellationReason, decisions }: EventCard,
  tasks: readonly EventTask[],
  today: string,
): Action[] {
  const { sourceId, status, owner, format, needs, date } = event;
  const toCome = isToCome(event, today);
  const isCancelled = status === "Cancelled";
  const hasReason = cancellationReason !== null || decisions.some(({ kind }) => kind === "cancellation_reason");
  const about = (command: string): string => lineOf(command, { event: sourceId });
  const run = (label: string, command: string, more: Partial<Action> = {}): Action => ({
    label,
    line: about(command),
    does: "run",
    sensitivity: "open",
    ...more,
  });
  const form = (label: string, command: string): Action => ({ ...run(label, command), does: "form" });
  return [
    ...(toCome && owner === null ? [run("Claim", "claim", { style: "primary" }), form("Assign", "assign")] : []),
    ...(toCome && owner !== null
      ? [form("Hand over", "assign"), run("Release", "release"), run("Remind", "remind")]
      : []),
    ...(toCome ? [run("Match", "match")] : []),
    ...(isCancelled ? [] : [form("Log contact", "outreach")]),
    ...(toCome && tasks.length > 0
      ? [
          ...tasks
            .filter(({ state }) => state === "open")
            .slice(0, MOST_TICKED)
            .map(ticking),
          form("Set a task", "task"),
        ]
      : []),
    ...(format === "in_person" && !isCancelled && date <= today ? [form("Attendance", "attendance")] : []),
    ...(needs.includes("school") || needs.includes("district") ? [form("Place", "place")] : []),
    ...(toCome && isOurs(event) ? [{ ...form("Cancel", "cancel"), style: "danger" as const }] : []),
    ...(isCancelled && !hasReason ? [form("Say why", "cancel")] : []),
    ...(status === "Draft" && date < today && isOurs(event) ? [form("Promote", "promote")] : []),
  ];
}
