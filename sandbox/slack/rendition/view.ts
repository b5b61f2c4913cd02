import type { JsonObject } from "../blockkit/index.js";
import { fieldContext } from "../forms/field-context.js";
import { stateOf } from "../forms/fields.js";
import type { View } from "../state/model.js";
import type { World } from "../state/world.js";

/** A view with its whole state, as the app gets it. */
export function viewJson(world: World, view: View): JsonObject {
  const { app } = world.options;
  const { source } = view;
  return {
    id: view.id,
    team_id: world.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: source.private_metadata ?? "",
    callback_id: source.callback_id ?? "",
    state: stateOf(view.blocks, view.values, fieldContext(world, view.channel)),
    hash: view.hash,
    title: source.title ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: source.clear_on_close ?? false,
    notify_on_close: source.notify_on_close ?? false,
    close: source.close ?? null,
    submit: source.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.id,
    external_id: source.external_id ?? "",
    app_installed_team_id: world.team.id,
    bot_id: app.bot_id,
  };
}
