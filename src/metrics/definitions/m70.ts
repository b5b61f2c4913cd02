import { TEACHER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type MetricSpecification, type NoteOf } from "../model.js";

type Column = Columns["teacher participation"];

const CONFIRMED: Condition<Column> = { column: "confirmed_at", recorded: true };
const VIRTUAL: Condition<Column> = { column: "format", is: ["virtual"] };
const HELD: Condition<Column> = { column: "event_status", is: ["Completed", "Simulcast"] };
const NOT_CANCELLED: Condition<Column> = { column: "event_status", isNot: ["Cancelled"] };
const NOT_EXCLUDED: Condition<Column> = { column: "excluded", is: [false] };
const REACHED: readonly Condition<Column>[] = [CONFIRMED, VIRTUAL, HELD, NOT_EXCLUDED];

/** Where more teachers signed up than Pathful counted, all of them are marked until somebody says who came (ruling A3). */
const TOO_MANY: NoteOf<Column> = {
  key: "too_many",
  label: "up to {n} too many, where more signed up than Pathful counted",
  measure: { kind: "records" },
  where: [{ column: "surplus", is: [true] }],
  apart: true,
};

const shared = {
  type: "integer",
  rulings: ["A3", "A4", "A7", "P1", "P3", "E1", "E4", "T1"],
  exceptions: [],
  grain: "teacher participation",
  dimensions: TEACHER_DIMENSIONS,
  places: "home",
  additive: false,
  measure: { kind: "distinct", column: "person" },
  where: REACHED,
  notes: [TOO_MANY],
} as const satisfies Partial<MetricSpecification>;

export const M70 = defineMetric({
  ...shared,
  id: "M70",
  name: "Unique teachers reached (virtual)",
  also: ["teachers", "teachers reached", "unique teachers", "virtual teachers"],
  unit: "teachers",
  definition: "Distinct teachers with confirmed attendance at a virtual session that was held.",
  reference: "Metrics Bible v1.0, M70",
});

export const M71 = defineMetric({
  ...shared,
  id: "M71",
  name: "Classrooms reached (virtual)",
  also: ["classrooms", "virtual classrooms", "classrooms reached"],
  unit: "classrooms",
  definition: "Distinct classrooms reached by virtual sessions that were held: one for each teacher of M70.",
  reference: "Metrics Bible v1.0, M71",
});

export const M72 = defineMetric({
  ...shared,
  id: "M72",
  name: "Confirmed teachers (virtual)",
  also: ["confirmed teachers"],
  unit: "teachers",
  definition: "Distinct teachers with confirmed attendance at a virtual session that was not cancelled.",
  reference: "Metrics Bible v1.0, M72",
  where: [CONFIRMED, VIRTUAL, NOT_CANCELLED, NOT_EXCLUDED],
});

export const M73 = defineMetric({
  ...shared,
  id: "M73",
  name: "Estimated students (virtual)",
  also: ["virtual students", "estimated students", "virtual reach"],
  unit: "students, estimated",
  definition:
    "Distinct teachers with confirmed attendance at a held virtual session, times the standard classroom of 25 (configurable).",
  reference: "Metrics Bible v1.0, M73",
  measure: { kind: "distinct", column: "person", times: "studentsPerClassroom" },
  estimate: true,
  notes: [
    {
      key: "classrooms",
      label: "from {n} confirmed teachers",
      measure: { kind: "distinct", column: "person" },
      where: [],
      counts: "classrooms estimated",
    },
    { ...TOO_MANY, measure: { kind: "records", times: "studentsPerClassroom" } },
  ],
});

export const M80 = defineMetric({
  ...shared,
  id: "M80",
  name: "Experiences (virtual)",
  also: ["experiences", "experience count", "teacher experiences"],
  unit: "experiences",
  definition: "Teachers × held virtual sessions they attended: one experience is one teacher in one session.",
  reference: "Metrics Bible v1.0, M80",
  measure: { kind: "distinct", column: "experience" },
  additive: true,
});

export const X70 = defineMetric({
  ...shared,
  id: "X70",
  name: "Virtual no-shows",
  also: ["teacher no-shows", "virtual no shows"],
  unit: "no-shows",
  definition: "Teachers × virtual sessions that they were signed up for and did not attend, of sessions not cancelled.",
  reference: "Polaris, ruling A3; not in the Metrics Bible",
  measure: { kind: "distinct", column: "experience" },
  where: [{ column: "participation_status", is: ["no_show"] }, VIRTUAL, NOT_CANCELLED, NOT_EXCLUDED],
  additive: true,
  notes: [],
});
