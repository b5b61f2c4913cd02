import { describe, expect, it } from "vitest";
import { dryRunReply } from "../../commands/sync-dry-run.js";
import type { SyncSummary } from "../../src/command/index.js";

const object = {
  object: "Pathway roster",
  read: 9,
  inserted: 1,
  updated: 2,
  unchanged: 3,
  deleted: 1,
  quarantined: 2,
  skipped: 0,
  problem: null,
};
const summary: SyncSummary = {
  status: "finished",
  seconds: 1.25,
  objects: [object],
  notes: ["Nothing else."],
  samples: [
    { object: "pathway-roster", change: "new", sourceId: "young, yolanda", why: null },
    { object: "roster", change: "changed", sourceId: "row:1", why: "Building" },
  ],
};

describe("the answer to a dry run", () => {
  it("says that nothing was changed, and what would be", () => {
    const { text, notices } = dryRunReply("Sheets, tried", summary, { eachByItself: false });
    expect(text).toBe(
      "A dry run of 1.3 s, which changed nothing. A sync now would bring 1 new record, change 2, leave 3 as they are, delete 1 and set 2 aside.",
    );
    expect(notices.map((each) => each.text)).toEqual(["Nothing else."]);
  });

  it("shows no key of a student's row, wherever it is read", () => {
    const [, samples] = dryRunReply("Sheets, tried", summary, { eachByItself: false }).tables;
    expect(samples?.rows).toEqual([
      ["Pathway roster", "new", null, "a student's row"],
      ["Teacher roster", "changed", "Building", "row:1"],
    ]);
  });

  it("says what a sync would not finish, and what was tried by itself", () => {
    const failing = { ...summary, status: "partly", objects: [{ ...object, problem: "It is not shared." }] } as const;
    const { notices } = dryRunReply("All, tried", failing, { eachByItself: true });
    expect(notices.map(({ level, text }) => [level, text])).toEqual([
      ["error", "A sync would finish in part, for the reasons below."],
      [
        expect.any(String),
        "Each source was tried by itself: rows that wait for what another brings are counted as set aside.",
      ],
      [expect.any(String), "Nothing else."],
      ["error", "Pathway roster: It is not shared."],
    ]);
  });
});
