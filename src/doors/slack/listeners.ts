import type { App } from "@slack/bolt";
import { BUTTON_ACTION_ID } from "../../reply/index.js";
import type { Log } from "../../runtime/index.js";
import type { Conversation, Said, Whose } from "./conversation.js";
import type { SlackDoor } from "./door.js";
import { filesIn, openImportForm } from "./import-form.js";
import type { InFlight } from "./in-flight.js";
import { errorsOf, FIELD_BLOCK, FORM_CALLBACK, LOOKUP_ACTION, MORE_ACTION, readMemory, valuesOf } from "./modal.js";
import type { SlackPeople } from "./people.js";
import { addressOnMessage, type Presses } from "./presses.js";

interface Listening {
  readonly talk: Conversation;
  readonly presses: Presses;
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
  const { talk, door, presses, people, inFlight, log } = listening;
  const work = (whose: Whose, what: string, doing: () => Promise<void>): Promise<void> =>
    inFlight.track(talk.attend(whose, what, doing));

  app.command("/polaris", async ({ ack, command }) => {
    await ack();
    const said: Said = {
      userId: command.user_id,
      line: command.text,
      channel: command.channel_id,
      answerAt: { url: command.response_url, onMessage: false },
      triggerId: command.trigger_id,
    };
    await work(said, "command", () => door.slash(said));
  });

  app.event("app_mention", async ({ event, body }) => {
    if (!event.user) return;
    const line = event.text.replaceAll(new RegExp(`<@${listening.botUserId}(\\|[^>]*)?>`, "g"), " ").trim();
    const threadTs = event.thread_ts ?? event.ts;
    const said = { userId: event.user, line, channel: event.channel, threadTs, answerAt: null, triggerId: null };
    await work(said, "mention", async () => {
      if (await listening.firstSight(`event:${body.event_id}`)) await door.mention(said);
    });
  });

  app.event("app_home_opened", async ({ event }) => {
    const whose: Whose = { userId: event.user, channel: null, answerAt: null, triggerId: null };
    if (event.tab === "home") await work(whose, "home", () => door.home(event.user));
  });

  const groupsChanged = async () => people.forgetGroups();
  app.event("subteam_members_changed", groupsChanged);
  app.event("subteam_updated", groupsChanged);

  app.action({ type: "block_actions", action_id: BUTTON_ACTION_ID }, async ({ ack, action, body }) => {
    await ack();
    if (action.type !== "button") return;
    const whose: Whose = {
      userId: body.user.id,
      channel: body.channel?.id ?? null,
      answerAt: addressOnMessage(body.response_url),
      triggerId: body.trigger_id,
    };
    const isEphemeral = body.container.type === "message" && body.container.is_ephemeral === true;
    await work(whose, "button", () => presses.press(whose, action.action_id, action.value, isEphemeral));
    if (body.view?.type === "home") await work(whose, "home", () => door.home(body.user.id));
  });

  app.action({ type: "block_actions", action_id: MORE_ACTION }, async ({ ack, body }) => {
    await ack();
    const { view } = body;
    if (!view) return;
    const memory = readMemory(view.private_metadata);
    const whose: Whose = { userId: body.user.id, channel: memory.channel, answerAt: memory.answerAt, triggerId: null };
    await work(whose, "more", () => door.expandForm(body.user.id, view, memory, valuesOf(view.state.values)));
  });

  app.action({ type: "block_actions", block_id: FIELD_BLOCK }, async ({ ack, body }) => {
    await ack();
    const { view } = body;
    if (!view) return;
    const values = valuesOf(view.state.values);
    await inFlight.track(door.refreshForm(body.user.id, view, readMemory(view.private_metadata), values));
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
    const whose: Whose = { userId: body.user.id, channel: memory.channel, answerAt: memory.answerAt, triggerId: null };
    const beside = (problems: Readonly<Record<string, string>>) => {
      const shown = view.blocks.flatMap((block) => (block.block_id?.startsWith("field:") ? [block.block_id] : []));
      return ack({ response_action: "errors", errors: errorsOf(problems, shown) });
    };
    await inFlight.track(
      (async () => {
        const checked = await door
          .checkForm(body.user.id, memory, valuesOf(view.state.values))
          .catch((error: unknown) => {
            log.error({ error }, "a form could not be checked");
            return { kind: "problems", problems: { "": "Polaris could not check this. Please try again." } } as const;
          });
        if (checked.kind === "problems") return beside(checked.problems);
        if (checked.kind === "failed") return beside({ "": checked.message.text });
        await ack();
        await talk.attend(whose, "form", () => door.slash({ ...whose, line: checked.line }));
        // Opened from the Home tab, which shows what came of it.
        if (memory.channel === null && memory.answerAt === null)
          await talk.attend(whose, "home", () => door.home(body.user.id));
      })(),
    );
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
    await work(said, "shortcut", () => door.slash(said));
  });

  app.shortcut("import_file", async ({ ack, shortcut }) => {
    await ack();
    if (shortcut.type !== "message_action") return;
    const whose: Whose = {
      userId: shortcut.user.id,
      channel: shortcut.channel.id,
      answerAt: { url: shortcut.response_url, onMessage: false },
      triggerId: shortcut.trigger_id,
    };
    await work(whose, "import", () => openImportForm(talk, whose, filesIn(shortcut.message)));
  });

  app.error(async (error) => {
    log.error({ error }, "Bolt met an error");
  });
}
