import type { Crew } from "./crew.js";
import type { LeasedParcel, Sender } from "./delivery/index.js";
import { reply } from "./reply/index.js";
import { type Organization, type Settings, within } from "./runtime/index.js";
import { CLOCK_CHECK, type Problem } from "./watch/index.js";

/** A thread that stands still with the clock would keep the alarm as well: no longer than this. */
const PATIENCE = 20_000;

export function clockProblem(minutes: number): Problem {
  return {
    check: CLOCK_CHECK,
    object: "clock",
    field: null,
    class: "stopped",
    title: `The clock has stood still for ${minutes} minutes`,
    text: "Jobs and digests do not run. Questions may still be answered. Restart Polaris; the log says what was under way.",
    severity: "critical",
    count: minutes,
    details: {},
  };
}

/** Tells by the usual way; where that stands still too, straight past the outbox. */
export async function tellOfTheClock(
  problem: Problem | null,
  crew: Pick<Crew, "alarm">,
  sender: Sender,
  { settings, organization }: { readonly settings: Settings; readonly organization: Organization },
): Promise<void> {
  const isKept = await within(PATIENCE, crew.alarm(problem)).catch(() => false);
  if (isKept || problem === null) return;
  const channel = organization.slack.alertsChannel ?? organization.slack.managersChannel;
  const payload = JSON.stringify(
    reply({ title: problem.title, text: `Critical: ${problem.title}. ${problem.text}`, sensitivity: "open" }),
  );
  const parcel = (by: LeasedParcel["by"], recipient: string): LeasedParcel => ({
    id: 0,
    dedupeKey: `clock:${by}`,
    kind: "alert",
    by,
    recipient,
    owner: null,
    payload,
    thread: null,
    replaces: null,
    attempts: 1,
    possiblyRepeated: false,
  });
  await Promise.allSettled([
    ...(channel === undefined ? [] : [sender.send(parcel("slack", channel))]),
    ...(settings.mail === null ? [] : [sender.send(parcel("mail", "mail"))]),
  ]);
}
