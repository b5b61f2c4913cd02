import { el, freshId } from "./dom.js";
import type { Hint, Offer } from "./hints.js";

/** The list above the composer; the text box keeps the focus and moves through it. */
export class HintList {
  readonly root: HTMLElement;
  readonly #input: HTMLElement;
  readonly #take: (hint: Hint) => void;
  #hints: readonly Hint[] = [];
  /** −1: none is chosen yet, so that Enter sends what was typed. */
  #active = -1;

  constructor(input: HTMLElement, take: (hint: Hint) => void) {
    this.#input = input;
    this.#take = take;
    this.root = el("div", {
      class: "hints",
      id: freshId("hints"),
      role: "listbox",
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.root.addEventListener("pointerdown", (event) => event.preventDefault());
    input.setAttribute("aria-controls", this.root.id);
    input.setAttribute("aria-autocomplete", "list");
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  get active(): Hint | null {
    return this.#hints[this.#active] ?? null;
  }

  get first(): Hint | null {
    return this.#hints[0] ?? null;
  }

  show(offer: Offer | null): void {
    this.root.hidden = offer === null;
    this.#hints = offer?.hints ?? [];
    this.#active = -1;
    this.#input.removeAttribute("aria-activedescendant");
    if (offer === null) return;
    this.root.replaceChildren(
      el(
        "div",
        { class: "hints-title", role: "presentation" },
        offer.title,
        el("span", {}, el("kbd", {}, "↑"), el("kbd", {}, "↓"), " choose  ", el("kbd", {}, "Tab"), " take"),
      ),
      ...this.#hints.map((hint, index) =>
        el(
          "div",
          {
            class: "hint",
            id: `${this.root.id}-${index}`,
            role: "option",
            "aria-selected": "false",
            on: { click: () => this.#take(hint) },
          },
          el("span", { class: "hint-words" }, hint.words),
          el("small", {}, hint.detail),
        ),
      ),
    );
  }

  move(by: number): void {
    const count = this.#hints.length;
    this.#active = this.#active === -1 ? (by > 0 ? 0 : count - 1) : (this.#active + by + count) % count;
    [...this.root.querySelectorAll(".hint")].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.#active));
      option.classList.toggle("active", index === this.#active);
      if (index === this.#active) {
        option.scrollIntoView({ block: "nearest" });
        this.#input.setAttribute("aria-activedescendant", option.id);
      }
    });
  }
}
