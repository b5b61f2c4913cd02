import { PolarisError } from "../runtime/index.js";
import { EVENT_TYPES, eventTypeLabel } from "./event-types.js";
import { foldText } from "./names.js";

/** What staff call several event types together (organization.yml, `eventTypeGroups`): each entry is a type, or a part of its name with a star. */
export type EventTypeGroups = Readonly<Record<string, readonly string[]>>;

/** Every type that an event can have, "other" last. */
export const EVENT_TYPE_KEYS: readonly string[] = [...Object.keys(EVENT_TYPES), "other"];

/** The types that a word stands for: a type, all whose names a star leaves open ("career*"), or a group; none where it is none of these. */
export function eventTypesCalled(text: string, groups: EventTypeGroups): readonly string[] {
  const own = typesNamed(text);
  if (own.length > 0) return own;
  const [, entries = []] = Object.entries(groups).find(([name]) => foldText(name) === foldText(text)) ?? [];
  const named = new Set(entries.flatMap(typesNamed));
  return EVENT_TYPE_KEYS.filter((type) => named.has(type));
}

function typesNamed(text: string): readonly string[] {
  const pattern = text.split("*").map(foldText);
  // What is folded has letters, digits and blanks alone.
  const name = new RegExp(`^${pattern.join(".*")}$`, "u");
  return EVENT_TYPE_KEYS.filter((type) => [type, eventTypeLabel(type)].some((word) => name.test(foldText(word))));
}

/** @throws PolarisError configuration_invalid for a group that is called as a type is, and for an entry that stands for no type */
export function requireEventTypes(groups: EventTypeGroups): void {
  for (const [name, entries] of Object.entries(groups)) {
    if (foldText(name) === "" || typesNamed(name).length > 0)
      throw mistaken(name, "is the name of an event type itself");
    const unknown = entries.find((entry) => typesNamed(entry).length === 0);
    if (unknown !== undefined) throw mistaken(name, `names “${unknown}”, which stands for no event type`);
  }
}

const mistaken = (name: string, what: string): PolarisError =>
  new PolarisError(
    "configuration_invalid",
    `organization.yml: eventTypeGroups.${name} ${what}. Expected a name of its own, and of ${EVENT_TYPE_KEYS.join(", ")}, or parts of them with a star, as in career*.`,
  );
