import { composeView } from "../composing.js";
import { viewJson } from "../rendition/view.js";
import type { Trigger, View } from "../state/model.js";
import { refused, SlackError } from "../state/slack-error.js";
import type { Call, Method } from "./call.js";

export const viewMethods: Readonly<Record<string, Method>> = {
  "views.open": {
    needs: "",
    run: (call) => {
      const trigger = redeemable(call);
      const content = composeView(call.world, call.json("view", "invalid_json"), "modal", trigger.channel);
      const view = call.world.views.open(trigger.user, content, trigger.channel);
      trigger.used = true;
      return answer(call, view);
    },
  },
  "views.push": {
    needs: "",
    run: (call) => {
      const trigger = redeemable(call);
      const { views } = call.world;
      if (trigger.view === null || views.find(trigger.view) === undefined) throw new SlackError("not_found");
      const content = composeView(call.world, call.json("view", "invalid_json"), "modal", trigger.channel);
      const view = views.push(trigger.user, content, trigger.channel);
      trigger.used = true;
      return answer(call, view);
    },
  },
  "views.update": {
    needs: "",
    run: (call) => {
      const view = named(call);
      const content = composeView(call.world, call.json("view", "invalid_json"), view.type, view.channel);
      call.world.views.update(view, content, call.optionalText("hash"));
      return answer(call, view);
    },
  },
  "views.publish": {
    needs: "",
    run: (call) => {
      const user = call.text("user_id");
      if (call.world.people.find(user) === undefined) throw new SlackError("user_not_found");
      const content = composeView(call.world, call.json("view", "invalid_json"), "home", null);
      return answer(call, call.world.views.publish(user, content, call.optionalText("hash")));
    },
  },
};

function answer(call: Call, view: View) {
  return { ok: true, view: viewJson(call.world, view) };
}

/** A trigger spent on a refused view is not spent. */
function redeemable(call: Call): Trigger {
  if (call.json("view", "invalid_json") === undefined) {
    throw refused("invalid_arguments", ["[ERROR] missing required field: view"]);
  }
  return call.world.tickets.redeem(call.text("trigger_id"));
}

function named(call: Call): View {
  const { views } = call.world;
  if (call.has("view_id") && call.has("external_id")) {
    throw refused("invalid_arguments", ["[ERROR] Cannot provide both `view_id` and `external_id`"]);
  }
  const view = call.has("view_id") ? views.find(call.text("view_id")) : views.withExternalId(call.text("external_id"));
  if (view === undefined) throw new SlackError("not_found");
  return view;
}
