import { expect, it } from "vitest";
import { measureQuality, virtualCompleteness } from "../../../src/watch/index.js";
import { inAWorld, now, organization, type World } from "../../identity/world.js";

const CAME = { role: "teacher", status: "attended", attendance_confirmed_at: "2026-02-15T17:00:00.000Z" } as const;
const OPEN = { role: "teacher", status: "needs_review", attended: false } as const;
const MISSED = { role: "teacher", status: "no_show", attended: false } as const;

/** Seven virtual sessions held, of which two are whole; what else there is was not held, was not virtual, or stands no more. */
async function sessions({ rows }: World): Promise<void> {
  const held = async (parts: readonly object[], event: object = {}) => {
    const id = await rows.event({ format: "virtual", ...event });
    for (const part of parts) {
      const kind = "role" in part ? "teacher" : "volunteer";
      await rows.participation(id, await rows.contact({ kind }), part);
    }
    return id;
  };
  const presenter = {};
  await held([presenter, CAME]);
  await held([presenter, CAME, MISSED], { status: "Simulcast" });
  await held([CAME]);
  await held([presenter]);
  await held([]);
  await held([presenter, CAME, OPEN]);
  await held([OPEN, { ...CAME, deleted_at: now }]);
  await held([], { status: "Cancelled" });
  await held([OPEN], { status: "Confirmed" });
  await held([OPEN], { format: "in_person" });
  await held([], { is_legacy_connector: true });
  await held([], { deleted_at: now });
}

inAWorld((world) => {
  it("counts presenter, teacher and attendance of the virtual sessions held, and each gap by itself", async () => {
    await sessions(world);
    expect(await virtualCompleteness(world.pool, now)).toEqual({
      held: 7,
      whole: 2,
      withoutPresenter: 3,
      withoutTeacher: 2,
      attendanceUnknown: 2,
    });
  });

  it("keeps the shares: of all held, those with a presenter, with a teacher, and with the attendance of every teacher", async () => {
    await sessions(world);
    const kept = (await measureQuality(world.pool, organization, now)).filter(({ metric }) =>
      /^completeness/.test(metric),
    );
    expect(kept.map(({ metric, details, success }) => [metric, details.known, details.held, success])).toEqual([
      ["completeness.virtual_sessions", 2, 7, false],
      ["completeness.virtual_presenter", 4, 7, false],
      ["completeness.virtual_teacher", 5, 7, false],
      ["completeness.virtual_attendance", 3, 7, false],
    ]);
    expect(kept[0]?.value).toBeCloseTo(2 / 7);
  });

  it("takes a teacher with two records by the better one", async () => {
    const session = await world.rows.event({ format: "virtual" });
    await world.rows.participation(session, await world.rows.contact());
    const records = [CAME, OPEN] as const;
    for (const part of records)
      await world.rows.participation(session, await world.rows.contact({ kind: "teacher", person_id: 7 }), part);
    expect(await virtualCompleteness(world.pool, now)).toMatchObject({ held: 1, whole: 1, attendanceUnknown: 0 });
  });

  it("says nothing of a pool where none was held", async () => {
    expect(await virtualCompleteness(world.pool, now)).toMatchObject({ held: 0, whole: 0 });
    expect((await measureQuality(world.pool, organization, now)).map(({ metric }) => metric)).toEqual([]);
  });
});
