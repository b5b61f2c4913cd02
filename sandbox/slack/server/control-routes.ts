import { z } from "zod";
import type { Dispatcher } from "../delivery/dispatcher.js";
import type { SocketMode } from "../delivery/socket-mode.js";
import { SlackError } from "../state/slack-error.js";
import type { World } from "../state/world.js";
import { json, NOT_FOUND, type Request, type Response, readJson } from "./http.js";

const fault = z.object({
  on: z.string().min(1),
  channel: z.string().exactOptional(),
  status: z.int().min(400).max(599).exactOptional(),
  retryAfter: z.int().min(0).exactOptional(),
  error: z.string().exactOptional(),
  delayMs: z.number().min(0).exactOptional(),
  drop: z.boolean().exactOptional(),
  times: z.int().min(1).exactOptional(),
});
const advance = z.object({ ms: z.number().min(0) });
const plan = z.object({ userGroups: z.boolean() });
const disconnect = z.object({ reason: z.enum(["refresh_requested", "warning", "link_disabled", "cut"]) });
const redeliver = z.object({ event: z.string() });
const members = z.object({ group: z.string(), users: z.array(z.string()) });

/** The control API, /_control/…: what tests and people set from outside the process (README.md). */
export class ControlRoutes {
  readonly #world: World;
  readonly #dispatcher: Dispatcher;
  readonly #sockets: SocketMode | null;

  constructor(world: World, dispatcher: Dispatcher, sockets: SocketMode | null) {
    this.#world = world;
    this.#dispatcher = dispatcher;
    this.#sockets = sockets;
  }

  async handle(request: Request): Promise<Response> {
    const name = request.url.pathname.slice("/_control/".length);
    try {
      return await this.#perform(`${request.method} ${name}`, readJson(request.body));
    } catch (error) {
      if (error instanceof z.ZodError)
        return json({ ok: false, error: "malformed", text: z.prettifyError(error) }, 400);
      if (error instanceof SlackError) return json(error.answer, 400);
      throw error;
    }
  }

  async #perform(call: string, body: unknown): Promise<Response> {
    const world = this.#world;
    switch (call) {
      case "GET faults":
        return json({ ok: true, faults: world.faults.all() });
      case "POST faults":
        world.faults.add(fault.parse(body));
        return json({ ok: true });
      case "DELETE faults":
        world.faults.clear();
        return json({ ok: true });
      case "GET clock":
        return json({ ok: true, now: new Date(world.clock.now()).toISOString() });
      case "POST clock":
        world.clock.advance(advance.parse(body).ms);
        return json({ ok: true, now: new Date(world.clock.now()).toISOString() });
      case "POST plan":
        world.userGroupsPlan = plan.parse(body).userGroups;
        return json({ ok: true });
      case "POST user-group":
        await changeGroup(world, this.#dispatcher, members.parse(body));
        return json({ ok: true });
      case "GET requests":
        return json({ ok: true, entries: world.log.entries({ direction: "app_to_slack" }) });
      case "GET deliveries":
        return json({ ok: true, entries: world.log.entries({ direction: "slack_to_app" }) });
      case "GET events":
        return json({ ok: true, events: this.#dispatcher.eventIds });
      case "POST redeliver":
        return this.#redeliver(redeliver.parse(body).event);
      case "GET connections":
        return json({ ok: true, connections: this.#sockets?.connections ?? 0 });
      case "POST disconnect":
        return this.#disconnect(disconnect.parse(body).reason);
      default:
        return NOT_FOUND;
    }
  }

  async #redeliver(event: string): Promise<Response> {
    const ack = await this.#dispatcher.redeliver(event);
    return ack === null ? NOT_FOUND : json({ ok: true, ack });
  }

  #disconnect(reason: z.infer<typeof disconnect>["reason"]): Response {
    if (this.#sockets === null)
      return json({ ok: false, error: "no_socket_mode", text: "The app is served over HTTP." }, 400);
    if (reason === "cut") this.#sockets.cut();
    else this.#sockets.disconnect(reason);
    return json({ ok: true });
  }
}

/** Puts other people into a user group, which tells the app. */
export async function changeGroup(
  world: World,
  dispatcher: Dispatcher,
  change: { readonly group: string; readonly users: readonly string[] },
): Promise<void> {
  const { added, removed } = world.people.setGroupMembers(change.group, change.users);
  const now = Math.floor(world.clock.now() / 1000);
  await dispatcher.event({
    type: "subteam_members_changed",
    subteam_id: change.group,
    team_id: world.team.id,
    date_previous_update: now,
    date_update: now,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
    event_ts: world.ids.ts(),
  });
}
