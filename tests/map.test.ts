import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const rooms = [...readFileSync("docs/map.md", "utf8").matchAll(/^- `([\w/]+)` — /gm)].map((match) => match[1] ?? "");

const sourceFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : sourceFiles(file);
    return /\.ts$/.test(entry.name) ? [file] : [];
  });

/** Files directly in src/ are the main room. */
const roomOf = (file: string): string => {
  const room = rooms.find((r) => file.startsWith(`${r}/`));
  return room ?? (/^src\/[^/]+\.ts$/.test(file) ? "src/main" : "");
};

const importsOf = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.{1,2}\/[^"]+)"/g)].map((match) =>
    path.join(path.dirname(file), (match[1] ?? "").replace(/\.js$/, ".ts")),
  );

const house = [...sourceFiles("src"), ...sourceFiles("commands"), ...sourceFiles("jobs")];

describe("the map of the house", () => {
  it("has a line for every room, and a room for every line", () => {
    const standing = new Set(house.map(roomOf));
    expect([...standing].sort()).toEqual([...rooms].sort());
  });

  it("has every arrow run downwards", () => {
    const wrong = house.flatMap((file) =>
      importsOf(file)
        .filter((target) => rooms.indexOf(roomOf(target)) < rooms.indexOf(roomOf(file)))
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has every room entered by its index", () => {
    const wrong = house.flatMap((file) =>
      importsOf(file)
        .filter((target) => roomOf(target) !== roomOf(file) && !/\/index\.ts$/.test(target))
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the sandbox and the bot apart", () => {
    const outOfSandbox = sourceFiles("sandbox").flatMap((f) => importsOf(f).filter((t) => !t.startsWith("sandbox/")));
    const intoSandbox = house.flatMap((f) => importsOf(f).filter((t) => t.startsWith("sandbox/")));
    expect({ outOfSandbox, intoSandbox }).toEqual({ outOfSandbox: [], intoSandbox: [] });
  });
});
