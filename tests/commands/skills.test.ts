import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { skills as job } from "../../jobs/skills.js";
import { derive, takeBack } from "../../src/identity/index.js";
import { ORGANIZATION } from "../figures/world.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const undoOf = (reply: { readonly actions: readonly { readonly label: string; readonly line: string }[] }) =>
    reply.actions.find(({ label }) => label === "Undo")?.line ?? "";
  const undone = async (line: string) => {
    const { pool, world } = office();
    const id = Number(/^undo id:(\d+)$/.exec(line)?.[1]);
    expect(await pool.transaction((tx) => takeBack(tx, id, { by: "U2", now: world.now }))).toBe(true);
    await derive(pool, ORGANIZATION, world.now);
  };
  const skillsOf = async (who: string) =>
    rowsOf(await office().json(`volunteer ${who}`, { at: "terminal" }), "skills").map(
      ({ skill, source }) => `${skill}: ${source}`,
    );
  const holder = async (skill: string) => {
    const [row] = await office().pool.query<{ id: number; source_id: string; full_name: string; source: string }>(sql`
      SELECT c.id, c.source_id, c.full_name, k.source FROM contact c JOIN contact_skill k ON k.contact_id = c.id
      WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.excluded = FALSE AND k.skill = ${skill} ORDER BY c.id`);
    if (row === undefined) throw new Error(`nobody of the sample knows ${skill}`);
    return row;
  };
  const listed = async (line: string) => rowsOf(await office().json(line, { at: "terminal" }), "skills");
  const runJob = () => {
    const { pool, world } = office();
    const unused = () => Promise.reject(new Error("not asked for"));
    return job.run(
      {
        pool,
        organization: ORGANIZATION,
        clock: { now: () => world.now },
        sample: true,
        googleAccount: null,
        syncSalesforce: unused,
        reconcile: unused,
        syncSheets: unused,
        syncAnalytics: unused,
        takeLeadFiles: unused,
        judgeLeadLayers: unused,
        backUp: unused,
        tell: unused,
        colleague: unused,
        enqueue: unused,
      },
      { dueAt: null, now: world.now, late: false },
    );
  };

  describe("a skill by hand", () => {
    it("is given, shown with its source, found by search, and undone", async () => {
      const { source_id, full_name } = await holder("Marketing");
      const reply = await office().reply(`skill ${source_id} add:beekeeping`, { who: "U0ANNE" });
      expect(reply.text).toBe(`${full_name} has the skill Beekeeping.`);
      expect(await skillsOf(source_id)).toContain("Beekeeping: tagged by hand");
      const found = await office().json("volunteers skill:beekeeping", { at: "terminal" });
      expect(rowsOf(found, "volunteers")).toHaveLength(1);
      expect((await office().failure(`skill ${source_id} add:BEEKEEPING`)).text).toContain(
        "has the skill Beekeeping already",
      );
      await undone(undoOf(reply));
      expect(await skillsOf(source_id)).not.toContain("Beekeeping: tagged by hand");
    });

    it("survives the next sync, and so does one of Salesforce that was taken away", async () => {
      const { source_id } = await holder("Accounting");
      const { world } = office();
      await office().reply(`skill ${source_id} add:beekeeping`);
      const removed = await office().reply(`skill ${source_id} remove:accounting reason:"changed careers"`);
      world.org.edit("Contact", source_id, { Title: "Beekeeper" });
      await world.sync();
      const after = await skillsOf(source_id);
      expect(after).toContain("Beekeeping: tagged by hand");
      expect(after.join()).not.toContain("Accounting:");
      await undone(undoOf(removed));
      expect((await skillsOf(source_id)).join()).toContain("Accounting: Salesforce");
    });

    it("is one at a time, and has to be theirs to be taken away", async () => {
      const { source_id } = await holder("Marketing");
      expect((await office().failure(`skill ${source_id}`)).text).toContain("Expected one skill");
      expect((await office().failure(`skill ${source_id} add:one remove:two`)).text).toContain("Expected one skill");
      expect((await office().failure(`skill ${source_id} remove:falconry`)).text).toContain(
        "does not have the skill Falconry",
      );
    });

    it("is offered while somebody types, the most held first", async () => {
      expect(await office().suggested("skill", "add", "mark")).toContain("Marketing");
      expect(await office().suggested("skill", "add", "zzz")).toEqual([]);
    });
  });

  describe("the vocabulary", () => {
    it("lists skills with how many have them, and where they come from", async () => {
      const rows = await listed("skills marketing");
      const [marketing] = rows.filter(({ skill }) => skill === "Marketing");
      const [{ people } = { people: 0 }] = await office().pool.query<{ people: number }>(sql`
        SELECT COUNT(DISTINCT c.id) AS people FROM contact c JOIN contact_skill k ON k.contact_id = c.id
        WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.excluded = FALSE AND k.skill = 'Marketing'`);
      expect(marketing).toMatchObject({ people, salesforce: people, tagged: 0, pathway: "Business" });
      expect(String(marketing?.names)).toContain("advertising");
    });

    it("gives a skill another name, by which it is tagged and found, and takes it back", async () => {
      const reply = await office().reply("skills alias promo marketing");
      expect(reply.text).toBe("“Promo” means Marketing from now on.");
      const { source_id } = await holder("Marketing");
      expect((await office().failure(`skill ${source_id} add:promo`)).text).toContain(
        "has the skill Marketing already",
      );
      expect((await listed("skills promo")).map(({ skill }) => skill)).toEqual(["Marketing"]);
      expect((await office().failure("skills alias promo sales")).text).toContain("stands for Marketing already");
      const back = await office().reply(undoOf(reply));
      expect(back.text).toBe("“Promo” no longer means Marketing.");
      expect((await office().failure("skills forget promo")).text).toContain("no name that staff gave");
      expect(undoOf(back)).toBe("skills alias name:Promo means:Marketing");
    });

    it("merges two skills into one that is found, counted and shown; nobody loses theirs when it is taken back", async () => {
      const before = new Map((await listed("skills")).map(({ skill, people }) => [skill, Number(people)]));
      const { source_id } = await holder("Drafting");
      const reply = await office().reply('skills merge Drafting into:"Architecture"');
      expect(reply.text).toContain("Drafting is Architecture from now on");
      const merged = await listed("skills architecture");
      expect(merged.map(({ skill }) => skill)).toEqual(["Architecture"]);
      expect(Number(merged[0]?.people)).toBeGreaterThanOrEqual(before.get("Architecture") ?? 0);
      expect((await skillsOf(source_id)).join()).toContain("Architecture (written Drafting)");
      await office().reply(undoOf(reply));
      const after = new Map((await listed("skills")).map(({ skill, people }) => [skill, Number(people)]));
      expect(after.get("Drafting")).toBe(before.get("Drafting"));
      expect(after.get("Architecture")).toBe(before.get("Architecture"));
    });

    it("makes no ring: a skill never stands for itself, however long the way", async () => {
      await office().reply("skills merge Alpha into:Beta");
      expect((await office().failure("skills merge Beta into:Alpha")).text).toContain("“Beta” is Beta already");
      const chain = await office().reply("skills merge Beta into:Gamma");
      expect((await office().failure("skills merge Gamma into:Alpha")).text).toContain("is Gamma already");
      await office().reply(undoOf(chain));
      await office().reply("skills forget alpha");
    });

    it("is for staff alone where everybody's words change", async () => {
      for (const line of [
        "skills merge Drafting into:Architecture",
        "skills alias promo marketing",
        "skills pathway python stem",
      ])
        expect((await office().failure(line, { as: "coordinator" })).code).toBe("not_allowed");
    });
  });

  describe("the pathway of a skill", () => {
    it("is one of those that there are, by any of its names, and can be undone", async () => {
      const reply = await office().reply('skills pathway "public speaking" "Business & Finance"');
      expect(reply.text).toBe("Public speaking belongs to Business.");
      expect((await listed('skills "public speaking"')).map(({ pathway }) => pathway)).toContain("Business");
      const again = await office().failure('skills pathway "public speaking" business');
      expect(again.text).toBe("Public speaking belongs to Business already. Nothing was changed.");
      const moved = await office().reply('skills pathway "public speaking" stem');
      expect(moved.text).toBe("Public speaking belongs to STEM, instead of Business.");
      await office().reply(undoOf(moved));
      expect((await listed('skills "public speaking"')).map(({ pathway }) => pathway)).toContain("Business");
    });

    it("names every pathway when there is none of that name, and refuses a skill that nobody knows", async () => {
      expect((await office().failure("skills pathway python underwater")).text).toContain("STEM, Business, Health");
      expect((await office().failure("skills pathway xyzzying stem")).text).toContain(
        "No volunteer has the skill Xyzzying",
      );
    });
  });

  describe("pathways that Salesforce has and the configuration does not", () => {
    it("are named, those too that a pick list only offers", async () => {
      const schema = {
        fields: { Event_Tags__c: { type: "multipicklist", values: ["PWY-Basket Weaving", "PWY-STEM", "CCE-Resume"] } },
      };
      await office().pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO sync_checkpoint (source, object, schema_json, updated_at) VALUES ('salesforce', 'Offering__c', ${JSON.stringify(schema)}, ${office().world.now})`),
      );
      const { notices } = await office().reply("skills");
      const [unknown] = notices.map(({ text }) => text).filter((text) => text.includes("config/pathways.yml"));
      expect(unknown).toContain("Basket Weaving");
      expect(unknown).not.toContain("STEM");
    });
  });

  describe("suggested skills", () => {
    it("are found by the job, reviewed in groups, accepted and refused in batches, each with one undo", async () => {
      expect((await runJob()).text).toMatch(/^\d+ suggested skills wait for an answer; \d+ new, 0 gone$/);
      expect((await runJob()).text).toMatch(/; 0 new, 0 gone$/);
      const groups = rowsOf(await office().json("skills review", { at: "terminal" }), "groups");
      const [largest] = groups;
      expect(Number(largest?.count)).toBeGreaterThan(0);
      const skill = String(largest?.skill);
      const accepted = await office().reply(`skills accept skill:"${skill}"`, { who: "U0ANNE" });
      expect(accepted.text).toMatch(/volunteers? ha(?:ve|s) .+ from now on\.$/);
      const [row] = await listed(`skills "${skill}" sort:-skill`);
      expect(await listed(`skills "${skill}"`)).toContainEqual(expect.objectContaining({ skill, open: 0 }));
      expect(row).toBeDefined();
      const again = await office().failure(`skills accept skill:"${skill}"`);
      expect(again.text).toContain("None of these suggestions waits");
      const back = await office().reply(undoOf(accepted), { who: "U0BEN" });
      expect(back.text).toContain("for an answer again");
      expect((await office().failure(undoOf(accepted))).text).toContain("taken back already");
      const regrouped = rowsOf(await office().json("skills review", { at: "terminal" }), "groups");
      expect(regrouped).toEqual(groups);
      const refused = await office().reply(`skills refuse skill:"${skill}"`);
      expect(refused.text).toContain("refused");
      expect((await runJob()).text).toContain("0 new");
      await office().reply(undoOf(refused));
    });

    it("stand on the profile with what they were read from, and are reviewed from there", async () => {
      await runJob();
      const [one] = await office().pool.query<{ source_id: string }>(sql`
        SELECT s.source_id FROM skill_suggestion s JOIN contact c ON c.source_id = s.source_id WHERE s.state = 'open' AND c.excluded = FALSE ORDER BY s.id`);
      const json = await office().json(`volunteer ${one?.source_id}`, { at: "terminal" });
      const theirs = rowsOf(json, "suggested");
      expect(theirs.length).toBeGreaterThan(0);
      const review = await office().json(`skills review who:${one?.source_id}`, { at: "terminal" });
      expect(rowsOf(review, "suggestions")).toHaveLength(theirs.length);
      const id = rowsOf(review, "suggestions")[0]?.id;
      const reply = await office().reply(`skills accept ids:${id}`);
      expect(reply.text).toMatch(/^1 volunteer has .+ from now on\.$/);
      expect((await skillsOf(one?.source_id ?? "")).join()).toContain("suggested and accepted");
    });

    it("are named by a number, a skill or a volunteer", async () => {
      expect((await office().failure("skills accept")).text).toContain("Which suggestions?");
      expect((await office().failure("skills accept ids:abc")).text).toContain("no number of a suggestion");
      expect((await office().failure("skills refuse ids:999999")).text).toContain("None of these suggestions waits");
    });
  });
});
