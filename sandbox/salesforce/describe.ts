import { type LiveField, type LiveObject, visibleFields } from "./catalogue.js";
import type { FieldType } from "./fields.js";
import { empty, json, type OrgReply, type OrgRequest } from "./http.js";
import type { OrgParts } from "./parts.js";
import { notFound } from "./refusal.js";

const soapTypes: Partial<Record<FieldType, string>> = {
  id: "tns:ID",
  reference: "tns:ID",
  boolean: "xsd:boolean",
  int: "xsd:int",
  double: "xsd:double",
  currency: "xsd:double",
  percent: "xsd:double",
  date: "xsd:date",
  datetime: "xsd:dateTime",
  address: "urn:address",
};

const systemNames = new Set(["Id", "IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp"]);

const spoken = (name: string): string =>
  name
    .replace(/__[cr]$/, "")
    .replaceAll("_", " ")
    .trim();

function describeField({ definition: field }: LiveField): Record<string, unknown> {
  const written = !field.calculated && !systemNames.has(field.name);
  return {
    aggregatable: field.groupable,
    autoNumber: false,
    byteLength: field.length * 3,
    calculated: field.calculated,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: field.compoundFieldName,
    createable: written,
    custom: field.name.endsWith("__c"),
    defaultValue: field.type === "boolean" ? false : null,
    defaultedOnCreate: systemNames.has(field.name) || field.type === "boolean",
    deprecatedAndHidden: false,
    digits: field.type === "int" ? field.precision : 0,
    encrypted: false,
    externalId: field.externalId,
    filterable: field.filterable,
    groupable: field.groupable,
    idLookup: field.name === "Id" || field.externalId,
    inlineHelpText: null,
    label: spoken(field.name),
    length: field.length,
    name: field.name,
    nameField: field.name === "Name",
    nillable: field.nillable,
    permissionable: !systemNames.has(field.name) && field.nillable,
    picklistValues: field.picklistValues.map((value) => ({
      active: true,
      defaultValue: false,
      label: value,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    restrictedPicklist: false,
    scale: field.scale,
    soapType: soapTypes[field.type] ?? "xsd:string",
    sortable: field.sortable,
    type: field.type,
    unique: field.externalId,
    updateable: written,
  };
}

function summary(object: LiveObject, version: string): Record<string, unknown> {
  const base = `/services/data/v${version}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: false,
    custom: object.name.endsWith("__c"),
    customSetting: false,
    deletable: false,
    deprecatedAndHidden: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: true,
    mergeable: object.fields.some(({ column }) => column === "MasterRecordId"),
    name: object.name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    undeletable: false,
    updateable: false,
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

/** `/sobjects`: every object the integration user may read. */
export const describeGlobal = (org: OrgParts, version: string): OrgReply =>
  json(200, {
    encoding: "UTF-8",
    maxBatchSize: 200,
    sobjects: org.storage.catalogue.all().map((object) => summary(object, version)),
  });

export function objectNamed(org: OrgParts, name: string): LiveObject {
  const object = org.storage.catalogue.object(name);
  if (!object) throw notFound();
  return object;
}

/** `/sobjects/<object>/describe`, with 304 when nothing changed since the client's copy. */
export function describeObject(org: OrgParts, request: OrgRequest, name: string, version: string): OrgReply {
  const object = objectNamed(org, name);
  const changedAt = new Date(org.storage.schemaChangedAt()).toUTCString();
  const known = Date.parse(request.headers["if-modified-since"] ?? "");
  if (known >= Date.parse(changedAt)) return empty(304, { "Last-Modified": changedAt });
  const children = org.storage.catalogue.children(object).map(({ relationshipName, childObject, field }) => ({
    cascadeDelete: false,
    childSObject: childObject.name,
    deprecatedAndHidden: false,
    field: field.definition.name,
    relationshipName,
    restrictedDelete: false,
  }));
  const body = {
    ...summary(object, version),
    fields: visibleFields(object).map(describeField),
    childRelationships: children,
    recordTypeInfos: [],
  };
  return json(200, body, { "Last-Modified": changedAt });
}

/** `/sobjects/<object>`: the short form. */
export const describeBriefly = (org: OrgParts, name: string, version: string): OrgReply =>
  json(200, { objectDescribe: summary(objectNamed(org, name), version), recentItems: [] });
