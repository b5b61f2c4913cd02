import { isSalesforceId } from "../domain/index.js";
import type { Arguments, Given, Schema } from "./argument.js";
import type { Command } from "./define.js";
import type { Part, Token } from "./tokens.js";

/** Characters that mean something to the grammar or would be changed by it. */
const UNSAFE = /[\s"“”„‟«»＂,\\–—‒−‑‐]|&(?:amp|lt|gt);|<(?=[@#!]|https?:|mailto:|tel:)/;
const LOOKS_LIKE_A_KEY = /^-{0,2}[A-Za-z][A-Za-z0-9_-]*:/;

/** Text as Slack would send it, where it would otherwise be read as an entity, a mention or a link. */
function asEntities(text: string): string {
  return text.replace(/&(?=(?:amp|lt|gt);)/g, "&amp;").replace(/<(?=[@#!]|https?:|mailto:|tel:)/g, "&lt;");
}

export function quote(text: string): string {
  return `"${asEntities(text).replace(/["“”„‟«»＂\\]/g, (character) => `\\${character}`)}"`;
}

function writePart({ text, quoted, mention }: Part): string {
  if (mention !== null) {
    const sign = { user: "@", channel: "#", group: "!subteam^", broadcast: "!" }[mention.kind];
    return `<${sign}${mention.id}${mention.label === null ? "" : `|${mention.label.replace(/[<>|]/g, "")}`}>`;
  }
  return quoted || text === "" || UNSAFE.test(text) ? quote(text) : text;
}

/** A value after its key needs quotes only when it would be cut or changed. */
const writeValue = (value: Part): string =>
  writePart({ ...value, quoted: value.quoted && !/^[\p{L}\p{N}_.'-]+$/u.test(value.text) });

/** One word of a line, written so that it is read as the same word. */
export function writeToken(token: Token): string {
  if (token.head === null) {
    const [only] = token.parts;
    if (token.parts.length === 1 && only !== undefined) return writePart({ ...only, quoted: token.quoted });
    // A comma at the end of "last year, this year" has nothing behind it.
    const written = (value: Part): string => (value.text === "" && !value.quoted ? "" : writePart(value));
    return token.quoted || /\s/.test(token.text) ? quote(token.text) : token.parts.map(written).join(",");
  }
  return `${"-".repeat(token.head.dashes)}${token.head.key}:${token.parts.map((value) => (value.text === "" ? "" : writeValue(value))).join(",")}`;
}

export const writeTokens = (tokens: readonly Token[]): string => tokens.map(writeToken).join(" ");

/** Ids need no quotes: no period, key or command has their shape. */
const isPlainlyAnId = (text: string): boolean => isSalesforceId(text) || /^[MX]\d{1,3}$/.test(text);

/** Positional words are quoted, so that none is taken for a period, a key, a flag or the second word of a command. */
function writePositional(given: readonly Given[]): string {
  const values = given.flatMap((each) => each.parts);
  return values
    .map((value) =>
      value.mention === null && !isPlainlyAnId(value.text) ? quote(value.text) : writePart({ ...value, quoted: false }),
    )
    .join(" ");
}

function writeKeyed(key: string, given: readonly Given[]): string {
  return given.map(({ negated, parts }) => `${negated ? "-" : ""}${key}:${parts.map(writeValue).join(",")}`).join(" ");
}

/** A line of a command from what was given for each argument: positional words first, then keys, periods last. */
export function writeLine(command: Command, given: ReadonlyMap<string, readonly Given[]>): string {
  const positional: string[] = [];
  const keyed: string[] = [];
  const ending: string[] = [];
  // A word finds its place by counting, so it can stand without its key only when every place before it is taken.
  let placesAreTaken = true;
  for (const [name, argument] of Object.entries(command.args)) {
    const said = given.get(name) ?? [];
    const counts = argument.positional === "one" || argument.positional === "rest";
    if (said.length === 0) placesAreTaken &&= argument.positional !== "one";
    else if (argument.positional === "end")
      ending.push(said.flatMap((each) => each.parts.map(({ text }) => text)).join(", "));
    else if (counts && placesAreTaken) positional.push(writePositional(said));
    else keyed.push(writeKeyed(name, said));
  }
  return [command.name, ...positional, ...keyed, ...ending].join(" ");
}

/** The line that is read back as these arguments. Absent arguments are left out. */
export function formatLine<S extends Schema>(command: Command<S>, args: Partial<Arguments<S>>): string {
  const given = new Map<string, readonly Given[]>();
  for (const [name, argument] of Object.entries(command.args)) {
    const value: unknown = args[name];
    if (value !== undefined && value !== null) given.set(name, argument.write(value));
  }
  return writeLine(command, given);
}

/** A line of a command known by name only, every argument by its key: `lineOf("volunteer", { who: id })`. */
export function lineOf(
  name: string,
  args: Readonly<Record<string, string | number | readonly string[] | null>> = {},
): string {
  const pieces = Object.entries(args).flatMap(([key, value]) => {
    if (value === null) return [];
    const texts = typeof value === "string" || typeof value === "number" ? [String(value)] : value;
    return [`${key}:${texts.map((text) => writeValue({ text, quoted: true, mention: null })).join(",")}`];
  });
  return [name, ...pieces].join(" ");
}

/** Words a shell has cut, as the line a person would have typed. */
export function lineOfWords(words: readonly string[]): string {
  return words
    .map((word) => {
      const key = LOOKS_LIKE_A_KEY.exec(word)?.[0];
      if (key === undefined) return word === "" || UNSAFE.test(word) ? quote(word) : word;
      const value = word.slice(key.length);
      return /[\s"\\&<]/.test(value) ? `${key}${quote(value)}` : word;
    })
    .join(" ");
}
