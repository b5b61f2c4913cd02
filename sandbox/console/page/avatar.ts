import type { ConsolePerson } from "../../slack/console-types.js";
import { el } from "./dom.js";

const HUES = 8;

/** Initials on a colour that stays the person's own. */
export function drawAvatar(person: ConsolePerson | undefined, id: string, size: "small" | "large"): HTMLElement {
  const name = person?.realName ?? "?";
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .slice(0, 2)
    .join("");
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % HUES;
  const look = person?.isBot === true ? "bot" : `hue-${hue}`;
  return el(
    "span",
    { class: `avatar ${size} ${look}`, "aria-hidden": "true" },
    person?.isBot === true ? "✦" : initials.toUpperCase(),
  );
}

/** What sets a person apart: a guest, or of another workspace. */
export function standingOf({ isRestricted, isStranger }: ConsolePerson): string | null {
  if (isStranger) return "From another workspace";
  return isRestricted ? "Guest" : null;
}
