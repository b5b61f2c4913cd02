import type { SyncedObject } from "../src/command/index.js";
import { column, type Table, table } from "../src/reply/index.js";

/** What became of the rows of each object that was read. */
export function objectsTable(objects: readonly SyncedObject[]): Table {
  return table({
    key: "objects",
    title: "What was read",
    columns: [
      column("object", "Object", "text", "open"),
      column("read", "Read", "integer", "open"),
      column("inserted", "New", "integer", "open"),
      column("updated", "Changed", "integer", "open"),
      column("unchanged", "Unchanged", "integer", "open"),
      column("deleted", "Deleted", "integer", "open"),
      column("quarantined", "Set aside", "integer", "open"),
      column("skipped", "Skipped", "integer", "open"),
    ],
    rows: objects.map((o) => [
      o.object,
      o.read,
      o.inserted,
      o.updated,
      o.unchanged,
      o.deleted,
      o.quarantined,
      o.skipped,
    ]),
    empty: "Nothing was read.",
  });
}
