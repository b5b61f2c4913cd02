import type { KnownBlock, WebClient } from "@slack/web-api";
import type { Log } from "../../runtime/index.js";
import type { PreparedFile, SlackMessage } from "./model.js";
import { ProgressMessage } from "./progress-message.js";
import { type Respond, ResponseRefused } from "./respond.js";
import { postChart, slackErrorCode, uploadFile } from "./upload.js";

const MOST_BLOCKS = 50;
const SILENT_LINKS = { unfurl_links: false, unfurl_media: false, link_names: false } as const;

/** Speaks in one workspace: every message with its plain text, and with text sections when Slack refuses the blocks. */
export class Voice {
  readonly client: WebClient;
  readonly #log: Log;

  constructor(client: WebClient, log: Log) {
    this.client = client;
    this.#log = log;
  }

  /** Answers privately by response_url; when that is used up or too old, by direct message, so that nothing is lost. */
  async respond(respond: Respond, userId: string, message: SlackMessage, replace = false): Promise<void> {
    const send = (blocks: readonly KnownBlock[]) =>
      respond({ response_type: "ephemeral", replace_original: replace, text: message.text, blocks });
    try {
      await send(message.blocks);
    } catch (error) {
      if (error instanceof ResponseRefused && !error.isGone) {
        this.#log.warn({ error }, "a reply's blocks were refused; it is sent as text");
        await send(message.fallback);
        return;
      }
      this.#log.warn({ error }, "a response address is gone; the reply goes by direct message");
      await this.direct(userId, message);
    }
  }

  /** Posts the reply for everyone in the channel of the click. */
  async share(respond: Respond, message: SlackMessage): Promise<void> {
    await respond({ response_type: "in_channel", replace_original: false, text: message.text, blocks: message.blocks });
  }

  async direct(userId: string, message: SlackMessage): Promise<void> {
    await this.post(await this.directChannel(userId), message);
  }

  async post(channel: string, message: SlackMessage, threadTs?: string): Promise<string> {
    const common = { channel, text: message.text, ...SILENT_LINKS, ...(threadTs ? { thread_ts: threadTs } : {}) };
    const sent = await this.#withFallback(message, (blocks) => this.client.chat.postMessage({ ...common, blocks }));
    return sent.ts ?? "";
  }

  async ephemeral(channel: string, userId: string, message: SlackMessage, threadTs?: string): Promise<void> {
    const common = { channel, user: userId, text: message.text, ...(threadTs ? { thread_ts: threadTs } : {}) };
    await this.#withFallback(message, (blocks) => this.client.chat.postEphemeral({ ...common, blocks }));
  }

  async directChannel(userId: string): Promise<string> {
    const { channel } = await this.client.conversations.open({ users: userId });
    if (!channel?.id) throw new Error("Slack opened no direct message");
    return channel.id;
  }

  /** Charts as pictures with alt text, the rest as files; one that fails does not keep the others back. */
  async files(files: readonly PreparedFile[], where: { channel: string; threadTs?: string }): Promise<string[]> {
    const failed: string[] = [];
    for (const file of files) {
      try {
        if (file.chart) await postChart(this.client, file, where);
        else await uploadFile(this.client, file, { ...where, comment: file.title });
      } catch (error) {
        this.#log.error({ error, code: slackErrorCode(error) }, "a file could not be delivered");
        failed.push(file.title);
      }
    }
    return failed;
  }

  /** A message about long work, posted when it has taken a second. */
  progress(where: () => Promise<{ channel: string; threadTs?: string }>): ProgressMessage {
    return new ProgressMessage(
      {
        post: async (text) => {
          const { channel, threadTs } = await where();
          const sent = await this.client.chat.postMessage({
            channel,
            text,
            ...(threadTs ? { thread_ts: threadTs } : {}),
          });
          return { channel, ts: sent.ts ?? "" };
        },
        update: async ({ channel, ts }, text) => {
          await this.client.chat.update({ channel, ts, text });
        },
      },
      (error) => this.#log.warn({ error }, "progress could not be shown"),
    );
  }

  async #withFallback<T>(message: SlackMessage, send: (blocks: KnownBlock[]) => Promise<T>): Promise<T> {
    try {
      return await send([...message.blocks]);
    } catch (error) {
      if (slackErrorCode(error) !== "invalid_blocks") throw error;
      this.#log.error({ error }, "Slack refused a reply's blocks; it is sent as text");
      return send([...message.fallback]);
    }
  }
}

/** Plain words as a message. */
export function plainMessage(text: string): SlackMessage {
  const blocks: KnownBlock[] = [
    { type: "section", text: { type: "plain_text", text: text.slice(0, 3000), emoji: false } },
  ];
  return { text, blocks, fallback: blocks };
}

/** The same message with a line of small print at its end. */
export function withSmallPrint(message: SlackMessage, text: string): SlackMessage {
  const line: KnownBlock = { type: "context", elements: [{ type: "plain_text", text, emoji: false }] };
  const added = (blocks: readonly KnownBlock[]) => (blocks.length < MOST_BLOCKS ? [...blocks, line] : blocks);
  return { text: message.text, blocks: added(message.blocks), fallback: added(message.fallback) };
}
