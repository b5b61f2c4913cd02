import { foldText } from "./names.js";

/** Folded name or alias → what it stands for; null where two share the words, which then identify neither. */
export type NameTable<Id> = ReadonlyMap<string, Id | null>;

/** Names and aliases as one table. A name beats an alias of the same words. */
export function nameTable<Id>(
  names: Iterable<readonly [name: string, id: Id]>,
  aliases: Iterable<readonly [alias: string, id: Id]> = [],
): NameTable<Id> {
  const byName = collected(names);
  return new Map([...collected(aliases), ...byName]);
}

function collected<Id>(pairs: Iterable<readonly [string, Id]>): Map<string, Id | null> {
  const table = new Map<string, Id | null>();
  for (const [text, id] of pairs) {
    const key = foldText(text);
    if (key === "") continue;
    table.set(key, table.has(key) && table.get(key) !== id ? null : id);
  }
  return table;
}

/**
 * The districts that a text names, exactly or by alias; a comma list is split. A part of a name is no name: "Career Center"
 * is not Center School District (ruling E2).
 */
export function resolveDistrictText<Id>(
  text: string | null | undefined,
  table: NameTable<Id>,
): { ids: Id[]; unresolved: string[] } {
  const whole = text?.trim() ?? "";
  const single = table.get(foldText(whole));
  if (single !== undefined && single !== null) return { ids: [single], unresolved: [] };
  const ids = new Set<Id>();
  const unresolved: string[] = [];
  for (const part of whole.split(/[,;\n]/)) {
    const name = part.trim();
    if (name === "") continue;
    const id = table.get(foldText(name));
    if (id === undefined || id === null) unresolved.push(name);
    else ids.add(id);
  }
  return { ids: [...ids], unresolved };
}
