import type { DimensionId, Metric } from "./model.js";

const AT_HOME: Partial<Record<DimensionId, DimensionId>> = {
  district: "home_district",
  school: "home_school",
  school_level: "home_level",
};

const OWN_PATHWAY = { spoken: "spoken_pathway", skilled: "skilled_pathway" } as const;

/**
 * The dimension as a metric reads it: teachers count where their own school is, whatever event they came to, and volunteers of a pathway may count by
 * what they spoke on or know.
 */
export function asRead(dimension: DimensionId, { places, pathways }: Pick<Metric, "places" | "pathways">): DimensionId {
  if (dimension === "pathway" && pathways !== undefined) return OWN_PATHWAY[pathways];
  return places === "home" ? (AT_HOME[dimension] ?? dimension) : dimension;
}
