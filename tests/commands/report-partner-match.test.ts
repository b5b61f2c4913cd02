import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine);
  let name: string;

  beforeAll(async () => {
    const { pool, world } = office();
    const [volunteer] = await pool.query<{ full_name: string; first_name: string; last_name: string }>(sql`
      SELECT c.full_name, c.first_name, c.last_name FROM participation p JOIN contact c ON c.id = p.contact_id
      WHERE p.role = 'volunteer' AND p.counts = TRUE AND c.deleted_at IS NULL AND c.first_name IS NOT NULL
      GROUP BY c.full_name, c.first_name, c.last_name ORDER BY COUNT(*) DESC, c.full_name LIMIT 1`);
    if (!volunteer) throw new Error("the sample has no volunteer");
    name = volunteer.full_name;
    const lists = { KCTAA: [name, "Qwx Yzzyx"], "Partners North": [name], "Partners South": [] };
    await pool.transaction(async (tx) => {
      for (const [list, people] of Object.entries(lists))
        for (const each of people.length > 0 ? people : ["Nobody Known"])
          await tx.run(sql`INSERT INTO partner_person (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, list, name_raw)
            VALUES ('partner-list', ${`${list} ${each}`}, 'hash', 1, ${world.now}, ${world.now}, ${list}, ${each})`);
    });
  });

  describe("report partner-match", () => {
    it("compares a list with the volunteers, with what they did", async () => {
      const json = await office().json("report partner-match kctaa", { at: "terminal" });
      const [first, second] = rowsOf(json, "matches");
      expect(first).toMatchObject({ partner: name, match: "exact", score: 1, volunteer: name });
      expect(Number(first?.X20)).toBeGreaterThan(0);
      expect(second).toMatchObject({ partner: "Qwx Yzzyx", match: "none", volunteer: null });
      expect(json.files.map((file) => file.name)).toEqual(["partner-match.xlsx", "partner-match.csv"]);
    });

    it("offers the lists there are where none is said, where several fit, and where none does", async () => {
      const ask = await office().ask("report partner-match");
      expect(ask.choices.map(({ label }) => label)).toEqual([
        "KCTAA (2 people)",
        "Partners North (1 person)",
        "Partners South (1 person)",
      ]);
      expect((await office().ask("report partner-match partners")).choices).toHaveLength(2);
      const failure = await office().failure("report partner-match elsewhere");
      expect(failure).toMatchObject({ code: "not_found" });
      expect(failure.suggestions).toHaveLength(3);
      expect(failure.text).toContain("Expected one of “KCTAA”, “Partners North”, “Partners South”.");
      expect((await office().reply(failure.suggestions[0]?.line ?? "")).title).toBe(
        "Partner list KCTAA: who is a volunteer",
      );
    });

    it.each(["2", "0.3", "much"])("refuses min:%s in clear words", async (min) => {
      const failure = await office().failure(`report partner-match kctaa min:${min}`);
      expect(failure).toMatchObject({ code: "argument_invalid" });
      expect(failure.text).toContain(`from 0.5 to 1, as in min:0.9, but got “${min}”`);
    });

    it("takes a percentage too", async () => {
      const json = await office().json("report partner-match kctaa min:85%", { at: "terminal" });
      expect(json.provenance?.filters).toEqual({ list: "KCTAA", min: "0.85" });
    });

    it("names nobody in a channel", async () => {
      expect(await office().everythingTold("report partner-match kctaa", { at: "channel" })).not.toContain(name);
    });
  });
});
