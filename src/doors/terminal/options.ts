import type { Access } from "../../command/index.js";
import { PolarisError } from "../../runtime/index.js";

export interface TerminalOptions {
  readonly access: Access;
  readonly format: "text" | "json";
  /** Where files go; null when none are wanted. */
  readonly out: string | null;
  /** The command line, word by word. */
  readonly words: readonly string[];
}

const OPTIONS = new Set(["--as", "--format", "--out"]);
const ROLES = new Set(["admin", "staff", "coordinator"] as const);
/** Staff who may have rows of students besides. */
const STUDENT_READER = "students";
type PlainRole = typeof ROLES extends Set<infer Role> ? Role : never;

const isPlainRole = (text: string): text is PlainRole => (ROLES as ReadonlySet<string>).has(text);

/**
 * `[--as ROLE] [--format text|json] [--out DIR] words…`, the options anywhere before a lone `--`. Whoever has the machine and the
 * database is an admin unless they ask to be less; rows of students are only for `--as students`. Several `--as district:<name>` make one viewer of several districts.
 * @throws PolarisError("argument_invalid")
 */
export function readOptions(argv: readonly string[]): TerminalOptions {
  const words: string[] = [];
  const said: { option: string; value: string }[] = [];
  const waiting = [...argv];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const [option = "", ...value] = word.split("=");
    if (word === "--") words.push(...waiting.splice(0));
    else if (word === "--help" || word === "-h") words.unshift("help");
    else if (!OPTIONS.has(option)) words.push(word);
    else said.push({ option, value: value.length > 0 ? value.join("=") : valueAfter(option, waiting) });
  }
  const all = (option: string): string[] => said.filter((each) => each.option === option).map((each) => each.value);
  return {
    access: accessOf(all("--as")),
    format: formatOf(all("--format").at(-1) ?? "text"),
    out: all("--out").at(-1) ?? null,
    words,
  };
}

function valueAfter(option: string, waiting: string[]): string {
  const value = waiting.shift();
  if (value === undefined || value === "")
    throw new PolarisError("argument_invalid", `${option} needs a value after it.`);
  return value;
}

function accessOf(roles: readonly string[]): Access {
  const districts = roles.flatMap((role) =>
    role.startsWith("district:") ? [role.slice("district:".length).trim()] : [],
  );
  const role = roles.at(-1) ?? "admin";
  if (districts.length > 0 && districts.length === roles.length && !districts.includes(""))
    return { role: "district", districts };
  if (isPlainRole(role) && districts.length === 0) return { role, districts: [] };
  if (role === STUDENT_READER && districts.length === 0) return { role: "staff", districts: [], readsStudents: true };
  throw new PolarisError(
    "argument_invalid",
    `--as takes admin, staff, students, coordinator or district:"<name>", but got “${roles.join("”, “")}”.`,
  );
}

function formatOf(format: string): "text" | "json" {
  if (format === "text" || format === "json") return format;
  throw new PolarisError("argument_invalid", `--format takes text or json, but got “${format}”.`);
}
