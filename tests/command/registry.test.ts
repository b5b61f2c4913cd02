import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.js";
import { type Command, nearest, registryOf, tokensOfLine } from "../../src/command/index.js";
import { volunteers } from "./commands.js";

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
