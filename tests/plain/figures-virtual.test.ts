import { describe, expect, it } from "vitest";
import { type Handmade, handmade, person, session, spoke } from "./handmade.js";
import { type PlainOptions, plainFigures } from "./index.js";

const YEAR = { start: "2025-08-01", end: "2026-07-31" } as const;
const told = (rows: Handmade, options: Partial<PlainOptions> = {}) => plainFigures(rows, { ...YEAR, ...options }).total;
const by = (rows: Handmade, dimension: NonNullable<PlainOptions["by"]>) =>
  Object.fromEntries(plainFigures(rows, { ...YEAR, by: dimension }).groups);

/** A session of Pathful with its count of educators. */
const pathful = (rows: Handmade, id: string, educators: number | null, fields: object = {}) =>
  session(rows, id, "2025-10-01", { Pathful: true, Format__c: "Virtual", Attended_Educators: educators, ...fields });
const teaches = (rows: Handmade, contact: string, at: string) =>
  spoke(rows, contact, at, null, { Participant_Type__c: "Educator", Status__c: "Completed" });
const presents = (rows: Handmade, contact: string, at: string) =>
  spoke(rows, contact, at, 1, { Participant_Type__c: "Professional", Status__c: "Completed" });
const teacher = (rows: Handmade, id: string, school: string | null) =>
  person(rows, id, { Contact_Type__c: "Teacher", npsp__Primary_Affiliation__c: school });

describe("the plain calculation of virtual sessions", () => {
  it("A3: a teacher came to what was held and counted somebody; of nobody counted there are no-shows, of no count nothing", () => {
    const rows = handmade();
    for (const [id, school] of [
      ["t", "schoolA"],
      ["u", "schoolB"],
      ["v", null],
    ] as const)
      teacher(rows, id, school);
    pathful(rows, "held", 2);
    pathful(rows, "again", 1, { Session_Status__c: "Simulcast" });
    pathful(rows, "nobody", 0);
    pathful(rows, "unknown", null);
    pathful(rows, "called off", 1, { Session_Status__c: "Cancelled" });
    for (const [who, at] of [
      ["t", "held"],
      ["u", "held"],
      ["t", "again"],
      ["v", "nobody"],
      ["v", "unknown"],
      ["v", "called off"],
    ] as const)
      teaches(rows, who, at);
    expect(told(rows)).toMatchObject({ M70: 2, M71: 2, M72: 2, M73: 50, M80: 3, X70: 1, M61: 4, M63: 1 });
    expect(by(rows, "district")).toMatchObject({
      "North School District": { M70: 1, M80: 2 },
      "Center School District": { M70: 1, M80: 1 },
      Unknown: { M70: 0, X70: 1 },
    });
    expect(by(rows, "teacher")).toMatchObject({ t: { M80: 2 }, u: { M80: 1 } });
  });

  it("A6: who presents makes a session local or of colour; excluded people do not, nor volunteers of Salesforce", () => {
    const rows = handmade();
    person(rows, "near", { MailingPostalCode: "64111", Racial_Ethnic_Background__c: "White/Caucasian" });
    person(rows, "far", { MailingPostalCode: "10001", Racial_Ethnic_Background__c: "Asian, White" });
    person(rows, "out", { MailingPostalCode: "64111", Racial_Ethnic_Background__c: "Black" });
    for (const id of ["a", "b", "c", "d"]) pathful(rows, id, 1);
    presents(rows, "near", "a");
    presents(rows, "far", "b");
    presents(rows, "out", "c");
    spoke(rows, "near", "d");
    expect(told(rows, { excluded: ["out"] })).toMatchObject({ M81: 1, M82: 1, M83: 25, M84: 25, X81: 1, X82: 1 });
  });

  it("P5, EX2: local by the mailing address, else by another that is not of work, else by having come in person", () => {
    const rows = handmade();
    session(rows, "here", "2025-10-01");
    session(rows, "there", "2025-10-02", { Format__c: "Virtual" });
    person(rows, "mailing", { MailingPostalCode: "66062-1234" });
    person(rows, "abroad", { MailingPostalCode: "64111", MailingCountry: "Canada" });
    person(rows, "home", { npe01__Home_Address__c: "1 Oak St, Kansas City, MO 64111" });
    person(rows, "work", { npe01__Work_Address__c: "1 Main St, Kansas City, MO 64111" });
    person(rows, "partly", { MailingPostalCode: "64501" });
    for (const id of ["mailing", "abroad", "home", "work", "partly"]) spoke(rows, id, "there");
    expect(told(rows).M91).toBe(2);
    spoke(rows, "work", "here");
    expect(told(rows).M91).toBe(3);
  });

  it("M92: nobody is new who came before the window, unless that was cancelled", () => {
    const rows = handmade();
    session(rows, "before", "2024-10-01");
    session(rows, "cancelled", "2024-11-01", { Session_Status__c: "Cancelled" });
    session(rows, "now", "2025-10-01");
    for (const id of ["old", "new"]) person(rows, id);
    spoke(rows, "old", "before");
    spoke(rows, "new", "cancelled");
    for (const id of ["old", "new"]) spoke(rows, id, "now");
    expect(told(rows)).toMatchObject({ M20: 2, M92: 1 });
    expect(told(rows, { start: "2024-08-01" })).toMatchObject({ M20: 2, M92: 2 });
  });

  it("E6: averages what has its numbers, in person", () => {
    const rows = handmade();
    for (const id of ["a", "b", "c"]) session(rows, id, "2025-10-01", { School__c: "schoolA" });
    const attendance = {
      a: { totalStudents: 65, rooms: 3, rotations: 2 },
      b: { totalStudents: 60, rooms: 3, rotations: 2 },
    };
    expect(told(rows, { attendance })).toMatchObject({ M111: 41.5, X14: 62.5, X100: 6, M100: 1, X10: 125 });
  });
});
