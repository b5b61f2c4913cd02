import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createDispatch,
  type Dispatch,
  defineCommand,
  registryOf,
  type Submitted,
  take,
} from "../../src/command/index.js";
import { PolarisError } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { type Asked, organization, requestOf, services } from "./asking.js";
import { answer } from "./commands.js";

/** A command whose form follows what is filled in, and one whose day is picked from a calendar. */
const count = defineCommand({
  name: "count",
  family: "events",
  summary: "Counts.",
  examples: ["count fair students:60 rooms:3"],
  allow: ["admin", "staff"],
  effect: "write",
  args: {
    what: take.reference("event", {
      label: "What",
      required: true,
      positional: "one",
      options: async (query) => (query === "E1" ? [{ value: "E1", label: "Career fair" }] : []),
    }),
    students: take.whole({ label: "Students", main: true, from: 0, to: 1000 }),
    rooms: take.whole({ label: "Rooms", main: true, from: 1, to: 100 }),
    note: take.text({ label: "Note" }),
    standing: take.standing(),
  },
  problems: ({ students, rooms }): Record<string, string> =>
    students === null && rooms !== null ? { students: "Rooms need students." } : {},
  async prefill({ what }) {
    if (what?.text === "broken") throw new PolarisError("not_found", "It is gone.");
    return what === undefined ? {} : { students: 40, note: "from before", standing: "7" };
  },
  preview: {
    follows: ["students", "rooms"],
    async text({ students, rooms }) {
      if (students === 13) throw new Error("unlucky");
      return students == null ? null : rooms == null ? `${students} in all` : `${Math.floor(students / rooms)} each`;
    },
  },
  run: async (args) => answer(JSON.stringify(args)),
});

/** The same, of whatever is chosen in the open form. */
const recount = defineCommand({
  name: "recount",
  family: "events",
  summary: "Counts anew.",
  examples: ["recount fair students:60"],
  allow: ["admin", "staff"],
  effect: "write",
  args: {
    what: take.text({ label: "What", required: true, positional: "one" }),
    students: take.whole({ label: "Students", main: true, from: 0, to: 1000 }),
    rooms: take.whole({ label: "Rooms", main: true, from: 1, to: 100 }),
    note: take.text({ label: "Note" }),
    standing: take.standing(),
  },
  prefillFollows: ["what"],
  async prefill({ what }) {
    if (what === "E1") return { students: 40, rooms: 4, note: "of the first", standing: "1" };
    return what === "E2" ? { students: 50, standing: "2" } : {};
  },
  run: async (args) => answer(JSON.stringify(args)),
});

const due = defineCommand({
  name: "due",
  family: "events",
  summary: "Says when.",
  examples: ["due on:mon"],
  allow: ["admin", "staff"],
  effect: "read",
  args: { on: take.day({ label: "On", main: true }), word: take.text({ label: "Word", positional: "rest" }) },
  run: async ({ on, word }) => answer(`${on} ${word}`),
});

let empty: EmptyPool;
let dispatch: Dispatch;
let logged: unknown[];

beforeEach(async () => {
  empty = await emptyPool("sqlite");
  logged = [];
  const keep = (fields: unknown) => void logged.push(fields);
  dispatch = createDispatch({
    registry: registryOf([count, recount, due]),
    pool: empty.pool,
    organization,
    services,
    sample: true,
    log: { error: keep, warn: keep },
  });
});
afterEach(() => empty.drop());

const form = async (line: string, submitted?: Submitted, more = false, asked: Asked = {}) => {
  const outcome = await dispatch.form(requestOf(line, asked), { more, ...(submitted ? { submitted } : {}) });
  if (outcome.kind !== "form") throw new Error(outcome.failure.text);
  return outcome.form;
};
const submit = (line: string, submitted: Submitted) => dispatch.submit(requestOf(line), submitted);
const filled = async (line: string, submitted?: Submitted) =>
  Object.fromEntries((await form(line, submitted)).fields.map(({ key, values }) => [key, values[0] ?? null]));

describe("a form that is filled in with what stands", () => {
  it("shows what stands beside what the line says, and carries what stood", async () => {
    expect(await filled("count E1 rooms:3")).toEqual({ what: "E1", students: "40", rooms: "3", note: "from before" });
    expect((await form("count E1 rooms:3")).line).toBe('count "E1" students:40 rooms:3 note:"from before" standing:7');
    expect(await filled("count E1 students:41")).toMatchObject({ students: "41" });
  });

  it("names an id by what it stands for", async () => {
    expect((await form("count E1")).fields[0]?.labels).toEqual(new Map([["E1", "Career fair"]]));
    expect((await form("count E2")).fields[0]?.labels).toEqual(new Map());
  });

  it("leaves empty what its person empties", async () => {
    const { line } = await form("count E1");
    expect(await submit(line, { what: "E1", students: "5", rooms: null, note: null })).toEqual({
      kind: "line",
      line: 'count "E1" students:5 standing:7',
    });
  });

  it("opens without, where what stands cannot be read", async () => {
    expect(await filled("count broken")).toEqual({ what: "broken", students: null, rooms: null });
  });

  it("is not filled in again while it is open", async () => {
    expect(await filled("count E1", { what: "E1", students: null })).toMatchObject({ students: null });
  });
});

describe("a form in which something else is chosen", () => {
  const opened = { what: "E1", students: "40", rooms: "4", note: "of the first" };

  it("shows what stands of it, with the line that it is filled in by from then on", async () => {
    const { line } = await form("recount E1");
    const renewed = await form(line, { ...opened, what: "E2" });
    expect(renewed).toMatchObject({ line: 'recount "E2" students:50 standing:2', renewedFor: "E2" });
    expect(renewed.fields.map(({ key, values, isRenewed }) => [key, values, isRenewed ?? false])).toEqual([
      ["what", ["E2"], false],
      ["students", ["50"], true],
      ["rooms", [], true],
    ]);
    expect(await submit(renewed.line, { what: "E2", students: "50", rooms: null })).toEqual({
      kind: "line",
      line: 'recount "E2" students:50 standing:2',
    });
  });

  it("keeps what was typed, and what was emptied", async () => {
    const { line } = await form("recount E1");
    const renewed = await form(line, { ...opened, what: "E2", students: null, rooms: "9" });
    expect(renewed.line).toBe('recount "E2" students:50 standing:2');
    expect(renewed.fields.map(({ key, values, isRenewed }) => [key, values, isRenewed ?? false])).toEqual([
      ["what", ["E2"], false],
      ["students", [], false],
      ["rooms", ["9"], false],
    ]);
  });

  it("is filled in where it was opened for nothing, and stays while nothing is chosen", async () => {
    expect(await form("recount", { what: "E2", students: null, rooms: null })).toMatchObject({ renewedFor: "E2" });
    const { line } = await form("recount E1");
    for (const what of ["E1", null]) {
      const same = await form(line, { ...opened, what });
      expect(same.renewedFor).toBeUndefined();
      expect(same.line).toBe(line);
    }
  });
});

describe("what a form says of its fields", () => {
  it("follows what is filled in, and is worked out from what can be read", async () => {
    expect((await form("count E1")).preview).toBe("40 in all");
    expect((await form("count E1", { students: "60", rooms: "7" })).preview).toBe("8 each");
    expect((await form("count E1", { students: "60", rooms: "many" })).preview).toBe("60 in all");
    expect((await form("count E1", { students: null })).preview).toBeUndefined();
    expect((await form("count E1")).fields.map(({ key, isFollowed }) => [key, isFollowed ?? false])).toEqual([
      ["what", false],
      ["students", true],
      ["rooms", true],
      ["note", false],
    ]);
  });

  it("is left out where it fails: the form opens, and the failure is logged", async () => {
    expect((await form("count E1", { students: "13" })).preview).toBeUndefined();
    expect(logged).toHaveLength(1);
  });

  it("is for nobody who may not run the command", async () => {
    const outcome = await dispatch.form(requestOf("count E1", { role: "coordinator" }), {
      more: false,
      submitted: { students: "60" },
    });
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "not_allowed" } });
  });
});

describe("values that do not go together", () => {
  it("are said beside the field, and refused in a typed line", async () => {
    expect(await submit("count E1", { what: "E1", students: null, rooms: "3" })).toEqual({
      kind: "problems",
      problems: { students: "Rooms need students." },
    });
    expect(await submit("count E1", { what: "E1", students: "-4", rooms: "0" })).toEqual({
      kind: "problems",
      problems: {
        students: "Expected a whole number from 0 to 1,000.",
        rooms: "Expected a whole number from 1 to 100.",
      },
    });
    expect(await dispatch.run(requestOf("count E1 rooms:3"))).toMatchObject({
      kind: "failed",
      failure: { text: "Rooms need students." },
    });
  });
});

describe("a day", () => {
  const said = async (line: string) => {
    const outcome = await dispatch.run(requestOf(line));
    if (outcome.kind === "reply") return outcome.reply.text;
    return outcome.kind === "failed" ? outcome.failure.text : outcome.ask.text;
  };

  it("is read in words, also where it takes two of them", async () => {
    expect(await said("due on:2026-11-30")).toBe("2026-11-30 null");
    expect(await said("due on:30 Nov lunch")).toBe("2026-11-30 lunch");
    expect(await said("due on:tomorrow lunch")).toBe("2026-02-16 lunch");
    expect(await said('due on:"next mon"')).toBe("2026-02-16 null");
  });

  it("is refused in words when it is none", async () => {
    expect(await said("due on:someday")).toBe(
      '“on:” takes a day such as 2026-11-30, "30 Nov", tomorrow or mon, but got “someday”.',
    );
    expect(await submit("due", { on: "2026-02-30" })).toMatchObject({ kind: "problems" });
  });

  it("is a field of its own, filled in with the day itself", async () => {
    const { fields } = await form("due on:tomorrow");
    expect(fields).toMatchObject([{ key: "on", entry: { kind: "day" }, values: ["2026-02-16"] }]);
    expect((await form("due on:someday")).fields[0]?.values).toEqual([]);
    expect(await submit("due", { on: "2026-03-01" })).toEqual({ kind: "line", line: "due on:2026-03-01" });
  });
});
