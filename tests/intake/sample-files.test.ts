import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bytesOf, generateFiles, generateOrganization, type SampleFile } from "../../sandbox/sample/index.js";
import { openSuites } from "../../src/intake/index.js";
import { DATASETS, readTables, recognise, rowsOf } from "../../src/sources/index.js";

const today = "2026-03-31";
const seed = 7;
const suites = openSuites("config");
const { uploads, sheets } = generateFiles(generateOrganization({ seed, size: 0.3, today }), { seed, today });
/** One upload lacks a column and is refused before any suite is asked. */
const whole = uploads.filter(({ name }) => !name.includes("renamed-column"));
const files: readonly SampleFile[] = [
  ...whole,
  ...sheets.map(({ title, tab, rows }, place) => ({ name: `sheet-${place}.csv`, said: `${title} › ${tab}`, rows })),
];

describe("the files of the sample organisation", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-sample-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(files.map((file) => [file.said, file] as const))("pass every critical expectation: %s", async (_, sample) => {
    const file = { name: sample.name, path: path.join(folder, sample.name) };
    writeFileSync(file.path, await bytesOf(sample));
    const { dataset, grid, places } = recognise(await readTables(file), DATASETS);
    const judge = suites.begin(dataset.name);
    if (judge === null) throw new Error(`there is no suite for ${dataset.name}`);
    const absent = dataset.columns.map(({ key }) => key).filter((key) => !(key in places));
    const rows = rowsOf(grid, places, dataset.columns);
    const verdict = judge.judgeFile(rows, { there: Object.keys(places), absent }, {});
    expect(verdict.stop).toBeNull();
    // What a suite sets aside no reader would have taken either.
    const origin = `file:${file.name}`;
    const zone = { timeZone: "America/Chicago", schoolYearStartMonth: 8, defaults: { academicYear: "2025-2026" } };
    const rules = { ...zone, now: `${today}T12:00:00.000Z`, origin, serialDates: grid.serialDates };
    const taken = [...rows].filter(
      (row) =>
        verdict.quarantined.has(row.number) && dataset.read(row, rules).some((read) => read.read().kind === "record"),
    );
    expect(taken).toEqual([]);
  });
});
