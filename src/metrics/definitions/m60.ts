import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type NoteOf } from "../model.js";

const NOT_CANCELLED: Condition<Columns["event"]> = { column: "event_status", isNot: ["Cancelled"] };

/** The Bible counts every event of the window that is not cancelled; what has yet to happen is said (ruling E4). */
export const STILL_TO_COME: NoteOf<Columns["event"]> = {
  key: "still_to_come",
  label: "of which still to come",
  measure: { kind: "records" },
  where: [{ column: "local_date", day: "after today" }],
};

const OF_AN_ORGANISATION = "By organisation or volunteer: the events that their people attended.";

export const M60 = defineMetric({
  id: "M60",
  name: "Total events and sessions",
  also: ["events", "sessions", "total events", "total sessions"],
  unit: "events",
  type: "integer",
  definition: `Every event of the window that was not cancelled. ${OF_AN_ORGANISATION}`,
  reference: "Metrics Bible v1.0, M60",
  rulings: ["E4", "E2", "E5", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "records" },
  where: [NOT_CANCELLED],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  notes: [STILL_TO_COME],
});

export const M61 = defineMetric({
  id: "M61",
  name: "Virtual sessions",
  also: ["virtual", "virtual events", "virtual session count"],
  unit: "virtual sessions",
  type: "integer",
  definition: `Every event of the window in virtual format that was not cancelled. ${OF_AN_ORGANISATION}`,
  reference: "Metrics Bible v1.0, M61",
  rulings: ["E1", "E4", "E2", "E5", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "records" },
  where: [NOT_CANCELLED, { column: "format", is: ["virtual"] }],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  notes: [STILL_TO_COME],
});

export const M62 = defineMetric({
  id: "M62",
  name: "In-person sessions",
  also: ["in person", "in-person", "in person events", "in-person session count"],
  unit: "in-person sessions",
  type: "integer",
  definition: `Every event of the window in person that was not cancelled. ${OF_AN_ORGANISATION}`,
  reference: "Metrics Bible v1.0, M62",
  rulings: ["E1", "E4", "E2", "E5", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "records" },
  where: [NOT_CANCELLED, { column: "format", is: ["in_person"] }],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  notes: [STILL_TO_COME],
});

export const M63 = defineMetric({
  id: "M63",
  name: "Cancelled events",
  also: ["cancelled", "canceled", "cancellations", "cancelled sessions"],
  unit: "cancelled events",
  type: "integer",
  definition:
    "Events of the window that were cancelled, also when their date is still to come. By organisation or volunteer: the events that their people had signed up for.",
  reference: "Metrics Bible v1.0, M63",
  rulings: ["E4", "E2", "E5", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "records" },
  where: [{ column: "event_status", is: ["Cancelled"] }],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  link: "signed up",
});
