import sql from "sql-template-tag";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import { cellsOf, NOW, SALES, SalesOffice } from "../leads/delivery/sales-office.js";
import { fillFiles, fillLeads, MONTHS } from "../leads/list/filled.js";
import { COORDINATOR, OTHER_STAFF, STAFF } from "../main/setting.js";
import { onBothEngines } from "../pool/engines.js";

const CAPACITY = { field: "capacity", was: "20", now: "24", file_id: 1, file_date: MONTHS[0] };
const SAM = { who: STAFF, as: "staff", name: "Sam" } as const;
const CLEO = { who: COORDINATOR, as: "coordinator", name: "Cleo" } as const;

onBothEngines((engine) => {
  let office: SalesOffice;
  let without: SalesOffice;
  beforeAll(async () => {
    office = await SalesOffice.open(engine);
    without = await SalesOffice.open(engine, "");
  });
  afterAll(async () => {
    await office.close();
    await without.close();
  });
  beforeEach(async () => {
    office.now = NOW;
    await empty();
    await fillFiles(office.pool, [{ id: 1, source: "source_1", date: MONTHS[0] }]);
    await fillLeads(office.pool, [
      { id: 1, company: "Little Stars", person: "Maria Garcia" },
      { id: 2, company: "Sunny Days", state: "TX" },
      { id: 3, company: "Changed House", standing: "updated", differences: [CAPACITY] },
    ]);
  });

  /** As it was before anything happened. */
  const empty = () =>
    office.pool.transaction(async (tx) => {
      for (const statement of [
        sql`DELETE FROM lead`,
        sql`DELETE FROM lead_key`,
        sql`DELETE FROM lead_file`,
        sql`DELETE FROM lead_delivery`,
        sql`DELETE FROM lead_delivery_item`,
        sql`DELETE FROM outbox_message`,
        sql`DELETE FROM audit_entry`,
      ])
        await tx.run(statement);
    });

  const messages = async (): Promise<{ recipient: string; replaces_key: string | null; reply: Reply }[]> =>
    (
      await office.pool.query<{ recipient: string; replaces_key: string | null; payload: string }>(
        sql`SELECT recipient, replaces_key, payload FROM outbox_message ORDER BY id`,
      )
    ).map(({ payload, ...row }) => ({ ...row, reply: JSON.parse(payload) as Reply }));
  const audited = (kind: string) =>
    office.pool.query<{ command: string; detail: string }>(
      sql`SELECT command, detail FROM audit_entry WHERE kind = ${kind} ORDER BY id`,
    );
  const buttons = ({ actions }: Reply) => actions.map(({ label, line }) => [label, line]);

  describe("leads send", () => {
    it("shows first what would go, and sends nothing", async () => {
      const preview = await office.reply("leads send", SAM);
      expect(preview.text).toBe("2 new leads and 1 updated lead would go to Sales now. Nothing has been sent by this.");
      expect(preview.tables[0]?.rows).toEqual([
        ["NV", 1, 1],
        ["TX", 1, 1],
      ]);
      expect(buttons(preview)).toEqual([
        ["Send now", "leads send now:yes"],
        ["See the new ones", "leads new current:yes"],
        ["See what changed", "leads updated current:yes"],
      ]);
      expect(await messages()).toEqual([]);
    });

    it("sends one message to the sales channel, with its audit entry", async () => {
      const sent = await office.reply("leads send now", SAM);
      expect(sent.text).toBe("2 new leads and 1 updated lead are on the way to the sales channel (November 2026).");
      expect((await messages()).map(({ recipient }) => recipient)).toEqual([SALES]);
      const [entry] = await audited("write");
      expect(entry?.command).toBe("leads send");
      expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({ month: "2026-11", new: 2, updated: 1 });
    });

    it("says that the month was sent, by whom and when, and offers one more message for what is due since", async () => {
      await office.reply("leads send now", { ...SAM, who: OTHER_STAFF });
      await fillLeads(office.pool, [{ id: 9 }]);
      const again = await office.reply("leads send now", SAM);
      expect(again.text).toMatch(
        /^Nothing was sent now\. The leads of November 2026 were sent 20 Nov 2026 12:00 CST by .+ \(2 new leads and 1 updated lead\); what is due now waits for next month/,
      );
      expect(again.text).not.toContain(OTHER_STAFF);
      const preview = await office.reply("leads send", SAM);
      expect(preview.text).toContain("1 new lead would go to Sales now.");
      expect(buttons(preview)[0]).toEqual(["Send one more message now", "leads send now:yes again:yes"]);
      await office.reply("leads send now:yes again:yes", SAM);
      expect(await messages()).toHaveLength(2);
      expect((await office.reply("leads send now:yes again:yes", SAM)).text).toContain(
        "Nothing was sent: no new or updated lead is due",
      );
    });

    it("is for staff and administrators", async () => {
      expect(await office.failure("leads send", CLEO)).toContain("is for administrators and staff");
    });

    it("says what to set where there is no channel for Sales", async () => {
      await fillLeads(without.pool, [{ id: 1 }]);
      expect((await without.reply("leads send", SAM)).notices[0]?.text).toContain("slack.salesChannel");
      expect(await without.failure("leads send now", SAM)).toContain("slack.salesChannel");
    });
  });

  describe("leads sent", () => {
    it("says that nothing was sent yet, and which months there are", async () => {
      expect((await office.reply("leads sent")).text).toContain("No leads have been sent to Sales yet.");
      await office.reply("leads send now", SAM);
      expect(await office.failure("leads sent 2026-10")).toContain("There are messages of 2026-11.");
      expect(await office.failure("leads sent November")).toContain("Expected a month as in 2026-11");
    });

    it("lists the month's leads with who has taken them, to be taken a page at a time", async () => {
      await office.reply("leads send now", SAM);
      const sent = await office.reply("leads sent 2026-11", CLEO);
      expect(sent.text).toBe("2 new leads and 1 updated lead were sent to Sales in November 2026; 0 of 3 taken.");
      expect(buttons(sent)[0]).toEqual(["I take these 3", "leads take 1,2,3"]);
      await office.reply("leads take 2", CLEO);
      expect(cellsOf(await office.reply("leads sent", CLEO), "leads", "company", "taken")).toEqual([
        ["Little Stars", null],
        ["Sunny Days", "Cleo"],
        ["Changed House", null],
      ]);
      expect(cellsOf(await office.reply("leads sent taken:no", CLEO), "leads", "company").flat()).toEqual([
        "Little Stars",
        "Changed House",
      ]);
      expect(cellsOf(await office.reply("leads taken:yes", CLEO), "leads", "company").flat()).toEqual(["Sunny Days"]);
      expect(
        cellsOf(await office.reply("leads taken:no", CLEO), "leads", "company")
          .flat()
          .sort(),
      ).toEqual(["Changed House", "Little Stars"]);
    });

    it("is the workbook as a file, which is audited as an export and holds no contact in a channel", async () => {
      await office.reply("leads send now", SAM);
      const workbook = await office.reply("leads sent 2026-11 as:xlsx", CLEO);
      expect(workbook.tables.map(({ title }) => title)).toEqual(["New", "Updates to import", "Updated"]);
      expect(workbook.tables[0]?.rows[0]?.slice(0, 3)).toEqual(["Maria", "Garcia", "Little Stars"]);
      expect(workbook.notices.map(({ text }) => text).join(" ")).toContain(
        "1 lead without a contact person has the company's name there.",
      );
      expect((await audited("export")).map(({ command }) => command)).toEqual(["leads sent"]);
      expect(
        JSON.stringify(await office.reply("leads sent 2026-11 as:xlsx", { ...CLEO, at: "trusted" })),
      ).not.toContain("555-0001");
      expect(JSON.stringify(await office.reply("leads sent 2026-11 as:xlsx", { ...CLEO, at: "channel" }))).not.toMatch(
        /Maria|555-0001/,
      );
    });
  });

  describe("leads take", () => {
    beforeEach(() => office.reply("leads send now", SAM));

    it("makes leads theirs with Undo, and puts the message in the channel right", async () => {
      const taken = await office.reply("leads take 1,2", CLEO);
      expect(taken.text).toBe("Yours now: Little Stars, Mesquite, NV and Sunny Days, Mesquite, TX.");
      expect(buttons(taken)[0]).toEqual(["Undo", "leads give-back 1,2"]);
      const last = (await messages()).at(-1);
      expect(last).toMatchObject({ recipient: SALES, replaces_key: "leads:2026-11" });
      expect(last?.reply.facts[0]?.value).toBe("2 of 3");
      const back = await office.reply("leads give-back 1,2", CLEO);
      expect(back.text).toBe(
        "Given back: Little Stars, Mesquite, NV and Sunny Days, Mesquite, TX. Anybody can take them now.",
      );
      expect((await messages()).at(-1)?.reply.facts[0]?.value).toBe("0 of 3");
      expect((await audited("write")).map(({ command }) => command)).toEqual([
        "leads send",
        "leads take",
        "leads give-back",
      ]);
    });

    it("tells whoever comes second kindly who was faster", async () => {
      const [one, other] = await Promise.all([office.run("leads take 1", SAM), office.run("leads take 1", CLEO)]);
      const texts = [one, other].map((outcome) => (outcome.kind === "reply" ? outcome.reply.text : outcome.kind));
      expect(texts.filter((text) => text === "Yours now: Little Stars, Mesquite, NV.")).toHaveLength(1);
      expect(
        texts.filter((text) => /was faster: Little Stars, Mesquite, NV is theirs since .*Thank you/.test(text)),
      ).toHaveLength(1);
      const again = await office.reply("leads take 1", { ...SAM, at: "channel" });
      expect(again.text).toMatch(/^Yours already|^A colleague was faster/);
    });

    it("takes by name too, says what was never sent, and refuses what is not there", async () => {
      await fillLeads(office.pool, [{ id: 9, company: "Late House" }]);
      expect((await office.reply("leads take sunny days", CLEO)).text).toContain("Yours now: Sunny Days");
      expect((await office.reply("leads take late house", CLEO)).text).toContain(
        "Late House, Mesquite, NV was not sent to Sales yet",
      );
      expect(await office.failure("leads take 1,77", CLEO)).toContain("There is no lead 77");
      expect(cellsOf(await office.reply("leads taken:yes"), "leads", "company").flat()).toEqual(["Sunny Days"]);
    });

    it("can be given back by staff for a colleague, and by nobody else", async () => {
      await office.reply("leads take 1", CLEO);
      expect((await office.reply("leads give-back 1", { as: "coordinator" })).text).toContain("not yours");
      expect((await office.reply("leads give-back 1", SAM)).text).toContain("Given back: Little Stars");
    });

    it("shows in the lead's story who has it", async () => {
      await office.reply("leads take 1", { ...SAM, who: OTHER_STAFF });
      const story = await office.reply("lead little stars", CLEO);
      const [[month, by] = []] = cellsOf(story, "deliveries", "month", "taken_by");
      expect(month).toBe("2026-11");
      expect(by).not.toBe(OTHER_STAFF);
      expect(by).toBeTruthy();
    });
  });

  describe("the job leads", () => {
    const NOVEMBER = "2026-11-01T14:00:00.000Z";
    const DECEMBER = "2026-12-01T15:00:00.000Z";

    it("sends the month's leads once, however often it runs", async () => {
      expect((await office.job("leads", NOVEMBER)).text).toBe(
        "2 new leads and 1 updated lead of November 2026 are on their way",
      );
      expect((await office.job("leads")).text).toBe("the leads of November 2026 were sent already");
      expect(await messages()).toHaveLength(1);
    });

    it("says so in one line where a month brought nothing, once", async () => {
      await office.job("leads", NOVEMBER);
      office.now = DECEMBER;
      expect((await office.job("leads", DECEMBER)).text).toBe(
        "no new or updated leads in December 2026, and the channel was told so",
      );
      await office.job("leads");
      const [, line, ...others] = await messages();
      expect(others).toEqual([]);
      expect(line?.reply.text).toMatch(/^No new or updated leads for Sales \(December 2026\)/);
      await fillLeads(office.pool, [{ id: 9 }]);
      expect((await office.reply("leads send now", SAM)).text).toContain("1 new lead is on the way");
    });

    it("keeps quiet where no list is taken in, or no channel is set", async () => {
      expect((await without.job("leads")).text).toContain("slack.salesChannel is not set");
      await empty();
      expect((await office.job("leads")).text).toContain("no file of leads has been taken in yet");
      expect(await messages()).toEqual([]);
    });
  });
});
