import { createSign } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Connection } from "jsforce";
import type { z } from "zod";
import type { Clock, SalesforceAccess } from "../../runtime/index.js";
import {
  brokenAnswer,
  budgetSpent,
  checkedAnswer,
  limitReached,
  refusal,
  refusedLogin,
  refusedSession,
  SalesforceError,
} from "./errors.js";
import { type Heard, heardIn, type Session, SessionOver } from "./session.js";
import { FetchTransport } from "./transport.js";

export interface Patience {
  /** Milliseconds without a byte after which a request is given up. */
  readonly deadline: number;
  /** Pauses in milliseconds before asking again; their number is the number of repeats. */
  readonly waits: readonly number[];
}

const PATIENCE: Patience = { deadline: 120_000, waits: [500, 1_000, 2_000, 4_000, 8_000] };
/** New sessions in a row without one answer that accepts them. */
const REFRESHES = 3;
/** The share of the org's daily calls that is left to people. */
const RESERVE = 0.05;

/** Shares of the day's calls. */
export interface ApiBudget {
  /** Of all that use the org. */
  readonly org: number;
  /** Of what is asked from now on. */
  readonly run: number;
}

export interface ConnectionOptions {
  readonly access: SalesforceAccess;
  readonly clock: Clock;
  readonly patience?: Patience;
  readonly stop?: AbortSignal;
}

/** The session with one Salesforce org: jsforce for login and requests, with deadlines, repeats and checked answers around it. */
export class SalesforceConnection {
  readonly #access: SalesforceAccess;
  readonly #clock: Clock;
  readonly #patience: Patience;
  readonly #stop: AbortSignal | undefined;
  readonly #transport: FetchTransport;
  readonly #jsforce: Connection;
  #refreshes = 0;
  #givenUp: SalesforceError | null = null;
  #serverNow: string | null = null;
  /** As the last answer told, and how many calls had been made then. */
  #told: { used: number; limit: number; calls: number } | null = null;
  #budget: (ApiBudget & { readonly from: number }) | null = null;
  #calls = 0;

  constructor({ access, clock, patience = PATIENCE, stop }: ConnectionOptions) {
    this.#access = access;
    this.#clock = clock;
    this.#patience = patience;
    this.#stop = stop;
    this.#transport = new FetchTransport({
      deadline: patience.deadline,
      stop,
      onAnswer: (response) => {
        if (!response.url.includes("/services/oauth2/")) this.hear(heardIn(response));
      },
    });
    this.#jsforce = new Connection({
      loginUrl: access.loginUrl,
      version: access.apiVersion,
      oauth2: {
        loginUrl: access.loginUrl,
        clientId: access.clientId,
        ...(access.proof.kind === "secret" ? { clientSecret: access.proof.clientSecret } : {}),
      },
      refreshFn: (_, done) => {
        this.#refresh().then(
          (token) => done(null, token),
          (error: Error) => done(error),
        );
      },
    });
    this.#jsforce._transport = this.#transport;
    this.#jsforce.oauth2._transport = this.#transport;
  }

  /** Requests made of the API so far, logins not counted. */
  get calls(): number {
    return this.#calls;
  }

  /** The org's calls of the last 24 hours: those the last answer told, and those made since, as answers of Bulk tell none. */
  get usage(): { used: number; limit: number } | null {
    if (this.#told === null) return null;
    return { used: this.#told.used + this.#calls - this.#told.calls, limit: this.#told.limit };
  }

  /** From now on no call is made beyond these shares. */
  keepWithin(budget: ApiBudget): void {
    this.#budget = { ...budget, from: this.#calls };
  }

  /** Takes note of how many calls the org has used, told otherwise than by a header. */
  noteUsage(used: number, limit: number): void {
    this.#told = { used, limit, calls: this.#calls };
  }

  /** Salesforce's clock at its last answer, ISO-8601 UTC in whole seconds; null before the first. */
  get serverNow(): string | null {
    return this.#serverNow;
  }

  get instanceUrl(): string {
    return this.#jsforce.instanceUrl;
  }

  /** Logs in and says which org this is: the 18-character id from the identity address. */
  async login(): Promise<{ organizationId: string }> {
    return this.again(async () => {
      const user = await this.#authorize();
      return { organizationId: user.organizationId };
    });
  }

  /** One GET, its JSON checked. `subject` is what an error speaks of. */
  async get<T>(path: string, shape: z.ZodType<T>, subject: string): Promise<T> {
    return this.#checked({ method: "GET", url: path }, shape, subject);
  }

  /** One POST of JSON. Asked again after a failure: only for what may be done twice. */
  async post<T>(path: string, body: unknown, shape: z.ZodType<T>, subject: string): Promise<T> {
    const headers = { "content-type": "application/json" };
    return this.#checked({ method: "POST", url: path, body: JSON.stringify(body), headers }, shape, subject);
  }

  /**
   * Work within the session that talks for itself, its answers reported by `hear`. One try, and a second in a new session when the first
   * is over: the caller knows where to go on.
   */
  async *within<T>(work: (session: Session) => AsyncGenerator<T>): AsyncGenerator<T> {
    this.#spare();
    try {
      return yield* work(this.#session());
    } catch (error) {
      if (!(error instanceof SessionOver)) throw error;
    }
    await this.#renew();
    try {
      yield* work(this.#session());
    } catch (error) {
      throw error instanceof SessionOver ? refusedSession() : error;
    }
  }

  #session(): Session {
    return {
      url: `${this.#jsforce.instanceUrl}/services/data/v${this.#jsforce.version}`,
      token: this.#jsforce.accessToken ?? "",
      deadline: this.#patience.deadline,
    };
  }

  get stop(): AbortSignal | undefined {
    return this.#stop;
  }

  /** Takes note of what an answer says of the time, of the calls used, and of the session. */
  hear({ status, date, limits }: Heard): void {
    const instant = Date.parse(date ?? "");
    if (!Number.isNaN(instant)) this.#serverNow = new Date(instant).toISOString();
    this.#calls += 1;
    if (status !== 401) this.#refreshes = 0;
    const told = /api-usage=(\d+)\/(\d+)/.exec(limits ?? "");
    if (told !== null) this.noteUsage(Number(told[1]), Number(told[2]));
  }

  /** Waits, then says whether to go on. @throws the stop signal's reason */
  async pause(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, this.#stop === undefined ? {} : { signal: this.#stop }).catch(
      (error: unknown) => {
        throw this.#stop?.aborted ? this.#stop.reason : error;
      },
    );
  }

  /** How long to wait before the try after `attempt` failed ones; null when patience is at its end. */
  waitBefore(attempt: number): number | null {
    return this.#patience.waits[attempt] ?? null;
  }

  async #checked<T>(
    request: { method: "GET" | "POST"; url: string; body?: string; headers?: Record<string, string> },
    shape: z.ZodType<T>,
    subject: string,
  ): Promise<T> {
    return this.again(async () => {
      this.#spare();
      let answer: unknown;
      try {
        answer = await this.#jsforce.request<unknown>({ ...request });
      } catch (thrown) {
        throw this.#explained(thrown, subject);
      }
      return checkedAnswer(answer, shape);
    });
  }

  /** Does it, and again after waiting where that may help. */
  async again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const wait = this.#patience.waits[attempt];
        if (!(error instanceof SalesforceError) || !error.isPassing || wait === undefined) throw error;
        await this.pause(error.waitFor ?? wait);
      }
    }
  }

  /** jsforce wraps what happens within it; what was meant comes out again. */
  #explained(thrown: unknown, subject: string): unknown {
    if (this.#givenUp !== null) return this.#givenUp;
    if (thrown instanceof SalesforceError || this.#stop?.aborted) return thrown;
    if (thrown instanceof Error && "errorCode" in thrown)
      return refusal(String(thrown.errorCode), thrown.message, subject);
    return brokenAnswer("an answer that jsforce does not understand");
  }

  async #refresh(): Promise<string> {
    this.#refreshes += 1;
    if (this.#refreshes > REFRESHES) this.#givenUp = refusedSession();
    if (this.#givenUp !== null) throw this.#givenUp;
    try {
      await this.again(() => this.#authorize());
    } catch (error) {
      if (error instanceof SalesforceError) this.#givenUp = error;
      throw error;
    }
    return this.#jsforce.accessToken ?? "";
  }

  async #renew(): Promise<void> {
    try {
      // However lately the session was renewed: it was just refused.
      await this.#jsforce._refreshDelegate?.refresh(Number.POSITIVE_INFINITY);
    } catch (error) {
      throw this.#givenUp ?? error;
    }
  }

  async #authorize(): Promise<{ organizationId: string }> {
    const { proof } = this.#access;
    try {
      return await this.#jsforce.authorize(
        proof.kind === "secret"
          ? { grant_type: "client_credentials" }
          : { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: this.#assertion(proof) },
      );
    } catch (thrown) {
      if (thrown instanceof SalesforceError || this.#stop?.aborted) throw thrown;
      // jsforce names an OAuth error after its code; anything else is an answer it could not read.
      if (thrown instanceof Error && /^[a-z_]+$/.test(thrown.name)) throw refusedLogin(thrown.name);
      if (thrown instanceof Error && thrown.name.startsWith("ERROR_HTTP_")) throw refusedLogin(thrown.name.slice(6));
      throw brokenAnswer("the login's answer");
    }
  }

  /** The JWT bearer assertion (RFC 7523): who asks, for whom, at which address, good for three minutes. */
  #assertion({ username, privateKey }: { username: string; privateKey: string }): string {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const expires = Math.floor(Date.parse(this.#clock.now()) / 1000) + 180;
    const audience = this.#access.loginUrl.replace(/\/+$/, "");
    const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iss: this.#access.clientId, sub: username, aud: audience, exp: expires })}`;
    try {
      return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
    } catch (cause) {
      throw new SalesforceError(
        "configuration_invalid",
        "SALESFORCE_PRIVATE_KEY_FILE does not hold an RSA private key in PEM form.",
        { cause },
      );
    }
  }

  /** Stops before a share is spent, and before the org's last calls are taken from the people who work in it. */
  #spare(): void {
    if (this.#givenUp !== null) throw this.#givenUp;
    const { usage } = this;
    if (usage === null || usage.limit === 0) return;
    const { used, limit } = usage;
    if (this.#budget !== null) {
      const { org, run, from } = this.#budget;
      if (used >= limit * org) throw budgetSpent("org", { used, limit, share: org });
      const own = this.#calls - from;
      if (own >= limit * run) throw budgetSpent("run", { used: own, limit, share: run });
    }
    if (used < limit * (1 - RESERVE)) return;
    throw limitReached(
      ` (${used.toLocaleString("en-US")} of ${limit.toLocaleString("en-US")}; 5 % are left to people)`,
    );
  }
}
