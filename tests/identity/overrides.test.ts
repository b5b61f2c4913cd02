import { describe, expect, it } from "vitest";
import { decide, type NewDecision, takeBack } from "../../src/identity/index.js";
import { merge, unmerge } from "./merges.js";
import { inAWorld, now } from "./world.js";

const END = "2026-02-15T17:00:00.000Z";
const CAME = { status: "attended", attended: true, attendance_confirmed_at: END };
const MISSED = { status: "no_show", attended: false, attendance_confirmed_at: null };

inAWorld((world) => {
  const session = () => world.rows.event({ format: "virtual", type: "virtual_session", ends_at: END });
  const teacher = () => world.rows.contact({ kind: "teacher" });
  const row = async (id: number) => {
    const [found] = await world.pool.db.participation.findMany({ where: { id } });
    if (found === undefined) throw new Error("the participation is gone");
    return found;
  };
  const attendance = async (id: number) => {
    const { status, attended, attendance_confirmed_at } = await row(id);
    return { status, attended, attendance_confirmed_at };
  };
  const decided = (decision: Omit<NewDecision, "by" | "now">): Promise<number> =>
    world.pool.transaction((tx) => decide(tx, { ...decision, by: "U1", now }));
  const say = async (id: number, value: "add" | "remove"): Promise<number> => {
    const { source, source_id: sourceId } = await row(id);
    const about = { kind: "attendance_override", subject: "participation", source, sourceId } as const;
    return decided({ ...about, value, reason: "She wrote to say so." });
  };
  const undo = (id: number) => world.pool.transaction((tx) => takeBack(tx, id, { by: "U2", now }));
  /** The source sends the row once more, changed. */
  const sourceSays = (
    id: number,
    data: { record_hash: string; status: string; attendance_confirmed_at: string | null },
  ) => world.pool.write((db) => db.participation.update({ where: { id }, data: { ...data, attended: false } }));

  describe("a teacher's attendance that a person put right (ruling A3)", () => {
    const CAME_AT_SOURCE = { role: "teacher", attendance_confirmed_at: END } as const;
    const MISSED_AT_SOURCE = { role: "teacher", attended: false, status: "no_show" } as const;

    it("wins over what the source says, counts at once, and is written once", async () => {
      const [came, missed] = [
        await world.rows.participation(await session(), await teacher(), CAME_AT_SOURCE),
        await world.rows.participation(await session(), await teacher(), MISSED_AT_SOURCE),
      ];
      await say(came, "remove");
      await say(missed, "add");
      await world.run();
      expect([await attendance(came), await attendance(missed)]).toEqual([MISSED, CAME]);
      expect([(await row(came)).counts, (await row(missed)).counts]).toEqual([false, true]);
      expect(await world.run()).toMatchObject({ counts: 0 });
    });
    it("taken back, leaves what the source says", async () => {
      const id = await world.rows.participation(await session(), await teacher(), {
        ...MISSED_AT_SOURCE,
        status: "needs_review",
      });
      const decision = await say(id, "add");
      await world.run();
      await undo(decision);
      await world.run();
      expect(await attendance(id)).toEqual({ ...MISSED, status: "needs_review" });
      expect((await row(id)).counts).toBe(false);
      expect(await world.pool.db.poolFact.count({ where: { key: { startsWith: "attendance_recorded:" } } })).toBe(0);
      expect(await world.run()).toMatchObject({ counts: 0 });
    });
    it("of two the later stands, and the earlier one again when that is taken back", async () => {
      const id = await world.rows.participation(await session(), await teacher(), MISSED_AT_SOURCE);
      await say(id, "add");
      await world.run();
      const later = await say(id, "remove");
      await world.run();
      expect(await attendance(id)).toEqual(MISSED);
      await undo(later);
      await world.run();
      expect(await attendance(id)).toEqual(CAME);
    });
    it("survives what the source sends later, which stands once it is taken back", async () => {
      const id = await world.rows.participation(await session(), await teacher(), CAME_AT_SOURCE);
      const decision = await say(id, "add");
      await world.run();
      await sourceSays(id, { record_hash: "1", status: "cancelled", attendance_confirmed_at: null });
      await world.run();
      expect(await attendance(id)).toEqual(CAME);
      await undo(decision);
      await world.run();
      expect(await attendance(id)).toEqual({ ...MISSED, status: "cancelled" });
    });
    it("is not taken for the word of a source that says nothing of confirmation", async () => {
      const id = await world.rows.participation(await session(), await teacher(), MISSED_AT_SOURCE);
      const decision = await say(id, "add");
      await world.run();
      const data = { record_hash: "1", status: "registered", attended: false };
      await world.pool.write((db) => db.participation.update({ where: { id }, data }));
      await world.run();
      expect(await attendance(id)).toEqual(CAME);
      await undo(decision);
      await world.run();
      expect(await attendance(id)).toEqual({ ...MISSED, status: "registered" });
    });
    it("leaves what came anew after it was taken back", async () => {
      const id = await world.rows.participation(await session(), await teacher(), MISSED_AT_SOURCE);
      const decision = await say(id, "add");
      await world.run();
      await undo(decision);
      await sourceSays(id, { record_hash: "1", status: "registered", attendance_confirmed_at: null });
      await world.run();
      expect(await attendance(id)).toEqual({ ...MISSED, status: "registered" });
    });
    it("ended with its own session, also while that is said to be another", async () => {
      const other = await world.rows.event({ format: "virtual", ends_at: "2026-02-15T19:00:00.000Z" });
      const event = await session();
      const id = await world.rows.participation(event, await teacher(), MISSED_AT_SOURCE);
      await say(id, "add");
      const decision = await merge(world, "session", event, other);
      expect(await world.run()).toMatchObject({ counts: 0 });
      expect(await row(id)).toMatchObject({ ...CAME, event_id: other });
      await unmerge(world, decision);
      expect(await row(id)).toMatchObject({ ...CAME, event_id: event });
    });
    it("says nothing of a volunteer", async () => {
      const id = await world.rows.participation(await session(), await world.rows.contact());
      await say(id, "remove");
      await world.run();
      expect((await row(id)).attended).toBe(true);
    });
  });

  describe("a teacher whom a person added to a session", () => {
    const added = async (event: number, contact: number): Promise<number> => {
      const [e] = await world.pool.db.event.findMany({ where: { id: event } });
      const [c] = await world.pool.db.contact.findMany({ where: { id: contact } });
      if (e === undefined || c === undefined) throw new Error("there is no such event or teacher");
      const about = { kind: "attendance_added", subject: "event", source: e.source, sourceId: e.source_id } as const;
      return decided({ ...about, value: `${c.source}:${c.source_id}`, reason: "She was in the room." });
    };
    const rows = (event: number) => world.pool.db.participation.findMany({ where: { event_id: event } });

    it("has a participation that counts, once, with the session's end, while the decision stands", async () => {
      const [event, contact] = [await session(), await teacher()];
      const decision = await added(event, contact);
      await added(event, contact);
      await world.run();
      expect(await rows(event)).toMatchObject([
        { source: "polaris", contact_id: contact, role: "teacher", counts: true, ...CAME },
      ]);
      expect(await world.run()).toMatchObject({ counts: 0 });
      await undo(decision);
      await world.run();
      expect(await rows(event)).toHaveLength(1);
    });
    it("is gone when it is taken back, and with its session", async () => {
      const [event, other] = [await session(), await session()];
      const decision = await added(event, await teacher());
      await added(other, await teacher());
      await world.run();
      await undo(decision);
      await world.pool.write((db) => db.event.update({ where: { id: other }, data: { deleted_at: now } }));
      await world.run();
      expect([await rows(event), await rows(other)]).toEqual([[], []]);
    });
    it("counts once beside what the source brings later", async () => {
      const [event, contact] = [await session(), await teacher()];
      await added(event, contact);
      await world.run();
      await world.rows.participation(event, contact, { role: "teacher", attendance_confirmed_at: END });
      await world.run();
      expect((await rows(event)).filter(({ counts }) => counts)).toHaveLength(1);
    });
    it("stays when its session was said to be another, and is then deleted at its source", async () => {
      const [event, other] = [await session(), await session()];
      await added(event, await teacher());
      await merge(world, "session", event, other);
      await world.pool.write((db) => db.event.update({ where: { id: event }, data: { deleted_at: now } }));
      await world.run();
      expect(await rows(other)).toMatchObject([{ source: "polaris", recorded_event_id: event, counts: true }]);
    });
    it("follows the session's end", async () => {
      const event = await session();
      await added(event, await teacher());
      await world.run();
      const later = "2026-02-15T18:00:00.000Z";
      await world.pool.write((db) => db.event.update({ where: { id: event }, data: { ends_at: later } }));
      await world.run();
      expect(await rows(event)).toMatchObject([{ attendance_confirmed_at: later, counts: true }]);
    });
  });
});
