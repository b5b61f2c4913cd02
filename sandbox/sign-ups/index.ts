import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type FaultInput, Faults } from "../salesforce/faults.js";

/** A session as Salesforce has it, of which the service keeps a copy. */
export interface CopiedSession {
  readonly Id: string;
  readonly Name: string;
  readonly Session_Type__c: string | null;
  readonly Format__c: string | null;
  readonly Session_Status__c: string | null;
  readonly Start_Date__c: string | null;
  readonly Date_and_Time_for_Cal__c: string | null;
  readonly Available_Slots__c: number | null;
  readonly Filled_Volunteer_Jobs__c: number | null;
  readonly Registration_Link__c: string | null;
  readonly Display_on_Website__c: boolean;
}

/** An event as the public list has it. */
export interface PublicEvent {
  readonly id: number;
  readonly Id: string;
  readonly Name: string;
  readonly Available_Slots__c: number;
  readonly Filled_Volunteer_Jobs__c: number;
  readonly Date_and_Time_for_Cal__c: string | null;
  readonly Session_Type__c: string | null;
  readonly Registration_Link__c: string | null;
  readonly Display_on_Website__c: boolean;
  readonly Start_Date__c: string;
  readonly status: "active";
  readonly note: string | null;
  readonly schools: readonly { readonly id: number; readonly name: string; readonly district: string }[];
}

const PATH = "/events/volunteer_signup_api";

/**
 * A stand-in of VolunTeach on 127.0.0.1: its public list of upcoming events, copied from sessions as the real one copies them every hour (later than today, with
 * free slots, in person, no drafts, switched on for the website), each day at its midnight.
 */
export class SignUpSite {
  readonly #server: http.Server;
  readonly #faults = new Faults();
  #events: PublicEvent[] = [];
  #requests = 0;

  constructor() {
    this.#server = http.createServer((request, response) => {
      void this.#answer(request, response).catch(() => response.destroy());
    });
  }

  async listen(port = 0): Promise<this> {
    if (process.env.NODE_ENV === "production") throw new Error("The sandbox never starts with NODE_ENV=production.");
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => resolve());
    });
    return this;
  }

  /** Of the public list. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${PATH}`;
  }

  get events(): readonly PublicEvent[] {
    return this.#events;
  }

  /** Requests for the list so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Copies what belongs on the list, in place of what was there. */
  copy(sessions: readonly CopiedSession[], today: string): void {
    this.#events = sessions
      .filter(
        (session) =>
          session.Display_on_Website__c &&
          session.Format__c !== "Virtual" &&
          (session.Start_Date__c ?? "") > today &&
          (session.Available_Slots__c ?? 0) > 0 &&
          session.Session_Status__c !== "Draft",
      )
      .map((session, place) => publicEvent(session, place + 1))
      .sort((a, b) => (a.Start_Date__c < b.Start_Date__c ? -1 : 1));
  }

  /** The same of the sample organisation, with what such a copy gets wrong: one event forgotten, one with other slots, one that nobody knows. */
  copySample(sessions: readonly CopiedSession[], today: string): void {
    this.copy(sessions, today);
    const [forgotten, behind] = this.#events;
    if (behind !== undefined) this.change(behind.Id, { Available_Slots__c: behind.Available_Slots__c + 2 });
    const last = this.#events.at(-1)?.Start_Date__c;
    if (forgotten === undefined || last === undefined) return;
    this.unlist(forgotten.Id);
    this.list({ Id: "a0BUNKNOWN00001AAA", Name: "Career day that was deleted in Salesforce", Start_Date__c: last });
  }

  list(event: Partial<PublicEvent> & Pick<PublicEvent, "Id" | "Name" | "Start_Date__c">): void {
    this.#events.push({ ...publicEvent(BLANK, this.#events.length + 1), ...event });
  }

  unlist(id: string): void {
    this.#events = this.#events.filter(({ Id }) => Id !== id);
  }

  change(id: string, changes: Partial<PublicEvent>): void {
    this.#events = this.#events.map((event) => (event.Id === id ? { ...event, ...changes } : event));
  }

  /** The next requests go wrong in this way. */
  fail(fault: Omit<FaultInput, "match">): void {
    this.#faults.add({ match: ".*", ...fault });
  }

  heal(): void {
    this.#faults.clear();
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const [path = ""] = (request.url ?? "").split("?", 1);
    if (path !== PATH || request.method !== "GET") {
      response.writeHead(path === PATH ? 405 : 404, { "Content-Type": "text/html; charset=utf-8" });
      response.end("<!doctype html><title>Not Found</title>");
      return;
    }
    this.#requests += 1;
    const fault = this.#faults.take("GET", path);
    if (fault?.delayMs) await wait(fault.delayMs);
    if (fault?.destroy) {
      response.destroy();
      return;
    }
    const body = fault?.body ?? (fault?.status === undefined ? this.#events : {});
    const text = typeof body === "string" ? body : `${JSON.stringify(body)}\n`;
    response.writeHead(fault?.status ?? 200, { "Content-Type": "application/json", ...fault?.headers });
    if (fault?.stall) response.write(text.slice(0, fault.cutBodyAfterBytes ?? 0));
    else response.end(text);
  }
}

const BLANK: CopiedSession = {
  Id: "",
  Name: "",
  Session_Type__c: "Career Speaker",
  Format__c: "In-Person",
  Session_Status__c: "Requested",
  Start_Date__c: null,
  Date_and_Time_for_Cal__c: null,
  Available_Slots__c: 5,
  Filled_Volunteer_Jobs__c: 0,
  Registration_Link__c: null,
  Display_on_Website__c: true,
};

const publicEvent = (session: CopiedSession, id: number): PublicEvent => ({
  id,
  Id: session.Id,
  Name: session.Name,
  Available_Slots__c: session.Available_Slots__c ?? 0,
  Filled_Volunteer_Jobs__c: session.Filled_Volunteer_Jobs__c ?? 0,
  Date_and_Time_for_Cal__c: session.Date_and_Time_for_Cal__c,
  Session_Type__c: session.Session_Type__c,
  Registration_Link__c: session.Registration_Link__c,
  Display_on_Website__c: true,
  Start_Date__c: `${session.Start_Date__c}T00:00:00`,
  status: "active",
  note: null,
  schools: [],
});
