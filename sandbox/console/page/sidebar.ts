import type { ConsoleChannel } from "../../slack/console-types.js";
import { drawAvatar, standingOf } from "./avatar.js";
import { el, fill, keepingFocus } from "./dom.js";
import { type Icon, icon } from "./icons.js";
import { menuOn } from "./menu.js";
import type { Page } from "./page.js";
import { showLog } from "./raw.js";
import { dropOn, uploadAll } from "./uploads.js";

/** Who is acting, and where they can go. */
export class Sidebar {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #body = el("div", { class: "sidebar-body" });

  constructor(page: Page) {
    this.#page = page;
    this.root = el("nav", { class: "sidebar", id: "sidebar", "aria-label": "Workspace" }, this.#body);
    page.state.on(["workspace", "place", "connection"], () => keepingFocus(this.root, () => this.#draw()));
    this.root.addEventListener("keydown", (event) => this.#key(event));
  }

  #draw(): void {
    const { state } = this.#page;
    const { app } = state;
    const isDm = ({ kind }: ConsoleChannel) => kind === "dm";
    const open = state.channels.filter((channel) => !channel.isArchived);
    const byName = (a: ConsoleChannel, b: ConsoleChannel) => a.name.localeCompare(b.name);
    const channels = open.filter((channel) => !isDm(channel)).sort(byName);
    const dms = open.filter((channel) => isDm(channel) && channel.withUser !== app?.botUser).sort(byName);
    const appDm = open.find(({ withUser, kind }) => kind === "dm" && withUser === app?.botUser);
    fill(
      this.#body,
      el(
        "header",
        { class: "workspace" },
        el("strong", {}, state.team.name),
        el("span", { class: "sandbox-mark" }, "Sandbox"),
      ),
      this.#drawSwitcher(),
      app === null
        ? null
        : this.#section(app.name, [
            this.#link("home", "Home", icon("home")),
            ...(appDm === undefined ? [] : [this.#link(appDm.id, "Messages", icon("reply"))]),
          ]),
      this.#section(
        "Channels",
        channels.map((channel) =>
          this.#link(
            channel.id,
            channel.name,
            icon(channelIcon(channel)),
            !channel.isMember,
            channel.isExternallyShared,
          ),
        ),
      ),
      this.#section("Direct messages", [
        ...dms.map((channel) =>
          this.#link(
            channel.id,
            channel.name,
            drawAvatar(state.person(channel.withUser ?? ""), channel.withUser ?? "", "small"),
          ),
        ),
        this.#newMessage(),
      ]),
      this.#drawFoot(),
    );
  }

  #section(title: string, links: readonly HTMLElement[]): HTMLElement {
    return el("section", {}, el("h2", {}, title), el("ul", {}, ...links.map((link) => el("li", {}, link))));
  }

  #link(where: string, words: string, picture: Node, isFaint = false, isShared = false): HTMLElement {
    const { state, session } = this.#page;
    const unread = state.unread.get(where) ?? 0;
    const isHere = state.where === where;
    const link = el(
      "a",
      {
        href: `#/${state.user}/${where}`,
        class: `place${unread > 0 ? " unread" : ""}${isFaint ? " faint" : ""}`,
        "aria-current": isHere ? "page" : null,
        "data-focus": where,
        on: { click: () => document.body.classList.remove("with-sidebar") },
      },
      picture,
      el("span", { class: "place-name" }, words),
      isShared ? el("span", { class: "shared", title: "Shared with another workspace" }, "shared") : null,
      unread > 0 ? el("span", { class: "count", "aria-label": `${unread} new` }, String(unread)) : null,
    );
    if (where !== "home") {
      dropOn(link, (files) => {
        session.open(where);
        void uploadAll(this.#page, files).then(async (done) => {
          if (done.length === 0) return;
          const result = await this.#page.act({
            do: "post",
            channel: where,
            text: "",
            files: done.map(({ id }) => id),
          });
          if (!result.ok) this.#page.tell(result.text);
        });
      });
    }
    return link;
  }

  #drawSwitcher(): HTMLElement {
    const { state, session } = this.#page;
    const me = state.person(state.user);
    const standing = me === undefined ? null : standingOf(me);
    const button = el(
      "button",
      { type: "button", class: "switcher", "data-focus": "switcher" },
      drawAvatar(me, state.user, "large"),
      el(
        "span",
        { class: "switcher-words" },
        el("small", {}, "Acting as"),
        el("strong", {}, me?.realName ?? ""),
        standing === null ? null : el("small", {}, standing),
      ),
      icon("down"),
    );
    menuOn(button, "Act as", () =>
      state.people
        .filter(({ isBot }) => !isBot)
        .map((person) => ({
          words: person.realName,
          detail: standingOf(person) ?? `@${person.name}`,
          picture: drawAvatar(person, person.id, "small"),
          isChecked: person.id === state.user,
          choose: () => session.actAs(person.id),
        })),
    );
    return button;
  }

  #newMessage(): HTMLElement {
    const { state } = this.#page;
    const button = el(
      "button",
      { type: "button", class: "place faint", "data-focus": "new message" },
      icon("plus"),
      el("span", { class: "place-name" }, "New message"),
    );
    const open = async (person: string) => {
      const result = await this.#page.act({ do: "open_dm", with: person });
      if (!result.ok) return this.#page.tell(result.text);
      document.body.classList.remove("with-sidebar");
      if (result.channel !== undefined) this.#page.session.open(result.channel);
    };
    menuOn(button, "New message to", () =>
      state.people
        .filter(({ id }) => id !== state.user)
        .map((person) => ({
          words: person.realName,
          detail: `@${person.name}`,
          picture: drawAvatar(person, person.id, "small"),
          choose: () => void open(person.id),
        })),
    );
    return button;
  }

  #drawFoot(): HTMLElement {
    const { app, isConnected } = this.#page.state;
    const [look, words] = !isConnected
      ? ["off", "No connection to the sandbox"]
      : app?.connected === true
        ? ["on", `${app.name} is connected`]
        : ["off", `${app?.name ?? "The app"} is not connected`];
    return el(
      "footer",
      {},
      el("p", { class: `connection ${look}`, role: "status" }, words),
      el(
        "button",
        { type: "button", class: "place", "data-focus": "log", on: { click: () => void showLog(this.#page) } },
        icon("list"),
        el("span", { class: "place-name" }, "Payload log"),
      ),
    );
  }

  /** Up and down go from place to place. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const places = [...this.root.querySelectorAll<HTMLElement>("a.place")];
    const at = places.indexOf(document.activeElement as HTMLElement);
    if (at === -1) return;
    event.preventDefault();
    places[(at + (event.key === "ArrowDown" ? 1 : places.length - 1)) % places.length]?.focus();
  }
}

export function channelIcon({ kind }: ConsoleChannel): Icon {
  return kind === "private" ? "lock" : "hash";
}
