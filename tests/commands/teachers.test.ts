import { beforeAll, describe, expect, it } from "vitest";
import { writeRoster } from "../metrics/rosters.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const GRANDVIEW = "Grandview School District";
const CENTER = "Center School District";
const viewer = { as: "district", districts: [GRANDVIEW] } as const;

onBothEngines((engine) => {
  const office = withOffice(engine, 0.15);
  beforeAll(async () => {
    const { db } = office().pool;
    const [grandview, center] = await Promise.all(
      [GRANDVIEW, CENTER].map((name) => db.district.findFirst({ where: { name, deleted_at: null } })),
    );
    const school = await db.school.findFirst({ where: { district_id: grandview?.id ?? 0, deleted_at: null } });
    await writeRoster(office().pool, [
      { name: "Rosalind Roster", district: grandview?.id ?? 0, school: school?.id ?? null, year: 2026 },
      { name: "Quentin Quarter", district: grandview?.id ?? 0, school: school?.id ?? null, year: 2026 },
      { name: "Zelda Zone", district: center?.id ?? 0, school: null, year: 2026 },
    ]);
  });

  describe("report teachers", () => {
    it("finds the district by what staff call it, and takes this school year", async () => {
      const { text } = await office().reply("report teachers Grandview");
      expect(text).toMatch(/^Grandview School District: 0 \(0%\) of 2 teachers on the roster have achieved/);
      const json = await office().json("report teachers Grandview", { at: "terminal" });
      expect(rowsOf(json, "by_teacher").map(({ teacher, note }) => [teacher, note])).toEqual([
        ["Quentin Quarter", "no record known yet"],
        ["Rosalind Roster", "no record known yet"],
      ]);
      expect(json.provenance?.period).toMatchObject({ start: "2026-08-01", end: "2027-07-31" });
    });

    it("takes one school year or a part of it, and says so of anything else", async () => {
      expect((await office().json("report teachers Grandview fall 2026")).provenance?.period).toMatchObject({
        start: "2026-08-01",
        end: "2026-12-31",
      });
      for (const words of ["2026", "3y", "SY24-25, SY25-26", "2026-08-01.."]) {
        const failure = await office().failure(`report teachers Grandview ${words}`);
        expect(failure, words).toMatchObject({ code: "period_invalid", status: 2 });
        expect(failure.text, words).toMatch(/^Rosters are kept by school year\. Expected one, such as SY26-27/);
      }
    });

    it("asks for the district where none is said, and names the nearest where none is called so", async () => {
      expect((await office().ask("report teachers")).missing).toEqual(["district"]);
      expect((await office().failure("report teachers Grandvew")).text).toContain(
        "Expected one of Blue River Valley School District",
      );
    });

    it("T4: refuses a district viewer another district, and tells nothing of it", async () => {
      for (const line of [`report teachers "${CENTER}"`, "report teachers Center SY26-27", "report teachers unknown"]) {
        const told = await office().everythingTold(line, viewer);
        expect((await office().failure(line, viewer)).code, line).toBe("not_allowed");
        expect(told).not.toContain("Zelda");
      }
    });

    it("shows a district viewer their own teachers by name, in private alone, and no address", async () => {
      for (const at of ["direct", "slash", "terminal"] as const) {
        const told = await office().everythingTold("report teachers", { ...viewer, at });
        expect(told, at).toContain("Rosalind Roster");
        expect(told, at).not.toContain("@example.org");
        expect(told, at).not.toContain("Zelda");
      }
      const inChannel = await office().everythingTold("report teachers", { ...viewer, at: "channel" });
      expect(inChannel).toContain("0 (0%) of 2 teachers");
      expect(inChannel).not.toContain("Rosalind");
    });

    it("opens no other name to a district viewer", async () => {
      expect((await office().failure("volunteer Rosalind", viewer)).code).toBe("not_allowed");
      const { actions } = await office().reply("report teachers", viewer);
      expect(actions).toEqual([]);
    });
  });
});
