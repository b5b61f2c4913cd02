import { describe, expect, it } from "vitest";
import { column, renderBlocks, reply, table } from "../../src/reply/index.js";

const page = (number: number, rows: number) =>
  JSON.stringify(
    renderBlocks(
      reply({
        title: "Leads",
        text: "30 leads.",
        sensitivity: "open",
        tables: [
          table({
            key: "leads",
            title: "List",
            columns: [column("n", "Number", "integer", "open")],
            rows: Array.from({ length: rows }, (_, place) => [place]),
            empty: "None.",
          }),
        ],
        page: { number, size: 10, line: "leads", of: 28 },
      }),
      { line: "leads" },
    ).blocks,
  );

describe("a table that holds one page of a longer list", () => {
  it("is shown whole, with where it is in the list, and leads to the pages beside it", () => {
    expect(page(2, 10)).toContain("11–20 of 28");
    expect(page(2, 10)).toMatch(/leads page:1.*leads page:3/);
  });

  it("ends with the list", () => {
    expect(page(3, 8)).toContain("21–28 of 28");
    expect(page(3, 8)).not.toContain("page:4");
    expect(page(1, 10)).not.toContain("Previous");
  });
});
