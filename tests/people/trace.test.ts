import { beforeAll, describe, expect, it } from "vitest";
import { foldText, to18 } from "../../src/domain/index.js";
import { traceAnything } from "../../src/people/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { onBothEngines } from "../pool/engines.js";
import { TODAY, withCrowd } from "./crowd.js";

const CIRCUMSTANCES = {
  calendar: { today: TODAY, schoolYearStartMonth: 8 },
  sayersOf: async () => (id: string | null) => (id === "U1" ? "Ada" : "somebody"),
  organization: organizationSchema.parse(undefined),
};
const DELETED = "2026-01-05T00:00:00.000Z";

describe("tracing why something is, or is not, where one looks for it", () => {
  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      const district = await crowd.district("Center School District");
      await crowd.school(district);
      const company = await crowd.organization("Traceable Works");
      await crowd.organization("Traceable Gone", { deleted_at: DELETED });
      const victor = await crowd.volunteer("Victor Chase", { local_status: "local", local_basis: "address" });
      await crowd.volunteer("Victor Chase Jr", { person_id: victor });
      await crowd.volunteer("Merged Chase", {
        deleted_at: DELETED,
        merged_into_source_id: "003WINNER",
        person_id: null,
      });
      await crowd.volunteer("Deleted Chase", { deleted_at: DELETED });
      const student = await crowd.volunteer("Minor Chase", { kind: "student" });
      await crowd.affiliation(victor, company);
      const fair = await crowd.event({ title: "Career Fair at Central", status_raw: "Completed" });
      const odd = await crowd.event({ title: "Odd day", type: "other", type_raw: "Career Day", status: "Cancelled" });
      await crowd.event({ title: "Café at Ada’s" });
      for (let i = 0; i < 30; i++) await crowd.volunteer(`Numerous Person ${i}`);
      for (let i = 0; i < 15; i++) await crowd.event({ title: `Numerous day ${i}` });
      await crowd.participation(fair, victor);
      await crowd.participation(odd, victor, { attended: false });
      await crowd.participation(fair, student, { role: "student" });
    });
    beforeAll(async () => {
      await pool().write(async (db) => {
        const fair = await db.event.findFirstOrThrow({ where: { title: "Career Fair at Central" } });
        await db.participation.updateMany({ where: { event_id: fair.id }, data: { counts: true } });
        await db.participation.updateMany({
          where: { event_id: fair.id, role: "volunteer" },
          data: { source_id: to18("a0P000000000001"), status_raw: "Attended" },
        });
        const district = await db.district.findFirstOrThrow();
        await db.eventDistrict.create({ data: { event_id: fair.id, district_id: district.id, basis: "text" } });
        await db.quarantine.create({
          data: {
            source: "salesforce",
            object: "Session_Participant__c",
            source_id: "a0P000000000009AAA",
            reason: "missing_parent",
            detail: "The Contact 003000000000077AAA is not there.",
            waits_for_object: "Contact",
            waits_for_id: "003000000000077AAA",
            payload: JSON.stringify({ Email__c: "waiting.person@example.org" }),
            batch_id: 1,
            first_at: DELETED,
            last_at: DELETED,
          },
        });
      });
    });
    const trace = async (text: string) => (await traceAnything(pool(), text, CIRCUMSTANCES)).found;
    const why = async (text: string) =>
      (await trace(text)).map(({ what, name, state, why: said }) => ({ what, name, state, said }));

    it("says of a person what counts and with whom they are one", async () => {
      const [victor] = await why("Victor Chase");
      expect(victor).toMatchObject({ what: "Volunteer", state: "in the pool" });
      expect(victor?.said).toBe(
        "2 participations, 1 counted (in SY25-26); not counted: 1 of a cancelled event; 1 affiliation; no tasks and e-mails, of a history that could not be read to its end; local (address); counted as one person with 1 other record(s) of the same e-mail or decision",
      );
    });
    it("tells a merged record from a deleted one", async () => {
      expect(await why("Merged Chase")).toEqual([
        {
          what: "Volunteer",
          name: "Merged Chase",
          state: "merged",
          said: "merged into 003WINNER in Salesforce; counts there",
        },
      ]);
      expect(await why("Deleted Chase")).toMatchObject([{ state: "deleted in Salesforce" }]);
    });
    it("marks a student, so that the name is kept back", async () => {
      expect((await trace("Minor Chase")).map(({ isStudent }) => isStudent)).toEqual([true]);
    });
    it("says of an event its district and why, its status, and a type nobody mapped", async () => {
      expect(await why("career fair")).toMatchObject([
        {
          what: "Event",
          said: "2026-02-15; in person; status Completed; district Center School District (text); 2 participations, 2 counted",
        },
      ]);
      expect((await why("odd day"))[0]?.said).toBe(
        '2026-02-15; in person; status Cancelled; counts only as cancelled (M63); type "Career Day" is not mapped and counts under other (ruling E1); district Unknown (ruling E2); 1 participation, 0 counted',
      );
    });
    it("finds an event whatever its accents and apostrophes", async () => {
      for (const text of ["cafe at ada's", "CAFÉ AT ADA’S", "Cafe at Adas"])
        expect(
          (await trace(text)).map(({ name }) => name),
          text,
        ).toEqual(["Café at Ada’s"]);
    });
    it("finds the first forty and says how many there are", async () => {
      const { found, total } = await traceAnything(pool(), "Numerous", CIRCUMSTANCES);
      expect([found.length, total]).toEqual([40, 45]);
    });
    it("finds organisations, schools and districts by a part of the name, deleted ones too", async () => {
      expect(await why("traceable")).toMatchObject([
        { what: "Organisation", name: "Traceable Gone", state: "deleted in Salesforce" },
        { what: "Organisation", name: "Traceable Works", state: "in the pool" },
      ]);
      expect((await why("center school")).map(({ what }) => what)).toEqual(["District"]);
      expect((await why("school")).map(({ what }) => what)).toEqual(["School", "District"]);
    });
    it("says of a participation, by its id, whether it counts", async () => {
      expect(await why("a0P000000000001")).toEqual([
        {
          what: "Participation",
          name: "Victor Chase",
          state: "in the pool",
          said: 'volunteer at "Career Fair at Central" on 2026-02-15; status "Attended" is attended; counted',
        },
      ]);
    });
    it.each(["a0P000000000009AAA", "003000000000077AAA", "waiting.person@example.org"])(
      "finds the row that waits, by %s, and says for what without its contents",
      async (text) => {
        expect(await trace(text)).toEqual([
          {
            what: "Participations",
            name: "a0P000000000009AAA",
            source: "salesforce",
            sourceId: "a0P000000000009AAA",
            state: "waiting",
            why: "The Contact 003000000000077AAA is not there. (missing parent)",
            cameBy: null,
            since: DELETED,
            isStudent: false,
          },
        ]);
      },
    );
    it.each(["", "%", "_", "z", "nothing like it"])("knows nothing of %j", async (text) => {
      expect(await trace(text)).toEqual([]);
    });
  });
});

describe("names however they are written", () => {
  const TITLES = [
    "O'Brien & Sons",
    "R&D: Q&A",
    "St. John`s Müller-Straße",
    "Łódź Day",
    "U.S. Steel",
    "naïve CAFÉ",
    "ﬁnance (a talk)",
    "Данные и люди",
    "İstanbul, Ωmega",
    "100% real_name",
  ];

  onBothEngines((engine) => {
    const pool = withCrowd(engine, async (crowd) => {
      for (const title of TITLES) {
        await crowd.event({ title });
        await crowd.volunteer(title);
      }
    });

    it.each(TITLES)("%s is found by itself, folded, and by each of its words", async (title) => {
      const words = foldText(title).split(" ");
      for (const text of [title, title.toUpperCase(), foldText(title), ...words.filter((word) => word.length > 1)]) {
        const found = (await traceAnything(pool(), text, CIRCUMSTANCES)).found.filter(({ name }) => name === title);
        expect(new Set(found.map(({ what }) => what)), text).toEqual(new Set(["Volunteer", "Event"]));
      }
    });

    it("a letter by itself names nothing (S3)", async () => {
      expect((await traceAnything(pool(), "a", CIRCUMSTANCES)).found).toEqual([]);
    });
  });
});
