import { LogLevel, WebClient } from "@slack/web-api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SlackWorkspace } from "../../../sandbox/slack/index.js";
import { APP, DATA, GENERAL, GUEST, OLD, QUIET, ROBIN, SASHA, SECRET, STAFF, STRANGER } from "./bolt-app.js";

let slack: SlackWorkspace;
let client: WebClient;

beforeAll(async () => {
  slack = new SlackWorkspace({ data: DATA, app: APP, fileProcessingMs: 1_000, pageFolder: null });
  await slack.listen();
  client = new WebClient("xoxb-sandbox", {
    slackApiUrl: slack.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 3, minTimeout: 5, maxTimeout: 10 },
  });
});
afterAll(() => slack.close());
beforeEach(() => slack.clearFaults());

/** A call as any client could make it. */
async function call(method: string, body: unknown = {}, token: string | null = "xoxb-sandbox"): Promise<unknown> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return response.json();
}

const section = (text: string) => [{ type: "section", text: { type: "mrkdwn", text } }];

describe("who may call what", () => {
  it.each([
    ["auth.test", null, { ok: false, error: "not_authed" }],
    ["auth.test", "xoxb-other", { ok: false, error: "invalid_auth" }],
    ["auth.test", "xapp-sandbox", { ok: false, error: "not_allowed_token_type" }],
    ["apps.connections.open", "xoxb-sandbox", { ok: false, error: "not_allowed_token_type" }],
    ["apps.connections.open", "xapp-sandbox", { ok: true, url: expect.stringMatching(/^ws:/) }],
    ["api.test", null, { ok: true }],
    ["chat.invent", "xoxb-sandbox", { ok: false, error: "unknown_method" }],
    ["auth.test", "xoxb-sandbox", { ok: true, user_id: "U0POLARIS01", team_id: "T0SANDBOX01", bot_id: "B0POLARIS01" }],
  ])("%s with the token %s", async (method, token, answer) => {
    expect(await call(method, {}, token)).toMatchObject(answer);
  });

  it("refuses a method outside the app's scopes", async () => {
    expect(await call("conversations.replies", { channel: slack.as(ROBIN).dm, ts: "1.1" })).toMatchObject({
      ok: false,
      error: "missing_scope",
      needed: "im:history",
    });
  });
});

describe("messages", () => {
  it.each([
    [{ text: "hi" }, "invalid_arguments"],
    [{ channel: "C0NOWHERE01", text: "hi" }, "channel_not_found"],
    [{ channel: SECRET, text: "hi" }, "channel_not_found"],
    [{ channel: QUIET, text: "hi" }, "not_in_channel"],
    [{ channel: OLD, text: "hi" }, "is_archived"],
    [{ channel: GENERAL }, "no_text"],
    [{ channel: GENERAL, text: "x".repeat(40_001) }, "msg_too_long"],
    [{ channel: GENERAL, text: "hi", blocks: "no json" }, "invalid_blocks_format"],
    [{ channel: GENERAL, text: "hi", thread_ts: "1.000000" }, "thread_not_found"],
    [{ channel: GENERAL, text: "hi", username: "Other" }, "missing_scope"],
  ])("refuses %o", async (message, error) => {
    expect(await call("chat.postMessage", message)).toMatchObject({ ok: false, error });
  });

  it("says what is wrong with blocks in Slack's words", async () => {
    expect(await call("chat.postMessage", { channel: GENERAL, text: "x", blocks: section("y".repeat(3001)) })).toEqual({
      ok: false,
      error: "invalid_blocks",
      response_metadata: { messages: ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"] },
    });
  });

  it("posts, threads, updates, keeps blocks that an update does not mention, and deletes", async () => {
    const root = await client.chat.postMessage({ channel: GENERAL, text: "root", blocks: section("first") });
    const ts = root.ts ?? "";
    const reply = await client.chat.postMessage({ channel: GENERAL, text: "reply", thread_ts: ts });
    await client.chat.update({ channel: GENERAL, ts, text: "edited" });
    const { messages } = await client.conversations.replies({ channel: GENERAL, ts });
    expect(messages).toMatchObject([
      { text: "edited", reply_count: 1, blocks: [{ type: "section", text: { text: "first" } }], thread_ts: ts },
      { text: "reply", thread_ts: ts, ts: reply.ts },
    ]);
    await client.chat.delete({ channel: GENERAL, ts });
    await expect(client.chat.update({ channel: GENERAL, ts, text: "gone" })).rejects.toMatchObject({
      data: { error: "message_not_found" },
    });
  });

  it("does not change what people wrote", async () => {
    await slack.as(ROBIN).say(GENERAL, "mine");
    const ts = slack.as(ROBIN).messages(GENERAL).at(-1)?.ts;
    expect(await call("chat.update", { channel: GENERAL, ts, text: "yours" })).toMatchObject({
      error: "cant_update_message",
    });
    expect(await call("chat.delete", { channel: GENERAL, ts })).toMatchObject({ error: "cant_delete_message" });
  });

  it("shows an ephemeral message to its reader, who must be in the channel, and never updates it", async () => {
    const { message_ts: ts } = await client.chat.postEphemeral({ channel: GENERAL, user: ROBIN, text: "psst" });
    expect(slack.as(ROBIN).messages(GENERAL).at(-1)).toMatchObject({ text: "psst", ephemeral: true });
    expect(slack.as(SASHA).messages(GENERAL).at(-1)?.text).not.toBe("psst");
    expect(await call("chat.update", { channel: GENERAL, ts, text: "x" })).toMatchObject({
      error: "message_not_found",
    });
    expect(await call("chat.postEphemeral", { channel: GENERAL, user: GUEST, text: "x" })).toMatchObject({
      error: "user_not_in_channel",
    });
    const history = await client.conversations.history({ channel: GENERAL });
    expect(history.messages?.map(({ text }) => text)).not.toContain("psst");
  });

  it("reaches a person by a direct message", async () => {
    const { channel } = await client.conversations.open({ users: ROBIN });
    expect(channel?.id).toMatch(/^D/);
    await client.chat.postMessage({ channel: channel?.id ?? "", text: "hello Robin" });
    expect(slack.as(ROBIN).messages(channel?.id ?? "")).toMatchObject([{ text: "hello Robin" }]);
    expect(slack.as(SASHA).messages(channel?.id ?? "")).toEqual([]);
    expect(await call("conversations.open", { users: "U0NOBODY001" })).toMatchObject({ error: "user_not_found" });
  });
});

describe("conversations, people, user groups", () => {
  it("tells channels by kind, membership and sharing", async () => {
    const { channel } = await client.conversations.info({ channel: QUIET });
    expect(channel).toMatchObject({ name: "quiet", is_private: false, is_member: false, is_ext_shared: false });
    expect(await call("conversations.info", { channel: SECRET })).toMatchObject({ error: "channel_not_found" });
    const { channels } = await client.conversations.list({
      exclude_archived: true,
      types: "public_channel,private_channel",
    });
    expect(channels?.map(({ name }) => name)).toEqual(["general", "quiet"]);
  });

  it("pages members by a cursor", async () => {
    const first = await client.conversations.members({ channel: GENERAL, limit: 2 });
    expect(first.members).toEqual([ROBIN, SASHA]);
    const cursor = first.response_metadata?.next_cursor ?? "";
    const second = await client.conversations.members({ channel: GENERAL, limit: 2, cursor });
    expect(second).toMatchObject({ members: ["U0POLARIS01"], response_metadata: { next_cursor: "" } });
    expect(await call("conversations.members", { channel: GENERAL, cursor: "!" })).toMatchObject({
      error: "invalid_cursor",
    });
  });

  it("marks guests and strangers", async () => {
    expect((await client.users.info({ user: GUEST })).user).toMatchObject({
      is_restricted: true,
      tz: "America/Chicago",
    });
    expect((await client.users.info({ user: STRANGER })).user).toMatchObject({
      team_id: "T0ELSEWHERE",
      is_stranger: true,
    });
  });

  it("answers plan_upgrade_required where user groups are not paid for", async () => {
    expect((await client.usergroups.list({ include_users: true })).usergroups).toMatchObject([
      { id: STAFF, users: [ROBIN] },
    ]);
    slack.setUserGroupsPlan(false);
    expect(await call("usergroups.list")).toMatchObject({ ok: false, error: "plan_upgrade_required" });
    expect(await call("usergroups.users.list", { usergroup: STAFF })).toMatchObject({ error: "plan_upgrade_required" });
    slack.setUserGroupsPlan(true);
    expect(await call("usergroups.users.list", { usergroup: "S0NONE00001" })).toMatchObject({
      error: "no_such_subteam",
    });
  });
});

describe("files", () => {
  const png = Buffer.from("89504e470d0a1a0a", "hex");

  async function uploaded(name: string, bytes: Buffer): Promise<string> {
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({
      filename: name,
      length: bytes.length,
    });
    const response = await fetch(url ?? "", { method: "POST", body: new Uint8Array(bytes) });
    expect([response.status, await response.text()]).toEqual([200, `OK - ${bytes.length}`]);
    return id ?? "";
  }

  it("takes uploadV2 of the real client into a channel, by multipart", async () => {
    await client.files.uploadV2({
      channel_id: GENERAL,
      filename: "report.xlsx",
      file: Buffer.from("workbook"),
      initial_comment: "Here",
    });
    const message = slack.as(SASHA).messages(GENERAL).at(-1);
    expect(message).toMatchObject({ text: "Here", files: [{ name: "report.xlsx", size: 8, filetype: "xlsx" }] });
    expect(slack.file(message?.files[0]?.id ?? "").bytes?.toString()).toBe("workbook");
  });

  it("shares only where the app is, never at a person's id", async () => {
    const id = await uploaded("a.csv", Buffer.from("a"));
    const complete = (channel: string) =>
      call("files.completeUploadExternal", { files: [{ id }], channel_id: channel });
    expect(await complete(QUIET)).toMatchObject({ error: "not_in_channel" });
    expect(await complete(ROBIN)).toMatchObject({ error: "invalid_arguments" });
    expect(await complete(GENERAL)).toMatchObject({ ok: true, files: [{ id }] });
  });

  it("refuses bytes of another length", async () => {
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({ filename: "a.csv", length: 5 });
    expect((await fetch(url ?? "", { method: "POST", body: "four" })).status).toBe(400);
    expect(await call("files.completeUploadExternal", { files: [{ id }] })).toMatchObject({ error: "file_not_found" });
  });

  it("shows a picture by slack_file only when it has been processed, and not once it is deleted", async () => {
    const id = await uploaded("chart.png", png);
    await client.files.completeUploadExternal({ files: [{ id, title: "Chart" }] });
    const message = {
      channel: GENERAL,
      text: "chart",
      blocks: [{ type: "image", slack_file: { id }, alt_text: "Hours rose" }],
    };
    expect(await call("chat.postMessage", message)).toEqual({
      ok: false,
      error: "invalid_blocks",
      response_metadata: { messages: ["[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"] },
    });
    slack.advance(1_000);
    expect(await call("chat.postMessage", message)).toMatchObject({ ok: true });
    await client.files.delete({ file: id });
    expect(await call("chat.postMessage", message)).toMatchObject({ error: "invalid_blocks" });
    expect(await call("files.info", { file: id })).toMatchObject({ error: "file_deleted" });
  });

  it("keeps alt_txt and, as Slack does, loses alt_text", async () => {
    await call("files.getUploadURLExternal", { filename: "first.png", length: 8, alt_txt: "A chart" });
    await client.files.getUploadURLExternal({ filename: "second.png", length: 8, alt_text: "A chart" });
    const altTexts = slack.files().flatMap(({ name, altText }) => (/^(first|second)/.test(name) ? [altText] : []));
    expect(altTexts).toEqual(["A chart", null]);
  });
});

describe("views", () => {
  const view = { type: "modal", title: { type: "plain_text", text: "Form" }, blocks: [] };

  it("refuses unknown triggers, and views that Slack would refuse", async () => {
    expect(await call("views.open", { trigger_id: "1.2.x", view })).toMatchObject({ error: "invalid_trigger_id" });
    const home = { type: "home", blocks: [{ type: "table", rows: [[{ type: "raw_text", text: "a" }]] }] };
    expect(await call("views.publish", { user_id: ROBIN, view: home })).toEqual({
      ok: false,
      error: "invalid_arguments",
      response_metadata: { messages: ["[ERROR] unsupported type: table [json-pointer:/view/blocks/0/type]"] },
    });
  });

  it("refuses to overwrite a view that changed meanwhile", async () => {
    const home = { type: "home" as const, blocks: [] };
    const first = await client.views.publish({ user_id: SASHA, view: home });
    await client.views.publish({ user_id: SASHA, view: home });
    const hash = first.view?.hash ?? "";
    expect(await call("views.publish", { user_id: SASHA, view: home, hash })).toMatchObject({ error: "hash_conflict" });
  });
});

describe("disturbances", () => {
  it("limits the rate of a method in a channel, and the real client waits and gets through", async () => {
    slack.addFault({ on: "chat.postMessage", channel: GENERAL, status: 429, retryAfter: 0, times: 2 });
    expect((await client.chat.postMessage({ channel: GENERAL, text: "patient" })).ok).toBe(true);
    expect(
      slack
        .requests("chat.postMessage")
        .slice(0, 3)
        .map(({ answer }) => (answer as { status?: number }).status),
    ).toEqual([undefined, 429, 429]);
  });

  it("cuts, fails and answers errors as told", async () => {
    slack.addFault({ on: "users.info", drop: true, times: 1 });
    await expect(call("users.info", { user: ROBIN })).rejects.toThrow();
    slack.addFault({ on: "users.info", error: "internal_error", times: 1 });
    expect(await call("users.info", { user: ROBIN })).toEqual({ ok: false, error: "internal_error" });
    slack.addFault({ on: "*", status: 503, times: 1 });
    expect((await fetch(`${slack.apiUrl}api.test`)).status).toBe(503);
    expect(await call("users.info", { user: ROBIN })).toMatchObject({ ok: true });
  });
});

describe("who may talk to the server", () => {
  it("answers nobody from another site or under another name", async () => {
    const fromSite = await fetch(`${slack.url}/console/api/state`, { headers: { origin: "https://example.com" } });
    expect(fromSite.status).toBe(403);
    const own = await fetch(`${slack.url}/console/api/state`, { headers: { origin: slack.url } });
    expect(own.status).toBe(200);
  });
});
