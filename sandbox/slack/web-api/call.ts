import { isObject, type JsonObject } from "../blockkit/index.js";
import { refused, SlackError } from "../state/slack-error.js";
import type { World } from "../state/world.js";

export type Answer = Readonly<Record<string, unknown>>;

/** One Web API call, with readers that refuse as Slack does. */
export class Call {
  readonly world: World;
  readonly #args: JsonObject;

  constructor(world: World, args: JsonObject) {
    this.world = world;
    this.#args = args;
  }

  has(name: string): boolean {
    const value = this.#args[name];
    return value !== undefined && value !== null && value !== "";
  }

  /** Throws invalid_arguments when it is missing. */
  text(name: string): string {
    if (!this.has(name)) throw refused("invalid_arguments", [`[ERROR] missing required field: ${name}`]);
    return this.optionalText(name) ?? "";
  }

  optionalText(name: string): string | null {
    const value = this.#args[name];
    if (value === undefined || value === null) return null;
    if (isObject(value) || Array.isArray(value)) throw mistyped(name, "a string");
    return String(value);
  }

  flag(name: string): boolean {
    const value = this.#args[name];
    return value === true || value === "true" || value === "1" || value === 1;
  }

  /** Throws invalid_arguments when it is no whole number in the range. */
  count(name: string, otherwise: number, most: number): number {
    if (!this.has(name)) return otherwise;
    const value = Number(this.#args[name]);
    if (!Number.isInteger(value) || value < 0) throw mistyped(name, "an integer");
    return Math.min(value, most);
  }

  /** An argument that is JSON itself, sent as such or as text. */
  json(name: string, unreadable = "invalid_json"): unknown {
    const value = this.#args[name];
    if (typeof value !== "string") return value ?? undefined;
    if (value === "") return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw new SlackError(unreadable);
    }
  }

  /** A comma-separated list, or a JSON array. */
  list(name: string): readonly string[] {
    const value = this.#args[name];
    if (Array.isArray(value)) return value.map(String);
    return (this.optionalText(name) ?? "")
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== "");
  }
}

function mistyped(name: string, expected: string): SlackError {
  return refused("invalid_arguments", [`[ERROR] must provide ${expected} [json-pointer:/${name}]`]);
}

/** One page of a list, by an opaque cursor. Throws invalid_cursor. */
export function page<Item>(
  call: Call,
  items: readonly Item[],
  otherwise: number,
): { items: readonly Item[]; next: string } {
  const limit = Math.max(1, call.count("limit", otherwise, 1000));
  const cursor = call.optionalText("cursor") ?? "";
  const place = Buffer.from(cursor, "base64").toString();
  if (cursor !== "" && !/^\d+$/.test(place)) throw new SlackError("invalid_cursor");
  const start = Number(place);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(String(end)).toString("base64") : "",
  };
}

export interface Method {
  /** The bot scope it needs; "" is any bot token, "app" the app-level token; null needs no token. */
  readonly needs: string | "app" | null;
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

/** A channel method's scope by the kind of conversation. Throws missing_scope. */
export function demandScope(world: World, scope: string): void {
  const provided = world.options.app.scopes;
  if (!provided.includes(scope)) {
    throw new SlackError("missing_scope", { needed: scope, provided: provided.join(",") });
  }
}
