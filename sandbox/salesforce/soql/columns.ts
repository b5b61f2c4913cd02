import type { FieldType } from "../fields.js";
import { refusedAt } from "../refusal.js";
import type { FoundField, ParentStep, QueryContext } from "./scope.js";

/** One selected column as the answer names it. `index` counts the columns of the SQL row. */
export interface OutputColumn {
  readonly path: readonly string[];
  readonly type: FieldType;
  readonly index: number;
}

/** How a SQL row becomes a record: its type, where its id lies, and its members in the order selected. */
export interface RecordShape {
  readonly type: string;
  /** Null for an aggregate result, which is no record of its own. */
  readonly idIndex: number | null;
  readonly members: Map<string, Member>;
}

export type Member =
  | { readonly kind: "value"; readonly index: number; readonly type: FieldType }
  | { readonly kind: "address"; readonly index: number }
  | { readonly kind: "parent"; readonly shape: RecordShape };

/** The columns of one SELECT, each SQL expression once. */
export class Columns {
  readonly sql: string[] = [];
  readonly output: OutputColumn[] = [];
  readonly shape: RecordShape;
  private readonly context: QueryContext;

  constructor(context: QueryContext, type: string, idSql: string | null) {
    this.context = context;
    this.shape = { type, idIndex: idSql === null ? null : this.indexOf(idSql), members: new Map() };
  }

  indexOf(sql: string): number {
    const known = this.sql.indexOf(sql);
    return known >= 0 ? known : this.sql.push(sql) - 1;
  }

  addField(found: FoundField): void {
    const shape = this.parentShape(found.parents);
    this.checkNew(shape, found.name);
    if (found.partSql.length > 0) {
      const index = this.sql.push(...found.partSql) - found.partSql.length;
      shape.members.set(found.name, { kind: "address", index });
      this.note(found, index);
      return;
    }
    const index = this.indexOf(found.sql);
    shape.members.set(found.name, { kind: "value", index, type: found.type });
    this.note(found, index);
  }

  addValue(name: string, sql: string, type: FieldType): void {
    this.checkNew(this.shape, name);
    const index = this.sql.push(sql) - 1;
    this.shape.members.set(name, { kind: "value", index, type });
    this.output.push({ path: [name], type, index });
  }

  private note(found: FoundField, index: number): void {
    this.output.push({ path: [...found.parents.map((parent) => parent.name), found.name], type: found.type, index });
  }

  private checkNew(shape: RecordShape, name: string): void {
    if (shape.members.has(name)) {
      throw refusedAt("INVALID_FIELD", this.context.soql, name, `duplicate field selected: ${name}`);
    }
  }

  private parentShape(parents: readonly ParentStep[]): RecordShape {
    return parents.reduce((shape, parent) => {
      const known = shape.members.get(parent.name);
      if (known?.kind === "parent") return known.shape;
      const made: RecordShape = { type: parent.type, idIndex: this.indexOf(parent.idSql), members: new Map() };
      shape.members.set(parent.name, { kind: "parent", shape: made });
      return made;
    }, this.shape);
  }
}
