import fc from "fast-check";
import { expect, it } from "vitest";
import { IdMap } from "../../src/metrics/id-map.js";

it("has what a Map has, however many ids there are and however large", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2 ** 40), fc.nat(2 ** 30)), { maxLength: 3_000 }), (pairs) => {
      const [ours, map] = [new IdMap(), new Map<number, number>()];
      for (const [id, number] of pairs) {
        expect(ours.get(id)).toBe(map.get(id));
        ours.set(id, number);
        map.set(id, number);
      }
      for (const [id, number] of map) expect(ours.get(id)).toBe(number);
    }),
    { numRuns: 20 },
  );
});

it("grows past any size it began with, ids in order or far apart", () => {
  for (const apart of [1, 10_000_000, 1 << 20]) {
    const map = new IdMap();
    for (let number = 0; number < 20_000; number++) map.set(number * apart, number);
    expect(map.get(19_999 * apart)).toBe(19_999);
    expect(map.get(0)).toBe(0);
    expect(map.get(20_000 * apart)).toBeUndefined();
  }
});
