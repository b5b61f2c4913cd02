import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CalendarAsked, calendarEvents, nearestDay, needsShown, urgencyOf } from "../../../src/events/index.js";
import { SmallOrganization } from "../../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const TODAY = "2026-02-15";
const ALL: CalendarAsked = {
  start: null,
  end: null,
  filters: [],
  status: { all: [], none: [] },
  owner: null,
  words: [],
  today: TODAY,
};
const DAYS = { urgentDays: 7, soonDays: 14 };

onBothEngines((engine) => {
  let empty: EmptyPool;
  const ask = (more: Partial<CalendarAsked> = {}) => calendarEvents(empty.pool, { ...ALL, ...more });
  const titled = async (title: string) => {
    const [found] = await ask({ words: [title] });
    if (found === undefined) throw new Error(`no event ${title}`);
    return found;
  };

  beforeAll(async () => {
    empty = await emptyPool(engine);
    const small = new SmallOrganization(empty.pool);
    const kck = small.district("KCK");
    const school = small.school("Central High", kck);
    const [ana, bo, cem] = [small.person("Ana"), small.person("Bo", { excluded: true }), small.person("Cem")];
    const teacher = small.person("Teresa", { kind: "teacher" });
    const virtual = { format: "virtual", type: "connector_session", status: "Confirmed" } as const;

    const imported = small.event({
      ...virtual,
      date: "2026-02-20",
      title: "Imported",
      districts: [kck],
      pathful: { educators: 1 },
    });
    small.participation({
      event: imported,
      contact: ana,
      status: "registered",
      type: "Professional",
      source: "pathful",
    });
    small.participation({
      event: imported,
      contact: teacher,
      role: "teacher",
      status: "registered",
      source: "pathful",
    });
    const watching = small.event({ ...virtual, date: "2026-02-22", title: "Watched", districts: [kck] });
    small.participation({ event: watching, contact: ana, status: "registered", type: "Volunteer" });
    const presented = small.event({ ...virtual, date: "2026-02-25", title: "Presented", districts: [kck] });
    small.participation({ event: presented, contact: cem, status: "registered", type: "Presenter" });
    const lost = small.event({ ...virtual, date: "2026-03-10", title: "Lost", districts: [kck] });
    small.participation({ event: lost, contact: cem, status: "cancelled", type: "Presenter" });
    const fair = small.event({
      date: "2026-02-27",
      title: "Career Fair at Central",
      status: "Confirmed",
      school,
      districts: [kck],
    });
    small.participation({ event: fair, contact: ana, status: "registered" });
    small.participation({ event: fair, contact: bo, status: "registered" });
    small.event({ date: "2026-02-28", title: "Called off", status: "Cancelled" });
    small.event({ date: "2026-01-10", title: "Held long ago", status: "Completed" });
    small.event({ date: "2026-02-18", title: "Deleted", deleted: true });
    await small.write();
    await empty.pool.transaction(async (tx) => {
      await tx.run(sql`INSERT INTO event_owner (source, source_id, owner, owner_name, due_on, note, since, assigned_by)
        VALUES ('salesforce', ${`event-${fair}`}, 'U0KEVA', 'Keva', '2026-02-20', 'ring the school', '2026-02-01T00:00:00.000Z', 'U0KEVA')`);
      await tx.run(sql`UPDATE event SET same_as_id = ${fair} WHERE title = 'Called off'`);
    });
  });
  afterAll(() => empty.drop());

  describe("the events of a calendar", () => {
    it("come in order of time, without what was deleted or is another event", async () => {
      expect((await ask()).map(({ title }) => title)).toEqual([
        "Held long ago",
        "Imported",
        "Watched",
        "Presented",
        "Career Fair at Central",
        "Lost",
      ]);
      expect((await ask({ start: "2026-02-22", end: "2026-02-25" })).map(({ title }) => title)).toEqual([
        "Watched",
        "Presented",
      ]);
    });

    it("T63 an imported presenter is no gap; watching, or having called off, presents nothing (ruling A6)", async () => {
      expect(await titled("Imported")).toMatchObject({
        presenters: ["Ana"],
        presenterCount: 1,
        teacherCount: 1,
        needs: ["owner"],
      });
      expect((await titled("Watched")).needs).toEqual(["owner", "presenter", "teacher"]);
      expect((await titled("Presented")).needs).toEqual(["owner", "teacher"]);
      expect((await titled("Lost")).needs).toContain("presenter");
    });

    it("count who is left out of lists, and do not name them (ruling P3)", async () => {
      expect(await titled("Career Fair")).toMatchObject({
        presenters: ["Ana"],
        presenterCount: 2,
        school: "Central High",
        districts: ["KCK"],
        owner: { id: "U0KEVA", name: "Keva", dueOn: "2026-02-20", note: "ring the school" },
        daysLeft: 12,
        needs: [],
      });
    });

    it("lack a place while they count, and people only while they are to come", async () => {
      expect((await titled("Held")).needs).toEqual(["school", "district"]);
    });

    it("are found by owner, by status and by words that begin those of the title", async () => {
      expect((await ask({ owner: "U0KEVA" })).map(({ title }) => title)).toEqual(["Career Fair at Central"]);
      expect((await ask({ owner: "none" })).map(({ title }) => title)).not.toContain("Career Fair at Central");
      expect((await ask({ status: { all: [["Completed"]], none: [] } })).map(({ title }) => title)).toEqual([
        "Held long ago",
      ]);
      expect((await ask({ status: { all: [], none: ["Confirmed"] } })).map(({ title }) => title)).toEqual([
        "Held long ago",
      ]);
      expect((await ask({ words: ["centr", "care"] })).map(({ title }) => title)).toEqual(["Career Fair at Central"]);
      expect(await ask({ words: ["entral"] })).toEqual([]);
    });

    it("tell where the nearest one is", async () => {
      expect(await nearestDay(empty.pool, ALL, { after: "2026-02-27" })).toBe("2026-03-10");
      expect(await nearestDay(empty.pool, ALL, { before: "2026-01-10" })).toBeNull();
    });
  });
});

describe("how pressing a gap is", () => {
  it("follows the days that are left: 7 and 14 unless organization.yml says otherwise", () => {
    expect(
      ["2026-02-15", "2026-02-22", "2026-02-23", "2026-03-01", "2026-03-02", "2026-02-14"].map((day) =>
        urgencyOf(day, TODAY, DAYS),
      ),
    ).toEqual(["urgent", "urgent", "soon", "soon", "later", null]);
  });

  it("is said in a word beside its mark", () => {
    const shown = (date: string) => needsShown(["owner", "presenter"], { date }, TODAY, DAYS);
    expect(shown("2026-02-16")).toBe("owner, presenter ‼ urgent");
    expect(shown("2026-02-25")).toBe("owner, presenter ! soon");
    expect(shown("2026-05-01")).toBe("owner, presenter");
    expect(needsShown([], { date: TODAY }, TODAY, DAYS)).toBeNull();
  });
});
