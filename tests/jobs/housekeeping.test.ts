import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { importDataset } from "../../src/intake/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { pathfulSessions, placesOf } from "../../src/sources/index.js";
import { withOffice } from "../commands/office.js";
import { gridOf, type Line, line, professional } from "../intake/pathful/setting.js";
import { onBothEngines } from "../pool/engines.js";

const ADMIN = { as: "admin", at: "terminal", who: "U1" } as const;
const LONG_AGO = "2020-01-01T00:00:00.000Z";

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);
  const rows = <Row>(query: ReturnType<typeof sql>) => office().pool.query<Row>(query);
  const run = (query: ReturnType<typeof sql>) => office().pool.transaction((tx) => tx.run(query));
  const bring = async (...lines: Line[]) => {
    const grid = gridOf("sessions.xlsx", lines);
    return importDataset({
      pool: office().pool,
      organization: organizationSchema.parse({}),
      clock: { now: () => office().world.now },
      dataset: pathfulSessions,
      grid,
      places: placesOf(grid, pathfulSessions.columns),
      origin: "file:sessions.xlsx",
      defaults: {},
      whole: false,
      trigger: "command",
      startedBy: "U1",
    });
  };
  const copies = (id: string) =>
    rows<{ payload: string }>(sql`SELECT payload FROM raw_record WHERE source_id = ${id} ORDER BY id`);
  const questionOf = async (kind: string) => {
    const [open] = await rows<{ id: number }>(sql`SELECT id FROM ticket WHERE state = 'open' AND kind = ${kind}`);
    return open?.id;
  };
  const housekeeping = async () => (await office().reply("job housekeeping", ADMIN)).text;
  const table = async (text: string) => (await office().json(text, ADMIN)).tables;

  /** Somebody whose title changes twice, somebody who is gone, and reports of Pathful with questions. */
  let changed: string;
  let gone: string;
  beforeAll(async () => {
    const people = await office().pool.db.contact.findMany({ where: { kind: "volunteer" }, orderBy: { id: "asc" } });
    [changed = "", gone = ""] = people.map(({ source_id }) => source_id);
    for (const Title of ["First Title", "Second Title"]) {
      office().world.org.edit("Contact", changed, { Title });
      await office().world.sync();
    }
    office().world.org.delete("Contact", gone);
    await office().world.sync();
    const seen = { source: "salesforce", record_hash: "0", batch_id: 1, first_seen_at: "", last_seen_at: "" };
    const name = { first_name: "Thaddeus", last_name: "Quackenbush", full_name: "Thaddeus Quackenbush" };
    await office().pool.write((db) =>
      db.contact.create({ data: { ...seen, ...name, source_id: "0035f00000Zz1eeAAA", kind: "volunteer" } }),
    );
    const thad = professional({ Name: "Thad Quackenbush", "User Auth Id": "77" });
    const undated = professional({
      "Session ID": "sess-002",
      Title: "Undated Robotics",
      Date: "",
      Status: "Published",
    });
    await bring(line({}), thad, undated);
    await bring(line({ "Attended Student Count": 24 }), thad);
    await office().reply(`ticket ${await questionOf("session_date")} answer:"2026-03-01 10:00"`, ADMIN);
  });

  const answers = async () => {
    const asked = [
      "trace Quackenbush",
      "trace Victor",
      `trace ${changed}`,
      `trace ${gone}`,
      "reconcile",
      "quarantine",
      "tickets",
      "quality flags",
      "status",
      "metric M60 SY25-26",
      "metric M30 SY25-26 records",
    ];
    return Promise.all(asked.map(async (text) => [text, await table(text)]));
  };

  describe("the job housekeeping", () => {
    it("leaves alone what is young", async () => {
      expect(await copies(changed)).toHaveLength(3);
      expect(await housekeeping()).toContain(
        "0 earlier copies of rows, 0 settled rows of quarantine and 0 lines behind buttons were older than 24 months",
      );
      expect(await copies(changed)).toHaveLength(3);
    });

    it("leaves alone an old copy whose successor is young: it shows what a row said before it changed", async () => {
      await run(
        sql`UPDATE raw_record SET seen_at = ${LONG_AGO} WHERE id IN (SELECT MIN(id) FROM raw_record WHERE source_id = ${changed})`,
      );
      await housekeeping();
      expect(await copies(changed)).toHaveLength(3);
    });

    it("forgets earlier copies and settled quarantine of long ago, and no answer is another for it", async () => {
      await run(sql`UPDATE raw_record SET seen_at = ${LONG_AGO}`);
      await run(sql`UPDATE quarantine SET first_at = ${LONG_AGO}, last_at = ${LONG_AGO}`);
      await run(sql`UPDATE quarantine SET resolved_at = ${LONG_AGO} WHERE resolved_at IS NOT NULL`);
      const [waiting] = await rows<{ n: number }>(sql`SELECT COUNT(*) AS n FROM quarantine WHERE resolved_at IS NULL`);
      expect(waiting?.n).toBeGreaterThan(0);
      const [settled] = await rows<{ n: number }>(
        sql`SELECT COUNT(*) AS n FROM quarantine WHERE resolved_at IS NOT NULL`,
      );
      expect(settled?.n).toBeGreaterThan(0);
      const [keys] = await rows<{ n: number }>(
        sql`SELECT COUNT(*) AS n FROM (SELECT DISTINCT source, object, source_id FROM raw_record) AS keys`,
      );
      const before = await answers();

      expect(await housekeeping()).toMatch(/: [1-9]\d* earlier copies of rows, [1-9]\d* settled rows of quarantine /);
      expect(await answers()).toEqual(before);
      expect(await rows(sql`SELECT COUNT(*) AS n FROM raw_record`)).toEqual([keys]);
      expect(await rows(sql`SELECT COUNT(*) AS n FROM quarantine`)).toEqual([waiting]);
      const [last, ...others] = await copies(changed);
      expect(others).toEqual([]);
      expect(last?.payload).toContain("Second Title");
      expect(await copies(gone)).toHaveLength(1);
    });

    it("leaves what an answer that is taken back reads, though its rows were old", async () => {
      const question = await questionOf("volunteer");
      await office().reply(`ticket ${question} answer:new`, ADMIN);
      await run(sql`UPDATE raw_record SET seen_at = ${LONG_AGO}`);
      await housekeeping();
      await office().reply(`ticket ${question} answer:reopen`, ADMIN);
      const waits = await rows(
        sql`SELECT 1 AS one FROM quarantine WHERE resolved_at IS NULL AND waits_for_object = 'ticket' AND payload LIKE '%Quackenbush%'`,
      );
      expect(waits).not.toEqual([]);
    });

    it("forgets the lines of buttons that were last shown long ago", async () => {
      await run(sql`INSERT INTO stored_line (key, line, created_at) VALUES ('old', 'status', ${LONG_AGO})`);
      await run(sql`INSERT INTO stored_line (key, line, created_at) VALUES ('young', 'status', ${office().world.now})`);
      await housekeeping();
      expect(await rows(sql`SELECT key FROM stored_line`)).toEqual([{ key: "young" }]);
    });
  });
});
