import type { KnownBlock } from "@slack/web-api";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { validateView } from "../../sandbox/slack/blockkit/index.js";
import type { Role } from "../../src/command/index.js";
import { addDays } from "../../src/domain/index.js";
import { homeBlocks } from "../../src/home/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { wordsOf } from "../doors/slack/looking.js";
import { TODAY } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";
const CLEO = "U0CLEO";

onBothEngines((engine) => {
  let empty: EmptyPool;
  beforeEach(async () => {
    empty = await emptyPool(engine);
  });
  afterEach(() => empty.drop());

  /** So many events of the next days; the first `owned` of them are Cleo's. */
  async function coming(events: number, owned: number, title = "Career fair"): Promise<void> {
    const small = new SmallOrganization(empty.pool);
    const ids = Array.from({ length: events }, (_, at) =>
      small.event({ date: addDays(TODAY, 1 + (at % 13)), title: `${title} ${at}`, status: "Confirmed" }),
    );
    await small.write();
    await empty.pool.transaction(async (tx) => {
      for (const id of ids.slice(0, owned))
        await tx.run(sql`
          INSERT INTO event_owner (source, source_id, owner, owner_name, due_on, note, since, assigned_by)
          SELECT source, source_id, ${CLEO}, 'Cleo', ${addDays(TODAY, 1)}, 'call the school', ${NOW}, ${CLEO} FROM event WHERE id = ${id}`);
    });
  }
  const run = (statement: ReturnType<typeof sql>) => empty.pool.transaction((tx) => tx.run(statement));
  const home = (
    role: Role,
    change: Parameters<typeof organizationSchema.parse>[0] = {},
  ): Promise<readonly KnownBlock[]> =>
    homeBlocks({
      pool: empty.pool,
      organization: organizationSchema.parse(change),
      userId: CLEO,
      access: { role, districts: [] },
      now: NOW,
      sample: true,
    });
  const buttonsIn = (blocks: readonly KnownBlock[]) =>
    blocks
      .flatMap((block) => (block.type === "actions" ? block.elements : []))
      .map((element) => ({
        id: "action_id" in element ? element.action_id : undefined,
        label: "text" in element ? wordsOf(element.text) : "",
        line: "value" in element ? element.value : undefined,
      }));

  describe("the App Home", () => {
    it("shows one's own events with days left, what is missing and the due day, and what has no owner", async () => {
      await coming(2, 1);
      const blocks = await home("coordinator");
      const text = wordsOf(blocks);
      expect(text).toContain("Career fair 0, Mon 16 Feb 2026");
      expect(text).toMatch(/tomorrow, ○ still needs .*a presenter.*\. Due tomorrow: call the school/);
      expect(text).toMatch(/Career fair 1, Tue 17 Feb 2026.*in 2 days, ○ needs an owner/s);
      expect(
        buttonsIn(blocks)
          .map(({ label }) => label)
          .slice(0, 6),
      ).toEqual(["Match", "Log outreach", "Release", "Hand over", "Claim", "Assign"]);
      expect(buttonsIn(blocks)[4]?.line).toMatch(/^claim event:\S+$/);
    });

    it("stays within Slack's limits however much there is, and every button has an id of its own", async () => {
      await coming(60, 30, `A very long title ${"of an event ".repeat(20)}`);
      for (let at = 0; at < 40; at += 1)
        await run(sql`INSERT INTO quick_link (title, url, topic, about, role, position, created_by, created_at)
          VALUES (${`Link ${at}`}, 'https://example.org/', ${`Topic ${at}`}, ${"long ".repeat(60)}, 'coordinator', ${at}, 'U1', ${NOW})`);
      const blocks = await home("admin", {
        checklist: ["one", "two", "three"].map((key) => ({ key, task: `${"do it ".repeat(8)}${key}`, daysBefore: 3 })),
      });
      expect(blocks.length).toBeLessThanOrEqual(100);
      const ids = buttonsIn(blocks).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(validateView({ type: "home", blocks: [...blocks] }, "home")).toEqual([]);
      expect(wordsOf(blocks)).toContain("22 further events.");
      expect(wordsOf(blocks)).toContain("Open alerts");
    });

    it("shows one's own open tasks, what is due first at the top, each with the button that ticks it", async () => {
      const checklist = [
        { key: "link", task: "Send the link", daysBefore: 2 },
        { key: "presenter", task: "Find a presenter", daysBefore: 14 },
      ];
      await coming(4, 3);
      expect(wordsOf(await home("coordinator"))).not.toContain("Your tasks");
      const blocks = await home("coordinator", { checklist });
      const text = wordsOf(blocks);
      expect(text).toMatch(/Your tasks.*Find a presenter, due 2 Feb 2026: ‼ overdue by 13 days/s);
      expect(text).toContain("1 further task.");
      expect(text).not.toMatch(/Your tasks.*Career fair 3.*Needs an owner/s);
      const ticks = buttonsIn(blocks).filter(({ label }) => label.startsWith("Done: "));
      expect(ticks.map(({ label }) => label)).toEqual([
        ...Array.from({ length: 3 }, () => "Done: Find a presenter"),
        ...Array.from({ length: 2 }, () => "Done: Send the link"),
      ]);
      expect(ticks[0]?.line).toMatch(/^task event:\S+ item:presenter state:done$/);
      await run(sql`DELETE FROM event_owner`);
      expect(wordsOf(await home("coordinator", { checklist }))).toContain("✓ Nothing is to be done.");
    });

    it("shows no figure, event or link to whoever has no role, and their own words to district viewers", async () => {
      await coming(2, 1);
      for (const role of ["none", "district"] as const) {
        const blocks = await home(role);
        expect(blocks).toHaveLength(1);
        expect(wordsOf(blocks)).not.toContain("Career fair");
      }
    });

    it("ticks the six steps of setting up for administrators, each looked up anew", async () => {
      const before = wordsOf(await home("admin"));
      for (const step of ["Administrators", "Salesforce", "Other sources", "Channels", "Roles", "A digest"])
        expect(before).toContain(`○ ${step}: `);
      expect(before).toContain("0 of 6 steps done.");
      expect(before).toContain(
        "○ Channels: set slack.connectorChannel, slack.managersChannel, slack.alertsChannel in organization.yml",
      );
      await run(
        sql`INSERT INTO sync_run (source, trigger, started_at, finished_at, state) VALUES ('salesforce', 'start', ${NOW}, ${NOW}, 'ok')`,
      );
      const slack = {
        admins: ["U0ADMIN01"],
        roleGroups: { S0STAFF001: "staff" },
        connectorChannel: "C01",
        managersChannel: "C02",
        alertsChannel: "C03",
      };
      const after = wordsOf(await home("admin", { slack }));
      for (const step of ["Administrators", "Salesforce", "Channels", "Roles"]) expect(after).toContain(`✓ ${step}: `);
      expect(after).toContain("4 of 6 steps done.");
      expect(wordsOf(await home("staff"))).not.toContain("Setting up");
    });

    it("shows links by topic as the role may see them, and nothing in them is read as mark-up", async () => {
      const link = (title: string, role: string) =>
        run(sql`INSERT INTO quick_link (title, url, topic, about, role, position, created_by, created_at)
          VALUES (${title}, 'https://example.org/a?b=1', 'start', '*bold* <!channel> <@U1>', ${role}, 1, 'U1', ${NOW})`);
      await link("Handbook", "coordinator");
      await link("Keys", "admin");
      const blocks = await home("coordinator");
      const text = wordsOf(blocks);
      const [section] = blocks.flatMap((block) => (block.type === "rich_text" ? block.elements : [])).slice(-1);
      expect(section).toMatchObject({
        elements: [
          { type: "text", text: "start", style: { bold: true } },
          { type: "text", text: "\n" },
          { type: "link", url: "https://example.org/a?b=1", text: "Handbook" },
          { type: "text", text: ": *bold* <!channel> <@U1>" },
        ],
      });
      expect(text).not.toContain("Keys");
      expect(buttonsIn(await home("coordinator")).map(({ label }) => label)).not.toContain("Add a link");
    });

    it("says how fresh each source is, and which is too old", async () => {
      await run(
        sql`INSERT INTO sync_run (source, trigger, started_at, finished_at, state) VALUES ('salesforce', 'start', ${NOW}, '2026-02-12T18:00:00.000Z', 'ok')`,
      );
      await run(
        sql`INSERT INTO sync_run (source, trigger, started_at, finished_at, state) VALUES ('roster', 'start', ${NOW}, '2026-02-15T17:30:00.000Z', 'ok')`,
      );
      const text = wordsOf(await home("staff"));
      expect(text).toMatch(/‼ Salesforce: too old, .*, 3 days ago/);
      expect(text).toMatch(/✓ Teacher roster: .*, within the hour/);
    });
  });
});
