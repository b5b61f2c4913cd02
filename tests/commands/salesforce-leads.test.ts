import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { runTerminal } from "../../src/doors/index.js";
import { createHouse, type House } from "../../src/house.js";
import { openLog, projectFile, readOrganization, readSettings, systemClock } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const LIST = [
  "Name,Credential Type,Credential Number,Status,Expiration Date,Disciplinary Action,Address,State,County,Phone,First Issue Date,Primary Contact Name,Primary Contact Role",
  'Desert Willow Preschool,Center,60101,Active,12/1/27,N,"150 N. SANDHILL RD MESQUITE, NV 89027",NV,CLARK,702-555-0100,12/1/13,Marisol Quintero,Owner',
  'Red Rock Montessori,Center,60102,Active,12/1/27,N,"6005 CALICO RIDGE BLVD LAS VEGAS, NV 89135",NV,CLARK,702-555-0104,12/1/13,Elena Petrova,Owner',
].join("\n");
const EXPORT = [
  "id,is_deleted,last_name,company,phone,mobile_phone,status,is_converted,last_modified_date",
  "00Q000000000001EAA,false,Petrova,Red Rock Montessori,,(702) 555-0104,Nurturing,false,2026-01-05 10:00:00",
].join("\n");

onBothEngines((engine) => {
  let home: EmptyPool;
  let org: SalesforceOrg;
  let house: House;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "polaris-leads-"));
    home = await emptyPool(engine);
    org = await new SalesforceOrg().listen();
    const settings = readSettings({
      POLARIS_MODE: "sandbox",
      POLARIS_DATA_DIR: folder,
      SLACK_BOT_TOKEN: "xoxb-sandbox",
      SLACK_APP_TOKEN: "xapp-sandbox",
      SALESFORCE_LOGIN_URL: org.url,
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    });
    const organization = readOrganization(projectFile("sandbox/organization.yml"));
    house = createHouse({ settings, organization, pool: home.pool, log: openLog("silent"), clock: systemClock });
  });
  afterEach(async () => {
    await org.close();
    await home.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function polaris(...words: string[]): Promise<void> {
    let said = "";
    const keep = {
      write(text: string) {
        said += text;
      },
    };
    const about = { dispatch: house.dispatch, stdout: keep, stderr: keep, width: 200, timeZone: "America/Chicago" };
    const status = await runTerminal(words, { ...about, clock: systemClock, newRequestId: () => "test" });
    if (status !== 0) throw new Error(said);
  }
  async function importing(name: string, text: string): Promise<void> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    await polaris("import", file);
  }
  const standings = () => home.pool.query(sql`SELECT company, standing, matched_by FROM lead ORDER BY company`);

  describe("leads of an outside list", () => {
    it("stand anew to Salesforce after each way in which its leads come", async () => {
      await importing("source_1_2026-01-01.csv", LIST);
      expect(await standings()).toEqual([
        { company: "Desert Willow Preschool", standing: "new", matched_by: null },
        { company: "Red Rock Montessori", standing: "new", matched_by: null },
      ]);
      const lead = { LastName: "Quintero", Company: "Desert Willow Preschool", Phone: "(702) 555-0100", Status: "New" };
      const id = org.insert("Lead", lead);
      await polaris("sync", "salesforce");
      await importing("leads.csv", EXPORT);
      expect(await standings()).toEqual([
        { company: "Desert Willow Preschool", standing: "known", matched_by: "phone" },
        { company: "Red Rock Montessori", standing: "known", matched_by: "mobile" },
      ]);
      org.delete("Lead", id);
      await polaris("sync", "salesforce");
      expect(await standings()).toMatchObject([{ standing: "new" }, { standing: "known" }]);
    });
  });

  describe("statuses of Salesforce's leads", () => {
    it("are kept by syncs, by exports and by the job", async () => {
      const id = org.insert("Lead", { LastName: "Quintero", Company: "Desert Willow", Status: "New" });
      await polaris("sync", "salesforce");
      await importing("leads.csv", EXPORT);
      org.edit("Lead", id, { Status: "Qualified" });
      await polaris("sync", "salesforce");
      const history = sql`
        SELECT status, CASE WHEN to_at IS NULL THEN 'open' ELSE 'ended' END AS state FROM lead_status ORDER BY source_id DESC, from_at`;
      const kept = [
        { status: "New", state: "ended" },
        { status: "Qualified", state: "open" },
        { status: "Nurturing", state: "open" },
      ];
      expect((await home.pool.query(history)).toSorted(byStatus)).toEqual(kept.toSorted(byStatus));
      await polaris("job", "lead-statuses");
      expect((await home.pool.query(history)).toSorted(byStatus)).toEqual(kept.toSorted(byStatus));
      await home.pool.transaction((tx) => tx.run(sql`DELETE FROM lead_status`));
      await polaris("job", "lead-statuses");
      expect(await home.pool.db.leadStatus.count({ where: { to_at: null } })).toBe(2);
    });
  });
});

const byStatus = (one: unknown, other: unknown): number => JSON.stringify(one).localeCompare(JSON.stringify(other));
