import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.js";
import { type Command, nearest, registryOf, tokensOfLine } from "../../src/command/index.js";
import { unknownCommand } from "../../src/command/registry.js";
import { metric, volunteers, volunteersRecent } from "./commands.js";

describe("the registry", () => {
  it("refuses two commands of one name", () => {
    expect(() => registryOf([volunteers, volunteers])).toThrow('called "volunteers"');
  });

  it("lists the commands of every file in commands/", async () => {
    const files = readdirSync(new URL("../../commands/", import.meta.url)).filter(
      (file) => file.endsWith(".ts") && file !== "index.ts",
    );
    for (const file of files) {
      const exported: object = await import(new URL(`../../commands/${file}`, import.meta.url).href);
      const defined = Object.values(exported).filter((each: Partial<Command> | undefined) => each?.keys instanceof Map);
      for (const command of defined) expect(commands, `${file} is not in commands/index.ts`).toContain(command);
    }
  });

  it("can find each of them by its own examples", () => {
    const registry = registryOf(commands);
    for (const command of commands) {
      for (const example of command.examples)
        expect(registry.find(tokensOfLine(example))?.command.name).toBe(command.name);
    }
  });
});

describe("what the organisation hides", () => {
  const all = [volunteers, volunteersRecent, metric];
  const admin = { role: "admin", districts: [] } as const;
  const find = (line: string, hide: readonly string[]) => registryOf(all, hide).find(tokensOfLine(line));

  it("is offered to nobody and not found, with all whose names begin with it", () => {
    expect(registryOf(all, ["volunteers"]).usable(admin, "slack")).toEqual([metric]);
    expect(find("volunteers recent", ["volunteers"])).toBeNull();
    expect(registryOf(all, ["volunteers"]).get("volunteers recent")).toBeUndefined();
  });

  it("leaves the rest: one of a family alone", () => {
    expect(registryOf(all, ["volunteers recent"]).usable(admin, "slack")).toEqual([volunteers, metric]);
    expect(find("volunteers nurse", ["volunteers recent"])?.command).toBe(volunteers);
  });

  it("is named to whoever types it, and never meant by what is mistyped", () => {
    const registry = registryOf(all, ["metric"]);
    const said = (line: string) => unknownCommand(registry, tokensOfLine(line), admin, "slack");
    expect(said("/polaris metric M20")).toMatchObject({
      code: "command_unknown",
      message: "“metric” is not used here: organization.yml hides it. An administrator can bring it back.",
    });
    expect(said("metrik M20").message).not.toContain("metric”");
  });

  it.each([
    [
      "metrik",
      "organization.yml: hide names commands that nobody needs, but there is no command “metrik” (did you mean “metric”?).",
    ],
    ["vol", "there is no command “vol” (did you mean “volunteers”"],
  ])("is refused by name where it is no command: %s", (name, words) => {
    expect(() => registryOf(all, [name])).toThrow(words);
  });

  it("cannot be what tells what there is", () => {
    expect(() => registryOf(commands, ["help"])).toThrow("“help” cannot be hidden, because it tells what there is");
  });
});

describe("did you mean", () => {
  it.each([
    ["volunters", ["volunteers", "sync"], ["volunteers"]],
    ["vol", ["volunteers", "events"], ["volunteers"]],
    ["as", ["asOf", "at", "sort"], ["at", "asOf"]],
    ["x", ["y"], []],
    ["", ["a"], []],
    ["hlep", ["help"], ["help"]],
    ["xyzzy", ["help"], []],
  ])("%s among %j: %j", (typed, candidates, meant) => {
    expect(nearest(typed, candidates)).toEqual(meant);
  });
});
