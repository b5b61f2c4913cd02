import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { type Asked, rowsOf, withOffice } from "./office.js";

const CAREER = "career_jumping,career_speaker,career_fair";
const CAREER_LABELS = ["Career Jumping", "Career Speaker", "Career Fair"];
const SPEAKING = "career_speaker,dia_classroom_speaker,classroom_speaker,mentoring";
const EVERYTHING = { at: "terminal" } as const satisfies Asked;

onBothEngines((engine) => {
  const office = withOffice(engine);
  const same = async (line: string, spelled: string) => {
    const [short, long] = [await office().json(line, EVERYTHING), await office().json(spelled, EVERYTHING)];
    expect(short.tables.map(({ rows }) => rows)).toEqual(long.tables.map(({ rows }) => rows));
    expect(short.facts).toEqual(long.facts);
    return short;
  };

  describe("event types as a filter", () => {
    it("stand for all that a star leaves open, or a group names, wherever they are taken", async () => {
      const events = await same("events past type:career* 3y", `events past type:${CAREER} 3y`);
      expect(new Set(rowsOf(events, "events").map(({ type }) => type))).toEqual(new Set(CAREER_LABELS));
      await same("volunteers type:speaking", `volunteers type:${SPEAKING}`);
      await same("metric M20 3y type:career* by:type", `metric M20 3y type:${CAREER} by:type`);
      await same("report events 3y type:speaking,bfi", `report events 3y type:${SPEAKING},bfi`);
      await same(
        'report org "Hill\'s" 3y -type:*virtual*,connector*',
        'report org "Hill\'s" 3y -type:virtual_session,connector_session',
      );
      await same(
        "volunteers -type:speaking type:*fair",
        `volunteers -type:${SPEAKING} type:career_fair,college_application_fair`,
      );
    });

    it("say in the footer what they stood for", async () => {
      const filters = async (line: string) => (await office().json(line, EVERYTHING)).provenance?.filters;
      expect(await filters("events past type:career*,bfi 3y")).toMatchObject({
        type: "career* (Career Jumping, Career Speaker, Career Fair) or bfi",
      });
      expect(await filters("volunteers -type:visits")).toMatchObject({
        type: expect.stringMatching(/^not visits \(.*Campus Visit/),
      });
      expect(await filters("volunteers type:career_fair")).toMatchObject({ type: "career_fair" });
      expect(await filters("metric M20 3y type:career*")).toMatchObject({ event_type: CAREER_LABELS.join(" or ") });
    });

    it("are kept in the line as they were written", async () => {
      const { page } = await office().reply("events past type:career* 3y");
      expect(page?.line).toContain("type:career*");
    });

    it("are offered while somebody types: groups, what a star stands for, and types", async () => {
      const offered = (query: string, asked: Asked = {}) => office().suggested("events", "type", query, asked);
      expect((await offered("")).slice(0, 2)).toEqual(["speaking", "visits"]);
      expect(await offered("visit")).toEqual(
        expect.arrayContaining(["visits", "campus_visit", "pathway_workplace_visits"]),
      );
      expect((await offered("career*"))[0]).toBe("career*");
      expect(await offered("qwxyz*")).toEqual([]);
      const viewer = { as: "district", districts: ["Grandview School District"] } as const;
      expect(await office().suggested("report district", "type", "speaking", viewer)).toContain("speaking");
    });

    it("are named by help", async () => {
      const help = JSON.stringify((await office().reply("help events")).tables);
      expect(help).toContain("a part of one with a star, as in career*, or a group: speaking, visits");
      const filters = JSON.stringify((await office().reply("help filters")).tables);
      expect(filters).toContain("type:career*");
      expect(filters).toContain('["type:visits","Pathway Campus Visits, ');
    });

    it("are refused where nothing is called so, with the nearest", async () => {
      const refused = async (line: string) => {
        const { code, text, suggestions } = await office().failure(line);
        expect(code).toBe("argument_invalid");
        return [/Did you mean “([^”]*)”/.exec(text)?.[1], suggestions[0]?.line];
      };
      expect(await refused("events type:speakin")).toEqual(["speaking", "events type:speaking"]);
      expect(await refused("events type:carer*")).toEqual(["career*", "events type:career*"]);
      expect(await refused("metric M20 3y -type:career_fare")).toEqual([
        "career_fair",
        "metric M20 -type:career_fair 3y",
      ]);
      expect((await office().failure("volunteers type:qwxyz*")).text).toMatch(
        /^“type:” takes one of in_person, .*, or a group: speaking, visits, but got “qwxyz\*”\.$/,
      );
    });

    it("fill in a form, as they were written", async () => {
      const { fields } = await office().form("events type:career*,visits", { at: "slash" });
      const type = fields.find(({ key }) => key === "type");
      expect(type).toMatchObject({ entry: { kind: "looked_up", many: true }, values: ["career*", "visits"] });
      expect(type?.labels?.get("visits")).toContain("Campus Visit");
    });
  });
});
