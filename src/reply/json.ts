import type { Cell, Provenance, Reply, Table, ValueType } from "./model.js";

/** The JSON of a reply: other tools rely on this shape; keys are stable, values raw and unrounded, null is unknown. */
export interface ReplyJson {
  readonly title: string;
  readonly facts: readonly {
    readonly key: string;
    readonly label: string;
    readonly value: Cell;
    readonly unit: string | null;
    readonly metric: string | null;
  }[];
  readonly tables: readonly {
    readonly key: string;
    readonly title: string;
    readonly columns: readonly { readonly key: string; readonly label: string; readonly type: ValueType }[];
    readonly rows: readonly (readonly Cell[])[];
    readonly total: readonly Cell[] | null;
  }[];
  readonly notices: readonly { readonly level: string; readonly text: string }[];
  readonly files: readonly { readonly name: string; readonly path: string | null }[];
  readonly provenance: {
    readonly bible: string | null;
    readonly period: { readonly start: string | null; readonly end: string | null } | null;
    readonly filters: Readonly<Record<string, string>>;
    readonly freshness: Readonly<Record<string, string | null>>;
    readonly counts: Readonly<Record<string, number>>;
  } | null;
}

/** `written` holds the files on disk; a Google Sheet has its address for a path, an offered file that was not written null. */
export function renderJson(
  reply: Reply,
  written: readonly { readonly name: string; readonly path: string }[] = [],
): ReplyJson {
  const writtenNames = new Set(written.map((file) => file.name));
  const onlyOffered = reply.files.filter((file) => !writtenNames.has(file.name));
  return {
    title: reply.title,
    facts: reply.facts.map((fact) => ({
      key: fact.key,
      label: fact.label,
      value: rawValue(fact.value),
      unit: fact.unit ?? null,
      metric: fact.metric ?? null,
    })),
    tables: reply.tables.map(tableJson),
    notices: reply.notices.map(({ level, text }) => ({ level, text })),
    files: [
      ...written.map(({ name, path }) => ({ name, path })),
      ...onlyOffered.map(({ name, url }) => ({ name, path: url ?? null })),
    ],
    provenance: reply.provenance && provenanceJson(reply.provenance),
  };
}

function tableJson(table: Table): ReplyJson["tables"][number] {
  return {
    key: table.key,
    title: table.title,
    columns: table.columns.map(({ key, label, type }) => ({ key, label, type })),
    rows: table.rows.map((row) => row.map(rawValue)),
    total: table.total?.map(rawValue) ?? null,
  };
}

function provenanceJson({ bible, period, filters, freshness, counts }: Provenance): ReplyJson["provenance"] {
  return { bible, period: period && { start: period.start, end: period.end }, filters, freshness, counts };
}

/** What JSON has no word for (NaN, infinities) is unknown. */
function rawValue(value: Cell): Cell {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
