import { el, freshId } from "./dom.js";
import { type Json, object, string } from "./json.js";
import { drawPassages } from "./text/draw.js";
import type { Names } from "./text/passages.js";
import { readText, wordsOf } from "./text/text-object.js";

/** Asks an element's `confirm` question; true when there is none, or the person agrees. */
export function askFirst(element: Json, names: Names): Promise<boolean> {
  const confirm = element.confirm === undefined ? null : object(element.confirm);
  if (confirm === null) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = freshId("ask");
    const style = confirm.style === "danger" || element.style === "danger" ? "button danger" : "button primary";
    const finish = (agreed: boolean) => {
      dialog.close();
      dialog.remove();
      resolve(agreed);
    };
    const dialog = el(
      "dialog",
      { class: "dialog ask", "aria-labelledby": title, on: { cancel: () => finish(false) } },
      el("div", { class: "dialog-head" }, el("h2", { id: title }, wordsOf(confirm.title) || "Are you sure?")),
      el("div", { class: "dialog-body" }, ...drawPassages(readText(confirm.text), names)),
      el(
        "div",
        { class: "dialog-foot" },
        el(
          "button",
          { type: "button", class: "button", on: { click: () => finish(false) } },
          wordsOf(confirm.deny) || "Cancel",
        ),
        el(
          "button",
          { type: "button", class: style, autofocus: true, on: { click: () => finish(true) } },
          wordsOf(confirm.confirm) || string(object(element.text).text) || "Yes",
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
