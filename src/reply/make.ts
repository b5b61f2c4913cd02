import { PolarisError } from "../runtime/index.js";
import type { Ask, Cell, Column, Fact, Notice, Reply, Sensitivity, Table, ValueType } from "./model.js";

/** A column; the sensitivity is always said, never defaulted. */
export function column(
  key: string,
  label: string,
  type: ValueType,
  sensitivity: Sensitivity,
  extra: Pick<Column, "linkLabel"> = {},
): Column {
  return { key, label, type, sensitivity, ...extra };
}

export interface FactExtra {
  readonly unit?: string;
  readonly note?: string;
}

/** A fact of a report. */
export function fact(
  key: string,
  label: string,
  value: Cell,
  type: ValueType,
  sensitivity: Sensitivity,
  extra: FactExtra = {},
): Fact {
  return { key, label, value, type, sensitivity, ...extra };
}

/** A metric's fact: its id is key and metric at once. */
export function metricFact(
  id: string,
  label: string,
  value: Cell,
  type: ValueType,
  sensitivity: Sensitivity,
  extra: FactExtra = {},
): Fact {
  return { key: id, metric: id, label, value, type, sensitivity, ...extra };
}

/** A table whose rows and total are as wide as its columns; anything else is a mistake in a report. */
export function table(parts: Omit<Table, "total"> & { readonly total?: Table["total"] }): Table {
  const made: Table = { ...parts, total: parts.total ?? null };
  const width = made.columns.length;
  const rows = made.total ? [...made.rows, made.total] : made.rows;
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd !== -1) {
    throw new PolarisError(
      "internal",
      `Table ${made.key}: row ${odd + 1} has ${rows[odd]?.length} cells, expected ${width}.`,
    );
  }
  const keys = new Set(made.columns.map((each) => each.key));
  if (keys.size !== width) throw new PolarisError("internal", `Table ${made.key}: two columns share a key.`);
  return made;
}

export function notice(text: string, level: Notice["level"] = "info", sensitivity: Sensitivity = "open"): Notice {
  return { level, text, sensitivity };
}

type Optional = "facts" | "tables" | "charts" | "actions" | "files" | "notices" | "provenance" | "mentions" | "page";
type Words =
  | { readonly title: string; readonly text: string; readonly sensitivity: "open"; readonly openText?: string }
  | {
      readonly title: string;
      readonly text: string;
      readonly sensitivity: Exclude<Sensitivity, "open">;
      readonly openText: string;
    };

/** A reply with everything empty that is not given; words that reveal something need an open sentence beside them. */
export function reply(parts: Words & Partial<Pick<Reply, Optional>>): Reply {
  return {
    kind: "reply",
    facts: [],
    tables: [],
    charts: [],
    actions: [],
    files: [],
    notices: [],
    provenance: null,
    ...parts,
    openText: parts.openText ?? parts.text,
  };
}

/** What is still needed; choices reveal what `sensitivity` says. */
export function ask(parts: Omit<Ask, "kind" | "missing" | "choices"> & Partial<Pick<Ask, "missing" | "choices">>): Ask {
  return { kind: "ask", missing: [], choices: [], ...parts };
}
