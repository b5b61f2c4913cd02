import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runTerminal } from "../../src/doors/index.js";
import { createHouse, type House } from "../../src/house.js";
import {
  type Organization,
  openLog,
  projectFile,
  readOrganization,
  readSettings,
  systemClock,
} from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { PLACES } from "./office.js";

const HEADER =
  "Name,Credential Type,Credential Number,Status,Expiration Date,Disciplinary Action,Address,State,County,Phone,First Issue Date,Primary Contact Name,Primary Contact Role";
const row = (number: number, phone = `702-555-01${10 + number}`) =>
  `School ${number},Center,NV-${number},Active,12/1/27,None,"${number} N. MAIN ST MESQUITE, NV 89027",NV,Clark,${phone},12/1/13,Ada Example,Director`;
const LIST = `${HEADER}\n${row(1)}\n${row(2)}\n${row(3, "555")}\n`;

/** A list that the organisation added beside its organization.yml. */
const SOURCE_4 = `
name: source_4
label: Partner directory
file: "source_4*.csv"
columns:
  - { name: Number }
  - { name: Name }
  - { name: Phone, type: phone }
key: [Number]
lead:
  company: { from: Name, as: company }
  phone: { from: Phone, as: phone }
`;

let folder: string;
let empty: EmptyPool;
let house: House;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "polaris-import-"));
  empty = await emptyPool("sqlite");
  house = houseOf(readOrganization(projectFile("sandbox/organization.yml")));
});
afterEach(async () => {
  await empty.drop();
  await rm(folder, { recursive: true, force: true });
});

function houseOf(organization: Organization): House {
  const settings = readSettings({
    POLARIS_MODE: "sandbox",
    POLARIS_DATA_DIR: folder,
    SLACK_BOT_TOKEN: "xoxb-sandbox",
    SLACK_APP_TOKEN: "xapp-sandbox",
    SALESFORCE_LOGIN_URL: "http://127.0.0.1:1",
    SALESFORCE_CLIENT_ID: "polaris-sandbox",
    SALESFORCE_CLIENT_SECRET: "sandbox-secret",
  });
  return createHouse({ settings, organization, pool: empty.pool, log: openLog("silent"), clock: systemClock });
}

async function fileOf(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

async function polaris(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const keep = (where: keyof typeof said) => ({
    write(text: string) {
      said[where] += text;
    },
  });
  const status = await runTerminal(words, {
    dispatch: house.dispatch,
    stdout: keep("out"),
    stderr: keep("err"),
    width: 400,
    timeZone: "America/Chicago",
    clock: systemClock,
    newRequestId: () => "test",
  });
  return { status, ...said };
}

const files = async () =>
  (await empty.pool.db.leadFile.findMany({ orderBy: { id: "asc" } })).map(({ name, file_date, state, way }) =>
    [name, file_date, state, way].join(" "),
  );

describe("import of a list of prospective leads", () => {
  it("is known by its columns, and says what became of its rows and what follows for the leads", async () => {
    const { status, out } = await polaris("import", await fileOf("source_1_2026-10-01.csv", LIST));
    expect(status).toBe(0);
    expect(out).toContain("Read 3 rows: 3 created, 0 updated, 0 unchanged, 0 queued, 0 refused.");
    expect(out).toContain("“source_1_2026-10-01.csv” was taken for: Licensing register (source 1).");
    expect(out).toContain("There are 3 leads now, 3 more than before. Of those in this file 3 are new to Salesforce");
    expect(out).toContain("Of 1 row something cannot be read or is missing");
    expect(await files()).toEqual(["source_1_2026-10-01.csv 2026-10-01 standing terminal"]);
    const audit = await empty.pool.db.auditEntry.findMany();
    expect(audit).toMatchObject([{ command: "import", outcome: "done" }]);
    expect(JSON.parse(audit[0]?.detail ?? "{}")).toMatchObject({ source: "source_1", rows: 3, inserted: 3 });
  });

  it("changes nothing the second time, and says so", async () => {
    const file = await fileOf("source_1_2026-10-01.csv", LIST);
    await polaris("import", file);
    const { status, out } = await polaris("import", file);
    expect(status).toBe(0);
    expect(out).toContain("Read 3 rows: 0 created, 0 updated, 3 unchanged, 0 queued, 0 refused.");
    expect(out).toContain("was imported before, byte for byte. Nothing was changed.");
  });

  it("takes the day it speaks of from whoever sends it, where its name says none, and keeps it", async () => {
    const file = await fileOf("register.csv", LIST);
    expect((await polaris("import", file, "date:2026-10-05")).status).toBe(0);
    const again = await polaris("import", file);
    expect(again.out).toContain("of 2026-10-05 was imported before");
    expect(await files()).toEqual(["register.csv 2026-10-05 standing terminal"]);
  });

  it("ends with 1 when a column is missing, names it, and lists the file as stopped", async () => {
    const renamed = LIST.replace("Credential Number", "License No");
    const { status, err } = await polaris("import", await fileOf("source_1_2026-10-01.csv", renamed));
    expect(status).toBe(1);
    expect(err).toContain("“Credential Number”");
    expect(await files()).toEqual(["source_1_2026-10-01.csv 2026-10-01 stopped terminal"]);
    expect(await empty.pool.db.lead.count()).toBe(0);
  });

  it("is told what it lacks as a list, though it nearly is a roster as well", async () => {
    const header =
      "Operation,Agency Number,Operation Name,Address,City,State,Zip,County,Phone,Type,Status,Issue Date,Capacity,Email Address,Facility ID,Monitoring Frequency,Infant,Toddler,Preschool,School";
    const cells =
      "1,77,Oak,20 Oak Rd,Dallas,TX,75001,Dallas,972-555-0102,Center,Open,1/2/2020,24,a@b.org,F1,Yearly,Y,N,Y,Y";
    const renamed = await polaris(
      "import",
      await fileOf("source_3_10-2026.csv", `${header.replace("Phone", "Telephone")}\n${cells}\n`),
    );
    expect(renamed.err).toContain("read as “Operations list (source 3)”, lacks a column that must be there: “Phone”");
    expect(renamed.err).toContain("“Telephone” looks like it");
    const another = await polaris("import", await fileOf("source_1_2026-10-01.csv", `${header}\n${cells}\n`));
    expect(another.err).toContain("has the columns of “Operations list (source 3)” (as:source_3)");
  });

  it("is stopped as well when somebody says which source it is and it is none of it", async () => {
    const { status, err } = await polaris("import", await fileOf("fruit.csv", "Fruit,Price\nApple,2\n"), "as:source_3");
    expect(status).toBe(1);
    expect(err).toContain("“Operation”");
  });

  it("is one of the organisation's own too, named by as: and offered for it", async () => {
    await mkdir(path.join(folder, "lead-sources"));
    await writeFile(path.join(folder, "lead-sources", "source_4.yml"), SOURCE_4);
    house = houseOf(readOrganization(await fileOf("organization.yml", "name: Ours\n")));
    const file = await fileOf("october.csv", "Number,Name,Phone\n7,Oak School,702-555-0111\n");
    const asking = { id: "R", line: "import", actor: { id: "terminal", name: "Ada", door: "terminal" } } as const;
    const asker = { access: { role: "admin", districts: [] }, place: PLACES.terminal, now: systemClock.now() } as const;
    expect(await house.dispatch.suggest({ ...asking, ...asker }, "import", "as", "directory")).toEqual([
      { value: "source_4", label: "Partner directory" },
    ]);
    const wrong = await polaris("import", file, "as:source_5");
    expect(wrong).toMatchObject({
      status: 2,
      err: expect.stringMatching(
        /No kind of file is called “source_5”\. Did you mean source_4\? Expected one of .*roster, .*source_4\./,
      ),
    });
    const { out } = await polaris("import", file, "as:source_4", "date:2026-10-01");
    expect(out).toContain("Read 1 row: 1 created");
    expect(out).toContain("was taken for: Partner directory.");
    expect(await files()).toEqual(["october.csv 2026-10-01 standing terminal"]);
    const byLabel = await polaris("import", file, 'as:"Partner Directory"', "date:2026-10-01");
    expect(byLabel.out).toContain("was imported before");
  });

  it("leaves every other file to what it was taken for before", async () => {
    const partners = "First Name,Last Name,Email\nAda,Example,ada@example.org\n";
    const { out } = await polaris("import", await fileOf("partners.csv", partners));
    expect(out).toContain("was taken for: Partner list.");
    const unknown = await polaris("import", await fileOf("fruit.csv", "Fruit,Price\nApple,2\n"));
    expect(unknown.err).toContain("the columns of no file");
  });

  it("shows in status by its source", async () => {
    await polaris("import", await fileOf("source_1_2026-10-01.csv", LIST));
    const { out } = await polaris("status");
    expect(out).toContain("leads of source_1  ok");
  });
});

describe("leads reread", () => {
  it("reads every row once more by today's rules, and is audited with its counts", async () => {
    await polaris("import", await fileOf("source_1_2026-10-01.csv", LIST));
    // As if the cleaning had once read the phone otherwise.
    await empty.pool.write((db) => db.leadVersion.updateMany({ data: { phone: null } }));
    const { status, out } = await polaris("leads", "reread");
    expect(status).toBe(0);
    expect(out).toContain(
      "Read 3 rows once more: 2 say something else by today's rules. There are 3 leads now; there were 3.",
    );
    expect((await empty.pool.db.leadVersion.findMany({ orderBy: { id: "asc" } })).map(({ phone }) => phone)).toEqual([
      "7025550111",
      "7025550112",
      null,
    ]);
    const [entry] = await empty.pool.db.auditEntry.findMany({ orderBy: { id: "desc" }, take: 1 });
    expect(entry).toMatchObject({ command: "leads reread", outcome: "done" });
    expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({ rows: 3, changed: 2, before: 3, after: 3 });
  });
});
