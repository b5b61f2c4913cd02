import { describe, expect, it } from "vitest";
import { handmade, person, pupil, sat, session, spoke, works } from "./handmade.js";
import { type PlainCompanyOptions, plainCompany, plainThanks } from "./index.js";

/** TechCorp's two people at three held sessions, one cancelled and one that was never closed. */
function story() {
  const rows = handmade();
  for (const id of ["v", "w", "x"]) person(rows, id);
  works(rows, "v", "techcorp", { npe5__StartDate__c: "2020-01-01" });
  works(rows, "w", "techcorp");
  works(rows, "x", "university");
  session(rows, "roster", "2025-10-01", { Non_Scheduled_Students_Count__c: 99 });
  session(rows, "headcount", "2025-11-03", { Non_Scheduled_Students_Count__c: 60 });
  session(rows, "video", "2025-12-01", { Format__c: "Virtual", Session_Status__c: "Simulcast" });
  session(rows, "called", "2026-01-12", { Session_Status__c: "Cancelled" });
  session(rows, "open", "2026-02-02", { Session_Status__c: "Confirmed" });
  session(rows, "before", "2024-02-02");
  for (const id of ["v", "w", "x"]) spoke(rows, id, "roster", 2);
  for (const id of ["v", "w"]) spoke(rows, id, "headcount", 1.5);
  spoke(rows, "v", "video", 1);
  spoke(rows, "w", "video", null, { Status__c: "No-Show" });
  spoke(rows, "v", "called", null, { Status__c: "Event Cancelled" });
  spoke(rows, "v", "open", 4);
  spoke(rows, "w", "before", 3);
  for (const id of ["s1", "s2", "s3"]) {
    pupil(rows, id, "schoolA", id);
    sat(rows, id, "roster", id === "s3" ? "Absent" : "Attended");
  }
  return rows;
}

const ask = (options: Partial<PlainCompanyOptions> = {}) =>
  plainCompany(story(), { organization: "TechCorp", start: "2025-08-01", end: "2026-07-31", ...options });

describe("the plain report of a company", () => {
  it("counts held sessions, people, hours and students; the roster goes before the headcount", () => {
    expect(ask()).toMatchObject({
      sessions: 3,
      inPerson: 2,
      virtual: 1,
      volunteers: 2,
      hours: 8,
      studentsReached: 62,
      interactions: 62,
      estimated: 2,
      uncounted: 0,
      onUnknownStart: 2,
      cancelled: 1,
      noShows: 1,
      lastActive: "2025-12-01",
    });
  });

  it("says apart what the Bible counts: attended at an event that was never closed, 4 h more", () => {
    expect(ask()).toMatchObject({ M20: 2, M30: 12 });
  });

  it("goes by year and by person", () => {
    const report = ask({ start: "2023-08-01" });
    expect([...report.byYear].map(([year, { sessions, hours }]) => [year, sessions, hours])).toEqual([
      ["2023", 1, 3],
      ["2025", 3, 8],
    ]);
    expect(report.byVolunteer.size).toBe(2);
    expect(report.byVolunteer.get("v")).toMatchObject({ sessions: 3, hours: 4.5, M30: 8.5, cancelled: 1 });
    expect(report.byVolunteer.get("w")).toMatchObject({ sessions: 3, hours: 6.5, M30: 6.5, cancelled: 0 });
  });

  it("T30: 60 students in 3 rooms with 2 rotations are 40 for each; two volunteers reach no more than the 60 there", () => {
    const attendance = { headcount: { totalStudents: 60, rooms: 3, rotations: 2 } };
    expect(ask({ attendance })).toMatchObject({ studentsReached: 62, interactions: 82, estimated: 1 });
  });

  it("T30: 65 students in 3 rooms with 2 rotations are 43, rounded down", () => {
    const attendance = { headcount: { totalStudents: 65, rooms: 3, rotations: 2 } };
    expect(ask({ attendance })).toMatchObject({ studentsReached: 67, interactions: 88 });
  });

  it("without all three numbers takes the students there, as an estimate", () => {
    const attendance = { headcount: { totalStudents: 70, rooms: 3, rotations: null } };
    expect(ask({ attendance })).toMatchObject({ studentsReached: 72, interactions: 72, estimated: 2 });
  });

  it("goes by session: who was there for them, their hours and the students they reached", () => {
    const { bySession } = ask();
    expect([...bySession].map(([id, { M20, M30, studentsReached }]) => [id, M20, M30, studentsReached])).toEqual([
      ["headcount", 2, 3, 60],
      ["roster", 2, 4, 2],
      ["video", 1, 1, 0],
    ]);
  });

  it("takes a headcount of 0 for one that nobody took", () => {
    const rows = story();
    session(rows, "zero", "2026-03-02", { Non_Scheduled_Students_Count__c: 0 });
    spoke(rows, "v", "zero", 1);
    const report = plainCompany(rows, { organization: "TechCorp", start: "2025-08-01", end: "2026-07-31" });
    expect(report).toMatchObject({ studentsReached: 62, estimated: 2, uncounted: 1 });
  });

  it("counts those who called off apart from those who did not come", () => {
    const rows = story();
    spoke(rows, "w", "open", null, { Status__c: "Withdrawn-Time Constraint" });
    const report = plainCompany(rows, { organization: "TechCorp", start: "2025-08-01", end: "2026-07-31" });
    expect(report).toMatchObject({ noShows: 1, volunteerCancellations: 1 });
  });

  it("has nothing to say of an organisation that nobody stood for", () => {
    expect(ask({ organization: "Nowhere" })).toMatchObject({ sessions: 0, hours: 0, lastActive: null });
  });

  it("knows the students on the rosters, each once", () => {
    expect(ask().rosterStudents).toBe(2);
  });

  it("counts several together as one, not as the sum", () => {
    // All three spoke at the session with a roster; x of the university at no other.
    expect(ask({ organization: ["TechCorp", "University"] })).toMatchObject({ sessions: 3, M20: 3, M30: 14 });
  });

  it("in full mode counts whoever was ever linked, whatever the date", () => {
    const rows = story();
    works(rows, "x", "techcorp", { npe5__Status__c: "Past", npe5__Primary__c: false });
    const asked = { organization: "TechCorp", start: "2025-08-01", end: "2026-07-31" };
    expect(plainCompany(rows, asked)).toMatchObject({ M20: 2, M30: 12 });
    expect(plainCompany(rows, { ...asked, full: true })).toMatchObject({ M20: 3, M30: 14 });
  });
});

describe("the plain list of thanks", () => {
  const thanks = (of: "orgs" | "volunteers", by: "hours" | "sessions") =>
    plainThanks(story(), { of, by, start: "2025-08-01", end: "2026-07-31" });

  it("places whoever gave as much alike, and nothing cancelled counts", () => {
    expect(thanks("volunteers", "sessions")).toEqual([
      { whom: "v", place: 1, sessions: 3, hours: 8.5 },
      { whom: "w", place: 2, sessions: 2, hours: 3.5 },
      { whom: "x", place: 3, sessions: 1, hours: 2 },
    ]);
    expect(thanks("orgs", "hours")).toEqual([
      { whom: "TechCorp", place: 1, sessions: 3, hours: 12 },
      { whom: "University", place: 2, sessions: 1, hours: 2 },
    ]);
  });
});
