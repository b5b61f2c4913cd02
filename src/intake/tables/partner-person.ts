import type { PartnerPersonRecord } from "../../sources/index.js";
import { table, text } from "./model.js";

export const partnerPersonTable = table<PartnerPersonRecord>({
  kind: "partner_person",
  name: "partner_person",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    text("list", (r) => r.list),
    text("first_name", (r) => r.firstName),
    text("last_name", (r) => r.lastName),
    text("name_raw", (r) => r.nameRaw),
    text("email", (r) => r.email),
    text("phone", (r) => r.phone),
    text("organization_raw", (r) => r.organizationRaw),
    text("title_raw", (r) => r.titleRaw),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});
