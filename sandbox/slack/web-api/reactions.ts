import { SlackError } from "../state/slack-error.js";
import type { Method } from "./call.js";

export const reactionMethods: Readonly<Record<string, Method>> = {
  "reactions.add": {
    needs: "reactions:write",
    run: (call) => {
      const { world } = call;
      const channel = world.channels.writable(call.text("channel"), world.bot);
      const name = call.text("name");
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError("invalid_name");
      world.messages.react(world.messages.get(channel.id, call.text("timestamp")), name, world.bot);
      return { ok: true };
    },
  },
};
