export { importLeads } from "./import-leads.js";
export { stopOf } from "./judge-file.js";
export { dateOfSameBytes, findLeadFile, type LeadFileKey } from "./lead-files.js";
export type { FoldersLooked, LeadFileWay, LeadImport, LeadImportOptions } from "./model.js";
export { type Reread, type RereadOptions, rereadLeads } from "./reread-leads.js";
export { noteUnrecognised, type UnrecognisedFile } from "./stopped-file.js";
