import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GoogleCloud } from "../../../sandbox/google/index.js";
import { renderWorkbook } from "../../../src/reply/index.js";
import { GoogleFolder } from "../../../src/sources/index.js";
import { sample } from "../../reply/sample.js";
import { ACCOUNT, accessTo, listeningCloud, Time } from "./cloud.js";

const FOLDER = "exports-of-polaris";
const CLOSED = "folder-of-somebody-else";

let time: Time;
let cloud: GoogleCloud;
let scratch: string;
let workbook: string;

beforeEach(async () => {
  time = new Time();
  cloud = await listeningCloud(time, { folders: { [FOLDER]: [ACCOUNT.email], [CLOSED]: ["anne@example.org"] } });
  scratch = mkdtempSync(path.join(os.tmpdir(), "polaris-folder-"));
  workbook = path.join(scratch, "report.xlsx");
  await renderWorkbook(sample, workbook, { timeZone: "America/Chicago" });
});
afterEach(async () => {
  await cloud.close();
  rmSync(scratch, { recursive: true });
});

const put = (folder = FOLDER, stop?: AbortSignal) =>
  new GoogleFolder({
    access: accessTo(cloud),
    folder,
    clock: time,
    patience: time.patience,
    ...(stop === undefined ? {} : { stop }),
  }).put({ title: "Hill's – 15 Feb 2026", key: "k7m2-x9qd", workbook });

const made = () => cloud.log.filter(({ path: at, status }) => at.startsWith("/upload/") && status === 200).length;

describe("a workbook put into a folder of a Shared Drive", () => {
  it("is a Google Sheet with the same sheets, numbers as numbers and dates as dates", async () => {
    const { id, url } = await put();
    expect(url).toBe(`${cloud.url}/spreadsheets/d/${id}/edit`);
    const sheet = cloud.sheet(id);
    expect(sheet.title).toBe("Hill's – 15 Feb 2026");
    expect(sheet.folder).toBe(FOLDER);
    expect(sheet.tabs).toEqual(["Summary", "Volunteers", "Method"]);
    expect(sheet.rows("Volunteers")).toEqual([
      ["Name", "Record", "E-mail", "Sessions", "Hours", "Last active"],
      ["Ana Öztürk", "https://example.org/1", "ana@example.org", 1200, 31.25, { date: "2026-02-01" }],
      ["Bo", "https://example.org/2", "bo@example.org", 3, null, null],
      ["Total", null, null, 1203, 31.25, null],
    ]);
    expect(sheet.look("Volunteers")).toEqual({ frozenRows: 1, hasFilter: true });
  });

  it("can be looked at under its address", async () => {
    const { url } = await put();
    const page = await (await fetch(url)).text();
    expect(page).toContain("<h1>Hill's – 15 Feb 2026</h1>");
    expect(page).toContain('<td class="number">1200</td>');
  });

  it("is not made twice when the answer of Google was lost", async () => {
    cloud.fault({ match: "POST /upload/", cutBodyAfterBytes: 1 });
    const { id } = await put();
    expect(cloud.sheet(id).title).toBe("Hill's – 15 Feb 2026");
    expect(made()).toBe(1);
    expect(time.pauses).toHaveLength(1);
  });

  it("is made once more when Google made nothing", async () => {
    cloud.fault({ match: "POST /upload/", status: 503, body: {} });
    await put();
    expect(made()).toBe(1);
  });

  it("waits as long as Google says when there were too many requests", async () => {
    const reason = { domain: "usageLimits", reason: "userRateLimitExceeded" };
    const body = { error: { code: 403, message: "User Rate Limit Exceeded", errors: [reason] } };
    cloud.fault({ match: "POST /upload/", status: 429, body, headers: { "Retry-After": "30" } });
    await put();
    expect(time.pauses).toEqual([30_000]);
  });

  it("says when the limit does not pass, and that nothing was made", async () => {
    cloud.fault({ match: "POST /upload/", status: 429, body: { error: { code: 429, message: "x" } }, times: 20 });
    await expect(put()).rejects.toMatchObject({
      code: "google_limit_reached",
      message: expect.stringContaining("Run the command again in a few minutes."),
    });
    expect(made()).toBe(0);
  });

  it.each([
    ["is missing", "no-such-folder"],
    ["is not shared with the account", CLOSED],
  ])("says what to do when the folder %s", async (_, folder) => {
    await expect(put(folder)).rejects.toMatchObject({
      code: "google_refused",
      message: expect.stringMatching(
        new RegExp(`${folder}.*GOOGLE_EXPORT_FOLDER_ID.*Add ${ACCOUNT.email} to it as a Contributor`),
      ),
    });
  });

  it("says that a service account needs a Shared Drive", async () => {
    const refusal = { domain: "usageLimits", reason: "storageQuotaExceeded" };
    cloud.fault({
      match: "POST /upload/",
      status: 403,
      body: { error: { code: 403, message: "", errors: [refusal] } },
    });
    await expect(put()).rejects.toMatchObject({ message: expect.stringContaining("folder of a Shared Drive") });
    expect(time.pauses).toEqual([]);
  });

  it("is refused when Google cannot turn it into a sheet", async () => {
    writeFileSync(workbook, "no workbook");
    await expect(put()).rejects.toMatchObject({
      code: "google_refused",
      message: expect.stringContaining("refused to make a sheet"),
    });
    const tooLarge = { domain: "global", reason: "uploadTooLarge" };
    cloud.fault({
      match: "POST /upload/",
      status: 413,
      body: { error: { code: 413, message: "", errors: [tooLarge] } },
    });
    await expect(put()).rejects.toMatchObject({ code: "file_too_large" });
  });

  it("is looked at before anything is put there", async () => {
    const look = (folder: string) =>
      new GoogleFolder({ access: accessTo(cloud), folder, clock: time, patience: time.patience }).look();
    expect(await look(FOLDER)).toBe(FOLDER);
    await expect(look(CLOSED)).rejects.toMatchObject({ message: expect.stringContaining("Add polaris@") });
    cloud.fault({ match: "GET /drive/v3/files/", status: 200, body: { name: "Mine" } });
    await expect(look(FOLDER)).rejects.toMatchObject({ message: expect.stringContaining("folder of a Shared Drive") });
    cloud.fault({ match: "GET /drive/v3/files/", status: 200, body: { name: "Seen alone", driveId: "0A" } });
    await expect(look(FOLDER)).rejects.toMatchObject({ message: expect.stringContaining("Contributor") });
    expect(made()).toBe(0);
  });

  it("ends at once when it is stopped", async () => {
    const stop = new AbortController();
    cloud.fault({ match: "POST /upload/", stall: true });
    cloud.meanwhile("POST /upload/", () => stop.abort(new Error("stopped")));
    await expect(put(FOLDER, stop.signal)).rejects.toThrow("stopped");
  });

  it("asks for no more than Drive, and reading asks for no writing", async () => {
    await put();
    expect(cloud.scopesAsked).toEqual([["https://www.googleapis.com/auth/drive"]]);
  });
});
