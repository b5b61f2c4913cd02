import type { WebClient } from "@slack/web-api";
import type { Clock, Log, Settings } from "../../runtime/index.js";
import { createOnceClient } from "./app.js";
import { slackErrorCode } from "./upload.js";

/** How long a channel's name is believed: people rename them. */
const BELIEVED_MILLISECONDS = 10 * 60_000;

/** What Slack says of channels, for whoever has to name one or post to it later. */
export class SlackChannels {
  readonly #client: WebClient;
  readonly #clock: Clock;
  readonly #names = new Map<string, { readonly name: string; readonly at: number }>();

  constructor({ slack, log, clock }: { readonly slack: Settings["slack"]; readonly log: Log; readonly clock: Clock }) {
    this.#client = createOnceClient(slack, log);
    this.#clock = clock;
  }

  /** Why nothing of this person's can be posted there, in words; null when it can, or when Slack does not say. */
  async trouble(channel: string, person: string): Promise<string | null> {
    try {
      const { channel: facts } = await this.#client.conversations.info({ channel });
      if (facts?.is_private === true && !(await this.#isIn(channel, person))) return NOT_THEIRS;
      if (facts?.is_archived === true) return "That channel is archived.";
      return facts?.is_member === false ? NOT_A_MEMBER : null;
    } catch (error) {
      return slackErrorCode(error) === "channel_not_found" ? NOT_SEEN : null;
    }
  }

  /** Id → "#general", for those whose name Slack says. */
  async names(channels: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const named = await Promise.all([...new Set(channels)].map(async (id) => [id, await this.#nameOf(id)] as const));
    return new Map(named.flatMap(([id, name]) => (name === null ? [] : [[id, `#${name}`] as const])));
  }

  async #isIn(channel: string, person: string): Promise<boolean> {
    for await (const page of this.#client.paginate("conversations.members", { channel, limit: 200 })) {
      const { members = [] } = page as { readonly members?: readonly string[] };
      if (members.includes(person)) return true;
    }
    return false;
  }

  async #nameOf(channel: string): Promise<string | null> {
    const now = Date.parse(this.#clock.now());
    const known = this.#names.get(channel);
    if (known !== undefined && now - known.at < BELIEVED_MILLISECONDS) return known.name;
    try {
      const { channel: facts } = await this.#client.conversations.info({ channel });
      if (facts?.name === undefined) return null;
      this.#names.set(channel, { name: facts.name, at: now });
      return facts.name;
    } catch {
      // An old name says more than an id.
      return known?.name ?? null;
    }
  }
}

const NOT_A_MEMBER = "Polaris is not a member of that channel. Invite it there first: /invite @Polaris";
const NOT_THEIRS = "You are not in that private channel. A digest goes only where whoever sets it up can read it.";
const NOT_SEEN = "Polaris does not see that channel. Invite it there first: /invite @Polaris";
