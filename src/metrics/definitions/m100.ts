import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type MetricSpecification } from "../model.js";

const NOT_CANCELLED: Condition<Columns["event"]> = { column: "event_status", isNot: ["Cancelled"] };
const WITH_A_SCHOOL: Condition<Columns["event"]> = { column: "school_id", recorded: true };

const shared = {
  exceptions: [],
  grain: "event",
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
} as const satisfies Partial<MetricSpecification>;

export const M100 = defineMetric({
  ...shared,
  id: "M100",
  name: "Unique schools reached",
  also: ["schools", "schools reached", "unique schools"],
  unit: "schools",
  type: "integer",
  definition: "Distinct schools of events that were not cancelled; an event without a school counts in none.",
  reference: "Metrics Bible v1.0, M100",
  rulings: ["E2", "E3", "E4", "T1"],
  measure: { kind: "distinct", column: "school_id" },
  where: [NOT_CANCELLED, WITH_A_SCHOOL],
  notes: [
    {
      key: "still_to_come",
      label: "of which with events still to come",
      measure: { kind: "distinct", column: "school_id" },
      where: [{ column: "local_date", day: "after today" }],
    },
    {
      key: "without",
      label: "events without a school",
      measure: { kind: "records" },
      where: [NOT_CANCELLED, { column: "school_id", fails: WITH_A_SCHOOL }],
      instead: true,
      counts: "events of unknown school",
    },
  ],
});

export const M111 = defineMetric({
  ...shared,
  id: "M111",
  name: "Average students per volunteer (in person)",
  also: ["average students per volunteer", "average ratio"],
  unit: "students per volunteer",
  type: "average",
  definition: "The average of M110 over the in-person events that have it.",
  reference: "Metrics Bible v1.0, M111",
  rulings: ["E6", "T1"],
  measure: { kind: "average", column: "students_per_volunteer" },
  where: [
    { column: "event_status", isNot: ["Cancelled"] },
    { column: "students_per_volunteer", recorded: true },
  ],
});

export const X100 = defineMetric({
  ...shared,
  id: "X100",
  name: "Classrooms (in person)",
  also: ["classrooms in person", "in-person classrooms", "rooms"],
  unit: "classrooms",
  type: "integer",
  definition: "Classrooms or tables of in-person events that were not cancelled, as their attendance detail says.",
  reference: "Polaris, ruling E6; not in the Metrics Bible",
  rulings: ["E6", "E2", "T1"],
  measure: { kind: "sum", column: "rooms" },
  where: [
    { column: "format", is: ["in_person"] },
    { column: "event_status", isNot: ["Cancelled"] },
  ],
  additive: true,
});
