import { STUDENT_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type MetricSpecification } from "../model.js";

const CAME: readonly Condition<Columns["student participation"]>[] = [
  { column: "counts", is: [true] },
  { column: "event_status", isNot: ["Cancelled"] },
];

const shared = {
  exceptions: ["EX1"],
  grain: "student participation",
  where: CAME,
  dimensions: STUDENT_DIMENSIONS,
} as const satisfies Partial<MetricSpecification>;

export const X11 = defineMetric({
  ...shared,
  id: "X11",
  name: "Unique students K-8 and 9-12",
  also: ["students by grade band", "unique students by band", "k-8 and 9-12"],
  unit: "students",
  type: "integer",
  definition:
    "Distinct students on the rosters of events that were not cancelled, by the grade they had at the event, else by the level of their own school; a student of both bands over the years counts in each, and once in the total.",
  reference: "Polaris, ruling E7; not in the Metrics Bible",
  rulings: ["E7", "A1", "P2", "E2", "T1"],
  measure: { kind: "distinct", column: "person" },
  additive: false,
  split: "band",
});

export const X114 = defineMetric({
  ...shared,
  id: "X114",
  name: "Student attendances on the rosters",
  also: ["roster attendances", "student participations", "attendances by name"],
  unit: "attendances",
  type: "integer",
  definition:
    "Students × events that they attended by name, of events that were not cancelled. X10 counts students also where nobody wrote down names.",
  reference: "Polaris; not in the Metrics Bible",
  rulings: ["A1", "P2", "one", "E2", "T1"],
  measure: { kind: "records" },
  additive: true,
});
