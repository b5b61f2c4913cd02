export * from "./delivery/index.js";
export * from "./intake/index.js";
export { type JudgedLayer, judgeLeadLayers, LEAD_LAYERS } from "./layers.js";
export * from "./list/index.js";
export * from "./resolution/index.js";
export { followSalesforceLeads, type KeptStatuses, keepLeadStatuses } from "./statuses/index.js";
export * from "./story/index.js";
