import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SlackWorkspace } from "../../../sandbox/slack/index.js";
import { type BoltApp, boltIn, GENERAL, ROBIN, SASHA } from "./bolt-app.js";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const form = (title: string) => ({
  type: "modal" as const,
  callback_id: "form",
  title: plain(title),
  submit: plain("Run"),
  notify_on_close: true,
  private_metadata: "kept",
  blocks: [
    {
      type: "input" as const,
      block_id: "who",
      label: plain("Who"),
      element: { type: "plain_text_input" as const, action_id: "name" },
    },
    {
      type: "input" as const,
      block_id: "org",
      optional: true,
      label: plain("Organization"),
      element: { type: "external_select" as const, action_id: "organization", min_query_length: 1 },
    },
  ],
});

for (const mode of ["socket", "http"] as const) {
  describe(`a Bolt app by ${mode === "socket" ? "Socket Mode" : "signed HTTP"}`, () => {
    let slack: SlackWorkspace;
    let stop: () => Promise<void>;
    let heard: { what: string; body: unknown }[];
    let refusals: string[];

    const listeners = (app: BoltApp) => {
      app.command("/polaris", async ({ command, ack, respond, client }) => {
        heard.push({ what: "command", body: command });
        const [word] = command.text.split(" ");
        if (word === "silence") return;
        if (word === "now") return ack({ text: "Answered at once" });
        if (word === "form") {
          await ack();
          await client.views.open({ trigger_id: command.trigger_id, view: form("Form") });
          return;
        }
        if (word === "late") {
          await ack();
          slack.advance(3_001);
          await client.views
            .open({ trigger_id: command.trigger_id, view: form("Late") })
            .catch((error: Error) => refusals.push(error.message));
          await respond("too late for a form");
          return;
        }
        await ack();
        for (let use = 1; use <= Number(word); use += 1) {
          await respond({ text: `answer ${use}` }).catch((error: Error & { statusCode?: number }) => {
            refusals.push(`${error.constructor.name} ${String(error.statusCode)}`);
          });
        }
      });
      app.view("form", async ({ ack, view, body }) => {
        heard.push({ what: "submission", body });
        const name = view.state.values.who?.name?.value;
        if (name === "wrong") return ack({ response_action: "errors", errors: { who: "Nobody is called that" } });
        if (name === "next") return ack({ response_action: "push", view: form("Second") });
        if (name === "again") return ack({ response_action: "update", view: form("Again") });
        if (name === "done") return ack({ response_action: "clear" });
        return ack();
      });
      app.view({ type: "view_closed", callback_id: "form" }, async ({ ack, body }) => {
        heard.push({ what: "closed", body });
        await ack();
      });
      app.options("organization", async ({ ack, payload }) => {
        await ack({ options: [{ text: plain(`Found ${payload.value}`), value: "001" }] });
      });
      app.event("app_mention", async ({ event, say, context }) => {
        heard.push({ what: "mention", body: { event, retryNum: context.retryNum, retryReason: context.retryReason } });
        await say({ text: "mentioned", thread_ts: event.thread_ts ?? event.ts });
      });
    };

    beforeEach(async () => {
      heard = [];
      refusals = [];
      const started = await boltIn(mode, listeners, { ackLimitMs: 300, retryDelaysMs: [] });
      slack = started.slack;
      stop = started.stop;
    });
    afterEach(() => stop());

    it("hears a slash command with names as tokens and entities, and answers in the acknowledgement", async () => {
      const seen = await slack.as(ROBIN).slash("/polaris", "now @sasha #general R&D <b>", GENERAL);
      expect(seen.message).toMatchObject({ text: "Answered at once", ephemeral: true, channel: GENERAL });
      expect(heard[0]?.body).toMatchObject({
        command: "/polaris",
        text: `now <@${SASHA}|sasha> <#${GENERAL}|general> R&amp;D &lt;b&gt;`,
        channel_name: "general",
        user_id: ROBIN,
        team_id: "T0SANDBOX01",
      });
    });

    it("shows an ephemeral answer to one person alone, and keeps it out of the history", async () => {
      const seen = await slack.as(ROBIN).slash("/polaris", "1", GENERAL);
      expect(seen.ephemerals.map(({ text }) => text)).toEqual(["answer 1"]);
      expect(slack.as(SASHA).messages(GENERAL)).toEqual([]);
    });

    it("takes five answers by a response_url and refuses the sixth with 404", async () => {
      const seen = await slack.as(ROBIN).slash("/polaris", "6", GENERAL, {
        until: () => slack.requests("response_url").filter(({ answer }) => answer !== null).length === 6,
      });
      await expect.poll(() => refusals.length).toBe(1);
      expect(seen.messages.map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((use) => `answer ${use}`));
      expect(refusals).toEqual(["RespondError 404"]);
    });

    it("tells the person when the app does not acknowledge in time", async () => {
      const seen = await slack.as(ROBIN).slash("/polaris", "silence", GENERAL);
      expect(seen.result).toEqual({
        ok: false,
        error: "operation_timeout",
        text: "/polaris didn't respond (operation_timeout)",
      });
      expect(seen.notices.map(({ code }) => code)).toEqual(["operation_timeout"]);
    });

    it("refuses a form whose trigger is older than three seconds", async () => {
      const seen = await slack.as(ROBIN).slash("/polaris", "late", GENERAL);
      expect(seen.message.text).toBe("too late for a form");
      expect(refusals).toEqual(["An API error occurred: expired_trigger_id"]);
      expect(seen.modal).toBeNull();
    });

    it("opens a form, checks it, shows the app's errors at the field, and closes it when the app agrees", async () => {
      const robin = slack.as(ROBIN);
      const opened = await robin.slash("/polaris", "form", GENERAL);
      expect(opened.modal).toMatchObject({ title: "Form", submit: "Run", callbackId: "form" });

      const empty = await robin.submit(opened.modal, {});
      expect(empty.result).toMatchObject({
        error: "invalid_form",
        errors: { who: "Please complete this required field." },
      });
      expect(heard.filter(({ what }) => what === "submission")).toHaveLength(0);

      const wrong = await robin.submit(null, { Who: "wrong" });
      expect(wrong.result).toMatchObject({ error: "form_refused", errors: { who: "Nobody is called that" } });

      expect(await robin.suggest("organization", "hill")).toEqual([
        { text: "Found hill", value: "001", description: null },
      ]);
      const right = await robin.submit(null, { who: "right", organization: "Found hill" });
      expect(right.result).toEqual({ ok: true });
      expect(right.modal).toBeNull();
      expect(heard.at(-1)?.body).toMatchObject({
        type: "view_submission",
        view: {
          private_metadata: "kept",
          state: {
            values: {
              who: { name: { type: "plain_text_input", value: "right" } },
              org: { organization: { type: "external_select", selected_option: { value: "001" } } },
            },
          },
        },
      });
    });

    it("stacks three forms, refuses the fourth, and clears the stack", async () => {
      const robin = slack.as(ROBIN);
      await robin.slash("/polaris", "form", GENERAL);
      await robin.submit(null, { who: "next" });
      const third = await robin.submit(null, { who: "next" });
      expect(third.modals.map(({ title }) => title)).toEqual(["Form", "Second", "Second"]);
      const fourth = await robin.submit(null, { who: "next" });
      expect(fourth.result).toMatchObject({ ok: false, error: "push_limit_reached" });
      const updated = await robin.submit(null, { who: "again" });
      expect(updated.modals.map(({ title }) => title)).toEqual(["Form", "Second", "Again"]);
      const cleared = await robin.submit(null, { who: "done" });
      expect(cleared.modals).toEqual([]);
    });

    it("tells the app of a form that was put away", async () => {
      const robin = slack.as(ROBIN);
      await robin.slash("/polaris", "form", GENERAL);
      await robin.close();
      expect(heard.at(-1)).toMatchObject({ what: "closed", body: { type: "view_closed", is_cleared: false } });
      expect(robin.modal).toBeNull();
    });

    it("hears a mention, in a thread too, and again with the retry's number", async () => {
      const robin = slack.as(ROBIN);
      const seen = await robin.mention(GENERAL, "report");
      expect(seen.public).toMatchObject([{ text: "mentioned" }]);
      const reply = await robin.mention(GENERAL, "more", { threadTs: seen.message.threadTs ?? "" });
      expect(reply.message.threadTs).toBe(seen.message.threadTs);

      const [first = ""] = slack.eventIds;
      await slack.redeliver(first, { attempt: 2, reason: "timeout" });
      await expect.poll(() => heard.length).toBe(3);
      expect(heard[2]?.body).toMatchObject({
        retryNum: 2,
        retryReason: mode === "socket" ? "timeout" : "http_timeout",
      });
    });
  });
}
