import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTicking } from "../../src/schedule/index.js";

const NEVER = () => {
  throw new Error("no tick failed");
};

describe("the ticking clock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T14:00:07.000Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("looks at every quarter of a minute, and never twice at once", async () => {
    const at: string[] = [];
    let isUnderWay = false;
    const ticking = startTicking(async () => {
      expect(isUnderWay).toBe(false);
      isUnderWay = true;
      at.push(new Date().toISOString().slice(14, 19));
      await new Promise((done) => setTimeout(done, at.length === 2 ? 20_000 : 10));
      isUnderWay = false;
    }, NEVER);
    await vi.advanceTimersByTimeAsync(80_000);
    expect(at).toEqual(["00:15", "00:30", "01:00", "01:15"]);
    await ticking.stop();
  });

  it.each([
    ["a year on", "2027-11-22T14:00:00.000Z"],
    ["a year back", "2025-11-22T14:00:00.000Z"],
  ])("looks once, and soon, when the machine's clock is set %s", async (_, time) => {
    let looks = 0;
    const ticking = startTicking(async () => {
      looks += 1;
    }, NEVER);
    vi.setSystemTime(new Date(time));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks).toBe(1);
    await ticking.stop();
  });

  it("goes on after a look that failed, and not after it was stopped", async () => {
    const failed: unknown[] = [];
    const ticking = startTicking(
      () => Promise.reject(new Error("the pool is busy")),
      (error) => failed.push(error),
    );
    await vi.advanceTimersByTimeAsync(30_000);
    expect(failed).toHaveLength(2);
    await ticking.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failed).toHaveLength(2);
  });
});
