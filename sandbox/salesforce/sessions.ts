import { randomBytes } from "node:crypto";
import { SalesforceRefusal } from "./refusal.js";

export interface LoginRefusal {
  readonly error: string;
  readonly description: string;
}

/** The access tokens that were given out, and whether any is accepted at the moment. */
export class Sessions {
  private readonly orgId: string;
  private readonly clock: () => number;
  private readonly lifetimeMs: number;
  private readonly tokens = new Map<string, number>();
  private refusesAll = false;
  private loginRefusal: LoginRefusal | null = null;

  constructor(orgId: string, clock: () => number, lifetimeMs: number) {
    this.orgId = orgId;
    this.clock = clock;
    this.lifetimeMs = lifetimeMs;
  }

  issue(): string {
    const token = `${this.orgId.slice(0, 15)}!${randomBytes(48).toString("base64url")}`;
    this.tokens.set(token, this.clock() + this.lifetimeMs);
    return token;
  }

  /** Throws 401 INVALID_SESSION_ID unless the header carries a living token. */
  check(authorization: string | undefined): void {
    const token = /^(?:Bearer|OAuth) (.+)$/.exec(authorization ?? "")?.[1];
    const until = token === undefined ? undefined : this.tokens.get(token);
    if (this.refusesAll || until === undefined || until <= this.clock()) {
      throw new SalesforceRefusal(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }
  }

  revoke(token: string): void {
    this.tokens.delete(token);
  }

  expireAll(): void {
    this.tokens.clear();
  }

  /** While true every token is refused, also a fresh one. */
  refuseAll(refuses: boolean): void {
    this.refusesAll = refuses;
  }

  refuseLogin(refusal: LoginRefusal | null): void {
    this.loginRefusal = refusal;
  }

  get refusedLogin(): LoginRefusal | null {
    return this.loginRefusal;
  }
}
