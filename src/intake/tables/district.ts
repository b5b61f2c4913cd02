import type { DistrictRecord } from "../../sources/index.js";
import { table, text } from "./model.js";

export const districtTable = table<DistrictRecord>({
  kind: "district",
  name: "district",
  hasMerges: true,
  columns: [text("name", (r) => r.name), text("name_key", (r) => r.nameKey), text("code", (r) => r.code)],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});
