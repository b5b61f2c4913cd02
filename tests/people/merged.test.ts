import { describe, expect, it } from "vitest";
import { askOfEvent, gateFor, matchVolunteers, readTopics } from "../../src/people/index.js";
import { organizationSchema, projectFile } from "../../src/runtime/index.js";
import { onBothEngines } from "../pool/engines.js";
import { any, type Crowd, found, search, TODAY, VOCABULARY, withCrowd } from "./crowd.js";

const { matching, pathways } = organizationSchema.parse(undefined);
const RULES = {
  matching,
  pathways,
  topics: readTopics(projectFile("config/matching.yml")),
  vocabulary: VOCABULARY,
  today: TODAY,
};

/** Two records of Will, who is one by a decision, and a couple who share an address. */
async function fill(crowd: Crowd): Promise<void> {
  const goes = await crowd.volunteer("William Rocha", {
    source_id: "003GOES",
    skills: ["Python", "Cooking"],
    interests: "Career mentoring",
    last_email_on: "2026-01-20",
    phone: "913 555 0101",
    pathful_user_id: "77",
  });
  const stays = await crowd.volunteer("Will Rocha", {
    source_id: "003STAYS",
    skills: ["Python"],
    title: "Engineer",
    email: "will@example.org",
  });
  const tech = await crowd.organization("TechCorp");
  await crowd.affiliation(goes, tech);
  await crowd.affiliation(stays, tech);
  const fair = await crowd.event({ local_date: "2026-01-10", type: "career_fair" });
  const talk = await crowd.event({ local_date: "2025-10-10", type: "career_speaker" });
  await crowd.participation(fair, goes, { counts: true });
  await crowd.participation(talk, stays, { counts: true });
  const couple = await crowd.volunteer("Ann Couple", { email: "home@example.org" });
  await crowd.volunteer("Ben Couple", { email: "home@example.org", person_id: couple });
  const signedUp = await crowd.event({ local_date: "2026-03-06", title: "Python for beginners" });
  await crowd.participation(signedUp, goes, { attended: false });
  await crowd.event({ local_date: "2026-03-09", title: "Python for everybody" });
  await crowd.decision("same_person", goes, "salesforce:003STAYS");
  const other = await crowd.volunteer("Kay Moss", {
    source_id: "003KAYGOES",
    email: "kay@example.org",
    title: "Foreman",
  });
  const kay = await crowd.volunteer("Kay Moss", { source_id: "003KAY", skills: ["Welding"], phone: "913 555 0102" });
  await crowd.decision("same_person", other, "salesforce:003KAY");
  await crowd.event({
    local_date: "2026-03-10",
    local_time: "09:00",
    title: "Welding in the morning",
    type: "math_relays",
  });
  await crowd.event({
    local_date: "2026-03-10",
    local_time: "14:00",
    title: "Welding in the afternoon",
    type: "math_relays",
  });
  await crowd.decision("availability", kay, "mornings");
  await crowd.decision("availability", other, "afternoons");
  const silent = await crowd.volunteer("Lou Vale", { source_id: "003LOUGOES", do_not_call: true, email_opt_out: true });
  await crowd.volunteer("Lou Vale", { source_id: "003LOU", skills: ["Welding"], phone: "913 555 0103" });
  await crowd.decision("same_person", silent, "salesforce:003LOU");
  const unreachable = await crowd.volunteer("Ivy Nash", {
    source_id: "003IVYGOES",
    email: "old@example.org",
    email_bounced_on: "2025-01-01",
  });
  await crowd.volunteer("Ivy Nash", { source_id: "003IVY" });
  await crowd.decision("same_person", unreachable, "salesforce:003IVY");
}

describe("two records that somebody decided are one person", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, fill);

    it("are one line, under the record that stays; a couple who share an address are two", async () => {
      expect(await found(pool())).toEqual(["Ann Couple", "Ben Couple", "Ivy Nash", "Kay Moss", "Will Rocha"]);
    });

    it("are not written to at an address of the other record that bounces", async () => {
      const { volunteers } = await search(pool(), { words: ["ivy"] });
      expect(volunteers.map(({ email }) => email)).toEqual([null]);
    });

    it("have everything that either has, each thing once", async () => {
      const { volunteers } = await search(pool(), { words: ["will"] });
      expect(volunteers).toMatchObject([
        {
          name: "Will Rocha",
          title: "Engineer",
          times: 2,
          lastOn: "2026-01-10",
          lastEmailOn: "2026-01-20",
          organizations: ["TechCorp"],
        },
      ]);
      for (const asked of [
        { skill: any("cooking") },
        { interest: any("mentoring") },
        { type: any("career_fair") },
        { type: any("career_speaker") },
        { connector: true },
      ])
        expect(await found(pool(), asked)).toEqual(["Will Rocha"]);
      const { volunteers: skilled } = await search(pool(), { skill: any("python") });
      expect(skilled.map(({ matches }) => matches)).toEqual([["skill: Python"]]);
    });

    const matched = async (title: string) => {
      const event = await pool().db.event.findFirst({ where: { title } });
      const ask = await askOfEvent(pool(), event?.id ?? 0);
      if (ask === null) throw new Error(`there is no event ${title}`);
      return matchVolunteers(pool(), ask, RULES);
    };

    it("are one candidate, with what both came to", async () => {
      const { candidates } = await matched("Python for everybody");
      expect(candidates.map(({ name, times, contactedOn }) => [name, times, contactedOn])).toEqual([
        ["Will Rocha", 2, "2026-01-20"],
      ]);
    });

    it("are a candidate under either record", async () => {
      const { candidates, standsFor } = await matched("Python for everybody");
      for (const source_id of ["003GOES", "003STAYS"]) {
        const contact = await pool().db.contact.findFirst({ where: { source_id } });
        expect(standsFor(contact?.id ?? 0)).toBe(candidates[0]?.id);
      }
    });

    it("are reached by what either record says, as the list of volunteers has it", async () => {
      const of = async (title: string) =>
        (await matched(title)).candidates.map(({ name, title, email, phone }) => [name, title, email, phone]);
      expect(await of("Python for everybody")).toContainEqual([
        "Will Rocha",
        "Engineer",
        "will@example.org",
        "913 555 0101",
      ]);
      expect(await of("Welding in the afternoon")).toEqual([
        ["Kay Moss", "Foreman", "kay@example.org", "913 555 0102"],
      ]);
    });

    it("can come when they said so last, of whichever record", async () => {
      const { candidates, leftOut } = await matched("Welding in the morning");
      expect(candidates).toEqual([]);
      expect(leftOut.map(({ gate, candidate: { name } }) => [name, gate])).toEqual([
        ["Kay Moss", "not available then"],
      ]);
      const morning = await pool().db.event.findFirst({
        where: { title: "Welding in the morning", type: "math_relays" },
      });
      for (const source_id of ["003KAYGOES", "003KAY"]) {
        const contact = await pool().db.contact.findFirst({ where: { source_id } });
        expect((await gateFor(pool(), contact?.id ?? 0, morning?.id ?? 0)).gate).toBe("not available then");
      }
    });

    it("are neither written to nor called where either record forbids it", async () => {
      const { candidates, gates, callable } = await matched("Welding in the afternoon");
      expect(candidates.map(({ name }) => name)).not.toContain("Lou Vale");
      expect([Object.fromEntries(gates), callable]).toEqual([{ "opted out": 1 }, 0]);
    });

    it("are on an event when either record is", async () => {
      const { candidates, gates } = await matched("Python for beginners");
      expect(candidates).toEqual([]);
      expect(Object.fromEntries(gates)).toEqual({ "already on this event": 1 });
      const event = await pool().db.event.findFirst({ where: { title: "Python for beginners" } });
      for (const source_id of ["003GOES", "003STAYS"]) {
        const contact = await pool().db.contact.findFirst({ where: { source_id } });
        expect((await gateFor(pool(), contact?.id ?? 0, event?.id ?? 0)).gate).toBe("already on this event");
      }
    });
  });
});
