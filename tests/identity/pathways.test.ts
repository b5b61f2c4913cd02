import { describe, expect, it } from "vitest";
import { derive } from "../../src/identity/index.js";
import { inAWorld, later, now, organization, type World } from "./world.js";

const seen = {
  source: "salesforce",
  record_hash: "0",
  batch_id: 1,
  first_seen_at: now,
  last_seen_at: now,
};

async function link(world: World, event_id: number, name: string, key: string): Promise<number> {
  return world.pool.write(async (db) => {
    const pathway = await db.pathway.create({
      data: { ...seen, source_id: `a1P${key}`, name, name_key: name.toLowerCase() },
    });
    const made = await db.pathwaySession.create({
      data: { ...seen, source_id: `a1Q${key}`, pathway_id: pathway.id, event_id },
    });
    return made.id;
  });
}

interface Detail {
  readonly pathway?: string;
  readonly is_stem?: boolean;
  readonly entered_at?: string;
  readonly reversed_at?: string;
}

const enter = (world: World, event_id: number, detail: Detail) =>
  world.pool.write((db) =>
    db.attendanceDetail.create({
      data: { event_id, entered_by_kind: "human", entered_by: "U1", entered_at: now, ...detail },
    }),
  );

/** What a sheet says of an event's attendance. */
const sheetRow = (world: World, event_id: number, detail: { pathway?: string; is_stem?: boolean }) =>
  world.pool.write((db) =>
    db.attendanceRow.create({
      data: { ...seen, source: "attendance", source_id: `row${event_id}`, event_id, ...detail },
    }),
  );

inAWorld((world) => {
  const pathwaysOf = async (event_id: number) =>
    (await world.pool.db.eventPathway.findMany({ where: { event_id }, orderBy: { pathway: "asc" } })).map(
      ({ pathway, basis }) => [pathway, basis],
    );
  const unresolved = async () =>
    (await world.flagsOf("pathway_unresolved"))
      .filter(({ resolved_at }) => resolved_at === null)
      .map(({ detail }) => detail);

  describe("pathways of an event (E8)", () => {
    it("are by link, attendance detail, tag, cluster, topic and STEM checkbox, each with why", async () => {
      const linked = await world.rows.event();
      await link(world, linked, "Business", "1");
      const detailed = await world.rows.event();
      await enter(world, detailed, { pathway: "Health" });
      const tagged = await world.rows.event({ skills_raw: '"PWY-Tech","Skills-Coding",CCE-Resume' });
      const clustered = await world.rows.event({ career_cluster: "Finance" });
      const topical = await world.rows.event({ series: "Robotics" });
      const ticked = await world.rows.event();
      await enter(world, ticked, { is_stem: true });
      const none = await world.rows.event({ skills_raw: "Skills-Coding,STEM", title: "STEM day", type: "bfi" });
      await world.run();
      expect(await Promise.all([linked, detailed, tagged, clustered, topical, ticked, none].map(pathwaysOf))).toEqual([
        [["Business", "link"]],
        [["Health", "attendance"]],
        [["STEM", "skill"]],
        [["Business", "cluster"]],
        [["STEM", "topic"]],
        [["STEM", "stem"]],
        [],
      ]);
    });

    it("know “Construction/ Trades” by its synonyms, whole names with commas, and several at once", async () => {
      const names = ["Construction/ Trades", "construction & trades pathway", "Trades", "Trades of the past"];
      const events = await Promise.all(names.map((pathway) => event({ pathway })));
      const tag = await world.rows.event({ skills_raw: '"PWY-Construction/ Trades"' });
      const comma = await world.rows.event({ skills_raw: '"PWY-Arts, Media & Communication"' });
      const several = await event({ pathway: "STEM; Arts, Media & Communication" });
      await world.run();
      expect(await Promise.all([...events, tag, comma, several].map(pathwaysOf))).toEqual([
        [["Construction/Trades", "attendance"]],
        [["Construction/Trades", "attendance"]],
        [["Construction/Trades", "attendance"]],
        [],
        [["Construction/Trades", "skill"]],
        [["Arts and Communication", "skill"]],
        [
          ["Arts and Communication", "attendance"],
          ["STEM", "attendance"],
        ],
      ]);

      async function event(detail: Detail): Promise<number> {
        const id = await world.rows.event();
        await enter(world, id, detail);
        return id;
      }
    });

    it("take the newest entry of a person before the sheet's, and a taken-back one not at all", async () => {
      const both = await world.rows.event();
      await sheetRow(world, both, { pathway: "Health", is_stem: true });
      await enter(world, both, { pathway: "STEM", entered_at: "2026-01-01T00:00:00.000Z" });
      await enter(world, both, { pathway: "Business", entered_at: "2026-01-02T00:00:00.000Z" });
      const back = await world.rows.event();
      await sheetRow(world, back, { pathway: "Health" });
      await enter(world, back, { pathway: "Business", reversed_at: now });
      await world.run();
      expect(await pathwaysOf(both)).toEqual([["Business", "attendance"]]);
      expect(await pathwaysOf(back)).toEqual([["Health", "attendance"]]);
    });

    it("keep the first reason of several, and every pathway there is a reason for", async () => {
      const event = await world.rows.event({ skills_raw: "PWY-STEM,PWY-Health Sciences", career_cluster: "STEM" });
      await link(world, event, "STEM", "2");
      await enter(world, event, { pathway: "STEM", is_stem: true });
      await world.run();
      expect(await pathwaysOf(event)).toEqual([
        ["Health", "skill"],
        ["STEM", "link"],
      ]);
    });

    it("follow the rows: a link or event that goes takes its pathway along, and nothing else is written", async () => {
      const event = await world.rows.event({ career_cluster: "Finance" });
      const deleted = await world.rows.event({ career_cluster: "Finance" });
      const session = await link(world, event, "Health", "3");
      expect((await world.run()).pathways).toBe(3);
      expect((await world.run()).pathways).toBe(0);
      await world.pool.write(async (db) => {
        await db.pathwaySession.update({ where: { id: session }, data: { deleted_at: now } });
        await db.event.update({ where: { id: deleted }, data: { deleted_at: now } });
      });
      expect((await world.run()).pathways).toBe(2);
      expect(await pathwaysOf(event)).toEqual([["Business", "cluster"]]);
      expect(await pathwaysOf(deleted)).toEqual([]);
    });

    it("raise a flag for text that means none, and for none that is known to mean none", async () => {
      await world.rows.event({ skills_raw: "PWY-Aviation,PWY-STEM", career_cluster: "Law and Public Safety" });
      await world.rows.event({ series: "Lunch with a leader" });
      await link(world, await world.rows.event(), "Culinary", "4");
      await world.run();
      expect(await unresolved()).toEqual([
        "config/pathways.yml has no pathway for: Aviation.",
        "config/pathways.yml has no pathway for: Culinary.",
      ]);
    });

    it("are said anew when config/pathways.yml changes, and the flag closes", async () => {
      const event = await world.rows.event({ skills_raw: "PWY-Aviation" });
      await world.run();
      expect(await unresolved()).toHaveLength(1);
      const { list, without } = organization.pathways;
      const rule = { name: "Aviation", also: [], clusters: [], skills: [], checkbox: false };
      const wider = { ...organization, pathways: { list: [...list, rule], without } };
      expect(await derive(world.pool, wider, later)).toMatchObject({ pathways: 1 });
      expect(await pathwaysOf(event)).toEqual([["Aviation", "skill"]]);
      expect(await unresolved()).toEqual([]);
    });
  });
});
