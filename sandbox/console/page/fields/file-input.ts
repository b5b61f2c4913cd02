import type { ConsoleFile } from "../../../slack/console-types.js";
import { attributesOf, keep, type Spot, valueAt } from "../acting.js";
import { upload } from "../api.js";
import { el } from "../dom.js";
import { fileSize, sortOf } from "../file-words.js";
import { icon } from "../icons.js";
import { type Json, number, string, strings } from "../json.js";

/** Files that were uploaded here, to name them when the form is drawn anew. */
const uploaded = new Map<string, ConsoleFile>();

/** file_input: by the browser's file dialog, or by dropping files on it. */
export function drawFileInput(element: Json, spot: Spot): HTMLElement {
  const types = strings(element.filetypes);
  const most = number(element.max_files) ?? 10;
  const list = el("ul", { class: "file-list" });
  const note = el("p", { class: "file-note", role: "status" });
  const picker = el("input", {
    ...attributesOf(spot, element),
    type: "file",
    class: "file-picker",
    multiple: most > 1,
    accept: types.map((type) => `.${type}`).join(",") || null,
    on: { change: () => void add([...(picker.files ?? [])]) },
  });
  const limits = [
    types.length > 0 ? types.map((type) => type.toUpperCase()).join(", ") : "",
    most === 1 ? "one file" : `up to ${most} files`,
  ];
  const zone = el(
    "div",
    { class: "drop-zone" },
    icon("upload"),
    el(
      "span",
      {},
      el("strong", {}, "Choose a file"),
      " or drop it here",
      el("small", {}, limits.filter(Boolean).join(" · ")),
    ),
    picker,
  );
  const root = el("div", { class: "file-input" }, zone, list, note);

  const ids = () => [valueAt(spot, element) ?? []].flat();
  const show = () => {
    list.replaceChildren(
      ...ids().map((id) => drawUploaded(uploaded.get(id), id, () => take(ids().filter((each) => each !== id)))),
    );
    list.hidden = ids().length === 0;
  };
  const take = (next: readonly string[]) => {
    keep(spot, element, next);
    show();
  };
  const add = async (files: readonly File[]) => {
    picker.value = "";
    for (const file of files) {
      const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
      if (types.length > 0 && !types.includes(ending)) {
        note.textContent = `${file.name} is not of the type ${types.join(", ")}.`;
        continue;
      }
      if (ids().length >= most && most > 1) {
        note.textContent = `At most ${most} files.`;
        continue;
      }
      note.textContent = `Uploading ${file.name} …`;
      const answer = await upload(spot.page.state.user, file);
      note.textContent = answer.ok ? "" : answer.text;
      if (!answer.ok) continue;
      uploaded.set(answer.file.id, answer.file);
      take(most === 1 ? [answer.file.id] : [...ids(), answer.file.id]);
    }
  };
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.add("dropping");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("dropping"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove("dropping");
    void add([...(event.dataTransfer?.files ?? [])]);
  });
  show();
  return root;
}

function drawUploaded(file: ConsoleFile | undefined, id: string, remove: () => void): HTMLElement {
  const name = file?.name ?? id;
  return el(
    "li",
    { class: "file-row" },
    el(
      "span",
      { class: `file-sort ${file === undefined ? "" : sortOf(file)}` },
      string(file?.filetype).toUpperCase() || "FILE",
    ),
    el("span", { class: "file-name" }, name, file === undefined ? null : el("small", {}, fileSize(file.size))),
    el(
      "button",
      { type: "button", class: "icon-button", "aria-label": `Remove ${name}`, on: { click: remove } },
      icon("close"),
    ),
  );
}
