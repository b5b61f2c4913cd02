import { DEMOGRAPHIC_DIMENSIONS, VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type MetricSpecification } from "../model.js";

type Column = Columns["event"];

const HELD_VIRTUAL: readonly Condition<Column>[] = [
  { column: "format", is: ["virtual"] },
  { column: "event_status", is: ["Completed", "Simulcast"] },
];

const local = {
  grain: "event",
  rulings: ["A6", "A7", "P3", "P5", "E1", "E4", "E2", "T1"],
  exceptions: ["EX2", "EX3"],
  measure: { kind: "records" },
  where: [...HELD_VIRTUAL, { column: "local_presenter", is: [true] }],
  dimensions: VOLUNTEER_DIMENSIONS,
  people: "X81",
} as const satisfies Partial<MetricSpecification>;

const ofColour = {
  grain: "event",
  rulings: ["A6", "A7", "P3", "P4", "E1", "E4", "E2", "T1"],
  exceptions: ["EX3"],
  measure: { kind: "records" },
  where: [...HELD_VIRTUAL, { column: "presenter_of_colour", is: [true] }],
  dimensions: DEMOGRAPHIC_DIMENSIONS,
  people: "X82",
  demographic: { among: "M61" },
} as const satisfies Partial<MetricSpecification>;

export const M81 = defineMetric({
  ...local,
  id: "M81",
  name: "Local sessions (virtual)",
  also: ["local sessions", "sessions with a local presenter"],
  unit: "sessions",
  type: "integer",
  definition: "Held virtual sessions at which at least one presenter is local.",
  reference: "Metrics Bible v1.0, M81",
  additive: true,
});

export const M82 = defineMetric({
  ...ofColour,
  id: "M82",
  name: "Sessions with a presenter of colour (virtual)",
  also: ["poc sessions", "people of color sessions", "people of colour sessions"],
  unit: "sessions",
  type: "integer",
  definition: "Held virtual sessions at which at least one presenter is a person of colour.",
  reference: "Metrics Bible v1.0, M82",
  additive: true,
});

export const M83 = defineMetric({
  ...local,
  id: "M83",
  name: "Share of local sessions (virtual)",
  also: ["local percentage", "local share", "percent local", "local session percentage"],
  unit: "%",
  type: "per_hundred",
  definition:
    "M81 of M61: held virtual sessions with a local presenter, of all virtual sessions not cancelled, in percent.",
  reference: "Metrics Bible v1.0, M83",
  ratio: { of: "M81", to: "M61" },
  additive: false,
});

export const M84 = defineMetric({
  ...ofColour,
  id: "M84",
  name: "Share of sessions with a presenter of colour (virtual)",
  also: ["poc percentage", "poc share", "people of colour share", "poc session percentage"],
  unit: "%",
  type: "per_hundred",
  definition:
    "M82 of M61: held virtual sessions with a presenter of colour, of all virtual sessions not cancelled, in percent.",
  reference: "Metrics Bible v1.0, M84",
  ratio: { of: "M82", to: "M61" },
  additive: false,
});

const presenters = {
  grain: "presenter",
  type: "integer",
  unit: "presenters",
  reference: "Polaris, ruling A6; not in the Metrics Bible",
  measure: { kind: "distinct", column: "person" },
  additive: false,
} as const satisfies Partial<MetricSpecification>;
const PRESENTED: readonly Condition<Columns["presenter"]>[] = [
  { column: "format", is: ["virtual"] },
  { column: "event_status", is: ["Completed", "Simulcast"] },
  { column: "attended", is: [true] },
  { column: "excluded", is: [false] },
];

export const X81 = defineMetric({
  ...presenters,
  id: "X81",
  name: "Local presenters (virtual)",
  also: ["local presenters"],
  definition: "Distinct presenters of held virtual sessions who are local: the people behind M81.",
  rulings: local.rulings,
  exceptions: local.exceptions,
  where: [...PRESENTED, { column: "local_status", is: ["local"] }],
  dimensions: VOLUNTEER_DIMENSIONS,
});

export const X82 = defineMetric({
  ...presenters,
  id: "X82",
  name: "Presenters of colour (virtual)",
  also: ["presenters of color", "poc presenters"],
  definition: "Distinct presenters of held virtual sessions who are people of colour: the people behind M82.",
  rulings: ofColour.rulings,
  exceptions: ofColour.exceptions,
  where: [...PRESENTED, { column: "of_colour", is: [true] }],
  dimensions: DEMOGRAPHIC_DIMENSIONS,
  demographic: { among: "M61" },
});
