import type { ConsoleFile } from "../../slack/console-types.js";
import { el } from "./dom.js";
import { fileSize, sortOf } from "./file-words.js";
import { HintList } from "./hint-list.js";
import { type Hint, offerFor } from "./hints.js";
import { icon } from "./icons.js";
import { menuOn } from "./menu.js";
import { isToldByNotice, type Page } from "./page.js";
import { Recall } from "./recall.js";
import { uploadAll } from "./uploads.js";

export interface Target {
  readonly channel: string;
  readonly threadTs: string | null;
  /** "#general" */
  readonly name: string;
}

/** Where a person writes: messages, slash commands, files. */
export class Composer {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #input: HTMLTextAreaElement;
  readonly #hints: HintList;
  readonly #files = el("ul", { class: "file-list", "aria-label": "Files to send" });
  readonly #trouble = el("p", { class: "trouble", role: "alert" });
  readonly #drafts = new Map<string, { text: string; files: readonly ConsoleFile[] }>();
  readonly #recalls = new Map<string, Recall>();
  #target: Target | null = null;
  #attached: readonly ConsoleFile[] = [];

  constructor(page: Page, id: string) {
    this.#page = page;
    this.#input = el("textarea", {
      class: "composer-input",
      id,
      rows: 1,
      "aria-label": "Message",
      on: {
        input: () => this.#typed(),
        keydown: (event) => this.#key(event),
        blur: () => this.#hints.show(null),
        paste: (event) => this.#paste(event),
      },
    });
    this.#hints = new HintList(this.#input, (hint) => this.#takeHint(hint));
    const picker = el("input", {
      type: "file",
      multiple: true,
      hidden: true,
      on: { change: () => void this.attach([...(picker.files ?? [])]).then(() => (picker.value = "")) },
    });
    const attach = el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Attach a file",
        title: "Attach a file",
        on: { click: () => picker.click() },
      },
      icon("attach"),
    );
    const bolt = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Shortcuts", title: "Shortcuts" },
      icon("bolt"),
    );
    menuOn(bolt, "Shortcuts", () => this.#shortcuts());
    this.root = el(
      "form",
      {
        class: "composer",
        on: {
          submit: (event) => {
            event.preventDefault();
            void this.#send();
          },
        },
      },
      this.#hints.root,
      this.#trouble,
      el(
        "div",
        { class: "composer-box" },
        this.#files,
        this.#input,
        el(
          "div",
          { class: "composer-tools" },
          attach,
          bolt,
          picker,
          el(
            "span",
            { class: "composer-keys", "aria-hidden": "true" },
            el("kbd", {}, "Enter"),
            " sends  ",
            el("kbd", {}, "/"),
            " commands",
          ),
          el("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send")),
        ),
      ),
    );
  }

  focus(): void {
    this.#input.focus();
  }

  /** Turns to another place; what was being written in the old one stays there. */
  aim(target: Target | null): void {
    const before = this.#target;
    this.#target = target;
    if (target !== null) this.#input.placeholder = target.threadTs === null ? `Message ${target.name}` : "Reply…";
    if (target === null || keyOf(target) === (before && keyOf(before))) return;
    if (before !== null) this.#drafts.set(keyOf(before), { text: this.#input.value, files: this.#attached });
    const draft = this.#drafts.get(keyOf(target));
    this.#attached = draft?.files ?? [];
    this.#trouble.textContent = "";
    this.#write(draft?.text ?? "");
    this.#showFiles();
  }

  /** Uploads the files and keeps them beside the text until it is sent. */
  async attach(files: readonly File[]): Promise<void> {
    this.root.setAttribute("aria-busy", "true");
    this.#attached = [...this.#attached, ...(await uploadAll(this.#page, files))];
    this.root.removeAttribute("aria-busy");
    this.#showFiles();
    this.focus();
  }

  #showFiles(): void {
    this.#files.hidden = this.#attached.length === 0;
    this.#files.replaceChildren(
      ...this.#attached.map((file) =>
        el(
          "li",
          { class: "file-row" },
          el(
            "span",
            { class: `file-sort ${sortOf(file)}`, "aria-hidden": "true" },
            (file.filetype || "file").slice(0, 4).toUpperCase(),
          ),
          el("span", { class: "file-name" }, file.name, el("small", {}, fileSize(file.size))),
          el(
            "button",
            {
              type: "button",
              class: "icon-button",
              "aria-label": `Remove ${file.name}`,
              on: {
                click: () => {
                  this.#attached = this.#attached.filter(({ id }) => id !== file.id);
                  this.#showFiles();
                  this.focus();
                },
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
  }

  #shortcuts() {
    const { state } = this.#page;
    const shortcuts = (state.app?.shortcuts ?? []).filter(({ type }) => type === "global");
    const run = async (callbackId: string) => {
      const result = await this.#page.act({ do: "shortcut", callbackId });
      if (!result.ok && !isToldByNotice(result)) this.#page.tell(result.text);
    };
    return [
      ...shortcuts.map(({ name, description, callbackId }) => ({
        words: name,
        detail: description,
        icon: "bolt" as const,
        choose: () => void run(callbackId),
      })),
      ...(state.app?.commands ?? []).map(({ command, description }) => ({
        words: command,
        detail: description,
        icon: "code" as const,
        choose: () => {
          this.#write(`${command} `);
          this.focus();
          this.#typed();
        },
      })),
    ];
  }

  get #recall(): Recall {
    const { user } = this.#page.state;
    const recall = this.#recalls.get(user) ?? new Recall(user);
    this.#recalls.set(user, recall);
    return recall;
  }

  #write(text: string): void {
    this.#input.value = text;
    this.#input.setSelectionRange(text.length, text.length);
    this.#fit();
    this.#hints.show(null);
  }

  /** As tall as its text, where the style sheet cannot do it. */
  #fit(): void {
    this.#input.rows = Math.min(10, this.#input.value.split("\n").length);
  }

  #typed(): void {
    this.#trouble.textContent = "";
    this.#fit();
    this.#hints.show(offerFor(this.#input.value, this.#input.selectionStart, this.#page.state));
  }

  #takeHint(hint: Hint): void {
    this.#write(hint.text);
    this.focus();
    this.#typed();
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (this.#hints.isOpen && this.#keyInHints(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this.#send();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      this.#recallLine(event);
    }
  }

  #keyInHints({ key, shiftKey }: KeyboardEvent): boolean {
    const { active, first } = this.#hints;
    const isRecalled = this.#recall.shows(this.#input.value);
    if ((key === "ArrowDown" || key === "ArrowUp") && !isRecalled) this.#hints.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape") this.#hints.show(null);
    else if (key === "Tab" && !shiftKey && first !== null) this.#takeHint(active ?? first);
    else if (key === "Enter" && !shiftKey && active !== null) this.#takeHint(active);
    else return false;
    return true;
  }

  /** Up in an empty box, or in a line that was recalled, shows what was sent before. */
  #recallLine(event: KeyboardEvent): void {
    const { value } = this.#input;
    if (value !== "" && !this.#recall.shows(value)) return;
    const line = this.#recall.go(event.key === "ArrowUp" ? -1 : 1, value);
    if (line === null) return;
    event.preventDefault();
    this.#write(line);
  }

  #paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void this.attach(files);
  }

  async #send(): Promise<void> {
    const target = this.#target;
    const text = this.#input.value.trim();
    const files = this.#attached;
    if (target === null || (text === "" && files.length === 0)) return;
    this.#write("");
    this.#attached = [];
    this.#showFiles();
    if (text !== "") this.#recall.add(text);
    const { channel, threadTs } = target;
    const thread = threadTs === null ? {} : { threadTs };
    const isCommand = /^\/\w/.test(text) && files.length === 0;
    const result = await this.#page.act(
      isCommand
        ? { do: "slash", channel, text, ...thread }
        : { do: "post", channel, text, files: files.map(({ id }) => id), ...thread },
    );
    if (result.ok || isToldByNotice(result)) return;
    this.#trouble.textContent = result.text;
    if (this.#input.value !== "" || this.#target === null || keyOf(this.#target) !== keyOf(target)) return;
    this.#write(text);
    this.#attached = files;
    this.#showFiles();
  }
}

function keyOf({ channel, threadTs }: Target): string {
  return `${channel} ${threadTs ?? ""}`;
}
