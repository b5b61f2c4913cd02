import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GoogleCloud } from "../../../sandbox/google/index.js";
import { ACCOUNT, listeningCloud, sourceOf, Time } from "./cloud.js";

const PROPERTY = "123456789";
const ASKED = { property: PROPERTY, measures: ["activeUsers", "sessions"], from: "2026-11-01", to: "2026-11-02" };

let time: Time;
let cloud: GoogleCloud;
const measured = (date: string, pagePath: string, activeUsers: number) => ({
  date,
  dimensions: { pagePath },
  metrics: { activeUsers, sessions: activeUsers * 2 },
});

beforeEach(async () => {
  time = new Time();
  const rows = [
    measured("2026-10-31", "/", 9),
    measured("2026-11-01", "/", 4),
    measured("2026-11-01", "/volunteer", 3),
    measured("2026-11-02", "/", 5),
  ];
  cloud = await listeningCloud(time, { analytics: [{ id: PROPERTY, sharedWith: [ACCOUNT.email], rows }] });
});
afterEach(() => cloud.close());

describe("figures of Google Analytics", () => {
  it("come by day and measure, both days included", async () => {
    const figures = await sourceOf(cloud, time).engagementOf(ASKED);
    expect(figures).toEqual([
      { localDate: "2026-11-01", channel: "google_analytics", measure: "activeUsers", detail: "", value: 7 },
      { localDate: "2026-11-01", channel: "google_analytics", measure: "sessions", detail: "", value: 14 },
      { localDate: "2026-11-02", channel: "google_analytics", measure: "activeUsers", detail: "", value: 5 },
      { localDate: "2026-11-02", channel: "google_analytics", measure: "sessions", detail: "", value: 10 },
    ]);
  });

  it("are broken down where that is asked for, and blank where nothing was measured", async () => {
    const source = sourceOf(cloud, time);
    const figures = await source.engagementOf({ ...ASKED, measures: ["sessions"], detail: "pagePath" });
    expect(figures.map(({ detail, value }) => [detail, value])).toEqual([
      ["/", 8],
      ["/volunteer", 6],
      ["/", 10],
    ]);
    expect(await source.engagementOf({ ...ASKED, from: "2025-01-01", to: "2025-01-31" })).toEqual([]);
  });

  it("come whole from as many pages as they need", async () => {
    const rows = Array.from({ length: 12_500 }, (_, page) => measured("2026-11-01", `/${page}`, 1));
    cloud.measure(PROPERTY, rows);
    const figures = await sourceOf(cloud, time).engagementOf({ ...ASKED, detail: "pagePath" });
    expect(figures).toHaveLength(25_000);
    expect(new Set(figures.map(({ detail }) => detail)).size).toBe(12_500);
    expect(cloud.log.filter(({ path }) => path.endsWith(":runReport"))).toHaveLength(2);
  });

  it("names the account to let in when the property is not shared, and a measure that there is none of", async () => {
    await expect(sourceOf(cloud, time).engagementOf({ ...ASKED, property: "987" })).rejects.toThrow(
      `Add ${ACCOUNT.email} as a Viewer`,
    );
    await expect(sourceOf(cloud, time).engagementOf({ ...ASKED, measures: ["likes"] })).rejects.toThrow(
      "likes is not a valid metric",
    );
  });

  it("does not wait for a quota that comes back tomorrow", async () => {
    cloud.analyticsQuota(PROPERTY, { left: 0, per: "day" });
    const error = await sourceOf(cloud, time)
      .engagementOf(ASKED)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "google_limit_reached" });
    expect(time.pauses).toEqual([]);
  });
});
