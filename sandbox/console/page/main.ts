import { el } from "./dom.js";
import { Modals } from "./modal.js";
import { makePage } from "./page.js";
import { Pane } from "./pane.js";
import { announcement } from "./reader-text.js";
import { Session } from "./session.js";
import { Sidebar } from "./sidebar.js";
import { State } from "./state.js";
import { Thread } from "./thread.js";
import { Toasts } from "./toast.js";

const state = new State();
const toasts = new Toasts();
const session = new Session(state, {
  message: (message) => {
    if (message.channel === state.where) toasts.announce(announcement(message, page.names));
  },
  notice: ({ text, channel }) => {
    const isInSight = channel !== null && channel === state.where && state.modals.length === 0;
    if (isInSight) toasts.announce(text);
    else toasts.tell(text);
  },
});
const page = makePage(state, session, (text) => toasts.tell(text));

const sidebar = new Sidebar(page);
const shade = el("div", { class: "shade", on: { click: () => document.body.classList.remove("with-sidebar") } });
document.querySelector("#page")?.append(sidebar.root, shade, new Pane(page).root, new Thread(page).root);
new Modals(page);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.remove("with-sidebar");
});
// A file dropped beside every place for it must not replace the page.
for (const name of ["dragover", "drop"] as const) document.addEventListener(name, (event) => event.preventDefault());
session.start().catch(() => toasts.tell("The sandbox does not answer. Is it still running?"));
