import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runTerminal } from "../../src/doors/index.js";
import { createHouse, type House } from "../../src/house.js";
import { openLog, projectFile, readOrganization, readSettings, systemClock } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "polaris-import-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const PARTNERS = "First Name,Last Name,Email\nAda,Example,ada@example.org\nBen,Example,ben@example.org\n";

onBothEngines((engine) => {
  let empty: EmptyPool;
  let house: House;
  beforeEach(async () => {
    empty = await emptyPool(engine);
    const settings = readSettings({
      POLARIS_MODE: "sandbox",
      POLARIS_DATA_DIR: folder,
      SLACK_BOT_TOKEN: "xoxb-sandbox",
      SLACK_APP_TOKEN: "xapp-sandbox",
      SALESFORCE_LOGIN_URL: "http://127.0.0.1:1",
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    });
    const organization = readOrganization(projectFile("sandbox/organization.yml"));
    house = createHouse({ settings, organization, pool: empty.pool, log: openLog("silent"), clock: systemClock });
  });
  afterEach(() => empty.drop());

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
      width: 200,
      timeZone: "America/Chicago",
      clock: systemClock,
      newRequestId: () => "test",
    });
    return { status, ...said };
  }

  describe("import at the terminal", () => {
    it("takes a file in, says what became of its rows, and changes nothing the second time", async () => {
      const file = await fileOf("Partners, spring.csv", PARTNERS);
      const first = await polaris("import", file);
      expect(first.status).toBe(0);
      expect(first.out).toContain("“Partners, spring.csv” was taken for: Partner list.");
      expect(first.out).toContain("Read 2 rows: 2 created, 0 updated, 0 unchanged, 0 queued, 0 refused.");
      expect(first.err).toContain("Reading Partners, spring.csv");
      const again = await polaris("import", file, "--format", "json");
      expect(again.status).toBe(0);
      const { tables } = JSON.parse(again.out);
      expect(tables[0].columns.map(({ key }: { key: string }) => key)).toEqual([
        "object",
        "read",
        "inserted",
        "updated",
        "unchanged",
        "deleted",
        "quarantined",
        "skipped",
      ]);
      expect(tables[0].rows[0].slice(1)).toEqual([2, 0, 0, 2, 0, 0, 0]);
    });

    it("refuses a file that has its columns and no rows", async () => {
      const { status, out, err } = await polaris("import", await fileOf("levels.csv", "Id,Level\n"));
      expect(status).toBe(1);
      expect(out + err).toContain("“levels.csv” has the columns of “School levels” and no rows below them.");
    });

    it("ends with 1 when rows were refused, though all others went in", async () => {
      const file = await fileOf("levels.csv", "Id,Level\n001000000000001AAA,High\n001000000000002AAA,Purple\n");
      const { status, out } = await polaris("import", file);
      expect(status).toBe(1);
      expect(out).toContain("Read 2 rows: 1 created, 0 updated, 0 unchanged, 0 queued, 1 refused.");
      expect(out).toContain("The import finished in part");
    });

    it("T52 ends with 1 when a column is missing, and names it with its likely rename", async () => {
      const file = await fileOf(
        "sessions.csv",
        "Session ID,Title,Date,Session Status,SignUp Role,Name\n1,A,2026-01-15,Draft,Educator,Ada\n",
      );
      const { status, err } = await polaris("import", file);
      expect(status).toBe(1);
      expect(err).toContain("lacks a column that must be there: “Status”");
      expect(err).toContain("“Session Status” looks like it");
    });

    it("ends with 2 for a file that is not there, and for one that nobody knows", async () => {
      const missing = await polaris("import", path.join(folder, "nothing.csv"));
      expect([missing.status, missing.err]).toEqual([2, expect.stringContaining("There is no file")]);
      const folderItself = await polaris("import", folder);
      expect([folderItself.status, folderItself.err]).toEqual([2, expect.stringContaining("it is a folder")]);
      const unknown = await polaris("import", await fileOf("fruit.csv", "Fruit,Price\nApple,2\n"));
      expect([unknown.status, unknown.err]).toEqual([2, expect.stringContaining("the columns of no file")]);
      expect((await polaris("import")).status).toBe(2);
    });

    it("holds a file to what the person says it is", async () => {
      const { status, err } = await polaris("import", await fileOf("partners.csv", PARTNERS), "as:school-levels");
      expect(status).toBe(1);
      expect(err).toContain("read as “School levels”");
    });

    it("leaves the person's own file where it is", async () => {
      const file = await fileOf("partners.csv", PARTNERS);
      await polaris("import", file);
      expect((await polaris("import", file)).status).toBe(0);
    });

    it("is refused to coordinators", async () => {
      const { status, err } = await polaris("--as", "coordinator", "import", await fileOf("a.csv", PARTNERS));
      expect([status, err]).toEqual([1, expect.stringMatching(/staff/i)]);
    });
  });
});
