import { describe, expect, it } from "vitest";
import { inWorkingHours } from "../../../src/events/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";

const ORGANIZATION = organizationSchema.parse({ ownership: { workingHours: { from: 8, to: 17 } } });

describe("working hours", () => {
  it.each([
    ["before eight", "2026-11-20T13:59:00.000Z", false],
    ["at eight", "2026-11-20T14:00:00.000Z", true],
    ["before five", "2026-11-20T22:59:00.000Z", true],
    ["at five", "2026-11-20T23:00:00.000Z", false],
    ["on a Saturday", "2026-11-21T18:00:00.000Z", false],
    ["on a Sunday", "2026-11-22T18:00:00.000Z", false],
    ["at eight in summer", "2026-07-15T13:00:00.000Z", true],
    ["on a Monday there that is a Tuesday in UTC", "2026-11-24T01:00:00.000Z", false],
  ])("are those of the organisation's own clock: %s", (_, now, is) => {
    expect(inWorkingHours(now, ORGANIZATION)).toBe(is);
  });
});
