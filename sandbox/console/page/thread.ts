import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import type { Page } from "./page.js";
import { dropOn } from "./uploads.js";

/** The open thread beside the channel: its root, the replies, and room for another. */
export class Thread {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #list: MessageList;
  readonly #composer: Composer;
  readonly #where = el("span", { class: "soft" });
  #shown: string | null = null;

  constructor(page: Page) {
    this.#page = page;
    this.#list = new MessageList(page, true);
    this.#composer = new Composer(page, "reply");
    const close = () => page.session.openThread(null);
    this.root = el(
      "aside",
      {
        class: "thread",
        "aria-label": "Thread",
        hidden: true,
        on: {
          keydown: (event) => {
            if (event.key !== "Escape" || event.defaultPrevented) return;
            close();
            document.querySelector<HTMLElement>("#composer")?.focus();
          },
        },
      },
      el(
        "header",
        { class: "pane-head" },
        el("h2", {}, "Thread"),
        this.#where,
        el(
          "button",
          { type: "button", class: "icon-button end", "aria-label": "Close thread", on: { click: close } },
          icon("close"),
        ),
      ),
      this.#list.root,
      this.#composer.root,
    );
    dropOn(this.root, (files) => void this.#composer.attach(files));
    page.state.on(["messages", "place"], () => this.#draw());
  }

  #draw(): void {
    const { state } = this.#page;
    const { channel, thread } = state;
    const all = channel === null ? [] : state.messages(channel.id);
    const messages = all.filter(({ ts, threadTs }) => thread !== null && (ts === thread || threadTs === thread));
    this.root.hidden = thread === null || channel === null;
    if (thread === null || channel === null) {
      this.#shown = null;
      return;
    }
    const name = channel.kind === "dm" ? channel.name : `#${channel.name}`;
    this.#where.textContent = name;
    this.#list.show(`${state.user} ${channel.id} ${thread}`, [], messages, []);
    this.#composer.aim({ channel: channel.id, threadTs: thread, name });
    const isNew = this.#shown !== thread;
    this.#shown = thread;
    if (isNew) this.#composer.focus();
  }
}
