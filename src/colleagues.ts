import { accessOf } from "./access.js";
import type { Colleague, Services } from "./command/index.js";
import { SlackMembers, type SlackPerson } from "./doors/index.js";
import type { Pool } from "./pool/index.js";
import type { Clock, Log, Organization, Settings } from "./runtime/index.js";

/** Who somebody is in Slack and which role they have now, by the same rules as for whoever asks. */
export function colleaguesOf(parts: {
  readonly settings: Pick<Settings, "slack">;
  readonly organization: Organization;
  readonly pool: Pool;
  readonly log: Log;
  readonly clock: Clock;
}): Services["colleague"] {
  const { settings, organization, pool, log, clock } = parts;
  const members = new SlackMembers({ slack: settings.slack, organization, log, clock });
  return async (userId) => {
    const person = await members.find(userId);
    if (person === null) return null;
    const { role } = await accessOf(pool, organization, person);
    return { id: userId, name: person.name, role, is: kindOf(person), isSure: person.groups !== null };
  };
}

function kindOf({ isBot, isGone, isForeign, isGuest }: SlackPerson): Colleague["is"] {
  if (isBot === true) return "bot";
  if (isGone === true) return "gone";
  if (isForeign) return "foreign";
  return isGuest ? "guest" : "member";
}
