/** Makes elements. Data becomes text nodes and attributes only, never mark-up. */
export type Child = Node | string | null | false | undefined;
type Attribute = string | number | boolean | null | undefined;
type Listeners = { readonly [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };

export type Attributes = { readonly on?: Listeners } & { readonly [name: string]: Attribute | Listeners };

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  const { on, ...plain } = attributes;
  for (const [name, value] of Object.entries(plain)) {
    if (typeof value === "object" || value === undefined || value === false) continue;
    if (name.startsWith("on")) throw new TypeError(`${name} must be a listener`);
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [name, listener] of Object.entries(on ?? {})) {
    element.addEventListener(name, listener as EventListener);
  }
  element.append(...present(children));
  return element;
}

export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...present(children));
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child instanceof Node || typeof child === "string");
}

/** Brings the children to `wanted` and moves only what is out of place, so that focus and scroll survive. */
export function arrange(parent: Element, wanted: readonly Node[]): void {
  const staying = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!staying.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

let made = 0;

/** A new id for labels, descriptions and lists to refer to. */
export function freshId(stem: string): string {
  made += 1;
  return `${stem}-${made}`;
}

/** Redraws with `work`; what had the focus in `scope` gets it again when it is drawn anew (found by `data-focus`). */
export function keepingFocus(scope: Element, work: () => void): void {
  const active = document.activeElement;
  const name =
    active !== null && scope.contains(active) ? active.closest<HTMLElement>("[data-focus]")?.dataset.focus : undefined;
  const caret = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? caretOf(active) : null;
  work();
  if (name === undefined || (active?.isConnected && document.activeElement === active)) return;
  const again = [...scope.querySelectorAll<HTMLElement>("[data-focus]")].find(({ dataset }) => dataset.focus === name);
  again?.focus();
  if (caret !== null && (again instanceof HTMLInputElement || again instanceof HTMLTextAreaElement)) {
    if (caretOf(again) !== null) again.setSelectionRange(caret, caret);
  }
}

/** Where the caret is; null for inputs without one, such as dates. */
function caretOf(input: HTMLInputElement | HTMLTextAreaElement): number | null {
  return input.selectionStart;
}

export function isTextField(element: Element | null): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}
