import { describe, expect, it } from "vitest";
import { inAWorld, type World } from "./world.js";

const seen = {
  record_hash: "0",
  batch_id: 1,
  first_seen_at: "2026-02-01T00:00:00.000Z",
  last_seen_at: "2026-02-01T00:00:00.000Z",
};

let serial = 0;
const key = (): string => {
  serial += 1;
  return `key-${serial}`;
};

const levelOf = (world: World, school_source_id: string, level: string, deleted_at: string | null = null) =>
  world.pool.write((db) =>
    db.schoolLevel.create({
      data: {
        ...seen,
        source: "school-levels",
        source_id: key(),
        school_source_id,
        level,
        level_raw: level,
        deleted_at,
      },
    }),
  );

const decide = async (world: World, kind: string, school: number, value: string): Promise<number> => {
  const { source_id } = await schoolOf(world, school);
  const source = "salesforce";
  const data = {
    kind,
    subject: "school",
    source,
    source_id,
    value,
    decided_by: "U1",
    decided_at: "2026-02-01T00:00:00.000Z",
  };
  return (await world.pool.write((db) => db.decision.create({ data }))).id;
};

const takeBack = (world: World, id: number) =>
  world.pool.write((db) =>
    db.decision.update({ where: { id }, data: { reversed_by: "U1", reversed_at: "2026-02-02T00:00:00.000Z" } }),
  );

const schoolOf = async (world: World, id: number) => {
  const school = await world.pool.db.school.findUnique({ where: { id } });
  if (school === null) throw new Error(`there is no school ${id}`);
  return school;
};

describe("the level of a school", () => {
  inAWorld((world) => {
    it("is what the sheet says, and nothing when the sheet says it no more", async () => {
      const school = await world.rows.school(null);
      const { source_id } = await schoolOf(world, school);
      const { id } = await levelOf(world, source_id, "Middle");
      expect((await world.run()).schools).toBe(1);
      expect((await schoolOf(world, school)).level).toBe("Middle");
      expect((await world.run()).schools).toBe(0);
      await world.pool.write((db) =>
        db.schoolLevel.update({ where: { id }, data: { deleted_at: "2026-02-02T00:00:00.000Z" } }),
      );
      await world.run();
      expect((await schoolOf(world, school)).level).toBeNull();
    });

    it("is what a person decided, whatever the sheet says", async () => {
      const school = await world.rows.school(null);
      await levelOf(world, (await schoolOf(world, school)).source_id, "Middle");
      const decision = await decide(world, "school_level", school, "High");
      await world.run();
      expect((await schoolOf(world, school)).level).toBe("High");
      await takeBack(world, decision);
      await world.run();
      expect((await schoolOf(world, school)).level).toBe("Middle");
    });
  });
});

describe("the district of a school", () => {
  inAWorld((world) => {
    it("is what a person decided, by id, name or alias, and reaches the school's events", async () => {
      const district = await world.rows.district("Grandview School District", { source_id: "0015f00000JU4opAAD" });
      for (const value of ["0015f00000JU4op", "grandview school district", "Grandview"]) {
        const school = await world.rows.school(null);
        const event = await world.rows.event({ school_id: school });
        await decide(world, "school_district", school, value);
        await world.run();
        expect((await schoolOf(world, school)).district_id).toBe(district);
        expect(await world.pool.db.eventDistrict.findMany({ where: { event_id: event } })).toMatchObject([
          { district_id: district, basis: "school" },
        ]);
      }
    });

    it("is the source's again when the decision is taken back", async () => {
      const own = await world.rows.district("One", { source_id: "0015f00000JU4opAAD" });
      const other = await world.rows.district("Two");
      const school = await world.rows.school(own);
      await world.pool.write((db) =>
        db.school.update({ where: { id: school }, data: { parent_source_id: "0015f00000JU4opAAD" } }),
      );
      const decision = await decide(world, "school_district", school, "Two");
      await world.run();
      expect((await schoolOf(world, school)).district_id).toBe(other);
      await takeBack(world, decision);
      await world.run();
      expect((await schoolOf(world, school)).district_id).toBe(own);
    });
  });
});

describe("the teachers of a roster", () => {
  inAWorld((world) => {
    const entry = (first_name: string, last_name: string, email: string, district_raw: string | null = "One") =>
      world.pool
        .write((db) =>
          db.rosterEntry.create({
            data: {
              ...seen,
              source: "roster",
              source_id: key(),
              school_year: 2025,
              district_raw,
              building_raw: "School",
              name_raw: `${first_name} ${last_name}`,
              first_name,
              last_name,
              email,
            },
          }),
        )
        .then(({ id }) => id);

    const teacher = (first_name: string, last_name: string, school_id: number, emails: string[] = []) =>
      world.rows.contact({
        kind: "teacher",
        first_name,
        last_name,
        full_name: `${first_name} ${last_name}`,
        school_id,
        emails,
      });

    const linkOf = async (id: number) => {
      const found = await world.pool.db.rosterEntry.findUnique({ where: { id } });
      return [found?.contact_id, found?.link_basis];
    };

    it("are found by e-mail, then by an exact name in the district, and never by a near name", async () => {
      const one = await world.rows.school(await world.rows.district("One"));
      const two = await world.rows.school(await world.rows.district("Two"));
      const ann = await teacher("Ann", "Able", one, ["ann@one.example"]);
      const bea = await teacher("Bea", "O'Brien", one);
      await teacher("Cy", "Cook", two);
      await teacher("David", "Smith", one);
      const byMail = await entry("Annie", "Ableton", "ann@one.example");
      const byName = await entry("BEA", "OBrien", "bea@one.example");
      const elsewhere = await entry("Cy", "Cook", "cy@one.example");
      const near = await entry("Dave", "Smith", "dave@one.example");
      await world.run();
      expect(await linkOf(byMail)).toEqual([ann, "email"]);
      expect(await linkOf(byName)).toEqual([bea, "name"]);
      expect(await linkOf(elsewhere)).toEqual([null, null]);
      expect(await linkOf(near)).toEqual([null, null]);
      expect(await world.flagsOf("roster_teacher_unlinked")).toHaveLength(2);
    });

    it("T59 are not found by a name that two teachers of the district bear", async () => {
      const school = await world.rows.school(await world.rows.district("One"));
      await teacher("Ann", "Able", school);
      await teacher("ann", "ABLE", school);
      const unlinked = await entry("Ann", "Able", "ann@one.example");
      await world.run();
      expect(await linkOf(unlinked)).toEqual([null, null]);
    });

    it("are found as soon as they come, and left when they go", async () => {
      const school = await world.rows.school(await world.rows.district("One"));
      const waiting = await entry("Ann", "Able", "ann@one.example");
      await world.run();
      expect(await linkOf(waiting)).toEqual([null, null]);
      const ann = await teacher("Ann", "Able", school, ["ann@one.example"]);
      await world.run();
      expect(await linkOf(waiting)).toEqual([ann, "email"]);
      await world.pool.write((db) =>
        db.contact.update({ where: { id: ann }, data: { deleted_at: "2026-02-02T00:00:00.000Z" } }),
      );
      await world.run();
      expect(await linkOf(waiting)).toEqual([null, null]);
    });

    it("have the district of their school where the roster names none", async () => {
      const district = await world.rows.district("One");
      const school = await world.rows.school(district);
      const id = await entry("Ann", "Able", "ann@one.example", null);
      await world.run();
      expect(await world.pool.db.rosterEntry.findUnique({ where: { id } })).toMatchObject({
        district_id: district,
        school_id: school,
      });
    });
  });
});

describe("attendance that a sheet keeps", () => {
  inAWorld((world) => {
    const row = (event_id: number, total_students: number, modified_at: string, data: { deleted_at?: string } = {}) =>
      world.pool.write((db) =>
        db.attendanceRow.create({
          data: {
            ...seen,
            source: "attendance",
            source_id: key(),
            origin: "sheet:Students",
            event_id,
            total_students,
            modified_at,
            ...data,
          },
        }),
      );
    const details = () =>
      world.pool.db.attendanceDetail.findMany({
        orderBy: { id: "asc" },
        select: { event_id: true, total_students: true, entered_by_kind: true, entered_by: true, entered_at: true },
      });

    it("is one detail of its event, by the row that changed last, and none of a deleted event", async () => {
      const event = await world.rows.event();
      const gone = await world.rows.event({ deleted_at: "2026-02-02T00:00:00.000Z" });
      await row(event, 60, "2026-02-03T00:00:00.000Z");
      await row(event, 50, "2026-02-02T00:00:00.000Z");
      await row(event, 99, "2026-02-04T00:00:00.000Z", { deleted_at: "2026-02-05T00:00:00.000Z" });
      await row(gone, 10, "2026-02-02T00:00:00.000Z");
      expect((await world.run()).sheets).toBe(1);
      expect(await details()).toEqual([
        {
          event_id: event,
          total_students: 60,
          entered_by_kind: "sheet",
          entered_by: "sheet:Students",
          entered_at: "2026-02-03T00:00:00.000Z",
        },
      ]);
      expect((await world.run()).sheets).toBe(0);
    });
  });
});
