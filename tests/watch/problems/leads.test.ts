import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Organization, organizationSchema, standardLeadSources } from "../../../src/runtime/index.js";
import { CHECKS, findProblems, type Problem, tellProblems } from "../../../src/watch/index.js";
import { leadFile } from "../../metrics/lead-world.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const NOW = "2026-11-18T18:00:00.000Z";
const organization: Organization = organizationSchema.parse(undefined);
const [first] = standardLeadSources();
const SOURCE = first?.name ?? "";
const LABEL = first?.label ?? "";

describe("problems of the files of leads", () => {
  onBothEngines((engine) => {
    let home: EmptyPool;
    let id = 0;
    beforeEach(async () => {
      home = await emptyPool(engine);
      id = 0;
    });
    afterEach(() => home.drop());

    const came = (date: string, rows: number, more: Partial<Parameters<typeof leadFile>[1]> = {}) =>
      home.pool.transaction((tx) => {
        id += 1;
        return leadFile(tx, { id, source: SOURCE, date, rows, ...more });
      });
    const found = (now = NOW, by = organization): Promise<Problem[]> =>
      findProblems(
        home.pool,
        by,
        now,
        CHECKS.filter(({ name }) => name === "leads"),
      );
    const told = async (now = NOW) => (await found(now)).map(({ class: sort, title }) => `${sort}: ${title}`);

    it("are none where no source has ever sent anything", async () => {
      expect(await found()).toEqual([]);
    });

    it("are a file with less than seven tenths of the usual rows, the median of the three before it", async () => {
      await came("2026-07-01", 900);
      await came("2026-08-01", 100);
      await came("2026-09-01", 110);
      await came("2026-10-01", 120);
      expect(await told("2026-10-18T18:00:00.000Z")).toEqual([]);
      await came("2026-11-01", 76);
      expect(await told()).toEqual([`few_rows: ${LABEL}: ${SOURCE}_2026-11-01.csv has 76 rows, 69% of the usual 110`]);
      await came("2026-11-02", 77);
      expect(await told()).toEqual([]);
    });

    it("are a file cut in half, to the row, and half of a list that has grown since", async () => {
      await came("2026-10-01", 100);
      await came("2026-11-01", 50);
      expect(await found()).toMatchObject([
        {
          class: "few_rows",
          title: `${LABEL}: ${SOURCE}_2026-11-01.csv has 50 rows, 50% of the usual 100`,
          text: expect.stringMatching(
            /^50 rows came, where 100 are usual by the file before it\. It may have been cut off: .*send that with “import” and a later day \(date:2026-11-02\)/,
          ),
        },
      ]);
      await came("2026-11-02", 23);
      await came("2026-11-03", 26);
      await came("2026-11-04", 23);
      await came("2026-11-05", 13);
      expect(await found()).toMatchObject([
        {
          class: "few_rows",
          text: expect.stringMatching(/^13 rows came, where 23 are usual by the 3 files before it/),
        },
      ]);
    });

    it("are as few rows as the organisation says", async () => {
      await came("2026-10-01", 100);
      await came("2026-11-01", 50);
      const half = organizationSchema.parse({ leads: { smallestShare: 0.5 } });
      expect(await found(NOW, half)).toEqual([]);
    });

    it("are a file with more than three times its usual rows; exactly three times is none", async () => {
      await came("2026-10-01", 100);
      await came("2026-11-01", 300);
      expect(await told()).toEqual([]);
      await came("2026-11-02", 140);
      expect(await told()).toEqual([]);
      await came("2026-11-03", 421);
      expect(await told()).toEqual([
        `many_rows: ${LABEL}: ${SOURCE}_2026-11-03.csv has 421 rows, 301% of the usual 140`,
      ]);
    });

    it("are judged by the newest file in order of dates, whichever came last", async () => {
      await came("2026-11-01", 100);
      await came("2026-10-01", 100);
      await came("2026-09-01", 20);
      expect(await told()).toEqual([]);
    });

    it("are a source whose newest file is older than it may be, until another stands", async () => {
      await came("2026-10-04", 100);
      expect(await told()).toEqual([]);
      expect(await told("2026-11-19T18:00:00.000Z")).toEqual([`stale: ${LABEL}: no new file for 46 days`]);
      await came("2026-11-15", 0, { state: "stopped" });
      expect(await told("2026-11-19T18:00:00.000Z")).toContain(`stale: ${LABEL}: no new file for 46 days`);
      await came("2026-11-16", 100);
      expect(await told("2026-11-19T18:00:00.000Z")).toEqual([]);
    });

    it("are a stopped file, with why and what to do, until the same day's or a later one stands", async () => {
      await came("2026-10-10", 100);
      await came("2026-11-01", 0, { state: "stopped", why: "Expected the column “Phone”, but “Telephone” came." });
      const [problem] = await found();
      expect(problem).toMatchObject({
        class: "stopped",
        severity: "critical",
        object: SOURCE,
        details: { fileDate: "2026-11-01" },
      });
      expect(problem?.text).toMatch(/^Expected the column “Phone”, but “Telephone” came\. The leads are as they were/);
      await came("2026-09-01", 100);
      expect(await told()).toHaveLength(1);
      await home.pool.transaction((tx) =>
        tx.run(
          sql`UPDATE lead_file SET received_at = '2026-11-02T08:00:00.000Z', file_date = '2026-11-01' WHERE id = 3`,
        ),
      );
      expect(await told()).toEqual([]);
    });

    it("are no stopped file that stands under another day: its name said a wrong one", async () => {
      await came("2026-11-10", 0, { state: "stopped" });
      await came("2026-11-01", 100);
      expect(await told()).toHaveLength(1);
      await home.pool.transaction((tx) =>
        tx.run(sql`UPDATE lead_file SET checksum = (SELECT s.checksum FROM lead_file s WHERE s.id = 1) WHERE id = 2`),
      );
      expect(await told()).toEqual([]);
    });

    it("are a file whose import broke off, after an hour, until it or a corrected one stands", async () => {
      await came("2026-11-18", 100, { state: "reading" });
      expect(await told("2026-11-18T09:00:00.000Z")).toEqual([]);
      expect(await found("2026-11-18T09:00:01.000Z")).toMatchObject([
        {
          class: "unfinished",
          title: `${LABEL}: the import of ${SOURCE}_2026-11-18.csv broke off`,
          text: expect.stringContaining("the leads are as they were"),
        },
      ]);
      await came("2026-11-18", 100);
      expect(await told()).toEqual([]);
    });

    it("are two lists of the newest day of which the one that came last does not count, until a later day's stands", async () => {
      const swap = (of: number, received: string) =>
        home.pool.transaction((tx) =>
          tx.run(sql`UPDATE lead_file SET received_at = ${received} WHERE id = CAST(${of} AS INTEGER)`),
        );
      await came("2026-11-01", 100);
      await came("2026-11-01", 100);
      await swap(2, "2026-11-02T08:00:00.000Z");
      expect(await told()).toEqual([]);
      await swap(1, "2026-11-03T08:00:00.000Z");
      expect(await found()).toMatchObject([
        { class: "same_day", text: expect.stringContaining("date:2026-11-02"), details: { fileId: 2, laterFileId: 1 } },
      ]);
      await came("2026-11-02", 100);
      expect(await told()).toEqual([]);
    });

    it("are of configured sources alone", async () => {
      await came("2026-01-01", 100, { source: "gone_source" });
      await came("2026-02-01", 0, { source: "gone_source", state: "stopped" });
      expect(await found()).toEqual([]);
    });

    it("become alerts that pass by themselves, told apart by source and sort", async () => {
      await came("2026-10-01", 100);
      await came("2026-11-01", 10);
      await came("2026-11-02", 0, { state: "stopped", why: "An empty file." });
      const tell = async () => undefined;
      const settle = (now: string) => tellProblems(home.pool, organization, { now, tell, only: ["leads"] });
      expect(await settle(NOW)).toMatchObject({ opened: 2, resolved: 0 });
      expect(await settle(NOW)).toMatchObject({ opened: 0, resolved: 0 });
      await came("2026-11-03", 60);
      expect(await settle(NOW)).toMatchObject({ opened: 0, resolved: 2 });
    });
  });
});
