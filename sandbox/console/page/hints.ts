import type { ConsoleApp, ConsoleChannel, ConsolePerson } from "../../slack/console-types.js";

/** Something that the composer offers to write for the person. */
export interface Hint {
  readonly words: string;
  readonly detail: string;
  /** What the whole text becomes. */
  readonly text: string;
}

export interface Offer {
  readonly title: string;
  readonly hints: readonly Hint[];
}

const MOST = 8;

/** What fits what was typed up to the caret: commands after "/", their examples, people after "@", channels after "#". */
export function offerFor(
  text: string,
  caret: number,
  known: {
    readonly app: ConsoleApp | null;
    readonly people: readonly ConsolePerson[];
    readonly channels: readonly ConsoleChannel[];
  },
): Offer | null {
  const before = text.slice(0, caret);
  if (before.startsWith("/") && caret === text.length) return commandOffer(before, known.app);
  const [, mark, part] = /(?:^|\s)([@#])([\p{L}\p{N}_. -]{0,30})$/u.exec(before) ?? [];
  if (mark === undefined || part === undefined) return null;
  const names =
    mark === "@"
      ? known.people.map(({ realName, name }) => ({
          words: `@${realName}`,
          detail: `@${name}`,
          said: `${realName} ${name}`,
        }))
      : known.channels
          .filter(({ kind }) => kind !== "dm")
          .map(({ name, kind }) => ({
            words: `#${name}`,
            detail: kind === "private" ? "private channel" : "channel",
            said: name,
          }));
  const start = caret - part.length - 1;
  const hints = names
    .filter(
      ({ said }) =>
        said
          .toLowerCase()
          .split(/\s+/)
          .some((word) => word.startsWith(part.toLowerCase())) || said.toLowerCase().startsWith(part.toLowerCase()),
    )
    .slice(0, MOST)
    .map(({ words, detail }) => ({
      words,
      detail,
      text: `${text.slice(0, start)}${words} ${text.slice(caret).trimStart()}`,
    }));
  return hints.length === 0 ? null : { title: mark === "@" ? "People" : "Channels", hints };
}

function commandOffer(typed: string, app: ConsoleApp | null): Offer | null {
  if (app === null) return null;
  const hints = app.commands.flatMap(({ command, description, usageHint }): readonly Hint[] => {
    const bare = { words: command, detail: description, text: `${command} ` };
    const examples = usageHint
      .split("|")
      .map((example) => example.trim())
      .filter((example) => example !== "")
      .map((example) => ({ words: `${command} ${example}`, detail: "", text: `${command} ${example}` }));
    return [bare, ...examples];
  });
  const fitting = hints.filter(({ text }) => text.startsWith(typed) && text.trim() !== typed.trim());
  return fitting.length === 0 ? null : { title: "Commands", hints: fitting.slice(0, MOST) };
}
