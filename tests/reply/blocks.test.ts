import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validateBlocks } from "../../sandbox/slack/blockkit/index.js";
import {
  column,
  fact,
  LIMITS,
  notice,
  parsePress,
  type Reply,
  renderAskBlocks,
  renderBlocks,
  renderFailureBlocks,
  renderFallback,
  renderTableBlocks,
  SENSITIVITIES,
  type SlackMessage,
  table,
} from "../../src/reply/index.js";
import { anyAsk, anyReply, anyTable, anyText } from "./arbitrary.js";
import { sample, volunteerTable } from "./sample.js";

const everything = { holds: SENSITIVITIES, timeZone: "America/Chicago", canShare: true, line: "report org" } as const;

/** Every object in a message, whatever it is nested in. */
function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (Array.isArray(value)) for (const each of value) yield* objectsIn(each);
  else if (typeof value === "object" && value !== null) {
    yield value as Record<string, unknown>;
    for (const each of Object.values(value)) yield* objectsIn(each);
  }
}

const stringsOf = (value: unknown): string[] =>
  [...objectsIn(value)].flatMap((each) => Object.values(each).filter((text) => typeof text === "string"));

const characters = (rows: unknown): number =>
  [...objectsIn(rows)].reduce((sum, each) => sum + (typeof each.text === "string" ? each.text.length : 0), 0);

function expectValid(message: SlackMessage): void {
  expect(validateBlocks(message.blocks, "message")).toEqual([]);
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(LIMITS.messageText);
  for (const text of stringsOf(message.blocks)) expect(text).not.toMatch(/\p{Surrogate}/u);
  const primary = [...objectsIn(message.blocks)].filter((each) => each.style === "primary");
  expect(primary.length).toBeLessThanOrEqual(1);
  for (const block of message.blocks) {
    if (block.type === "table") expect(characters(block.rows)).toBeLessThanOrEqual(LIMITS.tableCharacters);
  }
}

/** What Slack would parse in mark-up: control sequences, links, mentions. */
function expectNoControlTokens(message: SlackMessage): void {
  // The address of a Google Sheet is the one link that a message writes itself.
  const parsed = [...objectsIn(message.blocks)].filter(
    (each) => each.type === "mrkdwn" && !/^<https?:\/\/[^\s<>|]+\|Open the Google Sheet>$/.test(String(each.text)),
  );
  for (const text of [...parsed.map((each) => String(each.text)), message.text]) expect(text).not.toMatch(/[<>]/);
  for (const { text } of parsed) {
    const [label, ...rest] = String(text).split("\n");
    expect(label).toMatch(/^\*[^*_~`]+\*$/);
    expect(rest.join("\n")).not.toMatch(/[*_~`]/);
  }
  const special = [...objectsIn(message.blocks)].filter((each) =>
    ["user", "channel", "usergroup", "broadcast", "emoji", "team", "date"].includes(String(each.type)),
  );
  expect(special).toEqual([]);
}

describe("a reply in Slack", () => {
  it("is valid Block Kit within every limit, whatever it holds", () => {
    fc.assert(
      fc.property(anyReply, fc.boolean(), (reply, isStored) => {
        const message = renderBlocks(reply, { ...everything, ...(isStored ? { store: () => "key-1" } : {}) });
        expectValid(message);
        expectNoControlTokens(message);
      }),
      { numRuns: 60 },
    );
  });

  it("is valid with 400 facts, 400 notices and a table beyond every limit of Slack's", () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(...SENSITIVITIES), (label, value, sensitivity) => {
        const columns = Array.from({ length: 60 }, (_, at) => column(`c${at}`, `${label} ${at}`, "text", "open"));
        const wide = {
          key: "t",
          title: label,
          columns,
          rows: Array.from({ length: 500 }, () => columns.map(() => value)),
        };
        const message = renderBlocks(
          {
            ...sample,
            title: label.repeat(3),
            facts: Array.from({ length: 400 }, (_, at) => fact(`f${at}`, label, value, "text", sensitivity)),
            notices: Array.from({ length: 400 }, () => notice(value, "warning")),
            tables: Array.from({ length: 30 }, (_, at) => table({ ...wide, key: `t${at}`, empty: value })),
          },
          everything,
        );
        expectValid(message);
        expectNoControlTokens(message);
        expect(stringsOf(message.blocks)).toContain("40 further columns in the export.");
      }),
      { numRuns: 25 },
    );
  });

  it("is valid as text sections too, for when Slack refuses the blocks", () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const message = renderFallback(reply, everything);
        expectValid(message);
        expectNoControlTokens(message);
        expect(new Set(message.blocks.map((block) => block.type))).toEqual(new Set(["section"]));
      }),
      { numRuns: 30 },
    );
  });

  it("leads with the answer, then facts, table, charts, footer", () => {
    const { blocks, text, otherTables } = renderBlocks(sample, everything);
    expect(text).toBe("Hill's Pet Nutrition gave 31.3 hours in 1,203 sessions.");
    expect(blocks.map((block) => block.type)).toEqual([
      "rich_text",
      "context",
      "section",
      "section",
      "rich_text",
      "table",
      "context",
      "actions",
    ]);
    expect(otherTables).toEqual([]);
    expect(blocks[3]).toEqual({
      type: "section",
      fields: [{ type: "mrkdwn", text: "*Volunteer hours*\n31.3 (1 credited by fall-back)", verbatim: true }],
    });
    expect(stringsOf(blocks.at(-2)).at(-1)).toBe(
      "Metrics Bible v1.0 with rulings r1 · 1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26) · filters: org Hill's Pet Nutrition · " +
        "Salesforce as of 15 Feb 2026 10:00 CST · Pathful never synced · excluded 2, estimated 3 · SAMPLE DATA",
    );
  });

  it("writes a table of raw text with numbers on the right, names linked to their record, and a bold total", () => {
    const table = renderBlocks(sample, everything).blocks.find((block) => block.type === "table");
    const cell = (text: string) => ({ type: "raw_text", text });
    const rich = (element: object) => ({
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [element] }],
    });
    const bold = (text: string) => rich({ type: "text", text, style: { bold: true } });
    const linked = (text: string, url: string) => rich({ type: "link", url, text });
    expect(table).toEqual({
      type: "table",
      column_settings: [
        { align: "left", is_wrapped: true },
        { align: "left", is_wrapped: true },
        { align: "right", is_wrapped: false },
        { align: "right", is_wrapped: false },
        { align: "left", is_wrapped: false },
      ],
      rows: [
        ["Name", "E-mail", "Sessions", "Hours", "Last active"].map(cell),
        [
          linked("Ana Öztürk", "https://example.org/1"),
          ...["ana@example.org", "1,200", "31.3", "1 Feb 2026"].map(cell),
        ],
        [linked("Bo", "https://example.org/2"), ...["bo@example.org", "3", "—", "—"].map(cell)],
        [bold("Total"), cell(" "), bold("1,203"), bold("31.3"), cell(" ")],
      ],
    });
  });

  it("shows only what is open when nobody says what the place may hold, and never a student", () => {
    const students = {
      ...volunteerTable,
      columns: volunteerTable.columns.map((c) => ({ ...c, sensitivity: "student" as const })),
    };
    expect(JSON.stringify(renderBlocks(sample))).not.toMatch(/Ana|bo@example/);
    const shown = JSON.stringify(renderBlocks({ ...sample, tables: [students] }, everything));
    expect(shown).not.toMatch(/Ana|1,200/);
    expect(shown).toContain("6 columns with student records are not shown here.");
  });

  it("says in words what was searched when a table is empty", () => {
    const { blocks } = renderBlocks({ ...sample, tables: [{ ...volunteerTable, rows: [], total: null }] }, everything);
    expect(blocks.some((block) => block.type === "table")).toBe(false);
    expect(stringsOf(blocks)).toContain("No volunteer matches. Try a longer period.");
  });

  it("keeps data out of mark-up: tokens, bold and emoji codes stay what they are", () => {
    const evil = "<!channel> *x* <https://a.example|b> :tada:";
    const message = renderBlocks(
      { ...sample, text: evil, facts: [{ key: "f", label: evil, value: evil, type: "text", sensitivity: "open" }] },
      everything,
    );
    expect(message.text).toBe("&lt;!channel&gt; *x* &lt;https://a.example|b&gt; :tada:");
    expect(message.mrkdwn).toBe(false);
    expect(message.blocks[3]).toEqual({
      type: "section",
      fields: [{ type: "plain_text", text: `${evil}\n${evil}`, emoji: false }],
    });
  });
});

describe("paging", () => {
  const many = (page: Reply["page"]): Reply => ({
    ...sample,
    tables: [
      { ...volunteerTable, rows: Array.from({ length: 143 }, (_, at) => [`P${at + 1}`, null, null, at, null, null]) },
    ],
    ...(page ? { page } : {}),
  });
  const buttonsOf = (message: SlackMessage) =>
    [...objectsIn(message.blocks)]
      .filter((each) => each.type === "button")
      .map((each) => ({ ...parsePress(String(each.action_id), String(each.value)), id: each.action_id }));

  it("shows ten rows, says which, and carries the same line with the page and the instant of page 1", () => {
    const message = renderBlocks(many({ number: 2, size: 10, line: "volunteers skill:stem" }), everything);
    expect(stringsOf(message.blocks)).toContain("  ·  11–20 of 143");
    const since = "asOf:2026-02-15T16:05:00.000Z";
    expect(buttonsOf(message)).toEqual([
      { verb: "page", carries: "line", value: `volunteers skill:stem page:1 ${since}`, table: null, id: "page:0" },
      { verb: "page", carries: "line", value: `volunteers skill:stem page:3 ${since}`, table: null, id: "page:1" },
      { verb: "export", carries: "line", value: "volunteers skill:stem as:xlsx", table: null, id: "export:2" },
      { verb: "share", carries: "line", value: "volunteers skill:stem", table: null, id: "share:3" },
    ]);
  });

  it("replaces what the line already says, but not inside quotes", () => {
    const page = { number: 1, size: 10, line: `match "why page:9 as:csv" page:1 asOf:x as:csv` };
    const values = buttonsOf(renderBlocks(many(page), everything)).map((button) => button.value);
    expect(values[0]).toBe(`match "why page:9 as:csv" page:2 asOf:2026-02-15T16:05:00.000Z`);
    expect(values[1]).toBe(`match "why page:9 as:csv" page:1 asOf:x as:xlsx`);
  });

  it("says on a later page that the data changed since page 1", () => {
    const page = { number: 2, size: 10, line: "volunteers" };
    const before = renderBlocks(many({ ...page, since: "2026-02-15T15:00:00.000Z" }), everything);
    const after = renderBlocks(many({ ...page, since: "2026-02-15T16:30:00.000Z" }), everything);
    const words = "The data changed since page 1 was made: rows may have moved.";
    expect(stringsOf(before.blocks)).toContain(words);
    expect(stringsOf(after.blocks)).not.toContain(words);
  });

  it("shows the last page for one beyond the end, without Next", () => {
    const message = renderBlocks(many({ number: 99, size: 10, line: "volunteers" }), {
      ...everything,
      canShare: false,
    });
    expect(stringsOf(message.blocks)).toContain("  ·  141–143 of 143");
    expect(buttonsOf(message).map((button) => button.verb)).toEqual(["page", "export"]);
  });

  it("offers the other tables as buttons and pages the one that is shown", () => {
    const first = { ...volunteerTable, key: "per year", title: "Per school year" };
    const reply = { ...many({ number: 1, size: 10, line: "volunteers" }), files: [] };
    const tables = [first, ...reply.tables];
    const shown = renderBlocks({ ...reply, tables }, { ...everything, table: "volunteers", canShare: false });
    expect(buttonsOf(shown).map(({ verb, table, id }) => ({ verb, table, id }))).toEqual([
      { verb: "page", table: "volunteers", id: "page:0:volunteers" },
      { verb: "table", table: "per year", id: "table:1:per%20year" },
    ]);
    expect(shown.otherTables.map((table) => table.key)).toEqual(["per year"]);
  });
});

describe("buttons", () => {
  it("store a line over 1,500 characters and carry its key", () => {
    const line = `volunteers skill:${"x".repeat(1500)}`;
    const action = { label: "Again", line, does: "run", sensitivity: "open" } as const;
    const stored: string[] = [];
    const options = { store: (given: string) => `k${stored.push(given)}` };
    const message = renderBlocks({ ...sample, files: [], page: undefined as never, actions: [action] }, options);
    const button = [...objectsIn(message.blocks)].find((each) => each.type === "button");
    expect(stored).toEqual([line]);
    expect(parsePress(String(button?.action_id), String(button?.value))).toEqual({
      verb: "run",
      carries: "key",
      value: "k1",
      table: null,
    });
  });

  it("ask before something dangerous, and are plain when nothing is asked", () => {
    const danger = {
      label: "Cancel Event",
      line: "event cancel 1",
      does: "run",
      style: "danger",
      sensitivity: "open",
    } as const;
    const actions = [danger, { ...danger, confirm: "This cancels it for everybody." }];
    const buttons = [...objectsIn(renderBlocks({ ...sample, files: [], actions }).blocks)].filter(
      (b) => b.type === "button",
    );
    expect(buttons.map((button) => [button.style, button.confirm !== undefined])).toEqual([
      [undefined, false],
      ["danger", true],
    ]);
  });

  it("are told from the buttons of others", () => {
    expect(parsePress("open_home", "x")).toBeNull();
    expect(parsePress("run:1", undefined)).toBeNull();
    expect(parsePress("table:4:%E0%A4", "line")).toEqual({
      verb: "table",
      carries: "line",
      value: "line",
      table: null,
    });
  });
});

describe("charts in a message", () => {
  const chart = {
    key: "c",
    title: "Hours",
    takeaway: "Hours grew.",
    altText: "Bars.",
    spec: {},
    sensitivity: "open",
  } as const;

  it("are an image by its Slack file with alt text, after the sentence they show", () => {
    const { blocks } = renderBlocks({ ...sample, charts: [chart] }, { ...everything, images: { c: "F0123ABCD" } });
    expect(blocks.slice(6, 8)).toEqual([
      { type: "section", text: { type: "plain_text", text: "Hours grew.", emoji: false } },
      {
        type: "image",
        slack_file: { id: "F0123ABCD" },
        alt_text: "Bars.",
        title: { type: "plain_text", text: "Hours", emoji: false },
      },
    ]);
  });

  it("leave a line that says where they are when the place holds no image", () => {
    const said = "The chart is in your direct messages.";
    const { blocks } = renderBlocks({ ...sample, charts: [chart] }, { ...everything, chartsElsewhere: said });
    expect(stringsOf(blocks)).toContain(said);
    expect(blocks.some((block) => block.type === "image")).toBe(false);
  });
});

describe("a further table", () => {
  it("is a valid message of its own, whatever it holds", () => {
    fc.assert(
      fc.property(anyTable, (table) => expectValid(renderTableBlocks(table))),
      { numRuns: 30 },
    );
  });
});

describe("an ask in Slack", () => {
  it("is valid Block Kit, whatever it holds", () => {
    fc.assert(
      fc.property(anyAsk, (ask) => {
        const message = renderAskBlocks(ask, { holds: SENSITIVITIES, store: () => "k" });
        expectValid(message);
        expectNoControlTokens(message);
      }),
      { numRuns: 100 },
    );
  });

  it("offers a button per choice, one to remember it, and the form", () => {
    const message = renderAskBlocks({
      kind: "ask",
      text: "Which organisation is “Hills”?",
      command: "report org",
      line: "report org Hills",
      missing: [],
      choices: [
        { label: "Hill's Pet Nutrition", line: "report org id:1", rememberLine: "report org id:1 remember:hills" },
      ],
      sensitivity: "open",
    });
    const buttons = [...objectsIn(message.blocks)].filter((each) => each.type === "button");
    expect(buttons.map((button) => [button.action_id, button.value])).toEqual([
      ["choose:0", "report org id:1"],
      ["remember:1", "report org id:1 remember:hills"],
      ["form:2", "report org Hills"],
    ]);
  });

  it("keeps choices that name people out of a channel", () => {
    const message = renderAskBlocks({
      kind: "ask",
      text: "Which Ana?",
      command: "volunteer",
      line: "volunteer Ana",
      missing: ["who"],
      choices: [{ label: "Ana Öztürk", line: "volunteer 1" }],
      sensitivity: "name",
    });
    expect(JSON.stringify(message)).not.toContain("Ana");
    expect(message.text).toBe("“volunteer” needs more: who. The choices are shown privately only.");
  });
});

describe("a failure in Slack", () => {
  it("is valid Block Kit with its suggestions and its id, whatever it says", () => {
    const failure = fc.record({
      text: anyText,
      requestId: anyText,
      suggestions: fc.array(fc.record({ label: anyText, line: anyText }), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(failure, (given) => expectValid(renderFailureBlocks(given))),
      { numRuns: 100 },
    );
  });
});
