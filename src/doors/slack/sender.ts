import { setTimeout as pause } from "node:timers/promises";
import { ErrorCode, type KnownBlock, type WebClient } from "@slack/web-api";
import type { LeasedParcel, Sender, Settlement } from "../../delivery/index.js";
import { type Clock, type Log, withoutSecrets } from "../../runtime/index.js";
import type { House } from "./model.js";
import type { SlackPlaces } from "./places.js";
import { PROCESSING_WAITS, slackErrorCode, uploadFile } from "./upload.js";
import { plainMessage, type Voice } from "./voice.js";

/** Errors that trying again cannot mend, and what the owner can do about each. */
const TERMINAL: Readonly<Record<string, string>> = {
  not_in_channel: "Polaris is not a member of the channel. Invite it there: /invite @Polaris",
  channel_not_found: "The channel does not exist, or Polaris cannot see it. Invite it there: /invite @Polaris",
  is_archived: "The channel is archived.",
  restricted_action: "A rule of the workspace keeps Polaris from posting there.",
  account_inactive: "Polaris was removed from the workspace.",
  invalid_auth: "Slack does not accept the bot token any more (SLACK_BOT_TOKEN).",
  token_revoked: "The bot token was revoked (SLACK_BOT_TOKEN).",
  missing_scope: "Polaris lacks a permission in Slack. Compare the app with manifest.yml.",
};

const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 30 * 60_000;
const MOST_ATTEMPTS = 12;

export interface SenderParts {
  readonly client: WebClient;
  readonly voice: Voice;
  readonly places: SlackPlaces;
  readonly house: Pick<House, "parcel">;
  readonly log: Log;
  readonly clock: Clock;
  readonly admins: readonly string[];
}

/** Posts what the clock sends: the chart stands in the message, with its alt text. */
export class SlackSender implements Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  async send(parcel: LeasedParcel): Promise<Settlement> {
    const { house, places, client, log } = this.#parts;
    let mayHaveArrived = false;
    try {
      const place = await places.shared("schedule", parcel.recipient);
      const { message, charts } = await house.parcel(parcel.payload, place);
      const images: KnownBlock[] = [];
      for (const chart of charts) {
        const id = await uploadFile(client, chart);
        images.push({ type: "image", slack_file: { id }, alt_text: chart.chart?.altText ?? chart.title });
      }
      mayHaveArrived = true;
      const text = parcel.possiblyRepeated ? `(possibly repeated) ${message.text}` : message.text;
      const receipt = await this.#post(parcel.recipient, { ...message, text }, images);
      return { kind: "sent", receipt };
    } catch (error) {
      log.warn({ error, parcel: parcel.id, attempts: parcel.attempts }, "a message could not be sent");
      return this.#settlementOf(error, parcel, mayHaveArrived);
    }
  }

  async tell(owner: string | null, text: string): Promise<void> {
    const { voice, log, admins } = this.#parts;
    for (const person of owner === null ? admins : [owner]) {
      await voice
        .direct(person, plainMessage(text))
        .catch((error: unknown) => log.error({ error }, "an owner could not be told"));
    }
  }

  async #post(channel: string, message: Parameters<Voice["post"]>[1], images: readonly KnownBlock[]): Promise<string> {
    const blocks = [...message.blocks, ...images];
    for (const wait of [...PROCESSING_WAITS, null]) {
      try {
        const sent = await this.#parts.client.chat.postMessage({
          channel,
          text: message.text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
        });
        return `${sent.channel}/${sent.ts}`;
      } catch (error) {
        if (slackErrorCode(error) !== "invalid_blocks" || images.length === 0 || wait === null) break;
        await pause(wait);
      }
    }
    return `${channel}/${await this.#parts.voice.post(channel, message)}`;
  }

  #settlementOf(error: unknown, parcel: LeasedParcel, mayHaveArrived: boolean): Settlement {
    const code = slackErrorCode(error);
    const terminal = code === null ? undefined : TERMINAL[code];
    if (terminal) return { kind: "failed", code: code ?? "", text: terminal };
    if (code === null && mayHaveArrived && isLineBroken(error) && parcel.kind !== "alert") return { kind: "unknown" };
    if (parcel.attempts >= MOST_ATTEMPTS) {
      const text = error instanceof Error ? withoutSecrets(error.message) : "no reason given";
      return {
        kind: "failed",
        code: code ?? "unreachable",
        text: `Slack did not take it in ${parcel.attempts} attempts: ${text}`,
      };
    }
    const wait = Math.min(FIRST_WAIT * 2 ** (parcel.attempts - 1), LONGEST_WAIT);
    const dueAt = new Date(Date.parse(this.#parts.clock.now()) + wait).toISOString();
    return { kind: "later", dueAt, code: code ?? "unreachable" };
  }
}

/** A refused connection sent nothing; any other break leaves the outcome open. */
function isLineBroken(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || error.code !== ErrorCode.RequestError) return false;
  return !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(`${error.message} ${String(error.cause ?? "")}`);
}
