import { attributesOf, choose, type Spot, valueAt } from "../acting.js";
import { el, freshId } from "../dom.js";
import { floatAt } from "../float.js";
import { icon } from "../icons.js";
import { type Json, number, string } from "../json.js";
import { wordsOf } from "../text/text-object.js";
import { type Option, type OptionGroup, type OptionSource, sourceOf } from "./options.js";

/** Typing pauses this long before the app is asked. */
const PAUSE_MS = 150;

/** Every select, of one or of many, as a combobox: type to filter or to ask, arrows move, Enter chooses, Escape closes. */
export function drawSelect(element: Json, spot: Spot): HTMLElement {
  return new Select(element, spot).root;
}

class Select {
  readonly root: HTMLElement;
  readonly #element: Json;
  readonly #spot: Spot;
  readonly #source: OptionSource;
  readonly #isMany: boolean;
  readonly #input: HTMLInputElement;
  readonly #chips = el("span", { class: "chips" });
  readonly #list: HTMLElement;
  #options: readonly Option[] = [];
  #active = -1;
  #asked = 0;
  #pause = 0;
  #letGo: (() => void) | null = null;

  constructor(element: Json, spot: Spot) {
    this.#element = element;
    this.#spot = spot;
    this.#source = sourceOf(element, spot);
    this.#isMany = string(element.type).startsWith("multi_");
    const list = freshId("options");
    const placeholder = wordsOf(element.placeholder) || (this.#source.isRemote ? "Type to search" : "Choose…");
    this.#input = el("input", {
      ...attributesOf(spot, element),
      class: "select-input",
      role: "combobox",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      placeholder,
      "aria-label": spot.id === null ? wordsOf(element.placeholder) || spot.label : null,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list,
      "aria-required": spot.isRequired ? "true" : null,
      on: {
        input: () => this.#typed(),
        keydown: (event) => this.#key(event),
        click: () => this.#open(),
        blur: () => this.#leave(),
      },
    });
    this.#list = el("div", {
      class: "options",
      id: list,
      role: "listbox",
      popover: "manual",
      "aria-multiselectable": this.#isMany ? "true" : null,
    });
    // A press in the list must not take the focus from the input.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    const clear = el(
      "button",
      {
        type: "button",
        class: "select-clear",
        tabindex: -1,
        "aria-label": "Clear",
        on: { click: () => void this.#take(null) },
      },
      icon("close"),
    );
    this.root = el(
      "div",
      { class: this.#isMany ? "select many" : "select" },
      this.#chips,
      this.#input,
      spot.isRequired || this.#isMany ? null : clear,
      icon("down"),
      this.#list,
    );
    this.#show();
  }

  get #values(): readonly string[] {
    return [valueAt(this.#spot, this.#element) ?? []].flat().filter((value) => value !== "");
  }

  #words(value: string): string {
    return this.#source.wordsOf(value) ?? value;
  }

  /** Shows what is chosen. */
  #show(): void {
    const values = this.#values;
    this.root.classList.toggle("filled", values.length > 0);
    if (!this.#isMany) {
      this.#input.value = values[0] === undefined ? "" : this.#words(values[0]);
      return;
    }
    this.#input.value = "";
    this.#chips.replaceChildren(
      ...values.map((value) =>
        el(
          "span",
          { class: "chip" },
          this.#words(value),
          el(
            "button",
            {
              type: "button",
              "aria-label": `Remove ${this.#words(value)}`,
              on: { click: () => void this.#toggle(value) },
            },
            icon("close"),
          ),
        ),
      ),
    );
  }

  #typed(): void {
    if (this.#letGo === null) this.#open(this.#input.value);
    else this.#ask(this.#input.value);
  }

  #open(query = ""): void {
    if (this.#letGo !== null) return;
    if (query === "") this.#input.select();
    this.#list.showPopover();
    this.#letGo = floatAt(this.#list, this.root, () => this.#close());
    this.#input.setAttribute("aria-expanded", "true");
    this.#ask(query);
  }

  #close(): void {
    if (this.#letGo === null) return;
    this.#letGo();
    this.#letGo = null;
    this.#asked += 1;
    if (this.#list.isConnected) this.#list.hidePopover();
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.#input.removeAttribute("aria-busy");
  }

  #leave(): void {
    this.#close();
    if (!this.#isMany && this.#input.value === "" && this.#values.length > 0) void this.#take(null);
    else this.#show();
  }

  /** Fetches the options for what is typed; only the last question's answer counts. */
  #ask(query: string): void {
    this.#asked += 1;
    const asked = this.#asked;
    window.clearTimeout(this.#pause);
    const { least, isRemote } = this.#source;
    const typed = query.trim();
    if (typed.length < least) {
      const missing = least - typed.length;
      this.#say(
        typed === "" ? `Type ${least} letters or more` : `Type ${missing} more ${missing === 1 ? "letter" : "letters"}`,
      );
      return;
    }
    const find = async () => {
      this.#input.setAttribute("aria-busy", "true");
      if (isRemote && this.#options.length === 0) this.#say("Searching…");
      try {
        const groups = await this.#source.find(typed);
        if (asked === this.#asked) this.#offer(groups);
      } catch (error) {
        if (asked === this.#asked) this.#say(error instanceof Error ? error.message : String(error));
      } finally {
        if (asked === this.#asked) this.#input.removeAttribute("aria-busy");
      }
    };
    if (isRemote && typed !== "") this.#pause = window.setTimeout(() => void find(), PAUSE_MS);
    else void find();
  }

  #say(text: string): void {
    this.#options = [];
    this.#active = -1;
    this.#list.replaceChildren(el("div", { class: "options-note", role: "option", "aria-disabled": "true" }, text));
    this.#input.removeAttribute("aria-activedescendant");
  }

  #offer(groups: readonly OptionGroup[]): void {
    this.#options = groups.flatMap(({ options }) => options);
    if (this.#options.length === 0) {
      this.#say("Nothing found");
      return;
    }
    const chosen = this.#values;
    let index = -1;
    this.#list.replaceChildren(
      ...groups.map(({ label, options }) =>
        el(
          "div",
          { role: label === null ? "presentation" : "group", "aria-label": label },
          label === null ? null : el("div", { class: "options-label", "aria-hidden": "true" }, label),
          ...options.map((option) => {
            index += 1;
            return this.#drawOption(option, index, chosen.includes(option.value));
          }),
        ),
      ),
    );
    const at = this.#options.findIndex(({ value }) => chosen.includes(value));
    this.#activate(this.#isMany || at === -1 ? 0 : at);
  }

  #drawOption(option: Option, index: number, isChosen: boolean): HTMLElement {
    return el(
      "div",
      {
        class: "option",
        id: `${this.#list.id}-${index}`,
        role: "option",
        "aria-selected": String(isChosen),
        on: { click: () => void this.#pick(option), pointermove: () => this.#activate(index) },
      },
      el(
        "span",
        { class: "option-words" },
        option.words,
        option.detail === null ? null : el("small", {}, option.detail),
      ),
      isChosen ? icon("check") : null,
    );
  }

  #activate(index: number): void {
    const before = this.#list.querySelector(".active");
    const option = document.getElementById(`${this.#list.id}-${index}`);
    if (option === null || before === option) return;
    before?.classList.remove("active");
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    this.#active = index;
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #key(event: KeyboardEvent): void {
    const isOpen = this.#letGo !== null;
    const last = this.#values.at(-1);
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        event.stopPropagation();
        const count = this.#options.length;
        if (!isOpen) this.#open();
        else if (count > 0) this.#activate((this.#active + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
        return;
      }
      case "Enter": {
        const option = this.#options[this.#active];
        if (!isOpen) return;
        event.preventDefault();
        if (option !== undefined) void this.#pick(option);
        return;
      }
      case "Escape":
        if (!isOpen) return;
        event.preventDefault();
        event.stopPropagation();
        this.#close();
        this.#show();
        return;
      case "Backspace":
        if (this.#isMany && this.#input.value === "" && last !== undefined) void this.#toggle(last);
        return;
    }
  }

  async #pick(option: Option): Promise<void> {
    if (this.#isMany) return this.#toggle(option.value);
    this.#close();
    await this.#take(option.value);
  }

  async #toggle(value: string): Promise<void> {
    const values = this.#values;
    const isChosen = values.includes(value);
    const most = number(this.#element.max_selected_items);
    if (!isChosen && most !== null && values.length >= most) return this.#say(`At most ${most} can be chosen`);
    await this.#take(isChosen ? values.filter((each) => each !== value) : [...values, value]);
    if (this.#letGo !== null) this.#ask("");
  }

  async #take(value: string | readonly string[] | null): Promise<void> {
    const chosen = choose(this.#spot, this.#element, value);
    this.#show();
    await chosen;
    if (this.root.isConnected) this.#show();
  }
}
