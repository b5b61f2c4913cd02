import { z } from "zod";
import { visibleFields } from "./catalogue.js";
import { json, type OrgReply, type OrgRequest } from "./http.js";
import type { OrgParts } from "./parts.js";
import { recordJson } from "./recordjson.js";
import { notFound, SalesforceRefusal, unexpectedToken } from "./refusal.js";
import { countRows, firstRows, type Row, takeSnapshot } from "./snapshot.js";
import { type CompiledQuery, compileSoql } from "./soql/compile.js";

const largestPage = 2000;
const smallestPage = 200;
const mostGroups = 2000;
const longestUri = 16_384;

export function compileFor(org: OrgParts, soql: string, withDeleted: boolean): CompiledQuery {
  return compileSoql(soql, { catalogue: org.storage.catalogue, now: org.clock(), withDeleted });
}

/** The page size asked for by `Sforce-Query-Options: batchSize=N`, within what Salesforce allows. */
function pageRows(org: OrgParts, request: OrgRequest): number {
  const asked = /batchSize=(\d+)/i.exec(String(request.headers["sforce-query-options"] ?? ""))?.[1];
  const wanted = asked === undefined ? largestPage : Math.min(largestPage, Math.max(smallestPage, Number(asked)));
  return Math.min(wanted, org.paging.restPageRows);
}

/** The children of each parent on this page, as they are now: only the parents come from the snapshot. */
function childrenOf(
  org: OrgParts,
  query: CompiledQuery,
  ids: readonly string[],
  version: string,
): Map<string, unknown>[] {
  return query.children.map(({ foreignKey, query: childQuery }) => {
    org.storage.db.exec(
      `CREATE INDEX IF NOT EXISTS "key_${childQuery.object.name}_${foreignKey.column}"
       ON "${childQuery.object.name}" ("${foreignKey.column}")`,
    );
    return new Map(
      ids.map((id) => {
        const rows = firstRows(org.storage.db, { ...childQuery, params: [id, ...childQuery.params] }, largestPage);
        const records = rows.map((row) => recordJson(childQuery.shape, row, version));
        return [id, rows.length === 0 ? null : { totalSize: rows.length, done: true, records }];
      }),
    );
  });
}

function recordsJson(org: OrgParts, query: CompiledQuery, rows: readonly Row[], version: string): unknown[] {
  const records = rows.map((row) => recordJson(query.shape, row, version));
  if (query.children.length === 0) return records;
  const ids = rows.map((row) => String(row[query.shape.idIndex ?? 0]));
  const children = childrenOf(org, query, ids, version);
  return records.map((record, place) => ({
    ...record,
    ...Object.fromEntries(query.children.map(({ name }, which) => [name, children[which]?.get(ids[place] ?? "")])),
  }));
}

function aggregateReply(org: OrgParts, query: CompiledQuery, version: string): OrgReply {
  const rows = firstRows(org.storage.db, query, mostGroups + 1);
  if (rows.length > mostGroups) {
    const message = "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch";
    throw new SalesforceRefusal(400, "EXCEEDED_ID_LIMIT", message);
  }
  return json(200, { totalSize: rows.length, done: true, records: recordsJson(org, query, rows, version) });
}

/** `/query` and `/queryAll`: answers the first page and keeps a snapshot for the rest. */
export function query(org: OrgParts, request: OrgRequest, version: string, withDeleted: boolean): OrgReply {
  if (request.url.pathname.length + request.url.search.length > longestUri) {
    throw new SalesforceRefusal(414, "URI_TOO_LONG", "The URI exceeds the allowed length");
  }
  const soql = request.url.searchParams.get("q");
  if (soql === null) throw new SalesforceRefusal(400, "MALFORMED_QUERY", "A query string has to be specified");
  if (soql.trim() === "") throw unexpectedToken(soql, "<EOF>");
  const compiled = compileFor(org, soql, withDeleted);
  const { db } = org.storage;
  if (compiled.kind === "count") return json(200, { totalSize: countRows(db, compiled), done: true, records: [] });
  if (compiled.kind === "aggregate") return aggregateReply(org, compiled, version);

  const size = pageRows(org, request);
  const rows = firstRows(db, compiled, size + 1);
  if (rows.length <= size) {
    return json(200, { totalSize: rows.length, done: true, records: recordsJson(org, compiled, rows, version) });
  }
  const cursor = { snapshot: takeSnapshot(db, compiled), pageRows: size };
  return page(org, org.cursors.open(cursor), 0, version);
}

function page(org: OrgParts, locator: string, offset: number, version: string): OrgReply {
  const { snapshot, pageRows: size } = org.cursors.get(locator);
  const rows = snapshot.rows(offset, size);
  const next = offset + rows.length;
  const done = next >= snapshot.total;
  return json(200, {
    totalSize: snapshot.total,
    done,
    ...(done ? {} : { nextRecordsUrl: `/services/data/v${version}/query/${locator}-${next}` }),
    records: recordsJson(org, snapshot.query, rows, version),
  });
}

/** `/query/<locator>-<offset>`: a further page of the same moment. */
export function queryMore(org: OrgParts, text: string, version: string): OrgReply {
  const [, locator, offset] = /^([A-Za-z0-9]{15,18})-(\d+)$/.exec(text) ?? [];
  if (locator === undefined || offset === undefined) {
    throw new SalesforceRefusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  }
  return page(org, locator, Number(offset), version);
}

const fieldsSchema = z.string().regex(/^[A-Za-z0-9_.,]+$/);

/** `/sobjects/<object>/<id>`: one record, all its visible fields or those asked for. */
export function retrieve(
  org: OrgParts,
  request: OrgRequest,
  objectName: string,
  id: string,
  version: string,
): OrgReply {
  const object = org.storage.catalogue.object(objectName);
  if (!object || !/^[A-Za-z0-9]{15,18}$/.test(id)) throw notFound();
  const asked = fieldsSchema.safeParse(request.url.searchParams.get("fields"));
  const fields = asked.success
    ? asked.data
    : visibleFields(object)
        .map(({ definition }) => definition.name)
        .join(",");
  const compiled = compileFor(org, `SELECT ${fields} FROM ${object.name} WHERE Id = '${id}'`, false);
  const [row] = firstRows(org.storage.db, compiled, 1);
  if (!row) {
    throw new SalesforceRefusal(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible");
  }
  return json(200, recordJson(compiled.shape, row, version));
}
