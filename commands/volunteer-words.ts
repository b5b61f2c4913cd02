import type { CommandContext } from "../src/command/index.js";
import { localDay, printDay } from "../src/domain/index.js";
import type { LocalReason, Standing } from "../src/people/index.js";

type Reading = Pick<CommandContext, "organization" | "request">;

/** Who said something, as far as is known: a Slack id, or you. */
export const saidBy = (id: string, { request }: Pick<CommandContext, "request">): string =>
  id === request.actor.id ? "you" : id;

/** "by you on 3 March 2026" */
export const saidWhen = ({ by, at }: Pick<Standing, "by" | "at">, context: Reading): string =>
  `by ${saidBy(by, context)} on ${printDay(localDay(at, context.organization.timeZone))}`;

const STATUS: Readonly<Record<string, string>> = {
  local: "local",
  partial: "partly local",
  non_local: "non-local",
  unknown: "of unknown local status",
};

/** "local (set by hand by U1 on 3 March 2026: moved here)": the status with what it rests on (ruling P5). */
export function localWords(reason: LocalReason, context: Reading): string {
  return `${STATUS[reason.status] ?? reason.status} (${basisOf(reason, context)})`;
}

function basisOf(reason: LocalReason, context: Reading): string {
  switch (reason.basis) {
    case "manual":
      return reason.decision === null
        ? "set by hand"
        : `set by hand ${saidWhen(reason.decision, context)}: ${reason.decision.reason ?? "no reason given"}`;
    case "address":
      return reason.area === null
        ? "by the address"
        : `by ZIP ${reason.area}xx of the ${reason.isPrimary ? "primary " : ""}${reason.kind ?? "personal"} address${reason.isOfOther ? " of another record of the same person" : ""}`;
    case "inferred":
      return reason.event === null
        ? "inferred: no usable ZIP, but an event attended in person"
        : `inferred: no usable ZIP, but came in person to ${reason.event.title} on ${printDay(reason.event.date)}`;
    case "none":
      return reason.addresses === 0
        ? "no personal address is recorded, and no event was attended in person"
        : "no address has a usable ZIP, and no event was attended in person";
  }
}
