export { ATTENDED, creditedHoursOf } from "./attendance.js";
export { type Derived, derive, isDirty, markDirty } from "./derive.js";
export * from "./find-organization.js";
export type { DerivePool, Rules } from "./model.js";
