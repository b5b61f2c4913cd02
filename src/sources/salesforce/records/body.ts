import { absent } from "../../../domain/index.js";
import { beginning } from "../cells.js";

/** As much of a message as is kept. */
const LONGEST = 2_000;

const TAG = /<[a-z/!?][^<>]*>/i;
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const UNSEEN = /<(style|script|head|title)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
/** Tags that stand within a word or sentence; all others part words. */
const WITHIN = /<\/?(?:a|abbr|b|em|font|i|s|small|span|strong|sub|sup|u)\b[^<>]*>/gi;
const ANY_TAG = /<[a-z/!?][^<>]*>/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  hellip: "…",
  ldquo: "“",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  nbsp: " ",
  ndash: "–",
  quot: '"',
  rdquo: "”",
  rsquo: "’",
};

/** The words of a message: tags stripped, entities read, whitespace squeezed, at most 2,000 characters; null when it says nothing. */
export function wordsOf(body: string | null): string | null {
  if (body === null) return null;
  const plain = TAG.test(body) ? withoutTags(body) : body;
  const words = plain.replace(/\s+/g, " ").trim();
  return absent(words) ? null : beginning(words, LONGEST).trimEnd();
}

const withoutTags = (html: string): string =>
  html
    .replace(COMMENT, " ")
    .replace(UNSEEN, " ")
    .replace(WITHIN, "")
    .replace(ANY_TAG, " ")
    .replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) =>
      name === undefined ? characterOf(decimal, hex) : (NAMED[name.toLowerCase()] ?? entity),
    );

function characterOf(decimal: string | undefined, hex: string | undefined): string {
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  const isCharacter = code > 31 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
  return isCharacter ? String.fromCodePoint(code) : " ";
}
