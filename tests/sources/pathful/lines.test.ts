import { describe, expect, it } from "vitest";
import {
  type DatasetRow,
  type DatasetRules,
  type GridCell,
  readLogLine,
  readSessionLine,
  readTypedTime,
  readUserLine,
  signUpFrom,
  signUpText,
} from "../../../src/sources/index.js";

const rules: DatasetRules = {
  timeZone: "America/Chicago",
  schoolYearStartMonth: 8,
  now: "2026-02-18T12:00:00.000Z",
  origin: "file:x",
  defaults: { schoolYear: "2024-25" },
  serialDates: false,
};
const row = (cells: Readonly<Record<string, GridCell>>): DatasetRow => ({ number: 2, cells, raw: {} });
const session = (cells: Readonly<Record<string, GridCell>>) => {
  const usual = {
    sessionId: "s1",
    title: "Robotics",
    date: "2026-01-15",
    status: "Completed",
    name: "Jane Educator",
    role: "Educator",
  };
  return readSessionLine(row({ ...usual, ...cells }), rules, "PREP-KC");
};
const signUp = (cells: Readonly<Record<string, GridCell>>) => {
  const reading = session(cells);
  if (reading.kind !== "sign_ups") throw new Error(`expected a sign-up, got ${reading.kind}`);
  return reading.signUps[0];
};

describe("a line of a Session Report", () => {
  it.each([
    ["2026-01-15 10:00:00", "2026-01-15", "10:00"],
    ["2026-01-15T10:00:00", "2026-01-15", "10:00"],
    ["2026-01-15", "2026-01-15", null],
    ["01/15/2026", "2026-01-15", null],
    ["1/15/2026 1:30:00 PM", "2026-01-15", "13:30"],
    ["NaT", null, null],
    ["", null, null],
    [null, null, null],
  ])("reads the date %j as the day %j and the time %j", (date, day, time) => {
    expect(signUp({ date })).toMatchObject({ day, time });
  });

  it("reads ids that a workbook made numbers of, and counts with their nothings", () => {
    expect(signUp({ sessionId: 12345, userId: "501.0" })).toMatchObject({ sessionId: "12345", userId: "501" });
    const counts = signUp({
      duration: "45",
      registeredStudents: "n/a",
      attendedStudents: "25.0",
      attendedEducators: 0,
      registeredEducators: -1,
    });
    expect(counts).toMatchObject({
      minutes: 45,
      registeredStudents: null,
      attendedStudents: 25,
      attendedEducators: 0,
      registeredEducators: null,
    });
    expect(signUp({ duration: 0 })).toMatchObject({ minutes: null });
  });

  it.each([
    [{ partner: "Other" }, { kind: "skipped", reason: "other_partner" }],
    [{ partner: " prep-kc " }, { kind: "sign_ups" }],
    [{ role: "student" }, { kind: "skipped", reason: "student_or_parent" }],
    [{ role: "" }, { kind: "refused", reason: "bad_value" }],
    [{ title: "  " }, { kind: "refused", reason: "missing_required" }],
    [
      { name: "", userId: "" },
      { kind: "refused", reason: "missing_required" },
    ],
    [{ date: "soon" }, { kind: "refused", reason: "bad_value" }],
  ])("with %j is %j", (cells, expected) => {
    expect(session(cells)).toMatchObject(expected);
  });

  it("is the same after it was kept as text", () => {
    const kept = signUp({ school: "--", place: "Test District", duration: 60 });
    if (kept === undefined) throw new Error("no sign-up");
    expect(signUpText(kept)).not.toContain("null");
    expect(signUpFrom(signUpText(kept))).toEqual(kept);
  });
});

describe("a line of the virtual log", () => {
  const line = (cells: Readonly<Record<string, GridCell>>) =>
    readLogLine(row({ title: "Robotics", date: "1/15", teacher: "Jane", ...cells }), rules);

  it("is its teacher and its presenters, each with the organisation that is theirs", () => {
    const presenter = { presenter: "Ann Bell, Carl Dove", organization: "Acme; Tech Corp" };
    expect(line(presenter)).toMatchObject({
      signUps: [
        { name: "Jane", role: "teacher", day: "2025-01-15", time: "09:00" },
        { name: "Ann Bell", role: "volunteer", place: "Acme" },
        { name: "Carl Dove", role: "volunteer", place: "Tech Corp" },
      ],
    });
    expect(line({ ...presenter, organization: "Acme, Inc." })).toMatchObject({
      signUps: [{}, { place: "Acme, Inc." }, { place: "Acme, Inc." }],
    });
    expect(line({ presenter: "Ann Bell", organization: "Acme, Inc." })).toMatchObject({
      signUps: [{}, { place: "Acme, Inc." }],
    });
  });

  it("reads two-digit years, bare days by the school year, and times", () => {
    expect(line({ date: "01/15/25", time: "2:30 PM" })).toMatchObject({
      signUps: [{ day: "2025-01-15", time: "14:30" }],
    });
    expect(line({ date: "9/3", time: 0.4375 })).toMatchObject({ signUps: [{ day: "2024-09-03", time: "10:30" }] });
    expect(line({ date: "someday" })).toMatchObject({ kind: "refused", reason: "bad_value" });
  });
});

describe("a line of a User Report", () => {
  it("is a user with addresses as they are compared", () => {
    const cells = {
      userId: 501,
      name: "Jane",
      role: "Educator",
      loginEmail: " Jane@School.ORG",
      notificationEmail: "n/a",
      joined: "09/01/2024",
      zip: 64111,
    };
    expect(readUserLine(row(cells), rules.timeZone)).toMatchObject({
      user: {
        userId: "501",
        role: "teacher",
        loginEmail: "jane@school.org",
        notificationEmail: null,
        joinedOn: "2024-09-01",
        zip: "64111",
      },
    });
    expect(readUserLine(row({ name: "Jane" }), rules.timeZone)).toMatchObject({ kind: "refused" });
  });
});

it.each([
  ["2026-03-01 10:00", { day: "2026-03-01", time: "10:00" }],
  ["3/1/2026", { day: "2026-03-01", time: null }],
  ["3/1", null],
  ["tomorrow", null],
])("a person's %j is the day %j", (text, expected) => {
  expect(readTypedTime(text, "America/Chicago")).toEqual(expected);
});
