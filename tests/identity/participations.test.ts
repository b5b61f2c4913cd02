import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { creditedHours } from "../../src/domain/index.js";
import { ATTENDED, creditedHoursOf } from "../../src/identity/index.js";
import { inAWorld, later, now } from "./world.js";

inAWorld((world) => {
  const countsOf = async (...ids: number[]) => {
    const found = await world.pool.db.participation.findMany({ select: { id: true, counts: true } });
    return ids.map((id) => found.find((each) => each.id === id)?.counts);
  };
  const creditOf = async (id: number) => {
    const found = await world.pool.db.participation.findUnique({ where: { id } });
    return [found?.credited_organization_id, found?.credit_start_unknown];
  };

  describe("participations that count", () => {
    it("are attended, and nothing about them is deleted", async () => {
      const event = await world.rows.event();
      const person = () => world.rows.contact();
      const attended = await world.rows.participation(event, await person());
      const registered = await world.rows.participation(event, await person(), { attended: false });
      const deleted = await world.rows.participation(event, await person(), { deleted_at: now });
      const ofDeletedEvent = await world.rows.participation(
        await world.rows.event({ deleted_at: now }),
        await person(),
      );
      const ofDeletedContact = await world.rows.participation(event, await world.rows.contact({ deleted_at: now }));
      const teacher = () => world.rows.contact({ kind: "teacher" });
      const confirmed = await world.rows.participation(event, await teacher(), {
        role: "teacher",
        attended: false,
        attendance_confirmed_at: now,
      });
      const unconfirmed = await world.rows.participation(event, await teacher(), { role: "teacher", attended: true });
      await world.run();
      expect(
        await countsOf(attended, registered, deleted, ofDeletedEvent, ofDeletedContact, confirmed, unconfirmed),
      ).toEqual([true, false, false, false, false, true, false]);
    });

    it("say whose they are, as their contacts do, also after a merge and its undoing; the others say nothing", async () => {
      const [a, b] = [await world.rows.contact({ source_id: "003A" }), await world.rows.contact()];
      const [here, there] = [await world.rows.event(), await world.rows.event()];
      const theirs = await world.rows.participation(here, a);
      const others = await world.rows.participation(there, b);
      const registered = await world.rows.participation(here, b, { attended: false });
      const whose = async () => {
        const found = await world.pool.db.participation.findMany({ select: { id: true, person_id: true } });
        return [theirs, others, registered].map((id) => found.find((each) => each.id === id)?.person_id);
      };
      await world.run();
      expect(await whose()).toEqual([a, b, null]);
      const decision = await world.rows.decision("same_person", b, "003A");
      await world.run();
      expect(await whose()).toEqual([a, a, null]);
      await world.pool.write((db) =>
        db.decision.update({ where: { id: decision }, data: { reversed_at: now, reversed_by: "U1" } }),
      );
      await world.run();
      expect(await whose()).toEqual([a, b, null]);
      await world.pool.write((db) => db.contact.update({ where: { id: b }, data: { deleted_at: now } }));
      await world.run();
      expect(await whose()).toEqual([a, null, null]);
    });

    it("are one per person and event: the one with more hours, and the other is flagged until the pair is gone", async () => {
      const event = await world.rows.event({ duration_minutes: 120 });
      const [a, b] = [
        await world.rows.contact({ emails: ["a@x.org"] }),
        await world.rows.contact({ emails: ["a@x.org"] }),
      ];
      const one = await world.rows.participation(event, a, { hours_recorded: 1 });
      const fallback = await world.rows.participation(event, b);
      const elsewhere = await world.rows.participation(await world.rows.event(), b);
      await world.run();
      expect(await countsOf(one, fallback, elsewhere)).toEqual([false, true, true]);
      const [flag] = await world.flagsOf("duplicate_participation");
      expect(flag?.detail).toMatch(
        /^The same person at the same event as a0P\d+, which counts with 2 h; this one has 1 h\.$/,
      );
      await world.pool.write((db) => db.participation.update({ where: { id: fallback }, data: { deleted_at: now } }));
      await world.run(later);
      expect(await countsOf(one, fallback, elsewhere)).toEqual([true, false, true]);
      expect(await world.flagsOf("duplicate_participation")).toMatchObject([{ opened_at: now, resolved_at: later }]);
      await world.pool.write((db) => db.participation.update({ where: { id: fallback }, data: { deleted_at: null } }));
      await world.run(later);
      expect(await world.flagsOf("duplicate_participation")).toMatchObject([{ opened_at: later, resolved_at: null }]);
    });

    it("are one, and none is flagged, where two sources say the same", async () => {
      const event = await world.rows.event({ duration_minutes: 60 });
      const student = await world.rows.contact({ kind: "student" });
      const volunteer = await world.rows.contact();
      const ids: number[] = [];
      for (const [contact, role] of [
        [student, "student"],
        [volunteer, "volunteer"],
      ] as const) {
        const [one, two] = [
          await world.rows.participation(event, contact, { role, hours_recorded: 1 }),
          await world.rows.participation(event, contact, {
            role,
            ...(role === "student" ? {} : { hours_recorded: 1 }),
          }),
        ];
        await world.pool.write((db) =>
          db.participation.update({ where: { id: two }, data: { source: "pathway-roster" } }),
        );
        ids.push(one, two);
      }
      await world.run();
      expect((await countsOf(...ids)).filter(Boolean)).toHaveLength(2);
      expect(await world.flagsOf("duplicate_participation")).toEqual([]);
    });

    it("credit the same hours for many rows as for one", async () => {
      const values = [null, 0.5, 20];
      const minutes = [null, 0, 30, 90, 720, 721];
      const spans = [null, -30, 0, 30, 60, 150, 720, 721];
      const contact = await world.rows.contact();
      const expected = new Map<number, number>();
      for (const duration_minutes of minutes) {
        for (const span_minutes of spans) {
          const event = await world.rows.event({ duration_minutes, span_minutes });
          for (const recorded of values) {
            const id = await world.rows.participation(
              event,
              contact,
              recorded === null ? {} : { hours_recorded: recorded },
            );
            expected.set(
              id,
              creditedHours({ recorded, durationMinutes: duration_minutes, spanMinutes: span_minutes, longest: 12 })
                .hours,
            );
          }
        }
      }
      const found = await world.pool.query<{ id: number; hours: number }>(
        sql`SELECT p.id, ${creditedHoursOf(12)} AS hours FROM participation p JOIN event e ON e.id = p.event_id WHERE ${ATTENDED}`,
      );
      expect(new Map(found.map(({ id, hours }) => [id, hours]))).toEqual(expected);
    });

    it("of an event too long to credit its length are flagged at the event", async () => {
      const event = await world.rows.event({ source_id: "a00LONG", span_minutes: 2_880 });
      await world.rows.participation(event, await world.rows.contact());
      await world.rows.participation(event, await world.rows.contact(), { hours_recorded: 3 });
      await world.run();
      expect(await world.flagsOf("hours_fallback_too_long")).toMatchObject([
        { source_id: "a00LONG", detail: expect.stringContaining("; 1 without recorded hours.") },
      ]);
    });
  });

  describe("the organisation credited (E5)", () => {
    it("T31: is the one of the event's day, not today's", async () => {
      const [university, company] = [
        await world.rows.organization("University"),
        await world.rows.organization("Company"),
      ];
      const volunteer = await world.rows.contact();
      await world.rows.affiliation(volunteer, university, {
        status: "past",
        start_on: "2020-01-01",
        end_on: "2025-08-01",
      });
      await world.rows.affiliation(volunteer, company, { start_on: "2025-08-02", is_primary: true });
      const before = await world.rows.participation(await world.rows.event({ local_date: "2024-10-01" }), volunteer);
      const lastDay = await world.rows.participation(await world.rows.event({ local_date: "2025-08-01" }), volunteer);
      const after = await world.rows.participation(await world.rows.event({ local_date: "2025-10-01" }), volunteer);
      await world.run();
      expect([await creditOf(before), await creditOf(lastDay), await creditOf(after)]).toEqual([
        [university, false],
        [university, false],
        [company, false],
      ]);
    });

    it("T32: is none for a past affiliation without an end, a pending one or none at all", async () => {
      const organizationId = await world.rows.organization("Tech");
      const [past, pending, independent] = [
        await world.rows.contact(),
        await world.rows.contact(),
        await world.rows.contact(),
      ];
      await world.rows.affiliation(past, organizationId, { status: "past", start_on: "2020-01-01" });
      await world.rows.affiliation(pending, organizationId, { status: "pending" });
      const event = await world.rows.event();
      for (const contact of [past, pending, independent])
        expect(await world.rows.participation(event, contact)).toBeGreaterThan(0);
      await world.run();
      expect(await world.pool.db.participation.count({ where: { credited_organization_id: null } })).toBe(3);
    });

    it("T33: is one of two: primary first, then the latest start, then the lowest name, unknown starts last", async () => {
      const [zebra, apple, middle] = [
        await world.rows.organization("Zebra"),
        await world.rows.organization("apple Inc"),
        await world.rows.organization("Middle"),
      ];
      const event = await world.rows.event();
      const at = async (...ties: [number, { is_primary?: boolean; start_on?: string; status?: string | null }][]) => {
        const contact = await world.rows.contact();
        for (const [organizationId, fields] of ties) await world.rows.affiliation(contact, organizationId, fields);
        return world.rows.participation(event, contact);
      };
      const primary = await at([zebra, { is_primary: true }], [apple, { start_on: "2025-01-01" }]);
      const latest = await at([zebra, { start_on: "2024-01-01" }], [apple, { start_on: "2023-01-01" }], [middle, {}]);
      const lowest = await at([zebra, {}], [apple, {}], [middle, { status: null }]);
      const future = await at([zebra, { start_on: "2027-01-01", is_primary: true }], [apple, {}]);
      await world.run();
      expect([await creditOf(primary), await creditOf(latest), await creditOf(lowest), await creditOf(future)]).toEqual(
        [
          [zebra, true],
          [zebra, false],
          [middle, true],
          [apple, true],
        ],
      );
    });

    it("is taken over all records of a person, and follows a merged organisation", async () => {
      const kept = await world.rows.organization("Kept", { source_id: "001KEPT" });
      const merged = await world.rows.organization("Merged", { deleted_at: now, merged_into_source_id: "001KEPT" });
      const [a, b] = [
        await world.rows.contact({ emails: ["a@x.org"] }),
        await world.rows.contact({ emails: ["a@x.org"] }),
      ];
      await world.rows.affiliation(a, merged);
      const participation = await world.rows.participation(await world.rows.event(), b);
      await world.run();
      expect(await creditOf(participation)).toEqual([kept, true]);
    });

    it("is taken back when the affiliation goes", async () => {
      const contact = await world.rows.contact();
      const affiliation = await world.rows.affiliation(contact, await world.rows.organization("Tech"));
      const participation = await world.rows.participation(await world.rows.event(), contact);
      await world.run();
      await world.pool.write((db) => db.affiliation.update({ where: { id: affiliation }, data: { deleted_at: now } }));
      await world.run();
      expect(await creditOf(participation)).toEqual([null, false]);
    });
  });
});
