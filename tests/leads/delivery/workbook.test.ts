import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importTable, sentLeads, updateImportTable, updateTable, workbookNotices } from "../../../src/leads/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import { fillFiles, fillLeads, fillSalesforce, MONTHS } from "../list/filled.js";
import { CAPACITY, CHANGED_HOUSE, deliverMonth, LITTLE_STARS, PHONE, SUNNY_DAYS } from "./month.js";

const ORGANIZATION = organizationSchema.parse(undefined);

onBothEngines((engine) => {
  let empty: EmptyPool;
  beforeEach(async () => {
    empty = await emptyPool(engine);
    await fillFiles(empty.pool, [{ id: 1, source: "source_1", date: MONTHS[0] }]);
    await fillLeads(empty.pool, [LITTLE_STARS, SUNNY_DAYS, CHANGED_HOUSE]);
  });
  afterEach(() => empty.drop());

  const deliver = () => deliverMonth(empty.pool);
  const change = (statement: ReturnType<typeof sql>) => empty.pool.transaction((tx) => tx.run(statement));

  describe("the workbook", () => {
    const sent = async (kind: "new" | "updated") =>
      sentLeads(empty.pool, { month: "2026-11", kind, isTaken: null }, { skip: 0, most: 10 });

    it("has the new ones in the columns of Salesforce's import; a company stands for a last name that is missing", async () => {
      await deliver();
      const { columns, rows } = importTable(await sent("new"), [
        ...ORGANIZATION.leadSources.filter(({ name }) => name !== "source_1"),
      ]);
      expect(columns.map(({ label }) => label)).toEqual([
        "First Name",
        "Last Name",
        "Company",
        "Street",
        "City",
        "State",
        "Postal Code",
        "Phone",
        "Email",
        "Lead Source",
        "Description",
        "Capacity",
      ]);
      expect(rows[0]?.slice(0, 10)).toEqual([
        "Maria",
        "Garcia Lopez",
        "Little Stars",
        "1 Main St",
        "Mesquite",
        "NV",
        "89027",
        "(209) 555-0001",
        "maria@example.org",
        "source_1",
      ]);
      expect(rows[0]?.[10]).toBe("Lists: source_1. Licence L-77. Capacity 24. First seen 1 Nov 2026. Polaris lead 1.");
      expect(rows[0]?.[11]).toBe(24);
      expect(rows[1]?.slice(0, 3)).toEqual([null, "Sunny Days", "Sunny Days"]);
      expect(rows[1]?.[7]).toBeNull();
    });

    it("leaves out whoever came to Salesforce since, so that nobody is there twice", async () => {
      await deliver();
      await change(sql`UPDATE lead SET standing = 'known', salesforce_id = '00Q1' WHERE id = 1`);
      expect(importTable(await sent("new"), []).rows.map((row) => row[2])).toEqual(["Sunny Days"]);
    });

    it("has a row for each field that changed, with the Id of the lead in Salesforce", async () => {
      await fillSalesforce(empty.pool, "00Q000000000000005", "Open");
      await deliver();
      expect(updateTable(await sent("updated")).rows).toEqual([
        ["00Q000000000000005", "Changed House", "capacity", "20", "24", MONTHS[0]],
      ]);
    });
  });

  describe("the sheet of updates to import", () => {
    const ID = "00Q000000000000005";
    const says = (field: string, now: string) => ({ field, was: null, now, file_id: 1, file_date: MONTHS[0] });
    const updates = async () => {
      const sent = await sentLeads(
        empty.pool,
        { month: "2026-11", kind: "updated", isTaken: null },
        { skip: 0, most: 10 },
      );
      const { columns, rows } = updateImportTable(sent);
      const filled = rows.map((row) =>
        Object.fromEntries(columns.flatMap(({ label }, place) => (row[place] === null ? [] : [[label, row[place]]]))),
      );
      return { columns, filled, notices: workbookNotices(sent).map(({ text }) => text) };
    };

    it("has the columns of the new ones behind the Id, and of each lead what changed alone", async () => {
      await fillSalesforce(empty.pool, ID, "Open");
      const differences = [
        says("address", "5 Oak Ave, Mesquite, NV 89027"),
        CAPACITY,
        says("email", "new@example.org"),
        says("phone", "2095550005"),
      ];
      await change(
        sql`UPDATE lead SET line1 = '5 Oak Ave', phone_extension = '12', differences = ${JSON.stringify(differences)} WHERE id = 5`,
      );
      await fillLeads(empty.pool, [
        {
          id: 6,
          standing: "updated",
          salesforceId: "00Q000000000000006",
          differences: [says("company", "Oak House"), says("person", "Maria Garcia Lopez")],
        },
      ]);
      await deliver();
      const { columns, filled, notices } = await updates();
      expect(columns.map(({ label }) => label)).toEqual([
        "Id",
        ...importTable([], []).columns.map(({ label }) => label),
      ]);
      expect(filled).toEqual([
        {
          Id: ID,
          Street: "5 Oak Ave",
          City: "Mesquite",
          State: "NV",
          "Postal Code": "89027",
          Phone: "(209) 555-0005 ext. 12",
          Email: "new@example.org",
          Capacity: 24,
        },
        { Id: "00Q000000000000006", "First Name": "Maria", "Last Name": "Garcia Lopez", Company: "Oak House" },
      ]);
      expect(notices.join(" ")).toContain("update the others by their Id, where an empty cell changes nothing");
    });

    it("leaves out what was entered since, and a lead of which nothing is left", async () => {
      await fillLeads(empty.pool, [
        { id: 6, standing: "updated", salesforceId: "00Q000000000000006", differences: [CAPACITY, PHONE] },
      ]);
      await deliver();
      await change(sql`UPDATE lead SET differences = ${JSON.stringify([PHONE])} WHERE id = 6`);
      await change(sql`UPDATE lead SET differences = '[]' WHERE id = 5`);
      expect((await updates()).filled).toEqual([{ Id: "00Q000000000000006", Phone: "(209) 555-0002" }]);
    });

    it("has one row for two leads that are one in Salesforce, without what they say differently", async () => {
      const both = { standing: "updated", salesforceId: "00Q000000000000006" } as const;
      await fillLeads(empty.pool, [
        {
          id: 6,
          ...both,
          line1: "1 Oak Ave",
          differences: [says("address", "1 Oak Ave"), says("company", "Oak House")],
        },
        { id: 7, ...both, line1: "2 Elm St", differences: [says("address", "2 Elm St"), CAPACITY] },
      ]);
      await deliver();
      const { filled, notices } = await updates();
      expect(filled.slice(1)).toEqual([{ Id: "00Q000000000000006", Company: "Oak House", Capacity: 24 }]);
      expect(notices).toContain(
        "1 lead of Salesforce is several of ours that say different things: those fields are left out of “Updates to import”, and stand in “Updated” for you to decide.",
      );
    });
  });
});
