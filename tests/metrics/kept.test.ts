import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordsBehind, recordsKept } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ORGANIZATION, TODAY, year } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

/** Ann had come before; Ben came first in the period, to an event that was snowed off and to two that were not. */
function fill(small: SmallOrganization): void {
  const hills = small.organization("Hill's");
  const [ann, ben] = [small.person("Ann"), small.person("Ben")];
  const before = small.event({ date: "2023-10-05" });
  small.participation({ event: before, contact: ann, hours: 1 });
  const snow = small.event({ date: "2025-09-01", status: "Cancelled" });
  small.participation({ event: snow, contact: ben, hours: 1 });
  const fair = small.event({ date: "2025-10-07", title: "Fair" });
  small.participation({ event: fair, contact: ann, hours: 1 });
  small.participation({ event: fair, contact: ben, hours: 1.5, organization: hills });
  const talk = small.event({ date: "2025-11-04", title: "Talk" });
  small.participation({ event: talk, contact: ben, hours: 2 });
}

describe("the records that a metric kept", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
    });
    afterAll(() => empty.drop());
    const kept = (metric: string) =>
      recordsKept(empty.pool, ORGANIZATION, { metric, period: year(2025), today: TODAY });

    it("are all of its own, newest first, with the pool's ids and what they are credited with", async () => {
      expect(await kept("M20")).toEqual([
        {
          record: 5,
          person: 2,
          event: 4,
          day: "2025-11-04",
          title: "Talk",
          organisation: null,
          hours: 2,
          firstOn: null,
        },
        {
          record: 4,
          person: 2,
          event: 3,
          day: "2025-10-07",
          title: "Fair",
          organisation: "Hill's",
          hours: 1.5,
          firstOn: null,
        },
        {
          record: 3,
          person: 1,
          event: 3,
          day: "2025-10-07",
          title: "Fair",
          organisation: null,
          hours: 1,
          firstOn: null,
        },
      ]);
    });

    it("of events have no person", async () => {
      expect((await kept("X60")).map(({ record, event, person }) => [record, event, person])).toEqual([
        [4, 4, null],
        [3, 3, null],
      ]);
    });

    it("of first-time volunteers are theirs alone, in the list behind the number too", async () => {
      expect((await kept("M92")).map(({ person, firstOn }) => [person, firstOn])).toEqual([
        [2, "2025-10-07"],
        [2, "2025-10-07"],
      ]);
      const behind = await recordsBehind(empty.pool, ORGANIZATION, { metric: "M92", period: year(2025), today: TODAY });
      expect(behind.rows.map(([name]) => name)).toEqual(["Ben", "Ben"]);
      expect(behind.total).toBe(2);
    });
  });
});
