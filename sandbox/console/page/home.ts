import { drawBlocks } from "./blocks/index.js";
import { el, fill, keepingFocus } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import type { Page } from "./page.js";

/** The app's Home tab. Opening it tells the app, which publishes it. */
export class Home {
  readonly root = el("div", { class: "home", role: "region", "aria-label": "Home tab" });
  readonly #page: Page;
  #form: Form | null = null;
  #shown = "";
  #openedBy = "";

  constructor(page: Page) {
    this.#page = page;
    page.state.on(["home", "place"], () => this.#draw());
  }

  #draw(): void {
    const { state } = this.#page;
    if (!state.isHome) {
      this.#openedBy = "";
      return;
    }
    if (this.#openedBy !== state.user) {
      this.#openedBy = state.user;
      void this.#page.act({ do: "open_home" }).then((result) => {
        if (!result.ok) this.#page.tell(result.text);
      });
    }
    const { home } = state;
    if (home === null) {
      this.#shown = "";
      const name = state.app?.name ?? "The app";
      fill(
        this.root,
        el("div", { class: "empty" }, icon("home"), el("p", {}, `${name} has not published a Home tab yet.`)),
      );
      return;
    }
    const version = `${state.user} ${home.id} ${home.hash}`;
    if (version === this.#shown) return;
    const isSame = this.#shown.startsWith(`${state.user} ${home.id} `);
    this.#shown = version;
    if (isSame) this.#form?.renew(home.values, home.blocks);
    const form = isSame && this.#form !== null ? this.#form : new Form({ in: "home" }, home.values);
    this.#form = form;
    keepingFocus(this.root, () =>
      fill(
        this.root,
        el("div", { class: "home-sheet blocks" }, ...drawBlocks(home.blocks, { page: this.#page, form })),
      ),
    );
  }
}
