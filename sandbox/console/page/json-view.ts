import { el } from "./dom.js";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON, indented, with its keys, texts and numbers told apart. */
export function drawJson(value: unknown): HTMLElement {
  const source = JSON.stringify(value, null, 2) ?? "undefined";
  const pre = el("pre", { class: "json" });
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [whole, text, colon, word] = match;
    pre.append(source.slice(end, match.index));
    const look = text === undefined ? (word === undefined ? "number" : "word") : colon === undefined ? "text" : "key";
    pre.append(el("span", { class: `json-${look}` }, text ?? whole), colon ?? "");
    end = match.index + whole.length;
  }
  pre.append(source.slice(end));
  return pre;
}
