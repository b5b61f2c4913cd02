import type { EngagementRecord } from "../../sources/index.js";
import { real, table, text } from "./model.js";

export const engagementTable = table<EngagementRecord>({
  kind: "engagement",
  name: "engagement",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    text("local_date", (r) => r.localDate),
    text("channel", (r) => r.channel),
    text("measure", (r) => r.measure),
    text("detail", (r) => r.detail),
    real("value", (r) => r.value),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});
