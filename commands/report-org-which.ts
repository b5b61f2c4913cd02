import { type CommandContext, lineOf } from "../src/command/index.js";
import {
  findOrganization,
  type NamedOrganization,
  type OrganizationMatch,
  organizationCalled,
} from "../src/identity/index.js";
import type { Ask } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

/** More than these do not stand side by side on a page. */
const MOST = 12;
/** Names with a comma of their own have few of them: "Prairie Signal, Software, Inc." */
const LONGEST_NAME = 3;

/**
 * The organisations that a line names: one, or several with commas between them. A name that holds a comma itself is taken whole where it is one.
 * @throws PolarisError not_found, argument_invalid
 */
export async function organizationsMeant(
  text: string,
  context: CommandContext,
): Promise<readonly NamedOrganization[] | Ask> {
  const names = await namesIn(text, context);
  if (names.length > MOST)
    throw new PolarisError(
      "argument_invalid",
      `${names.length} organisations do not fit side by side. Expected at most ${MOST}; report thank-you orgs ranks them all.`,
      { suggestions: [{ label: "Rank all organisations", line: "report thank-you orgs" }] },
    );
  const meant: NamedOrganization[] = [];
  for (const [place, name] of names.entries()) {
    const match = await matchOf(name, context);
    const { found } = match;
    if (found === null) return whichOne(name, match, context, (chosen) => names.with(place, chosen).join(", "));
    if (!meant.some((each) => each.name === found.name)) meant.push(found);
  }
  return meant;
}

const matchOf = (name: string, { pool, organization }: CommandContext) =>
  findOrganization(pool, organization.organizationAliases, name);

/** The whole text where it is a name, or near to one; else its parts between commas, put together again where two of them make one name. */
async function namesIn(text: string, context: CommandContext): Promise<string[]> {
  const pieces = text
    .split(",")
    .map((piece) => piece.trim().replace(/^"(.*)"$/, "$1"))
    .filter((piece) => piece !== "");
  if (pieces.length < 2 || (await matchOf(text, context)).found !== null) return [text];
  const names: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    const taken = await longestName(pieces.slice(at, at + LONGEST_NAME), context);
    names.push(pieces.slice(at, at + taken).join(", "));
    at += taken;
  }
  return names;
}

async function longestName(pieces: readonly string[], { pool }: CommandContext): Promise<number> {
  for (let taken = pieces.length; taken > 1; taken -= 1)
    if ((await organizationCalled(pool, pieces.slice(0, taken).join(", "))) !== null) return taken;
  return 1;
}

/** Several that fit are offered; the choice can be remembered as a name for the organisation. */
function whichOne(
  text: string,
  { candidates, fitting }: OrganizationMatch,
  context: CommandContext,
  wholeWith: (chosen: string) => string,
): Ask {
  if (candidates.length === 0)
    throw new PolarisError(
      "not_found",
      `No organisation fits “${text}”. Searched names and aliases. Try one word of its name.`,
      {
        suggestions: [{ label: "Search everything for it", line: lineOf("trace", { what: text }) }],
      },
    );
  return {
    kind: "ask",
    text: `${nearInWords(text, candidates.length, fitting)} Which one do you mean?`,
    command: context.command,
    line: context.line,
    missing: ["org"],
    choices: [
      ...candidates.map((candidate) => {
        const line = context.lineWith({ org: wholeWith(candidate.name), page: null, asOf: null });
        return {
          label: candidate.name,
          line,
          rememberLine: lineOf("alias", { name: text, means: candidate.name, show: line }),
        };
      }),
      ...(fitting > candidates.length ? [{ label: `List all ${fitting}`, line: lineOf("orgs", { words: text }) }] : []),
    ],
    sensitivity: "open",
  };
}

function nearInWords(text: string, shown: number, fitting: number): string {
  if (fitting > shown) return `${fitting} organisations are near “${text}”; these are the first ${shown}.`;
  return `${shown === 1 ? "One organisation is" : `${shown} organisations are`} near “${text}”.`;
}
