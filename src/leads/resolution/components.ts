import type { Edge } from "./moves.js";

/** A phone–address key as it is known before the edges are followed. */
export interface KeyNode {
  readonly key: string;
  readonly first_date: string;
  /** The lead it belongs to; null for a new key. */
  readonly lead_id: number | null;
}

/** The keys of one lead, oldest first, and the id that it keeps; null when it is a new lead. */
export interface KeyGroup {
  readonly keys: readonly string[];
  readonly leadId: number | null;
}

const isOlder = (one: KeyNode, other: KeyNode): boolean =>
  one.first_date < other.first_date || (one.first_date === other.first_date && one.key < other.key);

/**
 * Which keys are one lead, and which id it has. An id stays with the oldest of its keys; keys that come together go by the id of the oldest of all, and
 * a part that is split off without the oldest key of any id is a new lead.
 * @param nodes all keys that edges name, and all keys of the leads these belong to
 */
export function groupKeys(nodes: readonly KeyNode[], edges: readonly Edge[]): KeyGroup[] {
  const groups = connected(
    nodes.map(({ key }) => key),
    edges,
  );
  const oldestOf = new Map<number, KeyNode>();
  for (const node of nodes) {
    if (node.lead_id === null) continue;
    const oldest = oldestOf.get(node.lead_id);
    if (oldest === undefined || isOlder(node, oldest)) oldestOf.set(node.lead_id, node);
  }
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  return groups.map((keys) => {
    const members = keys.flatMap((key) => byKey.get(key) ?? []).sort((a, b) => (isOlder(a, b) ? -1 : 1));
    const keeper = members.find((node) => node.lead_id !== null && oldestOf.get(node.lead_id) === node);
    return { keys: members.map(({ key }) => key), leadId: keeper?.lead_id ?? null };
  });
}

/** Union–find; an edge to a key that is not there says nothing. */
function connected(keys: readonly string[], edges: readonly Edge[]): string[][] {
  const parent = new Map(keys.map((key) => [key, key]));
  const rootOf = (key: string): string => {
    let root = key;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    for (let at = key; at !== root; ) {
      const up = parent.get(at) ?? root;
      parent.set(at, root);
      at = up;
    }
    return root;
  };
  for (const [one, other] of edges) if (parent.has(one) && parent.has(other)) parent.set(rootOf(one), rootOf(other));
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const root = rootOf(key);
    const known = groups.get(root);
    if (known === undefined) groups.set(root, [key]);
    else known.push(key);
  }
  return [...groups.values()];
}
