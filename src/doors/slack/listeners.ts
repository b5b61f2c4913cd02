import type { App } from "@slack/bolt";
import { BUTTON_ACTION_ID } from "../../reply/index.js";
import type { Log } from "../../runtime/index.js";
import type { Said, SlackDoor } from "./door.js";
import type { InFlight } from "./in-flight.js";
import { errorsOf, FORM_CALLBACK, LOOKUP_ACTION, MORE_ACTION, readMemory, valuesOf } from "./modal.js";
import type { SlackPeople } from "./people.js";

interface Listening {
  readonly door: SlackDoor;
  readonly people: SlackPeople;
  readonly inFlight: InFlight;
  readonly log: Log;
  readonly botUserId: string;
  /** True the first time a delivery is seen: Slack sends events again when it is in doubt. */
  firstSight(key: string): Promise<boolean>;
}

/** Everything Slack may say to Polaris: acknowledged first, then handed to the door. */
export function listen(app: App, listening: Listening): void {
  const { door, people, inFlight, log } = listening;
  const work = (what: string, doing: () => Promise<void>): Promise<void> =>
    inFlight.track(doing().catch((error: unknown) => log.error({ error, what }, "a Slack listener failed")));

  app.command("/polaris", async ({ ack, command }) => {
    await ack();
    await work("command", () =>
      door.slash({
        userId: command.user_id,
        line: command.text,
        channel: command.channel_id,
        answerAt: command.response_url,
        triggerId: command.trigger_id,
      }),
    );
  });

  app.event("app_mention", async ({ event, body }) => {
    await work("mention", async () => {
      if (!event.user || !(await listening.firstSight(`event:${body.event_id}`))) return;
      const { channel } = event;
      const line = event.text.replaceAll(new RegExp(`<@${listening.botUserId}(\\|[^>]*)?>`, "g"), " ").trim();
      const threadTs = event.thread_ts ?? event.ts;
      await door.mention({ userId: event.user, line, channel, threadTs, answerAt: null, triggerId: null });
    });
  });

  app.event("app_home_opened", async ({ event }) => {
    if (event.tab === "home") await work("home", () => door.home(event.user));
  });

  const groupsChanged = async () => people.forgetGroups();
  app.event("subteam_members_changed", groupsChanged);
  app.event("subteam_updated", groupsChanged);

  app.action({ type: "block_actions", action_id: BUTTON_ACTION_ID }, async ({ ack, action, body }) => {
    await ack();
    if (action.type !== "button") return;
    const said: Omit<Said, "line"> = {
      userId: body.user.id,
      channel: body.channel?.id ?? null,
      answerAt: body.response_url || null,
      triggerId: body.trigger_id,
    };
    const isEphemeral = body.container.type === "message" && body.container.is_ephemeral === true;
    await work("button", () => door.press(said, action.action_id, action.value, isEphemeral));
  });

  app.action({ type: "block_actions", action_id: MORE_ACTION }, async ({ ack, body }) => {
    await ack();
    const { view } = body;
    if (view) await work("more", () => door.expandForm(body.user.id, view, readMemory(view.private_metadata)));
  });

  app.options<"block_suggestion">(
    { type: "block_suggestion", action_id: LOOKUP_ACTION },
    async ({ ack, options, body }) => {
      const view = "view" in body ? body.view : undefined;
      const argument = LOOKUP_ACTION.exec(options.action_id)?.[1];
      const memory = view ? readMemory(view.private_metadata) : null;
      if (!argument || !memory) return ack({ options: [] });
      const found = await door.suggest(body.user.id, memory, argument, options.value).catch((error: unknown) => {
        log.error({ error }, "type-ahead failed");
        return [];
      });
      await ack({ options: found });
    },
  );

  app.view(FORM_CALLBACK, async ({ ack, body, view }) => {
    const memory = readMemory(view.private_metadata);
    const checked = await door.checkForm(body.user.id, memory, valuesOf(view.state.values));
    if (checked.kind !== "line") {
      const shown = view.blocks.flatMap((block) => (block.block_id?.startsWith("field:") ? [block.block_id] : []));
      const problems = checked.kind === "problems" ? checked.problems : { "": checked.message.text };
      await ack({ response_action: "errors", errors: errorsOf(problems, shown) });
      return;
    }
    await ack();
    const said = {
      userId: body.user.id,
      line: checked.line,
      channel: memory.channel,
      answerAt: memory.answerAt,
      triggerId: null,
    };
    await work("form", () => door.slash(said));
  });

  app.shortcut("company_report", async ({ ack, shortcut }) => {
    await ack();
    const said = {
      userId: shortcut.user.id,
      line: "report org",
      channel: null,
      answerAt: null,
      triggerId: shortcut.trigger_id,
    };
    await work("shortcut", () => door.slash(said));
  });

  app.error(async (error) => {
    log.error({ error }, "Bolt met an error");
  });
}
