import { describe, expect, it } from "vitest";
import { findContacts, volunteerProfile } from "../../src/people/index.js";
import { onBothEngines } from "../pool/engines.js";
import { withCrowd } from "./crowd.js";

const SALESFORCE_ID = "003000000000001AAA";

describe("finding somebody by name, address or id", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      await crowd.volunteer("Victor Chase", { source_id: SALESFORCE_ID, emails: ["victor@example.org"] });
      await crowd.volunteer("Victor Chase", { title: "Pilot" });
      await crowd.volunteer("Victoria Chasen", { emails: ["victor@example.org", "vic@example.org"] });
      await crowd.volunteer("Zoë J Ångström");
      await crowd.volunteer("Gone Person", { deleted_at: "2026-01-01T00:00:00.000Z" });
      await crowd.volunteer("Hidden Contact", { do_not_contact: true });
      await crowd.volunteer("Student Victor", { kind: "student" });
    });
    const found = async (text: string, kinds = ["volunteer"], options = {}) =>
      (await findContacts(pool(), text, kinds, options)).map(({ name }) => name);

    it("finds beginnings of words, all of them", async () => {
      expect(await found("vict")).toEqual(["Victor Chase", "Victor Chase", "Victoria Chasen"]);
      expect(await found("chasen vic")).toEqual(["Victoria Chasen"]);
      expect(await found("ctor")).toEqual([]);
    });
    it("prefers those who are called exactly so", async () => {
      expect(await found("VICTOR CHASE")).toEqual(["Victor Chase", "Victor Chase"]);
    });
    it("finds a name with accents without them", async () => {
      expect(await found("zoe angstrom")).toEqual(["Zoë J Ångström"]);
    });
    it("takes a single letter for an initial that stands by itself, never for a beginning", async () => {
      expect(await found("zoe j")).toEqual(["Zoë J Ångström"]);
      expect(await found("v")).toEqual([]);
    });
    it("finds everybody who has the address, whatever its case", async () => {
      expect(await found("Victor@Example.org")).toEqual(["Victor Chase", "Victoria Chasen"]);
    });
    it("takes half an address for a name, and never for everybody", async () => {
      expect(await found("chasen@")).toEqual(["Victoria Chasen"]);
      expect(await found("@example")).toEqual([]);
    });
    it("finds one by id, of Salesforce with 15 or 18 characters, or of Polaris", async () => {
      const [one] = await findContacts(pool(), SALESFORCE_ID, ["volunteer"]);
      expect(one).toMatchObject({ name: "Victor Chase", sourceId: SALESFORCE_ID });
      expect(await found(SALESFORCE_ID.slice(0, 15))).toEqual(["Victor Chase"]);
      expect(await found(`#${one?.id}`)).toEqual(["Victor Chase"]);
      expect(await found("#99999999999999999999")).toEqual([]);
    });
    it("keeps to the kinds asked for, and to records that are still there", async () => {
      expect(await found("victor", ["student"])).toEqual(["Student Victor"]);
      expect(await found("gone")).toEqual([]);
      expect(await found("gone", ["volunteer"], { deletedToo: true })).toEqual(["Gone Person"]);
    });
    it("always finds somebody who must not be contacted (S1)", async () => {
      expect(await found("hidden")).toEqual(["Hidden Contact"]);
    });
    it.each(["", "   ", "--", "'"])("finds nobody for %j", async (text) => {
      expect(await found(text)).toEqual([]);
    });
  });
});

describe("the profile of a volunteer", () => {
  onBothEngines((engine) => {
    const ids: number[] = [];
    const pool = withCrowd(engine, async (crowd) => {
      const marked = await crowd.volunteer("Ada Byte", {
        title: "Engineer",
        email: "ada@example.org",
        local_status: "local",
        local_basis: "address",
        do_not_call: true,
        email_opt_out: true,
        email_bounced_on: "2026-01-07",
        excluded: true,
        status: "inactive",
        skills: ["SQL", "Python"],
      });
      const other = await crowd.volunteer("Ada B.", {
        do_not_contact: true,
        person_id: marked,
        skills: ["Python", "Welding"],
      });
      const gone = await crowd.volunteer("Gone", { deleted_at: "2026-01-01T00:00:00.000Z" });
      const plain = await crowd.volunteer("Plain");
      const [now, before, closed] = [
        await crowd.organization("Now Co"),
        await crowd.organization("Before Co"),
        await crowd.organization("Closed Co", { deleted_at: "2026-01-01T00:00:00.000Z" }),
      ];
      await crowd.affiliation(marked, before, { status: "past", start_on: "2020-01-01", end_on: "2023-05-31" });
      await crowd.affiliation(marked, now, { is_primary: true, start_on: "2023-06-01" });
      await crowd.affiliation(marked, closed);
      const old = await crowd.event({ title: "First", local_date: "2024-01-01" });
      const recent = await crowd.event({ title: "Second", local_date: "2025-01-01", format: "virtual" });
      const deleted = await crowd.event({ title: "Gone", deleted_at: "2026-01-01T00:00:00.000Z" });
      await crowd.participation(old, marked, { hours_recorded: 2.5 });
      await crowd.participation(recent, marked, { attended: false });
      await crowd.participation(deleted, marked);
      await crowd.affiliation(other, now, { is_primary: true, start_on: "2023-06-01" });
      const alone = await crowd.event({ title: "Under the other record", local_date: "2023-01-01" });
      await crowd.participation(alone, other, { hours_recorded: 1 });
      await crowd.participation(old, other, { hours_recorded: 9 });
      ids.push(marked, gone, plain);
    });
    const profile = (place: number) => volunteerProfile(pool(), ids[place] ?? 0);

    it("has the organisations with their dates, each once, the primary one first, and none that was deleted", async () => {
      expect((await profile(0))?.organizations).toEqual([
        { name: "Now Co", role: null, isPrimary: true, status: "current", startOn: "2023-06-01", endOn: null },
        { name: "Before Co", role: null, isPrimary: false, status: "past", startOn: "2020-01-01", endOn: "2023-05-31" },
      ]);
    });
    it("has the events of all records of the person, each once, the newest first, attended or not", async () => {
      const { events = [], skills = [] } = (await profile(0)) ?? {};
      expect(events.map(({ date, title, format, hours }) => [date, title, format, hours])).toEqual([
        ["2025-01-01", "Second", "virtual", null],
        ["2024-01-01", "First", "in_person", 2.5],
        ["2023-01-01", "Under the other record", "in_person", 1],
      ]);
      expect(skills.map(({ skill, isOfOther }) => [skill, isOfOther])).toEqual([
        ["Python", false],
        ["SQL", false],
        ["Welding", true],
      ]);
    });
    it("has every mark, also one that another record of the person bears (P1)", async () => {
      expect((await profile(0))?.marks).toEqual([
        "do not contact",
        "do not call",
        "opted out of e-mail",
        "e-mail bounced on 2026-01-07",
        "left out of reports",
        "inactive",
      ]);
      expect((await profile(2))?.marks).toEqual([]);
    });
    it("is nothing for a record that was deleted", async () => {
      expect(await profile(1)).toBeNull();
    });
  });
});
