import type { WebClient } from "@slack/web-api";
import type { Place } from "../../command/index.js";

/** What kind of place a channel is. Asked anew each time: a channel may have been shared since. */
export class SlackPlaces {
  readonly #client: WebClient;
  readonly #trusted: ReadonlySet<string>;

  constructor(client: WebClient, trustedChannels: readonly string[]) {
    this.#client = client;
    this.#trusted = new Set(trustedChannels);
  }

  /** A place that only the asker reads: an ephemeral message or a modal. */
  slash(channel: string | null, canOpenForm: boolean): Place {
    return { kind: "slash", channel, isPrivate: true, isTrusted: false, canOpenForm };
  }

  /** A direct message with one person. */
  direct(channel: string | null): Place {
    return { kind: "direct", channel, isPrivate: true, isTrusted: false, canOpenForm: false };
  }

  /** A channel that others read too. When Slack cannot say what it is, it holds nothing but what is open. */
  async shared(kind: "mention" | "schedule", channel: string): Promise<Place> {
    const isTrusted = this.#trusted.has(channel) && (await this.#isPrivateAndUnshared(channel));
    return { kind, channel, isPrivate: false, isTrusted, canOpenForm: false };
  }

  async #isPrivateAndUnshared(channel: string): Promise<boolean> {
    try {
      const { channel: facts } = await this.#client.conversations.info({ channel });
      return facts?.is_private === true && facts.is_ext_shared !== true && facts.is_shared !== true;
    } catch {
      return false;
    }
  }
}
