import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dispatch, Form, Submitted } from "../../src/command/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { type Asked, dispatchOver, requestOf } from "./asking.js";

let empty: EmptyPool;
let dispatch: Dispatch;

beforeEach(async () => {
  empty = await emptyPool("sqlite");
  ({ dispatch } = dispatchOver(empty.pool));
});
afterEach(() => empty.drop());

async function formFor(line: string, options?: { more: boolean }, asked: Asked = {}): Promise<Form> {
  const outcome = await dispatch.form(requestOf(line, asked), options);
  if (outcome.kind !== "form") throw new Error(outcome.failure.text);
  return outcome.form;
}
const submit = (line: string, submitted: Submitted, asked: Asked = {}) =>
  dispatch.submit(requestOf(line, asked), submitted);
const valuesIn = (form: Form): Record<string, readonly string[]> =>
  Object.fromEntries(form.fields.map((field) => [field.key, field.values]));

describe("the form of a command", () => {
  it("has its main arguments, and counts the rest", async () => {
    const form = await formFor("volunteers");
    expect(form).toMatchObject({ command: "volunteers", title: "Volunteers", submit: "Search", line: "volunteers" });
    expect(form.fields.map((field) => field.key)).toEqual(["text", "skill", "org", "local"]);
    expect(form.more).toBe(8);
    const all = await formFor("volunteers", { more: true });
    expect(all.more).toBe(0);
    expect(all.fields.map((field) => field.key)).not.toContain("page");
  });

  it("draws each kind of argument as its own kind of field", async () => {
    const form = await formFor("volunteers", { more: true });
    expect(Object.fromEntries(form.fields.map((field) => [field.key, field.entry]))).toMatchObject({
      text: { kind: "typed" },
      skill: { kind: "typed" },
      org: { kind: "looked_up", many: true },
      person: { kind: "looked_up", many: false },
      local: { kind: "chosen", many: true, choices: { length: 3 } },
      connector: { kind: "chosen", many: false, choices: [{ value: "yes" }, { value: "no" }] },
      sort: {
        kind: "chosen",
        choices: [{ value: "name" }, { value: "-name" }, { value: "hours" }, { value: "-hours" }],
      },
    });
    expect(
      (await formFor("roles set", { more: false }, { role: "admin" })).fields.map((field) => [
        field.key,
        field.entry.kind,
        field.required,
      ]),
    ).toEqual([
      ["who", "member", true],
      ["role", "chosen", true],
    ]);
  });

  it("is filled in with what the line says, right or wrong, and shows those fields", async () => {
    const form = await formFor('volunteers ada skill:python,"a, b" local:local,nowhere times:many');
    expect(valuesIn(form)).toEqual({
      text: ["ada"],
      skill: ['python, "a, b"'],
      org: [],
      local: ["local", "nowhere"],
      times: ["many"],
    });
  });

  it("is refused like the command", async () => {
    expect(await dispatch.form(requestOf("volunteers", { role: "none" }))).toMatchObject({
      kind: "failed",
      failure: { code: "not_allowed" },
    });
    expect(await dispatch.form(requestOf("sync", { role: "coordinator" }))).toMatchObject({
      kind: "failed",
      failure: { code: "not_allowed" },
    });
  });
});

describe("a form that comes back", () => {
  it("is a line of the command", async () => {
    expect(
      await submit("volunteers", {
        text: "  Ada L ",
        skill: 'python, "data, big", sql',
        org: ["Hill's Pet Nutrition", "0015g00000XyZ12AAB"],
        local: ["local"],
        connector: "yes",
      }),
    ).toEqual({
      kind: "line",
      line: 'volunteers "Ada L" skill:python,"data, big",sql org:"Hill\'s Pet Nutrition",0015g00000XyZ12AAB local:local connector:yes',
    });
    expect(await submit("report org", { org: "Hill's", periods: "SY22-23, 3y" })).toEqual({
      kind: "line",
      line: 'report org "Hill\'s" SY22-23, 3y',
    });
    expect(await submit("roles set", { who: "U42", role: "staff" }, { role: "admin" })).toEqual({
      kind: "line",
      line: 'roles set <@U42> "staff"',
    });
  });

  it("keeps what it does not show: other lists, negations, hidden fields", async () => {
    expect(await submit("volunteers skill:python skill:sql -skill:c times:3 page:2", { skill: "java" })).toEqual({
      kind: "line",
      line: "volunteers skill:java skill:sql -skill:c times:3 page:2",
    });
    expect(await submit("volunteers skill:python -skill:c times:3", { skill: null, times: "" })).toEqual({
      kind: "line",
      line: "volunteers -skill:c",
    });
  });

  it("says beside each field what is wrong with it", async () => {
    expect(await submit("report org", { org: null, periods: "soon" })).toMatchObject({
      kind: "problems",
      problems: { org: "This is needed.", periods: expect.stringContaining("soon") },
    });
    expect(await submit("volunteers times:many", {})).toMatchObject({
      kind: "problems",
      problems: { times: 'Expected a number, "10+", or a range as in "2..5".' },
    });
  });

  it("does not let typed words become filters", async () => {
    const outcome = await submit("volunteers", { text: 'x skill:c -local:yes "3y' });
    expect(outcome).toEqual({ kind: "line", line: 'volunteers "x skill:c -local:yes \\"3y"' });
  });

  it("is held to the districts of a district viewer", async () => {
    const asked: Asked = { role: "district", districts: ["Center"] };
    expect(await submit("metric", { metric: "M20" }, asked)).toEqual({
      kind: "line",
      line: "metric M20 district:Center",
    });
    const outcome = await submit("metric", { metric: "M20", district: ["Olathe"] }, asked);
    if (outcome.kind !== "line") throw new Error("expected a line");
    expect(await dispatch.run(requestOf(outcome.line, asked))).toMatchObject({
      kind: "failed",
      failure: { code: "not_allowed" },
    });
  });
});
