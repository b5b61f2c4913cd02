import type { JsonObject } from "../blockkit/index.js";
import type { ConsoleActionResult } from "../console-types.js";
import type { Ack, DeliveryKind } from "../delivery/delivery.js";
import type { Dispatcher } from "../delivery/dispatcher.js";
import type { World } from "../state/world.js";

/** A person in the workspace who is about to do something. */
export interface Scene {
  readonly world: World;
  readonly dispatcher: Dispatcher;
  readonly user: string;
}

export const DONE: ConsoleActionResult = { ok: true };

export function failed(error: string, text: string): ConsoleActionResult {
  return { ok: false, error, text };
}

/** Delivers while the person sees that something is under way. */
export async function deliverBusily(
  scene: Scene,
  what: string,
  kind: DeliveryKind,
  payload: JsonObject,
  concerns: readonly string[],
): Promise<Ack> {
  const { world, dispatcher, user } = scene;
  world.changes.tell({ type: "busy", user, what, busy: true });
  try {
    return await dispatcher.deliver(kind, payload, concerns);
  } finally {
    world.changes.tell({ type: "busy", user, what, busy: false });
  }
}

/** What Slack tells the person when the app did not acknowledge in time, or not at all; null when it did. */
export function lackOfAck(ack: Ack, who: string): { readonly code: string; readonly text: string } | null {
  switch (ack.outcome) {
    case "acknowledged":
      return null;
    case "timeout":
      return { code: "operation_timeout", text: `${who} didn't respond (operation_timeout)` };
    case "unreachable":
    case "refused":
      return { code: "dispatch_failed", text: `${who} failed with the error "dispatch_failed"` };
  }
}

/** Tells the person and answers the failure. */
export function notifyFailure(
  scene: Scene,
  failure: { readonly code: string; readonly text: string },
  channel: string | null,
): ConsoleActionResult {
  scene.world.notify(scene.user, { ...failure, channel });
  return failed(failure.code, failure.text);
}
