import { isObject, type JsonObject } from "../blockkit/index.js";

/** What type-ahead answers have offered: a chosen value must be sent back as the whole option. */
export class OfferedOptions {
  /** Action id → value → option. */
  readonly #options = new Map<string, Map<string, JsonObject>>();

  /** `answer` is a type-ahead answer: {options} or {option_groups}. */
  remember(actionId: string, answer: JsonObject): void {
    const known = this.#options.get(actionId) ?? new Map<string, JsonObject>();
    for (const option of optionsIn(answer)) known.set(String(option.value), option);
    this.#options.set(actionId, known);
  }

  find(actionId: string, value: string): JsonObject | undefined {
    return this.#options.get(actionId)?.get(value);
  }

  of(actionId: string): readonly JsonObject[] {
    return [...(this.#options.get(actionId)?.values() ?? [])];
  }
}

/** All options of an element or a type-ahead answer, those in groups too. */
export function optionsIn(holder: JsonObject): readonly JsonObject[] {
  const groups = objects(holder.option_groups);
  return [...objects(holder.options), ...groups.flatMap((group) => objects(group.options))];
}

export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
