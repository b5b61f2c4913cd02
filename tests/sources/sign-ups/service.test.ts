import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SignUpSite } from "../../../sandbox/sign-ups/index.js";
import { readSignUpList, SignUpService } from "../../../src/sources/index.js";

const CHICAGO = "America/Chicago";
const ID = "a0B5f00000AbCdEFGH";
const NOW = "2026-02-15T18:00:00.000Z";

const one = (row: Record<string, unknown>) =>
  readSignUpList([{ Id: ID, Name: "Career fair", ...row }], CHICAGO)?.listings[0];

describe("the list of the sign-up service", () => {
  it("is read by Salesforce's own names of the fields", () => {
    expect(
      one({
        Start_Date__c: "2026-03-01T00:00:00",
        Date_and_Time_for_Cal__c: "03/01/2026 9:00 AM to 11:00 AM",
        Available_Slots__c: 4,
        Filled_Volunteer_Jobs__c: "2",
        Registration_Link__c: '<a href="https://sign-up.example/s/1?a=1&amp;b=2" target="_blank">Sign up</a>',
        status: "active",
        schools: [{ id: 1, name: "Central High", district: "KCK" }],
      }),
    ).toEqual({
      sourceId: ID,
      title: "Career fair",
      startsAt: "2026-03-01T15:00:00.000Z",
      localDate: "2026-03-01",
      schoolRaw: "Central High",
      statusRaw: "active",
      slots: 4,
      filled: 2,
      url: "https://sign-up.example/s/1?a=1&b=2",
    });
  });

  it.each([
    ["2026-03-01", "2026-03-01"],
    ["2026-03-01T00:00:00", "2026-03-01"],
    ["2026-03-01T00:00:00+00:00", "2026-03-01"],
    ["2026-03-02T01:30:00+00:00", "2026-03-01"],
    ["2026-03-01T09:00:00", "2026-03-01"],
    ["1 March", null],
    [null, null],
  ])("reads the day %j as %j", (Start_Date__c, localDate) => {
    expect(one({ Start_Date__c })?.localDate).toBe(localDate);
  });

  it.each([
    ["03/01/2026 12:30 PM to 2:00 PM", "2026-03-01T18:30:00.000Z"],
    ["3/1/2026 12:00 AM", "2026-03-01T06:00:00.000Z"],
    ["2026-07-01 09:00", "2026-07-01T14:00:00.000Z"],
    ["13/45/2026 9:00 AM", null],
    ["to be said", null],
  ])("reads the time %j as %j", (Date_and_Time_for_Cal__c, startsAt) => {
    expect(one({ Date_and_Time_for_Cal__c })?.startsAt).toBe(startsAt);
  });

  it("leaves out rows without an id or a name, and says how many; odd values are not known", () => {
    const list = readSignUpList(
      [
        { Id: ID, Name: "Fair", Available_Slots__c: "many", Registration_Link__c: "javascript:alert(1)" },
        { Id: "7", Name: "x" },
        null,
      ],
      CHICAGO,
    );
    expect(list?.unreadable).toBe(2);
    expect(list?.listings).toMatchObject([{ slots: null, url: null, localDate: null }]);
    expect(readSignUpList({ error: "no" }, CHICAGO)).toBeNull();
  });
});

describe("the sign-up service", () => {
  let site: SignUpSite;
  const pauses: number[] = [];
  const service = (deadline = 2_000) =>
    new SignUpService({
      url: site.url,
      timeZone: CHICAGO,
      clock: { now: () => NOW },
      patience: {
        deadline,
        tries: 3,
        random: () => 0,
        pause: async (milliseconds) => {
          pauses.push(milliseconds);
        },
      },
    });
  beforeAll(async () => {
    site = await new SignUpSite().listen();
    site.list({ Id: ID, Name: "Career fair", Start_Date__c: "2026-03-01T00:00:00" });
  });
  afterEach(() => {
    site.heal();
    pauses.length = 0;
  });
  afterAll(() => site.close());
  const refusal = (deadline?: number) =>
    service(deadline)
      .list()
      .then(
        () => "no refusal",
        (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
      );

  it("gives its list", async () => {
    expect((await service().list()).listings.map(({ title }) => title)).toEqual(["Career fair"]);
    expect(pauses).toEqual([]);
  });

  it("is asked again after what may pass, with longer pauses", async () => {
    site.fail({ status: 503, times: 2 });
    expect((await service().list()).listings).toHaveLength(1);
    expect(pauses).toEqual([1_000, 2_000]);
    site.fail({ destroy: true });
    expect((await service().list()).listings).toHaveLength(1);
  });

  it("is waited for as long as it asks, in seconds or until a time; a long wait is left to the next run", async () => {
    site.fail({ status: 429, headers: { "Retry-After": "7" } });
    await service().list();
    site.fail({ status: 503, headers: { "Retry-After": "Sun, 15 Feb 2026 18:00:20 GMT" } });
    await service().list();
    expect(pauses).toEqual([7_000, 20_000]);
    site.fail({ status: 429, headers: { "Retry-After": "3600" }, times: 3 });
    expect(await refusal()).toContain("(asked once): it answered with status 429");
  });

  it("is given up after three tries, with what was wrong and what stands", async () => {
    const before = site.requests;
    site.fail({ status: 500, times: 3 });
    expect(await refusal()).toMatch(
      /^sign_ups_unavailable: .*asked 3 times.*status 500.*What was read before stands\./,
    );
    expect(site.requests - before).toBe(3);
    site.fail({ stall: true, times: 3 });
    expect(await refusal(200)).toContain("it did not answer within 0.2 s");
  });

  it("is told from a page or another answer that is no list", async () => {
    site.fail({ body: "<!doctype html><title>Log in</title>", times: 3 });
    expect(await refusal()).toContain("something that is no JSON");
    site.fail({ body: { error: "maintenance" } });
    expect(await refusal()).toContain("JSON that is no list");
    site.fail({ body: [{ Id: 1 }, { Id: 2 }] });
    expect(await refusal()).toContain("none of the 2 rows");
    site.fail({ status: 404 });
    expect(await refusal()).toContain("(asked once)");
  });
});
