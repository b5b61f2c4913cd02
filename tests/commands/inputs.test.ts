import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const GRANDVIEW = "Grandview School District";
const YEAR = "SY25-26";

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);
  const kept = async (line = `inputs grandview ${YEAR}`) => {
    const rows = rowsOf(await office().json(line), "manual_inputs");
    return rows.filter(({ value }) => value !== null).map(({ kind, value, host }) => [kind, value, host]);
  };

  describe("inputs", () => {
    let host: string;
    beforeAll(async () => {
      const event = await office().pool.db.event.findFirst({ where: { host: { not: null } } });
      host = event?.host ?? "";
      expect(host).not.toBe("");
    });

    it("shows every kind there is, entered or not", async () => {
      const json = await office().json(`inputs grandview ${YEAR}`);
      const rows = rowsOf(json, "manual_inputs");
      expect(rows).toHaveLength(14);
      expect(rows[0]).toMatchObject({ kind: "Math Relays, high school", value: null, source: "not entered" });
      expect((await office().reply(`inputs grandview ${YEAR}`)).text).toBe(
        `${GRANDVIEW}, SY25-26: none of the 14 numbers kept by hand is entered yet.`,
      );
    });

    it("keeps a number, says what it was before, and takes it back again, each change in the audit log", async () => {
      const first = await office().reply(`inputs grandview ${YEAR} kind:math_relays_hs value:1,250 note:"from Jo"`);
      expect(first.text).toBe(`Math Relays, high school: 1,250 (${GRANDVIEW}, SY25-26).`);
      const second = await office().reply(`inputs grandview ${YEAR} kind:"Math Relays, high school" value:90`);
      expect(second.text).toBe(`Math Relays, high school: 90 (${GRANDVIEW}, SY25-26; it was 1,250).`);
      expect(await kept()).toEqual([["Math Relays, high school", 90, "every host"]]);
      const undo = second.actions.find(({ label }) => label === "Undo")?.line ?? "";
      const undone = await office().reply(undo);
      expect(undone.text).toBe(
        `Math Relays, high school: 90 was taken back, 1,250 stands again (${GRANDVIEW}, SY25-26).`,
      );
      expect(await kept()).toEqual([["Math Relays, high school", 1250, "every host"]]);
      expect((await office().failure(undo)).code).toBe("not_found");
      const again = await office().reply(undone.actions[0]?.line ?? "");
      expect(again.text).toContain("Math Relays, high school: 90 ");
      const audit = await office().pool.db.auditEntry.findMany({ where: { kind: "write", outcome: "done" } });
      expect(audit.map(({ command }) => command)).toEqual(["inputs", "inputs", "inputs remove", "inputs"]);
      expect(JSON.parse(audit[0]?.detail ?? "{}")).toMatchObject({
        kind: "math_relays_hs",
        value: 1250,
        school_year: 2025,
      });
      expect(audit[0]?.detail).not.toContain("Jo");
    });

    it("keeps numbers of one host apart from those of every host", async () => {
      await office().reply(`inputs grandview SY24-25 kind:cna_students value:7 host:"${host}"`);
      await office().reply("inputs grandview SY24-25 kind:cna_students value:30");
      expect(await kept("inputs grandview SY24-25")).toEqual([
        ["CNA students", 30, "every host"],
        ["CNA students", 7, host],
      ]);
    });

    it("asks for the district and the year where they are not said", async () => {
      expect((await office().ask("inputs")).missing).toEqual(["district", "year"]);
      const ask = await office().ask("inputs grandview");
      expect(ask.choices.map(({ label }) => label)).toEqual(["SY26-27", "SY25-26", "SY24-25"]);
    });

    it.each([
      ["value:-1", "Expected a whole number from 0 to 100,000, but got “-1”."],
      ["value:100001", "Expected a whole number from 0 to 100,000, but got “100001”."],
      ["value:12.5", "Expected a whole number from 0 to 100,000, but got “12.5”."],
      ["value:many", "Expected a whole number from 0 to 100,000, but got “many”."],
    ])("takes whole numbers up to 100,000: %s is refused", async (value, text) => {
      expect((await office().failure(`inputs grandview ${YEAR} kind:cna_students ${value}`)).text).toBe(text);
    });

    it("takes the largest and the smallest", async () => {
      expect((await office().reply(`inputs grandview ${YEAR} kind:holland_visits value:100000`)).text).toContain(
        "100,000",
      );
      expect((await office().reply(`inputs grandview ${YEAR} kind:holland_visits value:0`)).text).toContain(": 0 (");
    });

    it("names what it keeps where something else was meant, and takes nothing by half", async () => {
      const kind = await office().failure(`inputs grandview ${YEAR} kind:marbles value:3`);
      expect(kind.text).toMatch(/^Nothing called “marbles” is kept by hand\. Expected one of math_relays_hs, /);
      expect((await office().failure(`inputs grandview ${YEAR} kind:cna_students`)).code).toBe("argument_missing");
      expect((await office().failure(`inputs grandview ${YEAR} value:3`)).code).toBe("argument_missing");
      expect((await office().failure("inputs grandview Q1 2026 kind:cna_students value:3")).text).toBe(
        "Numbers are kept by school year: expected one, such as SY25-26, but got Q1 2026.",
      );
      expect((await office().failure("inputs remove twelve")).code).toBe("argument_invalid");
    });

    it("is for staff: a district viewer enters nothing, and who entered what is not told in a channel", async () => {
      const refused = await office().failure(`inputs grandview ${YEAR} kind:cna_students value:1`, {
        as: "district",
        districts: [GRANDVIEW],
      });
      expect(refused.code).toBe("not_allowed");
      await office().reply(`inputs grandview SY23-24 kind:cna_students value:1 note:"from Marisol"`, {
        who: "U0WRITER",
      });
      const told = await office().everythingTold("inputs grandview SY23-24", { at: "channel" });
      expect(told).not.toContain("Marisol");
      expect(told).not.toContain("U0WRITER");
      const own = await office().json("inputs grandview SY23-24", { who: "U0WRITER" });
      expect(rowsOf(own, "manual_inputs").flatMap(({ entered_by }) => entered_by ?? [])).toEqual(["you"]);
    });
  });
});
