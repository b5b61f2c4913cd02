import { daysBetween, eventTypeLabel, printDay } from "../../domain/index.js";
import { counted } from "../../reply/index.js";
import type { Best } from "./fit.js";
import type { Want } from "./wants.js";

/** What one part of a score is worth, 0 … 1, and why; null where it cannot be said for this ask. */
export interface Graded {
  readonly value: number;
  readonly reason: string | null;
}

const IN_WORDS: Readonly<Record<Best["kind"], (text: string) => string>> = {
  skill: (text) => `skill ${text}`,
  title: (text) => `title ${text}`,
  industry: (text) => `industry ${text}`,
  interest: (text) => `interest ${text}`,
  organization: (text) => `work at ${text}`,
};
const MOST_SAID = 2;

/** "skill Python fits “coding”; title Web Developer fits “web”". */
export function skillsPart(
  value: number,
  best: readonly Best[],
  wants: readonly Want[],
  telling: readonly number[],
): Graded {
  const weighed = best
    .map((each) => ({ ...each, weight: each.value * (telling[each.want] ?? 0) }))
    .sort((a, b) => b.weight - a.weight);
  const said = new Map<string, string[]>();
  for (const { kind, text, want } of weighed.slice(0, MOST_SAID)) {
    const words = IN_WORDS[kind](text);
    said.set(words, [...(said.get(words) ?? []), `“${wants[want]?.label ?? ""}”`]);
  }
  const reason = [...said].map(([words, labels]) => `${words} fits ${labels.join(" and ")}`).join("; ");
  return { value, reason: reason === "" ? null : reason };
}

export interface Past {
  /** Attended events of the same type, and others of the same pathways. */
  readonly ofType: number;
  readonly ofPathway: number;
}

const ENOUGH = 2;
const PATHWAY_SHARE = 0.7;
/** What history alone is worth where nothing else of the ask fits. */
const WITHOUT_TOPIC = 0.25;

/** Events like this one: the first tell most (saturating), and they tell less of somebody who has nothing of the topic. */
export function pastValue({ ofType, ofPathway }: Past, topicFit: number | null): number {
  return (1 - Math.exp(-(ofType + PATHWAY_SHARE * ofPathway) / ENOUGH)) * heldBy(topicFit);
}

export function pastPart(
  past: Past,
  { type, pathways, topicFit }: { type: string | null; pathways: readonly string[]; topicFit: number | null },
): Graded {
  const said = [
    past.ofType > 0 && type !== null ? `${past.ofType} × ${eventTypeLabel(type)}` : null,
    past.ofPathway > 0 ? `${counted(past.ofPathway, "event")} of ${pathways.join(" or ")}` : null,
  ].filter((each) => each !== null);
  return {
    value: pastValue(past, topicFit),
    reason: said.length === 0 ? null : `came to ${said.join(" and ")}`,
  };
}

/** What history is worth of somebody who has more or less of the topic; null is an ask without one. */
export const heldBy = (topicFit: number | null): number =>
  topicFit === null ? 1 : WITHOUT_TOPIC + (1 - WITHOUT_TOPIC) * topicFit;

/** Somebody who never came may still do so: nothing says that they lost interest. */
const NEVER_CAME = 0.3;

/** Half as much with every half-life since they came last. */
export function recencyPart(
  lastOn: string | null,
  { today, halfLifeDays, topicFit }: { today: string; halfLifeDays: number; topicFit: number | null },
): Graded {
  if (lastOn === null) return { value: NEVER_CAME * heldBy(topicFit), reason: "never came yet" };
  const days = Math.max(0, daysBetween(lastOn, today));
  return { value: 0.5 ** (days / halfLifeDays) * heldBy(topicFit), reason: `last here ${ago(days)}` };
}

export function ago(days: number): string {
  if (days < 1) return "today";
  if (days < 60) return `${counted(days, "day")} ago`;
  return days < 730 ? `${Math.round(days / 30.4)} months ago` : `${Math.round(days / 365)} years ago`;
}

const NEARNESS: Readonly<Record<string, Graded>> = {
  local: { value: 1, reason: "local" },
  partial: { value: 0.6, reason: "partly local" },
  unknown: { value: 0.4, reason: "where they live is not known" },
  non_local: { value: 0, reason: "not local" },
};

/** By the person's local status (ruling P5). */
export const localPart = (status: string): Graded => NEARNESS[status] ?? { value: 0.4, reason: null };

/** How somebody volunteers: what they came to, and whether Pathful knows them. */
export interface Ways {
  readonly attendedVirtually: boolean;
  readonly attendedInPerson: boolean;
  readonly isConnector: boolean;
}

const PATHFUL_ONLY = 0.8;
const BOTH_WAYS = 0.4;
const PATHFUL_TOO = 0.2;

/**
 * Who volunteers virtually only comes first: nothing in person can be asked of them. Then who has a Pathful profile and came to nothing yet. As history it
 * tells less of somebody who has nothing of the topic.
 */
export function virtualPart(
  { attendedVirtually, attendedInPerson, isConnector }: Ways,
  topicFit: number | null,
): Graded {
  const held = heldBy(topicFit);
  if (!attendedInPerson && attendedVirtually) return { value: held, reason: "volunteers virtually only" };
  if (!attendedInPerson && isConnector)
    return { value: PATHFUL_ONLY * held, reason: "has a Pathful profile and came to nothing in person" };
  if (attendedVirtually) return { value: BOTH_WAYS * held, reason: "volunteers virtually and in person" };
  return isConnector
    ? { value: PATHFUL_TOO * held, reason: "has a Pathful profile, came in person only" }
    : { value: 0, reason: null };
}

/** Events at which somebody's organisation was before. */
export interface Partnership {
  readonly organization: string;
  readonly atSchool: number;
  readonly inSeries: number;
  readonly inDistrict: number;
}

const SCHOOL_SHARE = 1;
const DISTRICT_SHARE = 0.5;

export function partnerPart(partnership: Partnership | null): Graded {
  if (partnership === null) return { value: 0, reason: null };
  const { organization, atSchool, inSeries, inDistrict } = partnership;
  const near = SCHOOL_SHARE * (atSchool + inSeries) + DISTRICT_SHARE * Math.max(0, inDistrict - atSchool);
  const where =
    atSchool > 0 ? "to this school" : inSeries > 0 ? "to this series" : inDistrict > 0 ? "to this district" : null;
  const times = atSchool > 0 ? atSchool : inSeries > 0 ? inSeries : inDistrict;
  return {
    value: 1 - Math.exp(-near / ENOUGH),
    reason: where === null ? null : `${organization} came ${where} ${times === 1 ? "once" : `${times} times`}`,
  };
}

export interface Load {
  /** Day when they were last asked for another event, or came; null when never. */
  readonly askedOn: string | null;
  readonly cameOn: string | null;
  /** The next event they are signed up for. */
  readonly nextOn: string | null;
  /** Attended events of the last twelve months. */
  readonly lately: number;
}

const RESTED_AFTER = 3;
const OFTEN = 4;
const OFTEN_FADES = 8;

/** 0 within the days of rest, full after three times as long; less for those who come all the time, so that others have their turn. */
export function restPart({ askedOn, cameOn, nextOn, lately }: Load, today: string, restDays: number): Graded {
  const fairness = Math.exp(-Math.max(0, lately - OFTEN) / OFTEN_FADES);
  const often = lately > OFTEN ? `came ${lately} times within a year` : null;
  if (nextOn !== null && daysBetween(today, nextOn) <= restDays)
    return { value: 0, reason: `comes to another event on ${printDay(nextOn)}` };
  const [latest] = [
    ...(askedOn === null ? [] : [{ on: askedOn, what: "asked" }]),
    ...(cameOn === null ? [] : [{ on: cameOn, what: "came" }]),
  ].sort((a, b) => b.on.localeCompare(a.on));
  if (latest === undefined) return { value: fairness, reason: often };
  const days = Math.max(0, daysBetween(latest.on, today));
  const rested = restDays === 0 ? 1 : Math.min(1, Math.max(0, (days - restDays) / ((RESTED_AFTER - 1) * restDays)));
  return { value: rested * fairness, reason: rested < 1 ? `${latest.what} ${ago(days)}, let rest` : often };
}
