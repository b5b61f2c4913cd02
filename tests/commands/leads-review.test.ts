import { beforeAll, describe, expect, it } from "vitest";
import { proposeSameLeads } from "../../src/leads/index.js";
import { LeadsWorld } from "../leads/resolution/leads-world.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const HOME = "7025550100|150 n some st|89027";
const OTHER = "7025550142|150 n some st|89027";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const leads = () => new LeadsWorld(office().pool);
  const undoOf = (reply: { readonly actions: readonly { readonly label: string; readonly line: string }[] }) =>
    reply.actions.find(({ label }) => label === "Undo")?.line ?? "no undo";
  const keys = async () => (await leads().leads()).map(({ key }) => key).sort();

  describe("leads that may be one", () => {
    beforeAll(async () => {
      const world = leads();
      await world.list("source_1", "2026-01-01", [{ licence: "A", email: "office@sunny.example", person: "Ann Lee" }]);
      await world.list("source_3", "2026-01-02", [
        { licence: "77", phone: "702-555-0142", email: "office@sunny.example", company: "Sunny Days LLC" },
      ]);
      expect((await office().reply("leads review")).text).toMatch(/No pair of leads waits/);
      await proposeSameLeads(office().pool, world.organization, { now: () => office().world.now });
    });

    it("stand side by side with the evidence in words, and the buttons to decide", async () => {
      expect((await office().reply("leads review")).text).toMatch(
        /^Sunny Days and Sunny Days LLC: .*[Ss]ame company \+/,
      );
      const reply = await office().json("leads review");
      expect(rowsOf(reply, "sides")).toEqual(
        expect.arrayContaining([
          { field: "Company", a: "Sunny Days", b: "Sunny Days LLC", agrees: "✓ same" },
          { field: "Phone", a: "(702) 555-0100", b: "(702) 555-0142", agrees: "✗ differs" },
          { field: "E-mail", a: "office@sunny.example", b: "office@sunny.example", agrees: "✓ same" },
          { field: "Contact", a: "Ann Lee", b: null, agrees: "–" },
        ]),
      );
      const { actions } = await office().reply("leads review");
      expect(actions.map(({ label }) => label).slice(0, 3)).toEqual(["Same", "Different", "Later"]);
    });

    it("show their phones and people in private alone, and are decided by administrators and staff alone", async () => {
      expect(await office().everythingTold("leads review", { at: "channel" })).not.toMatch(
        /7025550142|555-0142|Ann Lee/,
      );
      const reply = await office().reply("leads review", { as: "coordinator" });
      expect(reply.actions.map(({ label }) => label)).toEqual(["Leads"]);
      expect(await office().failure("leads decide 1 later", { as: "coordinator" })).toMatchObject({
        code: "not_allowed",
      });
    });

    it("are put off and taken up again", async () => {
      const { actions } = await office().reply("leads review");
      const later = actions.find(({ label }) => label === "Later")?.line ?? "";
      const done = await office().reply(later);
      expect(done.text).toMatch(/put off by Ada: it comes back on/);
      expect((await office().reply("leads review")).text).toMatch(/No pair of leads waits/);
      expect((await office().reply(undoOf(done))).text).toMatch(/open again/);
    });

    it("are different once a person says so, and the next is told who did", async () => {
      const { actions } = await office().reply("leads review");
      const different = actions.find(({ label }) => label === "Different")?.line ?? "";
      const same = actions.find(({ label }) => label === "Same")?.line ?? "";
      const done = await office().reply(different, { who: "U0FIRST" });
      expect(await office().failure(different, { who: "U0SECOND" })).toMatchObject({
        text: expect.stringMatching(/different, by a colleague.*Nothing was changed/),
      });
      expect(await office().failure(same, { who: "U0FIRST" })).toMatchObject({
        text: expect.stringMatching(/different, by you/),
      });
      const decided = await office().reply("leads review 1", { who: "U0FIRST" });
      expect(decided.facts.map(({ label, value }) => [label, value]).slice(0, 2)).toEqual([
        ["State", "different"],
        ["Said by", "you"],
      ]);
      await office().reply(undoOf(done));
    });

    it("are one once a person says so, and two again with Undo; of two who decide at once one does", async () => {
      const { actions } = await office().reply("leads review");
      const same = actions.find(({ label }) => label === "Same")?.line ?? "";
      const outcomes = await Promise.all([
        office().run(same, { who: "U0FIRST" }),
        office().run(same, { who: "U0SECOND" }),
      ]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["failed", "reply"]);
      expect(await keys()).toHaveLength(1);
      const [decision] = await office().pool.db.decision.findMany({ where: { kind: "same_lead", reversed_at: null } });
      expect(await office().pool.db.poolFact.findUnique({ where: { key: "derive" } })).toMatchObject({
        value: "clean",
      });
      expect(await office().everythingTold("decisions", { at: "channel" })).not.toMatch(/7025550142/);
      const back = await office().reply(`leads apart ${decision?.id}`);
      expect(JSON.stringify(back)).not.toMatch(/7025550142/);
      expect(back.text).toMatch(/Ada took decision \d+ back/);
      expect(await keys()).toEqual([HOME, OTHER]);
      expect(await office().failure(`leads apart ${decision?.id}`)).toMatchObject({
        text: expect.stringMatching(/took decision/),
      });
    });

    it("are two again by “undo” as well", async () => {
      const { actions } = await office().reply("leads review");
      await office().reply(actions.find(({ label }) => label === "Same")?.line ?? "");
      const [decision] = await office().pool.db.decision.findMany({ where: { kind: "same_lead", reversed_at: null } });
      await office().reply(`undo ${decision?.id}`);
      expect(await keys()).toEqual([HOME, OTHER]);
      expect((await office().reply("leads review")).actions.map(({ label }) => label)).toContain("Same");
    });

    it("are named by number or by company, and asked about where several have the name", async () => {
      const [one, other] = await leads().leads();
      const ask = await office().ask(`leads same "Sunny Days" ${other?.id}`);
      expect(ask.text).toMatch(/Several leads fit “Sunny Days”/);
      const done = await office().reply(`leads same ${one?.id} ${other?.id}`);
      expect(done.text).toMatch(/are one lead from now on \(decision \d+, Ada\)/);
      await office().reply(undoOf(done));
      expect(await keys()).toHaveLength(2);
      expect(await office().failure("leads same Nobody Anybody")).toMatchObject({ code: "not_found" });
    });
  });
});
