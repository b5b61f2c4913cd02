import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { icon } from "../icons.js";
import { type Json, object, string } from "../json.js";
import { wordsOf } from "../text/text-object.js";
import type { Surface } from "./index.js";

export function drawImageBlock(block: BlockJson, _: Surface): Node {
  const title = wordsOf(block.title);
  const alt = string(block.alt_text);
  const source = sourceOf(block);
  return el(
    "figure",
    { class: "block-image" },
    title === "" ? null : el("figcaption", {}, title),
    source === null
      ? placeholder(block, alt)
      : el(
          "a",
          {
            class: "picture",
            href: source,
            target: "_blank",
            rel: "noopener",
            "aria-label": `Open the picture: ${title || alt}`,
          },
          el("img", { src: source, alt }),
        ),
  );
}

/** A small picture beside text. */
export function drawThumbnail(element: Json): Node {
  const source = sourceOf(element);
  const alt = string(element.alt_text);
  return source === null
    ? el("span", { class: "thumbnail missing", role: "img", "aria-label": alt, title: alt }, icon("picture"))
    : el("img", { class: "thumbnail", src: source, alt });
}

/** A file of this workspace. The page loads nothing from other hosts. */
function sourceOf(image: Json): string | null {
  const { id, url } = object(image.slack_file);
  if (typeof id === "string" && /^F\w+$/.test(id)) return `/console/files/${id}`;
  const [, file] = /\/(F[A-Z0-9]{5,})(?:\/|$|\?)/.exec(string(url)) ?? [];
  if (file !== undefined) return `/console/files/${file}`;
  const address = string(image.image_url);
  return URL.canParse(address) && new URL(address).origin === location.origin ? address : null;
}

function placeholder(image: Json, alt: string): Node {
  const address = string(image.image_url);
  const host = URL.canParse(address) ? new URL(address).host : "another place";
  return el(
    "div",
    { class: "picture-elsewhere", role: "img", "aria-label": alt },
    icon("picture"),
    el("span", {}, alt, el("small", {}, `Picture at ${host}, not loaded here`)),
  );
}
