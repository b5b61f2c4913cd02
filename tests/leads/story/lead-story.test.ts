import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLeads, type LeadStory, leadStory } from "../../../src/leads/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import { fileName, fillFiles, fillLeads, fillRows, fillSalesforce, MONTHS, phoneOf } from "../list/filled.js";

onBothEngines((engine) => {
  let empty: EmptyPool;
  let story: LeadStory;
  beforeAll(async () => {
    empty = await emptyPool(engine);
    const { pool } = empty;
    // They were received in another order than they speak of.
    await fillFiles(pool, [
      { id: 3, source: "source_1", date: MONTHS[0] },
      { id: 2, source: "source_1", date: MONTHS[1] },
      { id: 1, source: "source_1", date: MONTHS[2] },
      { id: 4, source: "source_2", date: MONTHS[1] },
      { id: 5, source: "source_1", date: "2026-12-01", state: "stopped" },
    ]);
    await fillLeads(pool, [
      {
        id: 1,
        company: "Little Stars Academy",
        standing: "known",
        salesforceId: "00Q5e000001AbCdEAK",
        sources: ["source_1", "source_2"],
        person: "Maria Garcia",
        earlierKeys: [{ key: "2095558888|1 old st|89027", phone: "2095558888" }],
      },
      { id: 2, company: "Little Stars" },
      { id: 20, company: "Twinkle" },
    ]);
    await fillSalesforce(pool, "00Q5e000001AbCdEAK", "Working");
    await fillRows(pool, [
      {
        version: 1,
        source: "source_1",
        rowKey: "A",
        lead: 1,
        phone: "2095558888",
        capacity: 20,
        person: ["Maria Garcia", "Director"],
        seen: { 3: 2 },
        stands: false,
      },
      {
        version: 2,
        source: "source_1",
        rowKey: "A",
        lead: 1,
        phone: "2095558888",
        capacity: 24,
        person: ["Maria Garcia", "Director"],
        seen: { 2: 9 },
        stands: false,
      },
      {
        version: 3,
        source: "source_1",
        rowKey: "A",
        lead: 1,
        capacity: 24,
        person: ["Maria Garcia", "Director"],
        seen: { 1: 4, 5: 4 },
      },
      {
        version: 4,
        source: "source_2",
        rowKey: "77",
        lead: 1,
        person: ["MARÍA GARCÍA", "Owner"],
        problems: [{ field: "email", problem: "email_invalid", came: "maria at example" }],
        seen: { 4: 3 },
      },
    ]);
    const run = (statement: ReturnType<typeof sql>) => pool.transaction((tx) => tx.run(statement));
    await run(sql`INSERT INTO lead_identity (lead_id, kind, value, source, first_date, last_date)
      VALUES (1, 'licence', 'LIC-77', 'source_1', ${MONTHS[0]}, ${MONTHS[2]}), (2, 'licence', '20', 'source_1', ${MONTHS[0]}, ${MONTHS[2]})`);
    await run(sql`INSERT INTO lead_status (source, source_id, status, from_at, to_at)
      VALUES ('salesforce', '00Q5e000001AbCdEAK', 'Open', '2026-09-02T00:00:00.000Z', '2026-10-02T00:00:00.000Z'),
        ('salesforce', '00Q5e000001AbCdEAK', 'Working', '2026-10-02T00:00:00.000Z', NULL)`);
    const found = await leadStory(pool, 1);
    if (found === null) throw new Error("no story");
    story = found;
  });
  afterAll(() => empty.drop());

  describe("the story of a lead", () => {
    it("has every line of every file that stands, in the order of the files' days", () => {
      expect(story.lines.map(({ file, line }) => [file, line])).toEqual([
        [fileName("source_1", MONTHS[0]), 2],
        [fileName("source_1", MONTHS[1]), 9],
        [fileName("source_2", MONTHS[1]), 3],
        [fileName("source_1", MONTHS[2]), 4],
      ]);
    });

    it("says what changed from file to file, and nothing where a row said the same", () => {
      expect(story.changes.map(({ field, was, now, file }) => [field, was, now, file])).toEqual([
        ["capacity", 20, 24, fileName("source_1", MONTHS[1])],
        ["phone", "2095558888", phoneOf(1), fileName("source_1", MONTHS[2])],
      ]);
    });

    it("says of each value which list and file it is from", () => {
      expect(story.fields).toContainEqual({
        field: "person",
        value: "Maria Garcia",
        source: "source_1",
        file: fileName("source_1", MONTHS[2]),
      });
      expect(story.fields.map(({ field }) => field)).not.toContain("email");
    });

    it("has contacts, each once in whatever letters, identities, statuses and what cannot be used", () => {
      expect(story.contacts.map(({ name, role }) => [name, role])).toEqual([["Maria Garcia", "Director"]]);
      expect(story.identities.map(({ kind, value }) => [kind, value])).toEqual([["licence", "LIC-77"]]);
      expect(story.statuses.map(({ status, to }) => [status, to])).toEqual([
        ["Open", "2026-10-02T00:00:00.000Z"],
        ["Working", null],
      ]);
      expect(story.problems).toEqual([
        { source: "source_2", field: "email", problem: "email_invalid", came: "maria at example" },
      ]);
      expect(story.lead.salesforceStatus).toBe("Working");
    });

    it("is none for a lead that is not there", async () => {
      expect(await leadStory(empty.pool, 999)).toBeNull();
    });
  });

  describe("finding a lead", () => {
    const found = async (text: string) => (await findLeads(empty.pool, text)).map(({ id }) => id);

    it("goes by number, licence, phone of any time, Salesforce id, or words of the name", async () => {
      expect(await found("#1")).toEqual([1]);
      expect(await found("LIC-77")).toEqual([1]);
      expect(await found("lic-77")).toEqual([1]);
      expect(await found("(209) 555-8888")).toEqual([1]);
      expect(await found(phoneOf(2))).toEqual([2]);
      expect(await found("00Q5e000001AbCd")).toEqual([1]);
      expect(await found("twink")).toEqual([20]);
      expect(await found("nobody like that")).toEqual([]);
    });

    it("offers the nearest name first, and a number that is a lead's and a licence as both", async () => {
      expect(await found("little stars")).toEqual([2, 1]);
      expect(await found("20")).toEqual([2, 20]);
      expect(await found("#20")).toEqual([20]);
    });
  });
});
