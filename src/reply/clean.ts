/**
 * Characters that nobody sees but that change what is read: control characters, bidirectional overrides, zero-width
 * spaces, invisible tags, non-characters. Joiners (U+200C, U+200D) stay: Indic scripts and emoji need them.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const LINE_BREAK = /\r\n|[\r\u0085\u2028\u2029]/g;

/** Text of any origin without what is invisible; line breaks become "\n", half characters U+FFFD. */
export function cleanText(text: string): string {
  return text.replace(LINE_BREAK, "\n").replace(INVISIBLE, "").replace(LONE_SURROGATE, "\ufffd").replace(/\t/g, " ");
}

/** The same on one line, blanks collapsed. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}

/** At most `most` UTF-16 units, never half a character; "…" stands for what was cut. */
export function clamp(text: string, most: number): string {
  if (text.length <= most) return text;
  if (most <= 1) return "…".slice(0, most);
  const cut = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** True when there is something to read. */
export function hasWords(text: string): boolean {
  return text.trim() !== "";
}
