export { type FoundLead, findLeads } from "./find.js";
export type { LeadStory } from "./model.js";
export { leadStory } from "./read.js";
