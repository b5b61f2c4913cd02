import { errorMessages, isObject, type JsonObject, validateSuggestions } from "../blockkit/index.js";
import type { ConsoleActionResult, FieldValue, FormValues, Place, SuggestedOption } from "../console-types.js";
import { fieldContext } from "../forms/field-context.js";
import { chosenIn, initialForm, stateOf } from "../forms/fields.js";
import { viewJson } from "../rendition/view.js";
import { objects } from "../state/offered-options.js";
import type { World } from "../state/world.js";
import { elementAt, type Holder, holderAt, valuesOf } from "./elements.js";
import { interactionBase, messageContainer, responseAddress } from "./payloads.js";
import { DONE, deliverBusily, failed, lackOfAck, notifyFailure, type Scene } from "./scene.js";

export interface Interaction {
  readonly place: Place;
  readonly blockId: string;
  readonly actionId: string;
  readonly value?: FieldValue | undefined;
  readonly values?: FormValues | undefined;
}

/** Presses a button, or changes a select, picker, radio or checkbox. */
export async function interact(scene: Scene, interaction: Interaction): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  const holder = holderAt(scene, interaction.place);
  const { element, block } = elementAt(holder, interaction.blockId, interaction.actionId);
  const value = interaction.value ?? null;
  const context = fieldContext(world, channelOf(holder));
  const chosen = chosenIn(element, value, context);
  if (value !== null && chosen !== null && Object.values(chosen).some((each) => each === null)) {
    return failed("unknown_option", "That choice is not offered.");
  }
  remember(world, user, holder, {
    ...interaction.values,
    [interaction.blockId]: {
      ...interaction.values?.[interaction.blockId],
      ...(interaction.value === undefined ? {} : { [interaction.actionId]: value }),
    },
  });
  if (block.type === "input" && block.dispatch_action !== true) return DONE;
  const action = {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...words(element),
    ...chosen,
    action_ts: world.ids.ts(),
  };
  const ack = await deliverBusily(
    scene,
    `interact ${interaction.actionId}`,
    "interactive",
    { type: "block_actions", ...interactionBase(world, user), ...placement(scene, holder), actions: [action] },
    [concern(holder)],
  );
  const lack = lackOfAck(ack, world.options.app.name);
  return lack === null ? DONE : notifyFailure(scene, lack, channelOf(holder));
}

/** A button's own words and value. */
function words(element: JsonObject): JsonObject {
  const shown = ["text", "value", "style", "placeholder", "confirm"] as const;
  return Object.fromEntries(shown.filter((name) => element[name] !== undefined).map((name) => [name, element[name]]));
}

function remember(world: World, user: string, holder: Holder, values: FormValues): void {
  if (holder.kind === "view") {
    world.views.fill(holder.view, values);
    return;
  }
  const before =
    holder.message.values.get(user) ?? initialForm(holder.blocks, fieldContext(world, holder.message.channel));
  const blocks = Object.keys({ ...before, ...values });
  holder.message.values.set(user, Object.fromEntries(blocks.map((id) => [id, { ...before[id], ...values[id] }])));
}

/** Where it stands, with the state of all fields there and the tickets to go on with. */
function placement(scene: Scene, holder: Holder): JsonObject {
  const { world, user } = scene;
  const channel = channelOf(holder);
  if (holder.kind === "view") {
    const view = viewJson(world, holder.view);
    const modal = holder.view.type === "modal" ? holder.view.id : null;
    return {
      container: { type: "view", view_id: holder.view.id },
      view,
      trigger_id: world.tickets.issueTrigger(user, { channel, view: modal }).id,
    };
  }
  const { message } = holder;
  const place = world.tickets.issueResponseUrl({
    user,
    channel: message.channel,
    threadTs: message.threadTs,
    fromMessage: true,
    original: message.key,
  });
  return {
    ...messageContainer(world, message),
    state: stateOf(holder.blocks, valuesOf(holder, user), fieldContext(world, channel)),
    response_url: responseAddress(world, place.id),
    trigger_id: world.tickets.issueTrigger(user, { channel, view: null }).id,
  };
}

function channelOf(holder: Holder): string | null {
  return holder.kind === "view" ? holder.view.channel : holder.message.channel;
}

function concern(holder: Holder): string {
  return holder.kind === "view" ? holder.view.id : holder.message.key;
}

/** Types into an external_select: what the app suggests. */
export async function suggest(scene: Scene, asked: Interaction, query: string): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  const holder = holderAt(scene, asked.place);
  const { element, block } = elementAt(holder, asked.blockId, asked.actionId);
  const least = typeof element.min_query_length === "number" ? element.min_query_length : 3;
  if (query.length < least) return { ok: true, options: [] };
  const where =
    holder.kind === "view"
      ? { container: { type: "view", view_id: holder.view.id }, view: viewJson(world, holder.view) }
      : messageContainer(world, holder.message);
  const ack = await deliverBusily(
    scene,
    `suggest ${asked.actionId}`,
    "interactive",
    {
      type: "block_suggestion",
      ...interactionBase(world, user),
      ...where,
      action_id: element.action_id,
      block_id: block.block_id,
      value: query,
    },
    [concern(holder)],
  );
  const lack = lackOfAck(ack, "The type-ahead");
  if (lack !== null) return failed(lack.code, lack.text);
  const body = ack.outcome === "acknowledged" ? ack.body : null;
  const issues = validateSuggestions(body);
  if (!isObject(body) || issues.length > 0) {
    return failed("invalid_options", `The choices could not be shown: ${errorMessages(issues).join("; ")}`);
  }
  world.offered.remember(asked.actionId, body);
  return Array.isArray(body.option_groups)
    ? {
        ok: true,
        groups: objects(body.option_groups).map((group) => ({
          label: plain(group.label) ?? "",
          options: objects(group.options).map(suggested),
        })),
      }
    : { ok: true, options: objects(body.options).map(suggested) };
}

function suggested(option: JsonObject): SuggestedOption {
  return { text: plain(option.text) ?? "", value: String(option.value), description: plain(option.description) };
}

function plain(text: unknown): string | null {
  return isObject(text) && typeof text.text === "string" ? text.text : null;
}
