import { describe, expect, it } from "vitest";
import { findDuplicates, type PairKind } from "../../src/identity/index.js";
import type { Pool } from "../../src/pool/index.js";
import { inAWorld, later, now, organization, type World } from "./world.js";

const find = (pool: Pool, kind: PairKind, at = now) =>
  findDuplicates(pool, organization, { kinds: [kind], now: at, seed: 1 }).then((found) => found.get(kind));

const pairs = (pool: Pool) => pool.db.duplicatePair.findMany({ orderBy: { id: "asc" } });

/** The pairs as records' ids at their source, with what became of them. */
async function said(pool: Pool): Promise<string[]> {
  return (await pairs(pool)).map((pair) => `${pair.a_source_id} ${pair.b_source_id} ${pair.zone} ${pair.state}`);
}

const jane = { first_name: "Jane", last_name: "Okafor", full_name: "Jane Okafor" };
const emails = ["jane@home.example"];

async function twoJanes({ rows }: World): Promise<readonly [number, number]> {
  const one = await rows.contact({ ...jane, source_id: "003B", emails });
  return [one, await rows.contact({ ...jane, source_id: "003A", emails, birthdate: "1990-03-12" })];
}

describe("volunteers who are probably one", () => {
  inAWorld((world) => {
    it("are kept as a pair in order, with the evidence in its order, for people to decide", async () => {
      await world.rows.contact({ ...jane, source_id: "003B", first_name: "Jayne", emails });
      await world.rows.contact({ ...jane, source_id: "003A", emails });
      await world.rows.contact({ first_name: "Robert", last_name: "Greer", emails: ["bob@home.example"] });
      const found = await find(world.pool, "volunteer");
      expect(found).toMatchObject({ records: 3, certain: 1, review: 0, opened: 1, gone: 0, leftOut: [] });
      const [pair] = await pairs(world.pool);
      expect(pair).toMatchObject({
        kind: "volunteer",
        a_source_id: "003A",
        b_source_id: "003B",
        state: "open",
        found_at: now,
      });
      expect(JSON.parse(pair?.evidence ?? "")[0]).toMatchObject({ field: "first_name", a: "Jane", b: "Jayne" });
      expect((await world.pool.db.contact.findMany()).map(({ deleted_at }) => deleted_at)).toEqual([null, null, null]);
    });

    it("are proposed although their e-mail makes them count as one already: Salesforce still has two", async () => {
      await twoJanes(world);
      await world.run();
      await find(world.pool, "volunteer");
      expect(await said(world.pool)).toEqual(["003A 003B certain open"]);
    });

    it("stay as they are when they are looked for again, and a decision stays decided", async () => {
      await twoJanes(world);
      await find(world.pool, "volunteer");
      const before = await pairs(world.pool);
      expect(await find(world.pool, "volunteer")).toMatchObject({ opened: 0, gone: 0 });
      expect(await pairs(world.pool)).toEqual(before);
      for (const state of ["different", "merged"]) {
        await world.pool.write((db) => db.duplicatePair.updateMany({ data: { state } }));
        const decided = await pairs(world.pool);
        await find(world.pool, "volunteer", later);
        expect(await pairs(world.pool)).toEqual(decided);
      }
    });

    it("come back when they were put off and the time has come, not before", async () => {
      await twoJanes(world);
      await find(world.pool, "volunteer");
      await world.pool.write((db) => db.duplicatePair.updateMany({ data: { state: "later", later_until: later } }));
      await find(world.pool, "volunteer", "2026-02-18T23:00:00.000Z");
      expect(await said(world.pool)).toEqual(["003A 003B certain later"]);
      await find(world.pool, "volunteer", later);
      expect(await said(world.pool)).toEqual(["003A 003B certain open"]);
    });

    it("are gone when one of them is, and open again when it is back", async () => {
      const [one] = await twoJanes(world);
      const setDeleted = (deleted_at: string | null) =>
        world.pool.write((db) => db.contact.update({ where: { id: one }, data: { deleted_at } }));
      await find(world.pool, "volunteer");
      await setDeleted(now);
      expect(await find(world.pool, "volunteer")).toMatchObject({ records: 1, gone: 1 });
      expect(await said(world.pool)).toEqual(["003A 003B certain gone"]);
      await setDeleted(null);
      await find(world.pool, "volunteer", later);
      expect(await said(world.pool)).toEqual(["003A 003B certain open"]);
    });

    it("are not proposed once a person said that they are one, and are again when that is taken back", async () => {
      const [one] = await twoJanes(world);
      const decision = await world.rows.decision("same_person", one, "salesforce:003A");
      expect(await find(world.pool, "volunteer")).toMatchObject({ certain: 0, review: 0 });
      await world.pool.write((db) => db.decision.update({ where: { id: decision }, data: { reversed_at: later } }));
      expect(await find(world.pool, "volunteer")).toMatchObject({ certain: 1 });
    });

    it("are not drawn together through a third once a person said that they are two", async () => {
      await twoJanes(world);
      await find(world.pool, "volunteer");
      await world.pool.write((db) => db.duplicatePair.updateMany({ data: { state: "different" } }));
      await world.rows.contact({ ...jane, source_id: "003C", emails });
      await find(world.pool, "volunteer", later);
      const kept = await said(world.pool);
      expect(kept).toHaveLength(3);
      expect(kept[0]).toBe("003A 003B certain different");
      expect(kept.slice(1).map((line) => line.split(" ")[2])).toContain("review");
    });

    it("are not brought together by an address of a role or of many surnames, nor by an invalid number (rulings P1, L2)", async () => {
      const surnames = ["Abbott", "Barlow", "Crane", "Dalton"];
      for (const last_name of surnames)
        await world.rows.contact({ first_name: "Jordan", last_name, emails: ["frontdesk@work.example"] });
      for (const at of [1, 2]) {
        const id = await world.rows.contact({
          first_name: "Naomi",
          last_name: `Greer ${at}`,
          emails: ["info@work.example"],
        });
        await world.pool.write((db) =>
          db.contactPhone.create({ data: { contact_id: id, number: null, raw: "555-0100", kind: "work" } }),
        );
      }
      await find(world.pool, "volunteer");
      const evidence = (await pairs(world.pool)).map((pair) => pair.evidence).join();
      expect(evidence).not.toMatch(/email|phone/);
    });

    it("T62 include Dave and David of one employer, for review; a couple of one mailbox they do not include", async () => {
      const employer = await world.rows.organization("Garmin");
      for (const [first_name, source_id] of [
        ["Dave", "003A"],
        ["David", "003B"],
      ] as const) {
        const id = await world.rows.contact({
          first_name,
          last_name: "Ziegler",
          source_id,
          emails: [`${first_name}@work.example`.toLowerCase()],
        });
        await world.rows.affiliation(id, employer);
      }
      for (const first_name of ["Imani", "Lamar"])
        await world.rows.contact({ first_name, last_name: "Rhodes", emails: ["rhodes@home.example"], zip: "64111" });
      await find(world.pool, "volunteer");
      expect(await said(world.pool)).toEqual(["003A 003B review open"]);
    });

    it("are records, however many employers somebody had: former ones make nobody appear twice", async () => {
      const [one, other] = [await world.rows.organization("Garmin"), await world.rows.organization("Cerner")];
      const id = await world.rows.contact({ ...jane, emails });
      await world.rows.affiliation(id, one, { status: "past", end_on: "2020-01-01" });
      await world.rows.affiliation(id, other);
      expect(await find(world.pool, "volunteer")).toMatchObject({ records: 1, compared: 0 });
    });

    it("are looked for among volunteers alone: who also teaches is no duplicate", async () => {
      await world.rows.contact({ ...jane, emails });
      await world.rows.contact({ ...jane, emails, kind: "teacher" });
      await find(world.pool, "volunteer");
      await find(world.pool, "teacher");
      expect(await said(world.pool)).toEqual([]);
    });
  });
});

describe("organisations that are probably one", () => {
  inAWorld((world) => {
    it("share a name but for its suffix, a slip or an alias, not a word of it; a branch is none", async () => {
      const named = (name: string, source_id: string, besides = {}) =>
        world.rows.organization(name, { source_id, ...besides });
      await named("Next Level", "001A");
      await named("Next Level, Inc.", "001B");
      await named("Hill's Pet", "001C");
      await named("Hill's Bank", "001D");
      await named("Burns & McDonnell", "001E");
      await named("Burns and McDonell", "001F");
      await named("Commerce Bank", "001G");
      await named("Commerce Bank", "001H", { parent_source_id: "001G" });
      await named("University of Kansas Health System", "001I");
      await named("KU Med", "001J");
      await world.pool.write((db) =>
        db.alias.create({
          data: {
            kind: "organization",
            alias_key: "ku med",
            alias_text: "KU Med",
            source: "salesforce",
            source_id: "001I",
            created_by: "U1",
            created_at: now,
          },
        }),
      );
      await find(world.pool, "organization");
      expect((await said(world.pool)).sort()).toEqual([
        "001A 001B review open",
        "001E 001F review open",
        "001I 001J review open",
      ]);
    });
  });
});

describe("sessions that are probably one (ruling EV1)", () => {
  inAWorld((world) => {
    const fair = { title: "Career Fair", source_id: "a00A" };

    it("have one date, one title and a common presenter or school", async () => {
      const school = await world.rows.school(await world.rows.district("Center"));
      const presenter = await world.rows.contact(jane);
      const presentedBy = async (event: number) => world.rows.participation(event, presenter);
      await world.rows.event({ ...fair, school_id: school });
      await presentedBy(await world.rows.event({ title: "CAREER  FAIR!", source_id: "a00B", school_id: school }));
      await presentedBy(await world.rows.event({ ...fair, source_id: "a00C", local_time: "13:00" }));
      await world.rows.event({ ...fair, source_id: "a00D" });
      await world.rows.event({ ...fair, source_id: "a00E", school_id: school, local_date: "2026-02-16" });
      await world.rows.event({ ...fair, source_id: "a00F", school_id: school, title: "Career Fair, part 2" });
      await find(world.pool, "session");
      expect((await said(world.pool)).sort()).toEqual(["a00A a00B review open", "a00B a00C review open"]);
    });

    it("are never two of Pathful's, whatever they share", async () => {
      const school = await world.rows.school(null);
      await world.rows.event({ ...fair, school_id: school, pathful_session_id: "1" });
      await world.rows.event({ ...fair, source_id: "a00B", school_id: school, pathful_session_id: "2" });
      await find(world.pool, "session");
      expect(await said(world.pool)).toEqual([]);
      await world.rows.event({ ...fair, source_id: "a00C", school_id: school });
      await find(world.pool, "session");
      expect(await said(world.pool)).toHaveLength(2);
    });
  });
});

describe("students who are probably one", () => {
  inAWorld((world) => {
    it("share name and birth date, or their number in one district; twins and numbers of two districts do not make one", async () => {
      const [center, north] = [await world.rows.district("Center"), await world.rows.district("North")];
      const [here, there] = [await world.rows.school(center), await world.rows.school(north)];
      const pupil = { ...jane, kind: "student", birthdate: "2010-05-05", school_id: here, grade: 9 };
      await world.rows.contact({ ...pupil, source_id: "003A", local_student_id: "77" });
      await world.rows.contact({ ...pupil, source_id: "003B" });
      await world.rows.contact({ ...pupil, source_id: "003C", first_name: "Robert", local_student_id: "78" });
      await world.rows.contact({
        ...pupil,
        source_id: "003D",
        first_name: "Maya",
        last_name: "Lara",
        birthdate: "2011-01-01",
        school_id: there,
        local_student_id: "77",
      });
      await find(world.pool, "student");
      expect(await said(world.pool)).toEqual(["003A 003B certain open"]);
    });
  });
});
