import type { ConsoleView } from "../../slack/console-types.js";
import { drawBlocks } from "./blocks/index.js";
import { showErrors } from "./blocks/input.js";
import { el, fill, freshId, keepingFocus } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import type { Page } from "./page.js";

/** The stack of forms; the last one is shown, the others keep what was typed. */
export class Modals {
  readonly #page: Page;
  readonly #dialog: HTMLDialogElement;
  readonly #title = el("h2", { id: freshId("modal") });
  readonly #body = el("div", { class: "dialog-body blocks" });
  readonly #trouble = el("p", { class: "trouble", role: "alert" });
  readonly #foot = el("div", { class: "dialog-foot" });
  readonly #forms = new Map<string, { form: Form; hash: string }>();
  #shown: string | null = null;
  #isSending = false;

  constructor(page: Page) {
    this.#page = page;
    const sheet = el(
      "form",
      { class: "modal-sheet", novalidate: true },
      el(
        "div",
        { class: "dialog-head" },
        el("span", { class: "avatar small bot", "aria-hidden": "true" }, "✦"),
        this.#title,
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => void this.#close(true) } },
          icon("close"),
        ),
      ),
      this.#body,
      this.#trouble,
      this.#foot,
    );
    sheet.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#dialog = el("dialog", { class: "dialog modal", "aria-labelledby": this.#title.id }, sheet);
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      void this.#close(false);
    });
    document.body.append(this.#dialog);
    page.state.on(["modals"], () => this.#draw());
  }

  get #top(): ConsoleView | null {
    return this.#page.state.modals.at(-1) ?? null;
  }

  #draw(): void {
    const { modals } = this.#page.state;
    for (const id of this.#forms.keys()) if (!modals.some((view) => view.id === id)) this.#forms.delete(id);
    const view = this.#top;
    if (view === null) {
      this.#shown = null;
      this.#dialog.close();
      return;
    }
    const known = this.#forms.get(view.id);
    const isSame = this.#shown === view.id;
    if (isSame && known?.hash === view.hash) return;
    known?.form.renew(view.values, view.blocks);
    const form = known?.form ?? new Form({ in: "modal", view: view.id }, view.values);
    this.#forms.set(view.id, { form, hash: view.hash });
    this.#shown = view.id;
    if (!isSame) this.#body.scrollTop = 0;
    keepingFocus(this.#dialog, () => this.#fill(view, form));
    if (!this.#dialog.open) this.#dialog.showModal();
    if (!isSame) this.#focusFirst();
  }

  #fill(view: ConsoleView, form: Form): void {
    this.#title.textContent = view.title;
    this.#trouble.textContent = "";
    fill(this.#body, ...drawBlocks(view.blocks, { page: this.#page, form }));
    const close = el(
      "button",
      {
        type: "button",
        class: "button",
        "data-focus": "close",
        on: { click: () => void this.#close(view.clearOnClose) },
      },
      view.close ?? "Close",
    );
    const submit =
      view.submit === null
        ? null
        : el("button", { type: "submit", class: "button primary", "data-focus": "submit" }, view.submit);
    fill(this.#foot, close, submit);
  }

  #focusFirst(): void {
    const first =
      this.#body.querySelector<HTMLElement>("[autofocus]") ??
      this.#body.querySelector<HTMLElement>("input, textarea, button, a[href]") ??
      this.#foot.querySelector<HTMLElement>("[type=submit], button");
    first?.focus();
  }

  async #submit(): Promise<void> {
    const view = this.#top;
    const form = view === null ? undefined : this.#forms.get(view.id)?.form;
    if (view === null || view.submit === null || form === undefined || this.#isSending) return;
    this.#busy(true);
    const result = await this.#page.act({ do: "submit", view: view.id, values: form.all() });
    this.#busy(false);
    if (result.ok) {
      showErrors(this.#body, {});
      return;
    }
    const elsewhere = showErrors(this.#body, result.errors ?? {});
    this.#trouble.textContent = result.errors === undefined ? result.text : elsewhere.join(" ");
  }

  #busy(is: boolean): void {
    this.#isSending = is;
    const submit = this.#foot.querySelector("[type=submit]");
    if (is) submit?.setAttribute("aria-busy", "true");
    else submit?.removeAttribute("aria-busy");
  }

  async #close(all: boolean): Promise<void> {
    const view = this.#top;
    if (view === null) return;
    const result = await this.#page.act({ do: "close", view: view.id, all });
    if (!result.ok) this.#page.tell(result.text);
  }
}
