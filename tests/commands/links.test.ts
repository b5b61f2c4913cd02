import sql from "sql-template-tag";
import { beforeEach, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const HANDBOOK =
    'link title:"Volunteer handbook" url:https://example.org/handbook topic:onboarding about:"Read it first."';
  const titles = async (as: "admin" | "staff" | "coordinator", line = "links") =>
    rowsOf(await office().json(line, { as }), "links").map(({ title }) => title);

  beforeEach(() => office().pool.transaction((tx) => tx.run(sql`DELETE FROM quick_link`)));

  describe("links", () => {
    it("says how to add the first one", async () => {
      const empty = await office().reply("links", { as: "coordinator" });
      expect(empty.text).toBe("No link is kept yet. Staff add them, each with a line on what it is for.");
      expect(empty.actions).toEqual([]);
      const toStaff = await office().reply("links");
      expect(toStaff.text).toBe(
        "No link is kept yet. Add the first one: a title, its address, a topic and a line on what it is for.",
      );
      expect(toStaff.actions.map(({ line, does }) => [line, does])).toEqual([["link", "form"]]);
    });

    it("shows each with its line, by topic, as far as the role may see it", async () => {
      await office().reply(HANDBOOK);
      await office().reply(
        'link title:Passwords url:https://example.org/keys topic:systems about:"For emergencies." role:admin',
        { as: "admin" },
      );
      await office().reply(
        'link title:Forms url:https://example.org/forms topic:Onboarding about:"To be signed." role:staff',
      );
      expect(await titles("admin")).toEqual(["Volunteer handbook", "Forms", "Passwords"]);
      expect(await titles("staff")).toEqual(["Volunteer handbook", "Forms"]);
      expect(await titles("coordinator")).toEqual(["Volunteer handbook"]);
      expect(await titles("admin", "links system")).toEqual(["Passwords"]);
      expect((await office().reply("links nowhere")).text).toContain("No link is kept about “nowhere”");
      expect(await office().suggested("links", "topic", "", { as: "staff" })).toEqual(["onboarding"]);
    });

    it("is not for district viewers", async () => {
      expect((await office().failure("links", { as: "district", districts: ["Grandview School District"] })).code).toBe(
        "not_allowed",
      );
    });
  });

  describe("link", () => {
    it("keeps a link, with an undo, written into the audit log", async () => {
      const kept = await office().reply(HANDBOOK, { who: "U0KEEPER" });
      expect(kept.text).toBe("“Volunteer handbook” is kept under onboarding.");
      await office().reply(kept.actions[0]?.line ?? "");
      expect(await titles("admin")).toEqual([]);
      const entries = await office().pool.query<{ command: string; kind: string }>(
        sql`SELECT command, kind FROM audit_entry WHERE actor = 'U0KEEPER'`,
      );
      expect(entries).toEqual([{ command: "link", kind: "write" }]);
    });

    it("changes one part and keeps the others; undo brings back what stood", async () => {
      await office().reply(HANDBOOK);
      const [row] = rowsOf(await office().json("links"), "links");
      const form = await office().form(`link id:${row?.id}`);
      expect(form.fields.find(({ key }) => key === "url")?.values).toEqual(["https://example.org/handbook"]);
      const changed = await office().reply(`link id:${row?.id} about:"Only the first page."`);
      expect(rowsOf(await office().json("links"), "links")).toMatchObject([
        { title: "Volunteer handbook", about: "Only the first page." },
      ]);
      await office().reply(changed.actions[0]?.line ?? "");
      expect(rowsOf(await office().json("links"), "links")).toMatchObject([{ about: "Read it first." }]);
    });

    it.each([
      ["http://example.org", "http:// are not kept"],
      ["javascript:alert(1)", "with javascript: is not kept"],
      ["https://user:secret@example.org", "a user or a password"],
      ['"https://example.org|Click <!channel>"', "is no web address"],
      ["example.org", "is no web address"],
    ])("refuses %s in words", async (url, words) => {
      const refused = await office().failure(`link title:Bad url:${url} topic:t about:a`);
      expect(refused.text).toContain(words);
      expect(refused.text).toContain("Expected an address that begins with https://");
      expect(await titles("admin")).toEqual([]);
    });

    it("asks for the parts that are missing, in its form where one can be opened", async () => {
      const asked = await office().ask("link title:Only topic:systems");
      expect([asked.text, asked.missing]).toEqual([
        "A link still needs url:, about:. Nothing was changed.",
        ["url", "about"],
      ]);
      expect((await office().ask("link")).missing).toEqual(["title", "url", "topic", "about"]);
      expect(await titles("admin")).toEqual([]);
    });

    it("is for staff; a link that only administrators see cannot be changed or removed by others", async () => {
      expect((await office().failure(HANDBOOK, { as: "coordinator" })).code).toBe("not_allowed");
      await office().reply(`${HANDBOOK} role:admin`, { as: "admin" });
      const [row] = rowsOf(await office().json("links", { as: "admin" }), "links");
      expect((await office().failure(`link id:${row?.id} title:Mine`)).code).toBe("not_found");
      expect((await office().failure(`link remove ${row?.id}`)).code).toBe("not_found");
    });

    it("is removed once, whoever of two is later, and comes back", async () => {
      await office().reply(HANDBOOK);
      const [row] = rowsOf(await office().json("links"), "links");
      const both = await Promise.all([1, 2].map(() => office().reply(`link remove ${row?.id}`)));
      expect(both.map(({ text }) => text).sort()).toEqual([
        "“Volunteer handbook” is no longer among the links.",
        "“Volunteer handbook” was removed before.",
      ]);
      await office().reply(both[0]?.actions[0]?.line ?? "");
      expect(await titles("staff")).toEqual(["Volunteer handbook"]);
    });
  });
});
