import { describe, expect, it } from "vitest";
import { readDay } from "../../src/domain/index.js";

/** A Friday. */
const TODAY = "2026-11-20";

describe("a day from its words", () => {
  it.each([
    ["2026-11-30", "2026-11-30"],
    ["2024-02-29", "2024-02-29"],
    ["30 Nov", "2026-11-30"],
    ["Nov 30", "2026-11-30"],
    ["30th of".replace(" of", " november"), "2026-11-30"],
    ["Nov. 30, 2027", "2027-11-30"],
    ["20 Nov", "2026-11-20"],
    ["19 Nov", "2027-11-19"],
    ["1 Jan", "2027-01-01"],
    ["11/30/2026", "2026-11-30"],
    ["today", "2026-11-20"],
    ["Tomorrow", "2026-11-21"],
    ["yesterday", "2026-11-19"],
    ["mon", "2026-11-23"],
    ["next Monday", "2026-11-23"],
    ["fri", "2026-11-27"],
    ["sat", "2026-11-21"],
    ["in 3 days", "2026-11-23"],
    ["in 2 weeks", "2026-12-04"],
    ["+1d", "2026-11-21"],
  ])("%s is %s", (words, day) => {
    expect(readDay(words, TODAY)).toBe(day);
  });

  it.each([
    ["30 Nov", "2025-11-30"],
    ["19 Nov", "2026-11-19"],
    ["20 Nov", "2026-11-20"],
    ["mon", "2026-11-16"],
    ["fri", "2026-11-13"],
    ["sat", "2026-11-14"],
    ["2026-11-30", "2026-11-30"],
  ])("toward the past, %s is %s", (words, day) => {
    expect(readDay(words, TODAY, "past")).toBe(day);
  });

  it.each([
    "",
    "soon",
    "30 Feb",
    "2026-02-30",
    "31/12/2026",
    "13/01/2026",
    "m",
    "32 Nov",
    "2026",
    "Nov",
    "3 days",
    "2026-11-30x",
  ])("“%s” is none", (words) => {
    expect(readDay(words, TODAY)).toBeNull();
  });
});
