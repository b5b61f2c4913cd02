import { type Action, counted, type Fact, fact, type Reply, reply, showInstant } from "../../reply/index.js";
import type { Occasion } from "./judge.js";
import type { Alert } from "./model.js";
import { detailWords } from "./words.js";

/** As many new problems of one check are told one by one; more come in one message. */
export const MOST_SINGLE = 3;

const SEVERITY_WORDS: Readonly<Record<Alert["severity"], string>> = {
  info: "For your information",
  warning: "Warning",
  critical: "Critical",
};

/** The message of one problem: what, since when, how many, a sample, whose it is, and what can be done. */
export function alertReply(alert: Alert, timeZone: string): Reply {
  const { id, title, text, severity, state, openedAt, count, snoozedUntil } = alert;
  // A message that still said “Critical” would be taken for the present.
  const headWords = state === "resolved" ? "Resolved" : SEVERITY_WORDS[severity];
  const until = state === "snoozed" && snoozedUntil !== null ? ` until ${showInstant(snoozedUntil, timeZone)}` : "";
  return reply({
    title: `${headWords}: ${title}`,
    text: `${headWords}: ${title}. ${text}`,
    sensitivity: "open",
    ...calledFor(alert),
    facts: [
      fact("alert", "Alert", `#${id}`, "text", "open"),
      fact("state", "State", `${state}${until}`, "text", "open"),
      fact("since", "Since", openedAt, "instant", "open"),
      fact("count", "How many", count, "integer", "open"),
      ...sampleFacts(alert, timeZone),
    ],
    actions: state === "resolved" ? [] : actionsOf(alert),
  });
}

/** Whose it is while it is open; who has taken it up from then on. */
function calledFor({ state, owner, acknowledgedBy }: Alert): Pick<Reply, "mentions"> {
  const whose = state === "open" ? owner : state === "acknowledged" ? acknowledgedBy : null;
  return whose !== null && /^[UW]/.test(whose) ? { mentions: [whose] } : {};
}

/** Several new problems of one check in one message. */
export function groupReply(check: string, alerts: readonly Alert[], owners: readonly string[]): Reply {
  const worst = SEVERITIES.find((each) => alerts.some(({ severity }) => severity === each)) ?? "info";
  const title = `${counted(alerts.length, "new problem")} found by ${check.replaceAll("_", " ")}`;
  return reply({
    title: `${SEVERITY_WORDS[worst]}: ${title}`,
    text: `${SEVERITY_WORDS[worst]}: ${title}. ${named(alerts)}`,
    sensitivity: "open",
    mentions: owners,
    actions: [allOf(check)],
  });
}

const SEVERITIES = ["critical", "warning", "info"] as const;
const NAMED = 10;

const named = (alerts: readonly Alert[]): string =>
  `${alerts
    .slice(0, NAMED)
    .map(({ title, count }) => `${title} (${count})`)
    .join("; ")}${alerts.length > NAMED ? " …" : "."}`;

const allOf = (check: string): Action => action("Details", `alerts check:"${check}"`);

const OCCASIONS: Readonly<Record<Exclude<Occasion, null | "opened">, (alert: Alert) => string>> = {
  doubled: ({ title, count, toldCount }) => `Worse: ${title}. ${count} now, ${toldCount} when it was last told.`,
  worse: ({ title, count }) => `More serious now: ${title}. ${count} now.`,
  repeated: ({ title, count }) => `Still there: ${title}. ${count} now.`,
};

/** What is said in the thread of a problem that goes on. */
export function againReply(alert: Alert, occasion: Exclude<Occasion, null | "opened">): Reply {
  return reply({
    title: alert.title,
    text: OCCASIONS[occasion](alert),
    sensitivity: "open",
    ...(alert.owner === null ? {} : { mentions: [alert.owner] }),
    actions: actionsOf(alert),
  });
}

const OCCASIONS_OF_MANY: Readonly<Record<Exclude<Occasion, null | "opened">, string>> = {
  doubled: "Worse",
  worse: "More serious now",
  repeated: "Still there",
};

/** Many problems of one check that go on, in one message. */
export function againGroupReply(
  check: string,
  occasion: Exclude<Occasion, null | "opened">,
  alerts: readonly Alert[],
  owners: readonly string[],
): Reply {
  const title = `${counted(alerts.length, "problem")} found by ${check.replaceAll("_", " ")}`;
  return reply({
    title,
    text: `${OCCASIONS_OF_MANY[occasion]}: ${title}. ${named(alerts)}`,
    sensitivity: "open",
    mentions: owners,
    actions: [allOf(check)],
  });
}

/** What is said in the thread of a message when several of its problems have passed. */
export function resolvedGroupReply(alerts: readonly Alert[]): Reply {
  const title = `Resolved: ${counted(alerts.length, "problem")}`;
  return reply({ title, text: `${title}. ${named(alerts)}`, sensitivity: "open" });
}

/** What is said in the thread when a problem has passed. */
export function resolvedReply(alert: Alert, timeZone: string): Reply {
  return reply({
    title: `Resolved: ${alert.title}`,
    text: `Resolved: ${alert.title}. It was there since ${showInstant(alert.openedAt, timeZone)}.`,
    sensitivity: "open",
  });
}

const action = (label: string, line: string): Action => ({ label, line, does: "run", sensitivity: "open" });

function actionsOf({ id, state }: Alert): Action[] {
  const details = action("Details", `alerts ${id}`);
  if (state === "acknowledged") return [details];
  return [action("Acknowledge", `alert acknowledge ${id}`), action("Snooze 24 h", `alert snooze ${id} 24`), details];
}

function sampleFacts({ details }: Alert, timeZone: string): Fact[] {
  const { samples } = details;
  if (!Array.isArray(samples) || samples.length === 0) return [];
  const words = detailWords(samples.slice(0, 3), timeZone);
  return [fact("sample", "For example", words.slice(0, 600), "text", "open")];
}
