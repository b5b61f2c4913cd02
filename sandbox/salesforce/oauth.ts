import { createHmac, createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { empty, json, type OrgReply, type OrgRequest } from "./http.js";
import type { OrgParts } from "./parts.js";

/** RFC 6749 errors of the token endpoint: an object, unlike the lists of the data API. */
class LoginRefused extends Error {
  readonly error: string;
  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const longestAssertionSeconds = 300;

const claimsSchema = z.object({ iss: z.string(), sub: z.string(), aud: z.string(), exp: z.number() });
const headerSchema = z.object({ alg: z.literal("RS256") });

const decoded = (part: string | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
  } catch {
    return null;
  }
};

function basicCredentials(authorization: string | undefined): [string, string] | null {
  const encoded = /^Basic (.+)$/.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return [decodeURIComponent(id), decodeURIComponent(secret.join(":"))];
}

function checkClientCredentials(org: OrgParts, form: URLSearchParams, authorization: string | undefined): void {
  const [clientId, clientSecret] = basicCredentials(authorization) ?? [
    form.get("client_id"),
    form.get("client_secret"),
  ];
  if (clientId !== org.settings.clientId) throw new LoginRefused("invalid_client_id", "client identifier invalid");
  if (clientSecret !== org.settings.clientSecret)
    throw new LoginRefused("invalid_client", "invalid client credentials");
}

function checkAssertion(org: OrgParts, assertion: string): void {
  const [header, payload, signature] = assertion.split(".");
  const claims = claimsSchema.safeParse(decoded(payload));
  if (!claims.success || !headerSchema.safeParse(decoded(header)).success || !signature) {
    throw new LoginRefused("invalid_grant", "invalid assertion");
  }
  const { iss, sub, aud, exp } = claims.data;
  if (iss !== org.settings.clientId) throw new LoginRefused("invalid_client_id", "client identifier invalid");
  const key = org.settings.publicKey;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!key || !verify("RSA-SHA256", signed, createPublicKey(key), Buffer.from(signature, "base64url"))) {
    throw new LoginRefused("invalid_grant", "invalid assertion");
  }
  const audiences = [org.baseUrl(), "https://login.salesforce.com", "https://test.salesforce.com"];
  if (!audiences.includes(aud.replace(/\/$/, ""))) throw new LoginRefused("invalid_grant", "audience is invalid");
  const now = org.clock() / 1000;
  if (exp <= now || exp > now + longestAssertionSeconds) {
    throw new LoginRefused("invalid_grant", "expired authorization code");
  }
  if (sub !== org.settings.username) throw new LoginRefused("invalid_grant", "user hasn't approved this consumer");
}

function checkGrant(org: OrgParts, form: URLSearchParams, authorization: string | undefined): void {
  const refused = org.sessions.refusedLogin;
  if (refused) throw new LoginRefused(refused.error, refused.description);
  switch (form.get("grant_type")) {
    case "client_credentials":
      checkClientCredentials(org, form, authorization);
      break;
    case jwtBearer:
      checkAssertion(org, form.get("assertion") ?? "");
      break;
    case "refresh_token":
      throw new LoginRefused("invalid_grant", "expired access/refresh token");
    case null:
      throw new LoginRefused("invalid_request", "grant type not specified");
    default:
      throw new LoginRefused("unsupported_grant_type", "grant type not supported");
  }
}

function token(org: OrgParts, request: OrgRequest): OrgReply {
  if (request.method !== "POST") {
    return json(400, { error: "invalid_request", error_description: "must use HTTP POST" });
  }
  try {
    checkGrant(org, new URLSearchParams(request.body), request.headers.authorization);
  } catch (cause) {
    if (!(cause instanceof LoginRefused)) throw cause;
    return json(400, { error: cause.error, error_description: cause.message });
  }
  const id = `${org.baseUrl()}/id/${org.settings.orgId}/${org.settings.userId}`;
  const issuedAt = String(org.clock());
  const signature = createHmac("sha256", org.settings.clientSecret)
    .update(id + issuedAt)
    .digest("base64");
  return json(200, {
    access_token: org.sessions.issue(),
    signature,
    scope: "api",
    instance_url: org.baseUrl(),
    id,
    token_type: "Bearer",
    issued_at: issuedAt,
  });
}

/** `/services/oauth2/…`: log-in and revocation. */
export function oauth(org: OrgParts, request: OrgRequest): OrgReply {
  switch (request.url.pathname) {
    case "/services/oauth2/token":
      return token(org, request);
    case "/services/oauth2/revoke":
      org.sessions.revoke(new URLSearchParams(request.body).get("token") ?? "");
      return empty(200);
    default:
      return json(404, { error: "not_found", error_description: "The requested resource does not exist" });
  }
}

/** `/id/<organisation>/<user>`: who the token belongs to. */
export function identity(org: OrgParts): OrgReply {
  const { orgId, userId, username } = org.settings;
  return json(200, {
    id: `${org.baseUrl()}/id/${orgId}/${userId}`,
    asserted_user: true,
    user_id: userId,
    organization_id: orgId,
    username,
    display_name: "Polaris Integration",
    active: true,
    user_type: "STANDARD",
    language: "en_US",
    locale: "en_US",
    utcOffset: 0,
    urls: {
      rest: `${org.baseUrl()}/services/data/v{version}/`,
      query: `${org.baseUrl()}/services/data/v{version}/query/`,
    },
  });
}
