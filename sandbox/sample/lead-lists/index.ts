export { ADDITIONAL_COLUMN, brokenLeadFile, LEAD_BREAKS, LEAD_COLUMNS, type LeadBreak } from "./broken.js";
export { type LeadSheet, leadFile, leadFiles, leadMonths, leadSheet } from "./deliveries.js";
export { LEAD_LISTS, LEAD_MONTHS, type LeadFile, type LeadList, type LeadMonth } from "./model.js";
export { LEAD_TRUTH, PLANTED_LEADS, type PlantedLead, rowName } from "./truth.js";
