import { elementsOf, isObject, type JsonObject } from "../blockkit/index.js";
import type { FormValues, Place } from "../console-types.js";
import type { Message, View } from "../state/model.js";
import { SlackError } from "../state/slack-error.js";
import type { Scene } from "./scene.js";

/** What holds an element: a message or a view. */
export type Holder =
  | { readonly kind: "message"; readonly message: Message; readonly blocks: readonly JsonObject[] }
  | { readonly kind: "view"; readonly view: View; readonly blocks: readonly JsonObject[] };

/** Throws message_not_found or view_not_found: only what the person sees can be touched. */
export function holderAt({ world, user }: Scene, place: Place): Holder {
  if (place.in === "message") {
    const message = world.messages.find(place.key);
    if (message === undefined || !world.messages.isVisibleTo(message, user)) throw new SlackError("message_not_found");
    return { kind: "message", message, blocks: message.blocks };
  }
  const view =
    place.in === "home" ? world.views.home(user) : world.views.modals(user).find(({ id }) => id === place.view);
  if (view === undefined) throw new SlackError("view_not_found");
  return { kind: "view", view, blocks: view.blocks };
}

/** Throws element_not_found. */
export function elementAt(
  holder: Holder,
  blockId: string,
  actionId: string,
): { readonly element: JsonObject; readonly block: JsonObject } {
  const found = holder.blocks
    .filter((block) => block.block_id === blockId)
    .flatMap((block) => elementsOf(block))
    .find(({ element }) => element.action_id === actionId);
  if (found === undefined) throw new SlackError("element_not_found");
  return found;
}

/** An element named as a person or a test names it: by action id, or by the words on it. */
export function elementNamed(
  blocks: readonly JsonObject[],
  name: string,
): { readonly element: JsonObject; readonly block: JsonObject } | undefined {
  const all = blocks.flatMap((block) => elementsOf(block));
  return all.find(({ element }) => element.action_id === name) ?? all.find((found) => wordsOn(found).includes(name));
}

function wordsOn({ element, block }: { readonly element: JsonObject; readonly block: JsonObject }): readonly string[] {
  return [element.text, element.placeholder, block.label, block.block_id].flatMap((words) => {
    if (typeof words === "string") return [words];
    return isObject(words) && typeof words.text === "string" ? [words.text] : [];
  });
}

/** Everything that can be pressed or chosen, for saying what there is. */
export function namesOfElements(blocks: readonly JsonObject[]): readonly string[] {
  return blocks
    .flatMap((block) => elementsOf(block))
    .map((found) => [String(found.element.action_id), ...wordsOn(found)].join(" / "));
}

export function valuesOf(holder: Holder, user: string): FormValues {
  return holder.kind === "view" ? holder.view.values : (holder.message.values.get(user) ?? {});
}
