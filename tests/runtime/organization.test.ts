import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readOrganization } from "../../src/runtime/index.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "polaris-organization-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: unknown) {
  const file = path.join(folder, "organization.yml");
  writeFileSync(file, stringify(content));
  return readOrganization(file);
}

function refusal(content: unknown): unknown {
  try {
    read(content);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown)
      return [thrown.code, thrown.message.replace(path.join(folder, "organization.yml"), "FILE")];
    throw thrown;
  }
  return "it was accepted";
}

describe("organization.yml", () => {
  it("may name any time zone there is, and no other", () => {
    expect(read({ timeZone: "America/New_York" }).timeZone).toBe("America/New_York");
    for (const timeZone of ["America/Chigaco", "", "Central"])
      expect(refusal({ timeZone })).toEqual([
        "configuration_invalid",
        `FILE: timeZone — expected the name of a time zone, as in America/Chicago; "${timeZone}" came.`,
      ]);
  });

  it("may name any time of five cron fields, and nothing else", () => {
    const at = (cron: string) => ({ jobs: { "weekly-metrics": { cron } } });
    expect(read(at("30 7 * * MON")).jobs["weekly-metrics"].cron).toBe("30 7 * * MON");
    for (const cron of ["every monday", "0 25 * * 1", "0 0 8 * * 1", "0 8 * *", "0 8 31 2 *", ""])
      expect(refusal(at(cron))).toEqual([
        "configuration_invalid",
        `FILE: jobs.weekly-metrics.cron — expected five cron fields that name a time, as in "0 8 * * 1" for Mondays at 8; "${cron}" came.`,
      ]);
  });
});
