import { describe, expect, it } from "vitest";
import { countsOf, inAnIntake } from "./setting.js";

const HEADER = "Building,Name,Email,Grade,Target Sessions,Academic Year,District";
const KCK = "Kansas City Kansas Public Schools";

/** A roster of the district for 2025-26. */
const rosterOf = (...lines: string[]) => [HEADER, ...lines].join("\n");
const teacher = (name: string, email: string, district = "KCK") => `School A,${name},${email},4,1,2025-26,${district}`;
const teachers = (count: number) =>
  Array.from({ length: count }, (_, place) => teacher(`Teacher Number${place}`, `teacher${place}@kck.example`));

describe("the teacher roster", () => {
  inAnIntake((given) => {
    const entries = () =>
      given().pool.db.rosterEntry.findMany({
        orderBy: { email: "asc" },
        select: { email: true, is_active: true, inactive_why: true },
      });

    it("reads mixed-case mail, capitals, a BOM and trailing rows of nan", async () => {
      const { pool, rows } = given();
      const district = await rows.district(KCK);
      const result = await given().import(
        `\uFEFF${rosterOf("TA Edison,MICHELLE MCCARTHY, Michelle@KCK.Example ,K,2,SY25-26,KCK", "nan,nan,nan,nan,nan,nan,nan")}\n`,
      );
      expect(result.state).toBe("ok");
      expect(countsOf(result)).toEqual({ read: 2, inserted: 1, blank_row: 1 });
      expect(await pool.db.rosterEntry.findFirst()).toMatchObject({
        email: "michelle@kck.example",
        first_name: "Michelle",
        last_name: "McCarthy",
        name_raw: "MICHELLE MCCARTHY",
        building_raw: "TA Edison",
        grade_raw: "K",
        target_sessions: 2,
        school_year: 2025,
        district_raw: KCK,
        district_id: district,
        origin: "file:file.csv",
        is_active: true,
      });
    });

    it("T9 takes the file, and names the rows without e-mail by their lines", async () => {
      const result = await given().import(
        rosterOf(teacher("Ann Able", "ann@kck.example"), teacher("Bob Baker", ""), teacher("Cy Cook", "at home")),
      );
      expect(result.state).toBe("partial");
      expect(countsOf(result)).toEqual({ read: 3, inserted: 1, quarantined: 2 });
      expect(await given().quarantine()).toMatchObject([
        { reason: "missing_required", detail: "Line 3: “Email” is blank." },
        { reason: "bad_value", detail: "Line 4: “Email” is no e-mail address." },
      ]);
      expect(result.notices).toEqual([
        "2 rows were refused. Line 3: “Email” is blank. Line 4: “Email” is no e-mail address.",
      ]);
    });

    it("lets a mended row out of quarantine when the file comes again", async () => {
      await given().import(rosterOf(teacher("Bob Baker", "")));
      const result = await given().import(rosterOf(teacher("Bob Baker", "bob@kck.example")));
      expect(result.state).toBe("ok");
      expect(await given().quarantine()).toEqual([]);
      expect(await given().openFlags()).toEqual(["roster_entry: roster_teacher_unlinked"]);
    });

    it("takes the first of two rows with one e-mail and names both lines", async () => {
      const result = await given().import(
        rosterOf(teacher("Ann Able", "ann@kck.example"), teacher("Ann B. Able", "ANN@kck.example")),
      );
      expect(countsOf(result)).toEqual({ read: 2, inserted: 1, quarantined: 1 });
      expect(await given().quarantine()).toMatchObject([
        { reason: "duplicate_key", detail: "Line 3: the same as line 2, which was taken." },
      ]);
      const again = await given().import(
        rosterOf(teacher("Ann Able", "ann@kck.example"), teacher("Ann B. Able", "ANN@kck.example")),
      );
      expect(countsOf(again)).toEqual({ read: 2, unchanged: 1, quarantined: 1 });
      expect(await given().quarantine()).toHaveLength(1);
    });

    it("changes nothing when the same file comes again", async () => {
      await given().import(rosterOf(...teachers(12)));
      const before = await given().pool.db.rosterEntry.findMany();
      given().clock.set("2026-03-18T12:00:00.000Z");
      const result = await given().import(rosterOf(...teachers(12)));
      expect(countsOf(result)).toEqual({ read: 12, unchanged: 12 });
      expect(await given().pool.db.rosterEntry.findMany()).toEqual(before);
    });

    it("T8 deactivates who was on the roster before, and does not delete them", async () => {
      const all = teachers(12);
      await given().import(rosterOf(...all), { name: "november.csv" });
      const result = await given().import(rosterOf(...all.slice(1)), { name: "december.csv" });
      expect(result.notices).toEqual(["KCK, SY25-26: 1 teacher is not on it any more and was deactivated."]);
      expect((await entries())[0]).toEqual({
        email: "teacher0@kck.example",
        is_active: false,
        inactive_why: "import_diff",
      });
      expect((await entries()).filter(({ is_active }) => is_active)).toHaveLength(11);
      await given().import(rosterOf(...all), { name: "january.csv" });
      expect((await entries()).every(({ is_active }) => is_active)).toBe(true);
    });

    it("T8 leaves off whom a person deactivated, and raises a flag", async () => {
      const all = teachers(3);
      await given().import(rosterOf(...all));
      await given().pool.write((db) =>
        db.rosterEntry.updateMany({
          where: { email: "teacher0@kck.example" },
          data: { is_active: false, inactive_since: "2026-01-01", inactive_why: "Retired" },
        }),
      );
      await given().import(rosterOf(...all));
      expect((await entries())[0]).toEqual({
        email: "teacher0@kck.example",
        is_active: false,
        inactive_why: "Retired",
      });
      expect(await given().openFlags()).toContain("roster_entry: roster_deactivated_by_hand");
      await given().import(rosterOf(...all.slice(1)));
      expect(await given().openFlags()).not.toContain("roster_entry: roster_deactivated_by_hand");
    });

    it("deactivates nobody when more than half of ten would go", async () => {
      const all = teachers(10);
      await given().import(rosterOf(...all));
      const result = await given().import(rosterOf(...all.slice(6)));
      expect(result.notices).toEqual([
        "KCK, SY25-26: 6 of 10 active teachers are not on it. That looks like a part of the roster, so nobody was deactivated.",
      ]);
      expect((await entries()).every(({ is_active }) => is_active)).toBe(true);
    });

    it("leaves other districts and other years alone", async () => {
      await given().import(
        rosterOf(teacher("Ann Able", "ann@one.example", "One"), teacher("Bea Bell", "bea@two.example", "Two")),
      );
      await given().import(rosterOf(teacher("Cy Cook", "cy@one.example", "One")));
      await given().import(rosterOf("School A,Di Dorn,di@two.example,4,1,2024-25,Two"));
      expect(await entries()).toEqual([
        { email: "ann@one.example", is_active: false, inactive_why: "import_diff" },
        { email: "bea@two.example", is_active: true, inactive_why: null },
        { email: "cy@one.example", is_active: true, inactive_why: null },
        { email: "di@two.example", is_active: true, inactive_why: null },
      ]);
    });

    it("deactivates nobody whose row could not be read", async () => {
      await given().import(rosterOf(teacher("Ann Able", "ann@kck.example"), teacher("Bob Baker", "bob@kck.example")));
      await given().import(rosterOf(teacher("Ann Able", "ann@kck.example"), teacher("Bob Baker", "")));
      expect((await entries()).map(({ is_active }) => is_active)).toEqual([true, true]);
    });

    it("refuses what is no school year and no target", async () => {
      const result = await given().import(
        rosterOf("A,Ann Able,ann@kck.example,4,1,soon,KCK", "A,Bea Bell,bea@kck.example,4,many,2025-26,KCK"),
      );
      expect(countsOf(result)).toEqual({ read: 2, quarantined: 2 });
      expect((await given().quarantine()).map(({ detail }) => detail)).toEqual([
        "Line 2: “Academic Year” is no school year such as 2025-26.",
        "Line 3: “Target Sessions” is no number: write it alone, as in 47.",
      ]);
    });

    it("knows a district by its alias, so that two rosters meet", async () => {
      await given().rows.district(KCK);
      await given().import(rosterOf(teacher("Ann Able", "ann@kck.example", "kck")));
      const result = await given().import(rosterOf(teacher("Ann Able", "ann@kck.example", KCK)));
      expect(countsOf(result)).toEqual({ read: 1, unchanged: 1 });
    });

    it("takes the current school year and the district of the file where rows do not say", async () => {
      await given().import("Building,Name,Email\nA,Ann Able,ann@kck.example", { defaults: { district: "KCK" } });
      expect(await given().pool.db.rosterEntry.findFirst()).toMatchObject({ school_year: 2025, district_raw: "KCK" });
    });
  });
});
