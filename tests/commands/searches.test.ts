import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const ADA = "U0ADA";
const BO = "U0BO";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const as = (who: string) => ({ who, at: "direct" }) as const;
  const saved = async (who: string) =>
    rowsOf(await office().json("searches", as(who)), "searches").map(({ name, whose, line }) => [name, whose, line]);

  describe("saving a search", () => {
    it("opens a form from the list, filled in with the search, that asks for the name first", async () => {
      const list = await office().reply('volunteers skill:stem org:"Hill\'s" page:2', as(ADA));
      const save = list.actions.find(({ label }) => label === "Save this search");
      expect(save?.does).toBe("form");
      const form = await office().form(save?.line ?? "", { ...as(ADA), at: "slash" });
      expect(form.fields.slice(0, 3).map(({ key }) => key)).toEqual(["name", "line", "shared"]);
      expect(JSON.stringify(form)).toContain("volunteers skill:stem org:");
    });
    it("keeps it under its name, for its owner alone", async () => {
      const reply = await office().reply(
        `search save name:"Local STEM" line:"volunteers skill:stem local:yes"`,
        as(ADA),
      );
      expect(reply.text).toContain("“Local STEM” is saved; it is yours alone.");
      expect(await saved(ADA)).toEqual([["Local STEM", "yours", "volunteers skill:stem local:yes"]]);
      expect(await saved(BO)).toEqual([]);
      const audit = await office().pool.db.auditEntry.findFirst({
        where: { command: "search save" },
        orderBy: { id: "desc" },
      });
      expect(JSON.parse(audit?.detail ?? "{}")).toMatchObject({ shared: false, replaced: false });
      expect(audit?.detail).not.toContain("STEM");
    });
    it("runs it anew by its name", async () => {
      const run = await office().reply('searches "local stem"', as(ADA));
      const list = await office().reply("volunteers skill:stem local:yes", as(ADA));
      expect(run.title).toBe("Local STEM");
      expect(run.text).toBe(list.text);
      expect(run.tables).toEqual(list.tables);
    });
    it("shares it: others run it with what they may see, and cannot remove it", async () => {
      await office().reply(`search save name:"Recent" line:"volunteers recent 1y" shared:yes`, as(ADA));
      expect(await saved(BO)).toEqual([["Recent", `shared by ${ADA}`, "volunteers recent 1y"]]);
      await office().reply(`search save name:"Quiet" line:"volunteers recent 2y" shared:yes`, as("terminal"));
      expect((await saved(BO)).map(([, whose]) => whose)).toEqual(["shared by the terminal", `shared by ${ADA}`]);
      await office().reply("search remove quiet", as("terminal"));
      const open = await office().json("searches recent", { who: BO, at: "channel" });
      expect(open.tables[0]?.columns.map(({ key }) => key)).not.toContain("name");
      expect(await office().failure("searches recent", { who: BO, as: "district", districts: ["X"] })).toMatchObject({
        code: "not_allowed",
      });
      expect(await office().failure("search remove recent", as(BO))).toMatchObject({ code: "not_allowed" });
      expect((await office().reply("search remove recent", { ...as("U0ADMIN"), as: "admin" })).text).toContain(
        "is removed",
      );
    });
    it("gives way to another of the same name, and Undo brings it back", async () => {
      const reply = await office().reply('search save name:"LOCAL  stem" line:"volunteers skill:health"', as(ADA));
      expect(reply.text).toContain("gave way: volunteers skill:stem local:yes");
      expect(await saved(ADA)).toEqual([["LOCAL stem", "yours", "volunteers skill:health"]]);
      await office().reply(reply.actions.find(({ label }) => label === "Undo")?.line ?? "", as(ADA));
      expect(await saved(ADA)).toEqual([["Local STEM", "yours", "volunteers skill:stem local:yes"]]);
    });
    it("is removed, and comes back by Undo", async () => {
      const removed = await office().reply('search remove "local stem"', as(ADA));
      expect(await saved(ADA)).toEqual([]);
      await office().reply(removed.actions[0]?.line ?? "", as(ADA));
      expect(await saved(ADA)).toEqual([["Local STEM", "yours", "volunteers skill:stem local:yes"]]);
    });
    it.each([
      ["search save name:X line:status", "Expected a search of volunteers"],
      ['search save name:X line:"undo id:1"', "Expected a search of volunteers"],
      ['search save name:X line:"volunteers skil:stem"', "was not saved"],
      ['search save name:"!!" line:volunteers', "Expected a name with letters or digits"],
      [`search save name:${"x".repeat(61)} line:volunteers`, "up to 60 characters"],
      ["searches nothing-like-it", "No saved search is called “nothing-like-it”"],
      ["search remove 999", "No saved search is called “999”"],
    ])("refuses %s in words", async (line, said) => {
      expect((await office().failure(line, as(BO))).text).toContain(said);
      expect(await saved(BO)).toEqual([]);
    });
  });
});
