import type { CommandContext, Sayers } from "../src/command/index.js";
import { localDay, printDay } from "../src/domain/index.js";
import type { LocalReason, Standing } from "../src/people/index.js";

type Reading = Pick<CommandContext, "organization">;

/** "by you on 3 March 2026" */
export const saidWhen = ({ by, at }: Pick<Standing, "by" | "at">, whose: Sayers, { organization }: Reading): string =>
  `by ${whose(by)} on ${printDay(localDay(at, organization.timeZone))}`;

/** Who set it by hand; null where nobody did. */
export const localSetBy = (reason: LocalReason): string | null =>
  reason.basis === "manual" ? (reason.decision?.by ?? null) : null;

const STATUS: Readonly<Record<string, string>> = {
  local: "local",
  partial: "partly local",
  non_local: "non-local",
  unknown: "of unknown local status",
};

/** "local (set by hand by Ada on 3 March 2026: moved here)": the status with what it rests on (ruling P5). */
export function localWords(reason: LocalReason, whose: Sayers, context: Reading): string {
  return `${STATUS[reason.status] ?? reason.status} (${basisOf(reason, whose, context)})`;
}

function basisOf(reason: LocalReason, whose: Sayers, context: Reading): string {
  switch (reason.basis) {
    case "manual":
      return reason.decision === null
        ? "set by hand"
        : `set by hand ${saidWhen(reason.decision, whose, context)}: ${reason.decision.reason ?? "no reason given"}`;
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
