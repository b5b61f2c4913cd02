import { organizationSchema } from "../../src/runtime/index.js";
import type { Reading, SourceRecord } from "../../src/sources/index.js";
import { type Description, Layout } from "../../src/sources/salesforce/layout.js";
import { OBJECTS, type ObjectName } from "../../src/sources/salesforce/objects.js";
import { rowShape } from "../../src/sources/salesforce/records/index.js";
import type { RowShape } from "../../src/sources/salesforce/row.js";

export const rules = organizationSchema.parse(undefined);

const TYPES: Readonly<Record<string, string>> = {
  IsDeleted: "boolean",
  SystemModstamp: "datetime",
  npe5__Primary__c: "boolean",
  HasOptedOutOfEmail: "boolean",
  DoNotCall: "boolean",
  npsp__Do_Not_Contact__c: "boolean",
  Start_Date_and_Time__c: "datetime",
  End_Date_and_Time__c: "datetime",
  EmailBouncedDate: "datetime",
  Number_of_Attended_Volunteer_Sessions__c: "double",
  Delivery_Hours__c: "double",
};

/** An object as an org describes it that shows everything but `hidden`. */
export function describing(
  name: ObjectName,
  hidden: readonly string[] = [],
  formulas: readonly string[] = [],
): Description {
  const object = objectNamed(name);
  const shown = [...object.required, ...object.optional].filter((field) => !hidden.includes(field));
  const fields = shown.map(
    (field) => [field, { type: TYPES[field] ?? "string", isFormula: formulas.includes(field) }] as const,
  );
  return { isReplicateable: true, fields: Object.fromEntries(fields) };
}

export function objectNamed(name: ObjectName) {
  const object = OBJECTS.find((each) => each.name === name);
  if (object === undefined) throw new RangeError(name);
  return object;
}

export const shapeOf = (name: ObjectName, hidden: readonly string[] = [], formulas: readonly string[] = []): RowShape =>
  rowShape(new Layout(objectNamed(name), describing(name, hidden, formulas)), rules);

/** A row as REST sends it. */
export function rowOf(name: ObjectName, fields: Readonly<Record<string, unknown>>) {
  const shape = shapeOf(name);
  const whole = {
    Id: "003000000000001AAA",
    IsDeleted: false,
    SystemModstamp: "2026-01-01T00:00:00.000+0000",
    ...fields,
  };
  return shape.row(shape.layout.cellsOf(whole));
}

export const readingOf = (name: ObjectName, fields: Readonly<Record<string, unknown>>): Reading =>
  rowOf(name, fields).read();

/** The record of a row that has one, of the kind that is expected. */
export function recordOf<Kind extends SourceRecord["kind"]>(
  kind: Kind,
  name: ObjectName,
  fields: Readonly<Record<string, unknown>>,
): Extract<SourceRecord, { kind: Kind }> {
  const reading = readingOf(name, fields);
  if (reading.kind !== "record" || reading.record.kind !== kind)
    throw new Error(`not a ${kind}: ${JSON.stringify(reading)}`);
  return reading.record as Extract<SourceRecord, { kind: Kind }>;
}

export function remarksOf(name: ObjectName, fields: Readonly<Record<string, unknown>>): string[] {
  const reading = readingOf(name, fields);
  return reading.kind === "record" ? reading.remarks.map(({ kind }) => kind) : [];
}
