import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GoogleCloud } from "../../../sandbox/google/index.js";
import { newServiceAccount, serialOf } from "../../../sandbox/google/index.js";
import { PolarisError } from "../../../src/runtime/index.js";
import { BRIEF, GoogleSource, spreadsheetKey } from "../../../src/sources/index.js";
import { ACCOUNT, accessTo, listeningCloud, ROSTER, sourceOf, Time } from "./cloud.js";

const TAB = "Roster '25";
const ASKED = { spreadsheet: ROSTER, tab: TAB, name: "Roster KCK" };
const VALUES = "/values/";

let time: Time;
let cloud: GoogleCloud;

beforeEach(async () => {
  time = new Time();
  cloud = await listeningCloud(time, {
    sheets: [
      {
        id: ROSTER,
        title: "Teachers 25-26",
        timeZone: "America/Denver",
        sharedWith: [ACCOUNT.email],
        tabs: [
          { title: "Notes", rows: [["Ask Anne"]] },
          {
            title: TAB,
            rows: [
              ["Teachers of the district"],
              [],
              ["Building", "Name", "Email", "Joined", "Here", "Zip"],
              ["Wyandotte High", "Alice Achieved", "alice@kck.example.org", { date: "2026-01-15" }, true, 64111],
              [null, "Ian InProgress", "ian@kck.example.org", { dateTime: "2026-01-15T23:30" }],
              [],
              ["Harmon High", { error: "#REF!" }, "nora@kck.example.org", "1/15/26", false],
              [null, null, null, null, false],
            ],
            merges: ["A4:A5"],
          },
          { title: "Old", hidden: true },
        ],
      },
      {
        id: "1ExcelExcelExcel",
        title: "Old.xlsx",
        mimeType: "application/vnd.ms-excel",
        tabs: [],
        sharedWith: [ACCOUNT.email],
      },
    ],
  });
});
afterEach(() => cloud.close());

const failure = async (work: Promise<unknown>): Promise<PolarisError> => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof PolarisError)) throw new Error(`expected a refusal, got ${String(thrown)}`);
  return thrown;
};
const requests = (path: string) => cloud.log.filter((each) => each.path.includes(path));

describe("reading a sheet", () => {
  it("gives its lines as they stand: gaps, serial dates, check boxes, and errors as blanks that are told", async () => {
    const table = await sourceOf(cloud, time).readSheet(ASKED);
    expect(table.lines).toEqual([
      ["Teachers of the district"],
      [],
      ["Building", "Name", "Email", "Joined", "Here", "Zip"],
      ["Wyandotte High", "Alice Achieved", "alice@kck.example.org", serialOf("2026-01-15"), true, 64111],
      [null, "Ian InProgress", "ian@kck.example.org", serialOf("2026-01-15") + 23.5 / 24],
      [],
      ["Harmon High", null, "nora@kck.example.org", "1/15/26", false],
      [],
    ]);
    expect(table).toMatchObject({
      name: `Teachers 25-26 › ${TAB}`,
      timeZone: "America/Denver",
      serialDates: true,
      errorCells: ["B7"],
      merges: [{ startLine: 3, endLine: 5, startColumn: 0, endColumn: 1 }],
      version: String(cloud.sheet(ROSTER).version),
    });
  });

  it("takes the sheet's whole address, as the browser or Slack writes it, or its key", () => {
    const address = `https://docs.google.com/spreadsheets/d/${ROSTER}/edit?gid=0#gid=0`;
    for (const text of [ROSTER, address, `<${address}>`, `<${address}|the roster>`, ` ${ROSTER} `])
      expect(spreadsheetKey(text)).toBe(ROSTER);
    for (const text of ["", "roster", "https://docs.google.com/document/d/abc/edit", "https://example.org/x"])
      expect(() => spreadsheetKey(text)).toThrow(/is no Google Sheet/);
  });

  it("names the tabs when the one asked for is not there, without those that are hidden", async () => {
    const error = await failure(sourceOf(cloud, time).readSheet({ ...ASKED, tab: "Roster 26" }));
    expect(error).toMatchObject({
      code: "not_found",
      message: `The sheet “Roster KCK” has no tab “Roster 26”. Its tabs: “Notes”, “${TAB}”.`,
    });
  });

  it("finds a tab however its letters are cased", async () => {
    expect((await sourceOf(cloud, time).readSheet({ ...ASKED, tab: "ROSTER '25" })).tab).toBe(TAB);
  });

  it("reads again what was edited during the read, and takes the later state", async () => {
    cloud.meanwhile(`GET .*${VALUES}`, () => cloud.sheet(ROSTER).set(TAB, 5, 2, "Ian Done"));
    const table = await sourceOf(cloud, time).readSheet(ASKED);
    expect(table.lines[4]?.[1]).toBe("Ian Done");
    expect(table.version).toBe(String(cloud.sheet(ROSTER).version));
    expect(requests(VALUES)).toHaveLength(2);
  });

  it("gives up on a sheet that never stands still, and stores nothing of it", async () => {
    cloud.meanwhile(`GET .*${VALUES}`, () => cloud.sheet(ROSTER).touch(), 9);
    const error = await failure(sourceOf(cloud, time).readSheet(ASKED));
    expect(error.code).toBe("google_unreachable");
    expect(error.message).toContain("was being edited each of the 3 times");
    expect(requests(VALUES)).toHaveLength(3);
  });

  it("waits for cells that are still being computed", async () => {
    cloud.sheet(ROSTER).set(TAB, 7, 2, { error: "Loading..." });
    cloud.meanwhile(`GET .*${VALUES}`, () => cloud.sheet(ROSTER).set(TAB, 7, 2, "Nora NotStarted"));
    expect((await sourceOf(cloud, time).readSheet(ASKED)).lines[6]?.[1]).toBe("Nora NotStarted");
  });

  it("tells by one request whether anything changed", async () => {
    const source = sourceOf(cloud, time);
    const before = await source.version(ASKED);
    expect(await source.version(ASKED)).toBe(before);
    cloud.sheet(ROSTER).appendRow(TAB, ["Harmon High", "Evan Edgecase", "evan@kck.example.org"]);
    expect(await source.version(ASKED)).not.toBe(before);
    expect(requests("/v4/")).toEqual([]);
  });
});

describe("what Google refuses", () => {
  it("names the sheet and whom to share it with", async () => {
    cloud.sheet(ROSTER).unshare(ACCOUNT.email);
    const error = await failure(sourceOf(cloud, time).readSheet(ASKED));
    expect(error).toMatchObject({ code: "google_refused" });
    expect(error.message).toContain("“Roster KCK”");
    expect(error.message).toContain(`Share it with ${ACCOUNT.email}`);
    expect(time.pauses).toEqual([]);
  });

  it("says the same of a sheet that is unshared during the read, and of one that never was", async () => {
    cloud.meanwhile("GET /drive/", () => cloud.sheet(ROSTER).unshare(ACCOUNT.email));
    expect((await failure(sourceOf(cloud, time).readSheet(ASKED))).message).toContain(`Share it with ${ACCOUNT.email}`);
    const nowhere = { ...ASKED, spreadsheet: "1NowhereNowhere" };
    expect((await failure(sourceOf(cloud, time).readSheet(nowhere))).message).toContain("Share it with");
  });

  it("refuses a workbook that only lies in Drive, and a sheet in the bin", async () => {
    const excel = await failure(sourceOf(cloud, time).version({ spreadsheet: "1ExcelExcelExcel" }));
    expect(excel.message).toContain("Save as Google Sheets");
    cloud.sheet(ROSTER).trash();
    expect((await failure(sourceOf(cloud, time).version(ASKED))).message).toContain("in the bin");
  });

  it("says what is wrong with the service account, and never repeats its key", async () => {
    cloud.removeAccount(ACCOUNT.email);
    const error = await failure(sourceOf(cloud, time).version(ASKED));
    expect(error).toMatchObject({ code: "google_refused" });
    expect(error.message).toContain("(invalid_grant)");
    expect(error.message).toContain("GOOGLE_SERVICE_ACCOUNT_FILE");
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("PRIVATE KEY");
    expect(requests("/token")).toHaveLength(1);
  });

  it("tells a key of another account, and one that is none", async () => {
    const other = newServiceAccount(ACCOUNT.email);
    const forged = new GoogleSource({ access: accessTo(cloud, other), clock: time, patience: time.patience });
    expect((await failure(forged.version(ASKED))).message).toContain("(invalid_grant)");
    const broken = { ...ACCOUNT, privateKey: "-----BEGIN PRIVATE KEY-----\nnothing\n-----END PRIVATE KEY-----\n" };
    const source = new GoogleSource({ access: accessTo(cloud, broken), clock: time, patience: time.patience });
    expect((await failure(source.version(ASKED))).message).toContain("cannot be used");
  });

  it("signs in again when a token is refused before its time, once", async () => {
    const source = sourceOf(cloud, time);
    await source.version(ASKED);
    cloud.expireTokens();
    await source.version(ASKED);
    expect(requests("/token")).toHaveLength(2);
    cloud.refuseTokens();
    const error = await failure(source.version(ASKED));
    expect(error.message).toContain("refuses it at once");
    expect(requests("/token")).toHaveLength(3);
  });

  it("does not repeat what will never pass: no storage", async () => {
    cloud.fault({
      match: "GET /drive/",
      status: 403,
      body: { error: { code: 403, message: "…", errors: [{ domain: "usageLimits", reason: "storageQuotaExceeded" }] } },
    });
    const error = await failure(sourceOf(cloud, time).version(ASKED));
    expect(error.message).toContain("GOOGLE_EXPORT_FOLDER_ID");
    expect(time.pauses).toEqual([]);
  });

  it("says when an API is not switched on", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SERVICE_DISABLED" }];
    cloud.fault({
      match: "GET /v4/",
      status: 403,
      body: { error: { code: 403, message: "…", status: "PERMISSION_DENIED", details } },
    });
    expect((await failure(sourceOf(cloud, time).readSheet(ASKED))).message).toContain("Switch on the Google Sheets");
  });
});

describe("patience", () => {
  it("never asks for more than sixty reads in a minute, however many sheets there are", async () => {
    const source = sourceOf(cloud, time);
    for (let sheet = 0; sheet < 60; sheet++) await source.readSheet(ASKED);
    expect(requests("/v4/").filter(({ status }) => status !== 200)).toEqual([]);
    expect(requests("/v4/")).toHaveLength(120);
  });

  it("waits out a storm of 429s, longer each time and at most 64 s", async () => {
    cloud.fault({ match: "GET /v4/", status: 429, body: "{}", times: 7 });
    expect((await sourceOf(cloud, time).readSheet(ASKED)).lines).toHaveLength(8);
    expect(time.pauses).toEqual([1_500, 2_500, 4_500, 8_500, 16_500, 32_500, 64_000]);
  });

  it("passes the real quota of the stand-in by waiting for its minute", async () => {
    cloud.readQuota({ perUser: 1 });
    expect((await sourceOf(cloud, time).readSheet(ASKED)).lines).toHaveLength(8);
    expect(requests("/v4/").some(({ status }) => status === 429)).toBe(true);
  });

  it("says so when the storm does not end", async () => {
    cloud.fault({ match: "GET /v4/", status: 429, body: "{}", times: 99 });
    const error = await failure(sourceOf(cloud, time).readSheet(ASKED));
    expect(error.code).toBe("google_limit_reached");
    expect(error.message).toContain("“Roster KCK”");
  });

  it("waits as long as Retry-After asks, and leaves an hour to the next run", async () => {
    cloud.fault({ match: "GET /v4/", status: 503, headers: { "Retry-After": "30" } });
    await sourceOf(cloud, time).readSheet(ASKED);
    expect(time.pauses).toEqual([30_000]);
    cloud.fault({ match: "GET /v4/", status: 503, headers: { "Retry-After": "3600" } });
    expect((await failure(sourceOf(cloud, time).readSheet(ASKED))).code).toBe("google_unreachable");
    expect(time.pauses).toEqual([30_000]);
  });

  it.each([
    ["a cut body", { cutBodyAfterBytes: 20 }],
    ["a body that stalls", { stall: true, cutBodyAfterBytes: 20 }],
    ["a broken connection", { destroy: true }],
    ["an HTML page", { status: 200, body: "<html>Sign in</html>", headers: { "Content-Type": "text/html" } }],
    ["a server's failure", { status: 500, body: { error: { code: 500, message: "Internal", status: "INTERNAL" } } }],
  ])("reads through %s at every request, the token's too", async (_, fault) => {
    const patience = { ...time.patience, deadline: 300 };
    for (const match of ["POST /token", "GET /drive/", "GET /v4/spreadsheets/[^/]*$", `GET .*${VALUES}`]) {
      cloud.fault({ match, ...fault });
      expect((await sourceOf(cloud, time, { patience }).readSheet(ASKED)).lines, match).toHaveLength(8);
    }
  });

  it("gives up sooner while somebody waits", async () => {
    await cloud.close();
    const patience = { ...time.patience, repeats: BRIEF.repeats };
    const source = new GoogleSource({
      access: {
        clientEmail: ACCOUNT.email,
        privateKey: ACCOUNT.privateKey,
        rootUrl: "http://127.0.0.1:9/",
        exportFolder: null,
      },
      clock: time,
      patience,
    });
    const error = await failure(source.version(ASKED));
    expect(error.code).toBe("google_unreachable");
    expect(time.pauses).toHaveLength(2);
  });

  it("stops at once when the run is stopped, in the midst of an answer or of a pause", async () => {
    const stop = new AbortController();
    cloud.fault({ match: `GET .*${VALUES}`, stall: true });
    const reading = sourceOf(cloud, time, { stop: stop.signal, patience: { ...time.patience, deadline: 60_000 } });
    cloud.meanwhile(`GET .*${VALUES}`, () => setImmediate(() => stop.abort(new Error("stopped"))));
    await expect(reading.readSheet(ASKED)).rejects.toThrow("stopped");
  });
});
