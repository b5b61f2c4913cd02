import { z } from "zod";
import { isSalesforceId, parseInstant, to18 } from "../../domain/index.js";
import type { DatasetColumn } from "../grid/model.js";
import type { IncomingRow, Reading } from "../model.js";
import { readPathway, readPathwayParticipant, readPathwaySession } from "../salesforce/records/index.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset, DatasetRow, DatasetRules } from "./model.js";
import { readRow, type Said } from "./row.js";

/** An export of one Salesforce object, with the API's names as headers. Its rows are Salesforce's, by whichever way they come. */
export interface SalesforceExport extends Dataset {
  readonly object: "Pathway__c" | "Pathway_Session__c" | "Pathway_Participant__c";
}

export function isExport(dataset: Dataset): dataset is SalesforceExport {
  return "object" in dataset;
}

const fieldsShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable());

/** A row as its raw copy kept it. */
export function exportedRow(payload: string): DatasetRow {
  const cells = fieldsShape.parse(JSON.parse(payload));
  const said = Object.entries(cells).flatMap(([field, cell]) => (cell === null ? [] : [[field, cell] as const]));
  return { number: 0, cells, raw: Object.fromEntries(said) };
}

const column = (name: string, required: boolean): DatasetColumn => ({ key: name, names: [name], required });
const SYSTEM: readonly DatasetColumn[] = [
  { key: "SystemModstamp", names: ["SystemModstamp", "LastModifiedDate"], required: false },
  column("IsDeleted", false),
];

const exported = (
  about: Pick<SalesforceExport, "name" | "label" | "describe" | "object">,
  columns: readonly DatasetColumn[],
  reading: (cells: RowCells) => Reading,
): SalesforceExport => ({
  ...about,
  columns: [column("Id", true), ...columns, ...SYSTEM],
  key: ["Id"],
  read(row, rules) {
    return [
      asSalesforceRow(
        row,
        rules,
        this.columns,
        readRow(row, rules, this.columns, idOf, (cells) => said(reading(cells))),
      ),
    ];
  },
});

export const salesforcePathways = exported(
  {
    name: "salesforce-pathways",
    label: "Pathways (Salesforce export)",
    describe: "Career pathways as Salesforce exports Pathway__c.",
    object: "Pathway__c",
  },
  [column("Name", true), column("School__c", true), column("Status__c", false)],
  (cells) =>
    readPathway({ name: cells.text("Name"), school: cells.text("School__c"), status: cells.text("Status__c") }),
);

export const salesforcePathwaySessions = exported(
  {
    name: "salesforce-pathway-sessions",
    label: "Sessions of pathways (Salesforce export)",
    describe: "Which sessions belong to which pathway, as Salesforce exports Pathway_Session__c.",
    object: "Pathway_Session__c",
  },
  [column("Pathway__c", true), column("Session__c", true)],
  (cells) => readPathwaySession({ pathway: cells.text("Pathway__c"), session: cells.text("Session__c") }),
);

export const salesforcePathwayParticipants = exported(
  {
    name: "salesforce-pathway-participants",
    label: "People of pathways (Salesforce export)",
    describe: "Who belongs to which pathway, as Salesforce exports Pathway_Participant__c.",
    object: "Pathway_Participant__c",
  },
  [column("Pathway__c", true), column("Contact__c", true), column("Status__c", false)],
  (cells) =>
    readPathwayParticipant({
      pathway: cells.text("Pathway__c"),
      contact: cells.text("Contact__c"),
      status: cells.text("Status__c"),
    }),
);

function idOf(cells: RowCells): string {
  const id = cells.needed("Id");
  // Ids of custom objects begin with an a; another letter is a sign of another object's export.
  if (!isSalesforceId(id) || !id.startsWith("a"))
    throw new Unreadable("bad_value", "“Id” is no Salesforce id of this object, of 15 or 18 letters and digits.");
  return to18(id);
}

function said(reading: Reading): Said {
  if (reading.kind === "record") return reading;
  const isBad = reading.kind === "refused" && reading.reason === "bad_value";
  throw new Unreadable(
    isBad ? "bad_value" : "missing_required",
    reading.kind === "refused" ? reading.detail : "it says nothing.",
  );
}

/** The raw copy holds what every row by the API holds, so that a row that waits can be taken up from either side. */
function asSalesforceRow(
  row: DatasetRow,
  rules: DatasetRules,
  columns: readonly DatasetColumn[],
  read: IncomingRow,
): IncomingRow {
  const told = String(row.cells.SystemModstamp ?? "");
  const modifiedAt = parseInstant(told) ?? rules.now;
  const isDeleted = String(row.cells.IsDeleted ?? "").toLowerCase() === "true";
  const fields = Object.fromEntries(columns.map(({ key }) => [key, row.cells[key] ?? null]));
  const payload = { ...fields, Id: read.sourceId, SystemModstamp: modifiedAt, IsDeleted: isDeleted };
  return { ...read, modifiedAt, isDeleted, payload: () => JSON.stringify(payload) };
}
