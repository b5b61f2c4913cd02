import { json, type OrgReply, type OrgRequest } from "./http.js";
import { to18 } from "./ids.js";
import type { OrgParts } from "./parts.js";
import { compileFor } from "./query.js";
import { recordJson } from "./recordjson.js";
import { notFound, SalesforceRefusal } from "./refusal.js";
import { factMap, groupingsOf, type ReportRow, valueAt } from "./report-facts.js";
import type { ReportColumn, ReportDefinition, ReportFilter } from "./report-model.js";
import { firstRows } from "./snapshot.js";

/** Detail rows of one synchronous run. */
const mostRows = 2000;
const mostRowsRead = 1_000_000;

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

const comparisons = {
  lessThan: "<",
  lessOrEqual: "<=",
  greaterThan: ">",
  greaterOrEqual: ">=",
} as const;

const columnOf = (report: ReportDefinition, name: string): ReportColumn => {
  const found = report.columns.find((each) => each.name === name);
  if (!found) throw new SalesforceRefusal(400, "BAD_REQUEST", `The column ${name} is not in the report.`);
  return found;
};

function literal({ dataType }: ReportColumn, value: string): string {
  if (dataType === "boolean") return value === "1" || value.toLowerCase() === "true" ? "TRUE" : "FALSE";
  return dataType === "int" || dataType === "double" || dataType === "date" || dataType === "datetime"
    ? value
    : quoted(value);
}

/** A filter of the report as a condition; several values are any of them. */
function condition(report: ReportDefinition, { column, operator, value }: ReportFilter): string {
  const of = columnOf(report, column);
  if (operator === "contains") return `${of.path} LIKE ${quoted(`%${value}%`)}`;
  if (operator === "equals" || operator === "notEqual") {
    const values = value.split(",").map((each) => literal(of, each.trim()));
    const sign = operator === "equals" ? "=" : "!=";
    const each = values.map((one) => `${of.path} ${sign} ${one}`);
    return each.length === 1 ? `${each[0]}` : `(${each.join(operator === "equals" ? " OR " : " AND ")})`;
  }
  return `${of.path} ${comparisons[operator]} ${literal(of, value)}`;
}

function soqlOf(report: ReportDefinition): string {
  const paths = new Set(["Id", ...report.columns.flatMap(({ path, idPath }) => (idPath ? [path, idPath] : [path]))]);
  const conditions = report.filters.map((filter) => condition(report, filter));
  if (report.dates !== null) {
    const { column, start, end } = report.dates;
    const { path, dataType } = columnOf(report, column);
    const isInstant = dataType === "datetime";
    conditions.push(`${path} >= ${start}${isInstant ? "T00:00:00Z" : ""}`);
    conditions.push(`${path} <= ${end}${isInstant ? "T23:59:59Z" : ""}`);
  }
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  return `SELECT ${[...paths].join(", ")} FROM ${report.object}${where} ORDER BY Id`;
}

function rowsOf(org: OrgParts, report: ReportDefinition, version: string): ReportRow[] {
  const compiled = compileFor(org, soqlOf(report), false);
  return firstRows(org.storage.db, compiled, mostRowsRead).map(
    (row) =>
      new Map(report.columns.map((column) => [column.name, valueAt(recordJson(compiled.shape, row, version), column)])),
  );
}

function metadata(report: ReportDefinition): Record<string, unknown> {
  const { id, name, developerName, description, format, type, filters, dates, detail, aggregates, down, across } =
    report;
  const grouping = ({ name: column, dateGranularity }: ReportDefinition["down"][number]) => ({
    name: column,
    sortOrder: "Asc",
    dateGranularity,
    sortAggregate: null,
  });
  return {
    aggregates,
    chart: null,
    crossFilters: [],
    currency: null,
    description,
    detailColumns: detail,
    developerName,
    division: null,
    folderId: null,
    groupingsAcross: across.map(grouping),
    groupingsDown: down.map(grouping),
    hasDetailRows: true,
    hasRecordCount: true,
    historicalSnapshotDates: [],
    id,
    name,
    reportBooleanFilter: null,
    reportFilters: filters.map((each) => ({ ...each, filterType: "fieldValue", isRunPageEditable: true })),
    reportFormat: format,
    reportType: type,
    scope: "organization",
    showGrandTotal: true,
    showSubtotals: true,
    sortBy: [],
    standardDateFilter:
      dates === null
        ? { column: "CREATED_DATE", durationValue: "CUSTOM", startDate: null, endDate: null }
        : { column: dates.column, durationValue: "CUSTOM", startDate: dates.start, endDate: dates.end },
    standardFilters: null,
  };
}

function extendedMetadata(report: ReportDefinition): Record<string, unknown> {
  const detail = ({ name, label, dataType, idPath }: ReportColumn) => [
    name,
    {
      dataType,
      entityColumnName: name,
      filterValues: [],
      filterable: true,
      isLookup: idPath !== undefined,
      label,
      uniqueCountable: true,
    },
  ];
  const groups = [...report.down, ...report.across].map(({ name }, groupingLevel) => {
    const { label, dataType } = columnOf(report, name);
    return [name, { dataType, groupingLevel, label }];
  });
  const sums = report.aggregates.map((name) => {
    if (name === "RowCount") return [name, { dataType: "int", label: "Record Count" }];
    return [name, { dataType: "double", label: `Sum of ${columnOf(report, name.replace(/^s!/, "")).label}` }];
  });
  return {
    aggregateColumnInfo: Object.fromEntries(sums),
    detailColumnInfo: Object.fromEntries(report.detail.map((name) => detail(columnOf(report, name)))),
    groupingColumnInfo: Object.fromEntries(groups),
  };
}

const base = (version: string): string => `/services/data/v${version}/analytics/reports`;

function attributes({ id, name }: ReportDefinition, version: string): Record<string, unknown> {
  const url = `${base(version)}/${id}`;
  return {
    type: "Report",
    reportId: id,
    reportName: name,
    describeUrl: `${url}/describe`,
    instancesUrl: `${url}/instances`,
  };
}

/** The report, if there is one and its folder is shared with the integration user. */
function reportCalled(org: OrgParts, text: string): ReportDefinition {
  const report = org.reports.get(to18(text) ?? "");
  if (report === undefined) {
    throw new SalesforceRefusal(
      404,
      "NOT_FOUND",
      "The data you’re trying to access is unavailable. It may have been deleted.",
    );
  }
  if (!report.folder.isShared) {
    throw new SalesforceRefusal(403, "FORBIDDEN", "You don’t have sufficient privileges to view this report.");
  }
  return report;
}

function run(org: OrgParts, report: ReportDefinition, withDetail: boolean, version: string): OrgReply {
  if (report.format === "MULTI_BLOCK") {
    throw new SalesforceRefusal(501, "NOT_IMPLEMENTED", "Joined reports cannot be run by this resource.");
  }
  const rows = rowsOf(org, report, version);
  const isWhole = rows.length <= mostRows;
  const { down, across } = groupingsOf(report, rows);
  return json(200, {
    allData: isWhole,
    attributes: attributes(report, version),
    factMap: factMap(report, rows, withDetail ? mostRows : 0),
    groupingsAcross: { groupings: across },
    groupingsDown: { groupings: down },
    hasDetailRows: withDetail,
    reportExtendedMetadata: extendedMetadata(report),
    reportMetadata: metadata(report),
  });
}

/** `/analytics/reports`: saved reports listed, described and run. They are run by GET, as they were saved; nothing else is offered. */
export function analytics(org: OrgParts, request: OrgRequest, path: readonly string[], version: string): OrgReply {
  const [resource, id, part, ...more] = path;
  if (resource !== "reports" || more.length > 0) throw notFound();
  if (request.method !== "GET") {
    throw new SalesforceRefusal(
      405,
      "METHOD_NOT_ALLOWED",
      `HTTP Method '${request.method}' not allowed. Allowed are GET`,
    );
  }
  if (id === undefined) {
    const shared = org.reports.all().filter(({ folder }) => folder.isShared);
    return json(
      200,
      shared.map((report) => {
        const { describeUrl, instancesUrl } = attributes(report, version);
        return { name: report.name, url: `${base(version)}/${report.id}`, describeUrl, instancesUrl, id: report.id };
      }),
    );
  }
  const report = reportCalled(org, id);
  if (part === "describe") {
    return json(200, {
      attributes: attributes(report, version),
      reportExtendedMetadata: extendedMetadata(report),
      reportMetadata: metadata(report),
      reportTypeMetadata: { categories: [] },
    });
  }
  if (part !== undefined) throw notFound();
  const details = request.url.searchParams.get("includeDetails") ?? "false";
  if (details !== "true" && details !== "false") {
    throw new SalesforceRefusal(400, "BAD_REQUEST", "includeDetails must be true or false.");
  }
  return run(org, report, details === "true", version);
}
