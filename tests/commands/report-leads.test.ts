import { beforeAll, describe, expect, it } from "vitest";
import { fillLeads } from "../metrics/lead-world.js";
import { onBothEngines } from "../pool/engines.js";
import { withOffice } from "./office.js";

describe("report leads and the figures of leads", () => {
  onBothEngines((engine) => {
    const office = withOffice(engine, 0.1);
    beforeAll(() => fillLeads(office().pool));

    it("reports on all sources of the school year, and on those asked for", async () => {
      const all = await office().reply("report leads 2026-09..2026-10", { as: "staff" });
      expect(all.text).toMatch(/^6 prospective leads .*: 6 net new/);
      const some = await office().reply("report leads 2026-09..2026-10 source:source_2 state:nevada", {
        as: "coordinator",
      });
      expect(some.text).toMatch(/^2 prospective leads .*, source source_2 and state NV: 1 net new/);
      expect(JSON.stringify(all)).not.toContain("Ada");
    });

    it("without a period asks for one", async () => {
      expect((await office().run("report leads", { as: "staff" })).kind).toBe("ask");
    });

    it("names the lists there are to who asks for another", async () => {
      const outcome = await office().run("report leads 12w source:source_9", { as: "staff" });
      expect(JSON.stringify(outcome)).toContain("No source of leads is called “source_9”. Did you mean source_");
    });

    it("is among the reports, and is not for district viewers", async () => {
      expect(JSON.stringify(await office().json("report list leads", { as: "staff" }))).toContain("report leads");
      const refused = await office().run("report leads 12w", { as: "district", districts: ["Center"] });
      expect(refused.kind).not.toBe("reply");
    });

    it("gives each figure by id and by words, cut by the dimensions of leads", async () => {
      const bySource = await office().json("metric L2 2026-09..2026-10 by:source", { as: "staff" });
      expect(bySource.facts).toMatchObject([{ key: "L2", value: 6 }]);
      expect(bySource.tables[0]?.rows).toHaveLength(2);
      const byState = await office().json("metric prospective leads 2026-09..2026-10 by:state state:TX", {
        as: "staff",
      });
      expect(byState.facts).toMatchObject([{ key: "L1", value: 2 }]);
      const share = await office().json("metric L4 2026-09 by:outreach_stage", { as: "staff" });
      expect(share.facts).toMatchObject([{ key: "L4", value: 60 }]);
    });

    it("explains one, and leads from figure to definition and back", async () => {
      const explained = await office().reply("metric L3 explain", { as: "staff" });
      expect(explained.text).toContain("without a valid phone or a usable address");
      expect(explained.actions.map(({ label }) => label)).toContain("Show the figure");
      const figure = await office().reply("metric L3", { as: "staff" });
      expect(figure.actions.find(({ label }) => label === "How is it defined?")?.line).toContain("explain");
    });

    it.each([
      ["metric L3 by:outreach_stage", "is not kept by outreach_stage"],
      ["metric L1 by:district", "is not kept by district. Expected one of source, state"],
      ["metric L1 format:virtual", "L1 is not kept by format. Expected source: or state:"],
      ["metric L1 records", "are listed by “leads”"],
      ["metric M20 by:source", "is not kept by source"],
      ["metric M20 state:NV", "only figures of prospective leads are"],
    ])("refuses %s with what there is instead", async (line, said) => {
      expect(JSON.stringify(await office().run(line, { as: "staff" }))).toContain(said);
    });

    it("keeps the figures from district viewers", async () => {
      const viewer = { as: "district", districts: ["Center"] } as const;
      expect(JSON.stringify(await office().run("metric L1", viewer))).toContain("not for district viewers");
    });
  });
});
