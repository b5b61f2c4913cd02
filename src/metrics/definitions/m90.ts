import { DEMOGRAPHIC_DIMENSIONS, VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type MetricSpecification, type NoteOf } from "../model.js";

type Column = Columns["volunteer participation"];

const CAME: readonly Condition<Column>[] = [
  { column: "counts", is: [true] },
  { column: "event_status", isNot: ["Cancelled"] },
  { column: "excluded", is: [false] },
];

const shared = {
  grain: "volunteer participation",
  unit: "volunteers",
  type: "integer",
  measure: { kind: "distinct", column: "person" },
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
} as const satisfies Partial<MetricSpecification>;

export const M90 = defineMetric({
  ...shared,
  id: "M90",
  name: "Professionals of colour",
  also: ["professionals of color", "volunteers of color", "volunteers of colour", "people of color"],
  definition:
    "Distinct volunteers who attended at least one event that was not cancelled and identify as people of colour.",
  reference: "Metrics Bible v1.0, M90",
  rulings: ["A1", "P1", "P3", "P4", "E2", "E5", "T1"],
  exceptions: ["EX3"],
  where: [...CAME, { column: "of_colour", is: [true] }],
  dimensions: DEMOGRAPHIC_DIMENSIONS,
  demographic: { among: "M20" },
});

/** Who cannot be local for want of an address (Bible C5). */
const UNKNOWN: NoteOf<Column> = {
  key: "unknown",
  label: "besides, of unknown locality",
  measure: { kind: "distinct", column: "person" },
  where: [...CAME, { column: "local_status", is: ["unknown"] }],
  instead: true,
  counts: "locality unknown",
};

export const M91 = defineMetric({
  ...shared,
  id: "M91",
  name: "Local professionals",
  also: ["local volunteers", "local professionals"],
  definition: "Distinct volunteers who attended at least one event that was not cancelled and are local.",
  reference: "Metrics Bible v1.0, M91",
  rulings: ["A1", "P1", "P3", "P5", "E2", "E5", "T1"],
  exceptions: ["EX2", "EX3"],
  where: [...CAME, { column: "local_status", is: ["local"] }],
  dimensions: [...VOLUNTEER_DIMENSIONS, "local_basis"],
  notes: [
    {
      key: "inferred",
      label: "inferred from an in-person event",
      measure: { kind: "distinct", column: "person" },
      where: [{ column: "local_basis", is: ["inferred"] }],
      counts: "locality inferred",
    },
    UNKNOWN,
  ],
});

export const M92 = defineMetric({
  ...shared,
  id: "M92",
  name: "First-time volunteers",
  also: ["first-time volunteers", "new volunteers", "first time"],
  definition:
    "Distinct volunteers who attended an event of the window that was not cancelled, and none before the window.",
  reference: "Metrics Bible v1.0, M92",
  rulings: ["A1", "P1", "P3", "before", "E2", "E5", "T1"],
  exceptions: ["EX3"],
  where: [...CAME, { column: "first_on", day: "within the period" }],
});
