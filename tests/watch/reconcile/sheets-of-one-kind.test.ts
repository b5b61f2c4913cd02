import sql from "sql-template-tag";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { GoogleCloud } from "../../../sandbox/google/index.js";
import {
  connectedSheets,
  importDataset,
  rereadSheet,
  type SheetResult,
  syncSheets,
} from "../../../src/intake/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { DATASETS, recognise } from "../../../src/sources/index.js";
import { readBoard } from "../../../src/watch/index.js";
import { clauseOf, lastReconciliation, problemsOf } from "../../../src/watch/reconcile/index.js";
import { Rows } from "../../identity/rows.js";
import { countsOf } from "../../intake/datasets/setting.js";
import { onBothEngines } from "../../pool/engines.js";
import { ACCOUNT, listeningCloud, ROSTER, sourceOf, Time } from "../../sources/google/cloud.js";
import { Setting } from "./setting.js";

const OTHER = "1OtherOtherOtherOtherOther";
const PATHWAYS = "1PathwaysPathwaysPathways";
const ORGANIZATION = organizationSchema.parse({
  sheets: [
    { name: "Roster KCK", dataset: "roster", spreadsheet: ROSTER, tab: "KCK", defaults: { district: "KCK" } },
    { name: "Roster Center", dataset: "roster", spreadsheet: OTHER, tab: "Center", defaults: { district: "Center" } },
    { name: "Health", dataset: "pathway-roster", spreadsheet: PATHWAYS, tab: "Health" },
    { name: "Trades", dataset: "pathway-roster", spreadsheet: PATHWAYS, tab: "Trades" },
  ],
});
const HEADER = ["Building", "Name", "Email", "Academic Year"];
const SIGN_UPS = ["Event", "Date", "Student ID", "District", "Status"];
const shared = { sharedWith: [ACCOUNT.email] };

onBothEngines((engine) => {
  const time = new Time();
  let cloud: GoogleCloud;
  let setting: Setting;
  beforeEach(async () => {
    setting = await Setting.open(engine);
    const rows = new Rows(setting.pool);
    const district = await rows.district("KCK");
    const school = await rows.school(district);
    for (const [student, title] of [
      ["4711", "Health day"],
      ["4712", "Trades day"],
    ] as const) {
      await rows.contact({ kind: "student", local_student_id: student, school_id: school });
      await rows.event({ title, local_date: "2026-03-02" });
    }
    cloud = await listeningCloud(time, {
      sheets: [
        {
          id: ROSTER,
          title: "KCK",
          ...shared,
          tabs: [
            { title: "KCK", rows: [HEADER, ["Harmon High", "Alice Achieved", "alice@kck.example.org", "2025-26"]] },
          ],
        },
        {
          id: OTHER,
          title: "Center",
          ...shared,
          tabs: [{ title: "Center", rows: [HEADER, ["Center High", "Bo Ray", "bo@center.example.org", "2025-26"]] }],
        },
        {
          id: PATHWAYS,
          title: "Pathways",
          ...shared,
          tabs: [
            { title: "Health", rows: [SIGN_UPS, ["Health day", { date: "2026-03-02" }, "4711", "KCK", "Attended"]] },
            { title: "Trades", rows: [SIGN_UPS, ["Trades day", { date: "2026-03-02" }, "4712", "KCK", "Attended"]] },
          ],
        },
      ],
    });
  });
  afterEach(async () => {
    await cloud.close();
    await setting.close();
  });

  const common = () => ({ pool: setting.pool, organization: ORGANIZATION, clock: time });
  const readSheets = () =>
    syncSheets({ ...common(), source: sourceOf(cloud, time), trigger: "command", startedBy: "U1" });
  const importRoster = (name: string, line: readonly string[]) => {
    const { dataset, grid, places } = recognise(
      [{ name, lines: [HEADER, line], serialDates: false }],
      DATASETS.filter((each) => each.name === "roster"),
    );
    return importDataset({
      ...common(),
      dataset,
      grid,
      places,
      origin: `file:${name}`,
      defaults: { district: "KCK" },
      whole: false,
      trigger: "command",
      startedBy: "U1",
    });
  };
  const countsIn = ({ imported }: SheetResult) => (imported === null ? null : countsOf(imported));
  const compare = async () => {
    const sheets = await connectedSheets(setting.pool, ORGANIZATION);
    const parts = { ...common(), source: sourceOf(cloud, time) };
    const { objects } = await setting.reconcile({
      rereads: sheets.flatMap((sheet) => rereadSheet(parts, sheet) ?? []),
    });
    return objects;
  };

  it("each is compared with its own rows, whatever their table", async () => {
    expect((await readSheets()).sheets.map(countsIn)).toEqual([
      { read: 1, inserted: 1 },
      { read: 1, inserted: 1 },
      { read: 1, inserted: 1 },
      { read: 1, inserted: 1 },
    ]);
    expect((await compare()).map(clauseOf)).toEqual([
      "roster “Roster KCK”: 1 of 1 equal",
      "roster “Roster Center”: 1 of 1 equal",
      "pathway-roster “Health”: 1 of 1 equal",
      "pathway-roster “Trades”: 1 of 1 equal",
    ]);
  });

  it("a difference of one is not covered by another that agrees", async () => {
    await readSheets();
    cloud.sheet(ROSTER).set("KCK", 2, 2, "Alice Renamed");
    await compare();
    const last = await lastReconciliation(setting.pool);
    expect(last?.objects.map(({ part, verdict }) => [part, verdict])).toEqual([
      ["“Roster KCK”", "different"],
      ["“Roster Center”", "ok"],
      ["“Health”", "ok"],
      ["“Trades”", "ok"],
    ]);
    const board = await readBoard(setting.pool);
    expect(board.find(({ object }) => object === "roster")?.verdict).toBe("different");
    const kept = await setting.pool.query<{ value: number }>(
      sql`SELECT value FROM data_quality_metrics WHERE metric = 'reconcile.roster.changed'`,
    );
    expect(kept).toEqual([{ value: 1 }]);
  });

  it("two that differ are two problems, each with what to do about a sheet", async () => {
    await readSheets();
    cloud.sheet(ROSTER).set("KCK", 2, 2, "Alice Renamed");
    cloud.sheet(OTHER).set("Center", 2, 2, "Bo Renamed");
    await compare();
    const last = await lastReconciliation(setting.pool);
    if (last === null) throw new Error("nothing was compared");
    const problems = problemsOf(last);
    expect(problems.map(({ object }) => object)).toEqual(["roster “Roster KCK”", "roster “Roster Center”"]);
    for (const { text } of problems) expect(text).toMatch(/Read the sheet again: sync sheets --full\./);
  });

  it("rows of imported files are held against their copies beside a sheet of their kind", async () => {
    await readSheets();
    await importRoster("more teachers.csv", ["Harmon High", "Nora NotStarted", "nora@kck.example.org", "2025-26"]);
    const ofFiles = async () => (await compare()).filter(({ part }) => part === "from files").map(clauseOf);
    expect(await ofFiles()).toEqual(["roster from files: 1 of 1 equal"]);
    await setting.pool.transaction((tx) =>
      tx.run(sql`UPDATE roster_entry SET record_hash = 'x' WHERE email = 'nora@kck.example.org'`),
    );
    expect(await ofFiles()).toEqual(["roster from files: 1 of 1 differ"]);
    const last = await lastReconciliation(setting.pool);
    expect(last === null ? [] : problemsOf(last).map(({ text }) => text)).toEqual([
      expect.stringMatching(/Import the file that they came by once more\./),
    ]);
  });

  it("a row that a file brought first is not missing from the sheet that has it too", async () => {
    await importRoster("early.csv", ["Harmon High", "Alice Achieved", "alice@kck.example.org", "2025-26"]);
    const [first] = (await readSheets()).sheets;
    expect(first === undefined ? null : countsIn(first)).toEqual({ read: 1, unchanged: 1 });
    const [roster] = await compare();
    expect(roster?.rows).toMatchObject({ source: 1, equal: 1, missing: 0, extra: 0 });
  });
});
