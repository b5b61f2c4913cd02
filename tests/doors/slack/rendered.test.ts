import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerOf } from "../../../src/answers.js";
import type { Access } from "../../../src/command/index.js";
import { column, fact, type Reply, table } from "../../../src/reply/index.js";
import { NOW, PLACES } from "../../command/asking.js";
import { answer } from "../../command/commands.js";
import { buttonsOf, smallPrintOf } from "./looking.js";

const COORDINATOR: Access = { role: "coordinator", districts: [] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "polaris-rendered-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const list = (key: string) =>
  table({ key, title: key, columns: [column("n", "N", "integer", "open")], rows: [[1]], empty: "" });
const whole = answer("Two lists.", {
  facts: [fact("race", "Race", "white", "text", "demographic")],
  tables: [list("First"), list("Second")],
  files: [{ key: "report", kind: "xlsx", name: "report.xlsx" }],
});

async function shown(
  place: "slash" | "channel",
  effect: "read" | "write" = "read",
  given: { readonly reply?: Reply; readonly studentsInSheet?: true } = {},
) {
  const said = await answerOf(
    { kind: "reply", reply: whole, holds: [], as: null, effect, ...given },
    {
      id: "test",
      line: "lists",
      actor: { id: "U1", name: "Ada", door: "slack" },
      person: { userId: "U1", name: "Ada", isGuest: false, isForeign: false, groups: [] },
      place: PLACES[place],
      now: NOW,
      sharesTo: place === "slash" ? "C1" : null,
      table: null,
      charts: false,
    },
    COORDINATOR,
    { folder, timeZone: "America/Chicago", lines: [] },
  );
  return { blocks: said.message.blocks as unknown as Parameters<typeof buttonsOf>[0]["blocks"] };
}

describe("an answer in Slack", () => {
  it("offers its other tables, its file and to be shared when it can be made again", async () => {
    expect(buttonsOf(await shown("slash"))).toEqual(["Second", "Export to Excel", "Share in Channel"]);
  });

  it("offers none of these when making it again would change something", async () => {
    expect(buttonsOf(await shown("slash", "write"))).toEqual([]);
  });

  it("says of what is missing whether it is the place or the role", async () => {
    expect(smallPrintOf(await shown("slash"))).toEqual([
      "Answer",
      "1 fact with demographics is not shown to your role.",
    ]);
    expect(smallPrintOf(await shown("channel"))).toEqual([
      "Answer",
      "1 fact with demographics is shown privately only.",
    ]);
  });

  it("says to a reader of students' rows where they are to be had, and to nobody else", async () => {
    const reply = answer("One student.", { facts: [fact("who", "Student", "Ada", "text", "student")] });
    const said = async (given: { readonly studentsInSheet?: true }) =>
      smallPrintOf(await shown("slash", "read", { reply, ...given })).at(-1);
    expect(await said({ studentsInSheet: true })).toBe(
      "1 fact with student records is shown in a Google Sheet alone: add as:sheet.",
    );
    expect(await said({})).toBe("1 fact with student records is not shown to your role.");
  });
});
