import { describe, expect, it } from "vitest";
import { inAWorld, later, now } from "./world.js";

inAWorld((world) => {
  const districtsOf = async (event_id: number) =>
    (await world.pool.db.eventDistrict.findMany({ where: { event_id }, orderBy: { district_id: "asc" } })).map(
      ({ district_id, basis }) => [district_id, basis],
    );

  describe("districts of an event (E2)", () => {
    it("are the linked one first, then the text, then the school's, then those of who attended", async () => {
      const [center, grandview, raytown] = [
        await world.rows.district("Center School District", { source_id: "001CENTER" }),
        await world.rows.district("Grandview School District"),
        await world.rows.district("Raytown"),
      ];
      const school = await world.rows.school(raytown);
      const linked = await world.rows.event({
        parent_source_id: "001CENTER",
        district_raw: "Raytown",
        school_id: school,
      });
      const text = await world.rows.event({ district_raw: "grandview, Center School District", school_id: school });
      const parentText = await world.rows.event({ parent_source_id: "Grandview", school_id: school });
      const bySchool = await world.rows.event({ district_raw: "Career Center", school_id: school });
      const inferred = await world.rows.event();
      await world.rows.participation(inferred, await world.rows.contact({ kind: "student", school_id: school }), {
        role: "student",
      });
      await world.rows.participation(
        inferred,
        await world.rows.contact({ kind: "teacher", school_id: await world.rows.school(center) }),
        { role: "teacher", attended: false, attendance_confirmed_at: now },
      );
      await world.rows.participation(
        inferred,
        await world.rows.contact({ kind: "student", school_id: await world.rows.school(grandview) }),
        { role: "student", attended: false },
      );
      const unknown = await world.rows.event();
      await world.run();
      expect(await Promise.all([linked, text, parentText, bySchool, inferred, unknown].map(districtsOf))).toEqual([
        [[center, "linked"]],
        [
          [center, "text"],
          [grandview, "text"],
        ],
        [[grandview, "text"]],
        [[raytown, "school"]],
        [
          [center, "inferred"],
          [raytown, "inferred"],
        ],
        [],
      ]);
      expect((await world.flagsOf("district_unresolved")).map((flag) => flag.detail)).toEqual([
        "No district or alias is called: Career Center.",
      ]);
    });

    it("follow the event when it changes, is deleted, or its district is merged", async () => {
      const old = await world.rows.district("Old", { source_id: "001OLD" });
      const kept = await world.rows.district("Kept", { source_id: "001KEPT" });
      const moved = await world.rows.event({ district_raw: "Old" });
      const merged = await world.rows.event({ parent_source_id: "001OLD" });
      const deleted = await world.rows.event({ district_raw: "Kept" });
      await world.run();
      expect(await Promise.all([moved, merged, deleted].map(districtsOf))).toEqual([
        [[old, "text"]],
        [[old, "linked"]],
        [[kept, "text"]],
      ]);
      await world.pool.write(async (db) => {
        await db.event.update({ where: { id: moved }, data: { district_raw: "Kept" } });
        await db.event.update({ where: { id: deleted }, data: { deleted_at: now } });
        await db.district.update({ where: { id: old }, data: { deleted_at: now, merged_into_source_id: "001KEPT" } });
      });
      await world.run();
      expect(await Promise.all([moved, merged, deleted].map(districtsOf))).toEqual([
        [[kept, "text"]],
        [[kept, "linked"]],
        [],
      ]);
    });

    it("know the aliases of staff, and the flag closes once one is added", async () => {
      const kck = await world.rows.district("Kansas City Kansas Public Schools", { source_id: "001KCK" });
      const event = await world.rows.event({ district_raw: "KCK" });
      await world.run();
      expect(await districtsOf(event)).toEqual([]);
      expect(await world.flagsOf("district_unresolved")).toMatchObject([{ opened_at: now, resolved_at: null }]);
      await world.pool.write((db) =>
        db.alias.create({
          data: {
            kind: "district",
            alias_key: "kck",
            alias_text: "kck",
            source: "salesforce",
            source_id: "001KCK",
            created_by: "U1",
            created_at: now,
          },
        }),
      );
      await world.run(later);
      expect(await districtsOf(event)).toEqual([[kck, "text"]]);
      expect(await world.flagsOf("district_unresolved")).toMatchObject([{ opened_at: now, resolved_at: later }]);
    });
  });
});
