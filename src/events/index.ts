export { findEvents, type NamedEvent, suggestEvents } from "./find.js";
