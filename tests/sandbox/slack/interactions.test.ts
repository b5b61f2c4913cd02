import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SlackWorkspace } from "../../../sandbox/slack/index.js";
import { type BoltApp, boltIn, GENERAL, QUIET, ROBIN, SASHA, STAFF } from "./bolt-app.js";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const button = (action: string, text: string) => ({
  type: "button" as const,
  action_id: action,
  text: plain(text),
  value: `value of ${action}`,
});
const option = (text: string, value: string) => ({ text: plain(text), value });

let slack: SlackWorkspace;
let app: BoltApp;
let stop: () => Promise<void>;
let heard: { what: string; body: unknown }[];

const listeners = (bolt: BoltApp) => {
  bolt.command("/polaris", async ({ ack, command, client, respond }) => {
    await ack();
    if (command.text === "public") {
      await client.chat.postMessage({
        channel: command.channel_id,
        text: "Choose",
        blocks: [
          {
            type: "actions",
            block_id: "choices",
            elements: [
              button("next", "Next page"),
              {
                type: "static_select",
                action_id: "school",
                options: [option("First School", "1"), option("Second School", "2")],
              },
              { type: "overflow", action_id: "more", options: [option("Stop", "stop")] },
              { type: "datepicker", action_id: "day", initial_date: "2026-02-15" },
            ],
          },
        ],
      });
      return;
    }
    await respond({
      text: "Only you",
      blocks: [{ type: "actions", block_id: "b", elements: [button("share", "Share")] }],
    });
  });
  bolt.action("next", async ({ ack, respond, body }) => {
    heard.push({ what: "next", body });
    await ack();
    await respond({ text: "Page 2", replace_original: true });
  });
  bolt.action("school", async ({ ack, body }) => {
    heard.push({ what: "school", body });
    await ack();
  });
  bolt.action("more", async ({ ack, body, respond }) => {
    heard.push({ what: "more", body });
    await ack();
    await respond({ delete_original: true });
  });
  bolt.action("share", async ({ ack, respond, body }) => {
    heard.push({ what: "share", body });
    await ack();
    await respond({ response_type: "in_channel", replace_original: false, text: "Shared" });
    await respond({ delete_original: true });
  });
  bolt.action("refresh", async ({ ack, body, client }) => {
    heard.push({ what: "refresh", body });
    await ack();
    await client.views.publish({
      user_id: body.user.id,
      view: { type: "home", blocks: [{ type: "header", text: plain("Fresh") }] },
    });
  });
  bolt.event("app_home_opened", async ({ event, client }) => {
    heard.push({ what: "home", body: event });
    await client.views.publish({
      user_id: event.user,
      view: {
        type: "home",
        blocks: [{ type: "section", block_id: "s", text: plain("Home"), accessory: button("refresh", "Refresh") }],
      },
    });
  });
  bolt.shortcut("report", async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: { type: "modal", title: plain("Report"), blocks: [{ type: "divider" }] },
    });
  });
  bolt.shortcut("import", async ({ ack, shortcut, client }) => {
    heard.push({ what: "import", body: shortcut });
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: "modal",
        callback_id: "file_form",
        title: plain("Import"),
        submit: plain("Import"),
        blocks: [
          {
            type: "input",
            block_id: "file",
            label: plain("File"),
            element: { type: "file_input", action_id: "files", filetypes: ["csv"], max_files: 1 },
          },
        ],
      },
    });
  });
  bolt.view("file_form", async ({ ack, body }) => {
    heard.push({ what: "file form", body });
    await ack();
  });
  bolt.event("subteam_members_changed", async ({ event }) => {
    heard.push({ what: "group", body: event });
  });
};

beforeEach(async () => {
  heard = [];
  ({ slack, app, stop } = await boltIn("socket", listeners));
});
afterEach(() => stop());

describe("elements of a message", () => {
  it("sends a button with its message, and replaces the message by the response_url", async () => {
    const robin = slack.as(ROBIN);
    const posted = await robin.slash("/polaris", "public", GENERAL);
    const seen = await robin.click("Next page");
    expect(seen.messages).toMatchObject([{ key: posted.message.key, text: "Page 2", blocks: [], edited: true }]);
    expect(heard[0]?.body).toMatchObject({
      type: "block_actions",
      user: { id: ROBIN, team_id: "T0SANDBOX01" },
      container: { type: "message", message_ts: posted.message.ts, channel_id: GENERAL, is_ephemeral: false },
      channel: { id: GENERAL, name: "general" },
      message: { text: "Choose", bot_id: "B0POLARIS01" },
      actions: [{ type: "button", action_id: "next", block_id: "choices", value: "value of next" }],
      response_url: expect.stringContaining("/actions/"),
      trigger_id: expect.any(String),
    });
  });

  it("sends a choice with the state of all fields of the message", async () => {
    const robin = slack.as(ROBIN);
    await robin.slash("/polaris", "public", GENERAL);
    await robin.choose("school", "Second School", null, { until: "ack" });
    expect(heard[0]?.body).toMatchObject({
      actions: [{ type: "static_select", selected_option: { value: "2" } }],
      state: {
        values: {
          choices: {
            school: { type: "static_select", selected_option: { value: "2" } },
            day: { type: "datepicker", selected_date: "2026-02-15" },
          },
        },
      },
    });
    const sasha = await slack.as(SASHA).choose("school", "3", null, { until: "ack" });
    expect(sasha.result).toMatchObject({ ok: false, error: "unknown_option" });
  });

  it("deletes the message for everybody by delete_original", async () => {
    const robin = slack.as(ROBIN);
    const posted = await robin.slash("/polaris", "public", GENERAL);
    const seen = await robin.choose("more", "stop");
    expect(heard[0]?.body).toMatchObject({ actions: [{ type: "overflow", selected_option: { value: "stop" } }] });
    expect(seen.removed).toEqual([posted.message.key]);
    expect(slack.as(SASHA).messages(GENERAL)).toEqual([]);
  });

  it("gives the app no copy of an ephemeral message, and shares from it with a new message", async () => {
    const robin = slack.as(ROBIN);
    const own = await robin.slash("/polaris", "private", QUIET);
    const seen = await robin.click("Share", null, { until: ({ removed }) => removed.length > 0 });
    expect(seen.removed).toEqual([own.message.key]);
    expect(seen.public.map(({ text }) => text)).toEqual(["Shared"]);
    expect(heard[0]?.body).toMatchObject({ container: { is_ephemeral: true } });
    expect(heard[0]?.body).not.toHaveProperty("message");
  });

  it("lets nobody press what they cannot see", async () => {
    const own = await slack.as(ROBIN).slash("/polaris", "private", GENERAL);
    const seen = await slack.as(SASHA).click("Share", own.message);
    expect(seen.result).toMatchObject({ ok: false, error: "message_not_found" });
  });
});

describe("the Home tab", () => {
  it("is published when opened, and again after a button", async () => {
    const robin = slack.as(ROBIN);
    const opened = await robin.openHome();
    expect(opened.home?.blocks).toMatchObject([{ type: "section", text: { text: "Home" } }]);
    expect(heard[0]?.body).toMatchObject({ type: "app_home_opened", tab: "home", user: ROBIN, channel: robin.dm });
    const refreshed = await robin.click("Refresh");
    expect(refreshed.home?.blocks).toMatchObject([{ type: "header" }]);
    expect(heard[1]?.body).toMatchObject({ container: { type: "view" }, view: { type: "home" } });
    expect(heard[1]?.body).not.toHaveProperty("response_url");
  });
});

describe("shortcuts", () => {
  it("opens a form from the global menu", async () => {
    const seen = await slack.as(ROBIN).shortcut("report");
    expect(seen.modal?.title).toBe("Report");
  });

  it("hands a message with its files to the app, which can fetch them with its token only", async () => {
    const robin = slack.as(ROBIN);
    const file = robin.upload("people.csv", Buffer.from("name\nRobin\n"), "text/csv");
    await robin.say(GENERAL, "The list", { files: [file] });
    const [message] = robin.messages(GENERAL);
    if (message === undefined) throw new Error("the message is missing");
    await robin.shortcut("import", message);
    expect(heard[0]?.body).toMatchObject({
      type: "message_action",
      callback_id: "import",
      message: { text: "The list", files: [{ id: file, name: "people.csv", filetype: "csv", size: 11 }] },
      response_url: expect.any(String),
    });
    const { url_private: address } = (await app.client.files.info({ file })).file ?? {};
    const download = (token: string) =>
      fetch(address ?? "", { headers: { authorization: `Bearer ${token}` }, redirect: "manual" });
    expect(await (await download("xoxb-sandbox")).text()).toBe("name\nRobin\n");
    expect((await download("xoxb-other")).status).toBe(302);
  });

  it("hides a file from the app until it is shared where the app is, or sent in with a form of the app", async () => {
    const robin = slack.as(ROBIN);
    const knows = (file: string) =>
      app.client.files.info({ file }).then(
        () => true,
        (error: unknown) => !String(error).includes("file_not_found"),
      );
    const list = robin.upload("people.csv", Buffer.from("name\n"));
    expect(await knows(list)).toBe(false);
    await robin.say(QUIET, "The list", { files: [list] });
    expect(await knows(list)).toBe(false);
    await robin.say(GENERAL, "The list", { files: [list] });
    expect(await knows(list)).toBe(true);

    const [message] = robin.messages(GENERAL);
    await robin.shortcut("import", message ?? null);
    const handed = robin.upload("more.csv", Buffer.from("name\n"));
    expect(await knows(handed)).toBe(false);
    await robin.submit(null, { File: [handed] });
    expect(await knows(handed)).toBe(true);
  });

  it("takes files in a form, of the types that it asks for", async () => {
    const robin = slack.as(ROBIN);
    await robin.say(GENERAL, "something");
    const [message] = robin.messages(GENERAL);
    await robin.shortcut("import", message ?? null);
    const picture = robin.upload("face.png", Buffer.from("png"));
    const refused = await robin.submit(null, { File: [picture] });
    expect(refused.result).toMatchObject({ errors: { file: "Please upload a file of type csv." } });
    const list = robin.upload("people.csv", Buffer.from("name\n"));
    await robin.submit(null, { File: [list] });
    expect(heard.at(-1)?.body).toMatchObject({
      view: {
        state: { values: { file: { files: { type: "file_input", files: [{ id: list, name: "people.csv" }] } } } },
      },
    });
  });
});

describe("user groups", () => {
  it("tells the app who joined and left", async () => {
    await slack.setUserGroup(STAFF, [SASHA]);
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]?.body).toMatchObject({ subteam_id: STAFF, added_users: [SASHA], removed_users: [ROBIN] });
    expect((await app.client.usergroups.users.list({ usergroup: STAFF })).users).toEqual([SASHA]);
  });
});

describe("a mention where the app is not", () => {
  it("is not delivered, and the person is told to invite it", async () => {
    const seen = await slack.as(ROBIN).mention(QUIET, "help");
    expect(seen.notices).toMatchObject([{ code: "not_in_channel", text: expect.stringContaining("/invite @Polaris") }]);
    expect(slack.deliveries("app_mention")).toEqual([]);
  });
});
