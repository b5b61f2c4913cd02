export { clusters } from "./clusters.js";
export { type FieldPlan, field } from "./field.js";
export * from "./fields.js";
export { likeness } from "./likeness.js";
export * from "./model.js";
export { seeded } from "./random.js";
export { inSlices } from "./slices.js";
