import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { emptyPool } from "../../pool/engines.js";
import { type Line, line, professional, Setting } from "./setting.js";

const NAMES = [
  "Jane Educator",
  "Dave Smith",
  "David Smith",
  "Zoltan Quimby",
  "Ann Bell",
  "Maria Garcia",
  "Maria Garcia Lopez",
];

const lineOf = fc
  .record({
    session: fc.constantFrom("s1", "s2", "s3", ""),
    title: fc.constantFrom("Robotics", "Nursing"),
    date: fc.constantFrom("2026-01-15 10:00:00", "01/16/2026", ""),
    status: fc.constantFrom("Completed", "Published", "Draft", "Cancelled", "Simulcast", "Odd"),
    person: fc.nat(NAMES.length - 1),
    isTeacher: fc.boolean(),
    hasId: fc.boolean(),
    school: fc.constantFrom("Test High School", "Nowhere", ""),
    educators: fc.constantFrom(0, 1, 2, "n/a", ""),
  })
  .map(({ session, title, date, status, person, isTeacher, hasId, school, educators }): Line => {
    const said = {
      "Session ID": session,
      Title: title,
      Date: date,
      Status: status,
      "User Auth Id": hasId ? `${isTeacher ? 5 : 9}0${person}` : "",
      Name: NAMES[person] ?? "",
      "Attended Educator Count": educators,
    };
    return isTeacher ? line({ ...said, School: school }) : professional(said);
  });

const file = fc.array(lineOf, { minLength: 2, maxLength: 12 });

/** All that the pool holds of a Session Report, without the counters of its rows. */
async function standing(setting: Setting): Promise<unknown> {
  const [sessions, people, tickets, waiting, participations] = await Promise.all([
    setting.sessions(),
    setting.people(),
    setting.tickets(),
    setting.waiting(),
    setting.participations(),
  ]);
  return {
    sessions: sessions.map(({ id, batch_id, ...each }) => each),
    people: people.map(({ id, batch_id, person_id, ...each }) => each),
    tickets: tickets
      .map(({ id, suggestions, ...each }) => ({
        ...each,
        suggested: suggestions.map(({ source_id }) => source_id).sort(),
      }))
      .sort((a, b) => (`${a.kind}${a.key}` < `${b.kind}${b.key}` ? -1 : 1)),
    waiting: waiting.map(({ id, batch_id, attempts, payload, ...each }) => each),
    participations: participations.map(
      ({ source_id, status, contact, event, hours_recorded, attendance_confirmed_at }) => ({
        source_id,
        status,
        hours_recorded,
        attendance_confirmed_at,
        contact: contact.source_id,
        event: event.source_id,
      }),
    ),
  };
}

describe("a Session Report, whatever it holds", () => {
  const settings: Setting[] = [];
  beforeEach(() => async () => {
    for (const setting of settings.splice(0)) await setting.close();
  });
  const begin = async (): Promise<Setting> => {
    const setting = new Setting(await emptyPool("sqlite"));
    settings.push(setting);
    await setting.school("Test High School", "Test District");
    await setting.person("volunteer", "Robert", "Smith");
    await setting.person("teacher", "Janet", "Educator", { source_id: "003JANET" });
    return setting;
  };

  it("changes nothing when its rows come again, in another order, some of them twice", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.infiniteStream(fc.nat(1000)), async (lines, random) => {
        const setting = await begin();
        await setting.import(lines);
        const before = await standing(setting);
        const keys = new Map(lines.map((each) => [each, random.next().value ?? 0]));
        const turned = [...lines].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        const result = await setting.import([...turned, ...turned.slice(0, 2)]);
        expect(await standing(setting)).toEqual(before);
        for (const { counts, label } of result.objects)
          expect([label, counts.inserted, counts.updated, counts.deleted]).toEqual([label, 0, 0, 0]);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it("comes to the same from the first time on, in whatever order its rows come", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (lines) => {
        const [one, other] = [await begin(), await begin()];
        await one.import(lines);
        await other.import([...lines].reverse());
        expect(await standing(other)).toEqual(await standing(one));
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it("counts every row once: read is the sum of the rest", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (lines) => {
        const setting = await begin();
        for (const result of [await setting.import(lines), await setting.import(lines.slice(1))]) {
          expect(result.error).toBeNull();
          for (const { counts } of result.objects) {
            const { read, inserted, updated, unchanged, deleted, quarantined, skipped, skippedBy } = counts;
            expect(inserted + updated + unchanged + deleted + quarantined + skipped).toBe(read);
            expect(Object.values(skippedBy).reduce((sum, n) => sum + n, 0)).toBe(skipped);
          }
        }
        const rows = (await setting.pool.db.syncBatch.findFirst({ where: { object: "participation" } }))?.read;
        expect(rows).toBe(lines.length);
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});
