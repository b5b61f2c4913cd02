import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const M40 = defineMetric({
  id: "M40",
  name: "Unique organisations engaged",
  also: ["organisations", "organizations", "companies", "unique organisations", "orgs"],
  unit: "organisations",
  type: "integer",
  definition:
    "Distinct names of the organisations credited for an attended volunteer participation of an event that was not cancelled; names are compared exactly.",
  reference: "Metrics Bible v1.0, M40",
  rulings: ["A1", "E5", "name", "P3", "E2", "T1"],
  exceptions: ["EX3"],
  grain: "volunteer participation",
  measure: { kind: "distinct", column: "organisation" },
  where: [
    { column: "counts", is: [true] },
    { column: "event_status", isNot: ["Cancelled"] },
    { column: "excluded", is: [false] },
    { column: "organisation", recorded: true },
  ],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
});
