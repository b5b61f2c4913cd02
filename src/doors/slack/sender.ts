import { setTimeout as pause } from "node:timers/promises";
import {
  type KnownBlock,
  WebAPIHTTPError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from "@slack/web-api";
import type { LeasedParcel, LostParcel, Sender, Settlement } from "../../delivery/index.js";
import { renderBlocks, reply } from "../../reply/index.js";
import { type Clock, type Log, withoutSecrets } from "../../runtime/index.js";
import type { House, PreparedFile, SlackMessage } from "./model.js";
import type { SlackPlaces } from "./places.js";
import { PROCESSING_WAITS, slackErrorCode, uploadFile } from "./upload.js";
import type { Voice } from "./voice.js";
import { spoken, withWarning } from "./words.js";

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
  /** A client that tries once: what may have arrived is never repeated behind our back. */
  readonly once: WebClient;
  readonly voice: Voice;
  readonly places: SlackPlaces;
  readonly house: Pick<House, "parcel">;
  readonly log: Log;
  readonly clock: Clock;
  readonly admins: readonly string[];
  /** Told in the admins' place when nobody is named. */
  readonly alertsChannel: string | null;
}

/** Posts what the clock sends: the chart stands in the message, with its alt text. */
export class SlackSender implements Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  async send(parcel: LeasedParcel): Promise<Settlement> {
    const { house, places, voice, client, log } = this.#parts;
    let mayHaveArrived = false;
    try {
      const isPerson = /^[UW]/.test(parcel.recipient);
      const channel = isPerson ? await voice.directChannel(parcel.recipient) : parcel.recipient;
      const place = isPerson
        ? ({ ...places.direct(channel), kind: "schedule" } as const)
        : await places.shared("schedule", channel);
      const { message, charts, files } = await house.parcel(parcel.payload, place);
      const where = { channel, threadTs: stampOf(parcel.thread) };
      if (files.length > 0) {
        mayHaveArrived = true;
        return { kind: "sent", receipt: await this.#sendFiles(where, files) };
      }
      const images: KnownBlock[] = [];
      for (const chart of charts) {
        const id = await uploadFile(client, chart);
        images.push({
          type: "image",
          slack_file: { id },
          alt_text: (chart.chart?.altText ?? chart.title).slice(0, 2000),
        });
      }
      if (parcel.replaces !== null) return await this.#replace(parcel.replaces, message);
      mayHaveArrived = true;
      const marked = parcel.possiblyRepeated ? withWarning(message, "(possibly repeated)") : message;
      return { kind: "sent", receipt: await this.#post(where, marked, images) };
    } catch (error) {
      log.warn({ error, parcel: parcel.id, attempts: parcel.attempts }, "a message could not be sent");
      return this.#settlementOf(error, parcel, mayHaveArrived);
    }
  }

  async tell({ dedupeKey, kind, recipient, owner }: LostParcel, reason: string | null): Promise<void> {
    const fate = reason === null ? "may not have arrived" : `could not be delivered: ${spoken(reason)}`;
    const digest = digestOf(dedupeKey);
    const what = digest === null ? ARTICLES[kind] : `Digest ${digest}`;
    const text = `${what} to ${mentionOf(recipient)} ${fate}`;
    const blocks: KnownBlock[] = [
      { type: "section", text: { type: "mrkdwn", text } },
      ...(digest === null ? [] : sendAgain(digest)),
    ];
    await this.#tellOwner(owner, { text, blocks, fallback: blocks });
  }

  async #tellOwner(owner: string | null, message: SlackMessage): Promise<void> {
    const { voice, log, admins, alertsChannel } = this.#parts;
    const told = owner === null ? admins : [owner];
    if (told.length === 0 && alertsChannel !== null)
      await voice
        .post(alertsChannel, message)
        .catch((error: unknown) => log.error({ error }, "nobody could be told that a message was lost"));
    for (const person of told)
      await voice
        .direct(person, message)
        .catch((error: unknown) => log.error({ error }, "an owner could not be told that a message was lost"));
  }

  /** Changes a message that stands. Doing it twice is doing it once, so a broken line is simply tried again. */
  async #replace(receipt: string, { text, blocks }: SlackMessage): Promise<Settlement> {
    const [channel = "", ts = ""] = receipt.split("/");
    try {
      await this.#parts.client.chat.update({ channel, ts, text, blocks: [...blocks] });
      return { kind: "sent", receipt };
    } catch (error) {
      const code = slackErrorCode(error);
      // A message that people took away needs no change any more.
      if (code === "message_not_found" || code === "cant_update_message") return { kind: "sent", receipt };
      throw error;
    }
  }

  async #sendFiles({ channel, threadTs }: Where, files: readonly PreparedFile[]): Promise<string> {
    const share = { channel, ...(threadTs === null ? {} : { threadTs }) };
    for (const file of files) await uploadFile(this.#parts.client, file, { ...share, comment: file.title });
    return `${channel}/${threadTs ?? ""}`;
  }

  /** A picture is looked into by Slack before it may be shown; without it the message goes rather than never. */
  async #post(where: Where, message: SlackMessage, images: readonly KnownBlock[]): Promise<string> {
    for (const wait of [...PROCESSING_WAITS, null]) {
      try {
        return await this.#postOnce(where, message.text, [...message.blocks, ...images].slice(0, 50));
      } catch (error) {
        if (slackErrorCode(error) !== "invalid_blocks") throw error;
        if (images.length === 0 || wait === null) break;
        await pause(wait);
      }
    }
    this.#parts.log.error({ channel: where.channel }, "Slack refused the blocks of a message; it is sent as text");
    return this.#postOnce(where, message.text, message.fallback);
  }

  async #postOnce({ channel, threadTs }: Where, text: string, blocks: readonly KnownBlock[]): Promise<string> {
    const links = { unfurl_links: false, unfurl_media: false };
    const thread = threadTs === null ? {} : { thread_ts: threadTs };
    const sent = await this.#parts.once.chat.postMessage({ channel, text, blocks: [...blocks], ...links, ...thread });
    return `${sent.channel}/${sent.ts}`;
  }

  #settlementOf(error: unknown, parcel: LeasedParcel, mayHaveArrived: boolean): Settlement {
    const code = slackErrorCode(error);
    const terminal = code === null ? undefined : TERMINAL[code];
    if (code !== null && terminal) return { kind: "failed", code, text: terminal };
    if (mayHaveArrived && isOutcomeOpen(error)) return { kind: "unknown" };
    if (parcel.attempts >= MOST_ATTEMPTS) {
      const why = error instanceof Error ? withoutSecrets(error.message) : "no reason given";
      const text = `Slack did not take it in ${parcel.attempts} attempts: ${why}`;
      return { kind: "failed", code: code ?? "unreachable", text };
    }
    if (error instanceof WebAPIRateLimitedError)
      return { kind: "later", dueAt: this.#in(error.retryAfter * 1000), code: "ratelimited" };
    const wait = Math.min(FIRST_WAIT * 2 ** (parcel.attempts - 1), LONGEST_WAIT);
    return { kind: "later", dueAt: this.#in(wait), code: code ?? "unreachable" };
  }

  #in(milliseconds: number): string {
    return new Date(Date.parse(this.#parts.clock.now()) + milliseconds).toISOString();
  }
}

interface Where {
  readonly channel: string;
  readonly threadTs: string | null;
}

/** A receipt is "channel/ts". */
const stampOf = (receipt: string | null): string | null => receipt?.split("/")[1] ?? null;

const ARTICLES = { digest: "A digest", alert: "An alert", notice: "A notice" } as const;

/** The number that people know a digest by; null for what was not subscribed to. */
const digestOf = (dedupeKey: string): string | null => /^subscription:(\d+):/.exec(dedupeKey)?.[1] ?? null;

/** A digest that was lost can be had once more, by whoever set it up. */
function sendAgain(id: string): readonly KnownBlock[] {
  const again = { label: "Send again", line: `subscriptions run ${id}`, does: "run", sensitivity: "open" } as const;
  const { blocks } = renderBlocks(reply({ title: "Digest", text: "Digest", sensitivity: "open", actions: [again] }));
  return blocks.filter(({ type }) => type === "actions") as readonly KnownBlock[];
}

const mentionOf = (recipient: string): string => (recipient.startsWith("U") ? `<@${recipient}>` : `<#${recipient}>`);

/** A refused connection and "try later" sent nothing; any other break leaves the outcome open. */
function isOutcomeOpen(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 500 && error.statusCode !== 503;
  if (!(error instanceof WebAPIRequestError)) return false;
  const { original } = error;
  return !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(`${original.message} ${String(original.cause ?? "")}`);
}
