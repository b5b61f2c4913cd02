import type { Ask, Sensitivity } from "../model.js";
import { counted } from "../numbers.js";
import { IN_SLACK, redactAsk } from "../redact.js";
import type { FailureWords } from "../text.js";
import { ButtonMaker, type Pressable, type StoreLine } from "./actions.js";
import { MOST_CHOICES } from "./limits.js";
import { context, lead, message, type SlackMessage } from "./message.js";

export interface AskOptions {
  /** What the place may hold; only what is open unless told. */
  readonly holds?: readonly Sensitivity[];
  readonly store?: StoreLine;
  /** False where no form makes sense, as in a channel's digest; offered unless told. */
  readonly offerForm?: boolean;
}

/** The question with a button per choice, one to remember the choice, and one that opens the form prefilled. */
export function renderAskBlocks(given: Ask, options: AskOptions = {}): SlackMessage {
  const ask = redactAsk(
    given,
    (options.holds ?? []).filter((held) => IN_SLACK.includes(held)),
  );
  const buttons = new ButtonMaker(options.store);
  const choices = ask.choices.slice(0, MOST_CHOICES);
  const left = ask.choices.length - choices.length;
  const chosen = choices.map((choice): Pressable => ({ verb: "choose", label: choice.label, line: choice.line }));
  const remembered = choices.flatMap((choice): Pressable[] =>
    choice.rememberLine === undefined
      ? []
      : [{ verb: "remember", label: `Always ${choice.label}`, line: choice.rememberLine }],
  );
  return message(ask.text, [
    lead(ask.text),
    ...buttons.row(chosen),
    ...(left > 0 ? context([`${counted(left, "further choice")}: say more of the name.`]) : []),
    ...(remembered.length > 0 ? context(["Or choose and remember it for next time:"]) : []),
    ...buttons.row(remembered),
    ...(options.offerForm === false ? [] : buttons.row([formButton(ask, choices.length === 0)])),
  ]);
}

function formButton(ask: Ask, isOnlyWay: boolean): Pressable {
  const button: Pressable = { verb: "form", label: "Open Form", line: ask.line };
  return isOnlyWay ? { ...button, style: "primary" } : button;
}

/** What went wrong, the corrected lines as buttons, the id for the log. */
export function renderFailureBlocks(failure: FailureWords, options: Pick<AskOptions, "store"> = {}): SlackMessage {
  const buttons = new ButtonMaker(options.store);
  const suggestions = failure.suggestions.slice(0, MOST_CHOICES);
  return message(failure.text, [
    lead(failure.text),
    ...buttons.row(suggestions.map(({ label, line }): Pressable => ({ verb: "run", label, line }))),
    ...context([`Reference ${failure.requestId}`]),
  ]);
}
