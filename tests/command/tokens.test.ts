import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tidy, tokensOfLine, tokensOfWords } from "../../src/command/index.js";
import { PolarisError } from "../../src/runtime/index.js";

const texts = (line: string): string[] => tokensOfLine(line).map((token) => token.text);

/** The values of the one filter in a line. */
const values = (line: string): string[] => tokensOfLine(line)[0]?.parts.map((part) => part.text) ?? [];

function refusalOf(work: () => unknown): PolarisError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof PolarisError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was refused");
}

describe("the words of a line", () => {
  it("are parted by blanks of every kind", () => {
    expect(texts("  report\torg\nHill's 3y ")).toEqual(["report", "org", "Hill's", "3y"]);
  });

  it("keep an apostrophe and straighten a curly one", () => {
    expect(texts("org Hill's 3y")).toEqual(["org", "Hill's", "3y"]);
    expect(texts("org Hill’s O‘Brien")).toEqual(["org", "Hill's", "O'Brien"]);
  });

  it.each(['"Hill\'s Pet"', "“Hill’s Pet”", "„Hill’s Pet“", "«Hill's Pet»", "»Hill's Pet«", "”Hill's Pet”"])(
    "are grouped by %s",
    (quoted) => {
      const [name, period] = tokensOfLine(`${quoted} 3y`);
      expect(name).toMatchObject({ text: "Hill's Pet", quoted: true, start: 0, end: quoted.length });
      expect(period).toMatchObject({ text: "3y", quoted: false });
    },
  );

  it("take a quote inside quotes by a backslash, and a backslash by two", () => {
    expect(texts(String.raw`"say \"hi\" and \\ and \n"`)).toEqual([String.raw`say "hi" and \ and \n`]);
  });

  it("leave a quote inside a word alone", () => {
    expect(texts('a 6" pipe')).toEqual(["a", '6"', "pipe"]);
  });

  it("have an empty quoted word", () => {
    expect(tokensOfLine('""')).toMatchObject([{ text: "", quoted: true }]);
  });

  it("turn a dash before a word into two hyphens, and one between digits into a hyphen", () => {
    expect(texts("—full")).toEqual(["--full"]);
    expect(texts("SY24–25 2024 – 25 6—8 2023 –2024")).toEqual(["SY24-25", "2024-25", "6-8", "2023-2024"]);
    expect(texts("Hill's — a report")).toEqual(["Hill's", "—", "a", "report"]);
  });

  it("leave dashes in quotes as they are", () => {
    expect(texts('"Fair 2024 – 2025 — day one"')).toEqual(["Fair 2024 – 2025 — day one"]);
  });

  it("stop at a quote that is never closed, and say where it is", () => {
    const refusal = refusalOf(() => tokensOfLine("report org “Hill’s 3y"));
    expect(refusal.code).toBe("quote_unclosed");
    expect(refusal.message).toBe(
      "The quote at character 12, before “Hill's 3y”, is never closed. Close it with \", or leave it out.",
    );
    expect(refusalOf(() => tokensOfLine('help "')).message).toMatch(/^The quote at character 6 is never closed\. /);
    expect(refusal.suggestions.map((each) => each.line)).toEqual(["report org “Hill's 3y\"", "report org Hill's 3y"]);
  });
});

describe("key:value", () => {
  it("is a key in small letters and its value", () => {
    expect(tokensOfLine("Skill:stem")).toMatchObject([
      { head: { key: "skill", dashes: 0 }, parts: [{ text: "stem", quoted: false }], text: "Skill:stem" },
    ]);
  });

  it("takes a list, in which quotes hold blanks and commas together", () => {
    expect(values('skill:"data science, applied",stem')).toEqual(["data science, applied", "stem"]);
    expect(values("skill:“data science”,stem")).toEqual(["data science", "stem"]);
  });

  it("is turned round by a minus or an en dash; two hyphens or an em dash are kept apart from it", () => {
    expect(
      ["-skill:a", "–skill:a", "--skill:a", "—skill:a"].map((line) => tokensOfLine(line)[0]?.head?.dashes),
    ).toEqual([1, 1, 2, 2]);
  });

  it("keeps further colons in its value", () => {
    expect(values("asOf:2026-02-15T16:00:00.000Z")).toEqual(["2026-02-15T16:00:00.000Z"]);
  });

  it("is no key in quotes or in a web address", () => {
    expect(tokensOfLine('"skill:stem" https://example.org/a:b').map((token) => token.head)).toEqual([null, null]);
    expect(tokensOfLine('"skill:stem"')[0]?.quoted).toBe(true);
  });
});

describe("what Slack writes", () => {
  it("gives people, channels, groups and broadcasts a type", () => {
    const mentions = tokensOfLine("<@U123|anne> <#C9|connector> <!subteam^S7|@staff> <!here> <@W55>").map(
      (token) => token.parts[0]?.mention,
    );
    expect(mentions).toEqual([
      { kind: "user", id: "U123", label: "anne" },
      { kind: "channel", id: "C9", label: "connector" },
      { kind: "group", id: "S7", label: "@staff" },
      { kind: "broadcast", id: "here", label: null },
      { kind: "user", id: "W55", label: null },
    ]);
  });

  it("gives a filter a mention as its value", () => {
    expect(tokensOfLine("owner:<@U1|anne>,<@U2>")[0]?.parts.map((part) => part.mention?.id)).toEqual(["U1", "U2"]);
  });

  it("reads a link by its label, an e-mail by its address, in quotes too", () => {
    expect(
      texts('<http://hills.com|hills.com> <mailto:a@b.org|a@b.org> <https://x.org> "see <http://hills.com|hills.com>"'),
    ).toEqual(["hills.com", "a@b.org", "https://x.org", "see hills.com"]);
  });

  it("unescapes entities once, after tokens are cut", () => {
    expect(texts("Burns&amp;McDonnell &lt;@U1&gt; &amp;lt; AT&T")).toEqual([
      "Burns&McDonnell",
      "<@U1>",
      "&lt;",
      "AT&T",
    ]);
    expect(tokensOfLine("&lt;@U1&gt;")[0]?.parts[0]?.mention).toBeNull();
  });

  it("is not a mention when more is written to it", () => {
    expect(tokensOfLine("<@U1|anne>x")[0]).toMatchObject({ text: "@annex", parts: [{ mention: null }] });
  });
});

describe("words that a shell has cut", () => {
  it("arrive whole", () => {
    expect(tokensOfWords(["report", "org", "Hill's Pet", "3y"]).map((token) => token.text)).toEqual([
      "report",
      "org",
      "Hill's Pet",
      "3y",
    ]);
  });

  it("take the whole word as the value of a key; a comma before a blank belongs to a name", () => {
    expect(tokensOfWords(["org:Hill's Pet"])[0]?.parts).toMatchObject([{ text: "Hill's Pet" }]);
    expect(tokensOfWords(["org:Smith, Jones & Co,Olathe"])[0]?.parts.map((part) => part.text)).toEqual([
      "Smith, Jones & Co",
      "Olathe",
    ]);
  });

  it("honour quotes that the shell left, and keep one that is never closed", () => {
    expect(tokensOfWords(['org:"a, b",c'])[0]?.parts.map((part) => part.text)).toEqual(["a, b", "c"]);
    expect(tokensOfWords(['"6 inch'])[0]?.text).toBe('"6 inch');
  });

  it("are not Slack's: an entity stays as typed", () => {
    expect(tokensOfWords(["R&amp;D"])[0]?.text).toBe("R&amp;D");
  });

  it("skip words with nothing visible", () => {
    expect(tokensOfWords(["", " ", "\u200b", "x"]).map((token) => token.text)).toEqual(["x"]);
  });
});

describe("text from anywhere", () => {
  it("loses what cannot be seen: zero-width, direction, control characters and halves of pairs", () => {
    expect(tidy("ski\u200bll\ufeff:\u202estem\u202c\u0000\u0007\u009f\ud800\u{e0041}")).toBe("skill:stem");
  });

  it("has one form for each letter and each blank", () => {
    expect(tidy("Jose\u0301\u00a0\u3000x\u2003y")).toBe("José  x y");
  });

  it("is the same when tidied twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        expect(tidy(tidy(text))).toBe(tidy(text));
      }),
    );
  });

  it("is refused above 4,000 characters, before anything reads it", () => {
    for (const work of [
      () => tokensOfLine("x".repeat(10_240)),
      () => tokensOfWords(["x".repeat(3000), "y".repeat(3000)]),
    ]) {
      const refusal = refusalOf(work);
      expect(refusal.code).toBe("line_too_long");
      expect(refusal.message).toContain("4,000");
    }
    expect(tokensOfLine("x".repeat(4000))).toHaveLength(1);
  });

  it("is always cut into words that lie one after the other in the line, or is refused for a quote", () => {
    const hostile = fc.string({
      unit: fc.constantFrom(..."\"“\\,:<>@#!|&;- –—a1'\u200b\n=".split("")),
      maxLength: 200,
    });
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 200 })), (line) => {
        try {
          let last = 0;
          for (const { start, end } of tokensOfLine(line)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(tidy(line).length);
        } catch (thrown) {
          if (!(thrown instanceof PolarisError)) throw thrown;
          expect(thrown.code).toBe("quote_unclosed");
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["<@A", 1000],
    ["<http:", 600],
    ['",', 1999],
    ["1 – ", 999],
    ["1  ", 1300],
    ["&am", 1300],
    ["a-", 1999],
    ["-a:", 1300],
    ['\\"', 1999],
  ])("is read to its end however often %j is repeated", (piece, times) => {
    const line = piece.repeat(times);
    const tokens = (() => {
      try {
        return tokensOfLine(line);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: "quote_unclosed" });
        return null;
      }
    })();
    expect(tokens === null || tokens.length > 0).toBe(true);
  });
});
