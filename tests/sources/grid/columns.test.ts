import { describe, expect, test } from "vitest";
import { asPolarisError } from "../../../src/runtime/index.js";
import {
  type Dataset,
  type DatasetColumn,
  findGrid,
  type Grid,
  placesOf,
  proposeMapping,
  recognise,
  rowsOf,
} from "../../../src/sources/index.js";
import { column, tableOf } from "./setting.js";

const SESSIONS = [
  column("id", ["Session ID"]),
  column("title", ["Title"]),
  column("date", ["Date"]),
  column("status", ["Status"]),
  column("role", ["SignUp Role"]),
  column("name", ["Name"]),
  column("user", ["User Auth Id"], false),
];
const ROSTER = [
  column("building", ["Building", "School"]),
  column("name", ["Name"]),
  column("email", ["Email", "E-mail"]),
  column("grade", ["Grade"], false),
];

function dataset(name: string, columns: readonly DatasetColumn[]): Dataset {
  return { name, label: name, describe: `${name}.`, columns, key: [], read: () => [] };
}

const DATASETS = [dataset("sessions", SESSIONS), dataset("roster", ROSTER)];

function thrownBy(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (thrown) {
    const { code, message } = asPolarisError(thrown);
    return { code, message };
  }
  throw new Error("Nothing was thrown.");
}

function grid(lines: Parameters<typeof tableOf>[0], columns = ROSTER): Grid {
  const found = findGrid(tableOf(lines), columns);
  if (found === null) throw new Error("No header row was found.");
  return found;
}

describe("the header row", () => {
  test("is found by its names, below titles and notes", () => {
    const found = grid([
      ["Teachers 2025-26"],
      [],
      ["Name of the list: KCK"],
      ["Building", "Name", "Email"],
      ["A", "B", "C"],
    ]);
    expect(found).toMatchObject({ headerRow: 4, header: ["Building", "Name", "Email"] });
    expect([...found.rows]).toEqual([{ number: 5, cells: ["A", "B", "C"] }]);
  });

  test("of three alike is the last", () => {
    const header = ["Building", "Name", "Email"];
    const found = grid([header, header, header, ["A", "B", "C"]]);
    expect(found.headerRow).toBe(3);
    expect([...found.rows]).toMatchObject([{ number: 4 }]);
  });

  test("is compared without case, blanks, _ and -, and without what cannot be seen", () => {
    const found = grid([["\ufeffBUILDING ", "na\u00a0me", "E_Mail\u200b"]]);
    expect(found.header).toEqual(["BUILDING", "na me", "E_Mail"]);
    expect(placesOf(found, ROSTER)).toEqual({ building: 0, name: 1, email: 2 });
    expect(
      placesOf(
        grid([["UserAuthId", "Session_ID", "title", "DATE", "status", "SignUpRole", "Name"]], SESSIONS),
        SESSIONS,
      ),
    ).toMatchObject({ user: 0, id: 1, role: 5 });
  });

  test("tells repeated and blank headers apart", () => {
    const found = grid([
      ["Building", "Name", "Name", "Email", null, " "],
      ["A", "B", "C", "D", "E", "F"],
    ]);
    expect(found.header).toEqual(["Building", "Name", "Name (2)", "Email", "Column 5", "Column 6"]);
  });

  test("is not taken from a table that has none of the names", () => {
    expect(
      findGrid(
        tableOf([
          ["Fruit", "Price"],
          ["Apple", 2],
        ]),
        ROSTER,
      ),
    ).toBeNull();
  });

  test("can have the names that somebody mapped", () => {
    const table = tableOf([
      ["Schule", "Lehrer", "Post"],
      ["A", "B", "C"],
    ]);
    const mapping = { building: "Schule", name: "Lehrer", email: "Post" };
    const found = findGrid(table, ROSTER, mapping);
    expect(found && placesOf(found, ROSTER, mapping)).toEqual({ building: 0, name: 1, email: 2 });
  });
});

describe("rows", () => {
  test("ragged ones are filled up, blank ones dropped, and all keep their number", () => {
    const found = grid([["Building", "Name", "Email"], ["A"], [" ", null, ""], [], ["B", "C", "D", "E"]]);
    expect(found.header).toEqual(["Building", "Name", "Email", "Column 4"]);
    expect([...found.rows]).toEqual([
      { number: 2, cells: ["A", null, null, null] },
      { number: 5, cells: ["B", "C", "D", "E"] },
    ]);
  });

  test("have their cells by key, and all of them as they came", () => {
    const found = grid([
      ["Building", "Note", "Name", "Email"],
      ["A", "x", 7, " "],
    ]);
    expect([...rowsOf(found, placesOf(found, ROSTER), ROSTER)]).toEqual([
      { number: 2, cells: { building: "A", name: 7, email: " " }, raw: { Building: "A", Note: "x", Name: 7 } },
    ]);
  });
});

describe("missing columns", () => {
  test("are all named, with the columns that came and the likely renames", () => {
    const found = grid([["Session ID", "Title", "Date", "Session Status", "Sign-up Roles", "User"]], SESSIONS);
    const { code, message } = thrownBy(() => placesOf(found, SESSIONS));
    expect(code).toBe("columns_changed");
    expect(message).toContain("lacks 3 columns that must be there: “Status”, “SignUp Role”, “Name”.");
    expect(message).toContain("“Status” is missing; “Session Status” looks like it.");
    expect(message).toContain("“SignUp Role” is missing; “Sign-up Roles” looks like it.");
    expect(message).not.toContain("“Name” is missing;");
    expect(message).toContain("Its columns, in row 1, are “Session ID”, “Title”");
  });

  test("a mapped column that is gone is missing though it was optional", () => {
    const found = grid([["Building", "Name", "Email", "Grade level"]]);
    expect(thrownBy(() => placesOf(found, ROSTER, { grade: "Grades" })).message).toContain(
      "“Grades” is missing; “Grade level” looks like it.",
    );
  });
});

describe("a mapping is proposed", () => {
  test("sure where the name is one of the column's own, else the likest that is left, else none", () => {
    expect(proposeMapping(["Teacher Name", "School", "Email Address", "Room"], ROSTER)).toEqual([
      { key: "building", header: "School", sure: true },
      { key: "name", header: "Teacher Name", sure: false },
      { key: "email", header: "Email Address", sure: false },
      { key: "grade", header: null, sure: false },
    ]);
  });
});

describe("a file is recognised by its columns", () => {
  const roster = tableOf(
    [
      ["Building", "Name", "Email"],
      ["A", "B", "C"],
    ],
    "a.xlsx › Roster",
  );

  test("as the dataset whose columns it has", () => {
    const found = recognise([roster], DATASETS);
    expect(found).toMatchObject({
      dataset: { name: "roster" },
      places: { building: 0, name: 1, email: 2 },
      leftOut: [],
    });
  });

  test("in the tab that has them, the one with most rows first, the others named", () => {
    const notes = tableOf([["Read me"]], "a.xlsx › Notes");
    const longer = tableOf([...roster.lines, ["D", "E", "F"]], "a.xlsx › More");
    const found = recognise([notes, roster, longer], DATASETS);
    expect([found.grid.name, found.leftOut]).toEqual(["a.xlsx › More", ["a.xlsx › Roster"]]);
  });

  test("T52 a Pathful file without its Status column is refused, and the column named", () => {
    const table = tableOf([["Session ID", "Title", "Date", "SignUp Role", "Name"]], "pathful.xlsx");
    const { code, message } = thrownBy(() => recognise([table], DATASETS));
    expect(code).toBe("columns_changed");
    expect(message).toContain("read as “sessions”, lacks a column that must be there: “Status”");
  });

  test("and when it is none, the nearest is named with what it lacks", () => {
    const { code, message } = thrownBy(() => recognise([tableOf([["Fruit", "Name", "Date"]])], DATASETS));
    expect(code).toBe("file_unknown");
    expect(message).toContain(
      "The nearest is “sessions”, but “Session ID”, “Title”, “Status”, “SignUp Role” are missing.",
    );
    expect(message).toContain("are “Fruit”, “Name”, “Date”");
  });

  test("the only column that is missing is likely the only one that is strange", () => {
    const header = ["Session ID", "Title", "Date", "Session State", "Name", "SignUp Role"];
    expect(thrownBy(() => recognise([tableOf([header])], DATASETS)).message).toContain(
      "“Status” is missing; “Session State” looks like it.",
    );
  });

  test("and when no line is a header, none of its cells is repeated: they may be people's", () => {
    const people = tableOf([["Jane", "Doe", "jane@example.org"]]);
    for (const datasets of [DATASETS, DATASETS.slice(1)]) {
      const { message } = thrownBy(() => recognise([people], datasets));
      expect(message).toContain("No line near its top has names of columns that Polaris knows.");
      expect(message).not.toMatch(/Jane|Doe/);
    }
  });

  test("and when two fit equally, the person is asked which", () => {
    const twins = [dataset("one", ROSTER), dataset("two", ROSTER)];
    const { code, message } = thrownBy(() => recognise([roster], twins));
    expect(code).toBe("file_unknown");
    expect(message).toContain("as:one or as:two");
  });

  test("and when the person said what it is, what it lacks is named however little fits", () => {
    const { code, message } = thrownBy(() => recognise([tableOf([["Fruit", "Price"]])], DATASETS.slice(1)));
    expect(code).toBe("columns_changed");
    expect(message).toContain("“Building”, “Name”, “Email”");
  });
});
