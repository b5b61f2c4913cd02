import { describe, expect, it } from "vitest";
import { handmade, person, pupil, sat, session, spoke } from "./handmade.js";
import { plainYearEnds } from "./year-end.js";

/** A session of two districts that somebody counted, one of the north alone, one virtual and one that was called off. */
function story() {
  const rows = handmade();
  for (const id of ["v", "w"]) person(rows, id);
  session(rows, "shared", "2025-10-01", { District__c: "North School District, Center School District" });
  session(rows, "north1", "2025-11-03", { School__c: "schoolA", Non_Scheduled_Students_Count__c: 40 });
  session(rows, "video", "2025-12-01", { School__c: "schoolA", Format__c: "Virtual" });
  session(rows, "called", "2026-01-12", { School__c: "schoolA", Session_Status__c: "Cancelled" });
  session(rows, "before", "2025-07-31", { School__c: "schoolA" });
  for (const [id, school] of [
    ["s1", "schoolA"],
    ["s2", "schoolA"],
    ["s3", "schoolB"],
  ] as const) {
    pupil(rows, id, school, id);
    sat(rows, id, "shared");
  }
  spoke(rows, "v", "shared", 2);
  spoke(rows, "v", "north1", 1);
  spoke(rows, "w", "video", 1.5);
  return rows;
}

const ask = (more = {}) => plainYearEnds(story(), { start: "2025-08-01", end: "2026-07-31", ...more });

describe("the plain year-end", () => {
  it("counts a shared session in full in both districts, and once overall", () => {
    const { total, districts } = ask({ attendance: { shared: { totalStudents: 80, rooms: null, rotations: null } } });
    expect(districts.get("North School District")).toEqual({
      X60: 3,
      X61: 1,
      X62: 2,
      M63: 1,
      M10: 3,
      M10_home: 2,
      X10: 120,
      M20: 2,
      X20: 3,
      M30: 4.5,
      M40: 0,
    });
    expect(districts.get("Center School District")).toMatchObject({ X60: 1, M10: 3, M10_home: 1, X10: 80, M20: 1 });
    expect(total).toMatchObject({ X60: 3, M10: 3, M10_home: 3, X10: 120, M20: 2, X20: 3, M30: 4.5 });
  });

  it("takes the roster where nobody entered a number, and keeps to types and formats", () => {
    expect(ask().total.X10).toBe(43);
    expect(ask({ format: "virtual" }).total).toMatchObject({ X60: 1, M20: 1, X10: 0 });
    expect(ask({ types: ["bfi"] }).total).toMatchObject({ X60: 0, M10: 0 });
  });
});
