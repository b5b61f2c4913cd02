import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFiles } from "../../../src/doors/terminal/files.js";
import { fact, reply } from "../../../src/reply/index.js";

const RESULT = JSON.stringify({ success: true, note: "a line\nand a long one: ".padEnd(400, "x") });

describe("a fact that another program reads", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "polaris-files-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const answer = reply({
    title: "Expectations",
    text: "All are met.",
    sensitivity: "open",
    facts: [fact("Contact", "Contact", RESULT, "text", "open")],
    files: [
      { key: "Contact", kind: "json", name: "Contact.validation.json" },
      { key: "Gone", kind: "json", name: "gone.json" },
    ],
  });

  it("is a file of its own, letter for letter", async () => {
    await writeFiles(answer, null, folder, { timeZone: "America/Chicago" });
    expect(readdirSync(folder)).toEqual(["Contact.validation.json"]);
    expect(readFileSync(path.join(folder, "Contact.validation.json"), "utf8")).toBe(RESULT);
  });

  it("is not among what as:csv asks for", async () => {
    await writeFiles(answer, "csv", folder, { timeZone: "America/Chicago" });
    expect(readdirSync(folder).filter((name) => name.endsWith(".json"))).toEqual([]);
  });
});
