import { describe, expect, it } from "vitest";
import { derive, isDirty, markDirty } from "../../src/identity/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { inAWorld, now, organization } from "./world.js";

inAWorld((world) => {
  describe("a run", () => {
    const nothing = {
      days: 0,
      persons: 0,
      merged: 0,
      excluded: 0,
      locality: 0,
      districts: 0,
      pathways: 0,
      counts: 0,
      credit: 0,
      communications: 0,
      schools: 0,
      events: 0,
      sheets: 0,
      flags: 0,
      isSettled: true,
    };

    it("writes only what changed, and nothing the second time", async () => {
      const contact = await world.rows.contact({ zip: "64111" });
      await world.rows.affiliation(contact, await world.rows.organization("Tech"));
      await world.rows.district("Center");
      await world.rows.participation(await world.rows.event({ district_raw: "Center" }), contact);
      expect(await world.run()).toEqual({
        days: 0,
        persons: 1,
        merged: 0,
        excluded: 0,
        locality: 1,
        districts: 1,
        pathways: 0,
        counts: 1,
        credit: 1,
        communications: 0,
        schools: 0,
        events: 0,
        sheets: 0,
        flags: 0,
        isSettled: true,
      });
      expect(await world.run()).toEqual(nothing);
    });

    it("is due after rows or the rules changed, and only then", async () => {
      await world.rows.contact({ zip: "10001" });
      expect(await isDirty(world.pool)).toBe(true);
      expect(await derive(world.pool, organization, now)).toMatchObject({ persons: 1, locality: 1 });
      expect(await isDirty(world.pool)).toBe(false);
      await world.rows.contact();
      expect(await derive(world.pool, organization, now)).toEqual(nothing);
      await world.pool.transaction((tx) => markDirty(tx));
      expect(await derive(world.pool, organization, now)).toMatchObject({ persons: 1 });
      const wider = organizationSchema.parse({ local: { local: ["100"], partial: [] } });
      expect(await derive(world.pool, wider, now)).toMatchObject({ locality: 1 });
    });

    it("puts events into other school years once these begin in another month, and back", async () => {
      const august = await world.rows.event({ local_date: "2025-08-20", school_year: 2025 });
      const legacy = await world.rows.event({
        local_date: "2024-08-20",
        school_year: 2024,
        type: "connector_session",
      });
      const later = await world.rows.event({ local_date: "2025-09-01", school_year: 2025 });
      await derive(world.pool, organization, now);
      const years = async () =>
        (
          await world.pool.db.event.findMany({
            where: { id: { in: [august, legacy, later] } },
            orderBy: { id: "asc" },
          })
        ).map(({ school_year, is_legacy_connector }) => [school_year, is_legacy_connector]);
      const before = await years();
      const fromSeptember = { ...organization, schoolYearStartMonth: 9 };
      expect(await derive(world.pool, fromSeptember, now)).toMatchObject({ events: 2 });
      expect(await years()).toEqual([
        [2024, false],
        [2023, true],
        [2025, false],
      ]);
      expect(await derive(world.pool, fromSeptember, now)).toMatchObject({ events: 0 });
      expect(await derive(world.pool, organization, now)).toMatchObject({ events: 2 });
      expect(await years()).toEqual(before);
    });

    it("puts events and e-mails on the days of another time zone once one is configured, or when all is rebuilt", async () => {
      const evening = await world.rows.event({
        starts_at: "2025-08-01T04:30:00.000Z",
        local_date: "2025-07-31",
        local_time: "23:30",
        school_year: 2024,
      });
      const pathful = await world.rows.event({
        source: "pathful",
        starts_at: "2025-08-01T04:30:00.000Z",
        local_date: "2025-07-31",
        local_time: "23:30",
        school_year: 2024,
      });
      const of = async (id: number) => {
        const event = await world.pool.db.event.findUnique({ where: { id } });
        return [event?.local_date, event?.local_time, event?.school_year];
      };
      await derive(world.pool, organization, now);
      expect(await of(evening)).toEqual(["2025-07-31", "23:30", 2024]);
      const inNewYork = { ...organization, timeZone: "America/New_York" };
      expect(await derive(world.pool, inNewYork, now)).toMatchObject({ days: 1, events: 1 });
      expect(await of(evening)).toEqual(["2025-08-01", "00:30", 2025]);
      expect(await of(pathful)).toEqual(["2025-07-31", "23:30", 2024]);
      expect(await derive(world.pool, inNewYork, now)).toMatchObject({ days: 0, events: 0 });
      await world.pool.write((db) =>
        db.event.update({ where: { id: evening }, data: { local_date: "2025-07-31", school_year: 2024 } }),
      );
      expect(await derive(world.pool, inNewYork, now)).toMatchObject({ days: 0, events: 0 });
      expect(await derive(world.pool, inNewYork, now, { rebuild: true })).toMatchObject({ days: 1, events: 1 });
      expect(await of(evening)).toEqual(["2025-08-01", "00:30", 2025]);
    });

    it("finishes what a run cut off at any transaction began", async () => {
      const whole = async () => {
        const event = await world.rows.event({ district_raw: "Center" });
        const contact = await world.rows.contact({ emails: ["a@x.org"], zip: "64111" });
        await world.rows.affiliation(contact, await world.rows.organization("Tech"));
        await world.rows.participation(event, contact);
        await world.rows.participation(event, await world.rows.contact({ emails: ["a@x.org"] }));
        await world.pool.transaction((tx) => markDirty(tx));
      };
      await world.rows.district("Center");
      for (let allowed = 0; ; allowed += 1) {
        await whole();
        let left = allowed;
        const cut = {
          engine: world.pool.engine,
          query: world.pool.query.bind(world.pool),
          transaction: <T>(work: Parameters<typeof world.pool.transaction<T>>[0]): Promise<T> => {
            left -= 1;
            return left < 0 ? Promise.reject(new Error("cut off")) : world.pool.transaction(work);
          },
        };
        const isWhole = await derive(cut, organization, now).then(
          () => true,
          () => false,
        );
        expect(await isDirty(world.pool)).toBe(!isWhole);
        if (isWhole) break;
        await derive(world.pool, organization, now);
        expect(await isDirty(world.pool)).toBe(false);
        expect(await world.run()).toEqual(nothing);
      }
    });

    it("takes up rows that changed while it ran", async () => {
      await world.rows.contact();
      let late: number | null = null;
      const busy = {
        engine: world.pool.engine,
        query: world.pool.query.bind(world.pool),
        transaction: async <T>(work: Parameters<typeof world.pool.transaction<T>>[0]): Promise<T> => {
          const result = await world.pool.transaction(work);
          if (late === null) {
            late = 0;
            late = await world.rows.contact();
            await world.pool.transaction((tx) => markDirty(tx));
          }
          return result;
        },
      };
      expect(await derive(busy, organization, now)).toMatchObject({ isSettled: true });
      expect(await world.personOf(late ?? -1)).toEqual([late]);
      expect(await isDirty(world.pool)).toBe(false);
    });
  });
});
