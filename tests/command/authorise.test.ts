import { describe, expect, it } from "vitest";
import { authorise } from "../../src/command/authorise.js";
import { type Command, defineCommand, holds, ROLES, type Role, take } from "../../src/command/index.js";
import { PLACES } from "./asking.js";
import { answer } from "./commands.js";

const OPEN = ["open"];
const NAMES = ["open", "name"];
const COORDINATOR = ["open", "name", "contact"];
const STAFF = ["open", "name", "contact", "demographic"];

/** What each role may be shown at each place; student rows nowhere. */
const TABLE: Readonly<Record<keyof typeof PLACES, Readonly<Record<Role, readonly string[]>>>> = {
  slash: { admin: STAFF, staff: STAFF, coordinator: COORDINATOR, district: OPEN, none: [] },
  direct: { admin: STAFF, staff: STAFF, coordinator: COORDINATOR, district: OPEN, none: [] },
  terminal: { admin: STAFF, staff: STAFF, coordinator: COORDINATOR, district: OPEN, none: [] },
  channel: { admin: OPEN, staff: OPEN, coordinator: OPEN, district: OPEN, none: [] },
  schedule: { admin: OPEN, staff: OPEN, coordinator: OPEN, district: OPEN, none: [] },
  trusted: { admin: NAMES, staff: NAMES, coordinator: NAMES, district: OPEN, none: [] },
};

describe("what a place may hold for a role", () => {
  const cases = Object.entries(TABLE).flatMap(([place, byRole]) =>
    ROLES.map((role) => ({ place: place as keyof typeof PLACES, role, held: byRole[role] })),
  );

  it.each(cases)("$place, $role: $held", ({ place, role, held }) => {
    expect(holds({ role, districts: [] }, PLACES[place])).toEqual(held);
  });
});

describe("a command that district viewers may run", () => {
  const definition = {
    name: "figures",
    family: "reports",
    summary: "Figures.",
    examples: [],
    allow: ["district"],
    effect: "read",
    run: async () => answer("figures"),
  } as const;

  it("cannot be defined without a district to hold them to, nor with one they could leave out", () => {
    expect(() => defineCommand({ ...definition, args: {} })).toThrow("needs one argument of districts");
    expect(() =>
      defineCommand({ ...definition, args: { district: take.reference("district", { label: "District" }) } }),
    ).toThrow("must be required");
    expect(() =>
      defineCommand({
        ...definition,
        args: {
          district: take.references("district", { label: "District" }),
          other: take.references("district", { label: "Other" }),
        },
      }),
    ).toThrow("needs one argument of districts");
  });

  it("can be, with one, or when it shows no data", () => {
    expect(
      defineCommand({ ...definition, args: { district: take.references("district", { label: "District" }) } }).name,
    ).toBe("figures");
    expect(defineCommand({ ...definition, withoutData: true, args: {} }).name).toBe("figures");
  });
});

describe("a command of one door", () => {
  const only = (...doors: NonNullable<Command["doors"]>) =>
    defineCommand({
      name: "claim",
      family: "events",
      summary: "",
      examples: [],
      allow: ["staff"],
      effect: "write",
      doors,
      args: {},
      run: async () => answer(""),
    });
  const staff = { role: "staff", districts: [] } as const;

  it.each([
    [["slack"], "terminal", "“claim” can only be used in Slack."],
    [["terminal"], "slack", "“claim” can only be used at the terminal."],
    [["schedule"], "slack", "“claim” can only be used by a schedule."],
    [["slack", "terminal"], "schedule", "“claim” can only be used in Slack or at the terminal."],
  ] as const)("of %s says so elsewhere: %s", (doors, door, words) => {
    expect(() => authorise(only(...doors), staff, { id: "U1", name: "Ada", door })).toThrow(words);
    for (const own of doors)
      expect(() => authorise(only(...doors), staff, { id: "U1", name: "Ada", door: own })).not.toThrow();
  });
});

describe("a command's definition", () => {
  const definition = {
    name: "figures",
    family: "reports",
    summary: "",
    examples: [],
    allow: ["staff"],
    effect: "read",
    run: async () => answer(""),
  } as const;

  it.each([
    [
      "two arguments for one key",
      { org: take.text({ label: "A" }), name: take.text({ label: "B", also: ["ORG"] }) },
      "two arguments",
    ],
    [
      "two rests of the line",
      { a: take.text({ label: "A", positional: "rest" }), b: take.text({ label: "B", positional: "rest" }) },
      "rest of the line",
    ],
    [
      "a word at the end of the line that is no period",
      { a: take.text({ label: "A", positional: "end" }) },
      "only a period",
    ],
    [
      "six main fields",
      Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((key) => [key, take.text({ label: key, main: true })])),
      "five main fields",
    ],
  ])("is refused with %s", (_, args, why) => {
    expect(() => defineCommand({ ...definition, args })).toThrow(why);
  });

  it("is refused with a name of three words", () => {
    expect(() => defineCommand({ ...definition, name: "report org now", args: {} })).toThrow("one or two");
  });
});
