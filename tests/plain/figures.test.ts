import { describe, expect, it } from "vitest";
import { type Handmade, handmade, person, pupil, sat, session, spoke, works } from "./handmade.js";
import { type PlainOptions, plainFigures } from "./index.js";

const YEAR = { start: "2025-08-01", end: "2026-07-31" } as const;
const total = (rows: Handmade, options: Partial<PlainOptions> = {}) =>
  plainFigures(rows, { ...YEAR, ...options }).total;
const by = (rows: Handmade, dimension: NonNullable<PlainOptions["by"]>, options: Partial<PlainOptions> = {}) =>
  Object.fromEntries(plainFigures(rows, { ...YEAR, ...options, by: dimension }).groups);

describe("the plain calculation of events", () => {
  it("counts every event that is not cancelled, drafts and missing statuses too, and cancelled ones apart", () => {
    const rows = handmade();
    for (const [id, status] of Object.entries({
      a: "Completed",
      b: "Draft",
      c: null,
      d: "Confirmed",
      e: "Cancelled",
    })) {
      session(rows, id, "2025-10-01", { Session_Status__c: status });
    }
    expect(total(rows)).toMatchObject({ M60: 4, M62: 4, M61: 0, M63: 1, M120: { career_speaker: 4 } });
  });

  it("leaves out deleted events and events without a date", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01", { IsDeleted: true });
    session(rows, "b", "2025-10-01", { Start_Date_and_Time__c: null });
    expect(total(rows).M60).toBe(0);
  });

  it("takes an evening of 31 July for 31 July, though it is August in UTC", () => {
    const rows = handmade();
    session(rows, "lastEvening", "2026-08-01", { Start_Date_and_Time__c: "2026-08-01T01:00:00.000+0000" });
    session(rows, "firstEvening", "2025-08-02", { Start_Date_and_Time__c: "2025-08-02T01:00:00.000+0000" });
    session(rows, "yearBefore", "2025-08-01", { Start_Date_and_Time__c: "2025-08-01T01:00:00.000+0000" });
    expect(total(rows).M60).toBe(2);
    expect(Object.keys(by(rows, "month"))).toEqual(["2025-08", "2026-07"]);
    expect(Object.keys(by(rows, "school_year"))).toEqual(["2025"]);
  });

  it("tells virtual from in person by the format alone; a missing one is in person", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01", { Format__c: "Virtual", Session_Type__c: "Career Fair" });
    session(rows, "b", "2025-10-01", { Format__c: null, Session_Type__c: "Connector Session" });
    expect(total(rows)).toMatchObject({ M61: 1, M62: 1, M120: { career_fair: 1, connector_session: 1 } });
  });

  it("counts a type that no table knows under other", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01", { Session_Type__c: "Career Day" });
    session(rows, "b", "2025-10-01", { Session_Type__c: null });
    expect(total(rows).M120).toEqual({ other: 2 });
  });
});

describe("the plain calculation of districts (E2)", () => {
  const districts = (fields: Record<string, unknown>, more: (rows: Handmade) => void = () => undefined) => {
    const rows = handmade();
    session(rows, "a", "2025-10-01", fields);
    more(rows);
    return Object.keys(by(rows, "district", { districtAliases: { "Center School District": ["Center"] } }));
  };

  it("takes the linked district before the text", () => {
    expect(districts({ Parent_Account__c: "north", District__c: "Center School District" })).toEqual([
      "North School District",
    ]);
  });
  it("takes the text, by name or alias, before the school", () => {
    expect(districts({ District__c: "center", School__c: "schoolA" })).toEqual(["Center School District"]);
  });
  it("splits a list, and keeps what it knows of it", () => {
    expect(districts({ District__c: "Center, North School District" })).toEqual([
      "Center School District",
      "North School District",
    ]);
    expect(districts({ District__c: "Center, Elsewhere" })).toEqual(["Center School District"]);
  });
  it("takes a name in Parent_Account__c where the text is missing", () => {
    expect(districts({ Parent_Account__c: "North School District" })).toEqual(["North School District"]);
  });
  it("takes the school's district where the text is nobody's name", () => {
    expect(districts({ District__c: "Center for Learning", School__c: "schoolA" })).toEqual(["North School District"]);
  });
  it("infers the districts of the students who attended, and never from a part of a title", () => {
    expect(
      districts({ Name: "Career Center Day" }, (rows) => {
        pupil(rows, "s1", "schoolA", "1");
        pupil(rows, "s2", "schoolB", "1");
        sat(rows, "s1", "a");
        sat(rows, "s2", "a", "Absent");
      }),
    ).toEqual(["North School District"]);
    expect(districts({ Name: "Career Center Day" })).toEqual(["Unknown"]);
  });
  it("counts a shared event in full in each, and once in the total", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01", { District__c: "North School District, Center School District" });
    expect(by(rows, "district")).toMatchObject({
      "Center School District": { M60: 1 },
      "North School District": { M60: 1 },
    });
    expect(total(rows).M60).toBe(1);
  });
});

describe("the plain calculation of students (M10)", () => {
  /** Acceptance fixture F3: S1–S3 at A, S4–S5 at B; E1 at A: S1, S2 there, S3 absent; E2 at B: S2, S4, S5 there. */
  const f3 = (third = "Absent") => {
    const rows = handmade();
    for (const [id, school] of Object.entries({
      s1: "schoolA",
      s2: "schoolA",
      s3: "schoolA",
      s4: "schoolB",
      s5: "schoolB",
    })) {
      pupil(rows, id, school, id);
    }
    session(rows, "e1", "2025-10-01", { School__c: "schoolA" });
    session(rows, "e2", "2025-11-01", { School__c: "schoolB" });
    for (const id of ["s1", "s2"]) sat(rows, id, "e1");
    sat(rows, "s3", "e1", third);
    for (const id of ["s2", "s4", "s5"]) sat(rows, id, "e2");
    return rows;
  };

  it("T19: 4 students; 2 at School A, 3 at School B", () => {
    expect(total(f3()).M10).toBe(4);
    expect(by(f3(), "school")).toMatchObject({ "School A": { M10: 2 }, "School B": { M10: 3 } });
  });
  it("T20: with S3 attended 5 and 3", () => {
    expect(total(f3("Attended")).M10).toBe(5);
    expect(by(f3("Attended"), "school")["School A"]?.M10).toBe(3);
  });
  it("T21: only matching events contribute", () => {
    expect(total(f3(), { start: "2025-10-15" }).M10).toBe(3);
    expect(total(f3(), { where: { district: ["North School District"] } }).M10).toBe(2);
    expect(total(f3(), { where: { format: ["virtual"] } }).M10).toBe(0);
  });

  it("takes one number in one district for one student, in two districts for two, in none for the record", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    rows.Account.push({ Id: "schoolC", Name: "School C", Type: "School", ParentId: "north", IsDeleted: false });
    for (const [id, school, number] of [
      ["moved1", "schoolA", "7"],
      ["moved2", "schoolC", "7"],
      ["other", "schoolB", "7"],
      ["alone1", "schoolX", "7"],
      ["alone2", "schoolX", "7"],
      ["blank1", "schoolA", null],
      ["blank2", "schoolA", null],
    ] as const) {
      pupil(rows, id, school, number);
      sat(rows, id, "a");
    }
    expect(total(rows).M10).toBe(6);
  });

  it("counts Attended alone, and nothing at a cancelled event", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    session(rows, "called", "2025-10-01", { Session_Status__c: "Cancelled" });
    for (const status of ["Completed", "Registered", "Present", "Simulcast", "attended"]) {
      pupil(rows, status, "schoolA", status);
      sat(rows, status, "a", status);
      sat(rows, status, "called", "Attended");
    }
    expect(total(rows).M10).toBe(1);
  });
});

describe("the plain calculation of volunteers (M20) and hours (M30)", () => {
  it("counts the five statuses of attendance in any spelling, and no other", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    const statuses = [
      "Attended",
      "completed",
      "Successfully Completed",
      "PRESENT",
      "Simulcast",
      "Confirmed",
      "No-Show",
      "Scheduled",
      "See notes",
    ];
    for (const status of statuses) {
      person(rows, status);
      spoke(rows, status, "a", 1, { Status__c: status });
    }
    expect(total(rows)).toMatchObject({ M20: 5, M30: 5 });
  });

  it("takes records that share an address for one person, through a third as well", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "one", { Email: "x@work.example" });
    person(rows, "two", { npe01__WorkEmail__c: " X@Work.Example ", npe01__HomeEmail__c: "y@home.example" });
    person(rows, "three", { npe01__AlternateEmail__c: "Y@home.example" });
    for (const id of ["one", "two", "three"]) spoke(rows, id, "a", id === "two" ? 2 : 1);
    // One person at one event: the larger of the hours.
    expect(total(rows)).toMatchObject({ M20: 1, M30: 2 });
  });

  it("takes no address of a role, of more than three surnames, or that is no address, for a person", () => {
    const shared = (address: string, surnames: readonly string[]) => {
      const rows = handmade();
      session(rows, "a", "2025-10-01");
      surnames.forEach((LastName, index) => {
        person(rows, `p${index}`, { LastName, Email: address });
        spoke(rows, `p${index}`, "a");
      });
      return total(rows).M20;
    };
    expect(shared("desk@work.example", ["A", "B", "C"])).toBe(1);
    expect(shared("desk@work.example", ["A", "B", "C", "D"])).toBe(4);
    expect(shared("info@work.example", ["A", "A"])).toBe(2);
    expect(shared("None", ["A", "A"])).toBe(2);
  });

  it("keeps a teacher and a volunteer of one address apart", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "v", { Email: "x@school.example" });
    person(rows, "t", { Email: "x@school.example", Contact_Type__c: "Teacher" });
    person(rows, "blank", { Email: "x@school.example", Contact_Type__c: null });
    for (const id of ["v", "t", "blank"]) spoke(rows, id, "a");
    expect(total(rows).M20).toBe(2);
  });

  it("never counts deleted rows, or participations of a contact or session that is not there", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "here");
    person(rows, "gone", { IsDeleted: true });
    spoke(rows, "here", "a", 9, { IsDeleted: true });
    spoke(rows, "gone", "a");
    spoke(rows, "unknown", "a");
    spoke(rows, "here", "unknown");
    expect(total(rows)).toMatchObject({ M20: 0, M30: 0 });
  });

  it("T25: an Attended row of 5 h at a cancelled event counts nothing", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01", { Session_Status__c: "Cancelled" });
    person(rows, "v");
    spoke(rows, "v", "a", 5);
    expect(total(rows)).toMatchObject({ M20: 0, M30: 0, M40: 0, M63: 1 });
  });

  it.each([
    ["recorded", 2.5, "17:00", 2.5],
    ["0, then the length", 0, "18:30", 2.5],
    ["below 0, then the length", -1, "18:00", 2],
    ["missing, then the length", null, "18:00", 2],
    ["missing, at least one hour", null, "16:20", 1],
    ["missing, an end before the start", null, "15:00", 0],
    ["missing, no end", null, null, 0],
    ["recorded although the end is before the start", 3, "15:00", 3],
  ])("credits hours: %s", (_, recorded, end, credited) => {
    const rows = handmade();
    const End_Date_and_Time__c = end === null ? null : `2025-10-01T${end}:00.000+0000`;
    session(rows, "a", "2025-10-01", { End_Date_and_Time__c });
    person(rows, "v");
    spoke(rows, "v", "a", recorded);
    expect(total(rows).M30).toBe(credited);
  });

  it("credits twelve hours of an event's length, and nothing above", () => {
    const lasting = (end: string) => {
      const rows = handmade();
      session(rows, "a", "2025-10-01", { End_Date_and_Time__c: end });
      person(rows, "v");
      spoke(rows, "v", "a", null);
      return total(rows).M30;
    };
    expect(lasting("2025-10-02T04:00:00.000+0000")).toBe(12);
    expect(lasting("2025-10-02T04:15:00.000+0000")).toBe(0);
  });

  it("leaves an excluded person out of people metrics, all records of them, and keeps the event", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "one", { Email: "x@work.example" });
    person(rows, "two", { Email: "x@work.example" });
    works(rows, "two", "techcorp");
    spoke(rows, "two", "a");
    expect(total(rows, { excluded: ["one"] })).toMatchObject({ M20: 0, M30: 0, M40: 0, M60: 1 });
  });
});

describe("the plain calculation of organisations (M40, E5)", () => {
  const credited = (ties: (rows: Handmade) => void) => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "v");
    spoke(rows, "v", "a", 2);
    ties(rows);
    return Object.keys(by(rows, "organization"))[0];
  };

  it("is nobody's without an affiliation: Independent, which M40 does not count", () => {
    expect(credited(() => undefined)).toBe("Independent");
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "v");
    spoke(rows, "v", "a");
    expect(total(rows).M40).toBe(0);
  });

  it.each([
    ["an unknown start is open", {}, "TechCorp"],
    ["a start after the event is too late", { npe5__StartDate__c: "2025-10-02" }, "Independent"],
    ["the first day counts", { npe5__StartDate__c: "2025-10-01" }, "TechCorp"],
    ["the last day counts", { npe5__Status__c: "Past", npe5__EndDate__c: "2025-10-01" }, "TechCorp"],
    ["an end before the event is over", { npe5__Status__c: "Past", npe5__EndDate__c: "2025-09-30" }, "Independent"],
    ["T32: Past without an end is not valid", { npe5__Status__c: "Past" }, "Independent"],
    ["Former is Past", { npe5__Status__c: "Former" }, "Independent"],
    ["no status: by the dates", { npe5__Status__c: null }, "TechCorp"],
    ["Pending is not yet", { npe5__Status__c: "Pending" }, "Independent"],
    ["a deleted one never", { IsDeleted: true }, "Independent"],
    ["a school is no organisation", { npe5__Organization__c: "schoolA" }, "Independent"],
  ])("%s", (_, fields, organization) => {
    expect(credited((rows) => works(rows, "v", "techcorp", fields))).toBe(organization);
  });

  it("prefers the primary one, then the latest start, then the lowest name", () => {
    const second = { npe5__Primary__c: false };
    const pair = (one: Record<string, unknown>, other: Record<string, unknown>) =>
      credited((rows) => {
        works(rows, "v", "university", one);
        works(rows, "v", "techcorp", other);
      });
    expect(pair({}, { ...second, npe5__StartDate__c: "2025-01-01" })).toBe("University");
    expect(pair({ npe5__StartDate__c: "2025-01-01" }, {})).toBe("University");
    expect(pair({ npe5__StartDate__c: "2024-01-01" }, { npe5__StartDate__c: "2025-01-01" })).toBe("TechCorp");
    expect(pair({}, {})).toBe("TechCorp");
  });

  it("T31: university until 1 August 2025, then company", () => {
    const rows = handmade();
    session(rows, "before", "2024-10-01");
    session(rows, "after", "2025-10-01");
    person(rows, "v");
    works(rows, "v", "university", { npe5__Status__c: "Past", npe5__EndDate__c: "2025-08-01" });
    works(rows, "v", "techcorp", { npe5__StartDate__c: "2025-08-02" });
    for (const id of ["before", "after"]) spoke(rows, "v", id);
    expect(Object.keys(by(rows, "organization", { start: "2024-08-01", end: "2025-07-31" }))).toEqual(["University"]);
    expect(Object.keys(by(rows, "organization"))).toEqual(["TechCorp"]);
  });

  it("T33: two affiliations, one event of 2 h: one organisation has it, and the rows add up", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "v");
    works(rows, "v", "techcorp");
    works(rows, "v", "university", { npe5__Primary__c: false });
    spoke(rows, "v", "a", 2);
    expect(by(rows, "organization")).toMatchObject({ TechCorp: { M20: 1, M30: 2, M40: 1, M60: 1 } });
    expect(Object.keys(by(rows, "organization"))).toHaveLength(1);
  });

  it("takes the affiliations of all records of a person", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "one", { Email: "x@work.example" });
    person(rows, "two", { Email: "x@work.example" });
    works(rows, "one", "techcorp");
    spoke(rows, "two", "a");
    expect(total(rows).M40).toBe(1);
  });

  it("counts a name that two accounts share once", () => {
    const rows = handmade();
    rows.Account.push({ Id: "techcorp2", Name: "TechCorp", Type: "Business", IsDeleted: false });
    session(rows, "a", "2025-10-01");
    for (const [id, account] of [
      ["v", "techcorp"],
      ["w", "techcorp2"],
    ] as const) {
      person(rows, id);
      works(rows, id, account);
      spoke(rows, id, "a");
    }
    expect(total(rows)).toMatchObject({ M20: 2, M40: 1 });
  });

  it("filters people, hours, events and students by organisation", () => {
    const rows = handmade();
    for (const id of ["a", "b"]) session(rows, id, "2025-10-01");
    for (const id of ["v", "w"]) person(rows, id);
    works(rows, "v", "techcorp");
    spoke(rows, "v", "a", 2);
    spoke(rows, "w", "a", 3);
    spoke(rows, "w", "b", 4);
    pupil(rows, "s", "schoolA", "1");
    sat(rows, "s", "a");
    const filtered = total(rows, { where: { organization: ["TechCorp"] } });
    expect(filtered).toMatchObject({ M10: 1, M20: 1, M30: 2, M40: 1, M60: 1 });
  });

  it("has a cancelled event stand with those who had signed up, and any other with those who came (M63)", () => {
    const rows = handmade();
    session(rows, "held", "2025-10-01");
    session(rows, "called", "2025-10-02", { Session_Status__c: "Cancelled" });
    session(rows, "empty", "2025-10-03");
    for (const id of ["v", "w"]) person(rows, id);
    works(rows, "v", "techcorp");
    spoke(rows, "v", "held", null, { Status__c: "No-Show" });
    spoke(rows, "w", "held");
    spoke(rows, "v", "called", null, { Status__c: "Event Cancelled" });
    expect(by(rows, "organization")).toMatchObject({
      TechCorp: { M60: 0, M63: 1 },
      Independent: { M60: 1, M63: 0 },
      "No volunteer recorded": { M60: 1, M63: 0 },
    });
  });

  it("P3: no event is an organisation's through somebody who is excluded, yet the event counts", () => {
    const rows = handmade();
    session(rows, "a", "2025-10-01");
    person(rows, "v");
    works(rows, "v", "techcorp");
    spoke(rows, "v", "a");
    expect(total(rows, { excluded: ["v"] })).toMatchObject({ M20: 0, M60: 1 });
    expect(Object.keys(by(rows, "organization", { excluded: ["v"] }))).toEqual(["No volunteer recorded"]);
  });
});
