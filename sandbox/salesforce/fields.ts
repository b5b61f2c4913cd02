/** How one field of an object is written down: its Salesforce type and what `describe` tells about it. */

export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "picklist"
  | "multipicklist"
  | "reference"
  | "boolean"
  | "int"
  | "double"
  | "currency"
  | "percent"
  | "date"
  | "datetime"
  | "email"
  | "phone"
  | "url"
  | "address";

export interface FieldDefinition {
  readonly name: string;
  readonly type: FieldType;
  /** Characters that fit; 0 for types without a text length. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  /** Formula or roll-up: its value may change without a new SystemModstamp. */
  readonly calculated: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly externalId: boolean;
  readonly picklistValues: readonly string[];
  /** Objects that a reference may point at; more than one makes it polymorphic. */
  readonly referenceTo: readonly string[];
  /** The name used in a path to the parent, such as `Account` or `Contact__r`. */
  readonly relationshipName: string | null;
  /** The name used in a subquery from the parent, such as `Contacts`. */
  readonly childRelationshipName: string | null;
  /** The compound field that this field is a part of. */
  readonly compoundFieldName: string | null;
}

type Change = Partial<Omit<FieldDefinition, "name" | "type">>;

const plain: Omit<FieldDefinition, "name" | "type"> = {
  length: 0,
  precision: 0,
  scale: 0,
  nillable: true,
  calculated: false,
  filterable: true,
  sortable: true,
  groupable: true,
  externalId: false,
  picklistValues: [],
  referenceTo: [],
  relationshipName: null,
  childRelationshipName: null,
  compoundFieldName: null,
};

const field = (name: string, type: FieldType, change: Change = {}): FieldDefinition => ({
  ...plain,
  name,
  type,
  ...change,
  // A formula cannot be grouped, whatever it gives.
  ...(change.calculated === true ? { groupable: false } : {}),
});

export const id = (): FieldDefinition => field("Id", "id", { length: 18, nillable: false });

export const text = (name: string, length = 255, change: Change = {}): FieldDefinition =>
  field(name, "string", { length, ...change });

/** A text area of at most 255 characters can be filtered and sorted; a long one cannot. */
export const textArea = (name: string, length = 32_000, change: Change = {}): FieldDefinition => {
  const short = length <= 255;
  return field(name, "textarea", { length, filterable: short, sortable: short, groupable: short, ...change });
};

export const picklist = (name: string, picklistValues: readonly string[], change: Change = {}): FieldDefinition =>
  field(name, "picklist", { length: 255, picklistValues, ...change });

export const multiPicklist = (name: string, picklistValues: readonly string[]): FieldDefinition =>
  field(name, "multipicklist", { length: 4099, picklistValues, sortable: false, groupable: false });

export const checkbox = (name: string, change: Change = {}): FieldDefinition =>
  field(name, "boolean", { nillable: false, ...change });

export const whole = (name: string, change: Change = {}): FieldDefinition =>
  field(name, "int", { precision: 9, groupable: true, ...change });

export const number = (name: string, precision = 18, scale = 0, change: Change = {}): FieldDefinition =>
  field(name, "double", { precision, scale, groupable: false, ...change });

export const date = (name: string, change: Change = {}): FieldDefinition => field(name, "date", change);

export const dateTime = (name: string, change: Change = {}): FieldDefinition =>
  field(name, "datetime", { groupable: false, ...change });

export const email = (name: string, change: Change = {}): FieldDefinition =>
  field(name, "email", { length: 80, ...change });

export const phone = (name: string): FieldDefinition => field(name, "phone", { length: 40 });

export const url = (name: string): FieldDefinition => field(name, "url", { length: 255 });

export const reference = (
  name: string,
  referenceTo: readonly string[],
  relationshipName: string,
  childRelationshipName: string | null = null,
): FieldDefinition => field(name, "reference", { length: 18, referenceTo, relationshipName, childRelationshipName });

/** A compound address and its five text parts: `MailingAddress`, `MailingStreet` … */
export const compoundAddress = (prefix: string): readonly FieldDefinition[] => {
  const compoundFieldName = `${prefix}Address`;
  return [
    textArea(`${prefix}Street`, 255, { compoundFieldName }),
    text(`${prefix}City`, 40, { compoundFieldName }),
    text(`${prefix}State`, 80, { compoundFieldName }),
    text(`${prefix}PostalCode`, 20, { compoundFieldName }),
    text(`${prefix}Country`, 80, { compoundFieldName }),
    field(compoundFieldName, "address", { filterable: true, sortable: false, groupable: false }),
  ];
};

/** The fields that every object has. */
export const systemFields = (): readonly FieldDefinition[] => [
  checkbox("IsDeleted"),
  dateTime("CreatedDate", { nillable: false }),
  dateTime("LastModifiedDate", { nillable: false }),
  dateTime("SystemModstamp", { nillable: false }),
];

export const fieldOf = field;
