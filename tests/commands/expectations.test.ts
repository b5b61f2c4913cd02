import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const ADMIN = { as: "admin", at: "terminal", who: "U1" } as const;

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);

  describe("quality expectations", () => {
    it("says so before anything was judged", async () => {
      expect((await office().reply("quality expectations")).text).toBe("Nothing has been judged yet.");
      expect((await office().reply("quality expectations Contact")).text).toBe(
        "Nothing called Contact has been judged yet.",
      );
    });

    it("lists what was not met after a sync, with how many rows and no value of theirs", async () => {
      await office().reply("sync salesforce --full", ADMIN);
      const { text } = await office().reply("quality expectations");
      expect(text).toMatch(/^\d+ expectations? not met in \d+ objects\.$/);
      const rows = rowsOf(await office().json("quality expectations"), "failing");
      expect(rows.every(({ severity }) => severity === "warning")).toBe(true);
      expect(rows).toContainEqual(
        expect.objectContaining({
          object: "volunteers, teachers and students",
          expectation: "expect_column_values_to_not_match_regex",
          columns: "Phone",
        }),
      );
      expect(
        rowsOf(await office().json("quality expectations session__c"), "failing").map((row) => row.object),
      ).toEqual(rows.map((row) => row.object).filter((object) => object === "events"));
    });

    it("gives the result in Great Expectations' own JSON", async () => {
      const json = await office().json("quality expectations Contact --gx", ADMIN);
      const [fact] = json.facts;
      expect(fact?.key).toBe("Contact");
      expect(json.files.map(({ name }) => name)).toContain("Contact.validation.json");
      const result: unknown = JSON.parse(String(fact?.value));
      expect(result).toMatchObject({
        suite_name: "Contact",
        success: false,
        statistics: { evaluated_expectations: 12 },
        meta: { object: "Contact", source: "salesforce" },
      });
    });
  });
});
