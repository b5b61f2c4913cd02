import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  deviationsOf,
  PolarisError,
  readOrganization,
  readPathways,
  standardPathways,
} from "../../src/runtime/index.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "polaris-pathways-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

function refusal(content: string): string {
  const file = write("pathways.yml", content);
  try {
    readPathways(file);
  } catch (thrown) {
    if (thrown instanceof PolarisError) return `${thrown.code}: ${thrown.message.replace(file, "FILE")}`;
    throw thrown;
  }
  return "it was accepted";
}

describe("pathways.yml", () => {
  it("comes with Polaris, and has the pathways that staff report on", () => {
    expect(standardPathways().list.map(({ name }) => name)).toEqual([
      "STEM",
      "Business",
      "Health",
      "Construction/Trades",
      "Arts and Communication",
      "BFI",
    ]);
    expect(
      standardPathways()
        .list.filter(({ checkbox }) => checkbox)
        .map(({ name }) => name),
    ).toEqual(["STEM"]);
  });

  it("is the one beside organization.yml, where there is one, and the footer says so", () => {
    const file = write("organization.yml", "name: Elsewhere\n");
    expect(readOrganization(file).pathways).toEqual(standardPathways());
    expect(deviationsOf(readOrganization(file))).toEqual([]);
    write("pathways.yml", "pathways:\n  Aviation:\n    also: [flight]\n");
    const own = readOrganization(file);
    expect(own.pathways).toEqual({
      list: [{ name: "Aviation", also: ["flight"], clusters: [], skills: [], checkbox: false }],
      without: [],
    });
    expect(deviationsOf(own)).toEqual(["pathways.yml of its own"]);
  });

  it("names its mistake and where it is", () => {
    expect(refusal("pathways:\n  STEM: { also: 3 }\n")).toMatch(
      /^configuration_invalid: FILE: pathways\.STEM\.also — /,
    );
    expect(refusal("pathways: {\n")).toMatch(/^configuration_invalid: FILE cannot be read as YAML: /);
    expect(refusal("pathways:\n  STEM: { also: [tech] }\n  Trades: { clusters: [Tech] }\n")).toBe(
      "configuration_invalid: FILE: “tech” stands under STEM and under Trades. Expected it under one of them.",
    );
    expect(refusal("pathways:\n  A: { checkbox: true }\n  B: { checkbox: true }\n")).toBe(
      "configuration_invalid: FILE: several pathways have checkbox: true. Expected one.",
    );
  });
});
