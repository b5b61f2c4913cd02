import { attributesOf, press, type Spot } from "../acting.js";
import { el } from "../dom.js";
import { type Json, string } from "../json.js";
import { drawInlines } from "../text/draw.js";
import { safeAddress } from "../text/passages.js";
import { readText } from "../text/text-object.js";

/** A button; one with an address shows it as a link, and tells the app all the same. */
export function drawButton(element: Json, spot: Spot): HTMLElement {
  const style = element.style === "primary" || element.style === "danger" ? ` ${element.style}` : "";
  const words = readText(element.text).flatMap((passage) =>
    passage.kind === "paragraph" ? drawInlines(passage.inlines, spot.page.names) : [],
  );
  const said = string(element.accessibility_label) || null;
  const attributes = { ...attributesOf(spot, element), class: `button${style}`, "aria-label": said };
  const address = element.url === undefined ? null : safeAddress(string(element.url));
  if (address !== null) {
    const link = { ...attributes, href: address, target: "_blank", rel: "noopener noreferrer" };
    return el("a", { ...link, on: { click: () => void press(spot, element) } }, ...words);
  }
  const button = el("button", { ...attributes, type: "button", on: { click: () => void pressed() } }, ...words);
  const pressed = async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    await press(spot, element);
    button.removeAttribute("aria-busy");
  };
  return button;
}
