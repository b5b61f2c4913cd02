import { afterAll, beforeAll } from "vitest";
import {
  type FoundVolunteer,
  type SearchResult,
  searchVolunteers,
  type Vocabulary,
  type VolunteerSearch,
  type Wanted,
} from "../../src/people/index.js";
import type { Engine, Pool } from "../../src/pool/index.js";
import { Rows } from "../identity/rows.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";

export const TODAY = "2026-02-15";

/** Words of a skills file small enough to read at a glance. */
export const VOCABULARY: Vocabulary = {
  groups: { stem: ["engineering", "python", "machine learning", "technology"], health: ["nursing"] },
  synonyms: [
    ["javascript", "js"],
    ["information technology", "it support"],
  ],
};

/** Rows of volunteers with their skills. */
export class Crowd extends Rows {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    super(pool);
    this.#pool = pool;
  }

  async volunteer(
    name: string,
    { skills = [], ...data }: { readonly skills?: readonly string[] } & Parameters<Rows["contact"]>[0] = {},
  ): Promise<number> {
    const id = await this.contact({ full_name: name, local_status: "unknown", ...data });
    await this.#pool.write((db) =>
      db.contactSkill.createMany({
        data: skills.map((skill) => ({ contact_id: id, skill, source: "salesforce_text" })),
      }),
    );
    await this.#pool.write((db) => db.contact.update({ where: { id }, data: { person_id: data.person_id ?? id } }));
    return id;
  }
}

/** A pool of its own for a group of cases, filled once. */
export function withCrowd(engine: Engine, fill: (crowd: Crowd) => Promise<unknown>): () => Pool {
  let home: EmptyPool;
  beforeAll(async () => {
    home = await emptyPool(engine);
    await fill(new Crowd(home.pool));
  });
  afterAll(() => home.drop());
  return () => home.pool;
}

export const any = (...values: string[]): Wanted => ({ all: [values], none: [] });
export const allOf = (...values: string[]): Wanted => ({ all: values.map((value) => [value]), none: [] });
export const noneOf = (...values: string[]): Wanted => ({ all: [], none: values });
const NOTHING: Wanted = { all: [], none: [] };

export function search(pool: Pool, asked: Partial<VolunteerSearch> = {}): Promise<SearchResult> {
  const nothing = { skill: NOTHING, org: NOTHING, orgEver: NOTHING, local: NOTHING, type: NOTHING };
  return searchVolunteers(pool, VOCABULARY, {
    words: [],
    ...nothing,
    last: null,
    times: null,
    sort: "name",
    today: TODAY,
    ...asked,
  });
}

export const namesOf = (volunteers: readonly FoundVolunteer[]): string[] => volunteers.map(({ name }) => name);

/** The names of those found, in order. */
export const found = async (pool: Pool, asked: Partial<VolunteerSearch> = {}): Promise<string[]> =>
  namesOf((await search(pool, asked)).volunteers);
