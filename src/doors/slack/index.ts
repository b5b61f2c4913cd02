// The Slack door. What Slack says comes in by `listeners` (acknowledged first), becomes a line with everything known of who
// said it and where (`conversation`, `people`, `places`), is answered by the house, and is spoken by `voice` in the place
// it belongs: `door` for typed lines, mentions, forms and the Home tab, `presses` for buttons, `sender` for what the clock
// sends. Nothing is lost: refused blocks become text, an address that is gone becomes a direct message, and whatever
// fails is said to the person with a reference.
import type { Sender } from "../../delivery/index.js";
import type { Clock, Log, Organization, Settings } from "../../runtime/index.js";
import { PolarisError } from "../../runtime/index.js";
import { createOnceClient, createSlackApp, createSlackClient } from "./app.js";
import { Conversation } from "./conversation.js";
import { SlackDoor } from "./door.js";
import { InFlight } from "./in-flight.js";
import { listen } from "./listeners.js";
import type { House, SlackPerson } from "./model.js";
import { SlackPeople } from "./people.js";
import { SlackPlaces } from "./places.js";
import { Presses } from "./presses.js";
import { type SenderParts, SlackSender } from "./sender.js";
import { slackErrorCode } from "./upload.js";
import { Voice } from "./voice.js";
import { plainMessage } from "./words.js";

export { SlackChannels } from "./channels.js";
export { fetchSlackFile, type IncomingFile, type IncomingParts } from "./incoming.js";
export { SlackMembers } from "./members.js";
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
  /** Who somebody is in Slack now; null when Slack knows nobody by that id. */
  person(userId: string): Promise<SlackPerson | null>;
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
  const { slack, organization, log } = parts;
  const client = createSlackClient(slack, log);
  const places = new SlackPlaces(client, organization.slack.trustedChannels);
  return senderOf(parts, { client, voice: new Voice(client, log), places });
}

function senderOf(
  { slack, organization, house, log, clock }: Parameters<typeof openSlackSender>[0],
  own: Pick<SenderParts, "client" | "voice" | "places">,
): SlackSender {
  const { admins, alertsChannel = null } = organization.slack;
  return new SlackSender({ ...own, once: createOnceClient(slack, log), house, log, clock, admins, alertsChannel });
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
  const client = createSlackClient(slack, log);
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
  const { team_id: teamId, user_id: botUserId, bot_id: botId } = who;
  if (!teamId || !botUserId || !botId)
    throw new PolarisError("slack_refused", "SLACK_BOT_TOKEN belongs to no bot. Expected the bot token of this app.");
  const app = createSlackApp(slack, { teamId, botUserId, botId }, log);
  const voice = new Voice(client, log);
  const places = new SlackPlaces(client, organization.slack.trustedChannels);
  const tellAdmins = () => {
    for (const admin of organization.slack.admins)
      voice
        .direct(admin, plainMessage(GROUPS_LOST))
        .catch((error: unknown) => log.error({ error }, "an admin could not be told"));
  };
  const now = () => Date.parse(clock.now());
  const groups = Object.keys(organization.slack.roleGroups);
  const people = new SlackPeople(client, teamId, groups, log, now, tellAdmins);
  const inFlight = new InFlight();
  const talk = new Conversation({ house, people, places, voice, client, log, clock });
  const door = new SlackDoor(talk);
  const presses = new Presses(talk, door);
  listen(app, { talk, door, presses, people, inFlight, log, botUserId, firstSight: (key) => house.firstSight(key) });
  return {
    teamId,
    sender: senderOf(parts, { client, voice, places }),
    person: (userId) =>
      people.find(userId).catch((error: unknown) => {
        if (slackErrorCode(error) === "user_not_found") return null;
        throw error;
      }),
    async start() {
      await app.start().catch((cause: unknown) => {
        throw refusedStart(slack.transport, cause);
      });
    },
    async stop() {
      await app.stop();
      if (!(await inFlight.drain(DRAIN_MILLISECONDS)))
        log.warn("some answers were still under way when Polaris stopped");
    },
  };
}

const GROUPS_LOST =
  "Slack does not say who is in the user groups any more (they are a paid feature, and need usergroups:read). Roles by group hold for another hour; after that only the roles table and organization.yml count.";

function refusedStart(transport: Settings["slack"]["transport"], cause: unknown): PolarisError {
  if (transport.kind === "http") {
    const why = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
    const text = `Polaris cannot listen on the port in PORT, ${transport.port}${why}. Expected a free port.`;
    return new PolarisError("configuration_invalid", text, { cause });
  }
  const code = slackErrorCode(cause);
  return code === null
    ? new PolarisError(
        "slack_unreachable",
        "Slack opened no Socket Mode connection. Expected one from SLACK_API_URL.",
        { cause },
      )
    : new PolarisError(
        "slack_refused",
        `Slack does not accept SLACK_APP_TOKEN (${code}). Expected an app-level token of this app with connections:write.`,
        { cause },
      );
}
