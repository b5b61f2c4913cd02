import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { organizationKey } from "../../src/domain/index.js";
import {
  findOrganization,
  organizationCalled,
  rememberOrganization,
  suggestOrganizations,
} from "../../src/identity/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { Rows } from "./rows.js";

const CONFIGURED = { "University of Kansas Medical Center": ["KUMED", "KU Med"] };
const HILLS_ID = "001000000000001AAA";

describe("finding an organisation by what staff call it", () => {
  onBothEngines((engine) => {
    let home: EmptyPool;
    let twins: readonly number[];
    const pool = () => home.pool;

    beforeAll(async () => {
      home = await emptyPool(engine);
      const rows = new Rows(pool());
      const add = (name: string, data = {}) => rows.organization(name, { name_key: organizationKey(name), ...data });
      await add("Hill's Pet Nutrition", { source_id: HILLS_ID });
      await add("University of Kansas Medical Center");
      await add("Prairie Signal Software");
      await add("Prairie Signal Software, Inc.");
      twins = [await add("Twin Rivers"), await add("Twin Rivers")];
      await add("MERIDIAN BLUFF CREDIT UNION");
      await add("Meridian Bluff Credit Union");
      await add("Burns & McDonnell");
      await add("3 Trails & 1 Creek");
      await add("Old Name Works", { source_id: "001OLD" });
      await add("Swallowed Co", {
        source_id: "001GONE",
        deleted_at: "2026-01-01T00:00:00.000Z",
        merged_into_source_id: "001OLD",
      });
      await add("Closed For Good", { deleted_at: "2026-01-01T00:00:00.000Z" });
    });
    afterAll(() => home.drop());

    const find = (text: string) => findOrganization(pool(), CONFIGURED, text);
    const foundBy = async (text: string) => (await find(text)).found?.name ?? null;
    const offered = async (text: string) => {
      const { found, candidates } = await find(text);
      expect(found).toBeNull();
      return candidates.map(({ name }) => name);
    };
    const remember = async (text: string, name: string) => {
      const { found } = await find(name);
      if (found === null) throw new Error(`there is no single ${name}`);
      await pool().transaction((tx) =>
        rememberOrganization(tx, { text, organization: found, by: "U1", now: "2026-02-01T00:00:00.000Z" }),
      );
    };

    it.each([
      ["its name", "Hill's Pet Nutrition"],
      ["its name in any case and without punctuation", "hills pet nutrition"],
      ["its name with a company suffix it does not have", "Hill's Pet Nutrition, Inc."],
      ["a word of it", "Hill's"],
      ["the beginnings of words", "nutri hill"],
      ["its Salesforce id", HILLS_ID],
      ["its Salesforce id of fifteen characters", HILLS_ID.slice(0, 15)],
    ])("finds one by %s", async (_, text) => {
      expect(await foundBy(text)).toBe("Hill's Pet Nutrition");
    });

    it("takes '&' for 'and'", async () => {
      expect(await foundBy("burns and mcdonnell")).toBe("Burns & McDonnell");
    });

    it("takes accounts of one name for one organisation", async () => {
      expect((await find("twin rivers")).found?.ids).toEqual(twins);
    });

    it("T61: takes 'X' and 'X, Inc.' for two, each found by its own name, both offered where neither is written", async () => {
      expect(await foundBy("Prairie Signal Software")).toBe("Prairie Signal Software");
      expect(await foundBy("Prairie Signal Software, Inc.")).toBe("Prairie Signal Software, Inc.");
      expect(await offered("prairie signal software")).toEqual([
        "Prairie Signal Software",
        "Prairie Signal Software, Inc.",
      ]);
    });

    it("takes names that differ in case for two, as M40 does", async () => {
      expect(await foundBy("Meridian Bluff Credit Union")).toBe("Meridian Bluff Credit Union");
      expect(await offered("meridian bluff credit union")).toHaveLength(2);
    });

    it("offers all that hold the words, and takes none of them by itself", async () => {
      expect(await offered("software")).toEqual(["Prairie Signal Software", "Prairie Signal Software, Inc."]);
    });

    it("offers near spellings of several words, word by word", async () => {
      expect(await offered("prarie signal")).toEqual(["Prairie Signal Software", "Prairie Signal Software, Inc."]);
      expect(await offered("prarie sgnal")).toEqual(["Prairie Signal Software", "Prairie Signal Software, Inc."]);
      expect(await offered("prarie qq")).toEqual([]);
    });
    it("knows whose own name it is: letter for letter, or the only one but for case and suffix", async () => {
      const owner = async (text: string) => (await organizationCalled(pool(), text))?.name ?? null;
      expect(await owner("Hill's Pet Nutrition")).toBe("Hill's Pet Nutrition");
      expect(await owner("hills pet nutrition, inc.")).toBe("Hill's Pet Nutrition");
      expect(await owner("Prairie Signal Software")).toBe("Prairie Signal Software");
      expect(await owner("prairie signal software")).toBeNull();
      expect(await owner("Hill's")).toBeNull();
    });
    it("offers near spellings and never takes one", async () => {
      expect(await offered("Hlls Pet Nutrition")).toEqual(["Hill's Pet Nutrition"]);
      expect(await offered("Burnes")).toEqual(["Burns & McDonnell"]);
    });

    it.each(["Nobody Knows Them", "", "!!", "x", "Closed For Good"])("offers nothing for %j", async (text) => {
      expect(await offered(text)).toEqual([]);
    });

    it("begins no word with one or two letters, so that 'p' is not Pet", async () => {
      expect(await offered("p")).toEqual([]);
      expect(await offered("pe")).toEqual(["Hill's Pet Nutrition"]);
    });

    it("knows the aliases of organization.yml", async () => {
      expect(await foundBy("ku med")).toBe("University of Kansas Medical Center");
    });

    it("puts an alias of staff before everything else, and the last decision about it holds", async () => {
      await remember("software", "Prairie Signal Software");
      expect(await foundBy("Software")).toBe("Prairie Signal Software");
      await remember("SOFTWARE", "Prairie Signal Software, Inc.");
      expect(await foundBy("software")).toBe("Prairie Signal Software, Inc.");
      await remember("kumed", "Burns & McDonnell");
      expect(await foundBy("KUMED")).toBe("Burns & McDonnell");
      expect(await pool().db.alias.count()).toBe(2);
    });

    it("keeps an alias when the account gets another name", async () => {
      await remember("the old ones", "Old Name Works");
      await pool().write((db) =>
        db.organization.updateMany({
          where: { source_id: "001OLD" },
          data: { name: "New Name Works", name_key: "new name works" },
        }),
      );
      expect(await foundBy("the old ones")).toBe("New Name Works");
    });

    it("leads the id of an account that was merged to the winner, to the end of a chain", async () => {
      const rows = new Rows(pool());
      const [first, second, last] = ["001000000000002AAA", "001000000000003AAA", "001000000000004AAA"] as const;
      const into = (winner: string) => ({ deleted_at: "2026-01-01T00:00:00.000Z", merged_into_source_id: winner });
      await rows.organization("First Works", { source_id: first, ...into(second) });
      await rows.organization("Second Works", { source_id: second, ...into(last) });
      await rows.organization("Last Works", { source_id: last, name_key: "last works" });
      expect(await foundBy(first)).toBe("Last Works");
      expect(await foundBy(second)).toBe("Last Works");
      // Its name too, letter for letter, while nothing else is called so.
      expect(await foundBy("First Works")).toBe("Last Works");
      expect(await foundBy("first works")).not.toBe("Last Works");
    });

    it("leads an alias of an account that was merged to the winner", async () => {
      await pool().write((db) =>
        db.alias.create({
          data: {
            kind: "organization",
            alias_key: "swallowed",
            alias_text: "Swallowed",
            source: "salesforce",
            source_id: "001GONE",
            created_by: "U1",
            created_at: "2026-02-01T00:00:00.000Z",
          },
        }),
      );
      expect(await foundBy("swallowed")).toBe("New Name Works");
    });

    it("suggests, as one types, whatever has words that begin so", async () => {
      expect((await suggestOrganizations(pool(), "me", 10)).map(({ name }) => name)).toEqual([
        "MERIDIAN BLUFF CREDIT UNION",
        "Meridian Bluff Credit Union",
        "University of Kansas Medical Center",
      ]);
      expect(await suggestOrganizations(pool(), "", 3)).toHaveLength(3);
    });
  });
});
