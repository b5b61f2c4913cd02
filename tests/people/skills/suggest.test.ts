import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addSkill,
  answerSuggestions,
  findContacts,
  listSuggestions,
  removeSkill,
  reopenSuggestions,
  type SkillRules,
  settleSuggestions,
  suggestionGroups,
  type Vocabulary,
} from "../../../src/people/index.js";
import type { Pool } from "../../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import { Crowd, TODAY } from "../crowd.js";

const NOW = "2026-02-15T12:00:00.000Z";
const LATER = "2026-02-16T12:00:00.000Z";
const WORDS: Vocabulary = {
  groups: {},
  synonyms: [
    ["programming", "coding"],
    ["nursing", "rn"],
    ["mentoring", "mentorship"],
    ["accounting", "bookkeeping"],
  ],
};
const RULES: SkillRules = {
  titles: { programming: ["software engineer"], nursing: ["nurse", "rn"], leadership: ["ceo"] },
  employers: { banking: ["bank"] },
};

onBothEngines((engine) => {
  let home: EmptyPool;
  let crowd: Crowd;
  beforeEach(async () => {
    home = await emptyPool(engine);
    crowd = new Crowd(home.pool);
  });
  afterEach(() => home.drop());
  const pool = (): Pool => home.pool;
  const settle = (now = NOW) => settleSuggestions(pool(), { vocabulary: WORDS, rules: RULES, now, today: TODAY });
  const suggested = async () =>
    (await listSuggestions(pool(), {})).map(({ name, skill, basis, evidence }) => [name, skill, basis, evidence]);
  const answer = (which: Parameters<typeof answerSuggestions>[1], how: "accepted" | "refused", by = "U1") =>
    pool().transaction((tx) => answerSuggestions(tx, which, how, { by, now: NOW }));
  const skillsOf = async (contact_id: number) =>
    (await pool().db.contactSkill.findMany({ where: { contact_id }, orderBy: { skill: "asc" } })).map(
      ({ skill, source }) => `${skill} (${source})`,
    );
  const contact = async (name: string) => {
    const [found] = await findContacts(pool(), name, ["volunteer"]);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  };

  describe("what a skill is suggested by", () => {
    it("is a job title, in either order of its words, and never a part of a word", async () => {
      await crowd.volunteer("Ada Lane", { title: "Senior Software Engineers" });
      await crowd.volunteer("Ben Lane", { title: "Engineer, Software" });
      await crowd.volunteer("Cora Lane", { title: "Nursery School Aide" });
      await crowd.volunteer("Dan Lane", { title: "Account Executive" });
      await settle();
      expect(await suggested()).toEqual([
        ["Ada Lane", "Programming", "title", "Senior Software Engineers"],
        ["Ben Lane", "Programming", "title", "Engineer, Software"],
      ]);
    });

    it("is an employer of today, with less confidence, and none of former days", async () => {
      const bank = await crowd.organization("First Bank");
      await crowd.affiliation(await crowd.volunteer("Ada Lane"), bank, { status: "current" });
      await crowd.affiliation(await crowd.volunteer("Ben Lane"), bank, { status: "past", end_on: "2020-01-01" });
      await settle();
      expect(await suggested()).toEqual([
        ["Ada Lane", "Banking", "organization", expect.stringContaining("First Bank")],
      ]);
    });

    it("are the sessions somebody came to, from two with a tag and three of a pathway on", async () => {
      const ada = await crowd.volunteer("Ada Lane");
      const ben = await crowd.volunteer("Ben Lane");
      for (const day of ["2026-01-10", "2026-01-20", "2026-01-30"]) {
        const event = await crowd.event({ skills_raw: '"Skills-Coding","PWY-Tech","CCE-Resume"', local_date: day });
        await pool().write((db) =>
          db.eventPathway.create({ data: { event_id: event, pathway: "Health", basis: "skill" } }),
        );
        await crowd.participation(event, ada);
        if (day === "2026-01-10") await crowd.participation(event, ben);
      }
      await settle();
      expect(await suggested()).toEqual([
        ["Ada Lane", "Programming", "sessions", "3 sessions with this skill, the last on 2026-01-30"],
        ["Ada Lane", "Health", "sessions", "3 sessions of the pathway Health, the last on 2026-01-30"],
      ]);
    });

    it("are interests that are skills, and imported text word by word unless it says not", async () => {
      await crowd.volunteer("Ada Lane", { interests: "Mentorship; Long walks" });
      await crowd.volunteer("Ben Lane", { description: "Has done bookkeeping for twenty years." });
      await crowd.volunteer("Cora Lane", { recruitment_notes: "Is not interested in coding; changed her account." });
      await settle();
      expect(await suggested()).toEqual([
        ["Ada Lane", "Mentoring", "interests", "Mentorship"],
        ["Ben Lane", "Accounting", "text", "Has done bookkeeping for twenty years."],
      ]);
    });

    it("is never a skill they have, under whatever name, and the surest reading is kept", async () => {
      await crowd.volunteer("Ada Lane", { title: "Software Engineer", skills: ["Python coding"] });
      await crowd.volunteer("Ben Lane", { title: "Nurse", description: "RN since 2001" });
      await settle();
      expect(await suggested()).toEqual([["Ben Lane", "Nursing", "title", "Nurse"]]);
    });
  });

  describe("finding suggestions again", () => {
    it("changes nothing when nothing changed", async () => {
      await crowd.volunteer("Ada Lane", { title: "Software Engineer" });
      expect(await settle()).toEqual({ open: 1, opened: 1, changed: 0, gone: 0 });
      expect(await settle(LATER)).toEqual({ open: 1, opened: 0, changed: 0, gone: 0 });
    });

    it("takes away what nothing supports any more, and brings it back when something does", async () => {
      const id = await crowd.volunteer("Ada Lane", { title: "Nurse" });
      await settle();
      await pool().write((db) => db.contact.update({ where: { id }, data: { title: "Pilot" } }));
      expect(await settle(LATER)).toEqual({ open: 0, opened: 0, changed: 0, gone: 1 });
      await pool().write((db) => db.contact.update({ where: { id }, data: { title: "Nurse" } }));
      expect(await settle(LATER)).toEqual({ open: 1, opened: 1, changed: 0, gone: 0 });
    });

    it("never brings back what was refused", async () => {
      const id = await crowd.volunteer("Ada Lane", { title: "Nurse" });
      await settle();
      await answer({}, "refused");
      expect((await settle(LATER)).open).toBe(0);
      await pool().write((db) => db.contact.update({ where: { id }, data: { title: "Chief Nurse" } }));
      expect((await settle(LATER)).open).toBe(0);
    });

    it("never suggests what a person took away by hand", async () => {
      await crowd.volunteer("Ada Lane", { title: "Nurse", skills: ["Nursing"], skills_raw: "Nursing" });
      const asked = { contact: await contact("Ada Lane"), skill: "nursing", vocabulary: WORDS };
      await pool().transaction((tx) => removeSkill(tx, { ...asked, reason: null, by: "U1", now: NOW }));
      expect((await settle()).open).toBe(0);
    });
  });

  describe("answering suggestions", () => {
    it("accepts a whole group at once, and undoes it at once", async () => {
      const ada = await crowd.volunteer("Ada Lane", { title: "Nurse" });
      const ben = await crowd.volunteer("Ben Lane", { title: "Nurse" });
      await crowd.volunteer("Cora Lane", { title: "CEO" });
      await settle();
      expect(await suggestionGroups(pool())).toEqual([
        { skill: "Nursing", basis: "title", count: 2, confidence: 0.8 },
        { skill: "Leadership", basis: "title", count: 1, confidence: 0.8 },
      ]);
      expect(await answer({ skill: "nursing", basis: "title" }, "accepted")).toHaveLength(2);
      expect([await skillsOf(ada), await skillsOf(ben)]).toEqual([["Nursing (suggested)"], ["Nursing (suggested)"]]);
      const back = { answeredAt: NOW, answeredBy: "U1", by: "U2", now: LATER };
      expect(await pool().transaction((tx) => reopenSuggestions(tx, back))).toBe(2);
      expect(await pool().transaction((tx) => reopenSuggestions(tx, back))).toBe(0);
      expect([await skillsOf(ada), await skillsOf(ben)]).toEqual([[], []]);
      expect(await suggestionGroups(pool())).toHaveLength(2);
    });

    it("leaves to the first of two people what both answer", async () => {
      await crowd.volunteer("Ada Lane", { title: "Nurse" });
      await settle();
      const [one] = await listSuggestions(pool(), {});
      const both = await Promise.all([
        answer({ ids: [one?.id ?? 0] }, "accepted", "U1"),
        answer({ ids: [one?.id ?? 0] }, "refused", "U2"),
      ]);
      expect(both.map((answered) => answered.length).sort()).toEqual([0, 1]);
    });

    it("counts one as refused when the skill it brought is taken away by hand", async () => {
      const ada = await crowd.volunteer("Ada Lane", { title: "Nurse" });
      await settle();
      await answer({}, "accepted");
      const asked = { contact: await contact("Ada Lane"), skill: "nursing", vocabulary: WORDS };
      await pool().transaction((tx) => removeSkill(tx, { ...asked, reason: null, by: "U1", now: LATER }));
      expect(await skillsOf(ada)).toEqual([]);
      expect((await settle(LATER)).open).toBe(0);
    });
  });

  describe("a skill by hand", () => {
    const change = async (how: typeof addSkill, name: string, skill: string) => {
      const who = await contact(name);
      return pool().transaction((tx) =>
        how(tx, { contact: who, skill, vocabulary: WORDS, reason: null, by: "U1", now: NOW }),
      );
    };

    it("is given once", async () => {
      const ada = await crowd.volunteer("Ada Lane");
      expect(await change(addSkill, "Ada Lane", " python ")).toEqual({ skill: "Python", decision: expect.any(Number) });
      expect(await skillsOf(ada)).toEqual(["Python (tagged)"]);
      await expect(change(addSkill, "Ada Lane", "PYTHON")).rejects.toThrow(
        "Ada Lane has the skill Python already (tagged by hand). Nothing was changed.",
      );
    });

    it("is taken away where the source says it, by a decision; and given back by taking that back", async () => {
      const ada = await crowd.volunteer("Ada Lane", { skills: ["Python"], skills_raw: "Python" });
      expect((await change(removeSkill, "Ada Lane", "python")).decision).not.toBeNull();
      expect(await skillsOf(ada)).toEqual([]);
      await expect(change(removeSkill, "Ada Lane", "python")).rejects.toThrow(
        "Ada Lane does not have the skill Python. No skill is recorded. Nothing was changed.",
      );
      expect((await change(addSkill, "Ada Lane", "python")).decision).toBeNull();
      expect(await skillsOf(ada)).toEqual(["Python (salesforce_text)"]);
    });

    it.each(["r", "", " - "])("is no single letter, and something at all: %j", async (skill) => {
      await crowd.volunteer("Ada Lane");
      await expect(change(addSkill, "Ada Lane", skill)).rejects.toThrow("cannot name a skill");
    });

    it("is not given to a record that went meanwhile", async () => {
      const id = await crowd.volunteer("Ada Lane");
      const who = await contact("Ada Lane");
      await pool().write((db) => db.contact.update({ where: { id }, data: { deleted_at: NOW } }));
      const given = pool().transaction((tx) =>
        addSkill(tx, { contact: who, skill: "Python", vocabulary: WORDS, reason: null, by: "U1", now: NOW }),
      );
      await expect(given).rejects.toThrow("was deleted in Salesforce a moment ago");
    });
  });
});
