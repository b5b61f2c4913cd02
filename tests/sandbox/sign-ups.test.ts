import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateOrganization } from "../../sandbox/sample/index.js";
import { type CopiedSession, SignUpSite } from "../../sandbox/sign-ups/index.js";

const TODAY = "2026-11-20";
const session = (id: string, changes: Partial<CopiedSession> = {}): CopiedSession => ({
  Id: id,
  Name: `Session ${id}`,
  Session_Type__c: "Career Fair",
  Format__c: "In-Person",
  Session_Status__c: "Confirmed",
  Start_Date__c: "2026-12-01",
  Date_and_Time_for_Cal__c: "2026-12-01 09:00",
  Available_Slots__c: 3,
  Filled_Volunteer_Jobs__c: 1,
  Registration_Link__c: null,
  Display_on_Website__c: true,
  ...changes,
});

describe("the stand-in of VolunTeach", () => {
  let site: SignUpSite;
  beforeAll(async () => {
    site = await new SignUpSite().listen();
  });
  afterAll(() => site.close());

  it("lists what belongs on its public page: later than today, free, in person, no drafts, switched on", async () => {
    site.copy(
      [
        session("listed"),
        session("today", { Start_Date__c: TODAY }),
        session("full", { Available_Slots__c: 0 }),
        session("draft", { Session_Status__c: "Draft" }),
        session("virtual", { Format__c: "Virtual" }),
        session("off", { Display_on_Website__c: false }),
        session("undated", { Start_Date__c: null }),
      ],
      TODAY,
    );
    const response = await fetch(site.url);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject([
      { Id: "listed", Start_Date__c: "2026-12-01T00:00:00", status: "active", Available_Slots__c: 3 },
    ]);
  });

  it("copies the sample with what such a copy gets wrong", () => {
    const { Session__c } = generateOrganization({ seed: 816, size: 1, today: TODAY });
    site.copySample(Session__c, TODAY);
    const known = new Set(Session__c.map(({ Id }) => Id));
    const wrong = site.events;
    expect(wrong.filter(({ Id }) => !known.has(Id))).toHaveLength(1);
    site.copy(Session__c, TODAY);
    const [forgotten, behind] = site.events;
    expect(wrong.map(({ Id }) => Id)).not.toContain(forgotten?.Id);
    expect(wrong.find(({ Id }) => Id === behind?.Id)?.Available_Slots__c).toBe((behind?.Available_Slots__c ?? 0) + 2);
  });

  it("gives its list alone, and only to read", async () => {
    expect((await fetch(new URL("/dashboard", site.url))).status).toBe(404);
    expect((await fetch(site.url, { method: "POST" })).status).toBe(405);
  });
});
