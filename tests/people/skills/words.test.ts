import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addSkill,
  findContacts,
  forgetNaming,
  listSkills,
  nameSkill,
  preferredSkill,
  readSkillPathways,
  readSkillRules,
  readSkillWords,
  readVocabulary,
  setSkillPathway,
  skillMatches,
  skillShown,
  stemsOf,
  understandSkill,
  type Vocabulary,
} from "../../../src/people/index.js";
import { projectFile, standardPathways } from "../../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import { Crowd } from "../crowd.js";

const WORDS: Vocabulary = {
  groups: { stem: ["javascript"] },
  synonyms: [["javascript", "ecmascript"]],
};
const by = { by: "U1", now: "2026-02-15T12:00:00.000Z" };

onBothEngines((engine) => {
  let home: EmptyPool;
  beforeAll(async () => {
    home = await emptyPool(engine);
    const crowd = new Crowd(home.pool);
    await crowd.volunteer("Ada Lane", { skills: ["Js", "Javascript"] });
    await crowd.volunteer("Ben Lane", { skills: ["Javascript", "C++"] });
    await crowd.volunteer("Cora Lane", { skills: ["Js", "C#"] });
    await crowd.volunteer("Dan Left", { skills: ["Js"], excluded: true });
  });
  afterAll(() => home.drop());
  const words = () => readSkillWords(home.pool, WORDS);
  const name = (text: string, means: string, kind: "alias" | "merge" = "merge") =>
    home.pool.transaction((tx) => nameSkill(tx, { text, means, kind, ...by }));
  const forget = (text: string) => home.pool.transaction((tx) => forgetNaming(tx, text, by));
  const matches = async (skill: string, asked: string) => skillMatches(skill, understandSkill(asked, await words()));
  const people = async () =>
    Object.fromEntries(
      (await listSkills(home.pool, WORDS, standardPathways())).map(({ skill, people: count }) => [skill, count]),
    );

  describe("the words of skills", () => {
    it("are those of the file while nobody has named anything", async () => {
      expect(await words()).toBe(WORDS);
      expect(await people()).toEqual({ Js: 2, Javascript: 2, "C++": 1, "C#": 1 });
    });

    it("find a merged skill under either name, in groups and by the file's synonyms too; nobody counts twice", async () => {
      await name("js", "javascript");
      const read = await words();
      expect(skillShown("Js", read)).toBe("Javascript");
      expect(preferredSkill("ecmascript", read)).toBe("Javascript");
      for (const asked of ["js", "javascript", "ecmascript", "stem"]) {
        expect(await matches("Js", asked)).toBe(true);
        expect(await matches("Javascript", asked)).toBe(true);
      }
      expect(await people()).toEqual({ Javascript: 3, "C++": 1, "C#": 1 });
    });

    it("stay one object while the names stand as they did", async () => {
      expect(await words()).toBe(await words());
    });

    it("follow a chain to its end, and are as before once it is taken back", async () => {
      await name("javascript", "Web scripting");
      expect(skillShown("Js", await words())).toBe("Web scripting");
      await forget("javascript");
      expect(skillShown("Js", await words())).toBe("Javascript");
      await forget("js");
      expect(await words()).toBe(WORDS);
      expect(await people()).toEqual({ Js: 2, Javascript: 2, "C++": 1, "C#": 1 });
    });

    it("take one of two who name a word at once", async () => {
      const both = await Promise.allSettled([name("node", "Javascript", "alias"), name("node", "Beekeeping", "alias")]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      await forget("node");
    });

    it("tag somebody under the name that stays", async () => {
      await name("beekeeper", "Beekeeping", "alias");
      const [ben] = await findContacts(home.pool, "Ben Lane", ["volunteer"]);
      if (ben === undefined) throw new Error("Ben is not there");
      const change = await home.pool.transaction((tx) =>
        addSkill(tx, { contact: ben, skill: "beekeeper", vocabulary: WORDS, reason: null, ...by }),
      );
      expect(change.skill).toBe("Beekeeping");
    });

    it("belong to a pathway as staff say, else as config/pathways.yml does", async () => {
      const pathway = async (key: string) => (await readSkillPathways(home.pool, standardPathways())).get(key);
      const set = (to: string | null) =>
        home.pool.transaction((tx) => setSkillPathway(tx, { skill: "Javascript", pathway: to, ...by }));
      expect(await pathway("javascript")).toBe("STEM");
      expect(await set("Business")).toBeNull();
      expect(await pathway("javascript")).toBe("Business");
      expect(await set(null)).toBe("Business");
      expect(await pathway("javascript")).toBe("STEM");
    });
  });
});

describe("the words that come with Polaris", () => {
  const file = projectFile("config/skills.yml");
  const vocabulary = readVocabulary(file);
  const { titles, employers } = readSkillRules(file);

  it("are enough for the employers of a city", () => {
    expect(Object.keys(vocabulary.groups).length).toBeGreaterThanOrEqual(12);
    expect(vocabulary.synonyms.length).toBeGreaterThanOrEqual(60);
    expect(Object.values(titles).flat().length).toBeGreaterThanOrEqual(300);
  });

  it("name each skill once: nothing is a name of two", () => {
    const owners = new Map<string, string>();
    const twice = vocabulary.synonyms.flatMap(([first = "", ...more]) =>
      [first, ...more].filter((name) => {
        const stems = stemsOf(name).join(" ");
        const owner = owners.get(stems);
        owners.set(stems, first);
        return owner !== undefined && owner !== first;
      }),
    );
    expect(twice).toEqual([]);
  });

  it("suggest a skill under the first of its names", () => {
    const suggested = [...Object.keys(titles), ...Object.keys(employers)];
    const other = suggested.filter((skill) => preferredSkill(skill, vocabulary).toLowerCase() !== skill);
    expect(other).toEqual([]);
  });
});
