import { afterEach, beforeEach } from "vitest";
import { type Derived, derive } from "../../src/identity/index.js";
import type { Pool } from "../../src/pool/index.js";
import { type Organization, organizationSchema } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { Rows } from "./rows.js";

export const now = "2026-02-18T12:00:00.000Z";
export const later = "2026-02-19T12:00:00.000Z";
export const organization: Organization = organizationSchema.parse({
  districtAliases: { "Grandview School District": ["Grandview"] },
});

/** What a specification about derivations works with: a new pool for each of its cases, and what to read from it. */
export class World {
  #empty: EmptyPool | null = null;
  #rows: Rows | null = null;

  open(empty: EmptyPool): void {
    this.#empty = empty;
    this.#rows = new Rows(empty.pool);
  }

  async close(): Promise<void> {
    await this.#empty?.drop();
    this.#empty = null;
  }

  get pool(): Pool {
    if (this.#empty === null) throw new Error("there is a pool only within a case");
    return this.#empty.pool;
  }

  get rows(): Rows {
    if (this.#rows === null) throw new Error("there are rows only within a case");
    return this.#rows;
  }

  run(at: string = now): Promise<Derived> {
    return derive(this.pool, organization, at, { force: true });
  }

  async personOf(...ids: number[]): Promise<(number | null | undefined)[]> {
    const contacts = await this.pool.db.contact.findMany({ select: { id: true, person_id: true } });
    return ids.map((id) => contacts.find((contact) => contact.id === id)?.person_id);
  }

  flagsOf(kind: string) {
    return this.pool.db.flag.findMany({
      where: { kind },
      select: { source_id: true, detail: true, opened_at: true, resolved_at: true },
    });
  }
}

/** The same specification on both engines, each case in an empty pool. */
export function inAWorld(specification: (world: World) => void): void {
  onBothEngines((engine) => {
    const world = new World();
    beforeEach(async () => world.open(await emptyPool(engine)));
    afterEach(() => world.close());
    specification(world);
  });
}
