import { z } from "zod";
import { type CsvStyle, csvPage, lineSql } from "./csv.js";
import { empty, json, type OrgReply, type OrgRequest } from "./http.js";
import { recordId } from "./ids.js";
import type { OrgParts } from "./parts.js";
import { compileFor } from "./query.js";
import { restInstant } from "./recordjson.js";
import { notFound, SalesforceRefusal } from "./refusal.js";
import { type TextSnapshot, takeTextSnapshot } from "./snapshot.js";
import { type CompiledQuery, selectsCompound } from "./soql/compile.js";

const delimiters = { COMMA: ",", TAB: "\t", PIPE: "|", SEMICOLON: ";", CARET: "^", BACKQUOTE: "`" } as const;
const newlines = { LF: "\n", CRLF: "\r\n" } as const;

const styleOf = ({ columnDelimiter, lineEnding }: BulkOrder): CsvStyle => ({
  delimiter: delimiters[columnDelimiter],
  newline: newlines[lineEnding],
});

const orderSchema = z.strictObject({
  operation: z.enum(["query", "queryAll"]),
  query: z.string().min(1),
  contentType: z.literal("CSV").default("CSV"),
  columnDelimiter: z.enum(["COMMA", "TAB", "PIPE", "SEMICOLON", "CARET", "BACKQUOTE"]).default("COMMA"),
  lineEnding: z.enum(["LF", "CRLF"]).default("LF"),
});

type BulkOrder = z.output<typeof orderSchema>;
type JobState = "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";

interface BulkJob {
  readonly id: string;
  readonly order: BulkOrder;
  readonly version: string;
  readonly createdAt: number;
  readonly snapshot: TextSnapshot;
  readonly failure: string | null;
  state: JobState;
  looks: number;
}

const lifetimeMs = 7 * 24 * 3_600_000;

/** The bulk query jobs of this run. Results are kept seven days, but not across a restart. */
export class BulkJobs {
  readonly byId = new Map<string, BulkJob>();
  private failures: string[] = [];
  private made = 0;

  /** The next job will end as Failed with this message. */
  failNext(message: string): void {
    this.failures.push(message);
  }

  add(order: BulkOrder, version: string, createdAt: number, snapshot: TextSnapshot): BulkJob {
    const id = recordId("750", ++this.made);
    const failure = this.failures.shift() ?? null;
    const job: BulkJob = { id, order, version, createdAt, snapshot, failure, state: "UploadComplete", looks: 0 };
    this.byId.set(id, job);
    return job;
  }

  remove(job: BulkJob): void {
    job.snapshot.drop();
    this.byId.delete(job.id);
  }

  removeOlderThan(instant: number): void {
    for (const job of this.byId.values()) if (job.createdAt < instant) this.remove(job);
  }
}

const notInBulk = (message: string): SalesforceRefusal =>
  new SalesforceRefusal(400, "FUNCTIONALITY_NOT_ENABLED", message);

function checkForBulk(query: CompiledQuery): void {
  if (query.kind !== "records") throw notInBulk("Aggregate Relationships not supported in Bulk Query");
  if (query.children.length > 0) throw notInBulk("Nested Representations not supported in Bulk Query");
  if (query.offset > 0) throw notInBulk("OFFSET not supported in Bulk Query");
  if (selectsCompound(query)) throw notInBulk("Selecting compound data not supported in Bulk Query");
}

function parsedBody(request: OrgRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    throw new SalesforceRefusal(400, "JSON_PARSER_ERROR", "Unexpected end of JSON input");
  }
}

function summary(org: OrgParts, job: BulkJob): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.order.operation,
    object: job.snapshot.query.object.name,
    createdById: org.settings.userId,
    createdDate: restInstant(new Date(job.createdAt).toISOString()),
    systemModstamp: restInstant(new Date(org.clock()).toISOString()),
    state: job.state,
    concurrencyMode: "Parallel",
    contentType: job.order.contentType,
    apiVersion: Number(job.version),
    lineEnding: job.order.lineEnding,
    columnDelimiter: job.order.columnDelimiter,
  };
}

function create(org: OrgParts, request: OrgRequest, version: string): OrgReply {
  const order = orderSchema.safeParse(parsedBody(request));
  if (!order.success) throw new SalesforceRefusal(400, "INVALIDJOB", z.prettifyError(order.error));
  org.jobs.removeOlderThan(org.clock() - lifetimeMs);
  const query = compileFor(org, order.data.query, order.data.operation === "queryAll");
  checkForBulk(query);
  const snapshot = takeTextSnapshot(org.storage.db, query, lineSql(query.output, styleOf(order.data)));
  const job = org.jobs.add(order.data, version, org.clock(), snapshot);
  return json(200, summary(org, job));
}

/** Each look at a job takes it one step further, until the number of looks set for the organisation. */
function advance(org: OrgParts, job: BulkJob): void {
  if (job.state !== "UploadComplete" && job.state !== "InProgress") return;
  job.looks += 1;
  const done = job.looks > org.paging.bulkPollsUntilDone;
  if (done) job.state = job.failure === null ? "JobComplete" : "Failed";
  else job.state = "InProgress";
}

function status(org: OrgParts, job: BulkJob): OrgReply {
  advance(org, job);
  return json(200, {
    ...summary(org, job),
    jobType: "V2Query",
    numberRecordsProcessed: job.state === "JobComplete" ? job.snapshot.total : 0,
    retries: 0,
    totalProcessingTime: Math.max(0, org.clock() - job.createdAt),
    isPkChunkingSupported: true,
    ...(job.state === "Failed" ? { errorMessage: job.failure } : {}),
  });
}

function change(org: OrgParts, request: OrgRequest, job: BulkJob): OrgReply {
  const wanted = z.object({ state: z.literal("Aborted") }).safeParse(parsedBody(request));
  const finished = job.state === "JobComplete" || job.state === "Failed";
  if (!wanted.success || finished) {
    throw new SalesforceRefusal(400, "INVALIDJOBSTATE", "Invalid job state: a finished job cannot be changed");
  }
  job.state = "Aborted";
  return json(200, summary(org, job));
}

const locatorOf = (job: BulkJob, offset: number): string => Buffer.from(`${offset}:${job.id}`).toString("base64url");

function offsetFrom(job: BulkJob, locator: string | null): number {
  if (locator === null) return 0;
  const [offset, id] = Buffer.from(locator, "base64url").toString("utf8").split(":");
  const known = id === job.id && /^\d+$/.test(offset ?? "") && Number(offset) < job.snapshot.total;
  if (!known) throw new SalesforceRefusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  return Number(offset);
}

function pageSize(org: OrgParts, request: OrgRequest): number {
  const asked = request.url.searchParams.get("maxRecords");
  if (asked === null) return org.paging.bulkPageRows;
  if (!/^[1-9]\d*$/.test(asked))
    throw new SalesforceRefusal(400, "INVALID_INPUT", "maxRecords must be a positive integer");
  return Math.min(Number(asked), 1_000_000);
}

function results(org: OrgParts, request: OrgRequest, job: BulkJob, version: string): OrgReply {
  if (version !== job.version) {
    throw new SalesforceRefusal(409, "VERSION_MISMATCH", "Use the API version with which the job was created");
  }
  if (job.state !== "JobComplete") {
    throw new SalesforceRefusal(400, "INVALIDJOBSTATE", `Results are not available: the job is ${job.state}`);
  }
  const offset = offsetFrom(job, request.url.searchParams.get("locator"));
  const count = Math.min(pageSize(org, request), job.snapshot.total - offset);
  const next = offset + count;
  return {
    status: 200,
    headers: {
      "Content-Type": "text/csv",
      "Sforce-Locator": next < job.snapshot.total ? locatorOf(job, next) : "null",
      "Sforce-NumberOfRecords": String(count),
    },
    body: csvPage(job.snapshot, offset, count, styleOf(job.order)),
  };
}

/** `/jobs/query…`: Bulk API 2.0 for queries. */
export function bulk(org: OrgParts, request: OrgRequest, path: readonly string[], version: string): OrgReply {
  const [id, resource, ...more] = path;
  const { method } = request;
  if (id === undefined) {
    if (method === "POST") return create(org, request, version);
    const records = [...org.jobs.byId.values()].map((job) => summary(org, job));
    return json(200, { done: true, nextRecordsUrl: null, records });
  }
  const job = org.jobs.byId.get(id);
  if (!job || more.length > 0) throw notFound();
  if (resource === "results" && method === "GET") return results(org, request, job, version);
  if (resource !== undefined) throw notFound();
  if (method === "GET") return status(org, job);
  if (method === "PATCH") return change(org, request, job);
  if (method !== "DELETE") throw notFound();
  org.jobs.remove(job);
  return empty(204);
}
