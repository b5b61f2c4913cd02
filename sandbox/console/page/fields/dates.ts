import { attributesOf, choose, type Spot, valueAt } from "../acting.js";
import { el } from "../dom.js";
import { type Json, string } from "../json.js";
import { wordsOf } from "../text/text-object.js";

const TYPES: Readonly<Record<string, string>> = {
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
};

/** datepicker, timepicker, datetimepicker: the browser's own, which every screen reader knows. */
export function drawDate(element: Json, spot: Spot): HTMLElement {
  const isMoment = element.type === "datetimepicker";
  const attributes = attributesOf(spot, element);
  const input = el("input", {
    ...attributes,
    class: "text-input date-input",
    type: TYPES[string(element.type)] ?? "date",
    "aria-label": spot.id === null ? wordsOf(element.placeholder) || spot.label : null,
    "aria-required": spot.isRequired ? "true" : null,
    min: element.type === "datepicker" ? "1900-01-01" : null,
    max: element.type === "datepicker" ? "9999-12-31" : null,
  });
  const show = () => {
    const value = valueAt(spot, element);
    input.value = typeof value !== "string" ? "" : isMoment ? localMoment(Number(value)) : value;
  };
  show();
  input.addEventListener("change", async () => {
    // Typed digit by digit, a date is complete long before it is meant: 0002, 0020, 0202.
    if (!input.validity.valid) return;
    const value = isMoment ? epochSeconds(input.value) : input.value;
    if (!(await choose(spot, element, value === "" ? null : value))) show();
  });
  return input;
}

function localMoment(seconds: number): string {
  const at = new Date(seconds * 1000);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function epochSeconds(local: string): string {
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? "" : String(Math.floor(at / 1000));
}
