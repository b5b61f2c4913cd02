import { isObject, type JsonObject } from "../blockkit/index.js";
import { Sight } from "../console/sight.js";
import type {
  ConsoleAction,
  ConsoleActionResult,
  ConsoleMessage,
  ConsoleView,
  FieldValue,
  FormValues,
  Place,
  SuggestedOption,
} from "../console-types.js";
import type { Dispatcher } from "../delivery/dispatcher.js";
import { objects, optionsIn } from "../state/offered-options.js";
import type { World } from "../state/world.js";
import { act } from "./act.js";
import { elementNamed, namesOfElements } from "./elements.js";
import { Seen } from "./seen.js";
import { upload } from "./talking.js";

/** An act without its user; distributes over the union. */
type Deed<Action = ConsoleAction> = Action extends unknown ? Omit<Action, "user"> : never;

export interface Waiting {
  /** What to wait for; without it, the first thing that the app shows. "ack" waits for the acknowledgement alone. */
  readonly until?: "ack" | ((seen: Seen) => boolean);
  readonly timeoutMs?: number;
}

export interface Saying extends Waiting {
  readonly threadTs?: string;
  /** Ids of uploaded files. */
  readonly files?: readonly string[];
}

/** A person of the workspace, for tests: does things, and sees what comes of them. */
export class Person {
  readonly id: string;
  readonly #world: World;
  readonly #dispatcher: Dispatcher;
  readonly #sight: Sight;
  #latest: Seen | null = null;

  constructor(world: World, dispatcher: Dispatcher, id: string) {
    this.id = id;
    this.#world = world;
    this.#dispatcher = dispatcher;
    this.#sight = new Sight(world, dispatcher.delivery, id);
  }

  /** Types "/polaris" and the text in a channel or direct message. */
  slash(command: string, text: string, channel: string, waiting: Waiting = {}): Promise<Seen> {
    return this.#do({ do: "slash", channel, text: `${command} ${text}`.trim() }, waiting);
  }

  /** Writes "@Polaris" and the text. */
  mention(channel: string, text: string, saying: Saying = {}): Promise<Seen> {
    return this.say(channel, `<@${this.#world.bot}> ${text}`, saying);
  }

  /** Writes a message; waits for an answer only when told to. */
  say(channel: string, text: string, saying: Saying = {}): Promise<Seen> {
    const { threadTs, files } = saying;
    const mentions = text.includes(`<@${this.#world.bot}>`);
    return this.#do(
      {
        do: "post",
        channel,
        text,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(files === undefined ? {} : { files }),
      },
      mentions ? saying : { until: "ack", ...saying },
    );
  }

  /** Presses a button, named by action id or by its words; in `where`, or the newest place that has it. */
  click(name: string, where: ConsoleMessage | ConsoleView | null = null, waiting: Waiting = {}): Promise<Seen> {
    return this.#interact(name, undefined, where, waiting);
  }

  /** Chooses in a select, picker, radio, checkbox or overflow: an option's value or words, an id, a date. */
  choose(
    name: string,
    value: FieldValue,
    where: ConsoleMessage | ConsoleView | null = null,
    waiting: Waiting = {},
  ): Promise<Seen> {
    return this.#interact(name, value, where, waiting);
  }

  /** Types into an external select. Throws when Slack would show no choices. */
  async suggest(
    name: string,
    query: string,
    where: ConsoleMessage | ConsoleView | null = null,
  ): Promise<readonly SuggestedOption[]> {
    const { place, element, block } = this.#find(name, where);
    const result = await this.#act({
      do: "suggest",
      place,
      blockId: String(block.block_id),
      actionId: String(element.action_id),
      query,
    });
    if (!result.ok) throw new Error(result.text);
    return result.options ?? result.groups?.flatMap(({ options }) => options) ?? [];
  }

  /** Sends a form in (null: the one in front), its fields named by action id, label or block id. */
  async submit(
    view: ConsoleView | null,
    values: Readonly<Record<string, FieldValue>> = {},
    waiting: Waiting = {},
  ): Promise<Seen> {
    const form = view ?? this.modal;
    if (form === null) throw new Error("no form is open");
    const filled: Record<string, Record<string, FieldValue>> = {};
    for (const [name, value] of Object.entries(values)) {
      const { element, block } = this.#find(name, form);
      const blockId = String(block.block_id);
      filled[blockId] = { ...filled[blockId], [String(element.action_id)]: this.#chosen(element, value) };
    }
    return this.#do({ do: "submit", view: form.id, values: filled satisfies FormValues }, waiting);
  }

  /** Puts the form in front away; `all` the whole stack. */
  close(all = false): Promise<Seen> {
    const form = this.modal;
    if (form === null) throw new Error("no form is open");
    return this.#do({ do: "close", view: form.id, all }, {});
  }

  /** A message's shortcut, or, without a message, a global one. */
  shortcut(callbackId: string, message: ConsoleMessage | null = null, waiting: Waiting = {}): Promise<Seen> {
    return message === null
      ? this.#do({ do: "shortcut", callbackId }, waiting)
      : this.#do({ do: "message_shortcut", callbackId, key: message.key }, waiting);
  }

  openHome(waiting: Waiting = {}): Promise<Seen> {
    return this.#do({ do: "open_home" }, waiting);
  }

  /** Uploads a file without sharing it; answers its id. */
  upload(name: string, bytes: Buffer, mimetype = ""): string {
    return upload(this.#scene, name, mimetype, bytes).id;
  }

  /** The direct message with the app. */
  get dm(): string {
    return this.#world.channels.openDm(this.#world.bot, this.id).id;
  }

  /** What the person sees in a channel, oldest first. */
  messages(channel: string): readonly ConsoleMessage[] {
    return this.#sight.messages(channel);
  }

  /** The form in front, or null. */
  get modal(): ConsoleView | null {
    return this.#sight.modals().at(-1) ?? null;
  }

  get home(): ConsoleView | null {
    return this.#sight.state().home;
  }

  get #scene() {
    return { world: this.#world, dispatcher: this.#dispatcher, user: this.id };
  }

  #act(deed: Deed): Promise<ConsoleActionResult> {
    return act(this.#scene, { ...deed, user: this.id });
  }

  async #do(deed: Deed, { until, timeoutMs }: Waiting): Promise<Seen> {
    this.#latest?.end();
    const seen = new Seen(this.#world, this.#sight, this.id);
    this.#latest = seen;
    seen.result = await this.#act(deed);
    if (!seen.result.ok || until === "ack") return seen;
    return seen.until(until ?? ((each) => each.anything), timeoutMs);
  }

  #interact(
    name: string,
    value: FieldValue | undefined,
    where: ConsoleMessage | ConsoleView | null,
    waiting: Waiting,
  ): Promise<Seen> {
    const { place, element, block } = this.#find(name, where);
    return this.#do(
      {
        do: "interact",
        place,
        blockId: String(block.block_id),
        actionId: String(element.action_id),
        ...(value === undefined ? {} : { value: this.#chosen(element, value) }),
      },
      waiting,
    );
  }

  /** The element of that name in the given place, or in the form in front, the newest message, the Home tab. */
  #find(name: string, where: ConsoleMessage | ConsoleView | null) {
    const places = where === null ? this.#places() : [where];
    for (const holder of places) {
      const found = elementNamed(holder.blocks, name);
      if (found !== undefined) return { ...found, place: placeOf(holder) };
    }
    const there = places.flatMap(({ blocks }) => namesOfElements(blocks));
    throw new Error(`nothing is called "${name}"; there is: ${there.join(", ") || "nothing to press"}`);
  }

  #places(): readonly (ConsoleMessage | ConsoleView)[] {
    const messages = this.#sight
      .channels()
      .flatMap(({ id }) => this.#sight.messages(id))
      .sort((a, b) => b.ts.localeCompare(a.ts));
    const { modal, home } = this;
    return [...(modal === null ? [] : [modal]), ...messages, ...(home === null ? [] : [home])];
  }

  /** Options may be named by their words. */
  #chosen(element: JsonObject, value: FieldValue): FieldValue {
    if (value === null) return null;
    const offered = this.#world.offered.of(String(element.action_id));
    const options = [...optionsIn(element), ...offered, ...objects(element.initial_options)];
    const named = (each: string): string => {
      const option = options.find((known) => isObject(known.text) && known.text.text === each);
      return typeof option?.value === "string" ? option.value : each;
    };
    return typeof value === "string" ? named(value) : value.map(named);
  }
}

function placeOf(holder: ConsoleMessage | ConsoleView): Place {
  if ("key" in holder) return { in: "message", key: holder.key };
  return holder.type === "home" ? { in: "home" } : { in: "modal", view: holder.id };
}
