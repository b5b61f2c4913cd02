import { parseQuery, type Query } from "@jetstreamapp/soql-parser-js";
import { malformed, SalesforceRefusal, unexpectedToken } from "../refusal.js";

/** The parser names the word it stumbled over in one of these ways. */
const stumbles = [
  /but found --> '(?<word>[\s\S]*)' <--/,
  /but found: '(?<word>[\s\S]*)'/,
  /expecting EOF but found: (?<word>\S+)/,
  /unexpected character: ->(?<word>[\s\S])<-/,
];

/** A quote that is never closed swallows the rest of the query. */
function unclosedQuote(soql: string): SalesforceRefusal {
  const lines = soql.split("\n");
  const end = `${lines.length}:${lines.at(-1)?.length ?? 0}`;
  return new SalesforceRefusal(400, "MALFORMED_QUERY", `line ${end} mismatched character '<EOF>' expecting '''`);
}

function refusalFrom(soql: string, cause: unknown): SalesforceRefusal {
  const message = cause instanceof Error ? cause.message : "";
  if (message.includes("unexpected character: ->'<-")) return unclosedQuote(soql);
  for (const stumble of stumbles) {
    const word = stumble.exec(message)?.groups?.word;
    if (word !== undefined) return unexpectedToken(soql, word === "" ? "<EOF>" : word);
  }
  return malformed(soql, "SELECT", "unexpected token: '<EOF>'");
}

/** Reads a SOQL text. Throws MALFORMED_QUERY, with the place, when the grammar does not allow it. */
export function parseSoql(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (cause) {
    throw refusalFrom(soql, cause);
  }
}
