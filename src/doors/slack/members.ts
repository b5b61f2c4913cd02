import { type Clock, type Log, type Organization, PolarisError, type Settings } from "../../runtime/index.js";
import { createSlackClient } from "./app.js";
import type { SlackPerson } from "./model.js";
import { SlackPeople } from "./people.js";
import { slackErrorCode } from "./upload.js";

interface Parts {
  readonly slack: Settings["slack"];
  readonly organization: Organization;
  readonly log: Log;
  readonly clock: Clock;
}

/** Who other people are in Slack, for whoever gives them something to do; asked when it is first needed. */
export class SlackMembers {
  readonly #parts: Parts;
  #people: Promise<SlackPeople> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Null when Slack knows nobody by that id. @throws PolarisError slack_unreachable */
  async find(userId: string): Promise<SlackPerson | null> {
    try {
      this.#people ??= this.#open();
      return await (await this.#people).find(userId);
    } catch (cause) {
      if (slackErrorCode(cause) === "user_not_found") return null;
      this.#people = null;
      throw new PolarisError("slack_unreachable", "Slack does not say who that is just now. Please try again.", {
        cause,
      });
    }
  }

  async #open(): Promise<SlackPeople> {
    const { slack, organization, log, clock } = this.#parts;
    const client = createSlackClient(slack, log);
    const { team_id: team } = await client.auth.test();
    const groups = Object.keys(organization.slack.roleGroups);
    return new SlackPeople(
      client,
      team ?? "",
      groups,
      log,
      () => Date.parse(clock.now()),
      () => undefined,
    );
  }
}
