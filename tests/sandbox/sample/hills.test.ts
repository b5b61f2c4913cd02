import { describe, expect, it } from "vitest";
import { generateOrganization, HILLS, SAMPLE_DISTRICT_ALIASES } from "../../../sandbox/sample/index.js";
import { plainCompany } from "../../plain/index.js";

const TODAY = "2026-11-21";
const sample = generateOrganization({ today: TODAY });
const ask = (start: string, end: string) =>
  plainCompany(sample, { organization: HILLS, start, end, districtAliases: SAMPLE_DISTRICT_ALIASES });
const report = ask("2024-08-01", "2027-07-31");
const account = sample.Account.find((row) => row.Name === HILLS);

describe("Hill's Pet Nutrition in the sample organisation", () => {
  it("is the only organisation that a search for Hill's finds", () => {
    const alike = sample.Account.filter((row) => row.Type !== "Household" && /hill/i.test(row.Name));
    expect(alike.map((row) => row.Name)).toEqual([HILLS]);
  });

  it("has fourteen people, one of them with two records", () => {
    const ties = sample.npe5__Affiliation__c.filter((row) => row.npe5__Organization__c === account?.Id);
    const names = new Set(
      ties.map((tie) => sample.Contact.find((row) => row.Id === tie.npe5__Contact__c)?.Name.toLowerCase()),
    );
    expect(new Set(ties.map((tie) => tie.npe5__Contact__c)).size).toBe(15);
    expect(names.size).toBe(14);
  });

  it("was there in person and by video in each of the last three school years and the one before", () => {
    for (const [year, figures] of report.byYear) {
      expect(figures.inPerson, year).toBeGreaterThanOrEqual(1);
      expect(figures.virtual, year).toBeGreaterThanOrEqual(1);
    }
    expect([...report.byYear.keys()]).toEqual(["2024", "2025", "2026"]);
    expect(ask("2023-08-01", "2024-07-31")).toMatchObject({ inPerson: 1, virtual: 1 });
  });

  it("gives these figures for the last three school years", () => {
    expect(report).toMatchObject({
      sessions: 11,
      inPerson: 7,
      virtual: 4,
      volunteers: 10,
      hours: 63,
      studentsReached: 247,
      estimated: 6,
      uncounted: 1,
      onUnknownStart: 3,
      cancelled: 2,
      noShows: 3,
    });
  });

  it.each([
    ["the former employee only until the day of leaving", "Clarence Montoya", 2],
    ["nothing to the one who left on an unknown day", "Ingrid Paxton", undefined],
    ["the one who came back, but not the years between", "Lorenzo Hadley", 1],
    ["the one with two organisations, by the primary one", "Octavia Brandt", 4],
    ["nothing to the one whose primary organisation is another", "Kenji Draper", undefined],
    ["the one whose start nobody knows", "Farah Ellison", 3],
    ["nothing to the one who never came", "Rhonda Kearney", undefined],
    ["the one with two records once per session", "Delia Velasco", 3],
  ])("credits %s", (_, name, sessions) => {
    const ids = sample.Contact.filter((row) => row.Name === name).map((row) => row.Id);
    const credited = ids.map((id) => report.byVolunteer.get(id)?.sessions).find((count) => count !== undefined);
    expect(credited).toBe(sessions);
  });

  it("has the larger of the hours that one person has twice for one session", () => {
    const [first] = sample.Contact.filter((row) => row.Name === "Delia Velasco");
    // 2 (not 2 + 1.5), 1 by video, and 2 from the session's own length.
    expect(report.byVolunteer.get(first?.Id ?? "")?.hours).toBe(5);
  });

  it("has a session with a roster, one with a headcount alone, one with neither", () => {
    const rostered = new Set(
      sample.Session_Participant__c.filter((row) => row.Participant_Type__c === "Student").map((row) => row.Session__c),
    );
    const named = (name: string) => sample.Session__c.find((row) => row.Name === name);
    expect(rostered.has(named("Pet nutrition lab at Grandview Meadows")?.Id ?? null)).toBe(true);
    expect(named("Mock interviews with Hill's")?.Non_Scheduled_Students_Count__c).toBe(85);
    const plant = named("Workplace visit: Topeka plant");
    expect([rostered.has(plant?.Id ?? null), plant?.Non_Scheduled_Students_Count__c]).toEqual([false, null]);
  });

  it("has a confirmed session to come that counts nowhere yet", () => {
    const coming = sample.Session__c.find((row) => row.Name === "Engineering week at Kaw Point");
    expect(coming?.Session_Status__c).toBe("Confirmed");
    expect((coming?.Start_Date__c ?? "") > TODAY).toBe(true);
    expect((report.lastActive ?? "") < TODAY).toBe(true);
  });

  it.each(["2026-08-03", "2027-01-15", "2027-07-30"])("keeps all of this when today is %s", (today) => {
    const moved = generateOrganization({ today, size: 0.3 });
    const year = today < `${today.slice(0, 4)}-08-01` ? Number(today.slice(0, 4)) - 1 : Number(today.slice(0, 4));
    const figures = plainCompany(moved, { organization: HILLS, start: `${year - 2}-08-01`, end: `${year + 1}-07-31` });
    expect(figures).toMatchObject({
      sessions: 11,
      inPerson: 7,
      virtual: 4,
      volunteers: 10,
      hours: 63,
      cancelled: 2,
      noShows: 3,
    });
  });
});
