/** One line of a calendar file: its name, its parameters, its value as text. */
export interface ContentLine {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface Component {
  readonly kind: string;
  readonly lines: readonly ContentLine[];
  readonly parts: readonly Component[];
}

const LONGEST_LINE = 75;
const TEXTS: ReadonlySet<string> = new Set(["SUMMARY", "CATEGORIES", "NAME", "X-WR-CALNAME", "DESCRIPTION"]);

/** Reads a calendar file as strictly as RFC 5545 has it. @throws Error that says what is wrong */
export function readCalendarFile(text: string): Component {
  if (!text.endsWith("\r\n")) throw new Error("the last line does not end in CRLF");
  const physical = text.slice(0, -2).split("\r\n");
  for (const line of physical) {
    if (/[\r\n]/.test(line)) throw new Error(`a bare CR or LF in: ${line}`);
    if (Buffer.byteLength(line) > LONGEST_LINE) throw new Error(`${Buffer.byteLength(line)} octets in: ${line}`);
  }
  const lines = physical
    .join("\r\n")
    .replaceAll(/\r\n[ \t]/g, "")
    .split("\r\n")
    .map(contentLine);
  const open: { kind: string; lines: ContentLine[]; parts: Component[] }[] = [{ kind: "", lines: [], parts: [] }];
  for (const line of lines) {
    const current = open.at(-1);
    if (current === undefined) throw new Error("more ends than beginnings");
    if (line.name === "BEGIN") open.push({ kind: line.value, lines: [], parts: [] });
    else if (line.name === "END") {
      if (line.value !== current.kind) throw new Error(`END:${line.value} within ${current.kind}`);
      open.pop();
      open.at(-1)?.parts.push(current);
    } else current.lines.push(line);
  }
  const [whole] = open[0]?.parts ?? [];
  if (open.length !== 1 || whole === undefined || whole.kind !== "VCALENDAR") throw new Error("no whole VCALENDAR");
  for (const name of ["VERSION", "PRODID"]) one(whole, name);
  for (const event of whole.parts) {
    for (const name of ["UID", "DTSTAMP", "DTSTART", "SUMMARY"]) one(event, name);
    for (const name of ["DTSTAMP", "DTSTART", "DTEND"])
      if (!/^\d{8}T\d{6}Z$/.test(one(event, name))) throw new Error(`${name} is no UTC time: ${one(event, name)}`);
  }
  return whole;
}

/** The value of a property that is there once. */
export function one(component: Component, name: string): string {
  const found = component.lines.filter((line) => line.name === name);
  if (found.length !== 1) throw new Error(`${name} is there ${found.length} times in ${component.kind}`);
  return found[0]?.value ?? "";
}

function contentLine(line: string): ContentLine {
  const parts = /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^;:,"]*)*):(.*)$/s.exec(line);
  if (parts === null) throw new Error(`no content line: ${line}`);
  const [, name = "", given = "", value = ""] = parts;
  const parameters = Object.fromEntries(
    given
      .split(";")
      .filter(Boolean)
      .map((each) => each.split("=", 2) as [string, string]),
  );
  return { name, parameters, value: TEXTS.has(name) ? unescaped(value) : value };
}

function unescaped(value: string): string {
  if (/(?<!\\)(?:\\\\)*[;,]/.test(value)) throw new Error(`a bare comma or semicolon in: ${value}`);
  return value.replace(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? "\n" : character));
}
