import { afterAll, beforeAll } from "vitest";
import { decide, takeBack } from "../../src/identity/index.js";
import {
  EVERYBODY,
  type FoundVolunteer,
  type SearchResult,
  type SearchWords,
  searchVolunteers,
  type Vocabulary,
  type VolunteerSearch,
  type Wanted,
} from "../../src/people/index.js";
import type { Engine, Pool } from "../../src/pool/index.js";
import { standardPathways } from "../../src/runtime/index.js";
import { Rows } from "../identity/rows.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";

const DECIDED = { by: "U1", now: "2026-02-01T00:00:00.000Z" } as const;

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
  #mails = 0;

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

  /** Says that the volunteer of a participation spoke on a pathway. */
  async spokeOn(participation: number, pathway: string): Promise<void> {
    const row = await this.#pool.db.participation.findUnique({ where: { id: participation } });
    if (row === null) throw new Error("there is no such participation");
    const { source, source_id } = row;
    await this.#pool.transaction((tx) =>
      decide(tx, {
        ...DECIDED,
        kind: "pathway",
        subject: "participation",
        source,
        sourceId: source_id,
        value: pathway,
      }),
    );
  }

  tiePathway(skill: string, pathway: string): Promise<unknown> {
    const data = { skill_key: skill.toLowerCase(), skill, pathway, set_by: DECIDED.by, set_at: DECIDED.now };
    return this.#pool.write((db) => db.skillPathway.create({ data }));
  }

  /** An e-mail to somebody on a day. */
  async wroteTo(contact_id: number, local_date: string): Promise<void> {
    this.#mails += 1;
    const fields = {
      source: "salesforce",
      source_id: `02s${this.#mails}`,
      record_hash: "0",
      batch_id: 1,
      first_seen_at: DECIDED.now,
      last_seen_at: DECIDED.now,
      kind: "email",
      activity: "email",
      happened_at: `${local_date}T16:00:00.000Z`,
      local_date,
    };
    await this.#pool.write(async (db) => {
      const { id } = await db.communication.create({ data: fields });
      await db.communicationContact.create({ data: { communication_id: id, contact_id, basis: "to" } });
    });
  }

  async takeBack(decision: number): Promise<void> {
    await this.#pool.transaction((tx) => takeBack(tx, decision, DECIDED));
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
/** What a search is understood by. */
export const WORDS: SearchWords = { vocabulary: VOCABULARY, pathways: standardPathways() };

export const search = (pool: Pool, asked: Partial<VolunteerSearch> = {}): Promise<SearchResult> =>
  searchVolunteers(pool, WORDS, { ...EVERYBODY, today: TODAY, ...asked });

export const namesOf = (volunteers: readonly FoundVolunteer[]): string[] => volunteers.map(({ name }) => name);

/** The names of those found, in order. */
export const found = async (pool: Pool, asked: Partial<VolunteerSearch> = {}): Promise<string[]> =>
  namesOf((await search(pool, asked)).volunteers);
