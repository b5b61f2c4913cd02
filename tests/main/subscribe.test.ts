import path from "node:path";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPool } from "../../src/pool/index.js";
import { ask, buttonsOf, fromPolaris, isAnswered, onlyEphemeral, wordsOf } from "../doors/slack/looking.js";
import { GENERAL, MANAGERS, runningSetting, type Setting, STAFF } from "./setting.js";

/** Longer than the clock takes to come round. */
const A_TICK = 25_000;
/** On a busy machine. */
const LONG = 30_000;

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());

const posted = (channel: string) => fromPolaris(setting.slack.messages(channel));

/** Looks at the pool, or changes it, beside the Polaris that runs. */
async function inPool<T>(work: (pool: ReturnType<typeof openPool>) => Promise<T>): Promise<T> {
  const pool = openPool(`file:${path.join(setting.folder, "polaris.db")}`);
  return work(pool).finally(() => pool.close());
}

describe("subscribe, in Slack", { timeout: 120_000 }, () => {
  it("is typed as one line, and the digest is sent at once by Run now, with its chart", async () => {
    const sam = setting.slack.as(STAFF);
    const seen = await ask(
      sam,
      "subscribe metric M20 3y by:district weekly mon 8:00 <#C0GENERAL1|general>",
      GENERAL,
      undefined,
      LONG,
    );
    const answer = onlyEphemeral(seen);
    expect(answer.text).toMatch(/From now on this comes every Monday at 8:00, in #general\. Next: /);
    expect(buttonsOf(answer)).toEqual(["Pause", "Edit", "Run now", "Remove"]);
    await sam.click("Run now", answer, { until: isAnswered, timeoutMs: LONG });
    const digest = await setting.slack.awaitMessage(
      ({ channel, text }) => channel === GENERAL && /^The first digest of its kind/.test(text),
      LONG,
    );
    expect(digest.blocks.map(({ type }) => type)).toEqual(expect.arrayContaining(["table", "image"]));
    expect(buttonsOf(digest)).toEqual(expect.arrayContaining(["Pause", "Manage", "Export to Excel"]));
    expect(wordsOf(digest.blocks)).toContain("SAMPLE DATA");
  });

  it("is pressed on by somebody who may not manage it, and says so", async () => {
    const digest = posted(GENERAL).find(({ text }) => /^The first digest/.test(text));
    if (digest === undefined) throw new Error("no digest was posted");
    const seen = await setting.slack.as("U0COORD01").click("Pause", digest, { until: isAnswered, timeoutMs: LONG });
    expect(onlyEphemeral(seen).text).toMatch(/^There is no digest \d+ among yours\./);
  });

  it("is filled in by somebody who knows no syntax, and the form says what is wrong", async () => {
    const sam = setting.slack.as(STAFF);
    await sam.slash("/polaris", "subscribe", GENERAL, {
      until: (now) => now.modal !== null && now.ephemerals.length === 0,
      timeoutMs: LONG,
    });
    expect(sam.modal?.title).toBe("Subscribe");
    const labels = sam.modal?.blocks.filter(({ type }) => type === "input").map(({ label }) => wordsOf(label));
    expect(labels).toEqual(["Command line", "How often", "At what time", "On which day", "In which channel"]);
    const filled = { "Command line": "report org Hill's 3y", "How often": "Every month", "In which channel": MANAGERS };
    const seen = await sam.submit(null, { ...filled, "At what time": "9:15" }, { until: isAnswered, timeoutMs: LONG });
    expect(onlyEphemeral(seen).text).toMatch(
      /^Digest \d+: report org Hill's 3y\nFrom now on this comes on the 1st of every month at 9:15, in /,
    );
  });

  it("is edited in a form that is filled in with what it is", async () => {
    const sam = setting.slack.as(STAFF);
    const listed = await ask(sam, "subscriptions", GENERAL, undefined, LONG);
    expect(onlyEphemeral(listed).text).toBe("2 digests are set up by you.");
    const opened = await sam.click("Open 4", onlyEphemeral(listed), { until: isAnswered, timeoutMs: LONG });
    await sam.click("Edit", onlyEphemeral(opened), { until: (now) => now.modal !== null, timeoutMs: LONG });
    const values = sam.modal?.values ?? {};
    expect(JSON.stringify(values)).toContain("report org Hill's 3y");
    expect(JSON.stringify(values)).toContain("9:15");
    const seen = await sam.submit(null, { "How often": "Every weekday" }, { until: isAnswered, timeoutMs: LONG });
    expect(onlyEphemeral(seen).text).toContain("It is changed, and comes every weekday at 9:15.");
  });

  it("sends what is due once, though two processes look, with its further tables in the thread", async () => {
    const other = await setting.start();
    await inPool((pool) =>
      pool.transaction((tx) =>
        tx.run(sql`UPDATE subscription SET due_at = ${new Date(Date.now() - 3_600_000).toISOString()} WHERE id =
          (SELECT MAX(id) FROM subscription)`),
      ),
    );
    const digest = await setting.slack.awaitMessage(
      ({ channel, text }) => channel === MANAGERS && /Hill's Pet Nutrition/.test(text),
      A_TICK + LONG,
    );
    expect(wordsOf(digest.blocks)).toContain("This comes late: it was due");
    await setting.slack.until(() => (posted(MANAGERS).length > 2 ? true : undefined), LONG);
    await other.stop();
    const [first, ...thread] = posted(MANAGERS);
    expect(first?.ts).toBe(digest.ts);
    expect(thread.every(({ threadTs }) => threadTs === digest.ts)).toBe(true);
    expect(thread.every(({ blocks }) => blocks.some(({ type }) => type === "table"))).toBe(true);
  });

  it("keeps the organisation's own digests as organization.yml has them", async () => {
    const own = await inPool((pool) =>
      pool.query(sql`SELECT name, said, channel FROM subscription WHERE created_by = 'organization.yml' ORDER BY id`),
    );
    expect(own).toEqual([
      { name: "Data quality of the week", said: "every Monday at 8:15", channel: MANAGERS },
      { name: "Sessions of the month by district", said: "on the 1st of every month at 8:00", channel: MANAGERS },
    ]);
  });
});
