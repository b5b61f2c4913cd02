import type { WebClient } from "@slack/web-api";
import type { Log } from "../../runtime/index.js";
import type { SlackPerson } from "./model.js";

/** How long what Slack said of a person is believed: no event tells that somebody became a guest. */
const PERSON_HOLDS_MILLISECONDS = 60_000;
/** How long groups are believed; a change event forgets them at once. */
const BELIEVED_MILLISECONDS = 5 * 60_000;
/** Groups that cannot be read any more hold this long, then only the roles table counts. */
const GROUPS_HOLD_MILLISECONDS = 60 * 60_000;

interface Known<T> {
  readonly value: T;
  readonly at: number;
}

/** Who somebody is in Slack: name, guest, foreigner, user groups. Remembered for a few minutes, never for access itself. */
export class SlackPeople {
  readonly #client: WebClient;
  readonly #team: string;
  readonly #groups: readonly string[];
  readonly #log: Log;
  readonly #now: () => number;
  readonly #onGroupsLost: () => void;
  readonly #people = new Map<string, Known<Omit<SlackPerson, "groups">>>();
  #members: Known<ReadonlyMap<string, ReadonlySet<string>>> | null = null;
  /** The latest attempt to read the groups, under way or done; null when they have to be read again. */
  #reading: Known<Promise<void>> | null = null;
  /** Counts what Slack said of changes: an answer from before one is not kept after it. */
  #changes = 0;
  #areGroupsLost = false;

  /** `onGroupsLost` is called once when groups cannot be read any more. */
  constructor(
    client: WebClient,
    team: string,
    groups: readonly string[],
    log: Log,
    now: () => number,
    onGroupsLost: () => void,
  ) {
    this.#client = client;
    this.#team = team;
    this.#groups = groups;
    this.#log = log;
    this.#now = now;
    this.#onGroupsLost = onGroupsLost;
  }

  async find(userId: string): Promise<SlackPerson> {
    const known = this.#people.get(userId);
    const isFresh = known !== undefined && this.#now() - known.at < PERSON_HOLDS_MILLISECONDS;
    const facts = isFresh ? known.value : await this.#ask(userId);
    return { ...facts, groups: await this.#groupsOf(userId) };
  }

  /** Called when Slack says that a group changed. */
  forgetGroups(): void {
    this.#reading = null;
    this.#changes += 1;
  }

  async #ask(userId: string): Promise<Omit<SlackPerson, "groups">> {
    const { user } = await this.#client.users.info({ user: userId });
    const facts = {
      userId,
      name: user?.profile?.display_name || user?.real_name || user?.name || userId,
      // Whoever Slack does not clearly call a member is treated as a guest: deny by default.
      isGuest: user?.is_restricted !== false || user?.is_ultra_restricted === true,
      isForeign: user?.team_id !== this.#team || user?.is_stranger === true,
      isGone: user?.deleted === true,
      isBot: user?.is_bot === true,
    };
    this.#people.set(userId, { value: facts, at: this.#now() });
    return facts;
  }

  async #groupsOf(userId: string): Promise<readonly string[] | null> {
    if (this.#groups.length === 0) return [];
    if (this.#reading === null || this.#now() - this.#reading.at >= BELIEVED_MILLISECONDS)
      this.#reading = { value: this.#readGroups(), at: this.#now() };
    // Whoever asks meanwhile waits for the same answer: half-known groups would refuse the people in them.
    await this.#reading.value;
    const members = this.#members;
    if (members === null || this.#now() - members.at > GROUPS_HOLD_MILLISECONDS) return null;
    return this.#groups.filter((group) => members.value.get(group)?.has(userId));
  }

  async #readGroups(): Promise<void> {
    const changes = this.#changes;
    try {
      const read = await Promise.all(
        this.#groups.map(async (usergroup) => {
          const { users } = await this.#client.usergroups.users.list({ usergroup });
          return [usergroup, new Set(users ?? [])] as const;
        }),
      );
      if (changes === this.#changes) this.#members = { value: new Map(read), at: this.#now() };
      this.#areGroupsLost = false;
    } catch (error) {
      this.#log.warn({ error }, "user groups cannot be read; after an hour the roles table alone decides");
      if (!this.#areGroupsLost) this.#onGroupsLost();
      this.#areGroupsLost = true;
    }
  }
}
