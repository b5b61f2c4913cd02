import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type NoteOf } from "../model.js";

const OWN = "Polaris, ruling E6; not in the Metrics Bible";
const HELD: Condition<Columns["event"]> = { column: "event_status", is: ["Completed", "Simulcast"] };
const PRESENT: Condition<Columns["event"]> = { column: "format", is: ["in_person"] };
const IN_PERSON: readonly Condition<Columns["event"]>[] = [{ column: "event_status", isNot: ["Cancelled"] }, PRESENT];
/** Reports about an organisation speak of sessions held (ruling E4). */
const THEIR_SESSIONS: readonly Condition<Columns["event"]>[] = [
  HELD,
  PRESENT,
  { column: "volunteers", recorded: true },
];

const UNCOUNTED: NoteOf<Columns["event"]> = {
  key: "uncounted",
  label: "events without any number of students",
  measure: { kind: "records" },
  where: [{ column: "total_basis", is: ["none"] }],
};

const ESTIMATED: NoteOf<Columns["event"]> = {
  key: "estimated",
  label: "estimated, from sessions without rooms and rotations",
  measure: { kind: "records" },
  where: [{ column: "reach_basis", is: ["estimate"] }],
  counts: "estimated",
};

export const X10 = defineMetric({
  id: "X10",
  name: "Student attendances (in person)",
  also: ["student attendances", "students at events", "total students reached"],
  unit: "student attendances",
  type: "integer",
  definition:
    "Students at in-person events that were not cancelled: per event the attendance detail's total, else the attended roster, else the headcount.",
  reference: OWN,
  rulings: ["E6", "E2", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "sum", column: "total_students" },
  where: IN_PERSON,
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  notes: [UNCOUNTED],
});

export const X14 = defineMetric({
  id: "X14",
  name: "Average session attendance (in person)",
  also: ["average attendance", "average session attendance", "students per session"],
  unit: "students per session",
  type: "average",
  definition:
    "Students at an in-person session that was held, on average over the sessions with a number: the attendance detail's total, else the attended roster, else the headcount.",
  reference: OWN,
  rulings: ["E6", "E4", "E2", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "average", column: "total_students" },
  where: [HELD, PRESENT, { column: "total_students", recorded: true }],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
  notes: [
    {
      ...UNCOUNTED,
      label: "sessions without any number of students",
      where: [HELD, PRESENT, ...UNCOUNTED.where],
      instead: true,
    },
  ],
});

export const X12 = defineMetric({
  id: "X12",
  name: "Interactions",
  also: ["student interactions", "meetings"],
  unit: "interactions",
  type: "integer",
  definition:
    "Over the in-person sessions held that an organisation's volunteers attended: students per volunteer (M110) × its volunteers there; total students where rooms or rotations are missing.",
  reference: OWN,
  rulings: ["E6", "E4", "E5", "E2", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "sum", column: "interactions" },
  where: THEIR_SESSIONS,
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  notes: [ESTIMATED, UNCOUNTED],
});

export const X13 = defineMetric({
  id: "X13",
  name: "Students reached by an organisation",
  also: ["reach", "organisation reach", "students reached in person"],
  unit: "students",
  type: "integer",
  definition:
    "Over the in-person sessions held that an organisation's volunteers attended: its interactions there, but never more than the students who were there.",
  reference: OWN,
  rulings: ["E6", "E4", "E5", "E2", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "sum", column: "reached" },
  where: THEIR_SESSIONS,
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  notes: [ESTIMATED, UNCOUNTED],
});
