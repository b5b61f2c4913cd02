import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { column, fact, type Reply, reply, table, type ValueType } from "../../src/reply/index.js";
import { changesSince, figuresOf } from "../../src/schedule/index.js";

const ZONE = "America/Chicago";
const LAST_WEEK = "2026-11-16T14:00:05.000Z";
const NOW = "2026-11-23T14:00:05.000Z";

const shows = (parts: Partial<Pick<Reply, "facts" | "tables">>) =>
  figuresOf(reply({ title: "T", text: "T", sensitivity: "open", ...parts }));
const since = (before: Reply["facts"], after: Reply["facts"], at = LAST_WEEK, now = NOW) =>
  changesSince({ figures: shows({ facts: before }), at }, shows({ facts: after }), now, ZONE);
const one = (value: number | string | null, type: ValueType = "integer", label = "Volunteers") =>
  fact("one", label, value, type, "open");
const other = fact("other", "Sessions", 12, "integer", "open");
const rows = (title: string, ...lines: (string | number)[][]) =>
  table({
    key: "list",
    title,
    columns: [column("name", "Name", "text", "open"), column("count", "Count", "integer", "open")],
    rows: lines,
    empty: "None.",
  });

describe("what changed since the last digest", () => {
  it("is said with the number, the difference and its share, and that nothing else did", () => {
    expect(since([one(812), other], [one(840), other]).text).toBe(
      "Since Monday 16 Nov: volunteers 812 → 840 (+28, +3.4%); nothing else changed.",
    );
  });

  it.each([
    [[one(840)], [one(812)], "volunteers 840 → 812 (−28, −3.3%)."],
    [[one(0)], [one(5)], "volunteers 0 → 5 (+5)."],
    [[one(null)], [one(5)], "volunteers not known → 5."],
    [[one(5)], [one(null)], "volunteers 5 → not known."],
    [[one(0.25, "percent", "Local")], [one(0.305, "percent", "Local")], "local 25% → 30.5% (+5.5 points)."],
    [[one(10.5, "hours", "Hours")], [one(12, "hours", "Hours")], "hours 10.5 → 12 (+1.5, +14.3%)."],
    [
      [one("2026-10-29", "date", "Last session")],
      [one("2026-11-20", "date", "Last session")],
      "last session 29 Oct 2026 → 20 Nov 2026.",
    ],
    [[one(1, "integer", "STEM sessions")], [one(2, "integer", "STEM sessions")], "STEM sessions 1 → 2 (+1, +100%)."],
    [[], [one(5)], "volunteers 5 (new)."],
    [[one(5), other], [other], "volunteers not shown any more; nothing else changed."],
  ])("%j → %j: %s", (before, after, words) => {
    expect(since(before, after).text).toBe(`Since Monday 16 Nov: ${words}`);
  });

  it("names the day with its year where that is another one, and the time where it was today", () => {
    expect(since([one(1)], [one(2)], "2025-12-29T14:00:00.000Z", "2026-01-05T14:00:00.000Z").text).toMatch(
      /^Since Monday 29 Dec 2025: /,
    );
    expect(since([one(1)], [one(2)], "2026-11-23T13:00:00.000Z").text).toMatch(/^Since 07:00 today: /);
  });

  it("names a few, and counts the others", () => {
    const many = (step: number) =>
      Array.from({ length: 9 }, (_, at) => fact(`f${at}`, `Figure ${at}`, at + step, "integer", "open"));
    expect(since(many(0), many(1)).text).toMatch(/figure 5 5 → 6 \(\+1, \+20%\); 3 further figures changed\.$/);
  });

  it("keeps what not every place may hold out of the opening words", () => {
    const named = (value: string) => fact("who", "Newest volunteer", value, "text", "name");
    const { text, further } = since([named("Grace Hopper"), other], [named("Ada Lovelace"), other]);
    expect(text).toBe("Since Monday 16 Nov no open figure changed.");
    expect(further).toEqual([
      { text: "Since Monday 16 Nov: newest volunteer Grace Hopper → Ada Lovelace.", sensitivity: "name" },
    ]);
  });

  it("tells of a table how many lines it has, and of other lines that they are others", () => {
    const before = shows({ tables: [rows("Upcoming", ["Kaw Point", 3])] });
    const more = shows({ tables: [rows("Upcoming", ["Kaw Point", 3], ["Center", 1])] });
    const others = shows({ tables: [rows("Upcoming", ["Center", 3])] });
    expect(changesSince({ figures: before, at: LAST_WEEK }, more, NOW, ZONE).text).toBe(
      "Since Monday 16 Nov: lines of “Upcoming” 1 → 2 (+1, +100%).",
    );
    expect(changesSince({ figures: before, at: LAST_WEEK }, others, NOW, ZONE).text).toBe(
      "Since Monday 16 Nov no figure changed, but the lines of “Upcoming” did.",
    );
  });

  it("says of a figure that changed with the lines of its table that the lines did too", () => {
    const with_ = (total: number, count: number) =>
      shows({ facts: [one(total), other], tables: [rows("By district", ["Center", count])] });
    expect(changesSince({ figures: with_(151, 75), at: LAST_WEEK }, with_(145, 72), NOW, ZONE).text).toBe(
      "Since Monday 16 Nov: volunteers 151 → 145 (−6, −4%); no other figure changed, but the lines of “By district” did.",
    );
  });

  it("does not name a table after somebody where the reply's words may not be shown", () => {
    const of = (count: number) =>
      figuresOf({ facts: [], sensitivity: "name", tables: [rows("Events of Grace Hopper", ["Kaw Point", count])] });
    const { text, further } = changesSince({ figures: of(1), at: LAST_WEEK }, of(2), NOW, ZONE);
    expect(text).toBe("Since Monday 16 Nov no figure changed, but the lines of its tables did.");
    expect(further).toEqual([]);
  });

  it("is nothing for the same figures, whatever they are, and never nothing for others", () => {
    const facts = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,4}$/), fc.option(fc.integer())), {
      selector: ([key]) => key,
      minLength: 1,
    });
    const made = (list: readonly (readonly [string, number | null])[]) =>
      list.map(([key, value]) => fact(key, key, value, "integer", "open"));
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 9 }), (list, step) => {
        expect(since(made(list), made([...list].reverse())).isUnchanged).toBe(true);
        const [first, ...rest] = list;
        if (first === undefined) return;
        const moved = [[first[0], (first[1] ?? 0) + step] as const, ...rest];
        expect(since(made(list), made(moved)).isUnchanged).toBe(false);
      }),
    );
  });
});
