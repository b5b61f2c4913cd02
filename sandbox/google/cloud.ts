import { once } from "node:events";
import type http from "node:http";
import { type FaultInput, Faults } from "../salesforce/faults.js";
import { type LoggedRequest, RequestLog } from "../salesforce/requestlog.js";
import { Interruptions } from "./meanwhile.js";
import type { CloudParts } from "./parts.js";
import { type Measured, Property, type PropertyInput } from "./property.js";
import { Quota } from "./quota.js";
import { createServer } from "./server.js";
import { type AccountInput, ServiceAccounts } from "./service-accounts.js";
import { Spreadsheet, type SpreadsheetInput } from "./spreadsheet.js";
import { Workbook } from "./workbook.js";

export interface GoogleCloudOptions {
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly sheets?: readonly SpreadsheetInput[];
  readonly analytics?: readonly PropertyInput[];
  readonly serviceAccounts: readonly AccountInput[];
  /** Folders of Shared Drives → the accounts that may write into them. */
  readonly folders?: Readonly<Record<string, readonly string[]>>;
  readonly tokenLifetimeMs?: number;
}

const anHour = 3_599_000;

/** Google's Sheets, Drive and Analytics APIs on 127.0.0.1: what they hold, and levers for what may happen to them. */
export class GoogleCloud {
  private readonly parts: CloudParts;
  private readonly server: http.Server;
  private address = "";

  constructor(options: GoogleCloudOptions) {
    const clock = options.clock ?? Date.now;
    this.parts = {
      clock,
      accounts: new ServiceAccounts(options.serviceAccounts, clock, options.tokenLifetimeMs ?? anHour),
      spreadsheets: new Map((options.sheets ?? []).map((sheet) => [sheet.id, new Spreadsheet(sheet, clock)])),
      folders: new Map(Object.entries(options.folders ?? {}).map(([id, members]) => [id, new Set(members)])),
      properties: new Map((options.analytics ?? []).map((property) => [property.id, new Property(property)])),
      reads: new Quota("Read", clock),
      writes: new Quota("Write", clock),
      faults: new Faults(),
      interruptions: new Interruptions(),
      log: new RequestLog(),
      baseUrl: () => this.address,
    };
    this.server = createServer(this.parts);
  }

  /** The root of all the APIs, known once it listens. */
  get url(): string {
    if (this.address === "") throw new RangeError("the stand-in does not listen yet");
    return this.address;
  }

  async listen(port = 0): Promise<this> {
    this.server.listen(port, "127.0.0.1");
    await once(this.server, "listening");
    const bound = this.server.address();
    if (bound === null || typeof bound === "string") throw new RangeError("no port was bound");
    this.address = `http://127.0.0.1:${bound.port}`;
    return this;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  addSheet(input: SpreadsheetInput): void {
    this.parts.spreadsheets.set(input.id, new Spreadsheet(input, this.parts.clock));
  }

  /** What people do to one spreadsheet. */
  sheet(id: string): Workbook {
    const found = this.parts.spreadsheets.get(id);
    if (found === undefined) throw new RangeError(`There is no spreadsheet ${id}`);
    return new Workbook(found);
  }

  /** Replaces what a property measured. */
  measure(property: string, rows: readonly Measured[]): void {
    this.property(property).rows = [...rows];
  }

  /** Reports that a property still answers; null is without end. */
  analyticsQuota(property: string, quota: Property["quota"]): void {
    this.property(property).quota = quota;
  }

  /** How many reads a minute are allowed. */
  readQuota(limits: { readonly perProject?: number; readonly perUser?: number }): void {
    Object.assign(this.parts.reads.limits, limits);
  }

  expireTokens(): void {
    this.parts.accounts.expireAll();
  }

  refuseTokens(refuses = true): void {
    this.parts.accounts.refuseAll(refuses);
  }

  /** Deletes the key of a service account. */
  removeAccount(email: string): void {
    this.parts.accounts.remove(email);
  }

  addAccount(account: AccountInput): void {
    this.parts.accounts.add(account);
  }

  fault(fault: FaultInput): number {
    return this.parts.faults.add(fault);
  }

  clearFaults(): void {
    this.parts.faults.clear();
  }

  /** Does something in the midst of a client's reading: right after a request that matches "METHOD path?query" was answered. */
  meanwhile(match: string, act: () => void, times = 1): void {
    this.parts.interruptions.add(match, act, times);
  }

  /** What was asked for with each token that was given. */
  get scopesAsked(): readonly (readonly string[])[] {
    return this.parts.accounts.granted;
  }

  get log(): readonly LoggedRequest[] {
    return this.parts.log.all();
  }

  clearLog(): void {
    this.parts.log.clear();
  }

  private property(id: string): Property {
    const found = this.parts.properties.get(id);
    if (found === undefined) throw new RangeError(`There is no property ${id}`);
    return found;
  }
}
