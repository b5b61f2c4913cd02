import { enqueueInside, mailKey } from "./delivery/index.js";
import type { Clock, Organization, Settings } from "./runtime/index.js";
import type { JobOutcome } from "./schedule/index.js";
import type { EndedJob, Tell } from "./watch/index.js";

interface TellingParts {
  readonly settings: Settings;
  readonly organization: Organization;
  readonly clock: Clock;
}

/** Tells of a problem where alerts go; a critical one by mail as well, and all of them where there is no channel. */
export function tellerOf({ settings, organization, clock }: TellingParts): Tell {
  const channel = organization.slack.alertsChannel ?? organization.slack.managersChannel;
  return async (tx, { key, reply, threadKey, replacesKey, isCritical }) => {
    const payload = JSON.stringify(reply);
    const parcel = { kind: "alert", owner: null, payload } as const;
    const place = { ...(threadKey === null ? {} : { threadKey }), ...(replacesKey === null ? {} : { replacesKey }) };
    const now = clock.now();
    if (channel !== undefined)
      await enqueueInside(tx, { ...parcel, dedupeKey: key, recipient: channel, ...place }, now);
    const isMailed = settings.mail !== null && replacesKey === null && (isCritical || channel === undefined);
    if (isMailed) await enqueueInside(tx, { ...parcel, dedupeKey: mailKey(key), by: "mail", recipient: "mail" }, now);
  };
}

/** A job's failure as a problem, until the job goes well again; null when it went well. The id is that of the log. */
export function problemOfJob({ ok, name, text, errorId }: JobOutcome): EndedJob["problem"] {
  if (ok) return null;
  return {
    object: name,
    field: null,
    class: "failed",
    title: `The job ${name} failed`,
    text: `${text} (id ${errorId})`,
    severity: "critical",
    count: 1,
    details: {},
  };
}
