import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordInput, SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { standardSchema } from "../../sandbox/salesforce/schema.js";
import type { SyncResult } from "../../src/intake/index.js";
import { followSalesforceLeads } from "../../src/leads/index.js";
import { systemClock } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { countsOf, inAnIntake } from "./datasets/setting.js";
import { listeningOrg, organization, sampleOrg, sync } from "./setting.js";

const leadsOf = ({ objects }: SyncResult) => objects.find(({ object }) => object === "Lead");

onBothEngines((engine) => {
  describe("leads of Salesforce, by the API", () => {
    let home: EmptyPool;
    let org: SalesforceOrg;
    beforeEach(async () => {
      home = await emptyPool(engine);
    });
    afterEach(async () => {
      await org.close();
      await home.drop();
    });

    const lead = (LastName: string, fields: RecordInput = {}) =>
      org.insert("Lead", { LastName, Company: `${LastName} Preschool`, Status: "New", ...fields });
    const rows = <Row>(query: ReturnType<typeof sql>) => home.pool.query<Row>(query);

    it("lie in the pool with their numbers and addresses in one form", async () => {
      org = await listeningOrg();
      const id = lead("Quintero", {
        Phone: "(702) 555-0100 x3",
        MobilePhone: "702 555 01",
        Street: "150 North Sandhill Road\nSuite 4",
        City: "Mesquite",
        State: "Nevada",
        PostalCode: "89027-1234",
        Capacity__c: 64,
        Outreach_Stage__c: "First call",
        School_UUID__c: "u-1",
      });
      expect(leadsOf(await sync(home.pool, org))).toMatchObject({ state: "ok", counts: { read: 1, inserted: 1 } });
      expect(await home.pool.db.salesforceLead.findMany()).toMatchObject([
        {
          source: "salesforce",
          source_id: id,
          company: "Quintero Preschool",
          company_key: "quintero preschool",
          phone: "7025550100",
          phone_raw: "(702) 555-0100 x3",
          mobile: null,
          mobile_raw: "702 555 01",
          street: "150 North Sandhill Road\nSuite 4",
          address_key: "150 n sandhill rd|89027",
          state: "NV",
          zip: "89027",
          capacity: 64,
          outreach_stage: "First call",
          school_uuid: "u-1",
          is_converted: false,
          status: "New",
        },
      ]);
    });

    it("stay when they are converted, marked", async () => {
      org = await listeningOrg();
      const id = lead("Quintero");
      await sync(home.pool, org);
      org.edit("Lead", id, { IsConverted: true, Status: "Closed - Converted" });
      expect(leadsOf(await sync(home.pool, org))?.counts).toMatchObject({ updated: 1, deleted: 0 });
      expect(await home.pool.db.salesforceLead.findMany()).toMatchObject([
        { is_converted: true, status: "Closed - Converted", deleted_at: null },
      ]);
    });

    it("that were deleted or merged are marked, and know their winner", async () => {
      org = await listeningOrg();
      const [winner, loser, gone] = [lead("Winner"), lead("Loser"), lead("Gone")];
      await sync(home.pool, org);
      org.merge("Lead", winner, loser);
      org.delete("Lead", gone);
      await sync(home.pool, org);
      const found = await rows<{ source_id: string }>(sql`
        SELECT source_id, merged_into_source_id AS master FROM salesforce_lead WHERE deleted_at IS NOT NULL ORDER BY last_name`);
      expect(found).toEqual([
        { source_id: gone, master: null },
        { source_id: loser, master: winner },
      ]);
      org.undelete("Lead", gone);
      await sync(home.pool, org);
      expect(await home.pool.db.salesforceLead.count({ where: { deleted_at: null } })).toBe(2);
    });

    it("are left out with a notice where the organisation has none, and all else is read", async () => {
      org = await listeningOrg({ schema: standardSchema.filter(({ name }) => name !== "Lead") });
      const result = await sync(home.pool, org);
      expect(result.state).toBe("ok");
      expect(leadsOf(result)).toMatchObject({ state: "skipped", error: null });
      expect(result.notices).toContainEqual(expect.stringContaining("goes on without Salesforce leads"));
    });

    it("are read without a field of one organisation's making, or with its own name for it", async () => {
      const named = (name: string) =>
        standardSchema.map((object) =>
          object.name === "Lead"
            ? {
                ...object,
                fields: object.fields.map((field) => (field.name === "School_UUID__c" ? { ...field, name } : field)),
              }
            : object,
        );
      org = await listeningOrg({ schema: named("brightwheel_school_uuid__c") });
      lead("Theirs", { brightwheel_school_uuid__c: "u-1" });
      const result = await sync(home.pool, org);
      expect(result.notices).toEqual([]);
      expect(await home.pool.db.salesforceLead.findMany()).toMatchObject([{ school_uuid: "u-1" }]);
      // Nothing is read again for the name's sake.
      expect(leadsOf(await sync(home.pool, org, { full: true }))?.counts).toMatchObject({ unchanged: 1, updated: 0 });
      await org.close();
      org = await listeningOrg({ schema: named("Something_Else__c") });
      const other = await emptyPool(engine);
      lead("Without");
      const without = await sync(other.pool, org);
      expect(without.notices).toContainEqual(expect.stringContaining("does not show School_UUID__c of Lead"));
      expect(leadsOf(without)).toMatchObject({ state: "ok", counts: { inserted: 1 } });
      await other.drop();
    });

    it("of the sample organisation come whole: all that are not deleted", async () => {
      org = await sampleOrg();
      expect(leadsOf(await sync(home.pool, org))?.counts).toMatchObject({
        read: 42,
        inserted: 38,
        skipped: 4,
        skippedBy: { deleted_before_it_was_seen: 4 },
      });
      const [figures] = await rows(sql`
        SELECT SUM(CASE WHEN is_converted THEN 1 ELSE 0 END) AS converted, COUNT(mobile) AS mobiles,
          SUM(CASE WHEN phone IS NULL AND phone_raw IS NOT NULL THEN 1 ELSE 0 END) AS invalid FROM salesforce_lead`);
      expect(figures).toEqual({ converted: 3, mobiles: 5, invalid: 2 });
    });

    it("have a history of their statuses, one row for each change that a reading brought", async () => {
      org = await listeningOrg();
      const id = lead("Quintero");
      lead("Still");
      const read = async () => {
        await sync(home.pool, org);
        return followSalesforceLeads(home.pool, organization, systemClock.now());
      };
      expect(await read()).toBe(true);
      expect(await read()).toBe(false);
      org.edit("Lead", id, { Status: "Qualified", Outreach_Stage__c: "Demo scheduled" });
      expect(await read()).toBe(true);
      const history = await rows<{ status: string; from_at: string; to_at: string | null }>(sql`
        SELECT h.status, h.from_at, h.to_at FROM lead_status h WHERE h.source_id = ${id} ORDER BY h.from_at`);
      expect(history.map(({ status }) => status)).toEqual(["New", "Qualified"]);
      expect(history[0]?.to_at).toBe(history[1]?.from_at);
      expect(history[1]?.to_at).toBeNull();
      expect(await home.pool.db.leadStatus.count({ where: { to_at: null } })).toBe(2);
    });
  });
});

describe("leads of Salesforce, by an export", () => {
  const header =
    "id,is_deleted,last_name,first_name,title,company,street,city,state,postal_code,country,phone,mobile_phone,email,website,lead_source,status,is_converted,created_date,last_modified_date,last_activity_date,last_viewed_date,last_referenced_date,email_bounced_reason,email_bounced_date,outreach_stage_c,current_enrollment_c,capacity_c,lead_source_last_updated_c,brightwheel_school_uuid_c";
  const line = (id: string, status = "New", deleted = "false") =>
    `${id},${deleted},Quintero,Marisol,,Desert Willow,"150 N Sandhill Rd\nSuite 4",Mesquite,NV,89027,,(702) 555-0100,,,,,${status},false,2026-01-05T10:00:00Z,2026-02-0${status === "New" ? 1 : 9} 10:00:00,,,,,,First call,,64,,u-1`;
  const ID = "00Q000000000001EAA";

  inAnIntake((given) => {
    it("are Salesforce's own rows, and again change nothing", async () => {
      expect(countsOf(await given().import([header, line(ID)].join("\n")))).toEqual({ read: 1, inserted: 1 });
      expect(await given().pool.db.salesforceLead.findMany()).toMatchObject([
        {
          source: "salesforce",
          source_id: ID,
          modified_at: "2026-02-01T10:00:00.000Z",
          phone: "7025550100",
          address_key: "150 n sandhill rd|89027",
          capacity: 64,
          outreach_stage: "First call",
          school_uuid: "u-1",
        },
      ]);
      expect(countsOf(await given().import([header, line(ID)].join("\n")))).toEqual({ read: 1, unchanged: 1 });
    });

    it("of a later day change what they had, and take out what was deleted", async () => {
      const { pool } = given();
      await given().import([header, line(ID), line("00Q000000000002EAA")].join("\n"), { name: "january.csv" });
      await followSalesforceLeads(pool, organization, given().clock.now());
      const later = [header, line(ID, "Qualified"), line("00Q000000000002EAA", "New", "true")].join("\n");
      expect(countsOf(await given().import(later, { name: "february.csv" }))).toEqual({
        read: 2,
        updated: 1,
        deleted: 1,
      });
      expect(await followSalesforceLeads(pool, organization, given().clock.now())).toBe(true);
      expect(
        await pool.query(sql`SELECT status, from_at, to_at FROM lead_status WHERE source_id = ${ID} ORDER BY from_at`),
      ).toEqual([
        { status: "New", from_at: "2026-02-01T10:00:00.000Z", to_at: "2026-02-09T10:00:00.000Z" },
        { status: "Qualified", from_at: "2026-02-09T10:00:00.000Z", to_at: null },
      ]);
    });

    it("never double or overwrite one that the API has brought", async () => {
      const { pool } = given();
      await given().import([header, line(ID, "Qualified")].join("\n"));
      await pool.write((db) => db.syncBatch.updateMany({ data: { way: "rest" } }));
      const old = [header, line(ID), line("00Q000000000002EAA")].join("\n");
      expect(countsOf(await given().import(old, { name: "old.csv" }))).toEqual({
        read: 2,
        inserted: 1,
        known_by_api: 1,
      });
      expect(await pool.db.salesforceLead.findMany({ orderBy: { source_id: "asc" } })).toMatchObject([
        { source_id: ID, status: "Qualified" },
        { status: "New" },
      ]);
    });
  });
});
