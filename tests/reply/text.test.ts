import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  column,
  renderAskText,
  renderFailureText,
  renderText,
  reply,
  SENSITIVITIES,
  table,
} from "../../src/reply/index.js";
import { displayWidth } from "../../src/reply/width.js";
import { anyReply } from "./arbitrary.js";
import { sample, volunteerTable } from "./sample.js";

describe("a reply at the terminal", () => {
  it("is the lead, facts, aligned tables with numbers on the right, notices, footer", () => {
    expect(renderText(sample, { width: 100, timeZone: "America/Chicago" })).toBe(
      `Hill's Pet Nutrition gave 31.3 hours in 1,203 sessions.

Volunteer hours  31.3 (1 credited by fall-back)

Volunteers
Name        E-mail           Sessions  Hours  Last active
──────────  ───────────────  ────────  ─────  ───────────
Ana Öztürk  ana@example.org     1,200   31.3  1 Feb 2026
Bo          bo@example.org          3      —  —
──────────  ───────────────  ────────  ─────  ───────────
Total                           1,203   31.3

Warning: Connector sessions before SY24-25 are marked legacy.

Metrics Bible v1.0 with rulings r1 · 1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26) · filters: org
Hill's Pet Nutrition · Salesforce as of 15 Feb 2026 10:00 CST · Pathful never synced · excluded 2,
estimated 3 · SAMPLE DATA`,
    );
  });

  it("cuts text columns to the width, never numbers", () => {
    const lines = renderText({ ...sample, facts: [], notices: [], provenance: null }, { width: 52 }).split("\n");
    expect(lines.slice(4, 7)).toEqual([
      "Name        E-mail      Sessions  Hours  Last active",
      "──────────  ──────────  ────────  ─────  ───────────",
      "Ana Öztürk  ana@examp…     1,200   31.3  1 Feb 2026",
    ]);
  });

  it("writes a list where the columns do not fit", () => {
    const lines = renderText({ ...sample, facts: [], notices: [], provenance: null }, { width: 30 }).split("\n");
    expect(lines.slice(4)).toEqual([
      "Name: Ana Öztürk",
      "E-mail: ana@example.org",
      "Sessions: 1,200",
      "Hours: 31.3",
      "Last active: 1 Feb 2026",
      "",
      "Name: Bo",
      "E-mail: bo@example.org",
      "Sessions: 3",
      "Hours: —",
      "Last active: —",
      "",
      "Name: Total",
      "Sessions: 1,203",
      "Hours: 31.3",
    ]);
  });

  it("counts wide characters as two columns", () => {
    const columns = [column("a", "Name", "text", "open"), column("b", "N", "integer", "open")];
    const wide = table({
      key: "w",
      title: "W",
      columns,
      rows: [
        ["日本", 1],
        ["Ana", 22],
      ],
      empty: "",
    });
    const text = renderText(reply({ title: "t", text: "t", sensitivity: "open", tables: [wide] }));
    expect(text.split("\n").slice(5)).toEqual(["日本   1", "Ana   22"]);
  });

  it("ends with what its buttons run, as lines to copy, where such lines can be typed", () => {
    const open = { sensitivity: "open" } as const;
    const answer = reply({
      title: "t",
      text: "Undone.",
      ...open,
      actions: [
        { label: "Undo", line: 'undo 12 "again"', does: "run", ...open },
        { label: "Fill in", line: "undo", does: "form", ...open },
        { label: "All decisions", line: "decisions", does: "run", ...open },
        { label: "Share", line: "decisions", does: "share", ...open },
      ],
    });
    expect(renderText(answer, { width: 20, typed: (line) => `$ ${line}` })).toBe(
      'Undone.\n\nNext: Undo           $ undo 12 "again"\n      All decisions  $ decisions',
    );
    expect(renderText(answer)).toBe("Undone.");
  });

  it("says what was searched when a table is empty", () => {
    const text = renderText({ ...sample, tables: [{ ...volunteerTable, rows: [], total: null }] });
    expect(text).toContain("Volunteers\nNo volunteer matches. Try a longer period.");
  });

  it("has no line wider than asked and no control character, whatever the reply holds", () => {
    fc.assert(
      fc.property(anyReply, fc.integer({ min: 20, max: 160 }), (reply, width) => {
        const tables = reply.tables.map((each) => ({ ...each, rows: each.rows.slice(0, 4) }));
        const text = renderText({ ...reply, tables }, { width });
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        // The address of a Google Sheet is there to be copied: it is never broken.
        const lines = text.split("\n").filter((line) => !/^ {4}https?:/.test(line));
        expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("asks and failures at the terminal", () => {
  it("print the choices as lines to copy", () => {
    const ask = {
      kind: "ask",
      text: "Which organisation is “Hills”?",
      command: "report org",
      line: "report org Hills",
      missing: [],
      choices: [{ label: "Hill's Pet Nutrition", line: 'report org "Hill\'s Pet Nutrition"', rememberLine: "alias x" }],
      sensitivity: SENSITIVITIES[0],
    } as const;
    expect(renderAskText(ask)).toBe(
      "Which organisation is “Hills”?\n\nHill's Pet Nutrition\n    report org \"Hill's Pet Nutrition\"\n  to remember it:\n    alias x",
    );
  });

  it("print what to do and the id for the log", () => {
    const failure = {
      text: "There is no command “hlep”.",
      suggestions: [{ label: "Did you mean", line: "help" }],
      requestId: "r-1",
    };
    expect(renderFailureText(failure)).toBe("There is no command “hlep”.\n\nDid you mean\n    help\n\nReference r-1");
  });
});
