import type { OrganizationRecord } from "../../sources/index.js";
import { table, text } from "./model.js";

export const organizationTable = table<OrganizationRecord>({
  kind: "organization",
  name: "organization",
  hasMerges: true,
  columns: [
    text("name", (r) => r.name),
    text("name_key", (r) => r.nameKey),
    text("type_raw", (r) => r.typeRaw),
    text("type", (r) => r.type),
    text("description", (r) => r.description),
    text("parent_source_id", (r) => r.parentSourceId),
    text("billing_street", (r) => r.billingStreet),
    text("billing_city", (r) => r.billingCity),
    text("billing_state", (r) => r.billingState),
    text("billing_zip", (r) => r.billingZip),
    text("billing_country", (r) => r.billingCountry),
    text("last_activity_on", (r) => r.lastActivityOn),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});
