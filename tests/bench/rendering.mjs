// A table of 100,000 rows to a file, in a process of its own, whose memory is then the renderer's. node rendering.mjs xlsx|csv FOLDER
import { statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { renderCsvFiles, renderWorkbook } from "../../dist/src/reply/index.js";

const ROWS = 100_000;
const COLUMNS = [
  ["name", "text"],
  ["record", "link"],
  ["email", "text"],
  ["first", "date"],
  ["seen", "instant"],
  ["hours", "hours"],
  ["sessions", "integer"],
  ["share", "percent"],
  ["organisation", "text"],
  ["district", "text"],
];

const [kind, folder] = process.argv.slice(2);
const table = {
  key: "volunteers",
  title: "Volunteers",
  columns: COLUMNS.map(([key, type]) => ({ key, label: key, type, sensitivity: "open" })),
  rows: Array.from({ length: ROWS }, (_, at) => [
    `Volunteer ${at}`,
    `https://example.org/${at}`,
    `volunteer.${at}@example.org`,
    "2026-02-01",
    "2026-02-01T16:00:00.000Z",
    at / 7,
    at % 40,
    (at % 100) / 100,
    "Hill's Pet Nutrition",
    "Kansas City Public Schools",
  ]),
  total: null,
  empty: "None.",
};
const words = {
  title: "Volunteers",
  text: "100,000 volunteers.",
  sensitivity: "open",
  openText: "100,000 volunteers.",
};
const nothing = { facts: [], charts: [], actions: [], files: [], notices: [], provenance: null };
const reply = { kind: "reply", ...words, ...nothing, tables: [table] };

const file = path.join(folder, `volunteers.${kind}`);
const began = performance.now();
if (kind === "xlsx") await renderWorkbook(reply, file, { timeZone: "America/Chicago" });
else for (const { text } of renderCsvFiles(reply)) await writeFile(file, text);
process.send({
  rows: ROWS,
  seconds: (performance.now() - began) / 1000,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  megabytes: statSync(file).size / 1e6,
});
process.disconnect();
