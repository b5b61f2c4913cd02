import type { Ask, Reply } from "../reply/index.js";
import type { AuditRecord } from "./audit.js";
import type { Command } from "./define.js";
import type { AuditDetail, Request } from "./model.js";
import type { Exported } from "./sheet.js";
import type { GivenByName } from "./values.js";

/** What the audit log keeps of an answer: which filters and columns, how many rows, and where they went. */
export function auditOf(
  command: Command,
  given: GivenByName,
  answer: Reply | Ask,
  { takesFiles }: Request,
  exported: Exported | null,
): Pick<AuditRecord, "command" | "kind" | "outcome" | "detail"> {
  const filters = [...given.keys()];
  if (answer.kind === "ask")
    return { command: command.name, kind: "read", outcome: "asked", detail: { filters, missing: answer.missing } };
  const isExport = given.has("as") || takesFiles === true;
  const detail: AuditDetail = {
    filters,
    rows: answer.tables.reduce((rows, table) => rows + table.rows.length, 0),
    columns: [...new Set(answer.tables.flatMap((table) => table.columns.map((column) => column.key)))],
    ...(isExport ? { files: answer.files.map((file) => file.kind) } : {}),
    ...(exported === null ? {} : { sheet: exported.sheet.id }),
  };
  return {
    command: command.name,
    kind: command.effect === "write" ? "write" : isExport ? "export" : "read",
    outcome: "replied",
    detail,
  };
}
