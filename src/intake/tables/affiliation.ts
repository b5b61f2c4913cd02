import type { AffiliationRecord } from "../../sources/index.js";
import { boolean, table, text } from "./model.js";

// An account that changed its type has a deleted row in its old table: the live one counts.
const IS_ORGANIZATION =
  "o.id IS NOT NULL AND (o.deleted_at IS NULL OR ((sc.id IS NULL OR sc.deleted_at IS NOT NULL) AND (d.id IS NULL OR d.deleted_at IS NOT NULL)))";

export const affiliationTable = table<AffiliationRecord>({
  kind: "affiliation",
  name: "affiliation",
  hasMerges: false,
  columns: [
    text("account_source_id", (r) => r.accountSourceId),
    text("role", (r) => r.role),
    boolean("is_primary", (r) => r.isPrimary),
    text("status_raw", (r) => r.statusRaw),
    text("status", (r) => r.status),
    text("start_on", (r) => r.startOn),
    text("end_on", (r) => r.endOn),
  ],
  keys: [text("contact_source_id", (r) => r.contactSourceId)],
  joins: `LEFT JOIN contact c ON c.source = $source AND c.source_id = s.contact_source_id
    LEFT JOIN organization o ON o.source = $source AND o.source_id = s.account_source_id
    LEFT JOIN school sc ON sc.source = $source AND sc.source_id = s.account_source_id
    LEFT JOIN district d ON d.source = $source AND d.source_id = s.account_source_id`,
  resolved: [
    { name: "contact_id", from: "c.id" },
    { name: "organization_id", from: `CASE WHEN ${IS_ORGANIZATION} THEN o.id END` },
    {
      name: "account_kind",
      from: `CASE WHEN ${IS_ORGANIZATION} THEN 'organization' WHEN sc.id IS NOT NULL AND (sc.deleted_at IS NULL OR d.id IS NULL) THEN 'school' ELSE 'district' END`,
    },
  ],
  parents: [
    { key: "contact_source_id", object: "Contact", isThere: "c.id IS NOT NULL" },
    {
      key: "account_source_id",
      object: "Account",
      isThere: "(o.id IS NOT NULL OR sc.id IS NOT NULL OR d.id IS NOT NULL)",
    },
  ],
});
