import type { Command } from "../src/command/index.js";
import { alert } from "./alert.js";
import { alerts } from "./alerts.js";
import { alias } from "./alias.js";
import { aliasRemove } from "./alias-remove.js";
import { check } from "./check.js";
import { expectations } from "./expectations.js";
import { help } from "./help.js";
import { importFile } from "./import.js";
import { job } from "./job.js";
import { metric } from "./metric.js";
import { quality } from "./quality.js";
import { qualityFlags } from "./quality-flags.js";
import { qualityHistory } from "./quality-history.js";
import { quarantine } from "./quarantine.js";
import { reconcile } from "./reconcile.js";
import { reconciliation } from "./reconciliation.js";
import { reportOrg } from "./report-org.js";
import { roles } from "./roles.js";
import { rolesSet } from "./roles-set.js";
import { sheets } from "./sheets.js";
import { sheetsConnect } from "./sheets-connect.js";
import { sheetsRemove } from "./sheets-remove.js";
import { status } from "./status.js";
import { sync } from "./sync.js";
import { ticket } from "./ticket.js";
import { tickets } from "./tickets.js";
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
  reconcile,
  reconciliation,
  sheets,
  sheetsConnect,
  sheetsRemove,
  importFile,
  quarantine,
  tickets,
  ticket,
  quality,
  qualityFlags,
  qualityHistory,
  alerts,
  alert,
  job,
  alias,
  aliasRemove,
  expectations,
  check,
  roles,
  rolesSet,
];
