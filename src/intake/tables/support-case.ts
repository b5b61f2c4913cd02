import type { SupportCaseRecord } from "../../sources/index.js";
import { table, text } from "./model.js";

export const supportCaseTable = table<SupportCaseRecord>({
  kind: "support_case",
  name: "support_case",
  hasMerges: false,
  columns: [
    text("contact_source_id", (r) => r.contactSourceId),
    text("account_source_id", (r) => r.accountSourceId),
    text("subject", (r) => r.subject),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});
