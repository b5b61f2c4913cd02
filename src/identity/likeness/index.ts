export { clusters } from "./clusters.js";
export { type FieldPlan, field } from "./field.js";
export * from "./fields.js";
export { likeness } from "./likeness.js";
export * from "./model.js";
export { seeded } from "./random.js";
export { type Scorer, scorer, zoneOf } from "./scoring.js";
export { inSlices } from "./slices.js";
export { usualWeights } from "./training.js";
