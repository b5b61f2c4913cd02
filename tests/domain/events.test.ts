import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attendedAs,
  creditedHours,
  EVENT_TYPES,
  eventTypeLabel,
  gradeBandAt,
  instantOf,
  isLegacyConnector,
  localDay,
  localTime,
  nameTable,
  parseDay,
  parseInstant,
  readEventFormat,
  readEventStatus,
  readEventType,
  readGrade,
  readParticipationStatus,
  resolveDistrictText,
  truth,
} from "../../src/domain/index.js";

const zone = "America/Chicago";

describe("the day of an event", () => {
  it("T45: 2026-02-16T01:00:00Z is 15 Feb, 19:00 Central", () => {
    expect(localDay("2026-02-16T01:00:00Z", zone)).toBe("2026-02-15");
    expect(localTime("2026-02-16T01:00:00Z", zone)).toBe("19:00");
  });

  it("at 20:00 Central on 31 July belongs to 31 July (T1)", () => {
    expect(localDay("2025-08-01T01:00:00.000Z", zone)).toBe("2025-07-31");
  });

  it("follows summer time to the minute", () => {
    expect(localTime("2026-03-08T07:59:00.000Z", zone)).toBe("01:59");
    expect(localTime("2026-03-08T08:00:00.000Z", zone)).toBe("03:00");
    expect(localTime("2026-11-01T06:59:00.000Z", zone)).toBe("01:59");
    expect(localTime("2026-11-01T07:00:00.000Z", zone)).toBe("01:00");
    expect(localTime("2026-01-01T00:00:00.000Z", "Asia/Kathmandu")).toBe("05:45");
  });

  it("is the one a reader of the wall clock would give back", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        (date) => {
          const instant = `${date.toISOString().slice(0, 16)}:00.000Z`;
          const back = instantOf(localDay(instant, zone), localTime(instant, zone), zone);
          // The hour shown twice in autumn is read as its first.
          expect([instant, new Date(Date.parse(instant) - 3_600_000).toISOString()]).toContain(back);
        },
      ),
    );
  });

  it("refuses a zone that is none", () => {
    expect(() => localDay("2026-01-01T00:00:00.000Z", "Kansas")).toThrow(/America\/Chicago/);
  });
});

describe("a Salesforce date", () => {
  it.each([
    ["2026-02-15T10:00:00.000+0000", "2026-02-15T10:00:00.000Z"],
    ["2026-02-15T10:00:00.000Z", "2026-02-15T10:00:00.000Z"],
    ["2026-02-15T10:00:00Z", "2026-02-15T10:00:00.000Z"],
    ["2026-02-15T10:00:00.5-06:00", "2026-02-15T16:00:00.500Z"],
    ["2026-02-30T10:00:00.000Z", null],
    ["2026-02-15T25:00:00.000Z", null],
    ["2026-02-15", null],
    ["None", null],
  ])("%s is %s", (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it("is a day, also where the field holds an instant", () => {
    expect(parseDay("2026-02-15", zone)).toBe("2026-02-15");
    expect(parseDay("2026-02-16T01:00:00.000+0000", zone)).toBe("2026-02-15");
    expect(parseDay("2026-02-30", zone)).toBeNull();
  });
});

describe("an event's type", () => {
  it("T42: an unmapped label counts under other and is flagged", () => {
    expect(readEventType("Career Day")).toEqual({ type: "other", isMapped: false });
    expect(readEventType("Career Fair")).toEqual({ type: "career_fair", isMapped: true });
  });

  it("is one of 34, each read from its own label", () => {
    expect(Object.keys(EVENT_TYPES)).toHaveLength(34);
    for (const [type, label] of Object.entries(EVENT_TYPES)) expect(readEventType(label).type).toBe(type);
  });

  it.each([
    ["DIA", "dia"],
    ["DIA - Classroom Speaker", "dia_classroom_speaker"],
    ["Pathway campus visits", "pathway_campus_visits"],
    ["Historical, Not Yet Updated", "historical"],
    ["IGNITE", "ignite"],
    [null, "other"],
  ])("%s is %s", (label, type) => {
    expect(readEventType(label).type).toBe(type);
  });

  it("has a label, and Data in Action is DIA", () => {
    expect(eventTypeLabel("dia")).toBe("DIA (Data in Action)");
    expect(eventTypeLabel("toString")).toBe("Other");
  });

  it("is legacy for Connector sessions before SY24-25", () => {
    expect([
      isLegacyConnector("connector_session", 2023),
      isLegacyConnector("connector_session", 2024),
      isLegacyConnector("dia", 2020),
    ]).toEqual([true, false, false]);
  });

  it("is virtual only where the format says so", () => {
    expect(["Virtual", "In-Person", null, "Hybrid"].map(readEventFormat)).toEqual([
      "virtual",
      "in_person",
      "in_person",
      "in_person",
    ]);
  });
});

describe("a status", () => {
  it("T43: Successfully Completed is counted; No Show, No-Show and noshow are one", () => {
    const { status } = readParticipationStatus("Successfully Completed");
    expect(attendedAs("volunteer", status)).toBe(true);
    expect(
      ["No Show", "No-Show", "noshow", "NO‑SHOW", "Did Not Attend"].map((raw) => readParticipationStatus(raw).status),
    ).toEqual(Array(5).fill("no_show"));
  });

  it("is attendance for volunteers in four words, for students in one, for teachers in none", () => {
    const attended = (role: "volunteer" | "student" | "teacher") =>
      ["Attended", "Completed", "Present", "Simulcast", "Confirmed", "Scheduled", "Registered", "Absent"].filter(
        (raw) => attendedAs(role, readParticipationStatus(raw).status),
      );
    expect(attended("volunteer")).toEqual(["Attended", "Completed", "Present", "Simulcast"]);
    expect(attended("student")).toEqual(["Attended"]);
    expect(attended("teacher")).toEqual([]);
  });

  it("that nobody has mapped is unknown and never guessed", () => {
    expect(readParticipationStatus("Attended?")).toEqual({ status: "unknown", isMapped: false });
    expect(readParticipationStatus(null)).toEqual({ status: "unknown", isMapped: true });
    expect(readEventStatus("Postponed")).toEqual({ status: "Unknown", isMapped: false });
  });

  it("of an event is one of ours", () => {
    expect(
      ["Successfully Completed", "canceled", "No-Show", "Simulcast", null].map((raw) => readEventStatus(raw).status),
    ).toEqual(["Completed", "Cancelled", "No Show", "Simulcast", "Unknown"]);
  });

  it("T44: a primary affiliation is true as a boolean and as text", () => {
    expect([true, "true", false, "false", null, 1].map(truth)).toEqual([true, true, false, false, false, true]);
  });
});

describe("credited hours (A2)", () => {
  const hours = (recorded: number | null, durationMinutes: number | null, spanMinutes: number | null) =>
    creditedHours({ recorded, durationMinutes, spanMinutes, longest: 12 });

  it("are those recorded when there are any", () => {
    expect(hours(2.5, 60, 60)).toEqual({ hours: 2.5, basis: "recorded", refused: null });
    expect(hours(20, 60, 60).hours).toBe(20);
  });

  it("fall back to the duration, then to the time between start and end, at least one hour", () => {
    expect(hours(0, 90, 60)).toEqual({ hours: 1.5, basis: "duration", refused: null });
    expect(hours(-1, 30, 60)).toEqual({ hours: 0.5, basis: "duration", refused: null });
    expect(hours(null, null, 30)).toEqual({ hours: 1, basis: "span", refused: null });
    expect(hours(null, 0, 150)).toEqual({ hours: 2.5, basis: "span", refused: null });
    expect(hours(null, null, null)).toEqual({ hours: 0, basis: "none", refused: null });
  });

  it("are none above twelve hours of fall-back or where the end comes first", () => {
    expect(hours(null, null, 720).hours).toBe(12);
    expect(hours(null, null, 721)).toEqual({ hours: 0, basis: "none", refused: "too_long" });
    expect(hours(null, 800, 60)).toEqual({ hours: 0, basis: "none", refused: "too_long" });
    expect(hours(null, null, -60)).toEqual({ hours: 0, basis: "none", refused: "end_before_start" });
  });
});

describe("a grade (E7)", () => {
  it("is the one at the event, not today's", () => {
    const band = (grade: number | null, eventSchoolYear: number, schoolLevel: string | null = null) =>
      gradeBandAt({ grade, currentSchoolYear: 2025, eventSchoolYear, schoolLevel });
    expect([band(9, 2025), band(9, 2024), band(8, 2025)]).toEqual(["9-12", "K-8", "K-8"]);
    expect([band(null, 2025, "High"), band(null, 2025, "Middle"), band(null, 2025, "Other"), band(null, 2025)]).toEqual(
      ["9-12", "K-8", null, null],
    );
    expect(band(1, 2020, "Elementary")).toBe("K-8");
  });

  it("is read as sources write it", () => {
    expect(["K", "1st", "12th", 7, "7.0", 0, "13", "n/a", null].map(readGrade)).toEqual([
      0,
      1,
      12,
      7,
      7,
      0,
      null,
      null,
      null,
    ]);
  });
});

describe("a district in free text (E2)", () => {
  const table = nameTable(
    [
      ["Grandview School District", 1],
      ["Center School District", 2],
      ["Twin District", 3],
      ["TWIN DISTRICT", 4],
    ],
    [
      ["Grandview", 1],
      ["Center", 2],
    ],
  );

  it("is an exact name or alias, also in a comma list", () => {
    expect(resolveDistrictText("grandview school district", table)).toEqual({ ids: [1], unresolved: [] });
    expect(resolveDistrictText("Center, Grandview , Raytown", table)).toEqual({ ids: [2, 1], unresolved: ["Raytown"] });
  });

  it("is never a part of another name", () => {
    expect(resolveDistrictText("Career Center", table)).toEqual({ ids: [], unresolved: ["Career Center"] });
    expect(resolveDistrictText("Grandview High School", table).ids).toEqual([]);
  });

  it("is nobody's where two share the name", () => {
    expect(resolveDistrictText("Twin District", table)).toEqual({ ids: [], unresolved: ["Twin District"] });
    expect(resolveDistrictText(null, table)).toEqual({ ids: [], unresolved: [] });
  });
});
