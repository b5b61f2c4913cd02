import { createHash, createSign } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GoogleCloud, newServiceAccount, serialOf } from "../../../sandbox/google/index.js";

const ACCOUNT = newServiceAccount();
const READS = "https://www.googleapis.com/auth/spreadsheets.readonly https://www.googleapis.com/auth/drive.readonly";
const WRITES = "https://www.googleapis.com/auth/spreadsheets https://www.googleapis.com/auth/drive";
const START = Date.parse("2026-11-21T12:00:00Z");

let now = START;
let cloud: GoogleCloud;

beforeEach(async () => {
  now = START;
  cloud = await new GoogleCloud({
    clock: () => now,
    serviceAccounts: [ACCOUNT],
    folders: { "shared-folder": [ACCOUNT.email], "closed-folder": ["anne@example.org"] },
    sheets: [
      {
        id: "sheet-one",
        title: "Sample",
        sharedWith: [ACCOUNT.email],
        tabs: [
          {
            title: "Anne's tab",
            rows: [
              ["Name", "Date", "Amount"],
              [],
              ["Alice", { dateTime: "2026-01-15T12:00" }, { value: 1234.5, shown: "$1,234.50" }, null],
              [null, { date: "2026-01-16" }, true, { error: "#N/A" }],
              [null, null],
            ],
            merges: ["A3:A4"],
          },
          { title: "Two" },
        ],
      },
      { id: "drive-one", title: "In the Shared Drive", folder: "shared-folder", sharedWith: [ACCOUNT.email], tabs: [] },
      {
        id: "list-one",
        title: "source_3_03-2026.csv",
        mimeType: "text/csv",
        folder: "shared-folder",
        content: "Operation,Phone\n1,346-555-0140\n",
        sharedWith: [ACCOUNT.email],
        tabs: [],
      },
      { id: "private-one", title: "Private", tabs: [] },
    ],
  }).listen();
});
afterEach(() => cloud.close());

type Claims = Record<string, unknown>;
const TOKEN = "https://oauth2.googleapis.com/token";

function assertionOf(claims: Claims = {}, key = ACCOUNT.privateKey, alg = "RS256"): string {
  const seconds = Math.floor(now / 1000);
  const usual = { iss: ACCOUNT.email, aud: TOKEN, iat: seconds, exp: seconds + 3600, scope: READS };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ alg })}.${encode({ ...usual, ...claims })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
}

async function login(assertion: string, grant = "urn:ietf:params:oauth:grant-type:jwt-bearer") {
  const body = new URLSearchParams({ grant_type: grant, assertion });
  const answer = await fetch(`${cloud.url}/token`, { method: "POST", body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function call(
  path: string,
  {
    method = "GET",
    body,
    scope = READS,
    token,
  }: { method?: string; body?: unknown; scope?: string; token?: string } = {},
) {
  const bearer = token ?? String((await login(assertionOf({ scope }))).body.access_token);
  const answer = await fetch(cloud.url + path, {
    method,
    headers: { authorization: `Bearer ${bearer}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as {
      error?: { status?: string; message: string; errors?: { reason: string }[] };
    } & Record<string, unknown>,
  };
}
const values = (query: string, range = "Anne's tab") =>
  call(`/v4/spreadsheets/sheet-one/values/${encodeURIComponent(`'${range.replaceAll("'", "''")}'`)}${query}`);

describe("the token endpoint", () => {
  it("gives a token for a good assertion", async () => {
    expect(await login(assertionOf())).toMatchObject({ status: 200, body: { token_type: "Bearer", expires_in: 3599 } });
  });

  it.each<[string, Claims, string]>([
    ["an unknown account", { iss: "nobody@example.org" }, "account not found"],
    ["another audience", { aud: "https://example.org/token" }, "audience"],
    ["an assertion from the past", { iat: START / 1000 - 7200, exp: START / 1000 - 3600 }, "short-lived"],
    ["one for two hours", { exp: START / 1000 + 7200 }, "short-lived"],
    ["a clock that is ahead", { iat: START / 1000 + 600, exp: START / 1000 + 700 }, "short-lived"],
  ])("refuses %s with invalid_grant", async (_, claims, words) => {
    const { status, body } = await login(assertionOf(claims));
    expect({ status, error: body.error }).toEqual({ status: 400, error: "invalid_grant" });
    expect(String(body.error_description)).toContain(words);
  });

  it("refuses a wrong signature, another algorithm, no scope, another grant", async () => {
    const other = newServiceAccount();
    expect((await login(assertionOf({}, other.privateKey))).body).toMatchObject({ error: "invalid_grant" });
    expect((await login(assertionOf({}, ACCOUNT.privateKey, "none"))).status).toBe(400);
    expect((await login(assertionOf({ scope: "" }))).body).toMatchObject({ error: "invalid_scope" });
    expect((await login(assertionOf(), "password")).body).toMatchObject({ error: "unsupported_grant_type" });
  });

  it("lets a token live an hour, and serve only what it was given for", async () => {
    const token = String((await login(assertionOf())).body.access_token);
    expect((await call("/v4/spreadsheets/sheet-one", { token })).status).toBe(200);
    const write = { method: "PUT", body: { values: [["x"]] }, token };
    const refused = await call("/v4/spreadsheets/sheet-one/values/Two!A1?valueInputOption=RAW", write);
    expect(refused).toMatchObject({ status: 403, body: { error: { status: "PERMISSION_DENIED" } } });
    now += 3_600_000;
    expect(await call("/v4/spreadsheets/sheet-one", { token })).toMatchObject({
      status: 401,
      body: { error: { status: "UNAUTHENTICATED" } },
    });
  });
});

describe("Sheets", () => {
  it("shows what the mask asks for, and refuses one it does not know", async () => {
    const { body } = await call(
      "/v4/spreadsheets/sheet-one?fields=properties(title,timeZone),sheets(properties.title,merges)",
    );
    expect(body).toEqual({
      properties: { title: "Sample", timeZone: "America/Chicago" },
      sheets: [
        {
          properties: { title: "Anne's tab" },
          merges: [{ sheetId: 0, startRowIndex: 2, endRowIndex: 4, startColumnIndex: 0, endColumnIndex: 1 }],
        },
        { properties: { title: "Two" } },
      ],
    });
    expect((await call("/v4/spreadsheets/sheet-one?fields=nothing")).status).toBe(400);
  });

  it("gives values raw or as they are shown, dates as serial days, blanks at the end left out", async () => {
    const raw = await values("?valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=SERIAL_NUMBER");
    expect(raw.body).toEqual({
      range: "'Anne''s tab'!A1:Z1000",
      majorDimension: "ROWS",
      values: [
        ["Name", "Date", "Amount"],
        [],
        ["Alice", serialOf("2026-01-15") + 0.5, 1234.5],
        ["", serialOf("2026-01-16"), true, "#N/A"],
      ],
    });
    expect(serialOf("2026-01-15")).toBe(46037);
    const shown = await values("");
    expect(shown.body.values).toContainEqual(["Alice", "1/15/2026 12:00:00", "$1,234.50"]);
    expect(shown.body.values).toContainEqual(["", "1/16/2026", "TRUE", "#N/A"]);
    expect((await values("", "Two")).body).toEqual({ range: "Two!A1:Z1000", majorDimension: "ROWS" });
    expect((await values("", "Three")).body.error?.message).toBe("Unable to parse range: 'Three'");
    expect((await values("?valueRenderOption=PRETTY")).status).toBe(400);
  });

  it("keeps a sheet from whoever it is not shared with", async () => {
    expect((await call("/v4/spreadsheets/private-one")).body.error?.status).toBe("PERMISSION_DENIED");
    expect((await call("/v4/spreadsheets/no-such-sheet")).body.error?.status).toBe("NOT_FOUND");
    expect((await call("/drive/v3/files/private-one")).body.error?.errors?.[0]?.reason).toBe("notFound");
  });

  it("writes and appends only where it is told how", async () => {
    const put = (query: string, rows: unknown) =>
      call(`/v4/spreadsheets/sheet-one/values/Two!A1${query}`, {
        method: "PUT",
        body: { values: rows },
        scope: WRITES,
      });
    expect((await put("", [["x"]])).body.error?.message).toContain("'valueInputOption' is required");
    expect((await put("?valueInputOption=RAW", [["=1+1", "2"]])).status).toBe(200);
    const append = { method: "POST", body: { values: [["=1+1", "2"]] }, scope: WRITES };
    await call("/v4/spreadsheets/sheet-one/values/Two!A1:append?valueInputOption=USER_ENTERED", append);
    const { body } = await values("?valueRenderOption=UNFORMATTED_VALUE", "Two");
    expect(body.values).toEqual([
      ["=1+1", "2"],
      ["#NAME?", 2],
    ]);
  });

  it("allows sixty reads a minute to one user, and three hundred to the project", async () => {
    const token = String((await login(assertionOf())).body.access_token);
    const read = async () => (await call("/v4/spreadsheets/sheet-one?fields=spreadsheetId", { token })).status;
    for (let times = 0; times < 60; times++) expect(await read()).toBe(200);
    const { status, body } = await call("/v4/spreadsheets/sheet-one", { token });
    expect({ status, error: body.error }).toMatchObject({
      status: 429,
      error: { code: 429, status: "RESOURCE_EXHAUSTED" },
    });
    expect(body.error?.message).toContain("'Read requests per minute per user'");
    now += 60_000;
    expect(await read()).toBe(200);
    cloud.readQuota({ perProject: 1 });
    expect((await call("/v4/spreadsheets/sheet-one", { token })).body.error?.message).toContain(
      "'Read requests per minute'",
    );
  });
});

describe("Drive", () => {
  it("counts versions up with every change", async () => {
    const version = async () => Number((await call("/drive/v3/files/sheet-one?fields=version")).body.version);
    const before = await version();
    cloud.sheet("sheet-one").set("Two", 1, 1, "changed");
    expect(await version()).toBe(before + 1);
    expect((await call("/drive/v3/files/sheet-one")).body).toEqual({
      kind: "drive#file",
      id: "sheet-one",
      name: "Sample",
      mimeType: "application/vnd.google-apps.spreadsheet",
    });
  });

  it("finds a file of a Shared Drive only for callers that know of them", async () => {
    expect((await call("/drive/v3/files/drive-one")).status).toBe(404);
    expect((await call("/drive/v3/files/drive-one?supportsAllDrives=true")).status).toBe(200);
  });

  it("lists the files of a folder in pages, for callers that know of Shared Drives", async () => {
    const list = async (query: Readonly<Record<string, string>>) => {
      const q = "'shared-folder' in parents and trashed = false";
      const { body } = await call(`/drive/v3/files?${new URLSearchParams({ q, ...query })}`);
      return { next: body.nextPageToken, files: (body.files as { name: string }[]).map(({ name }) => name) };
    };
    const ofAll = { supportsAllDrives: "true", includeItemsFromAllDrives: "true" };
    expect(await list({})).toEqual({ next: undefined, files: [] });
    expect(await list(ofAll)).toEqual({ next: undefined, files: ["In the Shared Drive", "source_3_03-2026.csv"] });
    const first = await list({ ...ofAll, pageSize: "1", fields: "nextPageToken,files(name)" });
    expect(first.files).toEqual(["In the Shared Drive"]);
    expect(await list({ ...ofAll, pageSize: "1", pageToken: String(first.next) })).toEqual({
      next: undefined,
      files: ["source_3_03-2026.csv"],
    });
    cloud.sheet("drive-one").trash();
    expect((await list(ofAll)).files).toEqual(["source_3_03-2026.csv"]);
  });

  it("gives the content of a file that is none of Google's own", async () => {
    const about = await call("/drive/v3/files/list-one?supportsAllDrives=true&fields=mimeType,size,md5Checksum");
    expect(about.body).toEqual({
      mimeType: "text/csv",
      size: "31",
      md5Checksum: createHash("md5").update("Operation,Phone\n1,346-555-0140\n").digest("hex"),
    });
    const bearer = String((await login(assertionOf())).body.access_token);
    const content = (id: string) =>
      fetch(`${cloud.url}/drive/v3/files/${id}?alt=media&supportsAllDrives=true`, {
        headers: { authorization: `Bearer ${bearer}` },
      });
    expect(await (await content("list-one")).text()).toBe("Operation,Phone\n1,346-555-0140\n");
    expect((await content("sheet-one")).status).toBe(403);
    expect((await content("private-one")).status).toBe(404);
  });

  it("makes files for a service account in a Shared Drive alone: it owns no storage", async () => {
    const create = (parents: string[], query = "?supportsAllDrives=true") =>
      call(`/drive/v3/files${query}`, {
        method: "POST",
        body: { name: "Export", mimeType: "application/vnd.google-apps.spreadsheet", parents },
        scope: WRITES,
      });
    const made = await create(["shared-folder"]);
    expect(made.status).toBe(200);
    expect((await call(`/v4/spreadsheets/${String(made.body.id)}?fields=sheets.properties.title`)).body).toEqual({
      sheets: [{ properties: { title: "Sheet1" } }],
    });
    const share = {
      method: "POST",
      body: { type: "user", role: "reader", emailAddress: "a@example.org" },
      scope: WRITES,
    };
    expect(
      (await call(`/drive/v3/files/${String(made.body.id)}/permissions?supportsAllDrives=true`, share)).status,
    ).toBe(200);
    for (const refused of [await create([]), await create(["shared-folder"], "")])
      expect(refused).toMatchObject({ status: 403, body: { error: { errors: [{ reason: "storageQuotaExceeded" }] } } });
    expect((await create(["closed-folder"])).body.error?.errors?.[0]?.reason).toBe("insufficientFilePermissions");
    const sheet = await call("/v4/spreadsheets", { method: "POST", body: {}, scope: WRITES });
    expect(sheet.body.error?.errors?.[0]?.reason).toBe("storageQuotaExceeded");
  });
});

describe("its levers", () => {
  it("are the same over HTTP", async () => {
    const order = async (path: string, body: unknown) =>
      fetch(`${cloud.url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) });
    const at = { spreadsheet: "sheet-one", tab: "Two" };
    expect((await order("rows/append", { ...at, values: ["a", 1] })).status).toBe(200);
    expect((await order("cells/set", { ...at, row: 1, column: 2, value: { date: "2026-01-15" } })).status).toBe(200);
    expect((await values("?valueRenderOption=UNFORMATTED_VALUE", "Two")).body.values).toEqual([["a", 46037]]);
    expect((await order("cells/set", { ...at, tab: "Nope", row: 1, column: 1, value: 1 })).status).toBe(400);
    expect((await order("no/such/order", {})).status).toBe(404);
    await order("faults", { match: "GET /v4/", status: 503, times: 1 });
    expect((await values("")).status).toBe(503);
    expect((await values("")).status).toBe(200);
    const log = (await (await fetch(`${cloud.url}/_control/log`)).json()) as { path: string; body: string | null }[];
    expect(log.filter(({ path }) => path === "/token").every(({ body }) => body === null)).toBe(true);
  });

  it("answer nobody but this machine", async () => {
    const answer = await fetch(`${cloud.url}/_control/state`, { headers: { origin: "https://example.org" } });
    expect(answer.status).toBe(403);
  });
});
