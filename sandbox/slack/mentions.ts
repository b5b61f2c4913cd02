import type { World } from "./state/world.js";

/** How a typed line becomes Slack's source text: entities, then people, channels and links as tokens. */
export function toTokens(world: World, typed: string, options: { readonly withNames: boolean }): string {
  const kept: string[] = [];
  const keep = (token: string): string => {
    kept.push(token);
    return `\u0000${kept.length - 1}\u0000`;
  };
  const text = typed
    .replaceAll("\u0000", "")
    .replace(/<(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!subteam\^S[A-Z0-9]+)(?:\|[^<>]*)?>/g, keep)
    .replace(/https?:\/\/[^\s<>]+/g, (address) => keep(`<${escapeEntities(address)}>`));
  const people = world.people.all().flatMap((user) => {
    const token = options.withNames ? `<@${user.id}|${user.name}>` : `<@${user.id}>`;
    return [user.real_name, user.name].map((name) => ({ name: `@${name}`, token }));
  });
  const channels = world.channels
    .all()
    .filter(({ kind }) => kind !== "dm")
    .map(({ id, name }) => ({ name: `#${name}`, token: `<#${id}|${name}>` }));
  const named = [...people, ...channels].sort((a, b) => b.name.length - a.name.length);
  const withMentions = named.reduce(
    (line, { name, token }) => line.replace(new RegExp(`(?<![\\w@#])${literal(name)}(?!\\w)`, "gi"), () => keep(token)),
    text,
  );
  return escapeEntities(withMentions).replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)] ?? "");
}

export function escapeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
