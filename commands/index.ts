import type { Command } from "../src/command/index.js";
import { alias } from "./alias.js";
import { aliasRemove } from "./alias-remove.js";
import { check } from "./check.js";
import { help } from "./help.js";
import { job } from "./job.js";
import { metric } from "./metric.js";
import { reportOrg } from "./report-org.js";
import { roles } from "./roles.js";
import { rolesSet } from "./roles-set.js";
import { status } from "./status.js";
import { sync } from "./sync.js";
import { trace } from "./trace.js";
import { volunteer } from "./volunteer.js";
import { volunteers } from "./volunteers.js";

/** Everything a person can say, one line per file. */
export const commands: readonly Command[] = [
  help,
  status,
  volunteers,
  volunteer,
  trace,
  reportOrg,
  metric,
  sync,
  job,
  alias,
  aliasRemove,
  check,
  roles,
  rolesSet,
];
