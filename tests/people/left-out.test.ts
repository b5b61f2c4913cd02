import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EVERYBODY,
  type LeftOutOfSearch,
  NOTHING_WANTED,
  nearestLeftOut,
  VOLUNTEER_SORTS,
  type VolunteerSearch,
} from "../../src/people/index.js";
import type { Pool } from "../../src/pool/index.js";
import { onBothEngines } from "../pool/engines.js";
import { any, found, noneOf, search, TODAY, WORDS, withCrowd } from "./crowd.js";

const leftOut = (pool: Pool, asked: Partial<VolunteerSearch>): Promise<LeftOutOfSearch> =>
  nearestLeftOut(pool, WORDS, { ...EVERYBODY, today: TODAY, ...asked });

const said = async (pool: Pool, asked: Partial<VolunteerSearch>) =>
  (await leftOut(pool, asked)).nearest.map(({ volunteer, by, has, zip }) => [volunteer.name, by, has, zip]);

describe("who is nearly on a list", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const hills = await crowd.organization("Hill's");
      const other = await crowd.organization("Other Works");
      const fair = await crowd.event({ local_date: "2024-03-01" });
      const talk = await crowd.event({ local_date: "2025-11-02", type: "career_speaker" });
      const ada = await crowd.volunteer("Ada", { skills: ["Python"], local_status: "local", local_basis: "address" });
      await crowd.affiliation(ada, hills);
      await crowd.participation(talk, ada);
      const ben = await crowd.volunteer("Ben", {
        skills: ["Excel", "Sales"],
        local_status: "local",
        local_basis: "address",
      });
      await crowd.affiliation(ben, hills);
      const cora = await crowd.volunteer("Cora", {
        skills: ["Python"],
        local_status: "non_local",
        local_basis: "address",
        zip: "10001",
      });
      await crowd.affiliation(cora, other);
      await crowd.participation(fair, cora);
      await crowd.volunteer("Dan", { local_status: "unknown" });
      const marked = { skills: ["Python"], local_status: "local" };
      await crowd.volunteer("Eve", { ...marked, do_not_contact: true });
      await crowd.volunteer("Finn", { ...marked, email_bounced_on: "2026-01-01" });
      await crowd.volunteer("Gus", { ...marked, excluded: true });
      await crowd.volunteer("Hal", { skills: ["Cooking"], local_status: "local", email_opt_out: true });
      await crowd.volunteer("Deleted", { ...marked, deleted_at: "2026-01-01T00:00:00.000Z" });
      await crowd.volunteer("Teacher", { ...marked, kind: "teacher" });
    });

    it("names whom one filter alone kept out, with the filter and what they have, and who is hidden, with the mark", async () => {
      expect(await found(pool(), { skill: any("python"), local: any("local") })).toEqual(["Ada"]);
      expect(await said(pool(), { skill: any("python"), local: any("local") })).toEqual([
        ["Eve", "ruling S1", "do-not-contact", null],
        ["Ben", "skill python", "Excel, Sales", null],
        ["Cora", "local status local", "non local (address)", "10001"],
        ["Finn", "ruling S1", "bounced", null],
        ["Gus", "ruling S1", "excluded", null],
      ]);
    });
    it.each<[string, Partial<VolunteerSearch>, string, readonly [string, string]]>([
      ["organisation", { org: any("hill's"), skill: any("python") }, "Cora", ["org hill's", "Other Works"]],
      [
        "no organisation",
        { org: any("hill's"), local: any("unknown") },
        "Dan",
        ["org hill's", "no organisation today"],
      ],
      ["an organisation at any time", { orgEver: any("other") }, "Ada", ["org-ever other", "Hill's"]],
      ["last event", { last: { start: "2025-01-01", end: null } }, "Cora", ["last from 1 Jan 2025", "2024-03-01"]],
      ["never", { last: "never" }, "Ada", ["last never", "2025-11-02"]],
      ["no event at all", { last: { start: "2025-01-01", end: null } }, "Ben", ["last from 1 Jan 2025", "never"]],
      ["number of events", { times: { from: 1, to: null } }, "Dan", ["times 1 or more", "0"]],
      ["event type", { type: any("career_fair") }, "Ada", ["type Career Fair", "Career Speaker"]],
      ["a word", { words: ["zebra"] }, "Ada", ["word zebra", "Hill's"]],
      ["what must not be", { local: noneOf("local") }, "Ada", ["not local status local", "local (address)"]],
    ])("says what somebody has instead: %s", async (_, asked, name, [by, has]) => {
      const row = (await said(pool(), asked)).find(([who]) => who === name);
      expect(row?.slice(1, 3)).toEqual([by, has]);
    });
    it("says nothing of who fails two filters, or one and is hidden, and nothing where nobody is near", async () => {
      const names = (await said(pool(), { skill: any("python"), local: any("local") })).map(([name]) => name);
      expect(names).not.toContain("Dan");
      expect(names).not.toContain("Hal");
      expect((await leftOut(pool(), { local: any("unknown"), words: ["dan"] })).total).toBe(0);
    });
    it("says how many each filter takes out by itself", async () => {
      const { of, filters } = await leftOut(pool(), { words: ["zebra"], skill: any("python") });
      expect(of).toBe(4);
      expect(filters).toEqual([
        { asked: "word zebra", removes: 4 },
        { asked: "skill python", removes: 2 },
      ]);
    });
  });
});

describe("who is nearly on a long list", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      for (let i = 0; i < 40; i++)
        await crowd.volunteer(`Afar ${i}`, { skills: ["Python"], local_status: "non_local" });
      for (let i = 0; i < 3; i++) await crowd.volunteer(`Near ${i}`, { local_status: "local" });
    });
    it("twenty-five at most are named, the filters taking turns, and all of them are counted", async () => {
      const { nearest, total } = await leftOut(pool(), { skill: any("python"), local: any("local") });
      expect([nearest.length, total]).toEqual([25, 43]);
      expect(nearest.slice(0, 4).map(({ by }) => by)).toEqual([
        "skill python",
        "local status local",
        "skill python",
        "local status local",
      ]);
      expect(nearest.filter(({ by }) => by === "skill python")).toHaveLength(3);
    });
  });
});

describe("whoever a filter alone left out", () => {
  const SKILLS = ["Python", "Nursing", "Sales"];
  const LOCAL = ["local", "non_local", "unknown"];
  const KEYS = {
    word: "words",
    skill: "skill",
    org: "org",
    "org-ever": "orgEver",
    local: "local",
    type: "type",
    last: "last",
    times: "times",
  } as const;

  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const tied = [await crowd.organization("Hill's"), await crowd.organization("Other Works")];
      const events = [
        await crowd.event({ local_date: "2024-03-01" }),
        await crowd.event({ local_date: "2025-11-02", type: "career_speaker" }),
      ];
      for (let i = 0; i < 60; i++) {
        const id = await crowd.volunteer(`Person ${i % 7} ${["Ash", "Birch"][i % 2]}`, {
          skills: SKILLS.filter((_, place) => (i >> place) % 2 === 1),
          local_status: LOCAL[i % 3] ?? "unknown",
          do_not_contact: i % 11 === 0,
          email_opt_out: i % 13 === 0,
        });
        const company = tied[i % 5];
        if (company !== undefined) await crowd.affiliation(id, company, i % 4 === 0 ? { status: "past" } : {});
        for (const [place, event] of events.entries()) if ((i + place) % 3 === 0) await crowd.participation(event, id);
      }
    });
    const wanted = (values: readonly string[]) =>
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(NOTHING_WANTED) },
        fc.record({
          all: fc.array(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { maxLength: 2 }),
          none: fc.uniqueArray(fc.constantFrom(...values), { maxLength: 1 }),
        }),
      );
    const searches: fc.Arbitrary<VolunteerSearch> = fc
      .record({
        words: fc.uniqueArray(fc.constantFrom("ash", "person", "python", "3", "zebra"), { maxLength: 2 }),
        skill: wanted(["python", "health", "sales"]),
        org: wanted(["hill's", "other"]),
        orgEver: wanted(["hill's", "other"]),
        local: wanted(LOCAL),
        type: wanted(["career_fair", "career_speaker", "mentoring"]),
        last: fc.constantFrom<VolunteerSearch["last"]>(null, "never", { start: "2025-01-01", end: null }),
        times: fc.constantFrom<VolunteerSearch["times"]>(null, { from: 1, to: null }, { from: 0, to: 1 }),
        sort: fc.constantFrom(...VOLUNTEER_SORTS),
        today: fc.constant(TODAY),
      })
      .map((asked) => ({ ...EVERYBODY, ...asked }));

    it("is on the list when that filter is dropped, and not before", async () => {
      await fc.assert(
        fc.asyncProperty(searches, async (asked) => {
          const before = new Set((await search(pool(), asked)).volunteers.map(({ id }) => id));
          const { nearest } = await leftOut(pool(), asked);
          for (const { volunteer, by } of nearest) {
            expect(before.has(volunteer.id), `${volunteer.name} by ${by}`).toBe(false);
            if (by === "ruling S1") continue;
            const key = KEYS[by.replace("not ", "").split(" ")[0] as keyof typeof KEYS];
            const dropped = { ...asked, [key]: EVERYBODY[key] };
            const after = (await search(pool(), dropped)).volunteers.map(({ id }) => id);
            expect(after, `${volunteer.name} by ${by}`).toContain(volunteer.id);
          }
        }),
        { numRuns: 30 },
      );
    });
  });
});
