import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askOfEvent,
  type MatchAsk,
  type MatchCandidate,
  type MatchResult,
  type MatchRules,
  matchVolunteers,
  readTopics,
  type Vocabulary,
} from "../../src/people/index.js";
import { ago, pastPart, recencyPart, restPart, virtualPart } from "../../src/people/matching/parts.js";
import { organizationSchema, projectFile } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { Crowd, TODAY } from "./crowd.js";

const VOCABULARY: Vocabulary = { groups: {}, synonyms: [["javascript", "js"]] };
const { matching, pathways } = organizationSchema.parse(undefined);
const RULES: MatchRules = {
  matching,
  pathways,
  topics: readTopics(projectFile("config/matching.yml")),
  vocabulary: VOCABULARY,
  today: TODAY,
};

describe("a part of a score", () => {
  it("saturates with history: the first event of a kind tells most", () => {
    const of = (ofType: number) =>
      pastPart({ ofType, ofPathway: 0 }, { type: "career_fair", pathways: [], topicFit: null }).value;
    expect(of(0)).toBe(0);
    expect(of(1) - of(0)).toBeGreaterThan(of(2) - of(1));
    expect(of(40)).toBeLessThanOrEqual(1);
    expect(of(40) - of(6)).toBeLessThan(0.06);
  });

  it("lets history count for less where nothing of the topic fits", () => {
    const of = (topicFit: number) =>
      pastPart({ ofType: 40, ofPathway: 0 }, { type: "career_speaker", pathways: [], topicFit }).value;
    expect(of(0)).toBeCloseTo(0.25, 5);
    expect(of(1)).toBeCloseTo(1, 5);
  });

  it("halves with every half-life since they came", () => {
    const of = (lastOn: string | null) => recencyPart(lastOn, { today: TODAY, halfLifeDays: 365, topicFit: null });
    expect(of("2026-02-15").value).toBe(1);
    expect(of("2025-02-15").value).toBe(0.5);
    expect(of("2025-02-15").reason).toBe("last here 12 months ago");
    expect(of(null).reason).toBe("never came yet");
  });

  it("lets rest who was asked or came, and gives others their turn before those who come all the time", () => {
    const of = (load: Partial<Parameters<typeof restPart>[0]>) =>
      restPart({ askedOn: null, cameOn: null, nextOn: null, lately: 0, ...load }, TODAY, 28);
    expect(of({}).value).toBe(1);
    expect(of({ askedOn: "2026-02-10" })).toEqual({ value: 0, reason: "asked 5 days ago, let rest" });
    expect(of({ cameOn: "2026-01-18" })).toEqual({ value: 0, reason: "came 28 days ago, let rest" });
    expect(of({ askedOn: "2025-12-21" }).value).toBeCloseTo(0.5, 5);
    expect(of({ askedOn: "2025-11-01" }).value).toBe(1);
    expect(of({ nextOn: "2026-03-01" })).toEqual({ value: 0, reason: "comes to another event on 1 Mar 2026" });
    expect(of({ lately: 20 }).value).toBeLessThan(0.2);
  });

  it("puts first on video who volunteers virtually only, then whom Pathful knows and nothing else does, then who does both", () => {
    const of = (
      attendedVirtually: boolean,
      attendedInPerson: boolean,
      isConnector: boolean,
      topicFit: number | null = 1,
    ) => virtualPart({ attendedVirtually, attendedInPerson, isConnector }, topicFit);
    expect(of(true, false, true)).toEqual({ value: 1, reason: "volunteers virtually only" });
    expect(of(true, false, false)).toEqual(of(true, false, true));
    expect(of(false, false, true).reason).toBe("has a Pathful profile and came to nothing in person");
    expect(of(true, true, true).reason).toBe("volunteers virtually and in person");
    expect(of(false, true, true).reason).toBe("has a Pathful profile, came in person only");
    expect(of(false, true, false)).toEqual({ value: 0, reason: null });
    expect(of(false, false, false)).toEqual({ value: 0, reason: null });
    const order = [of(true, false, true), of(false, false, true), of(true, true, true), of(false, true, true)];
    expect(order.map(({ value }) => value)).toEqual([1, 0.8, 0.4, 0.2]);
    // Of who has nothing of the topic it says as little as the rest of their history.
    expect(of(true, false, true, 0).value).toBeCloseTo(0.25, 5);
  });

  it("says how long ago in the words one would use", () => {
    expect([0, 1, 59, 61, 400, 800].map(ago)).toEqual([
      "today",
      "1 day ago",
      "59 days ago",
      "2 months ago",
      "13 months ago",
      "2 years ago",
    ]);
  });
});

onBothEngines((engine) => {
  let home: EmptyPool;
  let crowd: Crowd;
  let eventId: number;
  const ask = async (changes: Partial<MatchAsk> = {}): Promise<MatchAsk> => {
    const found = await askOfEvent(home.pool, eventId);
    if (found === null) throw new Error("the event is gone");
    return { ...found, ...changes };
  };
  const run = async (changes: Partial<MatchAsk> = {}, rules: Partial<MatchRules> = {}): Promise<MatchResult> =>
    matchVolunteers(home.pool, await ask(changes), { ...RULES, ...rules });
  const names = ({ candidates }: MatchResult): string[] => candidates.map(({ name }) => name);
  const called = (result: MatchResult, name: string): MatchCandidate => {
    const found = result.candidates.find((each) => each.name === name);
    if (found === undefined) throw new Error(`${name} is no candidate`);
    return found;
  };
  const at = (day: string, hours: readonly [number, number]) => ({
    local_date: day,
    local_time: `${String(hours[0] - 6).padStart(2, "0")}:00`,
    starts_at: `${day}T${hours[0]}:00:00.000Z`,
    ends_at: `${day}T${hours[1]}:00:00.000Z`,
    status: "Confirmed",
  });

  beforeAll(async () => {
    home = await emptyPool(engine);
    crowd = new Crowd(home.pool);
    const district = await crowd.district("Center");
    const school = await crowd.school(district);
    eventId = await crowd.event({
      ...at("2026-03-06", [16, 18]),
      title: "Robotics: Coding a robot",
      type: "career_speaker",
      school_id: school,
    });
    const coder = { title: "Software Engineer", skills: ["Robotics"], local_status: "local" } as const;
    await crowd.volunteer("Fine", coder);
    await crowd.volunteer("Called Only", { ...coder, email_opt_out: true, phone: "8165550100" });
    await crowd.volunteer("Never", { ...coder, do_not_contact: true });
    await crowd.volunteer("Bounced", { ...coder, email_bounced_on: "2026-01-01" });
    await crowd.volunteer("Gone Quiet", { ...coder, status: "inactive" });
    await crowd.volunteer("Left Out", { ...coder, excluded: true });
    const on = await crowd.volunteer("On It", coder);
    await crowd.participation(eventId, on, { attended: false });
    const off = await crowd.volunteer("Took Name Off", coder);
    await home.pool.write((db) =>
      db.participation.create({ data: { ...rowOf("off"), event_id: eventId, contact_id: off, status: "withdrawn" } }),
    );
    const overlapping = await crowd.event({ ...at("2026-03-06", [17, 19]), title: "Other" });
    const later = await crowd.event({ ...at("2026-03-06", [18, 20]), title: "Later" });
    await crowd.participation(overlapping, await crowd.volunteer("Elsewhere", coder), { attended: false });
    await crowd.participation(later, await crowd.volunteer("Free Again", coder), { attended: false });
    await crowd.decision("availability", await crowd.volunteer("Mondays", coder), "mondays");
    await crowd.decision("availability", await crowd.volunteer("Fridays", coder), "friday mornings");
    await crowd.volunteer("R Person", { title: "R&D Lead", skills: ["R"], local_status: "local" });
    await crowd.volunteer("Far Away", { title: "Robotics Engineer", skills: ["Robotics"], local_status: "non_local" });
    const partner = await crowd.volunteer("Partner", {
      title: "Robotics Engineer",
      skills: ["Robotics"],
      local_status: "local",
    });
    const plain = await crowd.volunteer("Plain", {
      title: "Robotics Engineer",
      skills: ["Robotics"],
      local_status: "local",
    });
    const hills = await crowd.organization("Hill's");
    await crowd.affiliation(partner, hills);
    await crowd.affiliation(plain, await crowd.organization("Elsewhere Inc"));
    const before = await crowd.event({
      ...at("2025-10-01", [16, 18]),
      status: "Completed",
      school_id: school,
      title: "Earlier here",
    });
    const other = await crowd.volunteer("Colleague", { title: "Clerk" });
    await home.pool.write((db) =>
      db.participation.create({
        data: {
          ...rowOf("with"),
          event_id: before,
          contact_id: other,
          status: "attended",
          attended: true,
          counts: true,
          credited_organization_id: hills,
        },
      }),
    );
  });
  afterAll(() => home.drop());
  const rowOf = (source_id: string) => ({
    source: "salesforce",
    source_id,
    record_hash: "0",
    batch_id: 1,
    first_seen_at: "2026-02-01T00:00:00.000Z",
    last_seen_at: "2026-02-01T00:00:00.000Z",
    role: "volunteer",
  });

  describe("matching", () => {
    it("leaves out, with the reason, everybody who may not or cannot be asked (rulings S1, S2)", async () => {
      const result = await run();
      expect(Object.fromEntries(result.gates)).toEqual({
        "do-not-contact": 1,
        excluded: 1,
        "opted out": 1,
        bounced: 1,
        inactive: 1,
        "already on this event": 1,
        declined: 1,
        "elsewhere at that time": 1,
        "not available then": 1,
      });
      expect(result.callable).toBe(1);
      expect(names(result).sort()).toEqual(["Far Away", "Fine", "Free Again", "Fridays", "Partner", "Plain"]);
      expect(result.leftOut.map(({ candidate }) => candidate.name).sort()).toEqual([
        "Elsewhere",
        "Mondays",
        "On It",
        "Took Name Off",
      ]);
    });

    it("T64: gives nothing for single letters", async () => {
      expect(names(await run({ title: "R and Robotics" }))).not.toContain("R Person");
    });

    it("bounds every part by its weight, and the score by 100", async () => {
      for (const { score, parts } of (await run()).candidates) {
        for (const { points, weight } of parts) {
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(weight);
        }
        const sum = parts.reduce((total, { points }) => total + points, 0);
        const whole = parts.reduce((total, { weight }) => total + weight, 0);
        expect(score).toBeCloseTo((100 * sum) / whole, 1);
      }
    });

    it("counts distance in person, and not at all on video", async () => {
      const near = await run();
      expect(called(near, "Far Away").score).toBeLessThan(called(near, "Plain").score);
      const video = await run({ format: "virtual" });
      expect(called(video, "Far Away").score).toBe(called(video, "Plain").score);
      expect(called(video, "Far Away").parts.map(({ part }) => part)).not.toContain("local");
    });

    it("prefers whose organisation came to this school before, and says so", async () => {
      const result = await run();
      expect(called(result, "Partner").score).toBeGreaterThan(called(result, "Plain").score);
      expect(called(result, "Partner").parts.find(({ part }) => part === "partner")?.reason).toBe(
        "Hill's came to this school once",
      );
    });

    it("keeps ties in the order of their names", async () => {
      const result = await run({ format: "virtual" });
      const tied = result.candidates.filter(({ name }) => ["Far Away", "Plain"].includes(name)).map(({ name }) => name);
      expect(tied).toEqual(["Far Away", "Plain"]);
    });

    it("weighs as organization.yml says: a part without weight is gone", async () => {
      const result = await run({}, { matching: { ...matching, weights: { ...matching.weights, local: 0 } } });
      expect(called(result, "Fine").parts.map(({ part }) => part)).not.toContain("local");
    });

    it("goes by history, distance and turn alone where the ask names no topic", async () => {
      const result = await run({ title: "Career Day", type: null });
      expect(result.topics).toEqual([]);
      expect(names(result)).toContain("R Person");
      expect(called(result, "Fine").parts.map(({ part }) => part)).toEqual(["recency", "local", "partner", "rest"]);
    });

    it("puts first, for a virtual session, those who volunteer virtually only, and says why; in person nothing changes", async () => {
      const data = { title: "Beekeeper", skills: ["Beekeeping"], local_status: "local" } as const;
      const [both, video] = [await crowd.volunteer("Abe Both", data), await crowd.volunteer("Zoe Video", data)];
      await crowd.volunteer("Pat Pathful", { ...data, pathful_user_id: "77" });
      await crowd.volunteer("Ann Nothing", data);
      const past = { ...at("2025-10-08", [16, 17]), status: "Completed", type: "mentoring" };
      const session = await crowd.event({ ...past, title: "On video", format: "virtual" });
      const visit = await crowd.event({ ...past, title: "In the room", local_date: "2025-10-08", format: "in_person" });
      await crowd.participation(session, both);
      await crowd.participation(session, video);
      await crowd.participation(visit, both);
      const asked = { title: "Beekeeping", type: null } as const;
      const virtual = await run({ ...asked, format: "virtual" });
      expect(names(virtual)).toEqual(["Zoe Video", "Pat Pathful", "Abe Both", "Ann Nothing"]);
      const ways = virtual.candidates.map(({ parts }) => parts.find(({ part }) => part === "virtual")?.reason);
      expect(ways).toEqual([
        "volunteers virtually only",
        "has a Pathful profile and came to nothing in person",
        "volunteers virtually and in person",
        null,
      ]);
      const inPerson = await run(asked);
      expect(called(inPerson, "Zoe Video").parts.map(({ part }) => part)).not.toContain("virtual");
      expect(called(inPerson, "Zoe Video").score).toBe(called(inPerson, "Abe Both").score);
    });

    it("reads DIA as Data in Action, never as diversity", async () => {
      await crowd.volunteer("Data Person", { title: "Data Analyst", local_status: "local" });
      await crowd.volunteer("Diversity Person", { title: "Diversity and Inclusion Officer", local_status: "local" });
      const listed = names(await run({ title: "DIA", type: "dia" }));
      expect(listed[0]).toBe("Data Person");
      expect(listed).not.toContain("Diversity Person");
    });
  });
});
