import type { ConsoleChannel } from "../../slack/console-types.js";
import { drawAvatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { el, fill } from "./dom.js";
import { Home } from "./home.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import type { Page } from "./page.js";
import { channelIcon } from "./sidebar.js";
import { dropOn } from "./uploads.js";

/** The middle of the page: a channel with its messages and composer, or the Home tab. */
export class Pane {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #head = el("header", { class: "pane-head" });
  readonly #list: MessageList;
  readonly #composer: Composer;
  readonly #home: Home;
  readonly #notice = el("div", { class: "pane-notice" });
  readonly #busy = el("p", { class: "busy", role: "status" });
  readonly #drop = el("div", { class: "drop-here", "aria-hidden": "true" });

  #shown = "";

  constructor(page: Page) {
    this.#page = page;
    this.#list = new MessageList(page, false);
    this.#composer = new Composer(page, "composer");
    this.#home = new Home(page);
    this.root = el(
      "main",
      { class: "pane" },
      this.#head,
      this.#list.root,
      this.#home.root,
      this.#busy,
      this.#notice,
      this.#composer.root,
      this.#drop,
    );
    dropOn(this.root, (files) => {
      if (this.#page.state.channel?.isMember === true) void this.#composer.attach(files);
    });
    page.state.on(["workspace", "place"], () => this.#drawFrame());
    page.state.on(["place"], () => this.#followPlace());
    page.state.on(["messages", "place", "workspace"], () => this.#drawMessages());
    page.state.on(["busy"], () => this.#drawBusy());
  }

  #drawFrame(): void {
    const { state } = this.#page;
    const { channel, isHome, app } = state;
    const canWrite = channel?.isMember === true && !channel.isArchived;
    this.#list.root.hidden = isHome;
    this.#home.root.hidden = !isHome;
    this.#composer.root.hidden = !canWrite;
    this.#drop.textContent = canWrite ? `Drop files to send them to ${nameOf(channel)}` : "";
    this.#composer.aim(canWrite ? { channel: channel.id, threadTs: null, name: nameOf(channel) } : null);
    const isApp = isHome || (channel?.kind === "dm" && channel.withUser === app?.botUser);
    fill(this.#head, menuButton(), ...(isApp ? this.#appHead() : channel === null ? [] : this.#channelHead(channel)));
    fill(this.#notice, ...(channel === null ? [] : this.#notices(channel)));
    document.title = `${isHome ? "Home" : channel === null ? "" : nameOf(channel)} · ${state.team.name} · Sandbox`;
  }

  #channelHead(channel: ConsoleChannel): readonly Node[] {
    const { state } = this.#page;
    const picture =
      channel.kind === "dm"
        ? drawAvatar(state.person(channel.withUser ?? ""), channel.withUser ?? "", "small")
        : icon(channelIcon(channel));
    return [
      el("h1", {}, picture, channel.name),
      ...(channel.isExternallyShared ? [el("span", { class: "badge" }, "Shared with another workspace")] : []),
    ];
  }

  /** The app's own place has two tabs. */
  #appHead(): readonly Node[] {
    const { state } = this.#page;
    const { app, where, user } = state;
    const dm = state.channels.find(({ kind, withUser }) => kind === "dm" && withUser === app?.botUser);
    const tab = (to: string, words: string) =>
      el("a", { href: `#/${user}/${to}`, "aria-current": where === to ? "page" : null }, words);
    return [
      el("h1", {}, drawAvatar(state.person(app?.botUser ?? ""), app?.botUser ?? "", "small"), app?.name ?? ""),
      el(
        "nav",
        { class: "tabs", "aria-label": "App" },
        tab("home", "Home"),
        dm === undefined ? null : tab(dm.id, "Messages"),
      ),
    ];
  }

  #notices(channel: ConsoleChannel): readonly Node[] {
    const name = this.#page.state.app?.name ?? "the app";
    const offer = (text: string, words: string, act: () => void) => [
      el(
        "div",
        { class: "offer" },
        el("span", {}, text),
        el("button", { type: "button", class: "button", on: { click: act } }, words),
      ),
    ];
    const perform = async (deed: { do: "join" | "invite_app"; channel: string }) => {
      const result = await this.#page.act(deed);
      if (!result.ok) this.#page.tell(result.text);
    };
    if (channel.isArchived) return [el("div", { class: "offer" }, "This channel is archived.")];
    if (!channel.isMember)
      return offer(
        `You are not in #${channel.name}.`,
        "Join channel",
        () => void perform({ do: "join", channel: channel.id }),
      );
    if (!channel.hasApp && channel.kind !== "dm")
      return offer(
        `${name} is not in this channel.`,
        `Add ${name}`,
        () => void perform({ do: "invite_app", channel: channel.id }),
      );
    return [];
  }

  /** Who goes to another channel wants to write there; on a touch screen the keyboard would cover what they came to read. */
  #followPlace(): void {
    const { where, thread } = this.#page.state;
    const isMove = this.#shown !== "" && this.#shown !== where;
    this.#shown = where;
    if (isMove && thread === null && window.matchMedia("(hover: hover)").matches) this.#composer.focus();
  }

  #drawMessages(): void {
    const { state } = this.#page;
    const { channel, user } = state;
    if (channel === null) return;
    const messages = state.messages(channel.id).filter(({ ts, threadTs }) => threadTs === null || threadTs === ts);
    const notices = state.notices.filter((notice) => notice.channel === channel.id);
    const start = state.isLoaded(channel.id) ? [drawStart(channel, this.#page)] : [];
    this.#list.show(`${user} ${channel.id}`, channel.isMember ? start : [], messages, notices);
  }

  #drawBusy(): void {
    const { busy, app } = this.#page.state;
    const isWorking = ["slash", "mention", "home"].some((what) => busy.has(what));
    this.#busy.textContent = isWorking ? `${app?.name ?? "The app"} is working …` : "";
  }
}

function drawStart(channel: ConsoleChannel, { state }: Page): HTMLElement {
  const [command] = state.app?.commands ?? [];
  const what =
    channel.kind === "dm"
      ? `This is your conversation with ${channel.name}.`
      : `This is the beginning of #${channel.name}.`;
  return el(
    "div",
    { class: "start" },
    el("p", { class: "start-title" }, what),
    command === undefined
      ? null
      : el("p", {}, "Type ", el("code", {}, `${command.command} help`), ", or write a message."),
  );
}

function menuButton(): HTMLElement {
  const toggle = () => {
    const isOpen = document.body.classList.toggle("with-sidebar");
    if (isOpen) document.querySelector<HTMLElement>("#sidebar a, #sidebar button")?.focus();
  };
  return el(
    "button",
    {
      type: "button",
      class: "icon-button menu-button",
      "aria-label": "Channels and people",
      "aria-controls": "sidebar",
      on: { click: toggle },
    },
    icon("menu"),
  );
}

function nameOf({ kind, name }: ConsoleChannel): string {
  return kind === "dm" ? name : `#${name}`;
}
