import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type Measure, type MetricSpecification } from "../model.js";

type Column = Columns["volunteer participation"];

const OWN = "Polaris; not in the Metrics Bible";
const NOT_EXCLUDED: Condition<Column> = { column: "excluded", is: [false] };
const NOT_CANCELLED: Condition<Column> = { column: "event_status", isNot: ["Cancelled"] };
const CAME: readonly Condition<Column>[] = [{ column: "counts", is: [true] }, NOT_CANCELLED, NOT_EXCLUDED];
const HELD: Condition<Column> = { column: "event_status", is: ["Completed", "Simulcast"] };
/** Rows that do not count may be there twice for one person and event. */
const ONCE_PER_EVENT: Measure<Column> = { kind: "distinct", column: "engagement" };
const EXPECTED = ["registered", "confirmed", "scheduled"];

/** Events that are still to come, of whoever is expected there. */
const UPCOMING: readonly Condition<Column>[] = [
  { column: "participation_status", is: EXPECTED },
  { column: "event_status", isNot: ["Cancelled", "Completed", "Simulcast", "No Show"] },
  { column: "local_date", day: "today or later" },
  NOT_EXCLUDED,
];

const shared = {
  reference: OWN,
  rulings: ["A1", "P3", "E2", "E5", "T1"],
  exceptions: [],
  grain: "volunteer participation",
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
} as const satisfies Partial<MetricSpecification>;

export const X20 = defineMetric({
  ...shared,
  id: "X20",
  name: "Volunteer engagements",
  also: ["engagements", "volunteer participations", "times volunteered"],
  unit: "engagements",
  type: "integer",
  definition: "Volunteers × events they attended, of events that were not cancelled.",
  exceptions: ["EX3"],
  measure: { kind: "records" },
  where: CAME,
});

export const X23 = defineMetric({
  ...shared,
  id: "X23",
  name: "Volunteer no-shows",
  also: ["no-shows", "no shows", "noshows"],
  unit: "no-shows",
  type: "integer",
  definition: "Volunteer participations marked no-show, of events that were not cancelled.",
  measure: ONCE_PER_EVENT,
  where: [{ column: "participation_status", is: ["no_show"] }, NOT_CANCELLED, NOT_EXCLUDED],
});

export const X24 = defineMetric({
  ...shared,
  id: "X24",
  name: "Volunteer cancellations",
  also: ["volunteer cancellations", "withdrawals"],
  unit: "cancellations",
  type: "integer",
  definition: "Volunteer participations cancelled, declined or withdrawn, of events that were not cancelled.",
  measure: ONCE_PER_EVENT,
  where: [{ column: "participation_status", is: ["cancelled", "declined", "withdrawn"] }, NOT_CANCELLED, NOT_EXCLUDED],
});

export const X21 = defineMetric({
  ...shared,
  id: "X21",
  name: "Volunteer no-shows and cancellations",
  also: ["no-shows and cancellations"],
  unit: "no-shows and cancellations",
  type: "integer",
  definition:
    "Volunteer participations marked no-show (X23) or cancelled, declined or withdrawn (X24), of events that were not cancelled.",
  measure: ONCE_PER_EVENT,
  where: [
    { column: "participation_status", is: ["no_show", "cancelled", "declined", "withdrawn"] },
    NOT_CANCELLED,
    NOT_EXCLUDED,
  ],
});

export const X25 = defineMetric({
  ...shared,
  id: "X25",
  name: "Upcoming engagements",
  also: ["upcoming", "signed up"],
  unit: "upcoming engagements",
  type: "integer",
  definition: "Volunteers × events from today on that they are signed up for, of events neither cancelled nor held.",
  measure: ONCE_PER_EVENT,
  where: UPCOMING,
});

export const X26 = defineMetric({
  ...shared,
  id: "X26",
  name: "First activity",
  also: ["first active", "first volunteered"],
  unit: "day",
  type: "date",
  definition: "The first day on which a volunteer attended a session that was held.",
  measure: { kind: "first", column: "local_date" },
  where: [{ column: "counts", is: [true] }, HELD, NOT_EXCLUDED],
  additive: false,
});

export const X27 = defineMetric({
  ...shared,
  id: "X27",
  name: "Last activity",
  also: ["last active", "last volunteered"],
  unit: "day",
  type: "date",
  definition: "The last day on which a volunteer attended a session that was held.",
  measure: { kind: "last", column: "local_date" },
  where: [{ column: "counts", is: [true] }, HELD, NOT_EXCLUDED],
  additive: false,
});

export const X28 = defineMetric({
  ...shared,
  id: "X28",
  name: "Upcoming events",
  also: ["events to come"],
  unit: "upcoming events",
  type: "integer",
  definition: "Events from today on, neither cancelled nor held, that a volunteer is signed up for.",
  measure: { kind: "distinct", column: "event" },
  where: UPCOMING,
  additive: false,
});
