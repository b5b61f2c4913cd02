import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import { type PartnerMatchAsked, partnerMatchReport } from "../../src/reports/index.js";
import { EVER, ORGANIZATION, TODAY, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";

function fill(small: SmallOrganization): void {
  const [robert, ella] = [small.person("Robert Johnson"), small.person("Ella East")];
  small.person("Quiet Quinn");
  small.person("Xavier Hidden", { excluded: true });
  const [early, late] = [small.event({ date: "2024-10-01" }), small.event({ date: "2025-10-01" })];
  small.participation({ event: early, contact: robert, hours: 2 });
  small.participation({ event: late, contact: robert, hours: 1.5 });
  small.participation({ event: late, contact: ella, hours: 4 });
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
}

/** Name and e-mail address of those on the list. */
const LIST = [
  ["Rob Johnson", "rob@partner.example"],
  ["Ella Eost", null],
  ["Quiet Quinn", null],
  ["Xavier Hidden", null],
  ["Zoe Nobody", null],
] as const;

describe("the report on a partner's list", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    const ask = (extra: Partial<PartnerMatchAsked> = {}) =>
      partnerMatchReport(empty.pool, ORGANIZATION, {
        list: "KCTAA",
        least: 0.85,
        periods: [EVER],
        today: TODAY,
        now: NOW,
        sample: false,
        ...extra,
      });
    const cells = ({ tables: [table] }: Reply, columns: readonly string[]) =>
      table?.rows.map((row) => columns.map((column) => row[table.columns.findIndex(({ key }) => key === column)]));

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
      await empty.pool.transaction(async (tx) => {
        for (const name of ["Robert Johnson", "Ella East", "Quiet Quinn", "Xavier Hidden"]) {
          const [first, last] = name.split(" ");
          await tx.run(
            sql`UPDATE contact SET first_name = ${first ?? ""}, last_name = ${last ?? ""} WHERE full_name = ${name}`,
          );
        }
        for (const [name, email] of LIST)
          await tx.run(sql`INSERT INTO partner_person (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, list, name_raw, email)
            VALUES ('partner-list', ${name}, 'hash', 1, ${NOW}, ${NOW}, 'KCTAA', ${name}, ${email})`);
      });
    });
    afterAll(() => empty.drop());

    it("says in one sentence how many are volunteers, and by what", async () => {
      expect((await ask()).text).toBe(
        "3 of 5 people (60%) of the list “KCTAA” are volunteers: 1 by the same name, 1 by a short form of the name and 1 by a name nearly alike.",
      );
    });

    it("lists the surest first, with engagements, hours and last day; a volunteer who never came has none", async () => {
      const columns = ["partner", "match", "score", "volunteer", "others", "X20", "M30", "X27"];
      expect(cells(await ask(), columns)).toEqual([
        ["Quiet Quinn", "exact", 1, "Quiet Quinn", 0, 0, 0, null],
        ["Rob Johnson", "nickname", 1, "Robert Johnson", 0, 2, 3.5, "2025-10-01"],
        ["Ella Eost", "fuzzy", 0.889, "Ella East", 0, 1, 4, "2025-10-01"],
        ["Xavier Hidden", "none", null, null, null, null, null, null],
        ["Zoe Nobody", "none", null, null, null, null, null, null],
      ]);
    });

    it("proposes nobody who is less alike than asked", async () => {
      const strict = await ask({ least: 0.9 });
      expect(cells(strict, ["partner", "match"])).toContainEqual(["Ella Eost", "none"]);
      expect(strict.provenance?.filters).toEqual({ list: "KCTAA", min: "0.9" });
    });

    it("is held to a period, and put in the order asked for", async () => {
      const before = await ask({ periods: [year(2024)], sort: { key: "hours", descending: false } });
      expect(cells(before, ["partner", "X20", "M30"])?.slice(0, 2)).toEqual([
        ["Rob Johnson", 1, 2],
        ["Quiet Quinn", 0, 0],
      ]);
    });

    it("names people where names may be shown, and their addresses where contact details may", async () => {
      const { tables, sensitivity } = await ask();
      const kinds = new Map(tables[0]?.columns.map((column) => [column.key, column.sensitivity]));
      expect(sensitivity).toBe("open");
      expect(kinds.get("partner_email")).toBe("contact");
      expect([...kinds].filter(([key]) => key !== "partner_email").every(([, kind]) => kind === "name")).toBe(true);
    });

    it("says whom it did not look through, and what a near name is", async () => {
      const { notices, provenance } = await ask();
      expect(notices.map(({ text }) => text)).toEqual(
        expect.arrayContaining([
          "A name nearly alike has at least 85% of its letters in common and is a proposal: nobody is joined by it. Short names are one name by a table.",
          "1 volunteer left out of reports was not looked through.",
        ]),
      );
      expect(provenance?.counts).toEqual({ excluded: 1 });
    });

    it("says so where the list is empty", async () => {
      const none = await ask({ list: "Nobody's" });
      expect(none.text).toBe("Nobody is on the list “Nobody's”.");
      expect(none.tables[0]?.empty).toBe("Nobody is on the list “Nobody's”. Upload it again, or choose another list.");
    });
  });
});
