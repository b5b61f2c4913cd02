import { afterAll, beforeAll } from "vitest";
import type { Engine, Pool } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { SmallOrganization } from "./small-organization.js";

/** A pool of its own with what `fill` gives it. */
export function inPool<Ids>(
  engine: Engine,
  fill: (small: SmallOrganization) => Ids,
): { pool: () => Pool; ids: () => Ids; more: (add: (small: SmallOrganization) => void) => Promise<void> } {
  let empty: EmptyPool;
  let small: SmallOrganization;
  let ids: Ids;
  beforeAll(async () => {
    empty = await emptyPool(engine);
    small = new SmallOrganization(empty.pool);
    ids = fill(small);
    await small.write();
  });
  afterAll(() => empty.drop());
  return {
    pool: () => empty.pool,
    ids: () => ids,
    async more(add) {
      add(small);
      await small.write();
    },
  };
}
