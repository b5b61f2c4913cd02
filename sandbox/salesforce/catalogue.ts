import type { FieldDefinition } from "./fields.js";
import type { ObjectDefinition } from "./schema.js";
import { OrgDataError } from "./values.js";

/** A field as it stands now: its column keeps its name when the field is renamed. */
export interface LiveField {
  readonly definition: FieldDefinition;
  readonly column: string;
  /** Field-level security hides it from the integration user. */
  readonly hidden: boolean;
}

export interface LiveObject {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly fields: readonly LiveField[];
}

export interface ChildRelationship {
  readonly relationshipName: string | null;
  readonly childObject: LiveObject;
  readonly field: LiveField;
}

export type SchemaChange =
  | { readonly kind: "rename"; readonly object: string; readonly from: string; readonly to: string }
  | { readonly kind: "hide"; readonly object: string; readonly field: string; readonly hidden: boolean }
  | { readonly kind: "add"; readonly object: string; readonly field: FieldDefinition };

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const wellFormed = /^[A-Za-z][A-Za-z0-9_]{0,79}$/;

const liveObject = (definition: ObjectDefinition): LiveObject => ({
  ...definition,
  fields: definition.fields.map((field) => ({ definition: field, column: field.name, hidden: false })),
});

/** The objects and fields of the organisation with every later change applied; names are found without case. */
export class Catalogue {
  private objects: readonly LiveObject[];

  constructor(schema: readonly ObjectDefinition[]) {
    this.objects = schema.map(liveObject);
  }

  all(): readonly LiveObject[] {
    return this.objects;
  }

  object(name: string): LiveObject | undefined {
    return this.objects.find((object) => sameName(object.name, name));
  }

  knownObject(name: string): LiveObject {
    const found = this.object(name);
    if (!found) throw new OrgDataError(`there is no object ${name}`);
    return found;
  }

  apply(change: SchemaChange): void {
    const object = this.knownObject(change.object);
    const fields = changedFields(object, change);
    this.objects = this.objects.map((other) => (other === object ? { ...object, fields } : other));
  }

  /** References of other objects to this one; a field hidden from the user shows no relationship. */
  children(parent: LiveObject): readonly ChildRelationship[] {
    return this.objects.flatMap((childObject) =>
      visibleFields(childObject)
        .filter((field) => field.definition.referenceTo.includes(parent.name))
        .map((field) => ({ relationshipName: field.definition.childRelationshipName, childObject, field })),
    );
  }
}

function changedFields(object: LiveObject, change: SchemaChange): readonly LiveField[] {
  switch (change.kind) {
    case "add":
      checkFree(object, change.field.name);
      return [...object.fields, { definition: change.field, column: change.field.name, hidden: false }];
    case "rename": {
      const field = knownField(object, change.from);
      checkFree(object, change.to);
      return replaced(object, field, { ...field, definition: { ...field.definition, name: change.to } });
    }
    case "hide": {
      const field = knownField(object, change.field);
      return replaced(object, field, { ...field, hidden: change.hidden });
    }
  }
}

const replaced = (object: LiveObject, field: LiveField, by: LiveField): readonly LiveField[] =>
  object.fields.map((other) => (other === field ? by : other));

function checkFree(object: LiveObject, name: string): void {
  if (!wellFormed.test(name)) throw new OrgDataError(`"${name}" is no field name`);
  const taken = object.fields.some((field) => sameName(field.definition.name, name) || sameName(field.column, name));
  if (taken) throw new OrgDataError(`${object.name} already has a field ${name}`);
}

/** A field whether hidden or not: what an administrator sees. */
export function knownField(object: LiveObject, name: string): LiveField {
  const found = object.fields.find((field) => sameName(field.definition.name, name));
  if (!found) throw new OrgDataError(`${object.name} has no field ${name}`);
  return found;
}

export const visibleFields = (object: LiveObject): readonly LiveField[] =>
  object.fields.filter((field) => !field.hidden);

/** A field that the integration user may see. */
export const visibleField = (object: LiveObject, name: string): LiveField | undefined =>
  visibleFields(object).find((field) => sameName(field.definition.name, name));

/** The reference field that a relationship name in a path goes through. */
export const parentReference = (object: LiveObject, relationshipName: string): LiveField | undefined =>
  visibleFields(object).find(
    ({ definition }) => definition.relationshipName !== null && sameName(definition.relationshipName, relationshipName),
  );

export const isCompound = (field: LiveField): boolean => field.definition.type === "address";

export const storedFields = (object: LiveObject): readonly LiveField[] =>
  object.fields.filter((field) => !isCompound(field));

/** The parts of a compound address, in the order street, city, state, postal code, country. */
export const compoundParts = (object: LiveObject, compound: LiveField): readonly LiveField[] =>
  object.fields.filter((field) => field.definition.compoundFieldName === compound.column);
