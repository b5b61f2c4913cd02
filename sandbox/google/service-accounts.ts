import { createPublicKey, generateKeyPairSync, randomBytes, verify } from "node:crypto";
import { z } from "zod";
import { tokenRefusal, unauthenticated } from "./refusal.js";

/** A service account that the stand-in knows. */
export interface AccountInput {
  readonly email: string;
  /** PEM. */
  readonly publicKey: string;
}

export interface ServiceAccountKey extends AccountInput {
  /** PEM. */
  readonly privateKey: string;
  /** The JSON key file that Google would hand out. */
  readonly keyFile: string;
}

/** A service account with a fresh key. */
export function newServiceAccount(email = "polaris@sandbox.iam.gserviceaccount.com"): ServiceAccountKey {
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const keyFile = JSON.stringify({
    type: "service_account",
    project_id: "sandbox",
    private_key: pair.privateKey,
    client_email: email,
    token_uri: "https://oauth2.googleapis.com/token",
  });
  return { email, publicKey: pair.publicKey, privateKey: pair.privateKey, keyFile };
}

/** Whom a living token belongs to, and what it may be used for. */
export interface Bearer {
  readonly email: string;
  readonly scopes: ReadonlySet<string>;
}

interface Token extends Bearer {
  readonly until: number;
}

const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const headerSchema = z.object({ alg: z.literal("RS256") });
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  scope: z.string().optional(),
  iat: z.number(),
  exp: z.number(),
});
const longestSeconds = 3_600;
/** How far clocks may be apart. */
const toleranceSeconds = 300;

const decoded = (part: string | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
  } catch {
    return null;
  }
};

/** The accounts, and the access tokens they were given. */
export class ServiceAccounts {
  private readonly keys: Map<string, string>;
  private readonly clock: () => number;
  private readonly tokens = new Map<string, Token>();
  /** The scopes of each token that was given, oldest first. */
  readonly granted: (readonly string[])[] = [];
  private refusesAll = false;
  tokenLifetimeMs: number;

  constructor(accounts: readonly AccountInput[], clock: () => number, tokenLifetimeMs: number) {
    this.keys = new Map(accounts.map(({ email, publicKey }) => [email, publicKey]));
    this.clock = clock;
    this.tokenLifetimeMs = tokenLifetimeMs;
  }

  /** An access token for a signed assertion. @throws GoogleRefusal as the token endpoint words it */
  grant(form: URLSearchParams, audiences: readonly string[]): { token: string; expiresIn: number } {
    if (form.get("grant_type") !== grantType)
      throw tokenRefusal("unsupported_grant_type", `Invalid grant_type: ${form.get("grant_type") ?? ""}`);
    const { iss, scopes } = this.checked(form.get("assertion") ?? "", audiences);
    const token = `ya29.${randomBytes(48).toString("base64url")}`;
    this.granted.push(scopes);
    this.tokens.set(token, { email: iss, scopes: new Set(scopes), until: this.clock() + this.tokenLifetimeMs });
    return { token, expiresIn: Math.floor(this.tokenLifetimeMs / 1000) };
  }

  /** @throws GoogleRefusal 401 unless the header carries a living token */
  bearer(authorization: string | undefined): Bearer {
    const token = this.tokens.get(/^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "");
    if (this.refusesAll || token === undefined || token.until <= this.clock() || !this.keys.has(token.email))
      throw unauthenticated();
    return token;
  }

  knows(email: string): boolean {
    return this.keys.has(email);
  }

  /** Its key was deleted, or it was disabled. */
  remove(email: string): void {
    this.keys.delete(email);
  }

  add({ email, publicKey }: AccountInput): void {
    this.keys.set(email, publicKey);
  }

  expireAll(): void {
    this.tokens.clear();
  }

  /** While true every token is refused, also a fresh one. */
  refuseAll(refuses: boolean): void {
    this.refusesAll = refuses;
  }

  private checked(assertion: string, audiences: readonly string[]): { iss: string; scopes: string[] } {
    const [header, payload, signature] = assertion.split(".");
    const claims = claimsSchema.safeParse(decoded(payload));
    if (!claims.success || !headerSchema.safeParse(decoded(header)).success || !signature)
      throw tokenRefusal("invalid_request", "Bad Request");
    const { iss, aud, scope, iat, exp } = claims.data;
    const key = this.keys.get(iss);
    if (key === undefined) throw tokenRefusal("invalid_grant", "Invalid grant: account not found");
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify("RSA-SHA256", signed, createPublicKey(key), Buffer.from(signature, "base64url")))
      throw tokenRefusal("invalid_grant", "Invalid JWT Signature.");
    if (!audiences.includes(aud))
      throw tokenRefusal("invalid_grant", `Invalid JWT: Failed audience check. The right audience is ${audiences[0]}`);
    const now = this.clock() / 1000;
    if (exp <= now || iat > now + toleranceSeconds || exp - iat > longestSeconds)
      throw tokenRefusal(
        "invalid_grant",
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
      );
    const scopes = (scope ?? "").split(" ").filter((each) => each !== "");
    if (scopes.length === 0 || !scopes.every((each) => each.startsWith("https://www.googleapis.com/auth/")))
      throw tokenRefusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    return { iss, scopes };
  }
}
