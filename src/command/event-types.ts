import { EVENT_TYPE_KEYS, type EventTypeGroups, eventTypeLabel, eventTypesCalled } from "../domain/index.js";
import { type Argument, type ChoiceOf, part, ValueRefused } from "./argument.js";
import { type Details, type Filter, filtering, filterOf, filterWritten, plain } from "./kinds.js";
import { nearest } from "./nearest.js";

/** Event types as a filter: by name, by a part of it with a star (`career*`), or by a group of the organisation's; what is read are the types alone. */
export function eventTypes(details: Details): Argument<Filter<string>> {
  return {
    ...plain(details),
    ...filtering,
    shape: { kind: "eventTypes" },
    read(given, { eventTypeGroups }) {
      const { all, none } = filterOf(given, ({ text }) => typesMeant(text, eventTypeGroups));
      return { all: all.map((any) => [...new Set(any.flat())]), none: [...new Set(none.flat())] };
    },
    write: (filter) => filterWritten(filter, (type) => part(type)),
    inWords({ text }, { eventTypeGroups }) {
      const types = eventTypesCalled(text, eventTypeGroups);
      return isOneType(text) || types.length === 0 ? text : `${text} (${labelsOf(types)})`;
    },
  };
}

const labelsOf = (types: readonly string[]): string => types.map(eventTypeLabel).join(", ");
const isOneType = (text: string): boolean => !text.includes("*") && eventTypesCalled(text, {}).length > 0;

/** "career*", and the groups there are: what may be written besides a type. */
export function besidesTypes(groups: EventTypeGroups): string {
  const names = Object.keys(groups);
  const named = names.length === 0 ? "" : `, or a group: ${names.join(", ")}`;
  return `, a part of one with a star, as in career*${named}`;
}

function typesMeant(text: string, groups: EventTypeGroups): readonly string[] {
  const types = eventTypesCalled(text, groups);
  if (types.length > 0) return types;
  throw new ValueRefused(`one of ${EVENT_TYPE_KEYS.join(", ")}${besidesTypes(groups)}`, text, meantBy(text, groups));
}

/** What was probably meant: a type or a group, or where a star stands the word of a type's name beside it. */
function meantBy(text: string, groups: EventTypeGroups): string[] {
  if (!text.includes("*")) return nearest(text, [...Object.keys(groups), ...EVENT_TYPE_KEYS]);
  const said = text.split("*").find((piece) => piece !== "") ?? "";
  const words = EVENT_TYPE_KEYS.flatMap((type) => type.split("_"));
  return nearest(said, words).map((word) => text.replace(said, word));
}

/** What can be chosen: the groups with what each stands for, then the types; first what a star stands for. */
export function eventTypeChoices(groups: EventTypeGroups, query = ""): ChoiceOf[] {
  const starred = query.includes("*") ? eventTypesCalled(query, groups) : [];
  return [
    ...(starred.length === 0 ? [] : [{ value: query, label: `${query}: ${labelsOf(starred)}` }]),
    ...Object.keys(groups).map((value) => ({ value, label: `${value}: ${labelsOf(eventTypesCalled(value, groups))}` })),
    ...EVENT_TYPE_KEYS.map((value) => ({ value, label: eventTypeLabel(value) })),
  ];
}
