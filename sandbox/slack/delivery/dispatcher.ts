import type { JsonObject } from "../blockkit/index.js";
import type { World } from "../state/world.js";
import type { Ack, Delivery, DeliveryKind, Retry } from "./delivery.js";

const RETRY_REASONS = { timeout: "timeout", unreachable: "connection_failed", refused: "http_error" } as const;

/** Sends payloads to the app, notes each in the log, and sends events again until they are acknowledged. */
export class Dispatcher {
  readonly #world: World;
  readonly #delivery: Delivery;
  readonly #events = new Map<string, JsonObject>();

  constructor(world: World, delivery: Delivery) {
    this.#world = world;
    this.#delivery = delivery;
  }

  get delivery(): Delivery {
    return this.#delivery;
  }

  /** Slash commands and interactions are sent once. `concerns` are message keys and view ids, for the log. */
  deliver(kind: DeliveryKind, payload: JsonObject, concerns: readonly string[] = []): Promise<Ack> {
    return this.#exchange(kind, payload, concerns, null);
  }

  /** `then` is done before anybody hears of the ack. */
  async #exchange(
    kind: DeliveryKind,
    payload: JsonObject,
    concerns: readonly string[],
    retry: Retry | null,
    then: (ack: Ack) => void = () => {},
  ): Promise<Ack> {
    const finish = this.#world.log.begin("slack_to_app", nameOf(kind, payload), payload);
    const ack = await this.#delivery.deliver(kind, payload, retry);
    then(ack);
    finish(ack, concerns);
    return ack;
  }

  /** Sends an event when the app subscribes to it; resolves with the first ack, or null when it does not. */
  async event(event: JsonObject, concerns: readonly string[] = []): Promise<Ack | null> {
    const { app } = this.#world.options;
    if (!app.events.includes(String(event.type))) return null;
    const envelope = this.#envelope(event);
    this.#events.set(String(envelope.event_id), envelope);
    return this.#send(envelope, concerns, null);
  }

  /** The ids of all events sent, oldest first. */
  get eventIds(): readonly string[] {
    return [...this.#events.keys()];
  }

  /** Sends an event once more, as Slack may at any time. Answers null for an unknown id. */
  async redeliver(eventId: string, retry: Retry = { attempt: 1, reason: "timeout" }): Promise<Ack | null> {
    const envelope = this.#events.get(eventId);
    return envelope === undefined ? null : this.#exchange("events_api", envelope, [], retry);
  }

  /** Sends it, and sees to it that it is sent again when it is not acknowledged. */
  #send(envelope: JsonObject, concerns: readonly string[], retry: Retry | null): Promise<Ack> {
    return this.#exchange("events_api", envelope, concerns, retry, (ack) => {
      const attempt = (retry?.attempt ?? 0) + 1;
      const wait = this.#world.options.retryDelaysMs[attempt - 1];
      if (ack.outcome === "acknowledged" || wait === undefined) return;
      if (ack.outcome === "refused" && ack.noRetry) return;
      const reason = RETRY_REASONS[ack.outcome];
      this.#world.schedule.after(wait, () => void this.#send(envelope, concerns, { attempt, reason }));
    });
  }

  #envelope(event: JsonObject): JsonObject {
    const world = this.#world;
    const { app } = world.options;
    return {
      token: "sandbox-verification",
      team_id: world.team.id,
      context_team_id: world.team.id,
      context_enterprise_id: null,
      api_app_id: app.id,
      event,
      type: "event_callback",
      event_id: world.ids.next("Ev"),
      event_time: Math.floor(world.clock.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: world.team.id, user_id: world.bot, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: isExternallyShared(world, event.channel),
      event_context: world.ids.next("Ec"),
    };
  }
}

function isExternallyShared(world: World, channel: unknown): boolean {
  return typeof channel === "string" && (world.channels.find(channel)?.isExternallyShared ?? false);
}

/** What the log calls it: the event's or the interaction's own type. */
function nameOf(kind: DeliveryKind, payload: JsonObject): string {
  if (kind === "slash_commands") return kind;
  const { event } = payload;
  const type = typeof event === "object" && event !== null && "type" in event ? event.type : payload.type;
  return String(type);
}
