import type { JsonObject } from "../blockkit/index.js";
import type { FormValues } from "../console-types.js";
import type { Changes } from "./changes.js";
import type { Ids } from "./ids.js";
import type { View } from "./model.js";
import { SlackError } from "./slack-error.js";

const DEEPEST_STACK = 3;

/** A validated view with every block id and action id filled in, and its form as it starts. */
export interface ViewContent {
  readonly source: JsonObject;
  readonly blocks: readonly JsonObject[];
  readonly values: FormValues;
}

/** Each person's open modals (bottom first) and Home tab. */
export class Views {
  readonly #ids: Ids;
  readonly #changes: Changes;
  readonly #modals = new Map<string, readonly View[]>();
  readonly #homes = new Map<string, View>();

  constructor(ids: Ids, changes: Changes) {
    this.#ids = ids;
    this.#changes = changes;
  }

  modals(user: string): readonly View[] {
    return this.#modals.get(user) ?? [];
  }

  home(user: string): View | undefined {
    return this.#homes.get(user);
  }

  find(id: string): View | undefined {
    return this.#all().find((view) => view.id === id);
  }

  withExternalId(externalId: string): View | undefined {
    return this.#all().find((view) => view.source.external_id === externalId);
  }

  open(user: string, content: ViewContent, channel: string | null): View {
    this.#refuseSameExternalId(content, null);
    const id = this.#ids.next("V");
    const view = this.#make(id, user, content, { rootId: id, previousId: null, channel, type: "modal" });
    this.#setModals(user, [view]);
    return view;
  }

  /** Throws push_limit_reached. */
  push(user: string, content: ViewContent, channel: string | null): View {
    const stack = this.modals(user);
    const top = stack.at(-1);
    if (top === undefined) throw new SlackError("not_found");
    if (stack.length >= DEEPEST_STACK) throw new SlackError("push_limit_reached");
    this.#refuseSameExternalId(content, null);
    const view = this.#make(this.#ids.next("V"), user, content, {
      rootId: top.rootId,
      previousId: top.id,
      channel,
      type: "modal",
    });
    this.#setModals(user, [...stack, view]);
    return view;
  }

  /** What the person filled in stays where block id and action id stay. Throws hash_conflict. */
  update(view: View, content: ViewContent, hash: string | null): void {
    if (hash !== null && hash !== view.hash) throw new SlackError("hash_conflict");
    this.#refuseSameExternalId(content, view);
    view.source = content.source;
    view.blocks = content.blocks;
    view.values = keepFilled(content.values, view.values);
    view.hash = this.#newHash();
    this.#tell(view);
  }

  /** Throws hash_conflict. */
  publish(user: string, content: ViewContent, hash: string | null): View {
    const current = this.#homes.get(user);
    if (current !== undefined) {
      this.update(current, content, hash);
      return current;
    }
    if (hash !== null) throw new SlackError("hash_conflict");
    this.#refuseSameExternalId(content, null);
    const id = this.#ids.next("V");
    const view = this.#make(id, user, content, { rootId: id, previousId: null, channel: null, type: "home" });
    this.#homes.set(user, view);
    this.#tell(view);
    return view;
  }

  /** Closes this modal and those above it; answers them, top first. */
  close(view: View): readonly View[] {
    const stack = this.modals(view.user);
    const at = stack.findIndex(({ id }) => id === view.id);
    if (at < 0) return [];
    this.#setModals(view.user, stack.slice(0, at));
    return stack.slice(at).reverse();
  }

  closeAll(user: string): readonly View[] {
    const stack = this.modals(user);
    this.#setModals(user, []);
    return [...stack].reverse();
  }

  fill(view: View, values: FormValues): void {
    view.values = keepFilled(view.values, values);
  }

  #make(
    id: string,
    user: string,
    content: ViewContent,
    place: Pick<View, "rootId" | "previousId" | "channel" | "type">,
  ): View {
    return { id, user, ...place, ...content, hash: this.#newHash() };
  }

  #newHash(): string {
    return `${this.#ids.ts()}.${this.#ids.next("")}`;
  }

  #refuseSameExternalId(content: ViewContent, self: View | null): void {
    const { external_id: id } = content.source;
    if (typeof id !== "string" || id === "") return;
    const other = this.withExternalId(id);
    if (other !== undefined && other !== self) throw new SlackError("duplicate_external_id");
  }

  #setModals(user: string, stack: readonly View[]): void {
    this.#modals.set(user, stack);
    this.#changes.tell({ type: "modals", user });
  }

  #tell(view: View): void {
    this.#changes.tell({ type: view.type === "home" ? "home" : "modals", user: view.user });
  }

  #all(): readonly View[] {
    return [...this.#homes.values(), ...[...this.#modals.values()].flat()];
  }
}

/** `filled` wins wherever `form` has that field. */
function keepFilled(form: FormValues, filled: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(form).map(([blockId, fields]) => [
      blockId,
      Object.fromEntries(
        Object.entries(fields).map(([actionId, value]) => {
          const kept = filled[blockId]?.[actionId];
          return [actionId, kept === undefined ? value : kept];
        }),
      ),
    ]),
  );
}
