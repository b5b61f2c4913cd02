export * from "./attendance/index.js";
export * from "./calendar/index.js";
export * from "./card/index.js";
export * from "./feeds/index.js";
export { findEvents, type NamedEvent, suggestEvents } from "./find.js";
export * from "./outreach/index.js";
export * from "./ownership/index.js";
export * from "./sign-ups/index.js";
export * from "./state/index.js";
