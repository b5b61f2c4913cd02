import { describe, expect, it } from "vitest";
import { type DerivePool, decide, decideAtOnce } from "../../src/identity/index.js";
import type { VolunteerSearch } from "../../src/people/index.js";
import type { Pool } from "../../src/pool/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { onBothEngines } from "../pool/engines.js";
import { any, Crowd, found, noneOf, search, withCrowd } from "./crowd.js";

const NOW = "2026-02-15T18:00:00.000Z";

const matches = async (pool: Pool, asked: Partial<VolunteerSearch>) =>
  (await search(pool, asked)).volunteers.map(({ name, matches: why }) => [name, why]);

describe("searching volunteers wide", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const [tech, edu] = [await crowd.organization("TechCorp"), await crowd.organization("EduOrg")];
      await crowd.affiliation(await crowd.volunteer("Victor Vance", { local_status: "local" }), tech);
      await crowd.affiliation(await crowd.volunteer("Sam Soto", { local_status: "non_local" }), edu);
      const both = await crowd.volunteer("Ella Estrada", { skills: ["Python"], local_status: "partial" });
      await crowd.affiliation(both, tech);
      await crowd.affiliation(both, edu);
      await crowd.volunteer("Riley Reed", { local_status: "local", do_not_contact: true });
      await crowd.volunteer("Nora Nobody");
    });

    it("T16: narrow finds who fits both words, wide who fits either", async () => {
      expect(await found(pool(), { words: ["tech", "edu"] })).toEqual(["Ella Estrada"]);
      expect(await found(pool(), { words: ["tech", "edu"], isWide: true })).toEqual([
        "Ella Estrada",
        "Sam Soto",
        "Victor Vance",
      ]);
    });
    it("takes a word or a filter alike, and says which", async () => {
      expect(await matches(pool(), { words: ["edu"], local: any("local"), isWide: true })).toEqual([
        ["Ella Estrada", ["organisation: EduOrg"]],
        ["Sam Soto", ["organisation: EduOrg"]],
        ["Victor Vance", ["local: none"]],
      ]);
    });
    it("leaves out what must not be all the same, and hides whom ruling S1 hides", async () => {
      const asked = { words: ["tech"], local: { all: [["local"]], none: ["partial"] }, isWide: true };
      const { volunteers, hidden } = await search(pool(), asked);
      expect(volunteers.map(({ name }) => name)).toEqual(["Victor Vance"]);
      expect(hidden).toEqual(new Map([["do-not-contact", 1]]));
    });
  });
});

describe("why somebody fits", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const ann = await crowd.volunteer("Ann Reilly", {
        title: "Software Engineer",
        skills: ["Python", "JavaScript"],
        local_status: "local",
        local_basis: "address",
      });
      await crowd.affiliation(ann, await crowd.organization("Annex Works"));
      const fair = await crowd.event({ local_date: "2026-01-10" });
      await crowd.participation(fair, ann);
    });

    it.each<[string, Partial<VolunteerSearch>, readonly string[]]>([
      ["a name and an organisation", { words: ["ann"] }, ["name: ann", "organisation: Annex Works"]],
      ["a title", { words: ["engineers"] }, ["title: Software Engineer"]],
      ["a skill of a group", { skill: any("stem") }, ["skill: Python (stem)"]],
      ["a skill by another name", { skill: any("js") }, ["skill: JavaScript (js)"]],
      ["the very skill", { skill: any("python") }, ["skill: Python"]],
      ["local status", { local: any("local") }, ["local: address"]],
      ["a type done", { type: any("career_fair") }, ["done: Career Fair"]],
      [
        "history",
        { times: { from: 1, to: null }, last: { start: "2026-01-01", end: null } },
        ["last event: 10 Jan 2026", "events: 1"],
      ],
      ["several filters, each once", { words: ["python"], skill: any("python") }, ["skill: Python"]],
      ["nothing of what must not be", { skill: noneOf("cooking"), words: ["reilly"] }, ["name: reilly"]],
    ])("names %s", async (_, asked, why) => {
      expect(await matches(pool(), asked)).toEqual([["Ann Reilly", why]]);
    });
    it("says each skill that matched without what it was asked by", async () => {
      const { volunteers } = await search(pool(), { skill: any("stem", "js") });
      expect(volunteers[0]?.matchedSkills).toEqual(["JavaScript", "Python"]);
    });
  });
});

describe("searching volunteers by what they do and like", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const ann = await crowd.volunteer("Ann", {
        title: "Civil Engineer",
        industry: "Construction",
        interests: "Classroom speaker;Career mentoring",
        skills: ["Carpentry"],
      });
      const ben = await crowd.volunteer("Ben", { title: "Engineering Manager", industry: "Health care" });
      await crowd.volunteer("Cas", { title: null, skills: ["Cooking"] });
      await crowd.decision("availability", ann, "mon, tue afternoon");
      await crowd.decision("availability", ben, "mornings");
      const fair = await crowd.event();
      await crowd.spokeOn(await crowd.participation(fair, ben), "Construction/Trades");
    });

    it.each<[Partial<VolunteerSearch>, readonly string[]]>([
      [{ title: any("engineers") }, ["Ann", "Ben"]],
      [{ title: any("civil engineer") }, ["Ann"]],
      [{ title: noneOf("engineer") }, ["Cas"]],
      [{ title: any("eng") }, []],
      [{ industry: any("health") }, ["Ben"]],
      [{ industry: any("health", "construction") }, ["Ann", "Ben"]],
      [{ interest: any("mentor") }, ["Ann"]],
      [{ interest: noneOf("mentoring") }, ["Ben", "Cas"]],
      [{ available: any("tue afternoon") }, ["Ann"]],
      [{ available: any("mon morning") }, ["Ann", "Ben"]],
      [{ available: any("tue evening", "wed morning") }, ["Ben"]],
      [{ available: noneOf("mon") }, ["Cas"]],
      [{ pathway: any("Construction/Trades") }, ["Ann", "Ben"]],
      [{ pathway: any("STEM") }, []],
      [{ pathway: noneOf("Construction/Trades") }, ["Cas"]],
    ])("%j", async (asked, names) => {
      expect(await found(pool(), asked)).toEqual(names);
    });
    it("says how somebody belongs to a pathway, and when they can come", async () => {
      expect(await matches(pool(), { pathway: any("Construction/Trades"), available: any("mon") })).toEqual([
        ["Ann", ["pathway Construction/Trades: Carpentry", "available: mon, tue afternoon"]],
        ["Ben", ["pathway Construction/Trades: spoke on it", "available: mornings"]],
      ]);
    });
    it("sorts by title from A, whoever has none last", async () => {
      expect(await found(pool(), { sort: "title" })).toEqual(["Ann", "Ben", "Cas"]);
    });
  });
});

describe("a skill that staff tied to a pathway", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      await crowd.volunteer("Cas", { skills: ["Cooking"] });
      await crowd.tiePathway("Cooking", "Business");
    });
    it("carries it", async () => {
      expect(await found(pool(), { pathway: any("Business") })).toEqual(["Cas"]);
    });
  });
});

describe("searching volunteers by how they come and whether they may be asked", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const virtual = await crowd.event({ type: "virtual_session", format: "virtual" });
      const inPerson = await crowd.event();
      const ella = await crowd.volunteer("Ella", { email: "ella@example.org", pathful_user_id: "77" });
      await crowd.participation(virtual, ella);
      const victor = await crowd.volunteer("Victor", { phone: "8165550100", do_not_call: false });
      await crowd.participation(virtual, victor);
      await crowd.participation(inPerson, victor);
      await crowd.volunteer("Quiet", {
        email: "quiet@example.org",
        phone: "8165550101",
        do_not_call: true,
        last_activity_on: "2024-03-04",
      });
      await crowd.wroteTo(ella, "2026-01-05");
      await crowd.wroteTo(ella, "2026-02-01");
      await crowd.wroteTo(ella, "2026-03-01");
      await crowd.wroteTo(victor, "2025-05-05");
    });

    it.each<[Partial<VolunteerSearch>, readonly string[]]>([
      [{ virtualOnly: true }, ["Ella"]],
      [{ virtualOnly: false }, ["Quiet", "Victor"]],
      [{ connector: true }, ["Ella"]],
      [{ connector: false }, ["Quiet", "Victor"]],
      [{ consent: any("email") }, ["Ella", "Quiet"]],
      [{ consent: any("call") }, ["Victor"]],
      [{ consent: noneOf("email") }, ["Victor"]],
      [{ lastEmail: { start: "2026-01-01", end: null } }, ["Ella"]],
      [{ lastEmail: { start: null, end: "2025-12-31" } }, ["Victor"]],
      [{ lastEmail: { start: "2026-01-01", end: null, isNot: true } }, ["Quiet", "Victor"]],
      [{ lastEmail: "never" }, ["Quiet"]],
      [{ lastActivity: { start: null, end: "2024-12-31" } }, ["Quiet"]],
      [{ lastActivity: { start: "2026-01-01", end: null } }, ["Ella", "Victor"]],
      [{ lastActivity: "never" }, []],
      [{ last: { start: "2026-01-01", end: null, isNot: true } }, ["Quiet"]],
      [{ times: { from: 2, to: null, isNot: true } }, ["Ella", "Quiet"]],
    ])("%j", async (asked, names) => {
      expect(await found(pool(), asked)).toEqual(names);
    });
    it("sorts by the last e-mail, the latest first, and knows none that is still to come", async () => {
      const { volunteers } = await search(pool(), { sort: "last-email" });
      expect(volunteers.map(({ name, lastEmailOn }) => [name, lastEmailOn])).toEqual([
        ["Ella", "2026-02-01"],
        ["Victor", "2025-05-05"],
        ["Quiet", null],
      ]);
    });
  });
});

describe("searching volunteers by organisation at a time", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const tech = await crowd.organization("TechCorp");
      const at = async (name: string, data = {}) => crowd.affiliation(await crowd.volunteer(name), tech, data);
      await at("Gone", { status: "past", start_on: "2022-01-01", end_on: "2024-12-31" });
      await at("New", { start_on: "2025-01-01" });
      await at("Open");
      await at("Past Undated", { status: "past" });
      await at("Pending", { status: "pending" });
    });
    const on = (start: string, end = start) => ({ org: any("techcorp"), at: { start, end } });

    it("takes whoever was there that day, by ruling E5", async () => {
      expect(await found(pool(), on("2024-10-01"))).toEqual(["Gone", "Open"]);
      expect(await found(pool(), on("2025-10-01"))).toEqual(["New", "Open"]);
    });
    it("over several days, whoever was there on any of them", async () => {
      expect(await found(pool(), on("2024-08-01", "2025-07-31"))).toEqual(["Gone", "New", "Open"]);
    });
    it("says so of each, and turns round with a minus", async () => {
      expect((await matches(pool(), on("2024-10-01")))[0]).toEqual(["Gone", ["organisation at 1 Oct 2024: TechCorp"]]);
      const not = { org: noneOf("techcorp"), at: { start: "2024-10-01", end: "2024-10-01" } };
      expect(await found(pool(), not)).toEqual(["New", "Past Undated", "Pending"]);
    });
  });
});

describe("the register that searches go over", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, (crowd) => crowd.volunteer("Ann"));

    it("is read anew when rows come, and when decisions change", async () => {
      expect(await found(pool())).toEqual(["Ann"]);
      const crowd = new Crowd(pool());
      const ben = await crowd.volunteer("Ben", { source_id: "0039" });
      expect(await found(pool())).toEqual(["Ann", "Ben"]);
      const decision = await crowd.decision("availability", ben, "mon");
      expect(await found(pool(), { available: any("mon") })).toEqual(["Ben"]);
      await crowd.takeBack(decision);
      expect(await found(pool(), { available: any("mon") })).toEqual([]);
    });
    it("is read anew by what follows from a decision, whoever searched in between", async () => {
      const crowd = new Crowd(pool());
      const cleo = await crowd.volunteer("Cleo", { source_id: "0040" });
      const searching: DerivePool = {
        engine: pool().engine,
        query: async (statement) => {
          expect(await found(pool())).toContain("Cleo");
          return pool().query(statement);
        },
        transaction: (work) => pool().transaction(work),
      };
      const about = {
        kind: "exclude",
        subject: "contact",
        source: "salesforce",
        sourceId: "0040",
        value: "yes",
      } as const;
      const given = { organization: organizationSchema.parse(undefined), now: NOW, follows: "exclusions" } as const;
      await decideAtOnce(searching, given, (tx) => decide(tx, { ...about, by: "U1", now: NOW }));
      const { volunteers, hidden } = await search(pool());
      expect(volunteers.map(({ id }) => id)).not.toContain(cleo);
      expect(hidden.get("excluded")).toBe(1);
    });
    it("says how many are local at a glance", async () => {
      expect((await search(pool())).localities).toEqual({ local: 0, partial: 0, non_local: 0, unknown: 2 });
    });
  });
});
