import { present } from "./absent.js";
import { stateCode, zipOf } from "./addresses.js";
import { cityKey } from "./cities.js";
import { streetKey } from "./streets.js";
import { splitUnit } from "./units.js";

export interface KeyedAddress {
  readonly line1: string | null | undefined;
  readonly line2?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly zip?: string | null | undefined;
}

/** A house number with a name after it, or a box: "5th st" has none. */
const SAYS_WHERE = /^(?:po box \d|box \w*\d|(?:rr|hc) \d|[a-z]{0,2}\d(?!\d*(?:st|nd|rd|th)\b)\S* \S)/;

/**
 * An address for comparison: street key and ZIP, "150 n some st|89027"; without a ZIP city and state, "150 n some st|mesquite nv". Null without a street
 * that says something (a house number with its street, or a box), and without either place.
 *
 * The unit is no part of it: lists leave it out as often as they give it, and two companies in one building have two phones, which is the other half of
 * a lead's key (ruling L1). So two suites of one building that answer one phone are one.
 */
export function addressKey({ line1, line2, city, state, zip }: KeyedAddress): string | null {
  const place = zipOf(present(zip)) ?? cityAndState(present(city), state);
  if (place === null) return null;
  for (const lines of [line1, line2]) {
    const street = (lines ?? "")
      .split(/[\r\n]+/)
      .map(streetOf)
      .find((key) => SAYS_WHERE.test(key));
    if (street !== undefined) return `${street}|${place}`;
  }
  return null;
}

/** "c/o Jane Doe 150 N Some St" says to whom first. */
const CARE_OF = /^\s*(?:c\/o|care of|attn)\b\D*(?=\d)/i;

const streetOf = (line: string): string => streetKey(splitUnit(line.replace(CARE_OF, "")).street ?? "");

function cityAndState(city: string | null, state: string | null | undefined): string | null {
  const key = city === null ? "" : cityKey(city);
  return key === "" ? null : `${key} ${(stateCode(state) ?? "").toLowerCase()}`.trim();
}
