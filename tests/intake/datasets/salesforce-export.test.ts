import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { countsOf, inAnIntake } from "./setting.js";

const PATHWAY = "a0B5f00000PWY01AAA";
const SESSION = "a005f000003XNa7AAG";
const CONTACT = "0035f00000JU4opAAD";
const pathways = `Id,Name,School__c,Status__c\n${PATHWAY},Health Sciences,,Active`;
const sessions = `Id,Pathway__c,Session__c\na0C5f00000PWS01AAA,${PATHWAY},${SESSION}\na0C5f00000PWS02AAA,${PATHWAY},a005f000003XNb8AAG`;
const people = `Id,Pathway__c,Contact__c,Status__c\na0D5f00000PWP01AAA,${PATHWAY},${CONTACT},Active`;

describe("Salesforce's exports of pathways", () => {
  inAnIntake((given) => {
    it("become Salesforce's own rows, linked to sessions and people by their ids", async () => {
      const { pool, rows } = given();
      const event = await rows.event({ source_id: SESSION });
      const teacher = await rows.contact({ source_id: CONTACT, kind: "teacher" });
      expect(countsOf(await given().import(pathways))).toEqual({ read: 1, inserted: 1 });
      expect(countsOf(await given().import(sessions))).toEqual({ read: 2, inserted: 1, quarantined: 1 });
      expect(countsOf(await given().import(people))).toEqual({ read: 1, inserted: 1 });
      const [pathway] = await pool.db.pathway.findMany();
      expect(pathway).toMatchObject({
        source: "salesforce",
        source_id: PATHWAY,
        name: "Health Sciences",
        status_raw: "Active",
      });
      expect(await pool.db.pathwaySession.findMany()).toMatchObject([
        { pathway_id: pathway?.id, event_id: event, source: "salesforce" },
      ]);
      expect(await pool.db.pathwayParticipant.findMany()).toMatchObject([
        { pathway_id: pathway?.id, contact_id: teacher },
      ]);
      expect(await given().quarantine()).toMatchObject([{ reason: "missing_parent", waits_for_object: "Session__c" }]);
    });

    it("takes up a session that waited, at the next import", async () => {
      const { pool, rows } = given();
      await given().import(sessions);
      expect(await pool.db.pathwaySession.count()).toBe(0);
      await rows.event({ source_id: SESSION });
      await given().import(pathways);
      const next = await given().import(`Id,Pathway__c,Session__c\na0C5f00000PWS09AAA,${PATHWAY},${SESSION}`, {
        name: "next.csv",
      });
      // The other session that waited has its pathway now, and waits for its event.
      expect(countsOf(next)).toEqual({ read: 3, inserted: 2, quarantined: 1 });
      expect(await given().quarantine()).toHaveLength(1);
    });

    it("keeps of a waiting row what a reading by the API needs", async () => {
      await given().import(sessions);
      const [waiting] = await given().pool.query<{ payload: string }>(
        sql`SELECT payload FROM quarantine WHERE source = 'salesforce' ORDER BY id`,
      );
      expect(JSON.parse(waiting?.payload ?? "{}")).toMatchObject({
        Id: "a0C5f00000PWS01AAA",
        SystemModstamp: "2026-02-18T12:00:00.000Z",
        IsDeleted: false,
        Pathway__c: PATHWAY,
        Session__c: SESSION,
      });
    });

    it("leaves alone what the API has brought, which is newer", async () => {
      const { pool } = given();
      await given().import(pathways);
      await pool.write((db) => db.syncBatch.updateMany({ data: { way: "rest" } }));
      const result = await given().import(pathways.replace("Active", "Old"), { name: "old.csv" });
      expect(countsOf(result)).toEqual({ read: 1, known_by_api: 1 });
      expect(await pool.db.pathway.findMany()).toMatchObject([{ status_raw: "Active", deleted_at: null }]);
    });

    it("refuses ids of other objects", async () => {
      const result = await given().import(`Id,Name,School__c,Status__c\n${CONTACT},Ann,,\n,Bob,,`);
      expect(countsOf(result)).toEqual({ read: 2, quarantined: 2 });
    });
  });
});
