import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-restore-line-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const restore = (...words: readonly string[]) => {
  const { status, stderr } = spawnSync(process.execPath, ["bin/polaris.mjs", "restore", ...words], {
    encoding: "utf8",
    env: {
      ...process.env,
      SLACK_BOT_TOKEN: "xoxb-drill",
      SLACK_APP_TOKEN: "xapp-drill",
      SALESFORCE_LOGIN_URL: "http://127.0.0.1:9",
      SALESFORCE_CLIENT_ID: "id",
      SALESFORCE_CLIENT_SECRET: "secret",
      POLARIS_DATA_DIR: folder,
      DATABASE_URL: `file:${path.join(folder, "polaris.db")}`,
    },
  });
  return { status, stderr };
};

it("npx polaris restore says which backups there are, and that a file is none: it needs neither Slack nor Salesforce", () => {
  expect(restore()).toEqual({
    status: 2,
    stderr: expect.stringContaining("place of the pool: npx polaris restore FILE"),
  });
  const none = restore("polaris-2026-01-01T00-00-00Z.db");
  expect(none.status).not.toBe(0);
  expect(none.stderr).toContain("There is no polaris-2026-01-01T00-00-00Z.db");
}, 120_000);
