import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { type Office, withOffice } from "./office.js";

const LINE = "report events 6y";

const rowsOf = async (it: Office, line: string, key: string) =>
  ((await it.json(line)).tables.find((each) => each.key === key)?.rows ?? []) as readonly (readonly unknown[])[];

onBothEngines((engine) => {
  const office = withOffice(engine, 0.2);

  describe("where:", () => {
    it("shows the rows that a plain filter over the whole report leaves, in the answer, in its pages and in a digest", async () => {
      const whole = (await office().json(LINE)).tables[0];
      const hours = whole?.columns.findIndex(({ type }) => type === "integer") ?? -1;
      const [label, key] = [whole?.columns[hours]?.label ?? "", whole?.key ?? ""];
      const values = whole?.rows.map((row) => Number(row[hours])) ?? [];
      const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
      const wanted = whole?.rows.filter((row) => Number(row[hours]) > middle) ?? [];
      expect(wanted.length).toBeGreaterThan(0);
      expect(wanted.length).toBeLessThan(values.length);
      const line = `${LINE} where:"${label}>${middle}"`;
      expect(await rowsOf(office(), line, key)).toEqual(wanted);
      const told = await office().reply(line);
      expect(told.facts).toEqual((await office().reply(LINE)).facts);
      expect(told.page?.line).toContain(`where:"${label}>${middle}"`);
      expect(told.notices.map(({ text }) => text).join(" ")).toContain(`${wanted.length} of ${values.length} rows`);
      const set = await office().reply(`subscribe ${line} weekly mon 8:00 me`, { at: "slash" });
      expect(JSON.stringify(set)).toContain(`${label}>${middle}`.replaceAll('"', ""));
    });

    it("leads a column that is not there to those that are, and asks none that the place does not show", async () => {
      const failed = await office().failure(`${LINE} where:"colour=red"`);
      expect(failed.text).toMatch(/^No table here has a column “colour”\. The columns are /);
      expect((await office().failure(`${LINE} where:hours`)).text).toContain('as in "hours>10"');
      const people = "volunteers local:yes";
      expect((await office().reply(`${people} where:"name~a"`)).notices[0]?.text).toContain("Filter: name~a");
      expect((await office().failure(`${people} where:"name~a"`, { at: "channel" })).text).toMatch(/no(t| table)/i);
    });

    it("is a field of the form", async () => {
      const shown = await office().form(`report events where:"events>3"`, { at: "slash" });
      expect(shown.fields.find(({ key }) => key === "where")?.values).toEqual(["events>3"]);
    });
  });
});
