import { expect, it } from "vitest";
import { type Request, sayersOf, withSayers } from "../../src/command/index.js";
import { sayingWho } from "../../src/command/sayers.js";
import { column, reply, table } from "../../src/reply/index.js";
import { SaidBeforeError } from "../../src/runtime/index.js";
import { NOW, PLACES, services } from "./asking.js";

const request: Request = {
  id: "k7m2-x9qd",
  line: "decisions",
  actor: { id: "U0ADA", name: "Ada", door: "slack" },
  access: { role: "admin", districts: [] },
  place: PLACES.slash,
  now: NOW,
};
const asking = {
  request,
  services: {
    ...services,
    colleague: async (id: string) =>
      id === "U0KEVA" ? { id, name: "Keva Lane", role: "staff" as const, is: "member" as const, isSure: true } : null,
  },
};

it("whoever decided something is called as Slack calls them, whoever asks is you, and nobody known is somebody", async () => {
  const whose = await sayersOf(["U0ADA", "U0KEVA", "U0LEFT", "terminal", null], asking);
  expect(["U0ADA", "U0KEVA", "U0LEFT", "terminal", null].map(whose)).toEqual([
    "you",
    "Keva Lane",
    "U0LEFT",
    "the terminal",
    "somebody",
  ]);
});

it.each([
  { by: "U0KEVA", holds: ["open", "name"], text: "Keva Lane took it back." },
  { by: "U0ADA", holds: ["open", "name"], text: "You took it back." },
  { by: "U0KEVA", holds: ["open"], text: "A colleague took it back." },
  { by: "U0ADA", holds: ["open"], text: "You took it back." },
  { by: "U0LEFT", holds: ["open", "name"], text: "A colleague took it back." },
  { by: null, holds: ["open", "name"], text: "Somebody took it back." },
] as const)("a refusal says who came first as far as $holds may be told: $text", async ({ by, holds, text }) => {
  const suggestions = [{ label: "Open it", line: "duplicate 1" }];
  const refusal = new SaidBeforeError("not_found", by, (who) => `${who} took it back.`, { suggestions });
  expect(await sayingWho(refusal, { ...asking, holds })).toMatchObject({
    code: "not_found",
    message: text,
    suggestions,
  });
});

it("any other refusal stays as it is", async () => {
  const thrown = new Error("the disk is full");
  expect(await sayingWho(thrown, { ...asking, holds: ["open"] })).toBe(thrown);
});

it("a column of ids names those who are known, and leaves the other columns and tables as they are", async () => {
  const shown = (by: readonly (string | null)[]) =>
    reply({
      title: "Kept",
      text: "Kept by hand.",
      sensitivity: "open",
      tables: [
        table({
          key: "kept",
          title: "Kept",
          columns: [column("by", "By", "text", "name"), column("note", "Note", "text", "name")],
          rows: by.map((id) => [id, "U0KEVA"]),
          empty: "Nothing.",
        }),
      ],
    });
  const of = { table: "kept", column: "by" };
  expect(await withSayers(shown(["U0KEVA", "U0ADA", null]), of, asking)).toEqual(shown(["Keva Lane", "you", null]));
  expect(await withSayers(shown(["U0KEVA"]), { ...of, table: "other" }, asking)).toEqual(shown(["U0KEVA"]));
});
