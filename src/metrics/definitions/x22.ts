import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type MetricSpecification } from "../model.js";

// Three metrics rather than one in three parts: each reads "pathway" in another way, so only apart can they be cut by it.

const CAME: readonly Condition<Columns["volunteer participation"]>[] = [
  { column: "counts", is: [true] },
  { column: "event_status", isNot: ["Cancelled"] },
  { column: "excluded", is: [false] },
];

const shared = {
  unit: "volunteers",
  type: "integer",
  reference: "Polaris, ruling E8; not in the Metrics Bible",
  rulings: ["E8", "A1", "P1", "P3", "E2", "E5", "T1"],
  exceptions: ["EX3"],
  grain: "volunteer participation",
  measure: { kind: "distinct", column: "person" },
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
} as const satisfies Partial<MetricSpecification>;

export const X22 = defineMetric({
  ...shared,
  id: "X22",
  name: "Volunteers at a pathway's events",
  also: ["volunteers of a pathway", "pathway volunteers", "volunteers at pathway events"],
  definition:
    "Distinct volunteers who attended at least one event of a pathway that was not cancelled, whatever they spoke on (X221) and know (X222).",
  where: [...CAME, { column: "in_pathway", is: [true] }],
});

export const X221 = defineMetric({
  ...shared,
  id: "X221",
  name: "Volunteers speaking on a pathway",
  also: ["volunteers speaking on it", "volunteers discussing a pathway", "speakers on a pathway"],
  definition:
    "Distinct volunteers who attended an event that was not cancelled and spoke on the pathway there, by what was entered for them, whether or not the event is of it.",
  where: [...CAME, { column: "speaks", is: [true] }],
  pathways: "spoken",
});

export const X222 = defineMetric({
  ...shared,
  id: "X222",
  name: "Volunteers skilled in a pathway",
  also: ["volunteers skilled in it", "volunteers with skills of a pathway"],
  definition:
    "Distinct volunteers who attended at least one event that was not cancelled, of any pathway or none, and whose own skills carry the pathway by config/pathways.yml.",
  where: [...CAME, { column: "skilled", is: [true] }],
  pathways: "skilled",
});
