import { describe, expect, it } from "vitest";
import { derive } from "../../src/identity/index.js";
import type { Filters } from "../../src/metrics/index.js";
import { type Reply, redact } from "../../src/reply/index.js";
import { type OutsideVisitsAsked, outsideVisitsReport } from "../../src/reports/index.js";
import { inAWorld, now, organization, type World } from "../identity/world.js";
import { days, EVER, where, year } from "../metrics/asking.js";

interface Visit {
  readonly student: string;
  readonly date: string;
  readonly kind?: string;
  readonly place?: string | null;
  readonly organisation?: string | null;
  readonly school?: string | null;
  readonly district?: string | null;
  readonly hours?: number | null;
}

/** Two districts with a school each; students 1 (two records of one number), 2 and 3 of the first, 1 of the second; 3 is excluded from reports. */
async function places({ rows, pool }: World) {
  const [north, south] = [await rows.district("North"), await rows.district("South")];
  const school = async (name: string, district: number) => {
    const id = await rows.school(district);
    await pool.write((db) => db.school.update({ where: { id }, data: { name, name_key: name.toLowerCase() } }));
    return id;
  };
  const [a, b] = [await school("Aspen", north), await school("Birch", south)];
  const student = (name: string, number: string, at: number) =>
    rows.contact({ kind: "student", full_name: name, local_student_id: number, school_id: at });
  const ada = await student("Ada One", "1", a);
  await student("Ada A. One", "1", a);
  await student("Ben Two", "2", a);
  await rows.decision("exclude", await student("Cid Three", "3", a), "yes");
  await student("Dot Other", "1", b);
  return { north, south, a, b, ada };
}

async function visited({ pool }: World, visits: readonly Visit[]): Promise<void> {
  let serial = 0;
  for (const each of visits) {
    serial += 1;
    const {
      student,
      date,
      kind = "Internship",
      place = "Mill",
      organisation = null,
      district = "North",
      hours = 2,
    } = each;
    const data = {
      source: "outside-visits",
      source_id: `v${serial}`,
      record_hash: "0",
      batch_id: 1,
      first_seen_at: now,
      last_seen_at: now,
      student_ref: student,
      local_date: date,
      kind_raw: kind,
      place,
      organization_raw: organisation,
      district_raw: district,
      school_raw: each.school ?? null,
      hours,
      program_raw: "Diploma+",
    };
    await pool.write((db) => db.outsideVisit.create({ data }));
  }
  await derive(pool, organization, now, { force: true });
}

const asked = (world: World, extra: Partial<OutsideVisitsAsked> = {}): Promise<Reply> =>
  outsideVisitsReport(world.pool, organization, { period: EVER, filters: [], texts: {}, now, sample: false, ...extra });

const factsOf = ({ facts }: Reply) => Object.fromEntries((facts ?? []).map(({ key, value }) => [key, value]));
const rowsOf = ({ tables }: Reply, key: string) => tables?.find((each) => each.key === key)?.rows;

describe("the report on outside visits", () => {
  inAWorld((world) => {
    const FEW: readonly Visit[] = [
      { student: "1", date: "2025-09-01", organisation: "Acme" },
      { student: "1", date: "2025-10-01", kind: "JOB-SHADOW", place: "Port", hours: null },
      { student: "2", date: "2025-10-02", kind: "Job shadow", place: null, hours: 5.5 },
      { student: "3", date: "2025-10-03" },
      { student: "9", date: "2025-11-01", school: "Elm" },
      { student: "9", date: "2025-11-02", school: "Elm" },
      { student: "1", date: "2025-11-03", district: "South" },
      { student: "2", date: "2024-05-01" },
    ];

    it("counts visits, students and recorded hours: known ones as persons, others by number, excluded ones not", async () => {
      const { a, ada } = await places(world);
      await visited(world, FEW);
      const event = await world.rows.event({ local_date: "2025-12-01", school_id: a });
      await world.rows.participation(event, ada, { role: "student" });
      await derive(world.pool, organization, now, { force: true });
      const report = await asked(world, { period: year(2025) });
      expect(factsOf(report)).toEqual({
        visits: 7,
        students: 4,
        at_our_events: 1,
        hours: 15.5,
        kinds: 2,
        places: 2,
        organisations: 1,
      });
      expect(report.facts?.[1]?.note).toBe("3 known in Salesforce, 1 by their number alone");
      expect(rowsOf(report, "by_kind")).toEqual([
        ["Internship", 5, 3, 2, 10],
        ["JOB-SHADOW", 2, 2, 2, 5.5],
      ]);
      expect(rowsOf(report, "by_place")).toEqual([
        ["Mill", 5, 3, 2, 10],
        ["Port", 1, 1, 1, null],
        ["Not recorded", 1, 1, 1, 5.5],
      ]);
      expect(rowsOf(report, "by_school")).toEqual([
        ["Aspen", 4, 2, 2, 9.5],
        ["Elm", 2, 1, 0, 4],
        ["Birch", 1, 1, 1, 2],
      ]);
      expect(rowsOf(report, "by_district")).toEqual([
        ["North", 6, 3, 2, 13.5],
        ["South", 1, 1, 1, 2],
      ]);
      expect(report.tables?.[0]?.total).toEqual(["Total", 7, 4, 3, 15.5]);
      expect(report.provenance?.counts.excluded).toBe(1);
    });

    it("says that it is in no figure of the Metrics Bible, and leaves those figures as they are", async () => {
      await places(world);
      await visited(world, FEW);
      expect((await asked(world)).provenance?.bible).toBe(
        "Our own figures, not in the Metrics Bible v1.0 (rulings r1)",
      );
      const said = (await asked(world)).notices?.map(({ text }) => text).join(" ");
      expect(said).toContain("in no figure of the Metrics Bible");
      expect(await world.pool.db.participation.count()).toBe(0);
    });

    it("keeps to a district, a school and words of the row", async () => {
      const { north, a } = await places(world);
      await visited(world, FEW);
      const visits = async (extra: Partial<OutsideVisitsAsked>) => factsOf(await asked(world, extra)).visits;
      const filtered = (...filters: Filters) => visits({ filters });
      expect(await filtered(where("district", north))).toBe(7);
      expect(await filtered({ ...where("district", north), exclude: true })).toBe(1);
      expect(await filtered(where("school", a))).toBe(5);
      expect(await filtered(where("school", null))).toBe(0);
      expect(await visits({ texts: { kind: ["job shadow"] } })).toBe(2);
      expect(await visits({ texts: { organisation: ["acme"] }, period: days("2025-09-02", null) })).toBe(0);
    });

    it("names students to nobody but whoever holds students' records", async () => {
      await places(world);
      await visited(world, FEW);
      expect(rowsOf(await asked(world), "students")).toBeUndefined();
      const named = await asked(world, { students: true });
      expect(rowsOf(named, "students")?.map(([name, number, , , visits]) => [name, number, visits])).toEqual([
        ["Ada One", "1", 2],
        ["Ben Two", "2", 2],
        ["Dot Other", "1", 1],
        [null, "9", 2],
      ]);
      expect(JSON.stringify(redact(named, ["open", "name", "contact", "demographic"]))).not.toMatch(/Ada|Ben|Dot|Cid/);
    });

    it("says what there is where none is in the period, and what to do where none was ever read", async () => {
      expect((await asked(world)).text).toContain("None has been read yet");
      await visited(world, FEW);
      expect((await asked(world, { period: year(2020) })).text).toMatch(
        /^No outside visit is recorded .* There are visits from 1 May 2024 to 3 Nov 2025\.$/,
      );
    });

    it("agrees with a plain count over the rows of a long sheet", async () => {
      await places(world);
      const visits = Array.from({ length: 180 }, (_, at): Visit => {
        const pick = <Item>(items: readonly Item[], by: number): Item => items[(at * by + at) % items.length] as Item;
        return {
          student: pick(["1", "2", "7", "8"], 2),
          date: `2025-${String(9 + (at % 4)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`,
          kind: pick(["Tour", "tour", "Fair"], 3),
          place: pick(["Mill", "Port", null], 6),
          district: pick(["North", "South"], 4),
          hours: pick([1, 2.5, null, 4, 3], 1),
        };
      });
      await visited(world, visits);
      const inSheet = new Map<string, Visit[]>();
      for (const visit of visits) {
        const month = visit.date.slice(0, 7);
        inSheet.set(month, [...(inSheet.get(month) ?? []), visit]);
      }
      // North knows 1 and 2, South knows 1.
      const isKnown = ({ student, district }: Visit) => student === "1" || (student === "2" && district === "North");
      const different = (some: readonly Visit[]) =>
        new Set(some.map(({ student, district }) => `${district} ${student}`)).size;
      const plain = (some: readonly Visit[]) => [
        some.length,
        different(some),
        different(some.filter(isKnown)),
        some.reduce((sum, { hours }) => sum + (hours ?? 0), 0),
      ];
      const report = await asked(world);
      expect(rowsOf(report, "by_month")?.map(([, ...figures]) => figures)).toEqual(
        [...inSheet.keys()].sort().map((month) => plain(inSheet.get(month) ?? [])),
      );
      expect(
        report.tables?.every(({ total }) => JSON.stringify(total?.slice(1)) === JSON.stringify(plain(visits))),
      ).toBe(true);
      const fair = rowsOf(report, "by_kind")?.find(([kind]) => kind === "Fair");
      expect(fair?.slice(1)).toEqual(plain(visits.filter(({ kind }) => kind === "Fair")));
    });
  });
});
