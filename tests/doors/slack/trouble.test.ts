import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ADMIN,
  COORDINATOR,
  GENERAL,
  MANAGERS,
  OTHER_STAFF,
  runningSetting,
  type Setting,
  STAFF,
  STRANGER,
} from "../../main/setting.js";
import { ask, fromPolaris, isAnswered, linesOf, onlyEphemeral, tableOf } from "./looking.js";

let setting: Setting;
beforeAll(async () => {
  // Pictures take Slack a moment before they may be shown.
  setting = await runningSetting({ slack: { fileProcessingMs: 300 } });
});
afterAll(() => setting.close());
afterEach(() => setting.slack.clearFaults());

const urlOfLatestCommand = (): string => {
  const body = setting.slack.deliveries("slash_commands")[0]?.body as { response_url?: string } | undefined;
  return body?.response_url ?? "";
};

const filesLeft = (): string[] => {
  const outgoing = path.join(setting.folder, "outgoing");
  return existsSync(outgoing) ? readdirSync(outgoing) : [];
};

describe("an answer that takes its time", () => {
  it("says after a second that it is being worked on, and then stands in that place", async () => {
    setting.slack.addFault({ on: "users.info", delayMs: 1_300, times: 1 });
    const seen = await setting.slack.as(STAFF).slash("/polaris", "status", GENERAL);
    expect(seen.ephemerals.map(({ text }) => text)).toEqual(["Working on it …"]);
    const [words] = seen.ephemerals;
    await seen.until(isAnswered);
    expect(seen.ephemerals.map(({ key }) => key)).toEqual([words?.key]);
    expect(seen.ephemerals[0]?.text).toMatch(/^Salesforce was last read /);
  });

  it("takes the words away when the answer is a form", async () => {
    setting.slack.addFault({ on: "users.info", delayMs: 1_300, times: 1 });
    const seen = await setting.slack.as(OTHER_STAFF).slash("/polaris", "report org", GENERAL, {
      until: (now) => now.modal !== null && now.removed.length === 1,
    });
    expect(seen.ephemerals).toEqual([]);
    await setting.slack.as(OTHER_STAFF).close(true);
  });

  it("leaves the message with the button as it is", async () => {
    const sam = setting.slack.as(STAFF);
    const own = onlyEphemeral(await ask(sam, "volunteers skill:stem", GENERAL));
    const shared = (await sam.click("Share in Channel", own, { until: (now) => now.public.length > 0 })).public[0];
    if (shared === undefined) throw new Error("nothing was shared");
    setting.slack.addFault({ on: "users.info", delayMs: 1_300, times: 1 });
    const seen = await setting.slack.as(COORDINATOR).click("Export to Excel", shared, {
      until: (now) => now.ephemerals.length === 2,
    });
    expect(seen.ephemerals.map(({ text }) => text)).toEqual([
      "Working on it …",
      "Volunteers: the file is in your direct messages with Polaris.",
    ]);
    const unchanged = setting.slack.messages(GENERAL).find(({ key }) => key === shared.key);
    expect(unchanged).toMatchObject({ text: shared.text, blocks: shared.blocks });
  });
});

describe("a form that comes too late", () => {
  it("is a button instead, which opens it", async () => {
    setting.slack.addFault({ on: "views.open", delayMs: 150, times: 1 });
    const sam = setting.slack.as(STAFF);
    const seen = await sam.slash("/polaris", "report org 3y", GENERAL, { until: "ack" });
    setting.slack.advance(3_001);
    await seen.until(isAnswered);
    expect(sam.modal).toBeNull();
    expect(linesOf(onlyEphemeral(seen))).toContain("report org 3y");
    await sam.click("Open Form", onlyEphemeral(seen), { until: (now) => now.modal !== null });
    expect(sam.modal?.values["field:period"]).toEqual({ "value:period": "3y" });
    await sam.close(true);
  });
});

describe("an address for answers", () => {
  it("that was used five times is left, and the answer comes by direct message", async () => {
    const sam = setting.slack.as(STAFF);
    await sam.slash("/polaris", "report org", GENERAL, { until: (now) => now.modal !== null });
    for (let use = 1; use <= 5; use++)
      await fetch(urlOfLatestCommand(), {
        method: "POST",
        body: JSON.stringify({ text: `use ${use}` }),
        headers: { "content-type": "application/json" },
      });
    await sam.suggest("Organisation", "hil");
    const seen = await sam.submit(
      null,
      { Organisation: "Hill's Pet Nutrition", Period: "SY25-26" },
      { until: (now) => now.dms.length === 2 },
    );
    expect(seen.dms[0]?.text).toContain("Hill's Pet Nutrition");
    expect(seen.dms[1]?.blocks.some((block) => block.type === "image")).toBe(true);
    expect(seen.ephemerals).toEqual([]);
  });

  it.each([{ status: 500 }, { drop: true }])("that fails with %o is replaced by a direct message", async (how) => {
    setting.slack.addFault({ on: "response_url", times: 1, ...how });
    const seen = await setting.slack
      .as(STAFF)
      .slash("/polaris", "status", GENERAL, { until: (now) => now.dms.length > 0 });
    expect(seen.dms.map(({ text }) => text)).toEqual([expect.stringMatching(/^Salesforce was last read /)]);
    expect(seen.ephemerals).toEqual([]);
  });

  it("that refuses the blocks gets the same answer as text", async () => {
    setting.slack.addFault({ on: "response_url", status: 400, times: 1 });
    const seen = await ask(setting.slack.as(STAFF), "volunteers skill:stem", GENERAL);
    const message = onlyEphemeral(seen);
    expect(message.text).toMatch(/^\d+ volunteers for skill stem/);
    expect([...new Set(message.blocks.map(({ type }) => type))]).toEqual(["section"]);
    expect(JSON.stringify(message.blocks)).toContain("SAMPLE DATA");
  });
});

describe("a thread", () => {
  it("whose blocks Slack refuses gets the same answer as text", async () => {
    setting.slack.addFault({ on: "chat.postMessage", error: "invalid_blocks", times: 1 });
    const seen = await setting.slack.as(STAFF).mention(GENERAL, "metric M20 3y", {
      until: (now) => fromPolaris(now.public).length > 0,
    });
    const [answer] = fromPolaris(seen.public);
    expect(answer?.text).toMatch(/^Unique volunteers reached: \d+/);
    expect([...new Set(answer?.blocks.map(({ type }) => type))]).toEqual(["section"]);
  });

  it("where Slack does not whisper leaves the direct message", async () => {
    setting.slack.addFault({ on: "chat.postEphemeral", error: "user_not_in_channel", times: 1 });
    const seen = await setting.slack.as(STAFF).mention(GENERAL, "volunteers skill:stem", {
      until: (now) => now.dms.length > 0,
    });
    expect(tableOf(seen.dms[0] ?? { blocks: [] })[0]).toContain("E-mail");
    expect(fromPolaris(seen.public)).toEqual([]);
  });
});

describe("a file that Slack does not take", () => {
  it("is said, and nothing of it stays on this machine", async () => {
    const sam = setting.slack.as(STAFF);
    const message = onlyEphemeral(await ask(sam, "volunteers skill:stem", GENERAL));
    setting.slack.addFault({ on: "upload", status: 500 });
    const seen = await sam.click("Export to Excel", message, { until: (now) => isAnswered(now) && now.dms.length > 0 });
    expect(onlyEphemeral(seen).text).toBe("Volunteers: the file could not be sent.");
    expect(seen.dms.map(({ text }) => text)).toEqual([
      "Slack did not take Volunteers. The figures themselves are complete; run the command again for another try.",
    ]);
    expect(filesLeft()).toEqual([]);
  });
});

describe("a Slack that does not say who somebody is", () => {
  it("leaves them with a sentence and a reference, not with silence", async () => {
    setting.slack.addFault({ on: "users.info", error: "fatal_error" });
    const noor = setting.slack.as(STRANGER);
    const words =
      /^Polaris could not answer this\. Please try again\. If it happens again, tell an administrator the reference [a-z0-9]{4}-[a-z0-9]{4}\.$/;
    expect(onlyEphemeral(await ask(noor, "status", GENERAL)).text).toMatch(words);
    const seen = await noor.mention(GENERAL, "status", { until: isAnswered });
    expect(onlyEphemeral(seen).text).toMatch(words);
  });
});

describe("a line too long for a button", () => {
  it("is kept, and its buttons work", async () => {
    const sam = setting.slack.as(STAFF);
    const line = `volunteers skill:stem,${"q".repeat(1_600)}`;
    const first = onlyEphemeral(await ask(sam, line, GENERAL));
    expect(linesOf(first).every((value) => /^[\w-]{24}$/.test(value))).toBe(true);
    const second = onlyEphemeral(await sam.click("Next", first, { until: isAnswered }));
    expect(second.key).toBe(first.key);
    expect(tableOf(second).slice(1)).not.toEqual(tableOf(first).slice(1));
    const seen = await sam.click("Export to Excel", second, { until: (now) => now.dms.length > 0 && isAnswered(now) });
    expect(seen.dms.flatMap(({ files }) => files).map(({ name }) => name)).toEqual(["volunteers.xlsx"]);
  });
});

describe("the managers' message", () => {
  it("waits until Slack shows its picture", async () => {
    await ask(
      setting.slack.as(ADMIN),
      "job weekly-metrics",
      GENERAL,
      () => fromPolaris(setting.slack.messages(MANAGERS)).length > 0,
    );
    const [message, ...others] = fromPolaris(setting.slack.messages(MANAGERS));
    expect(others).toEqual([]);
    expect(message?.blocks.some((block) => block.type === "image")).toBe(true);
    expect(filesLeft()).toEqual([]);
  });
});
