import { beforeAll, describe, expect, it } from "vitest";
import { validateBlocks } from "../../sandbox/slack/blockkit/index.js";
import { organizationKey } from "../../src/domain/index.js";
import { renderAskBlocks } from "../../src/reply/index.js";
import { Rows } from "../identity/rows.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const LONG = `Zephyr Industries of the ${"Greater Missouri Bend and Kaw Valley ".repeat(5)}Cooperative`;
const MARKED = "Zephyr Industries & Daughters <Holding> *bold*";
const NAMES = [
  ...["North", "South", "East", "West", "Prime", "Gulf", "Coast", "Lake"].map((place) => `Zephyr Industries ${place}`),
  "Zephyr Industries, Inc.",
  MARKED,
  LONG,
  'Zephyr Industries "The Old"',
];

onBothEngines((engine) => {
  const office = withOffice(engine, 0.05);
  beforeAll(async () => {
    const rows = new Rows(office().pool);
    for (const name of NAMES) await rows.organization(name, { name_key: organizationKey(name) });
  });

  describe("a name that a dozen organisations share", () => {
    it("says how many fit, offers the first eight, and leads to all of them", async () => {
      const { text, choices } = await office().ask("report org zephyr SY24-25");
      expect(text).toBe("12 organisations are near “zephyr”; these are the first 8. Which one do you mean?");
      expect(choices).toHaveLength(9);
      const all = choices.at(-1);
      expect(all?.label).toBe("List all 12");
      const listed = rowsOf(await office().json(all?.line ?? "", { at: "terminal" }), "organisations");
      expect(listed.map(({ organisation }) => organisation).sort()).toEqual([...NAMES].sort());
    });

    it("makes a message that Slack takes, and choices that each name one of them", async () => {
      const question = await office().ask("report org zephyr SY24-25");
      expect(validateBlocks(renderAskBlocks(question).blocks, "message")).toEqual([]);
      for (const { label, line } of question.choices.slice(0, 8))
        expect((await office().reply(line)).title).toContain(label);
    });

    it("is not guessed at by a filter either, which offers the same line with each name", async () => {
      const failure = await office().failure("metric M20 SY24-25 org:zephyr");
      expect(failure.text).toMatch(/^There is no organisation called “zephyr”\. Did you mean Zephyr Industries/);
      expect(failure.suggestions).toHaveLength(4);
      for (const { label, line } of failure.suggestions)
        expect((await office().reply(line)).provenance?.filters).toEqual({ organisation: label });
      const among = await office().failure("metric M20 SY24-25 org:zephyr,hills");
      expect(among.suggestions).toEqual([]);
    });

    it("says of a filter that a report does not have that it was read as text", async () => {
      const failure = await office().failure("report district Grandview org:zephyr SY24-25");
      expect(failure.text).toContain("There is no district called “Grandview org:zephyr”.");
      expect(failure.text).toMatch(/“org:zephyr” was read as text\. The filters of report district are district: /);
    });
  });
});
