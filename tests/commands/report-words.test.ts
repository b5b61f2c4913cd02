import { describe, expect, it } from "vitest";
import { showFact } from "../../src/reply/index.js";
import { onBothEngines } from "../pool/engines.js";
import { withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine, 0.15);
  const CENTER = 'district:"Center School District"';

  describe("a report whose filters leave nothing", () => {
    it.each(["events", "collective", "schools", "first-time", "recent", "thank-you orgs"])(
      "says of report %s which filters those were, instead of claiming that nothing is recorded",
      async (report) => {
        const json = await office().reply(`report ${report} SY24-25 ${CENTER}`, { at: "terminal" });
        expect(json.text).toMatch(/^No/);
        expect(json.text).toContain("in SY24-25 (1 Aug 2024 – 31 Jul 2025), district Center School District");
      },
    );

    it("says so of an organisation too", async () => {
      const { text } = await office().reply(`report org Hill's SY24-25 ${CENTER}`, { at: "terminal" });
      expect(text).toContain(
        "No session was held with Hill's Pet Nutrition in SY24-25 (1 Aug 2024 – 31 Jul 2025), district Center School District.",
      );
    });
  });

  describe("a figure of sessions", () => {
    it.each(["virtual SY24-25", "schools SY24-25", "org Hill's SY24-25 edition:external", "thank-you orgs SY24-25"])(
      "of report %s says once that they were held, and how",
      async (report) => {
        const { facts } = await office().reply(`report ${report}`, { at: "terminal" });
        const held = facts.filter(({ label }) => /held/i.test(label));
        expect(held).not.toEqual([]);
        expect(
          facts.map((fact) => showFact(fact)).filter((value) => /held|virtual|in-person|cancelled/.test(value)),
        ).toEqual([]);
      },
    );
  });

  describe("teachers of virtual sessions before any export of Pathful was read", () => {
    it.each(["virtual", "collective", "schools", "district all", "district kck"])(
      "are said to be unknown in report %s",
      async (report) => {
        const { notices } = await office().reply(`report ${report} SY25-26`, { at: "terminal" });
        const said = notices.filter(({ level }) => level === "warning").map(({ text }) => text);
        expect(said).toContainEqual(expect.stringMatching(/^No teacher's attendance is confirmed at the .+ not 0\.$/));
        expect(said).toContainEqual(expect.stringContaining("No export of Pathful has been read yet"));
      },
    );

    it("are not counted in the lead of report virtual", async () => {
      const { text, facts } = await office().reply("report virtual SY25-26", { at: "terminal" });
      expect(text).toMatch(
        /held, in SY25-26 \(1 Aug 2025 – 31 Jul 2026\)\. Which teachers and students they reached is not known\.$/,
      );
      expect(facts.find(({ key }) => key === "M73")?.value).toBeNull();
    });

    it("are said to be unknown beside their metric", async () => {
      const { notices } = await office().reply("metric M70 SY25-26", { at: "terminal" });
      expect(notices[0]?.text).toContain("which is not 0");
      expect(notices[1]?.text).toContain("No export of Pathful has been read yet");
      const others = await office().reply("metric M20 SY25-26", { at: "terminal" });
      expect(others.notices.map(({ text }) => text).join(" ")).not.toContain("Pathful");
    });
  });
});
