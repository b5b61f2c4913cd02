import type { Sender } from "../../delivery/index.js";
import type { Clock, Log, Organization, Settings } from "../../runtime/index.js";
import { PolarisError } from "../../runtime/index.js";
import { createSlackApp, createSlackClient } from "./app.js";
import { SlackDoor } from "./door.js";
import { InFlight } from "./in-flight.js";
import { listen } from "./listeners.js";
import type { House } from "./model.js";
import { SlackPeople } from "./people.js";
import { SlackPlaces } from "./places.js";
import { SlackSender } from "./sender.js";
import { slackErrorCode } from "./upload.js";
import { Voice } from "./voice.js";

export type {
  FormAnswer,
  House,
  PreparedFile,
  SlackAnswer,
  SlackMessage,
  SlackPerson,
  SlackRequest,
  SubmitAnswer,
} from "./model.js";

export interface OpenSlackDoor {
  readonly teamId: string;
  readonly sender: Sender;
  start(): Promise<void>;
  /** Stops listening and lets the work under way finish. */
  stop(): Promise<void>;
}

/** Only what sends: for a process that delivers the outbox without listening. */
export function openSlackSender(parts: {
  readonly slack: Settings["slack"];
  readonly organization: Organization;
  readonly house: Pick<House, "parcel">;
  readonly log: Log;
  readonly clock: Clock;
}): Sender {
  const { slack, organization, house, log, clock } = parts;
  const client = createSlackClient(slack, log);
  const places = new SlackPlaces(client, organization.slack.trustedChannels);
  const { admins } = organization.slack;
  return new SlackSender({ client, voice: new Voice(client, log), places, house, log, clock, admins });
}

const DRAIN_MILLISECONDS = 10_000;

/** Connects the house to Slack. @throws PolarisError slack_refused or slack_unreachable when the token does not work. */
export async function openSlackDoor(parts: {
  readonly slack: Settings["slack"];
  readonly organization: Organization;
  readonly house: House;
  readonly log: Log;
  readonly clock: Clock;
}): Promise<OpenSlackDoor> {
  const { slack, organization, house, log, clock } = parts;
  const app = createSlackApp(slack, log);
  const { client } = app;
  const who = await client.auth.test().catch((cause: unknown) => {
    const code = slackErrorCode(cause);
    if (code !== null)
      throw new PolarisError(
        "slack_refused",
        `Slack does not accept SLACK_BOT_TOKEN (${code}). Expected the bot token of this app.`,
        { cause },
      );
    throw new PolarisError(
      "slack_unreachable",
      "Slack does not answer. Expected a connection to the address in SLACK_API_URL.",
      { cause },
    );
  });
  const { team_id: teamId, user_id: botUserId } = who;
  if (!teamId || !botUserId)
    throw new PolarisError("slack_refused", "Slack did not say which team and user SLACK_BOT_TOKEN belongs to.");
  const voice = new Voice(client, log);
  const places = new SlackPlaces(client, organization.slack.trustedChannels);
  const people = new SlackPeople(client, teamId, Object.keys(organization.slack.roleGroups), log, () =>
    Date.parse(clock.now()),
  );
  const inFlight = new InFlight();
  const door = new SlackDoor({ house, people, places, voice, client, log, clock });
  listen(app, { door, people, inFlight, log, botUserId, firstSight: (key) => house.firstSight(key) });
  return {
    teamId,
    sender: new SlackSender({ client, voice, places, house, log, clock, admins: organization.slack.admins }),
    async start() {
      await app.start();
    },
    async stop() {
      await app.stop();
      if (!(await inFlight.drain(DRAIN_MILLISECONDS)))
        log.warn("some answers were still under way when Polaris stopped");
    },
  };
}
