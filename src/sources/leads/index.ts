export * from "./model.js";
export { leadSourceByName, leadTableOf, recogniseLeads } from "./recognise.js";
export { readLeadRow } from "./row.js";
