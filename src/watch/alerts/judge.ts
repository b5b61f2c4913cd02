import type { Problem, Severity } from "../model.js";
import { hoursBetween } from "../span.js";
import type { Alert } from "./model.js";

/** Why people are told about a problem now; null: they know, and nothing has become worse. */
export type Occasion = "opened" | "doubled" | "worse" | "repeated" | null;

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/**
 * Whether a problem that was seen (again) is told. Repeats wait for `repeatHours`, and for ever once somebody has acknowledged it; a snooze silences
 * it until it ends, and is answered then. Twice as many rows as when it was last told, or a worse severity, breaks through both. What is only for
 * information is never repeated.
 */
export function occasionOf(known: Alert | null, problem: Problem, now: string, repeatHours: number): Occasion {
  if (known === null || known.state === "resolved") return "opened";
  if (RANK[problem.severity] > RANK[known.severity]) return "worse";
  if (known.toldCount > 0 && problem.count >= 2 * known.toldCount) return "doubled";
  if (known.state === "acknowledged") return null;
  if (known.state === "snoozed") return known.snoozedUntil !== null && known.snoozedUntil > now ? null : "repeated";
  if (problem.severity === "info") return null;
  return known.toldAt === null || hoursBetween(known.toldAt, now) >= repeatHours ? "repeated" : null;
}
