export { type Based, type EventCard, eventCard, keptInstead, type Participant } from "./read.js";
