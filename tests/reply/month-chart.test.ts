import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type MonthDay, monthChart, renderChart, renderChartSvg } from "../../src/reply/index.js";

const SHOTS = path.join(import.meta.dirname, "../.artifacts/charts");
const WORDS = {
  key: "month",
  title: "November 2026",
  takeaway: "7 events in November 2026.",
  altText: "Calendar of November 2026.",
  sensitivity: "open",
  measure: "7 events, by status",
} as const;

const entry = (title: string, time = "09:00") => ({ mark: "●", tone: 0, time, title });
const day = (number: number, entries: MonthDay["entries"] = []): MonthDay => ({
  day: `2026-11-${String(number).padStart(2, "0")}`,
  entries,
});
/** Five weeks of November 2026, which begins on a Sunday. */
const november = (on: Readonly<Record<number, MonthDay["entries"]>>) =>
  Array.from({ length: 5 }, (_, week) =>
    Array.from({ length: 7 }, (_, place) => {
      const number = week * 7 + place + 1;
      return number > 30 ? null : day(number, on[number]);
    }),
  );

const BUSY = {
  3: [
    entry("Career Speaker at Central High School"),
    { mark: "▲", tone: 2, time: "13:30", title: "K-2: What does a vet do?" },
  ],
  12: [entry("First"), entry("Second"), entry("Third"), entry("Fourth"), entry("Fifth")],
  24: [{ mark: "✕", tone: 5, time: "10:00", title: "Workplace <visit> & tour" }],
};
const LEGEND = ["● Confirmed", "▲ Published", "✕ Cancelled"];

const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? "");
const sizeOf = (svg: string) => /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg)?.slice(1).map(Number) ?? [];

describe("a month as a picture", () => {
  it("has each day once, with the mark, time and title of up to three things, and how many more there are", async () => {
    const svg = await renderChartSvg(monthChart(WORDS, { weeks: november(BUSY), today: "2026-11-12", legend: LEGEND }));
    const texts = textsOf(svg);
    const numbers = Array.from({ length: 30 }, (_, index) => (index === 11 ? "12 today" : String(index + 1)));
    expect(texts.filter((text) => /^\d+(?: today)?$/.test(text))).toEqual(numbers);
    expect(texts.filter((text) => /^[●▲✕]$/.test(text))).toEqual(["●", "▲", "●", "●", "●", "✕"]);
    for (const text of ["Mon", "13:30", "First", "Third", "+2 more"]) expect(texts).toContain(text);
    expect(texts).not.toContain("Fourth");
    expect(texts.at(-3)).toBe("● Confirmed · ▲ Published · ✕ Cancelled");
  });

  it("keeps its width, cuts titles to their column, and is as high as its fullest days", async () => {
    const quiet = sizeOf(await renderChartSvg(monthChart(WORDS, { weeks: november({}), today: "", legend: [] })));
    const busy = sizeOf(await renderChartSvg(monthChart(WORDS, { weeks: november(BUSY), today: "", legend: LEGEND })));
    expect(quiet[0]).toBe(800);
    expect(busy[0]).toBe(800);
    expect(busy[1]).toBeGreaterThan(quiet[1] ?? 0);
    const svg = await renderChartSvg(monthChart(WORDS, { weeks: november(BUSY), today: "", legend: LEGEND }));
    expect(textsOf(svg).find((text) => text.startsWith("Career"))).toMatch(/^Career S[a-z]*…$/);
  });

  it("is drawn as a PNG, with its small print", async () => {
    const full = Array.from({ length: 30 }, (_, index) => [index + 1, BUSY[12]] as const);
    const chart = monthChart(WORDS, {
      weeks: november({ ...Object.fromEntries(full), ...BUSY }),
      today: "2026-11-12",
      legend: LEGEND,
    });
    const png = await renderChart(chart, "SAMPLE DATA");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    mkdirSync(SHOTS, { recursive: true });
    writeFileSync(path.join(SHOTS, "month.png"), png);
    writeFileSync(
      path.join(SHOTS, "month-weekdays.png"),
      await renderChart(
        monthChart(WORDS, { weeks: november(BUSY), today: "2026-11-12", legend: LEGEND }),
        "SAMPLE DATA",
      ),
    );
  });
});
