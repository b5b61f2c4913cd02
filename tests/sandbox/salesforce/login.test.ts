import { createSign, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import jsforce from "jsforce";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { connectionTo, emptyOrg, hour, loggedIn, noon, type SteppedClock } from "./fixture.js";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function assertion(claims: Record<string, unknown>, key = keys.privateKey): string {
  const signed = `${encoded({ alg: "RS256" })}.${encoded(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
}

let org: SalesforceOrg;
let clock: SteppedClock;

beforeAll(async () => {
  const publicKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
  ({ org, clock } = await emptyOrg({ publicKey, tokenLifetimeMs: hour }));
});
beforeEach(() => {
  clock.now = noon;
});
afterAll(() => org.close());

const byJwt = (jwt: string): Promise<unknown> =>
  connectionTo(org).authorize({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: jwt });

const goodClaims = () => ({
  iss: "polaris-sandbox",
  sub: "integration@polaris.sandbox",
  aud: org.url,
  exp: noon / 1000 + 180,
});

describe("logging in", () => {
  it("lets the client in by client credentials and tells the organisation's id", async () => {
    const connection = await loggedIn(org);
    expect(connection.userInfo?.organizationId).toBe(org.orgId);
    expect(org.orgId).toMatch(/^00D[A-Za-z0-9]{15}$/);
    expect(connection.instanceUrl).toBe(org.url);
    const who = await connection.identity();
    expect(who).toMatchObject({ organization_id: org.orgId, username: "integration@polaris.sandbox" });
    const organization = await connection.query("SELECT Id, IsSandbox FROM Organization");
    expect(organization.records).toMatchObject([{ Id: org.orgId, IsSandbox: true }]);
  });

  it("refuses a wrong secret, a wrong client and another kind of grant", async () => {
    const attempt = (fields: Record<string, string>): Promise<unknown> =>
      connectionTo(org).authorize({ grant_type: "client_credentials", ...fields });
    await expect(attempt({ client_id: "polaris-sandbox", client_secret: "guess" })).rejects.toMatchObject({
      name: "invalid_client",
      message: "invalid client credentials",
    });
    await expect(attempt({ client_id: "other", client_secret: "sandbox-secret" })).rejects.toMatchObject({
      name: "invalid_client_id",
      message: "client identifier invalid",
    });
    await expect(attempt({ grant_type: "password", username: "a", password: "b" })).rejects.toMatchObject({
      name: "unsupported_grant_type",
    });
  });

  it("answers a refusal with status 400 and an OAuth body", async () => {
    const response = await fetch(`${org.url}/services/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials", client_id: "polaris-sandbox", client_secret: "x" }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: "invalid_client", error_description: "invalid client credentials" });
  });

  it("lets the client in by a signed assertion", async () => {
    await expect(byJwt(assertion(goodClaims()))).resolves.toMatchObject({ organizationId: org.orgId });
  });

  it.each([
    [
      "signed with another key",
      () => assertion(goodClaims(), generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
      "invalid assertion",
    ],
    ["already expired", () => assertion({ ...goodClaims(), exp: noon / 1000 - 1 }), "expired authorization code"],
    ["of too long a life", () => assertion({ ...goodClaims(), exp: noon / 1000 + 3600 }), "expired authorization code"],
    ["for another audience", () => assertion({ ...goodClaims(), aud: "https://example.org" }), "audience is invalid"],
    [
      "for an unknown user",
      () => assertion({ ...goodClaims(), sub: "x@example.org" }),
      "user hasn't approved this consumer",
    ],
    ["that is no assertion", () => "a.b.c", "invalid assertion"],
  ])("refuses an assertion %s", async (_, made, message) => {
    await expect(byJwt(made())).rejects.toMatchObject({ name: "invalid_grant", message });
  });

  it("refuses everyone while log-in is closed", async () => {
    org.refuseLogin({ error: "invalid_grant", description: "authentication failure" });
    await expect(loggedIn(org)).rejects.toMatchObject({ name: "invalid_grant", message: "authentication failure" });
    org.refuseLogin(null);
    await expect(loggedIn(org)).resolves.toBeDefined();
  });
});

describe("a token", () => {
  it("is refused once its life is over", async () => {
    const connection = await loggedIn(org);
    clock.forward(hour);
    await expect(connection.query("SELECT Id FROM Account")).rejects.toMatchObject({
      errorCode: "INVALID_SESSION_ID",
    });
  });

  it("is renewed by the client once it has expired", async () => {
    const first = await loggedIn(org);
    let renewals = 0;
    const connection = new jsforce.Connection({
      instanceUrl: org.url,
      accessToken: String(first.accessToken),
      version: "62.0",
      refreshFn: (_, done) => {
        renewals += 1;
        loggedIn(org).then(
          (fresh) => done(null, String(fresh.accessToken)),
          (cause: Error) => done(cause),
        );
      },
    });
    org.expireTokens();
    await expect(connection.query("SELECT Id FROM Account")).resolves.toMatchObject({ totalSize: 0 });
    expect(renewals).toBe(1);
  });

  it("is refused although fresh while every token is refused", async () => {
    org.refuseTokens(true);
    const connection = await loggedIn(org);
    const response = await fetch(`${org.url}/services/data/v62.0/limits`, {
      headers: { authorization: `Bearer ${connection.accessToken}` },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual([{ message: "Session expired or invalid", errorCode: "INVALID_SESSION_ID" }]);
    org.refuseTokens(false);
    await expect(connection.limits()).resolves.toBeDefined();
  });
});

describe("the door", () => {
  const requestWith = async (headers: Record<string, string>): Promise<number | undefined> => {
    const request = http.get(`${org.url}/services/data`, { headers });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    response.resume();
    return response.statusCode;
  };

  it("is open to 127.0.0.1 and localhost alone", async () => {
    const port = new URL(org.url).port;
    expect(await requestWith({ host: `localhost:${port}` })).toBe(200);
    expect(await requestWith({ host: `127.0.0.1:${port}` })).toBe(200);
    expect(await requestWith({ host: `rebound.example.org:${port}` })).toBe(403);
    expect(await requestWith({ host: `127.0.0.1.example.org:${port}` })).toBe(403);
  });

  it("is closed to a foreign web page", async () => {
    expect(await requestWith({ origin: "https://example.org" })).toBe(403);
  });
});
