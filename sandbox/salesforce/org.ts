import { once } from "node:events";
import type http from "node:http";
import { BulkJobs } from "./bulk.js";
import type { LiveObject } from "./catalogue.js";
import { Cursors } from "./cursors.js";
import { type FaultInput, Faults } from "./faults.js";
import { type FieldDefinition, fieldOf } from "./fields.js";
import { to18 } from "./ids.js";
import { ApiLimit } from "./limits.js";
import type { OrgParts, OrgSettings, Paging } from "./parts.js";
import { type Clock, type EditOptions, Records, type StoredRecord } from "./records.js";
import { type ReportInput, SavedReports } from "./report-model.js";
import { sampleReports } from "./report-samples.js";
import { type LoggedRequest, RequestLog } from "./requestlog.js";
import { type ObjectDefinition, standardSchema } from "./schema.js";
import { createServer } from "./server.js";
import { type LoginRefusal, Sessions } from "./sessions.js";
import { Storage } from "./storage.js";
import { OrgDataError, type RecordInput } from "./values.js";

export interface SalesforceOrgOptions {
  /** Path of the SQLite file that keeps the organisation, or ":memory:". */
  readonly file?: string;
  /** Milliseconds since 1970. */
  readonly clock?: Clock;
  readonly orgId?: string;
  readonly organizationName?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** The user of the JWT bearer flow. */
  readonly username?: string;
  /** PEM; without it the JWT bearer flow is refused. */
  readonly publicKey?: string;
  readonly tokenLifetimeMs?: number;
  readonly schema?: readonly ObjectDefinition[];
  readonly paging?: Partial<Paging>;
  /** Saved reports; those of the sample unless told. */
  readonly reports?: readonly ReportInput[];
}

const defaultOrgId = "00DPL0000000SBX";
const twoHours = 2 * 3_600_000;

function checkedOrgId(orgId: string): string {
  const whole = to18(orgId);
  if (whole === null || !whole.startsWith("00D")) throw new OrgDataError(`${orgId} is no id of an organisation`);
  return whole;
}

/**
 * A Salesforce organisation on 127.0.0.1: what it holds, and levers for what may happen to it.
 * The levers are the same as those of `/_control/`.
 */
export class SalesforceOrg {
  private readonly parts: OrgParts;
  private readonly server: http.Server;
  private address = "";

  constructor(options: SalesforceOrgOptions = {}) {
    const clock = options.clock ?? Date.now;
    const settings = settingsFrom(options);
    const storage = new Storage(options.file ?? ":memory:", settings.orgId, options.schema ?? standardSchema);
    this.parts = {
      settings,
      paging: { restPageRows: 2000, bulkPageRows: 50_000, bulkPollsUntilDone: 1, ...options.paging },
      clock,
      storage,
      records: new Records(storage, clock),
      sessions: new Sessions(settings.orgId, clock, options.tokenLifetimeMs ?? twoHours),
      limit: new ApiLimit(),
      faults: new Faults(),
      log: new RequestLog(),
      cursors: new Cursors(clock),
      jobs: new BulkJobs(),
      reports: new SavedReports(),
      baseUrl: () => this.address,
    };
    for (const report of options.reports ?? sampleReports(new Date(clock()).toISOString().slice(0, 10)))
      this.parts.reports.add(report);
    this.server = createServer(this.parts);
    this.ensureOrganization(options.organizationName ?? "Polaris Sandbox");
  }

  get orgId(): string {
    return this.parts.settings.orgId;
  }

  /** The log-in URL and instance URL, known once it listens. */
  get url(): string {
    if (this.address === "") throw new OrgDataError("the organisation does not listen yet");
    return this.address;
  }

  async listen(port = 0): Promise<this> {
    this.server.listen(port, "127.0.0.1");
    await once(this.server, "listening");
    const bound = this.server.address();
    if (bound === null || typeof bound === "string") throw new OrgDataError("no port was bound");
    this.address = `http://127.0.0.1:${bound.port}`;
    return this;
  }

  async close(): Promise<void> {
    if (this.server.listening) {
      const closed = once(this.server, "close");
      this.server.close();
      this.server.closeAllConnections();
      await closed;
    }
    this.parts.storage.db.close();
  }

  load(rows: Readonly<Record<string, readonly RecordInput[]>>): void {
    this.parts.records.load(rows);
  }

  count(object: string): number {
    return this.parts.records.count(object);
  }

  /** Objects and fields as they stand now. */
  describe(): readonly LiveObject[] {
    return this.parts.storage.catalogue.all();
  }

  get(object: string, id: string): StoredRecord | undefined {
    return this.parts.records.get(object, id);
  }

  insert(object: string, record: RecordInput): string {
    return this.parts.records.insert(object, record);
  }

  /** A row whose stamps are `stamp`, an instant that readers have already passed. */
  commitLate(object: string, record: RecordInput, stamp: string): string {
    return this.parts.records.commitLate(object, record, stamp);
  }

  edit(object: string, id: string, fields: RecordInput, options: EditOptions = {}): void {
    this.parts.records.edit(object, id, fields, options);
  }

  delete(object: string, id: string): void {
    this.parts.records.remove(object, id);
  }

  undelete(object: string, id: string): void {
    this.parts.records.restore(object, id);
  }

  merge(object: string, winner: string, loser: string): void {
    this.parts.records.merge(object, winner, loser);
  }

  purge(object: string, id: string, options: { readonly forget?: boolean } = {}): void {
    this.parts.records.purge(object, id, options.forget ?? false);
  }

  renameField(object: string, from: string, to: string): void {
    this.parts.storage.change({ kind: "rename", object, from, to }, this.parts.clock());
  }

  hideField(object: string, field: string, hidden = true): void {
    this.parts.storage.change({ kind: "hide", object, field, hidden }, this.parts.clock());
  }

  addField(object: string, name: string, type: FieldDefinition["type"], length = 255): void {
    this.parts.storage.change({ kind: "add", object, field: fieldOf(name, type, { length }) }, this.parts.clock());
  }

  fault(fault: FaultInput): number {
    return this.parts.faults.add(fault);
  }

  clearFaults(): void {
    this.parts.faults.clear();
  }

  expireTokens(): void {
    this.parts.sessions.expireAll();
  }

  /** While true, every call is answered 401, whatever its token. */
  refuseTokens(refuses: boolean): void {
    this.parts.sessions.refuseAll(refuses);
  }

  refuseLogin(refusal: LoginRefusal | null): void {
    this.parts.sessions.refuseLogin(refusal);
  }

  expireLocators(): void {
    this.parts.cursors.expireAll();
  }

  failNextJob(message: string): void {
    this.parts.jobs.failNext(message);
  }

  /** Saves a report, over another of its id. */
  saveReport(report: ReportInput): void {
    this.parts.reports.add(report);
  }

  /** Shares a report's folder with the integration user, or takes it away. */
  shareReport(id: string, isShared: boolean): void {
    this.parts.reports.share(id, isShared);
  }

  setPaging(paging: Partial<Paging>): void {
    Object.assign(this.parts.paging, paging);
  }

  setApiLimit(limit: { readonly max?: number; readonly used?: number }): void {
    this.parts.limit.max = limit.max ?? this.parts.limit.max;
    this.parts.limit.used = limit.used ?? this.parts.limit.used;
  }

  get apiCalls(): number {
    return this.parts.limit.used;
  }

  get requests(): readonly LoggedRequest[] {
    return this.parts.log.all();
  }

  clearRequests(): void {
    this.parts.log.clear();
  }

  private ensureOrganization(name: string): void {
    const { records, settings } = this.parts;
    if (records.get("Organization", settings.orgId)) return;
    records.insert("Organization", {
      Id: settings.orgId,
      Name: name,
      OrganizationType: "Developer Edition",
      IsSandbox: true,
      InstanceName: "LOCAL",
      TimeZoneSidKey: "GMT",
      FiscalYearStartMonth: 1,
    });
  }
}

function settingsFrom(options: SalesforceOrgOptions): OrgSettings {
  return {
    orgId: checkedOrgId(options.orgId ?? defaultOrgId),
    userId: to18("005PL0000000BOT") ?? "",
    username: options.username ?? "integration@polaris.sandbox",
    clientId: options.clientId ?? "polaris-sandbox",
    clientSecret: options.clientSecret ?? "sandbox-secret",
    publicKey: options.publicKey ?? null,
  };
}
