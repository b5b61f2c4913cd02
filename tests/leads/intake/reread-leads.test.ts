import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLease } from "../../../src/intake/index.js";
import { rereadLeads } from "../../../src/leads/index.js";
import type { LeadSource } from "../../../src/runtime/index.js";
import { leadTableOf, readLeadRow } from "../../../src/sources/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import { SOURCE_3 } from "../../sources/leads/setting.js";
import { DIRECTORY, importSmall, layersOf, organization, REGISTER, tickingClock } from "./setting.js";

const FILES = [
  {
    source: REGISTER,
    date: "2026-10-01",
    rows: ["L1|Sun|702-555-0101|10 N Main St|89001", "L2|Oak|702-555-0102|20 Oak Rd|89003"],
  },
  {
    source: REGISTER,
    date: "2026-09-01",
    rows: ["L1|Sun|702-555-0101|99 Elm Ave|89002", "L3|Bee|555|30 Hive Ln|89004"],
  },
  {
    source: DIRECTORY,
    date: "2026-10-15",
    rows: ["D9|Oak|(702) 555-0102|20 Oak Road|89003", "D9|Oak|(702) 555-0109|20 Oak Road|89003"],
  },
];

onBothEngines((engine) => {
  let empty: EmptyPool;
  beforeEach(async () => {
    empty = await emptyPool(engine);
    for (const file of FILES) await importSmall(empty.pool, file);
  });
  afterEach(() => empty.drop());

  const reread = (leadSources: readonly LeadSource[] = organization.leadSources) =>
    rereadLeads({ pool: empty.pool, organization: { ...organization, leadSources }, clock: tickingClock() });

  describe("reading all lists of leads once more", () => {
    it("changes nothing while the rules are the same: staging made anew is what the files made one by one", async () => {
      const before = await layersOf(empty.pool);
      expect(await reread()).toMatchObject({ rows: 6, changed: 0, unconfigured: [] });
      expect(await layersOf(empty.pool)).toEqual(before);
    });

    it("says of every row what today's configuration reads in it", async () => {
      // The register's company was read from another column before.
      const otherwise = {
        ...REGISTER,
        lead: { ...REGISTER.lead, company: { from: ["Licence"], as: "text" as const } },
      };
      expect(await reread([otherwise, DIRECTORY])).toMatchObject({ rows: 6, changed: 4 });
      const { staging } = await layersOf(empty.pool);
      expect(staging.map(({ row_key, company }) => [row_key, company])).toEqual([
        ["D9", "Oak"],
        ["L1", "L1"],
        ["L2", "L2"],
        ["L3", "L3"],
      ]);
    });

    it("leaves rows of a source that is configured no more as they were read", async () => {
      const before = await layersOf(empty.pool);
      expect(await reread([REGISTER])).toMatchObject({ changed: 0, unconfigured: ["directory"] });
      expect(await layersOf(empty.pool)).toEqual(before);
    });

    it("puts a row whose cells are shifted right by the columns of its own file", async () => {
      const header = [...SOURCE_3.columns.map(({ name }) => name), "Notes"];
      // Before the phone a blank too many: the last flag stands under "Notes".
      const cells =
        "1|77|Oak|20 Oak Rd|Reno|TX|75001|Dallas||972-555-0102|Center|Open|1/2/2020|24|a@b.org|F1|Yearly|Y|N|Y|Y".split(
          "|",
        );
      const rows = [1, 2, 3, 4, 5, 6].map((n) => ({
        number: n + 1,
        cells: n > 1 ? [`${n}`, ...cells.slice(1, 8), ...cells.slice(9, 15), `F${n}`, ...cells.slice(16)] : cells,
      }));
      const grid = { name: "source_3", header, headerRow: 1, rows, serialDates: false };
      const table = leadTableOf(grid, SOURCE_3);
      const file = { source: SOURCE_3, date: "2026-10-01", rows: [] };
      expect(await importSmall(empty.pool, file, { table })).toMatchObject({ state: "standing", invalid: 1 });
      for await (const [first] of table.pages()) {
        expect(first?.record).toMatchObject({ phone: "9725550102", extra: { school: true } });
        expect(readLeadRow(SOURCE_3, first?.cells ?? {})).not.toEqual(first?.record);
      }
      expect(await reread([...organization.leadSources, SOURCE_3])).toMatchObject({ changed: 0 });
    });

    it("does not begin while a list is taken in", async () => {
      const lease = await takeLease(empty.pool, "lead:register", tickingClock());
      await expect(reread()).rejects.toMatchObject({ code: "already_running" });
      await lease.release(empty.pool);
      expect(await reread()).toMatchObject({ changed: 0 });
    });
  });
});
