import { afterEach, expect, it } from "vitest";
import { type Watchdog, watchTheClock } from "../../src/schedule/index.js";

const NOON = Date.parse("2026-02-15T18:00:00.000Z");
let dog: Watchdog | undefined;
afterEach(() => dog?.stop());

/** Ends with the next word of the watchdog. */
function watched() {
  let now = NOON;
  const told: string[] = [];
  let wake: () => void = () => undefined;
  const next = () => new Promise<void>((resolve) => (wake = resolve));
  dog = watchTheClock({ now: () => new Date(now).toISOString() }, 0.002, (state, minutes) => {
    told.push(`${state} ${minutes}`);
    wake();
  });
  return {
    dog,
    told,
    next,
    pass: (minutes: number) => {
      now += minutes * 60_000;
    },
  };
}

it("notices a clock that stands still, once, and that it goes on", async () => {
  const { dog: watching, told, next, pass } = watched();
  expect(watching.isAlive).toBe(true);
  const stopped = next();
  pass(20);
  await stopped;
  expect([watching.isAlive, watching.age]).toEqual([false, 1_200]);
  pass(5);
  watching.fed();
  expect(told).toEqual(["stopped 20", "goes_on 25"]);
  expect([watching.isAlive, watching.age]).toEqual([true, 0]);
});

it("is content as long as the clock comes round", () => {
  const { dog: watching, told, pass } = watched();
  for (let round = 0; round < 10; round++) {
    pass(0.001);
    watching.fed();
  }
  expect(told).toEqual([]);
});
