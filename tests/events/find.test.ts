import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foldText } from "../../src/domain/index.js";
import { findEvents, suggestEvents } from "../../src/events/index.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const TODAY = "2026-02-15";
const TITLES = {
  "2026-01-10": "R&D day at O'Brien & Sons",
  "2026-02-10": "U.S. history, told by DR. JOSÉ Peña",
  "2026-02-20": "Career Fair",
  "2026-03-01": "Career Fair: spring, 100% virtual_reality",
  "2026-03-05": "Women’s careers – “engineering”",
  "2026-04-01": "Career Fair",
} as const;

onBothEngines((engine) => {
  let empty: EmptyPool;
  const found = async (text: string) => (await findEvents(empty.pool, text)).map(({ date }) => date);
  const suggested = async (text: string, most?: number) =>
    (await suggestEvents(empty.pool, text, TODAY, most)).map(({ date }) => date);

  beforeAll(async () => {
    empty = await emptyPool(engine);
    const small = new SmallOrganization(empty.pool);
    for (const [date, title] of Object.entries(TITLES)) small.event({ date, title, status: "Confirmed" });
    small.event({ date: "2026-02-21", title: "Career Fair", deleted: true });
    await small.write();
  });
  afterAll(() => empty.drop());

  describe("an event named by its title", () => {
    it("is found by the beginning of any word, however accents, case and punctuation are written", async () => {
      for (const [date, title] of Object.entries(TITLES))
        for (const word of foldText(title).split(" "))
          for (let letters = 1; letters <= word.length; letters++)
            expect(await suggested(word.slice(0, letters)), `${word.slice(0, letters)} of ${title}`).toContain(date);
      expect(await found("o’brien R & D")).toEqual(["2026-01-10"]);
      expect(await found("jose US")).toEqual(["2026-02-10"]);
    });

    it("is not found by the middle of a word, nor by what SQL would take for a pattern", async () => {
      expect(await suggested("areer")).toEqual([]);
      expect(await suggested("ngineering")).toEqual([]);
      expect(await suggested("%")).toEqual([]);
      expect(await suggested("f_ir")).toEqual([]);
      expect(await suggested("100%")).toEqual(["2026-03-01"]);
    });

    it("is that of the same title before one that has more words, newest first", async () => {
      expect(await found("career fair")).toEqual(["2026-04-01", "2026-02-20"]);
      expect(await found("fair career")).toEqual(["2026-04-01", "2026-03-01", "2026-02-20"]);
    });

    it("is offered nearest to come first, then the latest past, also where more fit than are shown", async () => {
      expect(await suggested("d")).toEqual(["2026-02-10", "2026-01-10"]);
      expect(await suggested("c", 2)).toEqual(["2026-02-20", "2026-03-01"]);
    });

    it("is offered before anything is typed: half of what is to come, half of what was held", async () => {
      expect(await suggested("", 4)).toEqual(["2026-02-20", "2026-03-01", "2026-02-10", "2026-01-10"]);
      expect(await suggested("", 5)).toEqual(["2026-02-20", "2026-03-01", "2026-03-05", "2026-02-10", "2026-01-10"]);
      expect(await suggested("")).toHaveLength(6);
    });

    it("is found by its own id alone", async () => {
      const [event] = await findEvents(empty.pool, "career fair");
      expect(await found(`#${event?.id}`)).toEqual(["2026-04-01"]);
      expect(await found(event?.sourceId ?? "")).toEqual(["2026-04-01"]);
      expect(await found("#999999")).toEqual([]);
    });

    it("is that into which the record of an id was merged", async () => {
      const [merged] = await findEvents(empty.pool, "R&D day at O'Brien & Sons");
      const [stays] = await findEvents(empty.pool, "US history");
      await empty.pool.transaction((tx) =>
        tx.run(sql`UPDATE event SET same_as_id = ${stays?.id ?? null} WHERE id = ${merged?.id ?? null}`),
      );
      expect(await found(merged?.sourceId ?? "")).toEqual(["2026-02-10"]);
      expect(await found(`#${merged?.id}`)).toEqual(["2026-02-10"]);
      expect(await found("R&D day")).toEqual([]);
    });
  });
});
