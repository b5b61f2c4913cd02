import { isObject, string } from "../json.js";
import { readMrkdwn, readPlain } from "./mrkdwn.js";
import type { Passage } from "./passages.js";

/** A Block Kit text object: plain_text or mrkdwn. */
export function readText(value: unknown): readonly Passage[] {
  if (!isObject(value)) return [];
  return value.type === "mrkdwn"
    ? readMrkdwn(string(value.text))
    : readPlain(string(value.text), value.emoji !== false);
}

/** The words of a text object as they stand. */
export function wordsOf(value: unknown): string {
  return isObject(value) ? string(value.text) : "";
}
