import type { ConsoleMessage, ConsoleNotice } from "../../slack/console-types.js";
import { arrange, el, isTextField, keepingFocus } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { drawMessage, type MessageLook } from "./message.js";
import type { Page } from "./page.js";

/** Messages of one author within this time stand together. */
const TOGETHER_S = 300;
/** Nearer to the end than this, the list follows what is new. */
const NEAR_END = 120;

interface Drawn {
  readonly of: unknown;
  readonly look: string;
  readonly node: HTMLElement;
}

/** A list of messages and notices; what has not changed keeps its nodes. */
export class MessageList {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #isThread: boolean;
  readonly #list: HTMLElement;
  /** Leads down to what came while older messages were read. */
  readonly #toNewest: HTMLElement;
  #drawn = new Map<string, Drawn>();
  #forms = new Map<string, Form>();
  #shown = "";
  #isFollowing = true;
  #scrolledTo = 0;

  constructor(page: Page, isThread: boolean) {
    this.#page = page;
    this.#isThread = isThread;
    this.#list = el("div", { class: "message-list" });
    const goDown = () => {
      this.#isFollowing = true;
      this.#toEnd();
    };
    this.#toNewest = el(
      "button",
      { type: "button", class: "button to-newest", hidden: true, on: { click: goDown } },
      icon("down"),
      "New messages",
    );
    this.root = el(
      "div",
      {
        class: "messages",
        role: "region",
        "aria-label": isThread ? "Thread" : "Messages",
        on: { keydown: (event) => this.#key(event) },
      },
      this.#list,
      this.#toNewest,
    );
    // Pictures and tables take their room late; whoever reads the end stays there.
    new ResizeObserver(() => {
      if (this.#isFollowing) this.#toEnd();
    }).observe(this.#list);
    this.root.addEventListener("scroll", () => {
      const { scrollTop, scrollHeight, clientHeight } = this.root;
      const isUp = scrollTop < this.#scrolledTo;
      this.#scrolledTo = scrollTop;
      if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.#isFollowing = true;
      else if (isUp) this.#isFollowing = false;
      if (this.#isFollowing) this.#toNewest.hidden = true;
    });
  }

  /** `scope` names whose list it is: another one starts at its end. */
  show(
    scope: string,
    before: readonly Node[],
    messages: readonly ConsoleMessage[],
    notices: readonly ConsoleNotice[],
  ): void {
    if (scope !== this.#shown) {
      this.#drawn = new Map();
      this.#forms = new Map();
      this.#isFollowing = true;
      this.#shown = scope;
    }
    const known = this.#drawn;
    keepingFocus(this.#list, () => arrange(this.#list, [...before, ...this.#draw(messages, notices)]));
    this.#setTabStop();
    const newest = [...this.#drawn.keys()].at(-1);
    if (this.#isFollowing) this.#toEnd();
    else if (newest !== undefined && !known.has(newest)) this.#toNewest.hidden = false;
  }

  #draw(messages: readonly ConsoleMessage[], notices: readonly ConsoleNotice[]): readonly HTMLElement[] {
    const next = new Map<string, Drawn>();
    const nodes: HTMLElement[] = [];
    const entries = [
      ...messages.map((message) => ({ at: Number(message.ts), message, notice: null })),
      ...notices.map((notice) => ({ at: Date.parse(notice.at) / 1000, message: null, notice })),
    ].sort((a, b) => a.at - b.at);
    let last = { at: 0, author: "", day: "" };
    for (const { at, message, notice } of entries) {
      const day = new Date(at * 1000).toDateString();
      if (last.day !== day) nodes.push(this.#reuse(next, `day ${day}`, day, "", () => drawDay(new Date(at * 1000))));
      if (notice !== null) {
        nodes.push(this.#reuse(next, notice.id, notice, "", () => drawNotice(notice)));
        last = { at, author: "slack", day };
        continue;
      }
      const isCompact =
        last.author === message.user &&
        last.day === day &&
        at - last.at < TOGETHER_S &&
        message.blocks.length === 0 &&
        !message.ephemeral;
      const look: MessageLook = { isCompact, isInThread: this.#isThread };
      nodes.push(
        this.#reuse(next, message.key, message, String(isCompact), () =>
          drawMessage(message, look, this.#form(message), this.#page),
        ),
      );
      last = { at, author: message.ephemeral ? "ephemeral" : message.user, day };
    }
    this.#drawn = next;
    return nodes;
  }

  #reuse(next: Map<string, Drawn>, key: string, of: unknown, look: string, draw: () => HTMLElement): HTMLElement {
    const before = this.#drawn.get(key);
    const drawn =
      before !== undefined && before.of === of && before.look === look ? before : { of, look, node: draw() };
    next.set(key, drawn);
    return drawn.node;
  }

  #form(message: ConsoleMessage): Form {
    const known = this.#forms.get(message.key);
    known?.renew(message.values, message.blocks);
    const form = known ?? new Form({ in: "message", key: message.key }, message.values);
    this.#forms.set(message.key, form);
    return form;
  }

  #toEnd(): void {
    this.#toNewest.hidden = true;
    this.root.scrollTop = this.root.scrollHeight;
  }

  /** One message can be reached by Tab; the arrows go on from there. */
  #setTabStop(): void {
    const messages = this.#messages();
    const current = messages.find((message) => message.contains(document.activeElement)) ?? messages.at(-1);
    for (const message of messages) message.tabIndex = message === current ? 0 : -1;
  }

  #messages(): readonly HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>(".message")];
  }

  #key(event: KeyboardEvent): void {
    const { target, key } = event;
    if (key !== "ArrowDown" && key !== "ArrowUp" && key !== "Home" && key !== "End") return;
    if (!(target instanceof HTMLElement) || isTextField(target) || target.closest(".table-frame")) return;
    const messages = this.#messages();
    const at = messages.findIndex((message) => message.contains(target));
    if (at === -1) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: messages.length - 1 }[key];
    const next = messages[Math.max(0, Math.min(to, messages.length - 1))];
    event.preventDefault();
    for (const message of messages) message.tabIndex = message === next ? 0 : -1;
    next?.focus();
  }
}

function drawDay(day: Date): HTMLElement {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86_400_000);
  const name =
    days === 0
      ? "Today"
      : days === 1
        ? "Yesterday"
        : day.toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });
  return el("div", { class: "day", role: "separator", "aria-label": name }, el("span", {}, name));
}

function drawNotice({ text, at }: ConsoleNotice): HTMLElement {
  const time = new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  return el(
    "article",
    { class: "message notice ephemeral", tabindex: -1, "aria-label": `Slack, ${time}` },
    el("span", { class: "avatar large slack", "aria-hidden": "true" }, icon("warning")),
    el(
      "div",
      { class: "message-body" },
      el(
        "div",
        { class: "message-head" },
        el("strong", { class: "author" }, "Slack"),
        el("time", { datetime: at }, time),
        el("span", { class: "only-you" }, icon("eye"), "Only visible to you"),
      ),
      el("p", { class: "paragraph" }, text),
    ),
  );
}
