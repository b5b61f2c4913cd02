import { type Child, el, freshId } from "./dom.js";
import { icon } from "./icons.js";

/** A dialog to read in; it is gone once closed. */
export function showDialog(title: string, look: string, ...body: readonly Child[]): HTMLDialogElement {
  const id = freshId("dialog");
  const close = () => dialog.close();
  const dialog: HTMLDialogElement = el(
    "dialog",
    { class: `dialog ${look}`, "aria-labelledby": id, on: { close: () => dialog.remove() } },
    el(
      "div",
      { class: "dialog-head" },
      el("h2", { id }, title),
      el(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close", on: { click: close } },
        icon("close"),
      ),
    ),
    el("div", { class: "dialog-body", tabindex: 0 }, ...body),
  );
  dialog.addEventListener("pointerdown", ({ target }) => {
    if (target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
