import { Writable } from "node:stream";
import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { openLog } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";

/** What one line of the log holds of an error. */
function logged(error: unknown): string {
  let text = "";
  const kept = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  openLog("debug", kept).error({ error }, "something failed");
  return text;
}

describe("the log", () => {
  it("holds no address of a person, wherever an error quotes it", () => {
    const cause = new Error("No mailbox for ada.l+work@school.example.org");
    const text = logged(new Error("Mail to grace@example.com was refused", { cause }));
    expect(text).toContain("Mail to [address] was refused");
    expect(text).not.toMatch(/grace|ada\.l/);
  });

  it("holds no token", () => {
    expect(logged(new Error("xoxb-1-2-abc was refused"))).not.toContain("xoxb");
  });

  it("holds what the database refused by its state, not by the value", async () => {
    const emptied: EmptyPool = await emptyPool("postgresql");
    try {
      const refusal = await emptied.pool
        .query(sql`SELECT CAST(${"Grace Hopper, 816 555 0142"} AS INTEGER)`)
        .catch((error: unknown) => error);
      const text = logged(refusal);
      expect(JSON.parse(text)).toMatchObject({ error: { code: "22P02" } });
      expect(text).not.toMatch(/Grace|Hopper|0142/);
    } finally {
      await emptied.drop();
    }
  });
});
