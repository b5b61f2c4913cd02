import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Column,
  heldBy,
  type Reply,
  redact,
  redactAsk,
  renderBlocks,
  renderCsvFiles,
  renderFallback,
  renderJson,
  renderText,
  SENSITIVITIES,
  type Sensitivity,
} from "../../src/reply/index.js";
import { anyReply } from "./arbitrary.js";
import { sample } from "./sample.js";
import { workbookOf } from "./workbooks.js";

const channel = { kind: "mention", isPrivate: false, isTrusted: false };

describe("what a place may hold", () => {
  it("is open things in a channel, names too in a trusted one, by role in private, students only at the terminal", () => {
    expect(heldBy(channel, SENSITIVITIES)).toEqual(["open"]);
    expect(heldBy({ ...channel, isTrusted: true }, SENSITIVITIES)).toEqual(["open", "name"]);
    expect(heldBy({ ...channel, isPrivate: true }, SENSITIVITIES)).toEqual(["open", "name", "contact", "demographic"]);
    expect(heldBy({ ...channel, isPrivate: true }, ["name"])).toEqual(["open", "name"]);
    expect(heldBy({ kind: "terminal", isPrivate: true, isTrusted: false }, SENSITIVITIES)).toEqual([...SENSITIVITIES]);
    expect(heldBy({ kind: "terminal", isPrivate: true, isTrusted: false }, [])).toEqual(["open"]);
  });
});

describe("redacting", () => {
  it("drops columns and says how many of which kind", () => {
    const { tables, notices } = redact(sample, ["open"]);
    expect(tables[0]?.columns.map((column) => column.key)).toEqual(["record", "sessions", "hours", "last"]);
    expect(tables[0]?.columns[0]).not.toHaveProperty("linkLabel");
    expect(tables[0]?.rows[0]).toEqual(["https://example.org/1", 1200, 31.25, "2026-02-01"]);
    expect(tables[0]?.total).toEqual([null, 1203, 31.25, null]);
    expect(notices.slice(1).map((notice) => notice.text)).toEqual([
      "1 column with names is shown privately only.",
      "1 column with contact details is shown privately only.",
    ]);
  });

  it("says why where the place is private already", () => {
    const { notices } = redact(sample, ["name"], { because: "not shown to your role" });
    expect(notices.at(-1)?.text).toBe("1 column with contact details is not shown to your role.");
  });

  it("leaves a reply alone that the place may hold", () => {
    expect(redact(sample, ["name", "contact"])).toEqual(sample);
  });

  it("replaces title and text, and with them filters, file names, table titles and the line of the paging buttons", () => {
    const about = {
      ...sample,
      title: "Ana Öztürk",
      text: "Ana gave 31 hours.",
      sensitivity: "name" as const,
      openText: "One volunteer.",
    };
    const shown = redact(about, ["open"]);
    expect(shown).toMatchObject({ title: "One volunteer.", text: "One volunteer.", sensitivity: "open" });
    expect(shown.page).toBeUndefined();
    expect(shown.provenance?.filters).toEqual({ org: "(not shown here)" });
    expect(shown.files.map((file) => file.name)).toEqual(["polaris-1.xlsx"]);
    expect(shown.tables.map((table) => table.title)).toEqual(["Table 1"]);
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(anyReply, fc.subarray([...SENSITIVITIES]), (reply, holds) => {
        const once = redact(reply, holds);
        expect(redact(once, holds)).toEqual(once);
      }),
      { numRuns: 40 },
    );
  });

  it("leaks nothing of what was dropped into any rendering", async () => {
    await fc.assert(
      fc.asyncProperty(anyReply, fc.subarray([...SENSITIVITIES]), async (reply, holds) => {
        const marked = withMarks(reply);
        const allowed = new Set<Sensitivity>(["open", ...holds]);
        const shown = redact(marked, holds);
        const workbook = await workbookOf(shown);
        const written = [
          renderText(shown),
          JSON.stringify(renderJson(shown)),
          JSON.stringify(renderBlocks(marked, { holds, images: {}, line: "x" }).blocks),
          JSON.stringify(renderFallback(marked, { holds })),
          renderCsvFiles(shown)
            .map((file) => file.text)
            .join(),
          JSON.stringify(workbook.worksheets.map((sheet) => [sheet.name, sheet.getSheetValues()])),
        ].join("\n");
        for (const sensitivity of SENSITIVITIES.filter((each) => !allowed.has(each))) {
          expect(written).not.toContain(markOf(sensitivity));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("keeps an ask's choices where names may stand", () => {
    const ask = {
      kind: "ask",
      text: "Which Ana?",
      command: "volunteer",
      line: "volunteer Ana",
      missing: [],
      choices: [{ label: "Ana Öztürk", line: "volunteer 1" }],
      sensitivity: "name",
    } as const;
    expect(redactAsk(ask, ["open", "name"])).toBe(ask);
    expect(JSON.stringify(redactAsk(ask, ["open"]))).not.toContain("Ana");
  });
});

const markOf = (sensitivity: Sensitivity) => `zz${sensitivity}zz`;

/** The reply with every part that reveals something holding a word that tells what. */
function withMarks(reply: Reply): Reply {
  const mark = (part: { readonly sensitivity: Sensitivity }) => markOf(part.sensitivity);
  const own = markOf(reply.sensitivity);
  const columns = (given: readonly Column[]) => given.map((column) => ({ ...column, label: `${mark(column)} label` }));
  return {
    ...reply,
    title: own,
    text: own,
    openText: "open words",
    facts: reply.facts.map((fact) => ({ ...fact, label: mark(fact), value: mark(fact), note: mark(fact) })),
    tables: reply.tables.map((table) => ({
      ...table,
      title: own,
      empty: own,
      columns: columns(table.columns),
      rows: table.rows.slice(0, 5).map(() => table.columns.map(mark)),
      total: table.total && table.columns.map(mark),
    })),
    charts: reply.charts.map((chart) => ({
      ...chart,
      title: mark(chart),
      takeaway: mark(chart),
      altText: mark(chart),
    })),
    actions: reply.actions.map((action) => ({
      ...action,
      label: mark(action),
      line: mark(action),
      confirm: mark(action),
    })),
    notices: reply.notices.map((notice) => ({ ...notice, text: mark(notice) })),
    files: reply.files.map((file) => ({ ...file, name: own })),
    provenance: reply.provenance && { ...reply.provenance, filters: { who: own } },
    ...(reply.page ? { page: { ...reply.page, line: own } } : {}),
  };
}
