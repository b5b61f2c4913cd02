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
}

describe("two records that somebody decided are one person", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, fill);

    it("are one line, under the record that stays; a couple who share an address are two", async () => {
      expect(await found(pool())).toEqual(["Ann Couple", "Ben Couple", "Will Rocha"]);
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
