import { isCompound, knownField, type LiveObject, storedFields } from "./catalogue.js";
import { to18 } from "./ids.js";
import { cellFor, fullName, NewRows, namesPerson } from "./newrow.js";
import type { Storage } from "./storage.js";
import { addressParts, type Cell, OrgDataError, type RecordInput } from "./values.js";

export type Clock = () => number;

/** A stored row by field name; check boxes as 0 or 1, instants as ISO text. */
export type StoredRecord = Readonly<Record<string, Cell>>;

export interface Deletion {
  readonly id: string;
  readonly deletedAt: string;
}

export interface EditOptions {
  /** false leaves the stamps as they are, as a formula does; a text sets them to that instant. Default: now. */
  readonly stamp?: boolean | string;
}

/** The rows of the organisation and what happens to them there. Every change is one transaction. */
export class Records {
  private readonly storage: Storage;
  private readonly clock: Clock;

  constructor(storage: Storage, clock: Clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Takes rows in bulk, by object. Rows may bring their own Id and stamps; what is missing is made.
   * Throws OrgDataError, and takes nothing, when a value does not fit its field.
   */
  load(rows: Readonly<Record<string, readonly RecordInput[]>>): void {
    this.storage.db.transaction(() => {
      for (const [name, records] of Object.entries(rows)) this.insertAll(this.object(name), records);
    })();
  }

  insert(objectName: string, record: RecordInput): string {
    const object = this.object(objectName);
    return this.storage.db.transaction(() => this.insertAll(object, [record])[0] ?? "")();
  }

  /** A row that was written earlier and became visible only now: its stamps are older than its appearance. */
  commitLate(objectName: string, record: RecordInput, stamp: string): string {
    return this.insert(objectName, {
      ...record,
      CreatedDate: record.CreatedDate ?? stamp,
      LastModifiedDate: stamp,
      SystemModstamp: stamp,
    });
  }

  edit(objectName: string, id: string, fields: RecordInput, options: EditOptions = {}): void {
    const object = this.object(objectName);
    this.storage.db.transaction(() => this.update(object, id, fields, options.stamp ?? true))();
  }

  /** Moves a row to the recycle bin: queryAll and /deleted still show it. */
  remove(objectName: string, id: string): void {
    const object = this.object(objectName);
    this.storage.db.transaction(() => this.bin(object, id))();
  }

  restore(objectName: string, id: string): void {
    const object = this.object(objectName);
    this.storage.db.transaction(() => {
      this.update(object, id, { IsDeleted: false }, true);
      this.forgetDeletion(object, id);
    })();
  }

  /** The loser goes to the bin and points at the winner; its children change parent without a new stamp. */
  merge(objectName: string, winner: string, loser: string): void {
    const object = this.object(objectName);
    this.storage.db.transaction(() => {
      this.found(object, winner);
      this.bin(object, loser);
      this.update(object, loser, { MasterRecordId: winner }, false);
      for (const { childObject, field } of this.storage.catalogue.children(object)) {
        if (field.column === "MasterRecordId") continue;
        this.storage.db
          .prepare(`UPDATE "${childObject.name}" SET "${field.column}" = ? WHERE "${field.column}" = ?`)
          .run(this.id18(winner), this.id18(loser));
      }
      this.update(object, winner, {}, true);
    })();
  }

  /** Empties the row out of the recycle bin; without `forget` /deleted still lists it. */
  purge(objectName: string, id: string, forget = false): void {
    const object = this.object(objectName);
    this.storage.db.transaction(() => {
      const { IsDeleted } = this.found(object, id);
      if (IsDeleted !== 1) this.bin(object, id);
      this.storage.db.prepare(`DELETE FROM "${object.name}" WHERE "Id" = ?`).run(this.id18(id));
      if (forget) this.forgetDeletion(object, id);
    })();
  }

  get(objectName: string, id: string): StoredRecord | undefined {
    const object = this.object(objectName);
    const row = this.storage.db.prepare(`SELECT * FROM "${object.name}" WHERE "Id" = ?`).get(this.id18(id));
    if (!row) return undefined;
    const cells = row as Record<string, Cell>;
    return Object.fromEntries(
      storedFields(object).map((field) => [field.definition.name, cells[field.column] ?? null]),
    );
  }

  count(objectName: string): number {
    const object = this.object(objectName);
    return Number(this.storage.db.prepare(`SELECT COUNT(*) FROM "${object.name}"`).pluck().get());
  }

  /** Ids deleted at or after `from` and before `to`, ISO instants. */
  deletedBetween(object: LiveObject, from: string, to: string): readonly Deletion[] {
    return this.storage.db
      .prepare(
        `SELECT id, deleted_at AS "deletedAt" FROM org_deletion
         WHERE object = ? AND deleted_at >= ? AND deleted_at < ? ORDER BY deleted_at, id`,
      )
      .all(object.name, from, to) as Deletion[];
  }

  updatedBetween(object: LiveObject, from: string, to: string): readonly string[] {
    return this.storage.db
      .prepare(
        `SELECT "Id" FROM "${object.name}" WHERE "SystemModstamp" >= ? AND "SystemModstamp" < ? AND "IsDeleted" = 0
         ORDER BY "SystemModstamp", "Id"`,
      )
      .pluck()
      .all(from, to) as string[];
  }

  private object(name: string): LiveObject {
    return this.storage.catalogue.knownObject(name);
  }

  private insertAll(object: LiveObject, records: readonly RecordInput[]): string[] {
    const rows = new NewRows(object, new Date(this.clock()).toISOString(), () => this.storage.nextNumber());
    const columns = rows.fields.map(({ column }) => `"${column}"`).join(", ");
    const insert = this.storage.db.prepare(
      `INSERT INTO "${object.name}" (${columns}) VALUES (${rows.fields.map(() => "?").join(", ")})`,
    );
    const deletion = this.deletionStatement();
    return records.map((record) => {
      const row = rows.from(record);
      insert.run(row.cells);
      if (row.isDeleted) deletion.run(object.name, row.id, row.stampedAt);
      return row.id;
    });
  }

  private withAddressParts(object: LiveObject, record: RecordInput): RecordInput {
    const whole: Record<string, RecordInput[string]> = { ...record };
    for (const { definition, column } of object.fields.filter(isCompound)) {
      if (definition.name in record) Object.assign(whole, addressParts(column, record[definition.name]));
    }
    return whole;
  }

  private update(object: LiveObject, id: string, fields: RecordInput, stamp: boolean | string): void {
    const before = this.found(object, id);
    const stamps = this.stamps(stamp);
    const changed: RecordInput = { ...this.withAddressParts(object, fields), ...stamps };
    const assignments = Object.entries(changed)
      .map(([name, value]) => ({ field: knownField(object, name), value }))
      .filter(({ field }) => !isCompound(field))
      .map(({ field, value }): [string, Cell] => [field.column, cellFor(object, field, id, value)]);
    if (namesPerson(object) && ("FirstName" in fields || "LastName" in fields) && !("Name" in fields)) {
      assignments.push(["Name", fullName({ ...before, ...fields })]);
    }
    if (assignments.length === 0) return;
    const set = assignments.map(([column]) => `"${column}" = ?`).join(", ");
    this.storage.db
      .prepare(`UPDATE "${object.name}" SET ${set} WHERE "Id" = ?`)
      .run(...assignments.map(([, cell]) => cell), this.id18(id));
  }

  private stamps(stamp: boolean | string): RecordInput {
    if (stamp === false) return {};
    const at = stamp === true ? new Date(this.clock()).toISOString() : stamp;
    return { LastModifiedDate: at, SystemModstamp: at };
  }

  private bin(object: LiveObject, id: string): void {
    this.update(object, id, { IsDeleted: true }, true);
    this.deletionStatement().run(object.name, this.id18(id), new Date(this.clock()).toISOString());
  }

  private deletionStatement() {
    return this.storage.db.prepare("INSERT OR REPLACE INTO org_deletion (object, id, deleted_at) VALUES (?, ?, ?)");
  }

  private forgetDeletion(object: LiveObject, id: string): void {
    this.storage.db.prepare("DELETE FROM org_deletion WHERE object = ? AND id = ?").run(object.name, this.id18(id));
  }

  private found(object: LiveObject, id: string): StoredRecord {
    const record = this.get(object.name, id);
    if (!record) throw new OrgDataError(`${object.name} has no record ${id}`);
    return record;
  }

  private id18(id: string): string {
    const known = to18(id);
    if (known === null) throw new OrgDataError(`"${id}" is no id`);
    return known;
  }
}
