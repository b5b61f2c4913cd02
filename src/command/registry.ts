import { PolarisError } from "../runtime/index.js";
import type { Command } from "./define.js";
import type { Access, Door } from "./model.js";
import { nearest } from "./nearest.js";
import type { Token } from "./tokens.js";
import { writeTokens } from "./write.js";

export interface Found {
  readonly command: Command;
  /** The words after the command's name. */
  readonly rest: readonly Token[];
}

/** Every command there is, by name, but those that nobody here needs. */
export interface Registry {
  readonly commands: readonly Command[];
  /** Names of the commands that the organisation hides: nothing speaks of them, and who types one is told. */
  readonly hidden: ReadonlySet<string>;
  get(name: string): Command | undefined;
  /** Those that this person may run here: all that help, suggestions and menus may speak of. */
  usable(access: Access, door: Door): readonly Command[];
  /** The command with the longest name that the words begin with. */
  find(tokens: readonly Token[]): Found | null;
}

/** Commands anyone may type in front out of habit. */
const ADDRESS = new Set(["/polaris", "polaris"]);

/**
 * @param hide commands that nobody here needs, each with all whose names begin with it
 * @throws PolarisError configuration_invalid where one of them is no command, or the one that tells what there is
 */
export function registryOf(commands: readonly Command[], hide: readonly string[] = []): Registry {
  const byName = new Map<string, Command>();
  for (const command of commands) {
    if (byName.has(command.name)) throw new Error(`Two commands are called "${command.name}".`);
    byName.set(command.name, command);
  }
  const hidden = hiddenAmong([...byName.keys()], hide);
  for (const name of hidden) byName.delete(name);
  const shown = [...byName.values()];
  return {
    commands: shown,
    hidden,
    get: (name) => byName.get(name),
    usable: (access, door) => shown.filter((command) => mayUse(command, access, door)),
    find(tokens) {
      for (const [name, rest] of namesIn(tokens)) {
        const command = byName.get(name);
        if (command !== undefined) return { command, rest };
      }
      return null;
    },
  };
}

/** What tells what there is. */
const NEVER_HIDDEN = "help";

function hiddenAmong(names: readonly string[], hide: readonly string[]): ReadonlySet<string> {
  return new Set(
    hide.flatMap((asked) => {
      const meant = names.filter((name) => name === asked || name.startsWith(`${asked} `));
      if (meant.length === 0 || meant.includes(NEVER_HIDDEN)) throw cannotHide(asked, names);
      return meant;
    }),
  );
}

function cannotHide(asked: string, names: readonly string[]): PolarisError {
  const near = nearest(asked, names).map((name) => `“${name}”`);
  const why =
    asked === NEVER_HIDDEN
      ? `“${asked}” cannot be hidden, because it tells what there is`
      : `there is no command “${asked}”${near.length === 0 ? "" : ` (did you mean ${near.join(" or ")}?)`}`;
  return new PolarisError(
    "configuration_invalid",
    `organization.yml: hide names commands that nobody needs, but ${why}.`,
  );
}

/** The names that words can begin with, the longer first, and the words that follow. */
function namesIn(tokens: readonly Token[]): (readonly [name: string, rest: readonly Token[]])[] {
  const words = withoutAddress(tokens);
  return [2, 1].flatMap((length) => {
    const spoken = words.slice(0, length);
    if (spoken.length < length || spoken.some((word) => word.quoted)) return [];
    return [[spoken.map((word) => word.text.toLowerCase()).join(" "), words.slice(length)] as const];
  });
}

export function withoutAddress(tokens: readonly Token[]): readonly Token[] {
  const [first] = tokens;
  return first !== undefined && !first.quoted && ADDRESS.has(first.text.toLowerCase()) ? tokens.slice(1) : tokens;
}

/** Deny by default: only a role that the command names, at a door it is open at. */
export function mayUse(command: Command, { role }: Access, door: Door): boolean {
  return (
    role !== "none" &&
    command.allow.some((each) => each === role) &&
    (command.doors === undefined || command.doors.includes(door))
  );
}

/** What is said of words that name no command: what may have been meant, of what this person may run. */
export function unknownCommand(registry: Registry, tokens: readonly Token[], access: Access, door: Door): PolarisError {
  const [hidden] = namesIn(tokens).filter(([name]) => registry.hidden.has(name));
  if (hidden !== undefined)
    return new PolarisError(
      "command_unknown",
      `“${hidden[0]}” is not used here: organization.yml hides it. An administrator can bring it back.`,
      { suggestions: [{ label: "help", line: "help" }] },
    );
  const usable = registry.usable(access, door).map((command) => command.name);
  const words = withoutAddress(tokens);
  const [first, second] = words.map((word) => word.text.toLowerCase());
  const both =
    second === undefined
      ? []
      : nearest(
          `${first} ${second}`,
          usable.filter((name) => name.includes(" ")),
        );
  const alone = nearest(first ?? "", usable);
  const subcommands = usable.filter((name) => name.startsWith(`${first} `));
  // Where a family of commands lists itself, the list is always among what is offered.
  const list = subcommands.filter((name) => name === `${first} list`);
  const near = [...new Set([...both, ...alone, ...subcommands])].filter((name) => !list.includes(name));
  const meant = both.length > 0 ? [...near.slice(0, 3 - list.length), ...list] : [...list, ...near].slice(0, 3);
  const suggestions = meant.map((name) => {
    const wordsMeant = both.includes(name) ? 2 : 1;
    const line = [name, writeTokens(words.slice(wordsMeant))].filter((piece) => piece !== "").join(" ");
    return { label: name, line };
  });
  const typed = (subcommands.length > 0 ? words.slice(0, 2) : words.slice(0, 1)).map((word) => word.text).join(" ");
  const [best] = meant;
  const question =
    best === undefined
      ? "Type “help” to see what there is."
      : best === typed.toLowerCase()
        ? `In quotation marks it is text: write ${best} without them.`
        : `Did you mean ${meant.map((name) => `“${name}”`).join(" or ")}?`;
  const shown = typed.length > 40 ? `${typed.slice(0, 40)}…` : typed;
  return new PolarisError("command_unknown", `There is no command “${shown}”. ${question}`, {
    suggestions: suggestions.length > 0 ? suggestions : [{ label: "help", line: "help" }],
  });
}
