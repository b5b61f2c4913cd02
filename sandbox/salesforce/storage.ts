import Database from "better-sqlite3";
import { Catalogue, type LiveField, type LiveObject, type SchemaChange, storedFields } from "./catalogue.js";
import type { ObjectDefinition } from "./schema.js";
import { OrgDataError } from "./values.js";

export type OrgDatabase = Database.Database;

const columnTypes: Partial<Record<LiveField["definition"]["type"], string>> = {
  id: "TEXT PRIMARY KEY NOT NULL",
  reference: "TEXT",
  date: "TEXT",
  datetime: "TEXT",
  boolean: "INTEGER NOT NULL DEFAULT 0",
  int: "INTEGER",
  double: "REAL",
  currency: "REAL",
  percent: "REAL",
};

/** Texts compare without case, as SOQL compares them. */
const columnSql = ({ column, definition }: LiveField): string =>
  `"${column}" ${columnTypes[definition.type] ?? "TEXT COLLATE NOCASE"}`;

/** The SQLite file of one organisation: its tables, what was changed in its schema, and what was deleted. */
export class Storage {
  readonly db: OrgDatabase;
  readonly catalogue: Catalogue;

  constructor(file: string, orgId: string, schema: readonly ObjectDefinition[]) {
    this.db = new Database(file);
    this.db.pragma("journal_mode = WAL");
    this.db.pragma("synchronous = NORMAL");
    this.db.pragma("cache_size = -65536");
    this.db.function("fold", { deterministic: true }, (text) => (typeof text === "string" ? text.toLowerCase() : text));
    this.catalogue = new Catalogue(schema);
    this.db.transaction(() => {
      this.createBookkeeping();
      this.checkOrg(file, orgId);
      for (const change of this.storedChanges()) this.catalogue.apply(change);
      for (const object of this.catalogue.all()) this.ensureTable(object);
    })();
  }

  /** Renames, hides or adds a field; kept across restarts. `at` is the new Last-Modified of describe. */
  change(change: SchemaChange, at: number): void {
    this.catalogue.apply(change);
    this.setSetting("schema_changes", JSON.stringify([...this.storedChanges(), change]));
    this.setSetting("schema_changed_at", String(at));
    this.ensureTable(this.catalogue.knownObject(change.object));
  }

  schemaChangedAt(): number {
    return Number(this.setting("schema_changed_at") ?? Date.UTC(2026, 0, 1));
  }

  /** A running number that never comes twice, also after a restart. */
  nextNumber(): number {
    const next = Number(this.setting("next_number") ?? 1_000_000);
    this.setSetting("next_number", String(next + 1));
    return next;
  }

  private createBookkeeping(): void {
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS org_setting (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS org_deletion (
        object TEXT NOT NULL, id TEXT NOT NULL, deleted_at TEXT NOT NULL, PRIMARY KEY (object, id)
      );
    `);
  }

  private checkOrg(file: string, orgId: string): void {
    const known = this.setting("org_id");
    if (known !== null && known !== orgId) throw new OrgDataError(`${file} holds organisation ${known}, not ${orgId}`);
    this.setSetting("org_id", orgId);
  }

  private ensureTable(object: LiveObject): void {
    const fields = storedFields(object);
    this.db.exec(`CREATE TABLE IF NOT EXISTS "${object.name}" (${fields.map(columnSql).join(", ")})`);
    const present = new Set(
      this.db.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(object.name).map(String),
    );
    for (const field of fields.filter(({ column }) => !present.has(column))) {
      this.db.exec(`ALTER TABLE "${object.name}" ADD COLUMN ${columnSql(field)}`);
    }
    this.db.exec(`CREATE INDEX IF NOT EXISTS "stamp_${object.name}" ON "${object.name}" ("SystemModstamp", "Id")`);
  }

  private storedChanges(): SchemaChange[] {
    return JSON.parse(this.setting("schema_changes") ?? "[]");
  }

  private setting(name: string): string | null {
    const value = this.db.prepare("SELECT value FROM org_setting WHERE name = ?").pluck().get(name);
    return typeof value === "string" ? value : null;
  }

  private setSetting(name: string, value: string): void {
    this.db
      .prepare("INSERT INTO org_setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .run(name, value);
  }
}
