import { column, type Notice, notice, type Table, table } from "../src/reply/index.js";
import { clauseOf, nameOf, type ReconcileResult } from "../src/watch/index.js";

const MOST_FIELDS = 40;
const MOST_SAMPLES = 40;

/** What does not agree is an error, so that a script can tell; what is only good to know is said as such. */
export function noticesOf({ objects, unread, notices }: ReconcileResult): Notice[] {
  return [
    ...objects.flatMap((each) => {
      if (each.error !== null) return [notice(`${nameOf(each)}: ${each.error}`, "error")];
      return each.verdict === "different"
        ? [notice(`${clauseOf(each)}. See it again: ${each.reproduce}`, "error")]
        : [];
    }),
    ...objects.flatMap(({ drift }) => drift.map(({ detail }) => notice(detail, "warning"))),
    ...objects.flatMap((each) => each.notices.map((text) => notice(text))),
    ...notices.map((text) => notice(text)),
    ...(objects.length > 0 && unread.length > 0 ? [notice(`Not read to the end yet: ${unread.join(", ")}.`)] : []),
  ];
}

export function tablesOf(result: ReconcileResult): Table[] {
  return [objectsTable(result), fieldsTable(result), samplesTable(result)];
}

function objectsTable({ objects }: ReconcileResult): Table {
  return table({
    key: "objects",
    title: "By object",
    columns: [
      column("object", "Object", "text", "open"),
      column("verdict", "Verdict", "text", "open"),
      column("source", "There", "integer", "open"),
      column("pool", "Here", "integer", "open"),
      column("share", "Equal", "percent", "open"),
      column("missing", "Missing", "integer", "open"),
      column("extra", "Too much", "integer", "open"),
      column("changed", "Different", "integer", "open"),
      column("tolerated", "Tolerated", "integer", "open"),
      column("explained", "Explained", "integer", "open"),
      column("in_flight", "In flight", "integer", "open"),
      column("name", "Name", "text", "open"),
    ],
    rows: objects.map(({ label, object, verdict, rows }) => [
      label,
      verdict,
      rows.source,
      rows.pool,
      rows.share,
      rows.missing,
      rows.extra,
      rows.changed,
      rows.tolerated,
      rows.explained,
      rows.inFlight,
      object,
    ]),
    empty: "Nothing was compared.",
  });
}

function fieldsTable({ objects }: ReconcileResult): Table {
  return table({
    key: "fields",
    title: "By field",
    columns: [
      column("object", "Object", "text", "open"),
      column("field", "Field", "text", "open"),
      column("different", "Different", "integer", "open"),
      column("tolerated", "Tolerated", "integer", "open"),
      column("formula", "Formula moved on", "integer", "open"),
      column("largest", "Away at most", "number", "open"),
      column("relative", "Share of it", "percent", "open"),
    ],
    rows: objects
      .flatMap((comparison) =>
        comparison.fields.map((each) => [
          nameOf(comparison),
          each.field,
          each.different,
          each.tolerated,
          each.formula,
          each.largestAbsolute,
          each.largestRelative,
        ]),
      )
      .slice(0, MOST_FIELDS),
    empty: "No field differs.",
  });
}

/** Ids as they are, values as they were masked. */
function samplesTable({ objects }: ReconcileResult): Table {
  return table({
    key: "samples",
    title: "Some of the differing rows",
    columns: [
      column("object", "Object", "text", "open"),
      column("sort", "What", "text", "open"),
      column("cause", "How", "text", "open"),
      column("id", "Id", "text", "name"),
      column("fields", "Fields", "text", "contact"),
    ],
    rows: objects
      .flatMap((comparison) =>
        comparison.samples.map((each) => [
          nameOf(comparison),
          each.sort,
          each.cause.replaceAll("_", " "),
          each.id,
          each.fields.map(({ field, source, pool }) => `${field}: ${source} there, ${pool} here`).join("; ") || null,
        ]),
      )
      .slice(0, MOST_SAMPLES),
    empty: "No row differs.",
  });
}
