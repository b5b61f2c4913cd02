import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leadFiles } from "../../jobs/lead-files.js";
import { GoogleCloud, newServiceAccount } from "../../sandbox/google/index.js";
import { openSuites } from "../../src/intake/index.js";
import { type DriveParts, takeFromFolders } from "../../src/lead-folders.js";
import type { FoldersLooked } from "../../src/leads/index.js";
import { openLog, organizationSchema, projectFile, readSettings } from "../../src/runtime/index.js";
import { DriveFolder, GoogleSource } from "../../src/sources/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";

const HEADER =
  "Name,Credential Type,Credential Number,Status,Expiration Date,Disciplinary Action,Address,State,County,Phone,First Issue Date,Primary Contact Name,Primary Contact Role";
const row = (number: number) =>
  `School ${number},Center,NV-${number},Active,12/1/27,None,"${number} N. MAIN ST MESQUITE, NV 89027",NV,Clark,702-555-01${10 + number},12/1/13,Ada Example,Director`;
const LIST = `${HEADER}\n${row(1)}\n${row(2)}\n`;
const RENAMED = LIST.replace("Credential Number", "License No");
const MINUTES = 60_000;

let home: string;
let empty: EmptyPool;
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "polaris-lists-"));
  await mkdir(path.join(home, "lists"));
  empty = await emptyPool("sqlite");
});
afterEach(async () => {
  await empty.drop();
  await rm(home, { recursive: true, force: true });
});

const put = (name: string, text: string) => writeFile(path.join(home, "lists", name), text);

/** @param later minutes after which the folders are looked into */
function look(leads: { folder?: string; driveFolder?: string }, later = 5, drive: DriveParts | null = null) {
  const organization = { ...organizationSchema.parse(undefined) };
  const parts = {
    pool: empty.pool,
    organization: { ...organization, leads: { ...organization.leads, ...leads } },
    clock: { now: () => new Date(Date.now() + later * MINUTES).toISOString() },
    expectations: openSuites(projectFile("config")),
    settings: { dataFolder: home },
    log: openLog("silent"),
  };
  return takeFromFolders(parts, drive, { signal: new AbortController().signal });
}

const files = async () =>
  (await empty.pool.db.leadFile.findMany({ orderBy: { id: "asc" } })).map(
    ({ name, file_date, state, way, received_by }) => [name, file_date, state, way, received_by].join(" "),
  );

describe("the folder of leads", () => {
  it("has its new lists taken in, and leaves them where they are", async () => {
    await put("source_1_2026-10-01.csv", LIST);
    expect(await look({ folder: "lists" })).toMatchObject({
      taken: ["source_1_2026-10-01.csv"],
      refused: [],
      others: 0,
    });
    expect(await files()).toEqual(["source_1_2026-10-01.csv 2026-10-01 standing folder schedule"]);
    expect(await look({ folder: "lists" })).toMatchObject({ taken: [], refused: [], waiting: [] });
  });

  it("has a list that may still be written to wait for the next look", async () => {
    await put("source_1_2026-10-01.csv", LIST);
    expect(await look({ folder: "lists" }, 0)).toMatchObject({ taken: [], waiting: ["source_1_2026-10-01.csv"] });
    expect(await files()).toEqual([]);
    expect(await look({ folder: "lists" })).toMatchObject({ taken: ["source_1_2026-10-01.csv"] });
  });

  it("has a list that is refused told once, and the others taken in all the same", async () => {
    await put("source_1_2026-10-01.csv", RENAMED);
    await put("source_1_2026-11-01.csv", LIST);
    await put("notes.csv", "Fruit,Price\nApple,2\n");
    const first = await look({ folder: "lists" });
    expect(first).toMatchObject({ taken: ["source_1_2026-11-01.csv"], others: 1 });
    expect(first.refused).toEqual([
      { name: "source_1_2026-10-01.csv", why: expect.stringContaining("“Credential Number”") },
    ]);
    expect(await files()).toEqual([
      "source_1_2026-10-01.csv 2026-10-01 stopped folder schedule",
      "source_1_2026-11-01.csv 2026-11-01 standing folder schedule",
    ]);
    expect(await look({ folder: "lists" })).toMatchObject({ taken: [], refused: [] });
  });

  it("is known by the bytes of its lists, not by their names", async () => {
    await put("source_1_2026-10-01.csv", LIST);
    await look({ folder: "lists" });
    await rename(path.join(home, "lists", "source_1_2026-10-01.csv"), path.join(home, "lists", "source_1 copy.csv"));
    expect(await look({ folder: "lists" })).toMatchObject({ taken: [] });
  });

  it("has a month in which nothing changed taken in, by the other day that its name says", async () => {
    await put("source_1_2026-10-01.csv", LIST);
    await put("source_1_2026-11-01.csv", LIST);
    expect(await look({ folder: "lists" })).toMatchObject({
      taken: ["source_1_2026-10-01.csv", "source_1_2026-11-01.csv"],
    });
    expect(await look({ folder: "lists" })).toMatchObject({ taken: [], refused: [] });
  });

  it("has a list whose name says a day far ahead refused, told once, until its name is right", async () => {
    const [wrong, right] = ["source_1_2062-10-01.csv", "source_1_2026-10-01.csv"];
    await put(wrong, LIST);
    expect((await look({ folder: "lists" })).refused).toEqual([
      { name: wrong, why: expect.stringMatching(/list of 2062-10-01, and today is \d.*Correct the day in its name/) },
    ]);
    expect(await files()).toEqual([expect.stringMatching(/ stopped folder schedule$/)]);
    expect(await look({ folder: "lists" })).toMatchObject({ taken: [], refused: [] });
    await rename(path.join(home, "lists", wrong), path.join(home, "lists", right));
    expect(await look({ folder: "lists" })).toMatchObject({ taken: [right] });
  });

  it("is asked for when it is not there", async () => {
    await expect(look({ folder: "nowhere" })).rejects.toMatchObject({ code: "configuration_invalid" });
  });
});

describe("the folder of Google Drive", () => {
  const account = newServiceAccount();
  const sharedWith = [account.email];
  let cloud: GoogleCloud;
  let drive: DriveParts;
  beforeEach(async () => {
    cloud = await new GoogleCloud({
      serviceAccounts: [account],
      folders: { lists: sharedWith },
      sheets: [
        {
          id: "list-as-file",
          title: "source_1_2026-10.csv",
          mimeType: "text/csv",
          folder: "lists",
          content: LIST,
          tabs: [],
          sharedWith,
        },
        {
          id: "list-as-sheet",
          title: "source_1 2026-11",
          folder: "lists",
          tabs: [
            {
              title: "Sheet1",
              rows: [
                HEADER.split(","),
                [
                  "School 3",
                  "Center",
                  "NV-3",
                  "Active",
                  "12/1/27",
                  "None",
                  "3 ELM AVE MESQUITE, NV 89027",
                  "NV",
                  "Clark",
                  "702-555-0113",
                  "12/1/13",
                  "Ben Example",
                  "Owner",
                ],
              ],
            },
          ],
          sharedWith,
        },
        {
          id: "some-photo",
          title: "party.jpg",
          mimeType: "image/jpeg",
          folder: "lists",
          content: "…",
          tabs: [],
          sharedWith,
        },
      ],
    }).listen();
    await writeFile(path.join(home, "key.json"), account.keyFile);
    const options = access();
    drive = { sheets: new GoogleSource(options), folder: new DriveFolder({ ...options, folder: "lists" }) };
  });
  afterEach(() => cloud.close());

  it("has its files and its sheets taken in, each once", async () => {
    const first = await look({ driveFolder: "lists" }, 5, drive);
    expect(first).toMatchObject({ taken: ["source_1 2026-11", "source_1_2026-10.csv"], refused: [], others: 1 });
    expect(await files()).toEqual([
      "source_1 2026-11 2026-11-01 standing drive schedule",
      "source_1_2026-10.csv 2026-10-01 standing drive schedule",
    ]);
    expect(await look({ driveFolder: "lists" }, 5, drive)).toMatchObject({ taken: [], others: 1 });
  });

  it("has one that Google does not give out refused, tried again by the next look, and the others taken in", async () => {
    cloud.addSheet({
      id: "withheld",
      title: "source_1_2026-12.csv",
      mimeType: "text/csv",
      folder: "lists",
      tabs: [],
      sharedWith,
    });
    const refused = [{ name: "source_1_2026-12.csv", why: expect.stringContaining("does not let Polaris download") }];
    expect(await look({ driveFolder: "lists" }, 5, drive)).toMatchObject({
      taken: ["source_1 2026-11", "source_1_2026-10.csv"],
      refused,
    });
    expect(await look({ driveFolder: "lists" }, 5, drive)).toMatchObject({ taken: [], refused });
  });

  it("that is not shared is said, with whom to share it", async () => {
    const secret = { ...drive, folder: new DriveFolder({ ...access(), folder: "secret" }) };
    await expect(look({ driveFolder: "secret" }, 5, secret)).rejects.toThrow(account.email);
  });

  function access() {
    const { google } = readSettings({
      POLARIS_MODE: "sandbox",
      SLACK_BOT_TOKEN: "xoxb-sandbox",
      SLACK_APP_TOKEN: "xapp-sandbox",
      SALESFORCE_LOGIN_URL: "http://127.0.0.1:1",
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
      GOOGLE_SERVICE_ACCOUNT_FILE: path.join(home, "key.json"),
      GOOGLE_API_ROOT_URL: cloud.url,
    });
    if (google === null) throw new Error("no Google");
    return { access: google, clock: { now: () => new Date().toISOString() } };
  }
});

describe("the job", () => {
  const NOTHING: FoldersLooked = { folders: 1, taken: [], refused: [], waiting: [], others: 0 };
  const due = { dueAt: null, now: "2026-11-02T12:00:00.000Z", late: false };
  const textOf = async (looked: Partial<FoldersLooked>) => {
    const services = { takeLeadFiles: async () => ({ ...NOTHING, ...looked }) };
    return (await leadFiles.run(services as Parameters<typeof leadFiles.run>[0], due)).text;
  };

  it("says in one sentence what it found", async () => {
    expect(await textOf({ folders: 0 })).toContain("No folder of leads is configured");
    expect(await textOf({})).toBe("0 new lists taken in");
    expect(
      await textOf({
        taken: ["a.csv"],
        refused: [{ name: "b.csv", why: "It is empty." }],
        waiting: ["c.csv"],
        others: 2,
      }),
    ).toBe("1 new list taken in, 1 refused, 1 still to come, 2 files named like no source. “b.csv”: It is empty.");
  });
});
