/**
 * The buttons of a message and how a click is read back.
 *
 * action_id = `<verb>[.stored]:<n>[:<table>]`
 *   n      position in the message, so that no two buttons share an id
 *   table  percent-encoded key of the table that is shown (page, table); absent means the reply's first
 *   .stored  the value is a key under which the line was stored, because it is longer than 1,500 characters
 * value = the complete command line (or its key)
 *
 *   run       run the line and answer as to a typed one
 *   form      open the form of the line's command, prefilled with the line
 *   share     run the line again and post the reply in the channel, through the click's response_url
 *   page      run the line (it ends in `page:n asOf:<instant of page 1>`) and replace this message
 *   table     run the line and replace this message, showing `table` as the table
 *   export    run the line (it ends in `as:xlsx` or `as:csv`)
 *   choose    run the line of a choice; replaces the question
 *   remember  the same, the line also stores the choice as an alias
 */
import type { types } from "@slack/bolt";
import { cleanLine } from "../clean.js";
import { plain } from "./escape.js";
import { LIMITS, LONGEST_LINE_IN_A_BUTTON } from "./limits.js";

export const BUTTON_VERBS = ["run", "form", "share", "page", "table", "export", "choose", "remember"] as const;
export type ButtonVerb = (typeof BUTTON_VERBS)[number];

/** Listen to this; everything else in a message is not a button of a reply. */
export const BUTTON_ACTION_ID =
  /^(run|form|share|page|table|export|choose|remember)(\.stored)?:(\d{1,3})(?::([^:]+))?$/;

/** Keeps a long line and returns its short key; the same line gives the same key. */
export type StoreLine = (line: string) => string;

/** A click, read back. */
export interface Press {
  readonly verb: ButtonVerb;
  /** `line`: run it as it is. `key`: look the line up first. */
  readonly carries: "line" | "key";
  readonly value: string;
  readonly table: string | null;
}

/** Reads a click's action_id and value; null when it is no button of a reply. */
export function parsePress(actionId: string, value: string | undefined): Press | null {
  const parts = BUTTON_ACTION_ID.exec(actionId);
  const verb = BUTTON_VERBS.find((known) => known === parts?.[1]);
  if (!parts || !verb || !value) return null;
  const table = parts[4] === undefined ? null : decoded(parts[4]);
  return { verb, carries: parts[2] ? "key" : "line", value, table };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export interface Pressable {
  readonly verb: ButtonVerb;
  readonly label: string;
  readonly line: string;
  readonly table?: string;
  readonly style?: "primary" | "danger";
  readonly confirm?: string;
  /** For screen readers, where the label alone says too little. */
  readonly spoken?: string;
}

/**
 * Makes the buttons of one message: ids are unique, at most one is primary, a danger asks first. A button that cannot be
 * carried (no line, or too long with nowhere to store it) is left out.
 */
export class ButtonMaker {
  readonly #store: StoreLine | undefined;
  #made = 0;
  #hasPrimary = false;

  constructor(store: StoreLine | undefined) {
    this.#store = store;
  }

  /** An actions block, or none when no button could be made. */
  row(pressables: readonly Pressable[]): types.ActionsBlock[] {
    const elements = pressables.slice(0, LIMITS.actionsPerBlock).flatMap((pressable) => this.#button(pressable));
    return elements.length > 0 ? [{ type: "actions", elements }] : [];
  }

  #button(pressable: Pressable): types.Button[] {
    const carried = this.#carry(pressable.line);
    const table = pressable.table === undefined ? "" : `:${encodeURIComponent(cleanLine(pressable.table))}`;
    const actionId = `${pressable.verb}${carried?.stored ? ".stored" : ""}:${this.#made}${table}`;
    if (!carried || actionId.length > LIMITS.actionId || table === ":") return [];
    this.#made += 1;
    return [
      {
        type: "button",
        text: plain(pressable.label, LIMITS.buttonText),
        action_id: actionId,
        value: carried.value,
        ...this.#styleOf(pressable),
        ...(pressable.confirm ? { confirm: confirmOf(pressable.label, pressable.confirm) } : {}),
        ...(pressable.spoken ? { accessibility_label: plain(pressable.spoken, LIMITS.accessibilityLabel).text } : {}),
      },
    ];
  }

  #carry(given: string): { value: string; stored: boolean } | null {
    const line = given.replace(/\p{Surrogate}/gu, "\ufffd").trim();
    if (line === "") return null;
    if (line.length <= LONGEST_LINE_IN_A_BUTTON) return { value: line, stored: false };
    const key = this.#store?.(line) ?? "";
    return key !== "" && key.length <= LIMITS.buttonValue ? { value: key, stored: true } : null;
  }

  #styleOf({ style, confirm }: Pressable): Pick<types.Button, "style"> {
    if (style === "danger") return confirm ? { style } : {};
    if (style !== "primary" || this.#hasPrimary) return {};
    this.#hasPrimary = true;
    return { style };
  }
}

function confirmOf(label: string, question: string): types.ConfirmationDialog {
  return {
    title: plain("Are you sure?", LIMITS.confirmTitle),
    text: plain(question, LIMITS.confirmText),
    confirm: plain(label, LIMITS.confirmButton),
    deny: plain("Cancel", LIMITS.confirmButton),
  };
}
