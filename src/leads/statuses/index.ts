export { followSalesforceLeads } from "./follow.js";
export { type KeptStatuses, keepLeadStatuses } from "./keep.js";
