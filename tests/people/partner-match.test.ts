import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  findPartnerLists,
  matchPartnerList,
  type PartnerMatch,
  type PartnerMatches,
  partnerLists,
} from "../../src/people/index.js";
import type { Pool } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const SEEN = "2026-01-01T00:00:00.000Z";

interface PersonGiven {
  readonly first: string | null;
  readonly last: string | null;
  readonly email?: string;
  readonly sameAs?: number;
  readonly excluded?: boolean;
  readonly kind?: string;
}

/** Volunteers by number, and people of a partner's list. */
class Filling {
  readonly #pool: Pool;
  #next = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async volunteers(people: readonly PersonGiven[]): Promise<void> {
    await this.#pool.transaction(async (tx) => {
      for (const { first, last, email, sameAs, excluded = false, kind = "volunteer" } of people) {
        this.#next += 1;
        const id = this.#next;
        await tx.run(sql`INSERT INTO contact (id, source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, kind, first_name, last_name, full_name, email, person_id, excluded)
          VALUES (${id}, 'salesforce', ${`contact-${id}`}, 'hash', 1, ${SEEN}, ${SEEN}, ${kind}, ${first}, ${last}, ${`${first ?? ""} ${last ?? ""}`.trim()}, ${email ?? null}, ${sameAs ?? id}, ${excluded})`);
        if (email !== undefined)
          await tx.run(
            sql`INSERT INTO contact_email (contact_id, address, raw, kind) VALUES (${id}, ${email}, ${email}, 'work')`,
          );
      }
    });
  }

  async list(name: string, people: readonly (PersonGiven & { readonly raw?: string })[]): Promise<void> {
    await this.#pool.transaction(async (tx) => {
      for (const [place, { first, last, email, raw }] of people.entries()) {
        const text = raw ?? `${first ?? ""} ${last ?? ""}`.trim();
        await tx.run(sql`INSERT INTO partner_person (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, list, first_name, last_name, name_raw, email)
          VALUES ('partner-list', ${`${name} ${place}`}, 'hash', 1, ${SEEN}, ${SEEN}, ${name}, ${first}, ${last}, ${text}, ${email ?? null})`);
      }
    });
  }
}

const person = (first: string | null, last: string | null, more: Partial<PersonGiven> = {}): PersonGiven => ({
  first,
  last,
  ...more,
});

describe("a partner's list and the volunteers", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let all: PartnerMatches;
    const match = (least = 0.9, list = "KCTAA") =>
      matchPartnerList(empty.pool, list, { least, roleAddresses: ["info"] });
    const of = (name: string, { matches }: PartnerMatches = all): PartnerMatch => {
      const found = matches.find(({ partner }) => partner.name === name);
      if (!found) throw new Error(`${name} is not on the list`);
      return found;
    };
    const told = (name: string, matches?: PartnerMatches) => {
      const { kind, score, person: id, others } = of(name, matches);
      return [kind, score, id, others];
    };

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const filling = new Filling(empty.pool);
      await filling.volunteers([
        person("Robert", "Johnson"),
        person("Katherine", "Johnston"),
        person("Maria", "García-López"),
        person("Christopher", "Williamson", { email: "chris@example.org" }),
        person("Pat", "Twin"),
        person("Pat", "Twin"),
        person("Xavier", "Hidden", { excluded: true }),
        person("Teach", "Er", { kind: "teacher" }),
        person("Ann", "Double", { email: "ann@example.org" }),
        person("Ann", "Double", { sameAs: 9 }),
        person("Alexander", "Okonkwo"),
        person("Info", "Desk", { email: "info@example.org" }),
        person(null, "Madonna"),
      ]);
      await filling.list("KCTAA", [
        person("Robert", "Johnson"),
        person("Rob", "Johnson", { email: "nobody@example.org" }),
        person("Robert", "Jonson"),
        person("Rob", "Jonson"),
        person("Katharine", "Johnston"),
        person("MARIA", "Garcia Lopez"),
        person("Kit", "Williams", { email: "chris@example.org" }),
        person("Patrick", "Twin"),
        person("Xavier", "Hidden"),
        person("Teach", "Er"),
        person("Ann", "Double"),
        person("Zoe", "Nobody"),
        person("Alexandra", "Okonkwo"),
        person("Somebody", "Else", { email: "info@example.org" }),
        { ...person(null, null), raw: "Dr. Robert Johnson Jr." },
        { ...person(null, null), raw: "Kristopher Williamson" },
        person("Robert", "Yohnson"),
      ]);
      await filling.list("KCTAA 2026", [person("Zoe", "Nobody")]);
      all = await match();
    });
    afterAll(() => empty.drop());

    it("T62 the same name is 1.0, a nickname is by the table and never by ratio, a near name has its score, else nobody", () => {
      expect(told("Robert Johnson")).toEqual(["exact", 1, 1, 0]);
      expect(told("Rob Johnson")).toEqual(["nickname", 1, 1, 0]);
      expect(told("Zoe Nobody")).toEqual(["none", null, null, 0]);
      // One letter of fourteen: "robert jonson" and "robert johnson".
      expect(told("Robert Jonson")).toEqual(["fuzzy", 1 - 1 / 14, 1, 0]);
      // The short name is no difference: the surname's one letter is.
      expect(told("Rob Jonson")).toEqual(["fuzzy", 1 - 1 / 14, 1, 0]);
    });

    it("T62 Alexandra is no nickname of Alexander: what is near is a proposal with its score", () => {
      // "alexandra okonkwo" and "alexander okonkwo" are two letters of seventeen apart.
      expect(told("Alexandra Okonkwo")).toEqual(["none", null, null, 0]);
    });

    it("finds a near name whose surname begins otherwise, by the given name", () => {
      expect(told("Robert Yohnson")).toEqual(["fuzzy", 1 - 1 / 14, 1, 0]);
      // Two letters of twenty-two, and one of eighteen.
      expect(told("Kristopher Williamson")).toEqual(["fuzzy", 1 - 2 / 22, 4, 0]);
      expect(told("Katharine Johnston")).toEqual(["fuzzy", 1 - 1 / 18, 2, 0]);
    });

    it("folds accents, case and hyphens, and takes titles and suffixes off", () => {
      expect(told("MARIA Garcia Lopez")).toEqual(["exact", 1, 3, 0]);
      expect(told("Dr. Robert Johnson Jr.")).toEqual(["exact", 1, 1, 0]);
    });

    it("takes an e-mail address before any name, unless it is a role's", () => {
      expect(told("Kit Williams")).toEqual(["e-mail", 1, 4, 0]);
      expect(told("Somebody Else")).toEqual(["none", null, null, 0]);
    });

    it("says how many more are just as like, and counts several records of one person once", () => {
      expect(told("Patrick Twin")).toEqual(["nickname", 1, 5, 1]);
      expect(told("Ann Double")).toEqual(["exact", 1, 9, 0]);
    });

    it("looks through neither excluded people nor anybody who is no volunteer, and says how many were left out", () => {
      expect(told("Xavier Hidden")).toEqual(["none", null, null, 0]);
      expect(told("Teach Er")).toEqual(["none", null, null, 0]);
      expect([all.volunteers, all.excluded]).toEqual([10, 1]);
    });

    it("proposes more where less must be alike, and nothing but certain ones at 1", async () => {
      expect(told("Alexandra Okonkwo", await match(0.85))).toEqual(["fuzzy", 1 - 2 / 17, 11, 0]);
      const certain = await match(1);
      expect(certain.matches.filter(({ kind }) => kind === "fuzzy")).toEqual([]);
      expect(told("Rob Johnson", certain)).toEqual(["nickname", 1, 1, 0]);
    });

    it("names the lists there are, the one that is meant before those that only hold its words", async () => {
      expect(await partnerLists(empty.pool)).toEqual([
        { name: "KCTAA", people: 17 },
        { name: "KCTAA 2026", people: 1 },
      ]);
      expect((await findPartnerLists(empty.pool, "kctaa")).map(({ name }) => name)).toEqual(["KCTAA"]);
      expect((await findPartnerLists(empty.pool, "2026")).map(({ name }) => name)).toEqual(["KCTAA 2026"]);
      expect(await findPartnerLists(empty.pool, "nothing")).toEqual([]);
    });
  });
});
