import { describe, expect, it } from "vitest";
import { inAWorld, now } from "./world.js";

inAWorld((world) => {
  const localOf = async (id: number) => {
    const contact = await world.pool.db.contact.findUnique({
      where: { id },
      select: { local_status: true, local_basis: true },
    });
    return [contact?.local_status, contact?.local_basis];
  };

  describe("one person (P1)", () => {
    it("is all volunteer records that share an address, transitively", async () => {
      const a = await world.rows.contact({ emails: ["a@x.org"] });
      const b = await world.rows.contact({ emails: ["a@x.org", "b@x.org"] });
      const c = await world.rows.contact({ emails: ["b@x.org"] });
      const other = await world.rows.contact({ emails: ["c@x.org"] });
      const none = await world.rows.contact();
      await world.run();
      expect(await world.personOf(a, b, c, other, none)).toEqual([a, a, a, other, none]);
    });

    it("is not a volunteer and a teacher on one address, nor two students", async () => {
      const volunteer = await world.rows.contact({ emails: ["a@x.org"] });
      const teacher = await world.rows.contact({ kind: "teacher", emails: ["a@x.org"] });
      const twin = await world.rows.contact({ kind: "teacher", emails: ["a@x.org"] });
      const student = await world.rows.contact({ kind: "student", emails: ["a@x.org"] });
      const sibling = await world.rows.contact({ kind: "student", emails: ["a@x.org"] });
      await world.run();
      expect(await world.personOf(volunteer, teacher, twin, student, sibling)).toEqual([
        volunteer,
        teacher,
        teacher,
        student,
        sibling,
      ]);
    });

    it("is not made by the address of a role, or by one under more than three surnames", async () => {
      const a = await world.rows.contact({ emails: ["info@x.org"] });
      const b = await world.rows.contact({ emails: ["info@x.org"] });
      const crowd: number[] = [];
      for (const last_name of ["Ash", "Birch", "Cedar", "Dogwood"])
        crowd.push(await world.rows.contact({ last_name, emails: ["all@x.org"] }));
      const three: number[] = [];
      for (const last_name of ["Ash", "ASH Jr.", "Birch", "Cedar"])
        three.push(await world.rows.contact({ last_name, emails: ["few@x.org"] }));
      await world.run();
      expect(await world.personOf(a, b)).toEqual([a, b]);
      expect(await world.personOf(...crowd)).toEqual(crowd);
      expect(await world.personOf(...three)).toEqual(three.map(() => three[0]));
    });

    it("leaves a deleted record out, which joins no others", async () => {
      const a = await world.rows.contact({ emails: ["a@x.org"] });
      const gone = await world.rows.contact({ emails: ["a@x.org", "b@x.org"], deleted_at: now });
      const b = await world.rows.contact({ emails: ["b@x.org"] });
      await world.run();
      expect(await world.personOf(a, gone, b)).toEqual([a, null, b]);
    });

    it("is what a person decided, until it is reversed", async () => {
      const a = await world.rows.contact({ source_id: "003A" });
      const b = await world.rows.contact();
      const decision = await world.rows.decision("same_person", b, "003A");
      await world.run();
      expect(await world.personOf(a, b)).toEqual([a, a]);
      await world.pool.write((db) =>
        db.decision.update({ where: { id: decision }, data: { reversed_at: now, reversed_by: "U1" } }),
      );
      await world.run();
      expect(await world.personOf(a, b)).toEqual([a, b]);
    });
  });

  it("students are one by their id within a district, else by record (P2)", async () => {
    const [north, south] = [await world.rows.district("North"), await world.rows.district("South")];
    const [a, b, c, nowhere] = [
      await world.rows.school(north),
      await world.rows.school(north),
      await world.rows.school(south),
      await world.rows.school(null),
    ];
    const student = (school_id: number | null, local_student_id: string | null) =>
      world.rows.contact({ kind: "student", school_id, local_student_id });
    const ids = [
      await student(a, "100"),
      await student(b, "100"),
      await student(c, "100"),
      await student(nowhere, "100"),
      await student(a, null),
      await student(b, "None"),
      await student(a, "None"),
    ];
    await world.run();
    expect(await world.personOf(...ids)).toEqual([ids[0], ids[0], ids[2], ids[3], ids[4], ids[5], ids[6]]);
  });

  it("a person is excluded if any record is, and no longer when that is reversed (P3)", async () => {
    const a = await world.rows.contact({ emails: ["a@x.org"] });
    const b = await world.rows.contact({ emails: ["a@x.org"] });
    const c = await world.rows.contact();
    const excluded = async () =>
      (await world.pool.db.contact.findMany({ where: { excluded: true }, orderBy: { id: "asc" } })).map(({ id }) => id);
    await world.rows.decision("exclude", b, "yes");
    await world.run();
    expect(await excluded()).toEqual([a, b]);
    await world.rows.decision("exclude", b, "no");
    await world.rows.decision("exclude", c, "yes");
    await world.run();
    expect(await excluded()).toEqual([c]);
  });

  describe("local status (P5)", () => {
    it("is by ZIP, over all records of the person", async () => {
      const near = await world.rows.contact({ emails: ["a@x.org"], zip: "64111-1234" });
      const same = await world.rows.contact({ emails: ["a@x.org"] });
      const far = await world.rows.contact({ zip: "10001" });
      const abroad = await world.rows.contact({ zip: "K1A 0B1" });
      const atWork = await world.rows.contact({ zip: "64111", zipKind: "work" });
      await world.run();
      expect(await Promise.all([near, same, far, abroad, atWork].map(localOf))).toEqual([
        ["local", "address"],
        ["local", "address"],
        ["non_local", "address"],
        ["unknown", "none"],
        ["unknown", "none"],
      ]);
    });

    it("is inferred from an in-person event that was attended and not cancelled", async () => {
      const [came, online, absent, cancelled] = [
        await world.rows.contact(),
        await world.rows.contact(),
        await world.rows.contact(),
        await world.rows.contact(),
      ];
      const inPerson = await world.rows.event();
      await world.rows.participation(inPerson, came);
      await world.rows.participation(await world.rows.event({ format: "virtual" }), online);
      await world.rows.participation(inPerson, absent, { attended: false });
      await world.rows.participation(await world.rows.event({ status: "Cancelled" }), cancelled);
      await world.run();
      expect(await Promise.all([came, online, absent, cancelled].map(localOf))).toEqual([
        ["local", "inferred"],
        ["unknown", "none"],
        ["unknown", "none"],
        ["unknown", "none"],
      ]);
    });

    it("is lost by a volunteer who becomes a student", async () => {
      const a = await world.rows.contact({ zip: "64111" });
      await world.rows.decision("local_status", a, "partial");
      await world.run();
      expect(await localOf(a)).toEqual(["partial", "manual"]);
      await world.pool.write((db) => db.contact.update({ where: { id: a }, data: { kind: "student" } }));
      await world.run();
      expect(await localOf(a)).toEqual(["unknown", "none"]);
    });

    it("is what a person decided last", async () => {
      const a = await world.rows.contact({ zip: "64111" });
      await world.rows.decision("local_status", a, "partial");
      await world.rows.decision("local_status", a, "non_local");
      await world.run();
      expect(await localOf(a)).toEqual(["non_local", "manual"]);
    });
  });
});
