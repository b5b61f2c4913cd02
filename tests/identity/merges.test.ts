import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findOrganization } from "../../src/identity/index.js";
import { ALL_TIME, computeMetrics } from "../../src/metrics/index.js";
import { everything, keyOf, merge, type Sort, unmerge } from "./merges.js";
import { inAWorld, organization } from "./world.js";

inAWorld((world) => {
  const figures = async (...metrics: string[]) => {
    const { total } = await computeMetrics(world.pool, organization, {
      metrics,
      periods: [ALL_TIME],
      filters: [],
      today: "2026-03-01",
    });
    return metrics.map((id) => total.figures[id]?.[0]);
  };
  const deleted = (table: "contact" | "event" | "organization", id: number, winner?: string) =>
    world.pool.write(async (db) => {
      const data = { deleted_at: "2026-02-20T00:00:00.000Z" };
      if (table === "event") await db.event.update({ where: { id }, data });
      else if (table === "contact")
        await db.contact.update({ where: { id }, data: { ...data, merged_into_source_id: winner ?? null } });
      else await db.organization.update({ where: { id }, data: { ...data, merged_into_source_id: winner ?? null } });
    });
  const eventOf = async (id: number) => {
    const row = await world.pool.db.participation.findUnique({ where: { id } });
    if (row === null) throw new Error(`no participation ${id}`);
    return [row.event_id, row.recorded_event_id, Boolean(row.counts)];
  };

  describe("persons whom people said are one", () => {
    it("are a chain, and taking one decision back leaves the other", async () => {
      const [a, b, c] = [await world.rows.contact(), await world.rows.contact(), await world.rows.contact()];
      const first = await merge(world, "person", a, b);
      const second = await merge(world, "person", b, c);
      expect(await world.personOf(a, b, c)).toEqual([a, a, a]);
      await unmerge(world, first);
      expect(await world.personOf(a, b, c)).toEqual([a, b, b]);
      await unmerge(world, second);
      expect(await world.personOf(a, b, c)).toEqual([a, b, c]);
    });

    it("stay one when the record between them is deleted, and when Salesforce merges it into another", async () => {
      const ids = [];
      for (let each = 0; each < 4; each += 1) ids.push(await world.rows.contact());
      const [a = 0, b = 0, c = 0, winner = 0] = ids;
      await merge(world, "person", a, b);
      await merge(world, "person", b, c);
      await deleted("contact", b);
      await world.run();
      expect(await world.personOf(a, b, c, winner)).toEqual([a, null, a, winner]);
      await deleted("contact", b, (await keyOf(world.pool, "person", winner)).source_id);
      await world.run();
      expect(await world.personOf(a, b, c, winner)).toEqual([a, null, a, a]);
    });

    it("are no circle when each was said to be the other", async () => {
      const [a, b] = [await world.rows.contact(), await world.rows.contact()];
      await merge(world, "person", a, b);
      await merge(world, "person", b, a);
      expect(await world.personOf(a, b)).toEqual([a, a]);
    });
  });

  describe("organisations that people said are one", () => {
    it("credit the one that stays, under one name in M40, and give everything back", async () => {
      const [acme, twin] = [await world.rows.organization("Acme"), await world.rows.organization("Acme Corp.")];
      const event = await world.rows.event();
      const ids: number[] = [];
      for (const own of [acme, twin]) {
        const contact = await world.rows.contact();
        const account_source_id = (await keyOf(world.pool, "organization", own)).source_id;
        await world.rows.affiliation(contact, own, { account_source_id });
        ids.push(await world.rows.participation(event, contact));
      }
      await world.run();
      const before = await everything(world.pool);
      expect(await figures("M40")).toEqual([2]);

      const decision = await merge(world, "organization", twin, acme);
      const credited = await world.pool.db.participation.findMany({ orderBy: { id: "asc" } });
      expect(credited.map((row) => row.credited_organization_id)).toEqual([acme, acme]);
      expect(await figures("M40", "M20")).toEqual([1, 2]);
      for (const name of ["Acme", "Acme Corp.", "acme corp"]) {
        const { found } = await findOrganization(world.pool, {}, name);
        expect(found).toMatchObject({ name: "Acme", ids: [acme, twin] });
      }

      await unmerge(world, decision);
      expect(await everything(world.pool)).toEqual(before);
      expect((await findOrganization(world.pool, {}, "Acme Corp.")).found).toMatchObject({ ids: [twin] });
    });

    it("do not make a former employee appear twice", async () => {
      const [acme, twin] = [await world.rows.organization("Acme"), await world.rows.organization("Acme Corp.")];
      const contact = await world.rows.contact();
      for (const own of [acme, twin]) {
        const account_source_id = (await keyOf(world.pool, "organization", own)).source_id;
        await world.rows.affiliation(contact, own, { account_source_id, start_on: "2020-01-01", end_on: "2026-12-31" });
      }
      await world.rows.participation(await world.rows.event(), contact);
      await merge(world, "organization", twin, acme);
      const { rows } = await computeMetrics(world.pool, organization, {
        metrics: ["M20", "X20"],
        periods: [ALL_TIME],
        by: "organisation",
        today: "2026-03-01",
      });
      expect(rows.map(({ label, figures: each }) => [label, each.M20?.[0], each.X20?.[0]])).toEqual([
        ["Acme", 1, 1],
        ["Independent", 0, 0],
      ]);
    });
  });

  describe("sessions that people said are one", () => {
    it("count once, with everybody who took part at either, and give everything back", async () => {
      const [goes, stays] = [await world.rows.event(), await world.rows.event()];
      const [ann, ben, cem] = [await world.rows.contact(), await world.rows.contact(), await world.rows.contact()];
      const [annGoes, annStays] = [
        await world.rows.participation(goes, ann, { hours_recorded: 3 }),
        await world.rows.participation(stays, ann, { hours_recorded: 2 }),
      ];
      const benGoes = await world.rows.participation(goes, ben);
      const cemStays = await world.rows.participation(stays, cem);
      await world.run();
      const before = await everything(world.pool);
      expect(await figures("M60", "M20", "X20")).toEqual([2, 3, 4]);

      const decision = await merge(world, "session", goes, stays);
      // Of two attended rows of one person the larger hours count (rulings, small print).
      expect(await eventOf(annGoes)).toEqual([stays, goes, true]);
      expect(await eventOf(annStays)).toEqual([stays, null, false]);
      expect(await eventOf(benGoes)).toEqual([stays, goes, true]);
      expect(await eventOf(cemStays)).toEqual([stays, null, true]);
      expect(await figures("M60", "X60", "X62", "M20", "X20", "X30")).toEqual([1, 1, 1, 3, 3, 3]);

      expect((await world.run()).merged).toBe(0);
      await unmerge(world, decision);
      expect(await everything(world.pool)).toEqual(before);
    });

    it("are put right again after a sync wrote the source's own session, also another one than before", async () => {
      const [goes, stays, moved] = [await world.rows.event(), await world.rows.event(), await world.rows.event()];
      const id = await world.rows.participation(goes, await world.rows.contact());
      const decision = await merge(world, "session", goes, stays);
      const synced = (event_id: number) =>
        world.pool.write((db) =>
          db.participation.update({ where: { id }, data: { event_id, recorded_event_id: null, counts: true } }),
        );
      await synced(goes);
      await world.run();
      expect(await eventOf(id)).toEqual([stays, goes, true]);
      await synced(moved);
      await world.run();
      expect(await eventOf(id)).toEqual([moved, null, true]);
      // Staff put it to the session that stays: after an undo it is still there.
      await synced(stays);
      await unmerge(world, decision);
      expect(await eventOf(id)).toEqual([stays, null, true]);
    });

    it("lend the one that stays their district, pathway and attendance detail where it has none", async () => {
      const district = await world.rows.district("Grandview School District");
      const [goes, stays] = [
        await world.rows.event({ district_raw: "Grandview", headcount: 10 }),
        await world.rows.event(),
      ];
      const attendance = { total_students: 80, rooms: 4, rotations: 2, pathway: "Health", is_stem: true };
      const detail = (event_id: number, total_students: number) =>
        world.pool.write((db) =>
          db.attendanceDetail.create({
            data: {
              ...attendance,
              event_id,
              total_students,
              entered_by_kind: "human",
              entered_by: "U1",
              entered_at: "2026-02-16T00:00:00.000Z",
            },
          }),
        );
      await detail(goes, 80);
      await world.run();
      const before = await everything(world.pool);
      const decision = await merge(world, "session", goes, stays);
      const places = await world.pool.db.eventDistrict.findMany();
      expect(places).toEqual([{ event_id: stays, district_id: district, basis: "text" }]);
      expect(await world.pool.db.eventPathway.findMany({ orderBy: { pathway: "asc" } })).toEqual([
        { event_id: stays, pathway: "Health", basis: "attendance" },
        { event_id: stays, pathway: "STEM", basis: "stem" },
      ]);
      expect(await figures("X10", "M60")).toEqual([80, 1]);
      await detail(stays, 30);
      await world.run();
      expect(await figures("X10")).toEqual([30]);
      await world.pool.write((db) => db.attendanceDetail.deleteMany({ where: { event_id: stays } }));
      await unmerge(world, decision);
      expect(await everything(world.pool)).toEqual(before);
    });

    it("keep who took part when Salesforce deletes the one that went, and stand alone when it deletes the one that stayed", async () => {
      const [goes, stays] = [await world.rows.event(), await world.rows.event()];
      const one = await world.rows.participation(goes, await world.rows.contact());
      const other = await world.rows.participation(stays, await world.rows.contact());
      await merge(world, "session", goes, stays);
      await deleted("event", goes);
      await world.run();
      expect([await eventOf(one), await eventOf(other)]).toEqual([
        [stays, goes, true],
        [stays, null, true],
      ]);
      expect(await figures("M60", "M20")).toEqual([1, 2]);
      await world.pool.write((db) => db.event.update({ where: { id: goes }, data: { deleted_at: null } }));
      await deleted("event", stays);
      await world.run();
      expect([await eventOf(one), await eventOf(other)]).toEqual([
        [goes, null, true],
        [goes, stays, true],
      ]);
      expect(await figures("M60", "M20")).toEqual([1, 2]);
    });
  });

  describe("any merges and unmerges, in any order", () => {
    it("leave the figures that the standing decisions give, and all taken back the start", {
      timeout: 120_000,
    }, async () => {
      const many = 4;
      const ids: Record<Sort, number[]> = { person: [], organization: [], session: [] };
      for (let each = 0; each < many; each += 1) {
        const own = await world.rows.organization(`Company ${each}`);
        ids.organization.push(own);
        ids.session.push(await world.rows.event({ format: each % 2 === 0 ? "in_person" : "virtual" }));
        const contact = await world.rows.contact({ zip: each === 0 ? "64111" : "10001" });
        ids.person.push(contact);
        const account_source_id = (await keyOf(world.pool, "organization", own)).source_id;
        await world.rows.affiliation(contact, own, { account_source_id });
      }
      for (const [place, contact] of ids.person.entries())
        for (const [at, event] of ids.session.entries())
          if ((place + at) % 3 !== 0)
            await world.rows.participation(event, contact, { hours_recorded: 1 + place + at });
      await world.run();
      const start = await everything(world.pool);
      const index = fc.nat({ max: many - 1 });
      const step = fc.record({
        sort: fc.constantFrom<Sort>("person", "organization", "session"),
        goes: index,
        stays: index,
        isBack: fc.boolean(),
        which: fc.nat(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
          const standing: { id: number; sort: Sort; goes: number; stays: number }[] = [];
          for (const { sort, goes, stays, isBack, which } of steps) {
            const [taken] = isBack && standing.length > 0 ? standing.splice(which % standing.length, 1) : [];
            const [from = 0, to = 0] = [ids[sort][goes], ids[sort][stays]];
            if (taken !== undefined) await unmerge(world, taken.id);
            else if (from !== to)
              standing.push({ id: await merge(world, sort, from, to), sort, goes: from, stays: to });
          }
          const reached = await everything(world.pool);
          for (const { id } of standing) await unmerge(world, id);
          expect(await everything(world.pool)).toEqual(start);
          // The same decisions made at once, the last first, on the pool as it was.
          const again: number[] = [];
          for (const { sort, goes, stays } of [...standing].reverse())
            again.push(await merge(world, sort, goes, stays));
          expect(await everything(world.pool)).toEqual(reached);
          for (const id of again) await unmerge(world, id);
        }),
        { numRuns: 12, seed: 11, endOnFailure: true },
      );
    });
  });
});
