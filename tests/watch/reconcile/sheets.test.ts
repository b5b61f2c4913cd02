import sql from "sql-template-tag";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { GoogleCloud } from "../../../sandbox/google/index.js";
import { connectedSheets, rereadSheet, syncSheets } from "../../../src/intake/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { onBothEngines } from "../../pool/engines.js";
import { ACCOUNT, listeningCloud, ROSTER, sourceOf, Time } from "../../sources/google/cloud.js";
import { Setting } from "./setting.js";

const VISITS = "1VisitsVisitsVisitsVisits";
const ORGANIZATION = organizationSchema.parse({
  sheets: [
    { name: "Roster KCK", dataset: "roster", spreadsheet: ROSTER, tab: "KCK", defaults: { district: "KCK" } },
    { name: "Requests", dataset: "event-requests", spreadsheet: VISITS, tab: "2026" },
  ],
});

onBothEngines((engine) => {
  const time = new Time();
  let cloud: GoogleCloud;
  let setting: Setting;
  beforeEach(async () => {
    setting = await Setting.open(engine);
    cloud = await listeningCloud(time, {
      sheets: [
        {
          id: ROSTER,
          title: "Teachers",
          sharedWith: [ACCOUNT.email],
          tabs: [
            {
              title: "KCK",
              rows: [
                ["Building", "Name", "Email", "Academic Year"],
                ["Wyandotte High", "Alice Achieved", "alice@kck.example.org", "2025-26"],
                ["Harmon High", "Nora NotStarted", "nora@kck.example.org", "2025-26"],
              ],
            },
          ],
        },
        {
          id: VISITS,
          title: "Requests",
          sharedWith: [ACCOUNT.email],
          tabs: [
            {
              title: "2026",
              rows: [
                ["Event", "Date", "School", "Students Requested", "Confirmed", "Notes"],
                ["Build a Future", { date: "2026-04-14" }, "Harmon High", 40, 38],
                ["Build a Future", { date: "2026-04-15" }, "Wyandotte High", 25],
                ["HealthStart", "4/21/26", "Harmon High", 12],
              ],
            },
          ],
        },
      ],
    });
    await syncSheets({
      pool: setting.pool,
      organization: ORGANIZATION,
      clock: time,
      source: sourceOf(cloud, time),
      trigger: "command",
      startedBy: "U1",
    });
  });
  afterEach(async () => {
    await cloud.close();
    await setting.close();
  });

  const compare = async () => {
    const parts = { pool: setting.pool, organization: ORGANIZATION, clock: time, source: sourceOf(cloud, time) };
    const sheets = await connectedSheets(setting.pool, ORGANIZATION);
    const rereads = sheets.flatMap((sheet) => rereadSheet(parts, sheet) ?? []);
    const { objects } = await setting.reconcile({ rereads });
    return objects.map(({ object, verdict, rows, causes, error }) => ({
      object,
      verdict,
      error,
      equal: rows.equal,
      causes,
    }));
  };
  const fine = { verdict: "ok", error: null, causes: {} };

  it("a sheet that stands as it was read agrees with the pool", async () => {
    expect(await compare()).toEqual([
      { object: "roster", equal: 2, ...fine },
      { object: "event-requests", equal: 3, ...fine },
    ]);
  });

  it("rows that came, went and changed in a sheet since are found", async () => {
    cloud.sheet(VISITS).set("2026", 2, 4, 44);
    cloud.sheet(VISITS).set("2026", 4, 1, "Career Jumping");
    expect(await compare()).toEqual([
      { object: "roster", equal: 2, ...fine },
      {
        object: "event-requests",
        verdict: "different",
        error: null,
        equal: 1,
        causes: { not_synced: 1, not_here: 1, deleted_there: 1 },
      },
    ]);
  });

  it("a sheet that cannot be read is said to be so, and the other is compared", async () => {
    cloud.sheet(VISITS).unshare(ACCOUNT.email);
    const [roster, requests] = await compare();
    expect(roster).toEqual({ object: "roster", equal: 2, ...fine });
    expect(requests).toMatchObject({ verdict: "failed", error: expect.stringMatching(/./) });
  });

  it("rows of a sheet that nobody reads again are held against their copies", async () => {
    await setting.pool.transaction((tx) =>
      tx.run(sql`UPDATE event_request SET record_hash = 'x' WHERE requested_students = 40`),
    );
    const { objects } = await setting.reconcile();
    expect(objects.map(({ object, causes }) => [object, causes])).toEqual([
      ["roster", {}],
      ["event-requests", { altered_here: 1 }],
    ]);
  });
});
