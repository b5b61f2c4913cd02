import { describe, expect, it } from "vitest";
import { decide, settleSkills, takeBack } from "../../src/identity/index.js";
import { inAWorld, later, now } from "./world.js";

const ID = "003000000000001AAA";

inAWorld((world) => {
  const someone = async (skills: readonly (readonly [string, string])[], skills_raw: string | null = null) => {
    const id = await world.rows.contact({ source_id: ID, skills_raw });
    await world.pool.write((db) =>
      db.contactSkill.createMany({ data: skills.map(([skill, source]) => ({ contact_id: id, skill, source })) }),
    );
    return id;
  };
  const said = (kind: "skill" | "skill_removed", value: string) =>
    world.pool.transaction((tx) =>
      decide(tx, { kind, subject: "contact", source: "salesforce", sourceId: ID, value, by: "U1", now }),
    );
  const undone = (id: number) => world.pool.transaction((tx) => takeBack(tx, id, { by: "U1", now: later }));
  /** As a sync does when the record changed in Salesforce. */
  const replaced = (id: number, skills: readonly string[]) =>
    world.pool.write(async (db) => {
      await db.contactSkill.deleteMany({ where: { contact_id: id } });
      await db.contactSkill.createMany({
        data: skills.map((skill) => ({ contact_id: id, skill, source: "salesforce_text" })),
      });
    });
  const skills = async () =>
    (await world.pool.db.contactSkill.findMany({ orderBy: { skill: "asc" } })).map(({ skill, source }) => [
      skill,
      source,
    ]);

  describe("what people say of somebody's skills", () => {
    it("stands beside what the source says, and survives every sync", async () => {
      const id = await someone([["Law", "salesforce_text"]], "Law");
      await said("skill", "Python");
      await world.run();
      expect(await skills()).toEqual([
        ["Law", "salesforce_text"],
        ["Python", "tagged"],
      ]);
      await replaced(id, ["Law", "Chess"]);
      await world.run(later);
      expect(await skills()).toEqual([
        ["Chess", "salesforce_text"],
        ["Law", "salesforce_text"],
        ["Python", "tagged"],
      ]);
    });

    it("takes a skill of the source away, again after every sync, until it is taken back", async () => {
      const id = await someone([["Law", "salesforce_list"]], "Law");
      const decision = await said("skill_removed", "Law");
      await world.run();
      expect(await skills()).toEqual([]);
      await replaced(id, ["Law"]);
      await world.run(later);
      expect(await skills()).toEqual([]);
      await undone(decision);
      await world.run(later);
      expect(await skills()).toEqual([["Law", "salesforce_text"]]);
    });

    it("gives a skill back with the field that says it: the text first, then the list", async () => {
      await someone([], "Law; Chess | Python; Sql");
      await undone(await said("skill_removed", "Chess"));
      await undone(await said("skill_removed", "Sql"));
      await world.run();
      expect(await skills()).toEqual([
        ["Chess", "salesforce_text"],
        ["Sql", "salesforce_list"],
      ]);
    });

    it("is the newest that was not taken back", async () => {
      await someone([]);
      await said("skill", "Python");
      const removed = await said("skill_removed", "python");
      await world.run();
      expect(await skills()).toEqual([]);
      await undone(removed);
      await world.run(later);
      expect(await skills()).toEqual([["Python", "tagged"]]);
    });

    it("goes with its decision, and nothing is written twice", async () => {
      await someone([]);
      const tagged = await said("skill", "Python");
      await world.run();
      await undone(tagged);
      await world.run(later);
      expect(await skills()).toEqual([]);
    });

    it("settles a contact within the transaction that decides", async () => {
      const id = await someone([]);
      await world.pool.transaction(async (tx) => {
        await decide(tx, {
          kind: "skill",
          subject: "contact",
          source: "salesforce",
          sourceId: ID,
          value: "Python",
          by: "U1",
          now,
        });
        await settleSkills(tx, [id]);
      });
      expect(await skills()).toEqual([["Python", "tagged"]]);
    });
  });

  describe("a suggestion that was accepted", () => {
    const suggested = () =>
      world.pool.write((db) =>
        db.skillSuggestion.create({
          data: {
            source: "salesforce",
            source_id: ID,
            skill: "Nursing",
            basis: "title",
            confidence: 0.8,
            evidence: "Nurse",
            state: "accepted",
            opened_at: now,
            decided_by: "U1",
            decided_at: now,
          },
        }),
      );
    const stateOf = async () => (await world.pool.db.skillSuggestion.findFirst())?.state;

    it("is a skill of its own kind, and open again once what was decided is taken back", async () => {
      await someone([]);
      await suggested();
      const accepted = await said("skill", "Nursing");
      await world.run();
      expect(await skills()).toEqual([["Nursing", "suggested"]]);
      expect(await stateOf()).toBe("accepted");
      await undone(accepted);
      await world.run(later);
      expect(await skills()).toEqual([]);
      expect(await stateOf()).toBe("open");
    });
  });
});
