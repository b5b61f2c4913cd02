import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const PAGE = path.join(import.meta.dirname, "../../../sandbox/console/page");
const sources = readdirSync(PAGE, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|html)$/.test(name))
  .map((name) => ({ name, text: readFileSync(path.join(PAGE, name), "utf8") }));

/** Ways in which data could become mark-up or code. */
const FORBIDDEN =
  /\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|setHTML|srcdoc|createContextualFragment|DOMParser|\beval\(|new Function|setAttribute\(\s*["'](?:style|on\w+)/;

describe("the sources of the console page", () => {
  it("are all read here", () => {
    expect(sources.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["index.html", "dom.ts", path.join("blocks", "table.ts")]),
    );
  });

  it("never turn data into mark-up or code", () => {
    expect(sources.filter(({ text }) => FORBIDDEN.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it("have no script or style inside the page, and nothing from another host", () => {
    const page = sources.find(({ name }) => name === "index.html")?.text ?? "";
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?:/);
  });

  it("stay small", () => {
    expect(sources.filter(({ text }) => text.split("\n").length > 400).map(({ name }) => name)).toEqual([]);
  });
});
