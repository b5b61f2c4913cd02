import { z } from "zod";

/** A column of a saved report: its name in the API, and the path that reads it. */
const column = z.strictObject({
  /** As reports name it: "Session__c.Name", "FK_CON_NAME" … */
  name: z.string(),
  label: z.string(),
  /** From the report's object, as SOQL reads it: "Session__r.Name". */
  path: z.string(),
  dataType: z.enum([
    "string",
    "picklist",
    "email",
    "phone",
    "boolean",
    "int",
    "double",
    "date",
    "datetime",
    "id",
    "reference",
  ]),
  /** Of a name or lookup: the path of the record's id, which is the cell's value. */
  idPath: z.string().optional(),
});

const filter = z.strictObject({
  column: z.string(),
  operator: z.enum(["equals", "notEqual", "lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual", "contains"]),
  /** Several texts, with commas between them, are any of them. */
  value: z.string(),
});

const grouping = z.strictObject({ name: z.string(), dateGranularity: z.enum(["None", "Month"]).default("None") });

export const reportSchema = z.strictObject({
  id: z.string().regex(/^00O[A-Za-z0-9]{15}$/),
  name: z.string(),
  developerName: z.string(),
  description: z.string().nullable().default(null),
  folder: z.strictObject({ name: z.string(), isShared: z.boolean() }),
  format: z.enum(["TABULAR", "SUMMARY", "MATRIX", "MULTI_BLOCK"]),
  type: z.strictObject({ type: z.string(), label: z.string() }),
  object: z.string(),
  /** All columns that detail, filters, groupings and sums may name. */
  columns: z.array(column).min(1),
  /** Names of those that the rows show, in order. */
  detail: z.array(z.string()),
  filters: z.array(filter).default([]),
  /** The standard date filter: fixed days, both included, of the organisation's zone (GMT). */
  dates: z.strictObject({ column: z.string(), start: z.iso.date(), end: z.iso.date() }).nullable().default(null),
  down: z.array(grouping).max(3).default([]),
  across: z.array(grouping).max(2).default([]),
  /** "RowCount", or "s!" and a number column. */
  aggregates: z.array(z.string()).default(["RowCount"]),
});

export type ReportColumn = z.output<typeof column>;
export type ReportFilter = z.output<typeof filter>;
export type ReportGrouping = z.output<typeof grouping>;
/** A saved report, as the organisation keeps it. */
export type ReportDefinition = z.output<typeof reportSchema>;
export type ReportInput = z.input<typeof reportSchema>;

/** The saved reports of an organisation. */
export class SavedReports {
  readonly #byId = new Map<string, ReportDefinition>();

  add(input: ReportInput): void {
    const report = reportSchema.parse(input);
    const known = new Set(report.columns.map(({ name }) => name));
    const named = [
      ...report.detail,
      ...report.filters.map(({ column: name }) => name),
      ...[...report.down, ...report.across].map(({ name }) => name),
      ...report.aggregates.filter((name) => name !== "RowCount").map((name) => name.replace(/^s!/, "")),
      ...(report.dates === null ? [] : [report.dates.column]),
    ];
    const unknown = named.filter((name) => !known.has(name));
    if (unknown.length > 0) throw new TypeError(`report ${report.name} has no column ${unknown.join(", ")}`);
    this.#byId.set(report.id, report);
  }

  get(id: string): ReportDefinition | undefined {
    return this.#byId.get(id);
  }

  all(): readonly ReportDefinition[] {
    return [...this.#byId.values()];
  }

  /** Shares the folder of a report with the integration user, or takes it away. */
  share(id: string, isShared: boolean): void {
    const report = this.#byId.get(id);
    if (report === undefined) throw new TypeError(`there is no report ${id}`);
    this.#byId.set(id, { ...report, folder: { ...report.folder, isShared } });
  }
}
