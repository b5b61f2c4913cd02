import type { ConsoleActionResult } from "../console-types.js";
import { toTokens } from "../mentions.js";
import { SlackError } from "../state/slack-error.js";
import { answerInAck, answerWith } from "./answering.js";
import { channelName, responseAddress } from "./payloads.js";
import { DONE, deliverBusily, failed, lackOfAck, notifyFailure, type Scene } from "./scene.js";

/** Types a slash command, the whole line: "/polaris help". */
export async function slash(
  scene: Scene,
  channelId: string,
  line: string,
  threadTs: string | null,
): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  const [, name = "", rest = ""] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  const command = world.options.app.commands.find((each) => each.command === name.toLowerCase());
  if (command === undefined) return failed("unknown_command", `${name || line} is not a valid command.`);
  if (threadTs !== null) return failed("slash_in_thread", `${name} is not supported in threads. Sorry!`);
  const channel = world.channels.writable(channelId, user);
  const person = world.people.get(user);
  const place = world.tickets.issueResponseUrl({
    user,
    channel: channel.id,
    threadTs: null,
    fromMessage: false,
    original: null,
  });
  const ack = await deliverBusily(
    scene,
    "slash",
    "slash_commands",
    {
      token: "sandbox-verification",
      team_id: world.team.id,
      team_domain: world.team.domain,
      channel_id: channel.id,
      channel_name: channelName(channel),
      user_id: user,
      user_name: person.name,
      command: command.command,
      text: command.should_escape ? toTokens(world, rest, { withNames: true }) : rest,
      api_app_id: world.options.app.id,
      is_enterprise_install: "false",
      response_url: responseAddress(world, place.id),
      trigger_id: world.tickets.issueTrigger(user, { channel: channel.id, view: null }).id,
    },
    [],
  );
  const lack = lackOfAck(ack, command.command);
  if (lack !== null) return notifyFailure(scene, lack, channel.id);
  const answer = ack.outcome === "acknowledged" ? answerInAck(ack.body) : null;
  if (answer === null) return DONE;
  try {
    answerWith(world, place, answer);
    return DONE;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const text = `${command.command} failed with the error "invalid_command_response" (${describeError(error)})`;
    return notifyFailure(scene, { code: "invalid_command_response", text }, channel.id);
  }
}

/** The code, with Slack's list of what is wrong where there is one. */
export function describeError(error: SlackError): string {
  const { response_metadata: metadata } = error.details;
  const messages = typeof metadata === "object" && metadata !== null && "messages" in metadata ? metadata.messages : [];
  return [error.code, ...(Array.isArray(messages) ? messages : [])].join(" ");
}
