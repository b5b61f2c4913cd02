import type { ConsoleMessage } from "../../slack/console-types.js";
import { showDialog } from "./dialog.js";
import { el } from "./dom.js";
import type { Page } from "./page.js";
import { readerText } from "./reader-text.js";

/** The message as a screen reader says it. */
export function showReaderText(page: Page, message: ConsoleMessage): void {
  const lines = readerText(message, page.names).flatMap(({ what, words }) => [el("dt", {}, what), el("dd", {}, words)]);
  showDialog("Screen-reader text", "wide", el("dl", { class: "heard" }, ...lines));
}
