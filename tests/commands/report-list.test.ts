import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.js";
import { onBothEngines } from "../pool/engines.js";
import { withOffice } from "./office.js";

const REPORTS = commands.filter(({ name }) => name.startsWith("report ") && name !== "report list");

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);

  describe("report list", () => {
    it("names every report under a heading, with a line to ask by, what it takes, and who may", async () => {
      const reply = await office().reply("report list");
      const rows = reply.tables.flatMap(({ rows }) => rows);
      const named = rows.map(([name]) => String(name));
      for (const { name } of REPORTS) expect(named).toContain(name);
      expect(new Set(named).size).toBe(named.length);
      expect(rows.find(([name]) => name === "report first-time")).toEqual([
        "report first-time",
        "Who volunteered for the first time in a period, by person, month and organisation.",
        "report first-time SY24-25",
        "period, district",
        "administrators, staff, coordinators",
      ]);
      expect(reply.text).toContain(`There are ${named.length} reports`);
    });

    it("finds reports by words, by type-ahead too, and shows all where none speaks of them", async () => {
      const found = await office().reply("report list surveys");
      expect(found.tables.flatMap(({ rows }) => rows.map(([name]) => name))).toEqual(["report surveys"]);
      expect(await office().suggested("report list", "about", "soci")).toEqual(["engagement"]);
      expect(await office().suggested("help", "topic", "report")).toContain("report recent");
      const none = await office().reply("report list xyzzy");
      expect(none.text).toContain("No report speaks of “xyzzy”");
      expect(none.tables.length).toBeGreaterThan(1);
    });

    it("shows a district viewer only what they may run", async () => {
      const reply = await office().reply("report list", { as: "district", districts: ["Grandview School District"] });
      const named = reply.tables.flatMap(({ rows }) => rows.map(([name]) => String(name)));
      expect(named).toContain("metric");
      expect(named).not.toContain("report recent");
    });

    it("is offered where “report” stands alone, and with the nearest where the name is wrong", async () => {
      const alone = await office().failure("report");
      expect(alone.suggestions[0]).toEqual({ label: "report list", line: "report list" });
      const wrong = await office().failure("report surveis SY24-25");
      expect(wrong.text).toContain("There is no command “report surveis”. Did you mean “report surveys”");
      expect(wrong.suggestions).toContainEqual({ label: "report surveys", line: "report surveys SY24-25" });
      expect(wrong.suggestions.map(({ label }) => label)).toContain("report list");
    });
  });

  describe("every report", () => {
    it.each(REPORTS.map((command) => [command.name, command] as const))(
      "%s without its subject or period asks for it, with a form where one can be opened",
      async (name, command) => {
        const as = command.allow.includes("staff") ? "staff" : "admin";
        const needed = Object.entries(command.args).flatMap(([key, { required }]) => (required ? [key] : []));
        // A report that needs one of two things asks by itself; what is needed in any case the schema says.
        const { missing, choices, text } = await office().ask(name, { as, at: "terminal" });
        expect(missing.length).toBeGreaterThan(0);
        expect(missing).toEqual(needed.length > 0 ? needed : missing);
        expect(choices.length > 0 || text.includes("For example: "), text).toBe(true);
        expect((await office().ask(name, { as, at: "slash" })).missing).toEqual(missing);
        const form = await office().form(name, { as, at: "slash" });
        const fields = new Map(form.fields.map((field) => [field.key, field]));
        for (const key of missing) expect(fields.has(key), `${key} stands in the form`).toBe(true);
        for (const key of needed) expect(fields.get(key)?.required, key).toBe(true);
        if (missing.length > 1 || command.args[missing[0] ?? ""]?.shape.kind !== "periods") return;
        expect(choices.map(({ line }) => line)).toContain(`${name} this year`);
        const outcome = await office().run(`${name} this year`, { as, at: "terminal" });
        expect(outcome.kind).toBe("reply");
      },
    );
  });
});
