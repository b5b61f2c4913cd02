import type { KnownBlock, WebClient } from "@slack/web-api";
import type { Log } from "../../runtime/index.js";
import type { PreparedFile, SlackMessage } from "./model.js";
import { ProgressMessage } from "./progress-message.js";
import { type Respond, ResponseRefused } from "./respond.js";
import { postChart, slackErrorCode, uploadFile } from "./upload.js";

const SILENT_LINKS = { unfurl_links: false, unfurl_media: false, link_names: false } as const;

/** Speaks in one workspace: every message with its plain text, and with text sections when Slack refuses the blocks. */
export class Voice {
  readonly client: WebClient;
  readonly #log: Log;

  constructor(client: WebClient, log: Log) {
    this.client = client;
    this.#log = log;
  }

  /** Answers privately by response_url; when that is used up, too old or out of reach, by direct message, so that nothing is lost. */
  async respond(respond: Respond, userId: string, message: SlackMessage, replace: boolean): Promise<void> {
    try {
      await this.#byAddress(respond, "ephemeral", message, replace);
    } catch (error) {
      this.#log.warn({ error }, "a response address does not answer; the reply goes by direct message");
      await this.direct(userId, message);
    }
  }

  /** Posts the reply for everyone in the channel of the click. @throws ResponseRefused: nobody else may post it there. */
  async share(respond: Respond, message: SlackMessage): Promise<void> {
    await this.#byAddress(respond, "in_channel", message, false);
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
    try {
      await this.#withFallback(message, (blocks) => this.client.chat.postEphemeral({ ...common, blocks }));
    } catch (error) {
      // They have left the channel, or it was archived meanwhile.
      this.#log.warn({ error }, "a whisper could not be posted; it goes by direct message");
      await this.direct(userId, message);
    }
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

  async #byAddress(
    respond: Respond,
    response_type: "ephemeral" | "in_channel",
    message: SlackMessage,
    replace_original: boolean,
  ): Promise<void> {
    const { text } = message;
    const send = (blocks: readonly KnownBlock[]) => respond({ response_type, replace_original, text, blocks });
    try {
      await send(message.blocks);
    } catch (error) {
      if (!(error instanceof ResponseRefused) || !error.isAboutContent) throw error;
      this.#log.error({ error }, "Slack refused a reply's blocks; it is sent as text");
      await send(message.fallback);
    }
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
