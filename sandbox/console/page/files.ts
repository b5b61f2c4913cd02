import type { ConsoleFile } from "../../slack/console-types.js";
import { el } from "./dom.js";
import { fileSize, fileWords, isShown, sortOf } from "./file-words.js";
import { icon } from "./icons.js";

/** A message's file: a picture in place, anything else as a card; both can be downloaded. */
export function drawFile(file: ConsoleFile): HTMLElement {
  const name = file.title || file.name;
  const download = el(
    "a",
    {
      class: "icon-button",
      href: `${file.url}?download=1`,
      download: file.name,
      "aria-label": `Download ${file.name}`,
      title: "Download",
    },
    icon("download"),
  );
  const words = el(
    "span",
    { class: "file-name" },
    name,
    el("small", {}, `${fileWords(file)} · ${fileSize(file.size)}`),
  );
  const card = el(
    "div",
    { class: "file-card" },
    el(
      "span",
      { class: `file-sort ${sortOf(file)}`, "aria-hidden": "true" },
      (file.filetype || "file").slice(0, 4).toUpperCase(),
    ),
    words,
    download,
  );
  if (!isShown(file)) return card;
  const alt = file.altText ?? name;
  const picture = el(
    "a",
    { class: "picture", href: file.url, target: "_blank", rel: "noopener", "aria-label": `Open ${name}` },
    el("img", { src: file.url, alt }),
  );
  return el("figure", { class: "file-picture" }, picture, card);
}
