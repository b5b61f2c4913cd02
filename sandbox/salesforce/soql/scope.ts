import {
  type Catalogue,
  compoundParts,
  isCompound,
  type LiveField,
  type LiveObject,
  parentReference,
  visibleField,
} from "../catalogue.js";
import type { FieldType } from "../fields.js";
import { malformed, unknownField, unknownRelationship } from "../refusal.js";
import type { Cell } from "../values.js";

/** What every part of one query shares while it is compiled. */
export interface QueryContext {
  readonly catalogue: Catalogue;
  readonly soql: string;
  /** Milliseconds since 1970, for date literals. */
  readonly now: number;
  /** queryAll also sees deleted rows. */
  readonly withDeleted: boolean;
  nextAlias(): string;
}

export interface ParentStep {
  readonly name: string;
  /** The object of the parent, or "Name" where it may be one of several. */
  readonly type: string;
  readonly idSql: string;
}

/** A field path found in the catalogue. */
export interface FoundField {
  readonly sql: string;
  readonly type: FieldType;
  readonly name: string;
  readonly parents: readonly ParentStep[];
  readonly field: LiveField | null;
  /** The columns of a compound address; empty for a plain field. */
  readonly partSql: readonly string[];
}

interface Join {
  readonly alias: string;
  readonly object: LiveObject;
  readonly on: string;
}

const mostParents = 5;
const polymorphicFields: Readonly<Record<string, FieldType>> = { id: "id", name: "string", type: "picklist" };

/** One FROM: an object, its alias, and the parents that paths have asked for so far. */
export class Scope {
  readonly object: LiveObject;
  readonly alias: string;
  private readonly context: QueryContext;
  private readonly writtenAlias: string | undefined;
  private readonly joins = new Map<string, Join>();

  constructor(context: QueryContext, object: LiveObject, writtenAlias?: string) {
    this.context = context;
    this.object = object;
    this.writtenAlias = writtenAlias;
    this.alias = context.nextAlias();
  }

  /** Finds `Name`, `Account.Name` or `c.Account.Name`; refuses what the user cannot see as if it were not there. */
  find(path: string): FoundField {
    const words = this.withoutOwnName(path.split("."));
    const relationships = words.slice(0, -1);
    const last = words.at(-1) ?? "";
    if (relationships.length > mostParents) {
      throw malformed(this.context.soql, last, "Only 5 levels of parent relationship are allowed");
    }
    let object = this.object;
    let alias = this.alias;
    const parents: ParentStep[] = [];
    for (const [depth, relationship] of relationships.entries()) {
      const link = parentReference(object, relationship);
      if (!link?.definition.relationshipName) throw unknownRelationship(this.context.soql, relationship);
      const name = link.definition.relationshipName;
      const [target, ...others] = link.definition.referenceTo;
      const keySql = `${alias}."${link.column}"`;
      if (others.length > 0) {
        if (depth !== relationships.length - 1) throw unknownRelationship(this.context.soql, last);
        return this.polymorphic(link, keySql, last, [...parents, { name, type: "Name", idSql: keySql }]);
      }
      const parent = this.context.catalogue.object(target ?? "");
      if (!parent) throw unknownRelationship(this.context.soql, relationship);
      alias = this.joined(alias, link, parent, keySql);
      object = parent;
      parents.push({ name, type: parent.name, idSql: `${alias}."Id"` });
    }
    return this.fieldAt(object, alias, last, parents);
  }

  from(): string {
    const joins = [...this.joins.values()].map(
      ({ object, alias, on }) => ` LEFT JOIN "${object.name}" ${alias} ON ${alias}."Id" = ${on}`,
    );
    return `"${this.object.name}" ${this.alias}${joins.join("")}`;
  }

  private withoutOwnName(words: string[]): string[] {
    const first = words[0]?.toLowerCase() ?? "";
    if (words.length < 2) return words;
    if (first === this.writtenAlias?.toLowerCase()) return words.slice(1);
    const namesObject = first === this.object.name.toLowerCase() && !parentReference(this.object, first);
    return namesObject ? words.slice(1) : words;
  }

  private joined(from: string, link: LiveField, object: LiveObject, on: string): string {
    const key = `${from}.${link.column}`;
    const known = this.joins.get(key);
    if (known) return known.alias;
    const alias = this.context.nextAlias();
    this.joins.set(key, { alias, object, on });
    return alias;
  }

  private fieldAt(object: LiveObject, alias: string, name: string, parents: readonly ParentStep[]): FoundField {
    const field = visibleField(object, name);
    if (!field) throw unknownField(this.context.soql, name, object.name);
    const partSql = isCompound(field)
      ? compoundParts(object, field).map((part) => (part.hidden ? "NULL" : `${alias}."${part.column}"`))
      : [];
    return {
      sql: `${alias}."${field.column}"`,
      type: field.definition.type,
      name: field.definition.name,
      parents,
      field,
      partSql,
    };
  }

  /** `Who.Name`: the row lies in one of several objects; only what they share can be asked for. */
  private polymorphic(link: LiveField, keySql: string, name: string, parents: readonly ParentStep[]): FoundField {
    const type = polymorphicFields[name.toLowerCase()];
    if (!type) throw unknownField(this.context.soql, name, "Name");
    const perObject = link.definition.referenceTo.map((target) => {
      const wanted =
        type === "picklist" ? `'${target}'` : type === "id" ? `"Id"` : nameColumn(this.context.catalogue, target);
      return `(SELECT ${wanted} FROM "${target}" WHERE "Id" = ${keySql})`;
    });
    const canonical = name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
    const sql = `coalesce(${perObject.join(", ")}) COLLATE ${type === "id" ? "BINARY" : "NOCASE"}`;
    return { sql, type, name: canonical, parents, field: null, partSql: [] };
  }
}

/** The column that serves as the name of an object: most have `Name`. */
function nameColumn(catalogue: Catalogue, objectName: string): string {
  const object = catalogue.object(objectName);
  const named = ["Name", "Subject", "CaseNumber"].find((column) => object?.fields.some((f) => f.column === column));
  return named ? `"${named}"` : "NULL";
}

/** SQL with its parameters, in the order in which they appear. */
export interface SqlPart {
  readonly sql: string;
  readonly params: readonly Cell[];
}
