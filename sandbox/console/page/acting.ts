import type { ConsoleActionResult, FieldValue } from "../../slack/console-types.js";
import { askFirst } from "./ask.js";
import type { Form } from "./form.js";
import { type Json, string } from "./json.js";
import { isToldByNotice, type Page } from "./page.js";

/** Where an element stands on the page. */
export interface Spot {
  readonly page: Page;
  readonly form: Form;
  readonly blockId: string;
  /** Whether a change is sent at once: outside input blocks, and in those with dispatch_action. */
  readonly isSentAtOnce: boolean;
  /** The words that name the element, where no label does. */
  readonly label: string | null;
  /** Ids of the hint and the error that describe it. */
  readonly describedBy: string | null;
  /** The id that an input block's label points at. */
  readonly id: string | null;
  readonly isRequired: boolean;
}

/** Presses a button, after its question. */
export async function press(spot: Spot, element: Json): Promise<void> {
  if (!(await askFirst(element, spot.page.names))) return;
  await send(spot, element, undefined);
}

/** Keeps what was chosen and, where it is sent at once, sends it. Answers false when the person took it back. */
export async function choose(spot: Spot, element: Json, value: FieldValue): Promise<boolean> {
  // Where nothing is asked it is kept at once: whoever goes on by keyboard is faster than any wait.
  const isAsked = spot.isSentAtOnce && element.confirm !== undefined;
  if (isAsked && !(await askFirst(element, spot.page.names))) return false;
  spot.form.set(spot.blockId, string(element.action_id), value);
  if (spot.isSentAtOnce) await send(spot, element, value);
  return true;
}

/** Keeps what is being typed. */
export function keep(spot: Spot, element: Json, value: FieldValue): void {
  spot.form.set(spot.blockId, string(element.action_id), value);
}

export function valueAt(spot: Spot, element: Json): FieldValue {
  return spot.form.get(spot.blockId, string(element.action_id));
}

export function suggest(spot: Spot, element: Json, query: string): Promise<ConsoleActionResult> {
  const { form, blockId, page } = spot;
  return page.act({ do: "suggest", place: form.place, blockId, actionId: string(element.action_id), query });
}

async function send({ page, form, blockId }: Spot, element: Json, value: FieldValue | undefined): Promise<void> {
  const result = await page.act({
    do: "interact",
    place: form.place,
    blockId,
    actionId: string(element.action_id),
    ...(value === undefined ? {} : { value }),
    values: form.all(),
  });
  if (!result.ok && !isToldByNotice(result)) page.tell(result.text);
}

/** What redrawing finds an element by. */
export function focusName(spot: Spot, element: Json): string {
  return `${spot.blockId}/${string(element.action_id)}`;
}

export function attributesOf(spot: Spot, element: Json): Readonly<Record<string, string | boolean | null>> {
  return {
    "data-focus": focusName(spot, element),
    "data-action": string(element.action_id),
    id: spot.id,
    "aria-label": spot.id === null ? spot.label : null,
    "aria-describedby": spot.describedBy,
    autofocus: element.focus_on_load === true,
  };
}
