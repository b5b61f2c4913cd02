import { el, freshId } from "./dom.js";
import { floatAt } from "./float.js";
import { type Icon, icon } from "./icons.js";

export interface MenuItem {
  readonly words: string;
  readonly detail?: string | null;
  readonly icon?: Icon;
  readonly isChecked?: boolean;
  readonly picture?: Node;
  choose(): void;
}

/**
 * Makes `button` open a menu: arrows move, letters jump, Enter chooses, Escape and Tab close. Items with `isChecked` are
 * one choice of several.
 */
export function menuOn(button: HTMLButtonElement, name: string, items: () => readonly MenuItem[]): void {
  let menu: HTMLElement | null = null;
  let stop: () => void = () => {};
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");

  const close = (withFocus: boolean) => {
    stop();
    menu?.remove();
    menu = null;
    button.setAttribute("aria-expanded", "false");
    if (withFocus) button.focus();
  };
  const entries = () => [...(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
  const open = (last = false) => {
    if (menu !== null) return close(true);
    menu = el("div", {
      class: "menu",
      id: freshId("menu"),
      role: "menu",
      "aria-label": name,
      popover: "manual",
      on: { keydown },
    });
    menu.append(...items().map((item) => drawItem(item, () => close(true))));
    (button.closest("dialog") ?? document.body).append(menu);
    menu.showPopover();
    stop = floatAt(menu, button, () => close(false));
    button.setAttribute("aria-expanded", "true");
    const checked = entries().find((entry) => entry.getAttribute("aria-checked") === "true");
    (checked ?? entries().at(last ? -1 : 0))?.focus();
  };
  const keydown = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = (index: number) => all[(index + all.length) % all.length]?.focus();
    switch (event.key) {
      case "ArrowDown":
        to(at + 1);
        break;
      case "ArrowUp":
        to(at - 1);
        break;
      case "Home":
        to(0);
        break;
      case "End":
        to(-1);
        break;
      case "Escape":
        close(true);
        break;
      case "Tab":
        close(true);
        return;
      default: {
        if (event.key.length !== 1) return;
        const rest = [...all.slice(at + 1), ...all];
        rest.find((entry) => entry.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
        if (event.key !== " ") return;
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };
  button.addEventListener("click", () => open());
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    event.stopPropagation();
    if (menu === null) open(event.key === "ArrowUp");
  });
}

function drawItem(item: MenuItem, close: () => void): HTMLElement {
  const { isChecked } = item;
  return el(
    "button",
    {
      type: "button",
      class: "menu-item",
      role: isChecked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": isChecked === undefined ? null : String(isChecked),
      tabindex: -1,
      on: {
        click: () => {
          close();
          item.choose();
        },
      },
    },
    item.picture ?? (item.icon === undefined ? null : icon(item.icon)),
    el("span", { class: "menu-words" }, item.words, item.detail ? el("small", {}, item.detail) : null),
    isChecked === true ? icon("check") : null,
  );
}
