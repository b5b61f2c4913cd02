import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../../sandbox/console/page/text/markdown.js";
import { readMrkdwn, readPlain } from "../../../sandbox/console/page/text/mrkdwn.js";
import { type Names, safeAddress } from "../../../sandbox/console/page/text/passages.js";
import { readRichText } from "../../../sandbox/console/page/text/rich-text.js";
import { sayPassages } from "../../../sandbox/console/page/text/say.js";

const names: Names = {
  isMe: () => false,
  person: (id) => (id === "U0ROBIN0001" ? "Robin Vale" : null),
  channel: (id) => (id === "C0GENERAL01" ? "general" : null),
};
const text = (words: string, style = {}) => ({ kind: "text", text: words, style });
const paragraph = (...inlines: unknown[]) => [{ kind: "paragraph", inlines }];

describe("mrkdwn", () => {
  it("knows bold, italic, struck through and code, also one inside another", () => {
    expect(readMrkdwn("*a _b_* ~c~ `*d*`")).toEqual(
      paragraph(
        text("a ", { bold: true }),
        text("b", { bold: true, italic: true }),
        text(" "),
        text("c", { strike: true }),
        text(" "),
        text("*d*", { code: true }),
      ),
    );
  });

  it.each(["2*3*4", "snake_case_name", "a * b * c", "~ x ~", "*two\nlines*"])("leaves %j as it is", (source) => {
    expect(readMrkdwn(source)).toEqual(paragraph(text(source)));
  });

  it("reads entities as text, never as a token", () => {
    expect(readMrkdwn("&lt;!channel&gt; &amp;lt;")).toEqual(paragraph(text("<!channel> &lt;")));
  });

  it("reads links, and leaves an address that must not be opened as text", () => {
    expect(readMrkdwn("<https://a.example/?x=1&amp;y=2|here> <javascript:alert(1)|there>")).toEqual(
      paragraph(
        { kind: "link", address: "https://a.example/?x=1&y=2", label: "here", style: {} },
        text(" "),
        text("<javascript:alert(1)|there>"),
      ),
    );
  });

  it("reads mentions of people, channels, groups and everybody", () => {
    const said = sayPassages(
      readMrkdwn("<@U0ROBIN0001> <#C0GENERAL01> <@U0GONE00001|kim> <!subteam^S0STAFF0001|@staff> <!here>"),
      names,
    );
    expect(said).toBe("@Robin Vale #general @kim @staff @here");
  });

  it("sets quotes and fenced code apart", () => {
    expect(readMrkdwn("say\n&gt; one\n&gt; two\n```\n*x*\n```\nend")).toEqual([
      ...paragraph(text("say")),
      { kind: "quote", inlines: [text("one\ntwo")] },
      { kind: "preformatted", text: "*x*" },
      ...paragraph(text("end")),
    ]);
  });

  it("shows known emoji and leaves unknown ones and times of day", () => {
    expect(sayPassages(readMrkdwn(":tada: :nothing_such: 10:30:45"), names)).toBe("🎉 :nothing_such: 10:30:45");
    expect(sayPassages(readPlain(":tada: *x*", false), names)).toBe(":tada: *x*");
  });
});

describe("markdown", () => {
  it("reads headings, lists, rules, code and links", () => {
    expect(readMarkdown("# Title\none\ntwo **bold**\n\n1. a\n2. b\n---\n```\nx\n```\n[s](https://a.example)")).toEqual([
      { kind: "heading", level: 1, inlines: [text("Title")] },
      ...paragraph(text("one\ntwo "), text("bold", { bold: true })),
      { kind: "list", isOrdered: true, indent: 0, start: 1, items: [[text("a")], [text("b")]] },
      { kind: "rule" },
      { kind: "preformatted", text: "x" },
      ...paragraph({ kind: "link", address: "https://a.example/", label: "s", style: {} }),
    ]);
  });
});

describe("rich text", () => {
  it("reads its elements literally", () => {
    const block = {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_section",
          elements: [
            { type: "text", text: "<!channel> *x*", style: { bold: true } },
            { type: "user", user_id: "U0ROBIN0001" },
            { type: "emoji", name: "wave", unicode: "1f44b" },
            { type: "link", url: "javascript:alert(1)", text: "there" },
          ],
        },
      ],
    };
    expect(sayPassages(readRichText(block), names)).toBe("<!channel> *x*@Robin Vale👋there");
    expect(JSON.stringify(readRichText(block))).not.toContain("javascript:");
  });
});

it.each([
  ["https://a.example/x", "https://a.example/x"],
  ["mailto:a@b.example", "mailto:a@b.example"],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["  java\nscript:alert(1)", null],
  ["/relative", null],
])("opens %j as %j", (address, opened) => {
  expect(safeAddress(address)).toBe(opened);
});
