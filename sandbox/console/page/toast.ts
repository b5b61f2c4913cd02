import { el } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 8_000;

/** Short sentences in the corner. Also a quiet place from which new messages are announced. */
export class Toasts {
  readonly #stack = el("div", { class: "toasts", popover: "manual", role: "alert" });
  readonly #quiet = el("div", { class: "unseen", "aria-live": "polite", id: "announcer" });

  constructor() {
    document.body.append(this.#stack, this.#quiet);
  }

  tell(text: string): void {
    const toast = el(
      "div",
      { class: "toast" },
      icon("warning"),
      el("span", {}, text),
      el(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Dismiss", on: { click: () => this.#remove(toast) } },
        icon("close"),
      ),
    );
    this.#stack.append(toast);
    // Shown anew, it stands above a dialog that opened since.
    if (this.#stack.matches(":popover-open")) this.#stack.hidePopover();
    this.#stack.showPopover();
    window.setTimeout(() => this.#remove(toast), SHOWN_MS);
  }

  announce(text: string): void {
    this.#quiet.append(el("p", {}, text.slice(0, 400)));
    while (this.#quiet.childElementCount > 5) this.#quiet.firstElementChild?.remove();
  }

  #remove(toast: HTMLElement): void {
    toast.remove();
    if (this.#stack.childElementCount === 0 && this.#stack.matches(":popover-open")) this.#stack.hidePopover();
  }
}
