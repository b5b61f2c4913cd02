import { addDays, eventTypeLabel, type Period, type Window } from "../domain/index.js";
import type { Reader, Value } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import type { Question } from "./asked.js";
import { recordsStatement } from "./compile.js";
import { questionOf } from "./compute.js";
import { formatLabel } from "./dimensions.js";
import type { Condition, DimensionId, FilterClause, Metric } from "./model.js";
import { columnsListed, type RecordColumn, type RecordsAsked } from "./records.js";
import type { Row } from "./row.js";

/** Records that would have counted but for one rule. */
export interface LeftOutRecords {
  readonly metric: Metric;
  /** The rule and what the record has instead, then the columns of the metric's own list. */
  readonly columns: readonly RecordColumn[];
  readonly rows: readonly (readonly Value[])[];
  /** How many records each rule alone keeps out, where it keeps out any. */
  readonly rules: readonly { readonly rule: string; readonly records: number }[];
}

/** Read of each rule, the newest first. */
const MOST = 25;
/** How near to the window a record still says something. */
const DAYS = 30;

/** One way to break one rule. */
interface Broken {
  /** The rule in words. */
  readonly rule: string;
  /** What a record has instead. */
  readonly has: (row: Row) => Value;
}

/** A rule of a metric or of what was asked turned round: the records that keep every other rule and break this one. */
interface Relaxed extends Broken {
  readonly where: readonly Condition[];
  readonly question: Question;
}

/**
 * The nearest records that a metric left out: its conditions, the filters and the window, relaxed one at a time and read by the metric's own statement.
 * No record is here twice, and none that counts: it breaks exactly one rule.
 */
export async function leftOutOf(
  reader: Reader,
  organization: Organization,
  asked: Omit<RecordsAsked, "page" | "size">,
): Promise<LeftOutRecords> {
  const { today, period, filters = [] } = asked;
  const question = questionOf({ metrics: [asked.metric], periods: [period], filters, today });
  const metric = question.metrics[0] as Metric;
  const listed = columnsListed(metric);
  const names = listed.map(({ key }) => key);
  // Read besides what is listed: what rules say of a record.
  const read = [...new Set([...names, "event_status", "local_date"])];
  const rows: Value[][] = [];
  const rules: { readonly rule: string; readonly records: number }[] = [];
  for (const { rule, has, where, question: relaxed } of relaxations(metric, question)) {
    const part = { size: MOST, skip: 0 };
    const found = await reader.query<Row>(
      recordsStatement(metric, relaxed, { organization, today }, read, part, where),
    );
    for (const row of found) rows.push([rule, has(row), ...names.map((name) => row[name] ?? null)]);
    const records = found[0]?.total_records;
    if (typeof records === "number") rules.push({ rule, records });
  }
  return {
    metric,
    columns: [said("rule", "Left out because", metric), said("has", "Has", metric), ...listed],
    rows,
    rules,
  };
}

/** What is said of a student's record is as private as the record. */
const said = (key: string, label: string, { grain, demographic }: Metric): RecordColumn => ({
  key,
  label,
  type: "text",
  sensitivity: grain === "student participation" ? "student" : demographic === undefined ? "open" : "demographic",
});

function relaxations(metric: Metric, question: Question): Relaxed[] {
  const { where } = metric;
  const conditions = where.flatMap((condition): Relaxed[] => {
    const others = where.filter((each) => each !== condition);
    const fails: Condition = { column: condition.column, fails: condition };
    const ways = RULES[condition.column] ?? [unnamed(condition)];
    return ways.map(({ rule, has, and = [] }) => ({ rule, has, where: [...others, fails, ...and], question }));
  });
  const filters = question.filters.flatMap((clause): Relaxed[] => {
    const other = OTHER[clause.dimension]?.(clause) ?? null;
    if (other === null) return [];
    const changed = question.filters.map((each) => (each === clause ? other.clause : each));
    return [{ ...other, where, question: { ...question, filters: changed } }];
  });
  const near = around(question.periods[0]);
  const window = near === null ? [] : [{ ...WINDOW, where, question: { ...question, periods: [near] } }];
  return [...conditions, ...filters, ...window];
}

const cell =
  (name: string) =>
  (row: Row): Value =>
    row[name] ?? null;
/** What is kept as a key is said by its label. */
const labelled =
  (name: string, label: (key: string) => string) =>
  (row: Row): Value =>
    typeof row[name] === "string" ? label(row[name]) : null;
const ofFormat = labelled("format", formatLabel);
const ofType = labelled("event_type", eventTypeLabel);
const status = ({ status_raw }: Row): Value => status_raw ?? "no status";

/** The ways to break the conditions on a column, told apart where they are different rules. */
const RULES: Readonly<Record<string, readonly (Broken & { readonly and?: readonly Condition[] })[]>> = {
  event_status: [
    {
      rule: "event cancelled (ruling E4)",
      has: cell("event_status"),
      and: [{ column: "event_status", is: ["Cancelled"] }],
    },
    {
      rule: "event of another status (ruling E4)",
      has: cell("event_status"),
      and: [{ column: "event_status", isNot: ["Cancelled"] }],
    },
  ],
  counts: [
    { rule: "not attended (ruling A1)", has: status, and: [{ column: "attended", is: [false] }] },
    {
      rule: "another row counts for this person and event (small print)",
      has: status,
      and: [{ column: "attended", is: [true] }],
    },
  ],
  excluded: [{ rule: "person left out of reports (ruling P3)", has: () => "excluded" }],
  format: [{ rule: "other format (ruling E1)", has: ofFormat }],
  participation_status: [{ rule: "other participation status (ruling A1)", has: status }],
  confirmed_at: [{ rule: "attendance not confirmed (ruling A3)", has: () => "not confirmed" }],
  organisation: [{ rule: "credited to no organisation (ruling E5)", has: () => "Independent" }],
  volunteers: [{ rule: "no volunteer attended", has: () => "no volunteer" }],
  hours_basis: [{ rule: "no hours recorded (ruling A2)", has: cell("hours_basis") }],
  students_per_volunteer: [
    { rule: "students, rooms and rotations not all recorded (ruling E6)", has: () => "not recorded" },
  ],
  students_per_rotation: [{ rule: "students and rooms not both recorded (ruling E6)", has: () => "not recorded" }],
  in_pathway: [{ rule: "event of no pathway (ruling E8)", has: () => "no pathway" }],
  speaks: [{ rule: "nobody said that they spoke on a pathway (ruling E8)", has: () => "nothing entered" }],
  skilled: [{ rule: "no skill of theirs carries a pathway (ruling E8)", has: () => "no such skill" }],
  local_presenter: [{ rule: "no local presenter (rulings A6, P5)", has: () => "no local presenter" }],
  presenter_of_colour: [
    { rule: "no presenter known to be of colour (rulings A6, P4)", has: () => "no presenter of colour known" },
  ],
  of_colour: [{ rule: "not known to be a person of colour (ruling P4)", has: () => "not known" }],
  local_status: [{ rule: "not local (ruling P5)", has: () => "not local" }],
  first_on: [{ rule: "came before (Bible M92)", has: () => "came before" }],
  school_id: [{ rule: "school not known (ruling E3)", has: () => "Unknown" }],
  total_students: [{ rule: "no number of students (ruling E6)", has: () => "not recorded" }],
  attended: [{ rule: "not attended (ruling A1)", has: status }],
  local_date: [{ rule: "day before today", has: cell("local_date") }],
};

const unnamed = ({ column }: Condition): Broken & { readonly and?: readonly Condition[] } => ({
  rule: `another ${column.replaceAll("_", " ")}`,
  has: () => null,
});

/** A filter relaxed: the other formats and types, and of a place the events whose place is not known. */
const OTHER: Partial<
  Record<DimensionId, (clause: FilterClause) => (Broken & { readonly clause: FilterClause }) | null>
> = {
  format: (clause) => ({
    rule: "other format than the filter's (ruling E1)",
    has: ofFormat,
    clause: turned(clause),
  }),
  event_type: (clause) => ({
    rule: "other type than the filter's (ruling E1)",
    has: ofType,
    clause: turned(clause),
  }),
  district: (clause) => unknown(clause, "district not known (ruling E2)"),
  school: (clause) => unknown(clause, "school not known (ruling E3)"),
  pathway: (clause) => unknown(clause, "event of no pathway (ruling E8)", "no pathway"),
  event: (clause) => ({
    rule: "not in the selection",
    has: () => "not in the selection",
    clause: turned(clause),
  }),
};

const turned = (clause: FilterClause): FilterClause => ({ ...clause, exclude: !clause.exclude });

/** What must not be of a place leaves out nothing whose place is not known. */
function unknown(clause: FilterClause, rule: string, has = "Unknown") {
  const { dimension, values, exclude } = clause;
  if (exclude || values.some(({ key }) => key === null)) return null;
  const none: FilterClause = { dimension, values: [{ key: null, label: "Unknown" }] };
  return { rule, has: () => has, clause: none };
}

const WINDOW: Broken = {
  rule: `outside the period by up to ${DAYS} days (ruling T1)`,
  has: cell("local_date"),
};

/** The days just before and after each window of a period that lie in none of them; null where the period has no bounds. */
function around(period: Period | undefined): Period | null {
  if (period === undefined) return null;
  const near = period.windows.flatMap(({ start, end }, place): Window[] => {
    const before = period.windows[place - 1]?.end ?? null;
    const after = period.windows[place + 1]?.start ?? null;
    return [
      ...(start === null ? [] : [{ start: later(addDays(start, -DAYS), before), end: addDays(start, -1) }]),
      ...(end === null ? [] : [{ start: addDays(end, 1), end: earlier(addDays(end, DAYS), after) }]),
    ];
  });
  const windows = near.filter(({ start, end }) => start === null || end === null || start <= end);
  const [first] = windows;
  if (first === undefined) return null;
  return { ...period, start: first.start, end: windows.at(-1)?.end ?? null, windows };
}

const later = (day: string, before: string | null): string => {
  const free = before === null ? day : addDays(before, 1);
  return free > day ? free : day;
};

const earlier = (day: string, after: string | null): string => {
  const free = after === null ? day : addDays(after, -1);
  return free < day ? free : day;
};
