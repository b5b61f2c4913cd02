import { addressKey, parseOneLineAddress, present, recaseName, splitUnit, zipOf } from "../../domain/index.js";
import type { LeadField } from "../../runtime/index.js";
import { readState } from "./fits.js";
import type { LeadProblem, LeadRecord } from "./model.js";
import type { Plan } from "./plan.js";
import { remembering } from "./remember.js";

/** The text that a field's columns have. */
export type Of = (field: LeadField) => string | null;
/** Notes what is wrong with a field that the source has. */
export type Note = (field: LeadField, problem: LeadProblem["problem"], came: string | null) => null;

export type CleanedAddress = Pick<
  LeadRecord,
  "line1" | "line2" | "city" | "state" | "zip" | "county" | "addressRaw" | "addressKey"
>;

const WITHIN = ["line1", "line2", "city", "state", "zip"] as const;

/** An address from one text or from its columns: the rules of the domain, the same for every source. */
export function cleanedAddress(plan: Plan, of: Of, note: Note): CleanedAddress {
  const listed = stateOf(of("state"), note) ?? plan.source.state ?? null;
  const zipColumn = zipCodeOf(of("zip"), listed, note);
  const county = placeOf(of("county"));
  const whole = of("address");
  const addressRaw = present(
    whole ??
      WITHIN.map((field) => of(field)?.trim())
        .filter(Boolean)
        .join(", "),
  );
  const lines = whole === null ? linesOf(of("line1"), of("line2")) : null;
  const parsed = whole === null ? null : parseOneLineAddress(whole, listed);
  const line1 = lines?.line1 ?? parsed?.line1 ?? null;
  const line2 = lines?.line2 ?? parsed?.line2 ?? null;
  const city = placeOf(parsed?.city) ?? placeOf(of("city"));
  const state = knownState(parsed?.state) ?? listed;
  const zip = zipOf(parsed?.zip) ?? zipColumn;
  const key = addressKey({ line1, line2, city, state, zip });
  if (plan.lead.address !== undefined || plan.lead.line1 !== undefined) {
    if (line1 === null && whole === null && city === null && zip === null) {
      note("address", "address_missing", null);
    } else if (key === null || parsed?.isIncomplete === true) {
      note("address", "address_incomplete", addressRaw);
    }
  }
  // One literal, not several spread into one: there are hundreds of thousands of them.
  return { line1, line2, city, state, zip, county, addressRaw, addressKey: key };
}

/** Street and unit, wherever they stand. */
function linesOf(first: string | null, second: string | null): { line1: string | null; line2: string | null } {
  const [line, more] = first === null ? [second, null] : [first, second];
  const { street, unit } = splitUnit(line);
  const line2 = [unit, present(more)].filter((part) => part !== null).join(", ");
  return { line1: street, line2: line2 === "" ? null : line2 };
}

const recased = remembering(recaseName);

const placeOf = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : recased(text);

function stateOf(text: string | null, note: Note): string | null {
  return text === null ? null : (knownState(text) ?? note("state", "value_unknown", text));
}

const knownState = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : readState(text);

/** Where ZIPs begin with a nought. */
const WITH_NOUGHT = new Set("CT MA ME NH NJ RI VT PR VI".split(" "));

function zipCodeOf(text: string | null, state: string | null, note: Note): string | null {
  if (text === null) return null;
  // A spreadsheet that takes a ZIP for a number drops the nought before it. In Nevada, four digits are a slip.
  const isShort = /^\s*\d{4}\s*$/.test(text) && (state === null || WITH_NOUGHT.has(state));
  const five = isShort ? `0${text.trim()}` : text;
  return zipOf(five) ?? note("zip", "value_unknown", text);
}
