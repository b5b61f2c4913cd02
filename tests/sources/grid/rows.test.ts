import { expect, it } from "vitest";
import { rowsOf } from "../../../src/sources/index.js";

const COLUMNS = [
  { key: "name", names: ["Name"], required: true },
  { key: "notes", names: ["Notes"], required: false },
];
const GRID = {
  name: "list.csv",
  header: ["Notes", "Name", "Shoe size"],
  headerRow: 1,
  rows: [{ number: 2, cells: ["asks for calls", "Ada", 38] }],
  serialDates: false,
};

it("a column that is ignored is neither read nor kept with the copy of the row", () => {
  const places = { notes: 0, name: 1 };
  expect([...rowsOf(GRID, places, COLUMNS)]).toEqual([
    {
      number: 2,
      cells: { name: "Ada", notes: "asks for calls" },
      raw: { Notes: "asks for calls", Name: "Ada", "Shoe size": 38 },
    },
  ]);
  expect([...rowsOf(GRID, places, COLUMNS, ["notes"])]).toEqual([
    { number: 2, cells: { name: "Ada" }, raw: { Name: "Ada", "Shoe size": 38 } },
  ]);
});
