import { createHash } from "node:crypto";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSuites } from "../../../src/intake/index.js";
import { importLeads } from "../../../src/leads/index.js";
import type { Pool } from "../../../src/pool/index.js";
import { organizationSchema, projectFile } from "../../../src/runtime/index.js";
import type { LeadTable } from "../../../src/sources/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import {
  cellsOf,
  header,
  lines,
  placeOf,
  REGISTERED,
  recognised,
  SOURCE_1,
  useFolder,
} from "../../sources/leads/setting.js";
import { layersOf, tickingClock } from "./setting.js";

const ROWS = 4_500;
/** A name so long that two million bytes are no more rows than that. */
const LONG = "of the Sunny Valley ".repeat(17);

/** A register of more than two million bytes; every thousandth row has shifted cells, every hundredth says what the one before says. */
const LIST = lines([
  header(SOURCE_1),
  ...Array.from({ length: ROWS }, (_, at) => {
    const number = at % 100 === 99 ? at - 1 : at;
    const row = cellsOf(SOURCE_1, {
      ...REGISTERED,
      Name: `Little "Stars" ${number} ${LONG}LLC`,
      "Credential Number": `NV-${1_000_000 + number}`,
      Address: `${number} N. SOME ST STE ${number % 7} MESQUITE, NV 89027`,
      Phone: `702-555-${String(number % 10_000).padStart(4, "0")}`,
    });
    return at % 1_000 === 500 ? row.toSpliced(placeOf(SOURCE_1, "Status"), 1) : row;
  }),
]);

onBothEngines((engine) => {
  const folder = useFolder();
  let empty: EmptyPool;
  beforeEach(async () => {
    empty = await emptyPool(engine);
  });
  afterEach(() => empty.drop());

  const importing = async (pool: Pool, text: string, as: (table: LeadTable) => LeadTable = (table) => table) =>
    importLeads({
      pool,
      organization: organizationSchema.parse(undefined),
      clock: tickingClock(),
      table: as(await recognised(await folder.write("source_1_2026-11.csv", text))),
      file: { name: "source_1_2026-11", checksum: createHash("sha256").update(text).digest("hex"), bytes: text.length },
      fileDate: "2026-11-01",
      way: "terminal",
      startedBy: "terminal",
      judge: openSuites(projectFile("config")),
    });
  /** The same list, which this thread reads by itself. */
  const withoutAside = (table: LeadTable): LeadTable => ({
    source: table.source,
    header: table.header,
    notices: table.notices,
    aside: null,
    pages: () => table.pages(),
    stop: (rows, shiftedFrom) => table.stop(rows, shiftedFrom),
  });

  describe("a large first file, which a thread of its own reads", () => {
    it("comes to the same as one that is read where it is stored", { timeout: 120_000 }, async () => {
      expect(LIST.length).toBeGreaterThan(2_000_000);
      const aside = await importing(empty.pool, LIST);
      expect(aside).toMatchObject({ state: "standing", rows: ROWS });
      const other = await emptyPool(engine);
      try {
        expect(await importing(other.pool, LIST, withoutAside)).toEqual(aside);
        expect(await layersOf(other.pool)).toEqual(await layersOf(empty.pool));
      } finally {
        await other.drop();
      }
    });

    it("stops where it breaks off, and nothing of it stays", async () => {
      const cut = LIST.slice(0, LIST.lastIndexOf(",", LIST.length - 60));
      const told = await importing(empty.pool, cut);
      expect(told).toMatchObject({ state: "stopped", code: "file_unreadable" });
      expect(told.why).toContain("breaks off");
      expect((await layersOf(empty.pool)).base).toEqual([]);
      expect(await empty.pool.query(sql`SELECT id FROM lead_version`)).toEqual([]);
    });
  });
});
