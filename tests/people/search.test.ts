import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { allOf, any, type Crowd, found, noneOf, search, withCrowd } from "./crowd.js";

/** Acceptance fixture F2: Victor and Ella of TechCorp, Sam of EduOrg, Riley of PeopleCo. */
async function f2(crowd: Crowd): Promise<void> {
  const [tech, edu, people] = [
    await crowd.organization("TechCorp"),
    await crowd.organization("EduOrg"),
    await crowd.organization("PeopleCo"),
  ];
  const victor = await crowd.volunteer("Victor Vance", { skills: ["Technology"], local_status: "local" });
  const ella = await crowd.volunteer("Ella Estrada", { skills: ["Technology"], local_status: "non_local" });
  const sam = await crowd.volunteer("Sam Soto", { skills: ["Education"], local_status: "local" });
  const riley = await crowd.volunteer("Riley Reed", { skills: ["Business"], local_status: "local" });
  await crowd.affiliation(victor, tech);
  await crowd.affiliation(ella, tech);
  await crowd.affiliation(sam, edu);
  await crowd.affiliation(riley, people);
  const virtual = await crowd.event({ type: "virtual_session", format: "virtual", local_date: "2025-10-01" });
  const inPerson = await crowd.event({ type: "career_fair", local_date: "2025-11-01" });
  for (const person of [victor, ella]) await crowd.participation(virtual, person);
  for (const person of [victor, sam]) await crowd.participation(inPerson, person);
}

describe("searching volunteers: the acceptance cases", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, f2);

    it("T10: the beginning of a name finds Victor", async () => {
      expect(await found(pool(), { words: ["Vict"] })).toEqual(["Victor Vance"]);
    });
    it("T11: an organisation finds its people", async () => {
      expect(await found(pool(), { org: any("TechCorp") })).toEqual(["Ella Estrada", "Victor Vance"]);
    });
    it("T12: a field of work finds those who are skilled in it", async () => {
      expect(await found(pool(), { skill: any("Education") })).toEqual(["Sam Soto"]);
    });
    it("T13: local finds the local ones and never one who is not", async () => {
      expect(await found(pool(), { local: any("local") })).toEqual(["Riley Reed", "Sam Soto", "Victor Vance"]);
    });
    it("T14: virtual sessions and nothing in person finds Ella alone", async () => {
      const type = { all: [["virtual_session"]], none: ["career_fair"] };
      expect(await found(pool(), { type })).toEqual(["Ella Estrada"]);
    });
    it("T15: an organisation and local hold together", async () => {
      expect(await found(pool(), { org: any("TechCorp"), local: any("local") })).toEqual(["Victor Vance"]);
    });
    it("T16: words narrow, a list widens", async () => {
      expect(await found(pool(), { words: ["tech"] })).toEqual(["Ella Estrada", "Victor Vance"]);
      expect(await found(pool(), { words: ["tech", "edu"] })).toEqual([]);
      expect(await found(pool(), { org: any("tech", "edu") })).toEqual(["Ella Estrada", "Sam Soto", "Victor Vance"]);
    });
    it("without any filter finds everybody, and says how many are local", async () => {
      const { volunteers, locals } = await search(pool());
      expect(volunteers).toHaveLength(4);
      expect(locals).toBe(3);
    });
  });
});

describe("searching volunteers by words and skills (S3)", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      await crowd.volunteer("Ann Reilly", { title: "Senior Software Engineer", skills: ["Python", "Robotics Club"] });
      await crowd.volunteer("Bo R Nguyen", { title: "Engineering Manager", skills: ["R", "Java"] });
      await crowd.volunteer("Chloé O'Brien", { title: "Nurse", skills: ["JavaScript", "Nursing"] });
      await crowd.volunteer("Dev Patel", { title: "Local Historian", skills: ["IT Support", "Python", "SQL"] });
      await crowd.volunteer("Flo Ruiz", { skills: ["Front desk", "Back end"] });
      await crowd.volunteer("Eve Machine", { title: "Learning coach", skills: ["Machine learning"] });
    });

    it("finds a word by its stem in titles and skills", async () => {
      expect(await found(pool(), { words: ["engineers"] })).toEqual(["Ann Reilly", "Bo R Nguyen"]);
      expect(await found(pool(), { words: ["nursing"] })).toEqual(["Chloé O'Brien"]);
    });
    it("finds whole words in titles and skills, and never a part of one", async () => {
      expect(await found(pool(), { words: ["soft"] })).toEqual([]);
      expect(await found(pool(), { words: ["nur"] })).toEqual([]);
      expect(await found(pool(), { skill: any("java") })).toEqual(["Bo R Nguyen"]);
    });
    it("takes every word for needed, wherever each is found", async () => {
      expect(await found(pool(), { words: ["reil", "python"] })).toEqual(["Ann Reilly"]);
      expect(await found(pool(), { words: ["reil", "java"] })).toEqual([]);
    });
    it("passes over marks that are no words", async () => {
      expect(await found(pool(), { words: ["Ann", "-", "Reilly"] })).toEqual(["Ann Reilly"]);
    });
    it("finds names whatever their accents, case and apostrophes", async () => {
      expect(await found(pool(), { words: ["CHLOE", "obrien"] })).toEqual(["Chloé O'Brien"]);
    });
    it("has no terms of one letter: only an initial that stands by itself in a name is found", async () => {
      expect(await found(pool(), { skill: any("r") })).toEqual([]);
      expect(await found(pool(), { words: ["p"] })).toEqual([]);
      expect(await found(pool(), { words: ["r"] })).toEqual(["Bo R Nguyen"]);
    });
    it("finds the parts of a word in title and skills between them, and says which hold them", async () => {
      const { volunteers } = await search(pool(), { words: ["front-end"] });
      expect(volunteers.map(({ name, matches }) => [name, matches])).toEqual([
        ["Flo Ruiz", ["skill: Back end", "skill: Front desk"]],
      ]);
    });
    it("knows synonyms, both ways", async () => {
      expect(await found(pool(), { skill: any("js") })).toEqual(["Chloé O'Brien"]);
      expect(await found(pool(), { skill: any("information technology") })).toEqual(["Dev Patel"]);
    });
    it("takes a group for any of its skills, and says so", async () => {
      const result = await search(pool(), { skill: any("STEM") });
      expect(result.volunteers.map(({ name, matchedSkills }) => [name, matchedSkills])).toEqual([
        ["Ann Reilly", ["Python"]],
        ["Dev Patel", ["Python"]],
        ["Eve Machine", ["Machine learning"]],
      ]);
      expect(result.groups).toEqual([
        { group: "stem", terms: ["engineering", "python", "machine learning", "technology"] },
      ]);
    });
    it("asks all words of a skill, in whatever order", async () => {
      expect(await found(pool(), { skill: any("learning machines") })).toEqual(["Eve Machine"]);
      expect(await found(pool(), { skill: any("learning") })).toEqual(["Eve Machine"]);
    });
    it("takes a list for any of, a repeated filter for all of, a minus for none of", async () => {
      expect(await found(pool(), { skill: any("python", "java") })).toEqual(["Ann Reilly", "Bo R Nguyen", "Dev Patel"]);
      expect(await found(pool(), { skill: allOf("python", "sql") })).toEqual(["Dev Patel"]);
      expect(await found(pool(), { skill: { all: [["python"]], none: ["sql"] } })).toEqual(["Ann Reilly"]);
      expect(await found(pool(), { skill: noneOf("stem") })).toEqual(["Bo R Nguyen", "Chloé O'Brien", "Flo Ruiz"]);
    });
    it("never takes the word local for a status, nor a part of a status for it", async () => {
      expect(await found(pool(), { words: ["local"] })).toEqual(["Dev Patel"]);
    });
  });
});

describe("searching volunteers by organisation", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const [tech, edu, gone] = [
        await crowd.organization("TechCorp"),
        await crowd.organization("EduOrg"),
        await crowd.organization("Closed", { deleted_at: "2026-01-01T00:00:00.000Z" }),
      ];
      const at = async (name: string, organization: number, data = {}) =>
        crowd.affiliation(await crowd.volunteer(name), organization, data);
      await at("Open Start", tech);
      await at("Starts Tomorrow", tech, { start_on: "2026-02-16" });
      await at("Ends Today", tech, { status: "past", end_on: "2026-02-15" });
      await at("Ended Yesterday", tech, { end_on: "2026-02-14" });
      await at("Past Undated", tech, { status: "past" });
      await at("Pending One", tech, { status: "pending" });
      await at("No Status", tech, { status: null });
      await at("Of A Deleted One", gone);
      await at("Deleted Tie", tech, { deleted_at: "2026-01-01T00:00:00.000Z" });
      const both = await crowd.volunteer("Two Hats");
      await crowd.affiliation(both, edu, { is_primary: true });
      await crowd.affiliation(both, tech);
    });

    it("takes the affiliations that are valid today (E5)", async () => {
      expect(await found(pool(), { org: any("techcorp") })).toEqual([
        "Ends Today",
        "No Status",
        "Open Start",
        "Two Hats",
      ]);
    });
    it("ever: takes any affiliation there was", async () => {
      expect(await found(pool(), { orgEver: any("TechCorp") })).toHaveLength(8);
      expect(await found(pool(), { orgEver: any("Closed") })).toEqual([]);
    });
    it("once but no longer", async () => {
      expect(await found(pool(), { orgEver: any("TechCorp"), org: noneOf("TechCorp") })).toEqual([
        "Ended Yesterday",
        "Past Undated",
        "Pending One",
        "Starts Tomorrow",
      ]);
    });
    it("all of: whoever is at both", async () => {
      expect(await found(pool(), { org: allOf("TechCorp", "EduOrg") })).toEqual(["Two Hats"]);
    });
    it("names the organisations of today, the primary one first", async () => {
      const { volunteers } = await search(pool(), { words: ["hats"] });
      expect(volunteers[0]?.organizations).toEqual(["EduOrg", "TechCorp"]);
    });
  });
});

describe("searching volunteers by place and history", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const day = (local_date: string, data = {}) => crowd.event({ local_date, ...data });
      const [first, second, third] = [await day("2024-03-01"), await day("2025-03-01"), await day("2026-02-15")];
      const [cancelled, deleted, future] = [
        await day("2026-01-10", { status: "Cancelled", type: "mentoring" }),
        await day("2026-01-11", { deleted_at: "2026-01-12T00:00:00.000Z" }),
        await day("2026-03-01", { status: "Confirmed" }),
      ];
      const never = await crowd.volunteer("Never Ever", { local_status: "non_local" });
      await crowd.participation(cancelled, never);
      await crowd.participation(deleted, never);
      await crowd.participation(future, never);
      await crowd.participation(first, never, { attended: false });
      await crowd.participation(second, never, { deleted_at: "2026-01-01T00:00:00.000Z" });
      const once = await crowd.volunteer("Once Only", { local_status: "partial" });
      await crowd.participation(first, once);
      await crowd.participation(first, once);
      const often = await crowd.volunteer("Quite Often", { local_status: "local" });
      for (const event of [first, second, third]) await crowd.participation(event, often);
      await crowd.volunteer("Deleted Record", { deleted_at: "2026-01-01T00:00:00.000Z" });
      await crowd.volunteer("A Teacher", { kind: "teacher" });
    });

    it("local never finds non-local, and each status finds its own", async () => {
      expect(await found(pool(), { local: any("local") })).toEqual(["Quite Often"]);
      expect(await found(pool(), { local: any("non_local") })).toEqual(["Never Ever"]);
      expect(await found(pool(), { local: any("local", "partial") })).toEqual(["Once Only", "Quite Often"]);
      expect(await found(pool(), { local: noneOf("local") })).toEqual(["Never Ever", "Once Only"]);
    });
    it("counts attended events up to today, one that was entered twice once", async () => {
      const { volunteers } = await search(pool());
      expect(volunteers.map(({ name, times, lastOn }) => [name, times, lastOn])).toEqual([
        ["Never Ever", 0, null],
        ["Once Only", 1, "2024-03-01"],
        ["Quite Often", 3, "2026-02-15"],
      ]);
    });
    it.each([
      [{ from: 1, to: 1 }, ["Once Only"]],
      [{ from: 2, to: null }, ["Quite Often"]],
      [{ from: 0, to: 1 }, ["Never Ever", "Once Only"]],
      [{ from: 4, to: null }, []],
    ])("times %j", async (times, names) => {
      expect(await found(pool(), { times })).toEqual(names);
    });
    it("last: by the last day somebody attended, both ends included, or never", async () => {
      expect(await found(pool(), { last: { start: "2024-03-01", end: "2025-12-31" } })).toEqual(["Once Only"]);
      expect(await found(pool(), { last: { start: "2026-02-15", end: null } })).toEqual(["Quite Often"]);
      expect(await found(pool(), { last: { start: null, end: null } })).toEqual(["Once Only", "Quite Often"]);
      expect(await found(pool(), { last: "never" })).toEqual(["Never Ever"]);
    });
    it("type: an attended participation of an event that was not cancelled", async () => {
      expect(await found(pool(), { type: any("mentoring") })).toEqual([]);
      expect(await found(pool(), { type: any("career_fair") })).toEqual(["Never Ever", "Once Only", "Quite Often"]);
    });
    it("sorts by name, last event, number of events", async () => {
      expect(await found(pool(), { sort: "times" })).toEqual(["Quite Often", "Once Only", "Never Ever"]);
      expect(await found(pool(), { sort: "last" })).toEqual(["Quite Often", "Once Only", "Never Ever"]);
    });
  });
});

describe("who is hidden from lists (S1)", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const shown = await crowd.volunteer("Shown One", { email: "shown@example.org" });
      await crowd.volunteer("Shown Spouse", { email: "shown@example.org", person_id: shown });
      await crowd.volunteer("No Contact", { do_not_contact: true });
      const opted = await crowd.volunteer("Opted Out", { email_opt_out: true });
      await crowd.volunteer("Bounced Mail", { email_bounced_on: "2026-01-01" });
      await crowd.volunteer("Not Active", { status: "inactive" });
      await crowd.volunteer("On Hold", { status: "on_hold" });
      await crowd.volunteer("Excluded One", { excluded: true });
      await crowd.volunteer("Excluded And No Contact", { excluded: true, do_not_contact: true });
      const twin = await crowd.volunteer("Two Records");
      await crowd.volunteer("Two Records", { do_not_contact: true, person_id: twin });
      await crowd.volunteer("Opted Out Skilled", { email_opt_out: true, skills: ["Python"] });
      await crowd.affiliation(opted, await crowd.organization("TechCorp"));
    });

    it("leaves them out and counts them once each, by the gravest reason", async () => {
      const { volunteers, hidden } = await search(pool());
      expect(volunteers.map(({ name }) => name)).toEqual(["On Hold", "Shown One", "Shown Spouse"]);
      expect(Object.fromEntries(hidden)).toEqual({
        "do-not-contact": 4,
        excluded: 1,
        "opted out": 2,
        bounced: 1,
        inactive: 1,
      });
    });
    it("counts only those hidden who fit the filters", async () => {
      expect(Object.fromEntries((await search(pool(), { skill: any("python") })).hidden)).toEqual({ "opted out": 1 });
      expect(Object.fromEntries((await search(pool(), { org: any("TechCorp") })).hidden)).toEqual({ "opted out": 1 });
    });
    it("shows a couple on one address as the two records they are (P1)", async () => {
      expect(await found(pool(), { words: ["shown"] })).toEqual(["Shown One", "Shown Spouse"]);
    });
    it("hides every record of a person of whom one says do not contact (P1)", async () => {
      expect(Object.fromEntries((await search(pool(), { words: ["two", "records"] })).hidden)).toEqual({
        "do-not-contact": 2,
      });
    });
  });
});
