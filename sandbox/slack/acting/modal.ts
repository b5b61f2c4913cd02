import { elementsOf, isObject, type JsonObject } from "../blockkit/index.js";
import { composeView } from "../composing.js";
import type { ConsoleActionResult, FormValues } from "../console-types.js";
import { formErrors } from "../forms/form-rules.js";
import { viewJson } from "../rendition/view.js";
import type { View } from "../state/model.js";
import { SlackError } from "../state/slack-error.js";
import { holderAt } from "./elements.js";
import { interactionBase, responseAddress } from "./payloads.js";
import { DONE, deliverBusily, failed, lackOfAck, notifyFailure, type Scene } from "./scene.js";
import { describeError } from "./slash.js";

/** Sends a form in. */
export async function submit(scene: Scene, viewId: string, values: FormValues): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  const view = modalAt(scene, viewId);
  world.views.fill(view, values);
  const errors = formErrors(view.blocks, view.values, (id) => world.files.find(id)?.name);
  if (Object.keys(errors).length > 0) return { ...refusal("invalid_form", "Please check the form."), errors };
  for (const id of filesOf(view)) world.files.hand(id);
  const ack = await deliverBusily(
    scene,
    `submit ${view.id}`,
    "interactive",
    {
      type: "view_submission",
      ...interactionBase(world, user),
      trigger_id: world.tickets.issueTrigger(user, { channel: view.channel, view: view.id }).id,
      view: viewJson(world, view),
      response_urls: responseUrls(scene, view),
    },
    [view.id],
  );
  const lack = lackOfAck(ack, world.options.app.name);
  if (lack !== null) return failed(lack.code, "We had some trouble connecting. Try again?");
  return react(scene, view, ack.outcome === "acknowledged" ? ack.body : null);
}

/** Ids of the files in a form's file fields. */
function filesOf({ blocks, values }: View): readonly string[] {
  return blocks
    .flatMap((block) => elementsOf(block))
    .filter(({ element }) => element.type === "file_input")
    .flatMap(({ element, block }) => values[String(block.block_id)]?.[String(element.action_id)] ?? []);
}

const refusal = (error: string, text: string) => ({ ok: false, error, text }) as const;

/** Does what the app's answer says: nothing closes this view; errors, update, push, clear. */
function react(scene: Scene, view: View, body: unknown): ConsoleActionResult {
  const { world, user } = scene;
  const answer = isObject(body) ? body : {};
  try {
    switch (answer.response_action) {
      case undefined:
        world.views.close(view);
        return DONE;
      case "clear":
        world.views.closeAll(user);
        return DONE;
      case "update":
        world.views.update(view, composeView(world, answer.view, "modal", view.channel), null);
        return DONE;
      case "push":
        world.views.push(user, composeView(world, answer.view, "modal", view.channel), view.channel);
        return DONE;
      case "errors":
        return { ...refusal("form_refused", "Please check the form."), errors: errorsFor(view, answer.errors) };
      default:
        throw new SlackError("invalid_response_action");
    }
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const text = `We had some trouble connecting. Try again? (${describeError(error)})`;
    return notifyFailure(scene, { code: error.code, text }, view.channel);
  }
}

/** Errors belong to input blocks of the view; anything else is the app's mistake. */
function errorsFor(view: View, errors: unknown): Readonly<Record<string, string>> {
  const inputs = view.blocks.filter(({ type }) => type === "input").map(({ block_id: id }) => id);
  const given = isObject(errors) ? Object.entries(errors) : [];
  const fits = given.length > 0 && given.every(([id, text]) => inputs.includes(id) && typeof text === "string");
  if (!fits) throw new SlackError("invalid_errors");
  return Object.fromEntries(given.map(([id, text]) => [id, String(text)]));
}

/** One response_url for each chosen conversation of a field that asks for it. */
function responseUrls(scene: Scene, view: View): readonly JsonObject[] {
  const { world, user } = scene;
  return view.blocks
    .flatMap((block) => elementsOf(block))
    .filter(({ element }) => element.response_url_enabled === true)
    .flatMap(({ element, block }) => {
      const channel = view.values[String(block.block_id)]?.[String(element.action_id)];
      if (typeof channel !== "string") return [];
      const place = world.tickets.issueResponseUrl({
        user,
        channel,
        threadTs: null,
        fromMessage: false,
        original: null,
      });
      return [
        {
          response_url: responseAddress(world, place.id),
          channel_id: channel,
          block_id: block.block_id,
          action_id: element.action_id,
        },
      ];
    });
}

/** Puts the form away: this view, or the whole stack. */
export async function close(scene: Scene, viewId: string, all: boolean): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  const view = modalAt(scene, viewId);
  const clears = all || view.source.clear_on_close === true;
  const closed = clears ? world.views.closeAll(user) : world.views.close(view);
  for (const each of closed.filter(({ source }) => source.notify_on_close === true)) {
    await deliverBusily(
      scene,
      `close ${each.id}`,
      "interactive",
      { type: "view_closed", ...interactionBase(world, user), view: viewJson(world, each), is_cleared: clears },
      [each.id],
    );
  }
  return DONE;
}

function modalAt(scene: Scene, viewId: string): View {
  const holder = holderAt(scene, { in: "modal", view: viewId });
  if (holder.kind !== "view") throw new SlackError("view_not_found");
  return holder.view;
}
