import { eventTypeLabel, isWithin, type Period } from "../domain/index.js";
import { type Filters, formatLabel, type Metric } from "../metrics/index.js";
import type { PoolFacts, PoolRecord } from "./salesforce-report-records.js";

/** What a metric was asked for, as far as rules speak of it. */
export interface Rules {
  readonly metric: Metric;
  readonly period: Period;
  readonly filters: Filters;
  /** The local day of asking. */
  readonly today: string;
}

type Condition = Metric["where"][number];
type Cell = string | boolean | null;

/** The columns that a record's own facts can answer for; what is worked out (colour, locality, first time) is the metric's alone. */
const KNOWN: Readonly<Record<string, (facts: PoolFacts) => Cell>> = {
  event_status: (facts) => facts.event_status,
  event_type: (facts) => facts.event_type,
  format: (facts) => facts.format,
  local_date: (facts) => facts.local_date,
  participation_status: (facts) => facts.participation_status,
  counts: (facts) => Boolean(facts.counts),
  attended: (facts) => Boolean(facts.attended),
  excluded: (facts) => Boolean(facts.excluded),
  confirmed_at: (facts) => facts.confirmed_at,
};

/** Whether a record meets a condition of the metric; null where only the metric itself can say. */
function holds(condition: Condition, facts: PoolFacts, { period, today }: Rules): boolean | null {
  const read = KNOWN[condition.column];
  if (read === undefined) return null;
  const value = read(facts);
  if ("is" in condition) return condition.is.some((each) => each === value);
  if ("isNot" in condition) return value !== null && !condition.isNot.some((each) => each === value);
  if ("recorded" in condition) return value !== null;
  if ("fails" in condition) {
    const other = holds(condition.fails, facts, { period, today } as Rules);
    return other === null ? null : !other;
  }
  const day = String(value ?? "");
  if (condition.day === "after today") return day > today;
  return condition.day === "today or later" ? day >= today : isWithin(day, period);
}

const words = (text: string | null): string => (text ?? "no status").replaceAll("_", " ");

/** How the rule that a record breaks is said. */
function broken({ column }: Condition, facts: PoolFacts): string {
  switch (column) {
    case "event_status":
      return facts.event_status === "Cancelled"
        ? "event cancelled (ruling E4)"
        : `event is ${facts.event_status ?? "without a status"} (ruling E4)`;
    case "counts":
      return facts.attended
        ? "another row counts for this person and event (rulings, small print)"
        : `not attended: ${facts.status_raw ?? words(facts.participation_status)} (ruling A1)`;
    case "excluded":
      return "person left out of reports (ruling P3)";
    case "format":
      return `format is ${formatLabel(facts.format ?? "")} (ruling E1)`;
    case "event_type":
      return `type is ${eventTypeLabel(facts.event_type ?? "")} (ruling E1)`;
    case "participation_status":
      return `participation is ${words(facts.participation_status)} (ruling A1)`;
    case "confirmed_at":
      return "attendance not confirmed (ruling A3)";
    default:
      return `not on the days that the figure asks for (${facts.local_date ?? "no day"})`;
  }
}

/** Every rule that one record breaks, the gravest first. */
function rulesBroken(facts: PoolFacts, rules: Rules): string[] {
  const { metric, period } = rules;
  const isPeoples = metric.grain !== "event";
  const said: string[] = [];
  if (facts.deleted !== null) said.push("deleted in Salesforce, as last read");
  if (facts.event_deleted !== null && facts.deleted === null) said.push("its event is deleted in Salesforce");
  if (facts.same_as !== null) said.push(`one session with ${facts.same_as}, as a person decided`);
  if (isPeoples && facts.contact_deleted !== null && facts.deleted === null)
    said.push("its contact is deleted or merged in Salesforce");
  for (const condition of metric.where) {
    if (holds(condition, facts, rules) === false) said.push(broken(condition, facts));
  }
  if (facts.local_date !== null && !period.windows.some((window) => isWithin(facts.local_date ?? "", window)))
    said.push(`outside the period: ${facts.local_date} (ruling T1)`);
  return said;
}

/** Why a record of the report does not count in our figure, in words. `facts` are the participations it may count by, or the event itself. */
export function whyNotCounted(record: PoolRecord, facts: readonly PoolFacts[], rules: Rules): string {
  const { deleted, excluded } = record.facts;
  if (deleted !== null) return "deleted or merged in Salesforce, as last read";
  if (excluded && rules.metric.grain !== "event") return "person left out of reports (ruling P3)";
  if (facts.length === 0) return `no ${rules.metric.grain} of it is known here`;
  // Of several the nearest to counting says most.
  const [nearest] = facts.map((each) => rulesBroken(each, rules)).sort((a, b) => a.length - b.length);
  if (nearest !== undefined && nearest.length > 0) return nearest.join("; ");
  if (rules.filters.length > 0) return "outside the filters asked for";
  return `a further condition of ${rules.metric.id} does not hold: ${rules.metric.definition}`;
}
