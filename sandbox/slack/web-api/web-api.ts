import type { JsonObject } from "../blockkit/index.js";
import { SlackError } from "../state/slack-error.js";
import type { World } from "../state/world.js";
import { authMethods } from "./auth.js";
import { type Answer, Call, demandScope, type Method } from "./call.js";
import { chatMethods } from "./chat.js";
import { conversationMethods } from "./conversations.js";
import { fileMethods } from "./files.js";
import { reactionMethods } from "./reactions.js";
import { userMethods } from "./users.js";
import { viewMethods } from "./views.js";

/** All methods of the Web API, by name. */
export class WebApi {
  readonly #world: World;
  readonly #methods: Readonly<Record<string, Method>>;

  constructor(world: World, openConnection: () => string) {
    this.#world = world;
    this.#methods = {
      ...authMethods(openConnection),
      ...chatMethods,
      ...conversationMethods,
      ...userMethods,
      ...viewMethods,
      ...fileMethods,
      ...reactionMethods,
    };
  }

  /** Answers as Slack does: {ok: true, …} or {ok: false, error}. `token` is null when none was sent. */
  async call(name: string, args: JsonObject, token: string | null): Promise<Answer> {
    try {
      const method = Object.hasOwn(this.#methods, name) ? this.#methods[name] : undefined;
      if (method === undefined) throw new SlackError("unknown_method", { req_method: name });
      this.#authorize(method, token);
      return await method.run(new Call(this.#world, args));
    } catch (error) {
      if (error instanceof SlackError) return error.answer;
      throw error;
    }
  }

  #authorize(method: Method, token: string | null): void {
    if (method.needs === null) return;
    const { botToken, appToken } = this.#world.options.tokens;
    if (token === null || token === "") throw new SlackError("not_authed");
    if (token !== botToken && token !== appToken) throw new SlackError("invalid_auth");
    if ((method.needs === "app") !== (token === appToken)) throw new SlackError("not_allowed_token_type");
    if (method.needs !== "app" && method.needs !== "") demandScope(this.#world, method.needs);
  }
}
