import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askOfEvent, type MatchRules, matchVolunteers, readTopics, readVocabulary } from "../../src/people/index.js";
import { organizationSchema, projectFile } from "../../src/runtime/index.js";
import { forbiddenOf, gainOf, gradesOf, readJudged, settle, sourceIdOf, TODAY } from "../judged/judged.mjs";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const JUDGED = readJudged();
const { matching, pathways } = organizationSchema.parse(undefined);
const RULES: MatchRules = {
  matching,
  pathways,
  topics: readTopics(projectFile("config/matching.yml")),
  vocabulary: readVocabulary(projectFile("config/skills.yml")),
  today: TODAY,
};

describe("the judged set", () => {
  it("has forty asks at least, whose grades are of volunteers that there are and who may be asked", () => {
    expect(JUDGED.asks.length).toBeGreaterThanOrEqual(40);
    for (const ask of JUDGED.asks) {
      const forbidden = forbiddenOf(ask, JUDGED.volunteers);
      for (const key of gradesOf(ask).keys()) {
        expect(JUDGED.volunteers, `${key} of ${ask.key}`).toHaveProperty(key);
        expect(forbidden.has(key), `${key} of ${ask.key}`).toBe(false);
      }
    }
  });

  it("measures a list by what stands first: the best order is 1, and each place further down counts less", () => {
    const grades = new Map([
      ["a", 3],
      ["b", 1],
    ]);
    expect(gainOf(["a", "b", "c"], grades)).toBe(1);
    expect(gainOf(["b", "a"], grades)).toBeCloseTo((1 + 7 / Math.log2(3)) / (7 + 1 / Math.log2(3)), 10);
    expect(gainOf(["c", "d"], grades)).toBe(0);
    expect(gainOf(["c", "a"], grades, 1)).toBe(0);
  });
});

onBothEngines((engine) => {
  let home: EmptyPool;
  let ids: Map<string, number>;
  const keys = new Map(Object.keys(JUDGED.volunteers).map((key) => [sourceIdOf(key), key]));
  const listed = async (key: string): Promise<string[]> => {
    const ask = await askOfEvent(home.pool, ids.get(key) ?? 0);
    if (ask === null) throw new Error(`no event for ${key}`);
    const { candidates } = await matchVolunteers(home.pool, ask, RULES);
    return candidates.map(({ sourceId }) => keys.get(sourceId) ?? sourceId);
  };

  beforeAll(async () => {
    home = await emptyPool(engine);
    ids = await settle(home.pool, JUDGED);
  });
  afterAll(() => home.drop());

  it("T64: reaches nDCG@10 of 0.88 over the judged asks, and names nobody who must not be asked", async () => {
    const gains: number[] = [];
    for (const ask of JUDGED.asks) {
      const list = await listed(ask.key);
      const forbidden = forbiddenOf(ask, JUDGED.volunteers);
      expect(
        list.filter((key) => forbidden.has(key)),
        ask.key,
      ).toEqual([]);
      const gain = gainOf(list, gradesOf(ask));
      gains.push(gain);
    }
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    expect(mean).toBeGreaterThan(0.88);
  });
});
