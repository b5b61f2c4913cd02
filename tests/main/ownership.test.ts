import sql from "sql-template-tag";
import { afterEach, describe, expect, inject, it } from "vitest";
import { SAMPLE_PEOPLE } from "../../sandbox/sample/index.js";
import type { ConsoleMessage, Seen } from "../../sandbox/slack/index.js";
import { ask, buttonsOf, fromPolaris, linesOf, onlyEphemeral, wordsOf } from "../doors/slack/looking.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import {
  ADMIN,
  COORDINATOR,
  GENERAL,
  GUEST,
  OTHER_STAFF,
  openSetting,
  runningSetting,
  type Setting,
  STAFF,
} from "./setting.js";

const CONNECTOR = "C0CONNECT1";
const RACERS = Array.from({ length: 50 }, (_, at) => `U0RACER${String(at).padStart(2, "0")}`);

/** The sample workspace with fifty more coordinators, all of them in the channel. */
const CROWDED: typeof SAMPLE_PEOPLE = {
  ...SAMPLE_PEOPLE,
  users: [
    ...SAMPLE_PEOPLE.users,
    ...RACERS.flatMap((id, at) => {
      const [like] = SAMPLE_PEOPLE.users.filter((user) => user.id === COORDINATOR);
      return like === undefined
        ? []
        : [{ ...like, id, name: `racer${at}`, real_name: `Racer ${at}`, email: `racer${at}@polaris-sample.example` }];
    }),
  ],
  channels: SAMPLE_PEOPLE.channels.map((channel) =>
    channel.id === CONNECTOR ? { ...channel, members: [...channel.members, ...RACERS] } : channel,
  ),
  userGroups: SAMPLE_PEOPLE.userGroups.map((group) =>
    group.id === "S0COORDS01" ? { ...group, users: [...group.users, ...RACERS] } : group,
  ),
};

let setting: Setting;
let empty: EmptyPool | null = null;
afterEach(async () => {
  await setting.close();
  await empty?.drop();
  empty = null;
});

const calls = () =>
  fromPolaris(setting.slack.messages(CONNECTOR)).filter((message) => buttonsOf(message).includes("Claim"));
const callAt = (ts: string): ConsoleMessage => {
  const found = setting.slack.messages(CONNECTOR).find((message) => message.ts === ts);
  if (found === undefined) throw new Error("the message is gone");
  return found;
};

/** Has the job post what lacks an owner, and takes the first of it. */
async function firstCall(): Promise<ConsoleMessage> {
  await ask(setting.slack.as(ADMIN), "job events-without-owner", GENERAL, () => calls().length > 0, 20_000);
  const [call] = calls();
  if (call === undefined) throw new Error("nothing was posted");
  return call;
}

/** More than that it is being worked on: where many ask at once, that is said first, and stays. */
const answered = (seen: Seen) => seen.ephemerals.some(({ text }) => !/^Working on it/.test(text));

describe("a claim", () => {
  it.skipIf(inject("postgres") === null)(
    "is won by one of fifty who press within a second, on two replicas: one owner, 49 kind answers, one change, and the message says who",
    async () => {
      empty = await emptyPool("postgresql");
      // Both replicas, Slack and fifty people share one process here: who wins is looked at, not how soon each press is acknowledged.
      setting = await openSetting({
        slack: { data: CROWDED, ackLimitMs: 60_000 },
        environment: { DATABASE_URL: empty.url },
      });
      await setting.start();
      await setting.start();
      await setting.slack.connected(2);
      const call = await firstCall();

      const began = performance.now();
      const racing = RACERS.map((id) =>
        setting.slack
          .as(id)
          .click("Claim", call, { until: answered, timeoutMs: 120_000 })
          .then((seen) => ({ id, text: onlyEphemeral(seen).text })),
      );
      expect(performance.now() - began).toBeLessThan(1_000);
      const told = await Promise.all(racing);

      const winners = told.filter(({ text }) => text.startsWith("It is yours: "));
      expect(winners).toHaveLength(1);
      const winner = winners[0]?.id ?? "";
      const kind = told.filter(({ text }) => /was faster: .* Thank you for stepping up\.$/.test(text));
      expect(kind).toHaveLength(49);
      expect(await empty.pool.query(sql`SELECT how, to_owner FROM event_owner_change`)).toEqual([
        { how: "claimed", to_owner: winner },
      ]);
      expect(await empty.pool.query(sql`SELECT owner FROM event_owner`)).toEqual([{ owner: winner }]);
      await expect.poll(() => callAt(call.ts).text, { timeout: 30_000 }).toMatch(/^✓ Taken: /);
      expect(wordsOf(callAt(call.ts).blocks)).toContain(`<@${winner}>`);
      expect(buttonsOf(callAt(call.ts))).toEqual(expect.arrayContaining(["Undo", "Hand over"]));
    },
    300_000,
  );

  it("shows in the channel who has the event, and is asked for again when they press Undo", async () => {
    setting = await runningSetting();
    const call = await firstCall();
    const cleo = setting.slack.as(COORDINATOR);
    expect(onlyEphemeral(await cleo.click("Claim", call, { until: answered })).text).toMatch(/^It is yours: /);
    await expect.poll(() => callAt(call.ts).text).toMatch(/^✓ Taken: /);
    expect(wordsOf(callAt(call.ts).blocks)).toContain(`<@${COORDINATOR}>`);
    // The channel is no trusted one: no name is written there.
    expect(wordsOf(callAt(call.ts).blocks)).not.toContain("cleo");

    await cleo.click("Undo", callAt(call.ts), { until: answered });
    await expect.poll(() => callAt(call.ts).text).toBe(call.text);
    expect(buttonsOf(callAt(call.ts))).toContain("Claim");
  }, 180_000);
});

describe("assigning", () => {
  it("is a form with the event filled in; the colleague gets a direct message with what can be done, a guest is refused", async () => {
    setting = await runningSetting();
    const call = await firstCall();
    const sam = setting.slack.as(STAFF);
    const open = () => sam.click("Assign", call, { until: (seen) => seen.modal !== null });
    const form = await open();
    expect(form.modal?.title).toBe("Assign");
    const refused = await sam.submit(null, { "In charge": GUEST }, { until: answered });
    expect(onlyEphemeral(refused).text).toContain("is a guest in this Slack");

    await open();
    const done = await sam.submit(null, { "In charge": COORDINATOR, Note: "find a presenter" }, { until: answered });
    expect(onlyEphemeral(done).text).toMatch(/^cleo is in charge of /);
    const cleo = setting.slack.as(COORDINATOR);
    const mine = await setting.slack.awaitMessage(
      ({ channel, text }) => channel === cleo.dm && /put you in charge of/.test(text),
    );
    expect(wordsOf(mine.blocks)).toContain("find a presenter");
    expect(buttonsOf(mine)).toEqual(["Match", "Log outreach", "Release", "Hand over"]);

    const handOver = linesOf(mine).at(-1) ?? "";
    const handedOver = await ask(sam, `${handOver} to:<@${OTHER_STAFF}>`, GENERAL);
    expect(onlyEphemeral(handedOver).text).toContain("in place of cleo");
    await setting.slack.awaitMessage(({ channel, text }) => channel === cleo.dm && /is ruth's now/.test(text));
  }, 180_000);
});

describe("the App Home", () => {
  const textOf = (seen: Seen) => wordsOf(seen.home?.blocks);

  it("shows what has no owner; a claim there moves it to one's own events at once", async () => {
    setting = await runningSetting();
    const sam = setting.slack.as(STAFF);
    const before = await sam.openHome({ until: ({ home }) => home !== null });
    expect(textOf(before)).toContain("You are in charge of no event.");
    expect(before.home?.blocks.length).toBeLessThanOrEqual(100);
    const after = await sam.click("Claim", before.home, {
      until: (seen) => seen.dms.length > 0 && !textOf(seen).includes("You are in charge of no event."),
    });
    expect(after.dms[0]?.text).toMatch(/^It is yours: /);
    expect(buttonsOf(after.home ?? { blocks: [] })).toEqual(expect.arrayContaining(["Release", "Hand over"]));
    const given = await sam.click("Release", after.home, {
      until: (seen) => textOf(seen).includes("You are in charge of no event."),
    });
    expect(given.dms.at(-1)?.text).toContain("is no longer yours");
  }, 180_000);

  it("shows administrators what is set up and what is wrong, and staff neither; quick links are for all", async () => {
    setting = await runningSetting();
    const sam = setting.slack.as(STAFF);
    await ask(
      sam,
      'link title:"The *best* guide" url:https://example.org/guide?a=1|2 topic:start about:"Read <!channel> first"',
      GENERAL,
    );
    await ask(
      sam,
      'link title:"The *best* guide" url:https://example.org/guide?a=1 topic:start about:"Read <!channel> first"',
      GENERAL,
    );
    const admin = await setting.slack.as(ADMIN).openHome({ until: ({ home }) => home !== null });
    expect(textOf(admin)).toContain("✓ Administrators: 1 named");
    expect(textOf(admin)).toContain("✓ Salesforce: connected and read in whole");
    expect(textOf(admin)).toContain("○ Other sources: import a Pathful report");
    expect(textOf(admin)).toContain("Open alerts");
    expect(textOf(admin)).toContain("The *best* guide: Read <!channel> first");
    expect(JSON.stringify(admin.home?.blocks)).toContain('"url":"https://example.org/guide?a=1"');
    const staff = await sam.openHome({ until: ({ home }) => home !== null });
    expect(textOf(staff)).not.toContain("Setting up");
    expect(textOf(staff)).not.toContain("Open alerts");
    expect(textOf(staff)).toContain("Quick links");
  }, 180_000);
});
