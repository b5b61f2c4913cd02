import type { ConsoleLogEntry } from "../../slack/console-types.js";
import { fetchLog, fetchRaw } from "./api.js";
import { copyText } from "./copy.js";
import { showDialog } from "./dialog.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { drawJson } from "./json-view.js";
import type { Page } from "./page.js";

/** The message as the Web API gives it, and what Slack and the app said to each other about it. */
export async function showRaw(page: Page, key: string): Promise<void> {
  const raw = await fetchRaw(page.state.user, key).catch(() => null);
  if (raw === null) return page.tell("This message is gone.");
  const copy = () => copyText(page, JSON.stringify(raw.message, null, 2));
  showDialog(
    "Raw JSON",
    "wide",
    el(
      "div",
      { class: "dialog-tools" },
      el("button", { type: "button", class: "button small", on: { click: copy } }, icon("copy"), "Copy JSON"),
    ),
    drawJson(raw.message),
    el("h3", {}, `What was said about it (${raw.log.length})`),
    ...raw.log.map(drawExchange),
  );
}

/** Everything that Slack and the app said to each other lately. */
export async function showLog(page: Page): Promise<void> {
  const log = await fetchLog().catch(() => null);
  if (log === null) return page.tell("The log could not be read.");
  const empty = el("p", { class: "soft" }, "Nothing was said yet.");
  showDialog("Payload log", "wide", ...(log.entries.length === 0 ? [empty] : log.entries.map(drawExchange)));
}

function drawExchange(entry: ConsoleLogEntry): HTMLElement {
  const isOfApp = entry.direction === "app_to_slack";
  const took = entry.took === null ? "awaited" : `${Math.round(entry.took)} ms`;
  return el(
    "details",
    { class: "exchange" },
    el(
      "summary",
      {},
      el("span", { class: `direction ${isOfApp ? "of-app" : "of-slack"}` }, isOfApp ? "App → Slack" : "Slack → app"),
      el("code", {}, entry.what),
      el("span", { class: "soft" }, `${new Date(entry.at).toLocaleTimeString()} · ${took}`),
    ),
    el("h4", {}, "Sent"),
    drawJson(entry.body),
    el("h4", {}, "Answered"),
    drawJson(entry.answer),
  );
}
