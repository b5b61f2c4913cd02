import type { ConsoleChannel } from "../../../slack/console-types.js";
import { type Spot, suggest } from "../acting.js";
import { type Json, number, object, objects, string, strings } from "../json.js";
import type { Page } from "../page.js";
import { wordsOf } from "../text/text-object.js";

export interface Option {
  readonly value: string;
  readonly words: string;
  readonly detail: string | null;
}

export interface OptionGroup {
  readonly label: string | null;
  readonly options: readonly Option[];
}

/** Where a select's options come from. */
export interface OptionSource {
  /** Characters to type before anything is asked. */
  readonly least: number;
  /** Whether the app is asked, so that typing waits a moment. */
  readonly isRemote: boolean;
  /** Throws an Error with a sentence for the person. */
  find(query: string): Promise<readonly OptionGroup[]>;
  /** What a value is called; null when nobody said. */
  wordsOf(value: string): string | null;
}

export function sourceOf(element: Json, spot: Spot): OptionSource {
  const type = string(element.type).replace(/^multi_/, "");
  switch (type) {
    case "external_select":
      return askedSource(element, spot);
    case "users_select":
      return listedSource(() => [{ label: null, options: peopleOf(spot.page) }]);
    case "conversations_select":
    case "channels_select":
      return listedSource(() => [{ label: null, options: channelsOf(spot.page, element) }]);
    default:
      return listedSource(() => groupsIn(element));
  }
}

function listedSource(groups: () => readonly OptionGroup[]): OptionSource {
  return {
    least: 0,
    isRemote: false,
    find: async (query) =>
      groups()
        .map(({ label, options }) => ({ label, options: options.filter((option) => fits(option, query)) }))
        .filter(({ options }) => options.length > 0),
    wordsOf: (value) =>
      groups()
        .flatMap(({ options }) => options)
        .find((option) => option.value === value)?.words ?? null,
  };
}

function fits({ words, detail }: Option, query: string): boolean {
  const said = `${words} ${detail ?? ""}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((part) => said.includes(part));
}

function askedSource(element: Json, spot: Spot): OptionSource {
  const actionId = string(element.action_id);
  const initial = [object(element.initial_option), ...objects(element.initial_options)].map(optionOf);
  return {
    least: number(element.min_query_length) ?? 3,
    isRemote: true,
    find: async (query) => {
      const answer = await suggest(spot, element, query);
      if (!answer.ok) throw new Error(answer.text);
      const groups = answer.groups ?? [{ label: null, options: answer.options ?? [] }];
      return groups.map(({ label, options }) => ({
        label,
        options: options.map(({ text, value, description }) => {
          spot.form.nameOption(actionId, value, text);
          return { value, words: text, detail: description };
        }),
      }));
    },
    wordsOf: (value) =>
      spot.form.wordsOf(actionId, value) ?? initial.find((option) => option.value === value)?.words ?? null,
  };
}

function groupsIn(element: Json): readonly OptionGroup[] {
  if (Array.isArray(element.option_groups)) {
    return objects(element.option_groups).map((group) => ({
      label: wordsOf(group.label),
      options: objects(group.options).map(optionOf),
    }));
  }
  return [{ label: null, options: objects(element.options).map(optionOf) }];
}

function optionOf(option: Json): Option {
  return { value: string(option.value), words: wordsOf(option.text), detail: wordsOf(option.description) || null };
}

function peopleOf({ state }: Page): readonly Option[] {
  return state.people.map(({ id, realName, name }) => ({ value: id, words: realName, detail: `@${name}` }));
}

function channelsOf({ state }: Page, element: Json): readonly Option[] {
  const filter = object(element.filter);
  const isPublicOnly = string(element.type).endsWith("channels_select");
  const kinds = isPublicOnly ? ["public"] : strings(filter.include);
  const fitsFilter = ({ kind, isExternallyShared, withUser }: ConsoleChannel) =>
    (kinds.length === 0 || kinds.includes(kind === "dm" ? "im" : kind)) &&
    !(filter.exclude_external_shared_channels === true && isExternallyShared) &&
    !(filter.exclude_bot_users === true && withUser === state.app?.botUser);
  return state.channels
    .filter((channel) => !channel.isArchived && fitsFilter(channel))
    .map(({ id, name, kind }) => ({ value: id, words: kind === "dm" ? name : `#${name}`, detail: null }));
}
