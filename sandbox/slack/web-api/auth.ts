import { errorMessages, isObject, validateBlocks, validateView } from "../blockkit/index.js";
import { refused } from "../state/slack-error.js";
import type { Method } from "./call.js";

/** `openConnection` gives the address for a new Socket Mode connection. */
export function authMethods(openConnection: () => string): Readonly<Record<string, Method>> {
  return {
    "api.test": {
      needs: null,
      run: (call) => {
        const error = call.optionalText("error");
        return error === null ? { ok: true, args: {} } : { ok: false, error, args: { error } };
      },
    },
    "auth.test": {
      needs: "",
      run: ({ world }) => ({
        ok: true,
        url: `${world.url}/`,
        team: world.team.name,
        team_id: world.team.id,
        user: world.options.app.name.toLowerCase(),
        user_id: world.bot,
        bot_id: world.options.app.bot_id,
        is_enterprise_install: false,
      }),
    },
    "apps.connections.open": { needs: "app", run: () => ({ ok: true, url: openConnection() }) },
    "blocks.validate": {
      needs: null,
      run: (call) => {
        const view = call.json("view");
        const message = call.json("message");
        const blocks = isObject(message) ? message.blocks : call.json("blocks");
        if (view === undefined && blocks === undefined) {
          throw refused("invalid_arguments", ["[ERROR] missing required field: blocks"]);
        }
        const type = isObject(view) && view.type === "home" ? "home" : "modal";
        const issues = view === undefined ? validateBlocks(blocks, "message") : validateView(view, type);
        if (issues.length === 0) return { ok: true };
        return {
          ok: false,
          error: view === undefined ? "invalid_blocks" : "invalid_arguments",
          errors: issues.map(({ pointer, rule, message: text, limit }) => ({
            pointer,
            code: rule,
            message: text,
            ...(limit === undefined ? {} : { constraint: limit }),
          })),
          response_metadata: { messages: errorMessages(issues) },
        };
      },
    },
  };
}
